"""What this app adds to the frame: navigation, the phone's tab, quick actions, search (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation, tour
from expenses import finding, policies


def register() -> None:
    """Make the pages known to the frame."""
    navigation.register_section(
        "spend",
        _("Spend"),
        "receipt-yen",
        30,
        [
            navigation.Item(
                _("Claims"),
                "expenses:claim_list",
                can=policies.can_open_claims,
                keys="g e",
                keywords="报销 付款 发票 bx fk fp invoice expense",
            ),
            navigation.Item(
                _("Spend requests"),
                "expenses:request_list",
                can=policies.can_open_requests,
                keys="g r",
                keywords="事前申请 sqsq request",
            ),
            navigation.Item(
                _("Expense imports"),
                "expenses:import_list",
                can=policies.can_open_imports,
                keywords="费用导入 凭证 用友 金蝶 fydr import",
            ),
            navigation.Item(
                _("Advances"),
                "expenses:advance_list",
                can=policies.can_open_claims,
                match=("expenses:advance_",),
                keywords="借款 预支 jk yz advance",
            ),
            navigation.Item(
                _("To be paid"),
                "expenses:payable_list",
                can=policies.can_open_payments,
                keywords="待付款 账龄 dfk zl outstanding age",
            ),
            navigation.Item(
                _("Payments"),
                "expenses:payment_list",
                can=policies.can_open_payments,
                match=("expenses:payment_",),
                keywords="付款单 出纳 fkd payment cashier",
            ),
            navigation.Item(
                _("Suppliers' accounts"),
                "expenses:payee_list",
                can=policies.can_open_payments,
                match=("expenses:payee_",),
                keywords="供应商 账号 开户行 gys supplier bank",
            ),
        ],
    )
    navigation.register_tab(
        _("Claim"),
        "expenses:claim_create",
        "circle-plus",
        30,
        can=policies.can_make_claims,
        match=("expenses:claim_create",),
    )
    navigation.register_tab(
        _("My documents"),
        "expenses:claim_list",
        "file-text",
        20,
        can=policies.can_open_claims,
        match=("expenses:claim_list", "expenses:claim_detail", "expenses:request_"),
    )
    navigation.register_quick_action(
        _("New claim"), "expenses:claim_create", keywords="报销 付款 xjbx", can=policies.can_make_claims
    )
    navigation.register_quick_action(
        _("New spend request"), "expenses:request_create", keywords="事前申请 xjsq", can=policies.can_make_requests
    )
    navigation.register_quick_action(
        _("My bank account"), "expenses:own_account", keywords="收款账号 银行卡 bank", can=policies.can_keep_own_account
    )
    finding.register()
    tour.register_step(
        _("Claim what you spent"),
        _("While you type, the page shows what is left of the budget and what each decider will look at."),
        "expenses:claim_create",
        20,
        "receipt-yen",
        can=policies.can_make_claims,
    )
    tour.register_step(
        _("Ask before you spend"),
        _("An approved request holds the budget for you until you claim."),
        "expenses:request_create",
        40,
        "file-text",
        can=policies.can_make_requests,
    )
