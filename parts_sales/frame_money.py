"""What orders, money received and credit add to the frame (GEN-12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.navigation import Item
from parts_sales import finding_money, policies_money


def items() -> list[Item]:
    """Their pages in the section of spare parts."""
    return [
        Item(
            _("Orders"),
            "parts_sales:order_list",
            can=policies_money.can_open_orders,
            match=("parts_sales:order_", "parts_sales:invoice_"),
            keys="g o",
            keywords="订单 销售订单 dd xsdd order sales",
        ),
        Item(
            _("Money received"),
            "parts_sales:receipt_list",
            can=policies_money.can_open_receipts,
            match=("parts_sales:receipt_",),
            keywords="收款 到账 核销 现金 sk dz hx receipt cash payment",
        ),
        Item(
            _("Debts by age"),
            "parts_sales:debt_list",
            can=policies_money.can_open_receipts,
            match=("parts_sales:debt_", "parts_sales:dunning_"),
            keywords="应收 账龄 催收 逾期 ys zl cs debt overdue dunning",
        ),
        Item(
            _("Statements"),
            "parts_sales:statement_list",
            can=policies_money.can_open_receipts,
            match=("parts_sales:statement_",),
            keywords="对账单 对账 dzd dz statement reconciliation",
        ),
        Item(
            _("Credit terms"),
            "parts_sales:term_list",
            can=policies_money.can_open_receipts,
            match=("parts_sales:term_",),
            keywords="月结 信用 额度 货到付款 yj xy credit limit",
        ),
    ]


def register() -> None:
    """Quick actions, and what is found."""
    navigation.register_quick_action(
        _("Record money received"),
        "parts_sales:receipt_create",
        keywords="收款登记 skdj receipt",
        can=policies_money.can_record_receipts,
    )
    navigation.register_quick_action(
        _("Apply for credit terms"),
        "parts_sales:term_create",
        keywords="信用申请 月结申请 xysq credit",
        can=policies_money.can_apply_for_credit,
    )
    finding_money.register()
