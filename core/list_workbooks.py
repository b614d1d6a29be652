"""Lists as Excel, the one way they are all written: real numbers and dates, totals below, text never a formula
(GEN-13). A last sheet says what the list is, of which moment, and which filters were in force.

Rows are written as they come and the file is sent in pieces: the memory it takes does not follow the rows (QLT-06).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000
FIRST_YEAR = 1900
"""Excel counts days from here; an earlier one stands as text, since a serial below zero is none."""
LONGEST_TEXT = 32_767
"""What one cell of Excel takes."""
AMOUNT = "#,##0.00;\u2212#,##0.00"
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Pairs = Sequence[tuple[str, str]]


class Uncounted(Decimal):
    """An amount that is shown and not added up: of what was cancelled, say, as the page leaves it out too."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One list: heads with their widths; rows of texts, amounts, whole numbers, dates and blanks (None). `sums` are the
    columns added up below, under the word `total`; `totals` are those known from elsewhere, where the rows are a part
    of all.
    """

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]
    sums: tuple[int, ...] = ()
    totals: Mapping[int, Decimal] = field(default_factory=dict)
    total: str = ""


def list_file(
    sheets: Sequence[Sheet], *, name: str, title: str, reader: str, filters: Pairs = (), at: datetime | None = None
) -> FileResponse:
    """A list, all its pages, as a download called `name` and the day. `filters` are those in force, in words; `at` is
    the moment of the figures where it is not now (LED-07).
    """
    now = timezone.now()
    about = [
        (_("List"), title),
        (_("Figures as of"), formats.stamp(at or now)),
        (pgettext("list", "Made at"), formats.stamp(now)),
        (pgettext("list", "Made by"), reader),
        *(filters or [(_("Filters"), pgettext("filters", "none"))]),
    ]
    answer = FileResponse(write(sheets, about=about), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.xlsx"'
    return answer


def list_workbook(
    title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], *, sums: tuple[int, ...], total: str
) -> bytes:
    """One list alone in memory, its sum under the word `total`: for files that are kept and not sent at once."""
    with write([Sheet(title, heads, rows, sums)], total=total) as file:
        return file.read()


def write(sheets: Sequence[Sheet], *, about: Pairs = (), total: str = "") -> IO[bytes]:
    """The workbook as an open file that goes when it is closed."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = _Styles(book)
    for one in sheets:
        _fill(book.add_worksheet(_sheet_name(one.title)), one, styles, total or _("Total"))
    if about:
        _tell(book.add_worksheet(_sheet_name(_("About this file"))), about, styles)
    book.close()
    file.seek(0)
    return file


class _Styles:
    """The few formats a list needs."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.bold = book.add_format({"bold": True, "top": 1, "num_format": AMOUNT})
        self.money = book.add_format({"num_format": AMOUNT})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.plain = book.add_format({"text_wrap": False})


def _fill(sheet: Any, of: Sheet, styles: _Styles, total: str) -> None:
    for column, (words, width) in enumerate(of.heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, str(words), styles.head)
    sheet.freeze_panes(1, 1)
    totals = dict.fromkeys(of.sums, Decimal(0))
    line = 0
    for line, cells in enumerate(of.rows, start=1):
        for column, value in enumerate(cells):
            _write(sheet, line, column, value, styles)
            if column in totals and value is not None and not isinstance(value, Uncounted):
                totals[column] += value
    if not totals:
        return
    sheet.write_string(line + 1, 0, of.total or total, styles.bold)
    for column, amount in {**totals, **of.totals}.items():
        sheet.write_number(line + 1, column, float(amount), styles.bold)


def _write(sheet: Any, line: int, column: int, value: Any, styles: _Styles) -> None:
    """One cell: a figure as a number whatever its size, a day as a day, all else as text."""
    if value is None:
        return
    if isinstance(value, Decimal):
        sheet.write_number(line, column, float(value), styles.money)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, column, value)
    elif isinstance(value, date):
        shown = timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value
        if shown.year < FIRST_YEAR:
            sheet.write_string(line, column, shown.isoformat()[:10])
        else:
            sheet.write_datetime(line, column, shown, styles.day)
    else:
        sheet.write_string(line, column, str(value)[:LONGEST_TEXT])


def _tell(sheet: Any, about: Pairs, styles: _Styles) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    for line, (words, value) in enumerate(about):
        sheet.write_string(line, 0, words, styles.head)
        sheet.write_string(line, 1, value[:LONGEST_TEXT], styles.plain)


def _sheet_name(title: str) -> str:
    """A name Excel takes."""
    return title.translate(NOT_IN_NAMES)[:31].strip() or "1"
