"""Orders, money received, credit terms and debts as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet, Uncounted
from parts_sales.choices_money import ReceiptState
from parts_sales.models import CreditTerm, Receipt, SalesOrder
from parts_sales.selectors.debts import DebtRow

AT_ONCE = 2000


def orders_sheet(rows: QuerySet[SalesOrder]) -> Sheet:
    """Orders with what is paid, shipped and invoiced, in the base currency."""
    heads = [
        (_("Number"), 16), (_("Date"), 12), (_("Customer"), 32), (_("Region"), 10), (_("Department"), 18),
        (_("Made by"), 12), (_("State"), 14), (_("Why it waits"), 36), (_("Currency"), 8), (_("Total"), 16),
        (_("In base currency"), 16), (_("Paid"), 16), (_("Owed"), 16), (_("Shipped value"), 16), (_("Invoiced"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.order_date, row.customer.name, row.get_region_display(), row.department.name,
                row.created_by.name, row.get_state_display(), row.why_held, row.currency, row.total, row.base_total,
                row.paid_base, row.owed_base, row.shipped_base, row.billed_base,
            )  # fmt: skip

    return Sheet(_("Orders"), heads, cells(), sums=(10, 11, 12, 13, 14))


def receipts_sheet(rows: QuerySet[Receipt]) -> Sheet:
    """Money received, with what stands unmatched; reversed ones are not added up, as on the page."""
    heads = [
        (_("Number"), 16), (_("Received on"), 12), (_("How it came"), 12), (_("Account"), 24), (_("Payer"), 30),
        (_("Customer"), 30), (_("Bank reference"), 22), (_("State"), 10), (_("Currency"), 8), (_("Amount"), 16),
        (_("Not matched yet"), 16), (_("In base currency"), 16), (_("Recorded by"), 12),
    ]  # fmt: skip

    def counted(row: Receipt) -> Decimal:
        return row.base_amount if row.state == ReceiptState.RECORDED else Uncounted(row.base_amount)

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.received_date, row.get_way_display(), row.account, row.payer,
                row.customer.name if row.customer else "", row.reference, row.get_state_display(), row.currency,
                row.amount, row.unmatched, counted(row), row.created_by.name,
            )  # fmt: skip

    return Sheet(_("Money received"), heads, cells(), sums=(11,))


def terms_sheet(rows: QuerySet[CreditTerm]) -> Sheet:
    """Credit terms with their limits."""
    heads = [
        (_("Number"), 16), (_("Customer"), 32), (_("Terms"), 16), (_("Credit limit"), 16), (_("Days to pay"), 10),
        (_("State"), 12), (_("To be evaluated by"), 14), (_("Applied for by"), 14), (_("Reason"), 40),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.customer.name, row.get_term_kind_display(), row.limit_amount, row.days,
                row.get_state_display(), row.review_due, row.created_by.name, row.reason,
            )  # fmt: skip

    return Sheet(_("Credit terms"), heads, cells(), sums=(3,))


def debts_sheet(rows: Sequence[DebtRow]) -> Sheet:
    """What customers owe by age, with what was done last."""
    heads = [
        (_("Customer"), 32), (_("Done last"), 12), (_("What was done and said"), 40), (_("Not invoiced"), 16),
        (_("Not due"), 16), (_("1–30 days"), 16), (_("31–60 days"), 16), (_("61–90 days"), 16), (_("Over 90 days"), 16),
        (_("Overdue"), 16), (_("Invoiced and unpaid"), 16), (_("To be paid back"), 16),
    ]  # fmt: skip
    cells = (
        (
            row.customer.name, row.dunned_on, row.last.said if row.last else "", row.unbilled, *row.ages, row.overdue,
            row.total, row.to_pay_back,
        )
        for row in rows
    )  # fmt: skip
    return Sheet(_("Debts by age"), heads, cells, sums=(3, 4, 5, 6, 7, 8, 9, 10, 11))
