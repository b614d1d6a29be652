"""Lists as Excel: real numbers and dates, the totals below, text never a formula (GEN-13)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import base_currency
from expenses.models import Claim, SpendRequest
from expenses.selectors.lists import ListQuestion

MOST_ROWS = 100_000
AMOUNT = "#,##0.00;\u2212#,##0.00"


def claims_workbook(*, rows: QuerySet[Claim], question: ListQuestion) -> bytes:
    """The claims of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 12), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Spend request"), 18), (_("State"), 12), (_("Currency"), 10), (_("Amount"), 16),
        (_("Amount in %(base)s") % {"base": base_currency()}, 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.get_claim_kind_display(), row.created_by.name, row.department.name,
                row.created_at, row.request.number if row.request else "", row.get_state_display(), row.currency,
                row.total, row.base_total,
            )  # fmt: skip

    return _workbook(_("Claims"), heads, cells(), sums=(10,))


def requests_workbook(*, rows: QuerySet[SpendRequest], question: ListQuestion) -> bytes:
    """The spend requests of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Expected on"), 12), (_("To be used by"), 12), (_("State"), 12), (_("Amount"), 16), (_("Still held"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.created_by.name, row.department.name, row.created_at,
                row.expected_date, row.end_date, row.get_state_display(), row.total,
                getattr(row, "held", Decimal(0)),
            )  # fmt: skip

    return _workbook(_("Spend requests"), heads, cells(), sums=(8, 9))


def _workbook(
    title: str, heads: Sequence[tuple[str, int]], rows: Iterator[Sequence[Any]], *, sums: tuple[int, ...]
) -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet(title[:31])
    head, bold = book.add_format({"bold": True, "bottom": 1}), book.add_format({"bold": True, "num_format": AMOUNT})
    money, day = book.add_format({"num_format": AMOUNT}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    totals = dict.fromkeys(sums, Decimal(0))
    number = 0
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            if isinstance(value, Decimal):
                sheet.write_number(number, column, float(value), money)
                if column in totals:
                    totals[column] += value
            elif isinstance(value, date):
                sheet.write_datetime(number, column, _local(value), day)
            else:
                sheet.write_string(number, column, str(value))
    sheet.write_string(number + 1, 0, _("Total"), bold)
    for column, total in totals.items():
        sheet.write_number(number + 1, column, float(total), bold)
    book.close()
    return memory.getvalue()


def _local(value: date) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
