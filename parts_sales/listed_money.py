"""Orders, receipts and credit terms, as the rest of the application knows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.kinds import DocumentKind
from parts_sales import policies_money
from parts_sales.models import CreditTerm, Receipt, SalesOrder, Statement
from parts_sales.selectors.credit_pages import terms_visible_to
from parts_sales.selectors.orders import orders_visible_to
from parts_sales.selectors.receipts import receipts_visible_to
from parts_sales.selectors.statements import statements_visible_to


def kinds() -> tuple[DocumentKind, ...]:
    """Orders, receipts, credit terms, statements."""
    return (
        DocumentKind(
            code=SalesOrder.kind,
            label=pgettext_lazy("sale", "Order"),
            model=SalesOrder,
            prefix="SO",
            visible_to=orders_visible_to,
            url_name="parts_sales:order_detail",
            url_argument="order_id",
            can_edit=policies_money.can_attach_to_order,
        ),
        DocumentKind(
            code=Receipt.kind,
            label=_("Money received"),
            model=Receipt,
            prefix="RCP",
            visible_to=receipts_visible_to,
            url_name="parts_sales:receipt_detail",
            url_argument="receipt_id",
            can_edit=policies_money.can_keep_receipt,
        ),
        DocumentKind(
            code=CreditTerm.kind,
            label=_("Credit terms"),
            model=CreditTerm,
            prefix="CRT",
            visible_to=terms_visible_to,
            url_name="parts_sales:term_detail",
            url_argument="term_id",
            can_edit=policies_money.is_applicant,
        ),
        DocumentKind(
            code=Statement.kind,
            label=_("Statement"),
            model=Statement,
            prefix="STM",
            visible_to=statements_visible_to,
            url_name="parts_sales:statement_detail",
            url_argument="statement_id",
            can_edit=policies_money.can_answer_statement,
        ),
    )
