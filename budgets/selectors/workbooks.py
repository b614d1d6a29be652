"""Budgets as workbooks. What comes out of here can be changed in Excel and read back by the import (BUD-22, RPT-45).

Words of people are written as text, never as formulas.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from budgets.choices import CategoryKind
from budgets.models import Budget, BudgetLine, ControlMethod
from budgets.rules.figures import added_up
from budgets.rules.sheet_layout import LINE_HEADING, ORIGIN_SHEET
from budgets.selectors.budgets import control_methods_of, lines_of
from core import formats

MONEY = "#,##0.00"
FIRST_MONTH, YEAR, LINE_ID = 5, 17, 18


class _Sheet:
    """A sheet being written, with the few formats it needs."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.sheet = book.add_worksheet(name[:31])
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EBEEF2", "align": "center"})
        self.text = book.add_format({"valign": "top"})
        self.money = book.add_format({"num_format": MONEY})
        self.total = book.add_format({"num_format": MONEY, "bold": True, "top": 1, "bg_color": "#F7F8FA"})
        self.total_text = book.add_format({"bold": True, "top": 1, "bg_color": "#F7F8FA"})
        self.percent = book.add_format({"num_format": "0.0%"})

    def texts(self, row: int, column: int, texts: Sequence[str], style: Any = None) -> None:
        """Write texts side by side, as text whatever they begin with."""
        for offset, text in enumerate(texts):
            self.sheet.write_string(row, column + offset, text, style or self.text)


def budget_workbook(budget: Budget) -> bytes:
    """A budget with its lines, sums and annex of control methods; reads back line by line."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _lines_sheet(_Sheet(book, _("Budget")), budget)
        _origin_sheet(_Sheet(book, ORIGIN_SHEET), budget)
        methods = list(control_methods_of(budget))
        if methods:
            _methods_sheet(_Sheet(book, _("Control methods")), methods)
    return buffer.getvalue()


def import_template(budget: Budget) -> bytes:
    """An empty workbook of the shape the import reads best: every category of the draft, no amounts."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _lines_sheet(_Sheet(book, _("Budget")), budget, empty=True)
        _origin_sheet(_Sheet(book, ORIGIN_SHEET), budget)
    return buffer.getvalue()


def _lines_sheet(page: _Sheet, budget: Budget, *, empty: bool = False) -> None:
    year = budget.fiscal_year
    unit = _("unit: yuan, tax included")
    title = _("%(department)s annual budget %(year)s") % {"department": budget.department.name, "year": year.year}
    page.texts(0, 0, [f"{title} ({unit})"], page.title)
    months = [formats.month_name((year.start_date.month + offset - 1) % 12 + 1) for offset in range(12)]
    heads = [
        _("Category code"),
        _("Category"),
        _("Description"),
        _("Project"),
        _("Rationale"),
        *months,
        _("Whole year"),
        LINE_HEADING,
    ]
    page.texts(1, 0, heads, page.head)
    lines = lines_of(budget)
    row = 2
    for line in lines:
        _line_row(page, row, line, empty=empty)
        row += 1
    if not empty:
        kinds = (
            (_("Total costs"), [line for line in lines if line.category.kind != CategoryKind.REVENUE]),
            (_("Total revenue"), [line for line in lines if line.category.kind == CategoryKind.REVENUE]),
        )
        for label, own in kinds:
            if own:
                _total_row(page, row, label, added_up(line.amounts for line in own))
                row += 1
    page.sheet.set_column(0, 0, 14)
    page.sheet.set_column(1, 4, 22)
    page.sheet.set_column(FIRST_MONTH, YEAR, 14)
    page.sheet.set_column(LINE_ID, LINE_ID, None, None, {"hidden": True})
    page.sheet.freeze_panes(2, 2)


def _origin_sheet(page: _Sheet, budget: Budget) -> None:
    """What the file started from, hidden: which budget, after which of its changes (BUD-22)."""
    page.texts(0, 0, [str(budget.pk), str(budget.change_sequence)])
    page.sheet.hide()


def _line_row(page: _Sheet, row: int, line: BudgetLine, *, empty: bool) -> None:
    project = line.project.code if line.project else ""
    page.texts(row, 0, [line.category.code, line.category.name, line.description, project, line.rationale])
    if not empty:
        for month, amount in enumerate(line.amounts):
            page.sheet.write_number(row, FIRST_MONTH + month, float(amount), page.money)
    first, last = xl_rowcol_to_cell(row, FIRST_MONTH), xl_rowcol_to_cell(row, YEAR - 1)
    value = 0.0 if empty else float(line.total)
    page.sheet.write_formula(row, YEAR, f"=SUM({first}:{last})", page.money, value)
    page.texts(row, LINE_ID, [str(line.pk)])


def _total_row(page: _Sheet, row: int, label: str, months: Sequence[Decimal]) -> None:
    page.texts(row, 0, ["", label, "", "", ""], page.total_text)
    for offset, amount in enumerate([*months, sum(months, Decimal(0))]):
        page.sheet.write_number(row, FIRST_MONTH + offset, float(amount), page.total)


def _methods_sheet(page: _Sheet, methods: Sequence[ControlMethod]) -> None:
    heads = [
        _("Category code"),
        _("Category"),
        _("Who may spend"),
        _("Up to, each time"),
        _("On what proof"),
        _("Method"),
    ]
    page.texts(0, 0, heads, page.head)
    for row, method in enumerate(methods, 1):
        page.texts(row, 0, [method.category.code, method.category.name, method.who_may_spend])
        if method.limit is not None:
            page.sheet.write_number(row, 3, float(method.limit), page.money)
        page.texts(row, 4, [method.proof, method.method])
    page.sheet.set_column(0, 5, 24)
