"""Lists as Excel: real numbers and dates, the totals below, text never a formula (GEN-13)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

MOST_ROWS = 100_000
FIRST_YEAR = 1900
"""Excel counts days from here; an earlier one stands as text, since a serial below zero is none."""
AMOUNT = "#,##0.00;\u2212#,##0.00"


def list_workbook(
    title: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterator[Sequence[Any]],
    *,
    sums: tuple[int, ...],
    total: str,
) -> bytes:
    """A list as a workbook: heads with their widths, rows of texts, amounts, dates and blanks (None); `sums` are the
    columns added up under the word `total`.
    """
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
            elif value is None:
                continue
            elif isinstance(value, date):
                shown = _local(value)
                if shown.year < FIRST_YEAR:
                    sheet.write_string(number, column, shown.isoformat()[:10])
                else:
                    sheet.write_datetime(number, column, shown, day)
            else:
                sheet.write_string(number, column, str(value))
    sheet.write_string(number + 1, 0, total, bold)
    for column, amount in totals.items():
        sheet.write_number(number + 1, column, float(amount), bold)
    book.close()
    return memory.getvalue()


def _local(value: date) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
