"""What this app adds to the frame: navigation, the phone's tab, quick actions, search (GEN-12)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import formats, kinds, navigation
from core.actors import Actor
from core.navigation import Hit
from expenses import policies
from expenses.models import Claim, SpendRequest
from expenses.selectors.lists import ListQuestion, claims_found, requests_found
from expenses.selectors.payments import payments_found

MOST_HITS = 5


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
                can=policies.can_record_payments,
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
    navigation.register_search(found)
    navigation.register_quick_action(
        _("My bank account"), "expenses:own_account", keywords="收款账号 银行卡 bank", can=policies.can_keep_own_account
    )
    navigation.register_search(payments_with)


def payments_with(actor: Actor, words: str) -> Sequence[Hit]:
    """Payments the actor sees whose number, reference, claim or payee holds every word."""
    rows = (
        payments_found(actor, state="", words=words, sort="")[:MOST_HITS] if policies.can_open_payments(actor) else ()
    )
    return [
        Hit(
            label=str(row),
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{formats.amount(row.total)} · {row.get_state_display()}",
            icon="cash",
        )
        for row in rows
    ]


def found(actor: Actor, words: str) -> Sequence[Hit]:
    """Requests and claims the actor sees whose number, title, maker, supplier or invoice holds every word."""
    question = ListQuestion(words=words)
    rows: list[Claim | SpendRequest] = [
        *claims_found(actor, question)[:MOST_HITS],
        *requests_found(actor, question)[:MOST_HITS],
    ]
    return [
        Hit(
            label=f"{row.number or ''} {row.title}".strip(),
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{formats.amount(_amount(row))} · {row.get_state_display()}",
            icon="receipt-yen" if isinstance(row, Claim) else "file-text",
        )
        for row in rows
    ]


def _amount(row: Claim | SpendRequest) -> Decimal:
    return Decimal(row.base_total if isinstance(row, Claim) else row.total)
