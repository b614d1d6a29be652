"""The variance table as an Excel file: real numbers, number formats, frozen head (RPT-45)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgets.models import LedgerEntry
from core import formats
from core.list_workbooks import MOST_ROWS, Sheet
from core.variance import Variance
from reports import alert_words
from reports.choices import Compare
from reports.forms import Asked
from reports.models import BudgetAlert
from reports.rules import Figures
from reports.selectors import documents
from reports.selectors.figures import Names
from reports.selectors.variance import Node, Table, span_label


def variance_workbook(*, table: Table, asked: Asked, names: Names) -> bytes:
    """What was asked, and the rows of the table in full amounts, levels indented, with the total; text is never a
    formula.
    """
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet(_("Variance"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    money = book.add_format({"num_format": "#,##0.00;\u2212#,##0.00"})
    share = book.add_format({"num_format": "0.0%"})
    levels = [book.add_format({"indent": level, "bold": level == 0}) for level in range(4)]
    question = asked.question
    sheet.write_string(0, 0, _("Variance"), bold)
    about = _("FY %(year)s, %(span)s to month %(month)s") % {
        "year": question.year.year,
        "span": span_label(question.span),
        "month": question.month,
    }
    sheet.write_string(1, 0, " · ".join([about, *narrowed_to(asked, names)]))
    sheet.write_string(2, 0, moment_of(asked))
    titles = (
        _("Row"),
        _("Budget of the year"),
        _("Budget to date"),
        _("Committed, year"),
        _("Actual"),
        _("Available, year"),
        _("Variance"),
        _("Favourable or unfavourable"),
        _("%"),
        str(Compare(asked.compare).label),
    )
    if table.is_plan_only:
        ahead = _("Plan only: the fiscal year has not begun.")
        sheet.write_string(3, 0, ahead if question.year.is_ahead else _("Plan only: no revenue has been posted."))
    for column, title in enumerate(titles):
        sheet.write_string(4, column, title, head)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(titles) - 1, 16)
    sheet.freeze_panes(5, 1)
    row = 5

    def put(label: str, figures: Figures, level: int) -> None:
        nonlocal row
        sheet.write_string(row, 0, label, levels[min(level, len(levels) - 1)])
        numbers: list[Decimal] = [figures.year, figures.to_date]
        if table.is_plan_only:  # what nobody posted has no figure
            for column, number in enumerate(numbers, start=1):
                sheet.write_number(row, column, float(number), money)
            row += 1
            return
        numbers += [
            figures.held,
            figures.actual,
            figures.available,
            figures.variance,
        ]
        for column, number in enumerate(numbers, start=1):
            sheet.write_number(row, column, float(number), money)
        sheet.write_string(row, 7, Variance(value=figures.variance, income=question.income).judgement)
        if figures.share is None:
            sheet.write_string(row, 8, formats.NOT_APPLICABLE)
        else:
            sheet.write_number(row, 8, float(figures.share), share)
        compared = figures.last_year if asked.compare == Compare.LAST_YEAR else figures.forecast
        if compared is None:
            sheet.write_string(row, 9, formats.NOTHING)
        else:
            sheet.write_number(row, 9, float(compared), money)
        row += 1

    def walk(node: Node, level: int) -> None:
        put(node.label, node.figures, level)
        for below in node.below:
            walk(below, level + 1)

    for node in table.rows:
        walk(node, 0)
    put(_("Total"), table.total, 0)
    book.close()
    return memory.getvalue()


def moment_of(asked: Asked) -> str:
    """Which moment the figures are of, where one was asked for (LED-07)."""
    if asked.question.as_of is None:
        return asked.unread_as_of
    local = timezone.localtime(asked.question.as_of)  # in full: a file outlives its year
    return _("As of %(moment)s") % {"moment": f"{formats.day(local)} {local:%H:%M}"}


def narrowed_to(asked: Asked, names: Names) -> list[str]:
    """The department, category and project the table was narrowed to, and whether it is of income."""
    question = asked.question
    kept = [
        (_("Department"), names.departments.get(question.department_id or 0)),
        (_("Category"), names.categories.get(question.category_id or 0)),
        (_("Project"), names.projects.get(question.project_id or 0)),
    ]
    found = [f"{label}: {one.name}" for label, one in kept if one is not None]
    if question.project_id == 0:
        found.append(f"{_('Project')}: {_('Without project')}")
    return [_("Revenue"), *found] if question.income else found


def alerts_sheet(rows: QuerySet[BudgetAlert, Any]) -> Sheet:
    """The budget alerts of a list, all pages of them (EXP-11)."""
    heads = [
        (_("Year"), 8), (_("Department"), 20), (_("Category"), 22), (_("Kind"), 22), (_("What happened"), 60),
        (_("Budget"), 16), (_("Used or estimated"), 16), (pgettext("alert", "Found"), 18),
        (_("Acknowledged by"), 14), (_("Note"), 40),
    ]  # fmt: skip
    cells = (
        (
            one.fiscal_year.year, one.department.name, one.category.name, one.get_alert_kind_display(),
            alert_words.sentence(one), one.budget, one.used, formats.stamp(one.found_at),
            one.acknowledged_by.name if one.acknowledged_by else "", one.note,
        )
        for one in rows[:MOST_ROWS].iterator(chunk_size=2000)
    )  # fmt: skip
    return Sheet(_("Budget alerts"), heads, cells)


def documents_sheet(rows: QuerySet[LedgerEntry, Any] | Sequence[Any], *, total: Decimal) -> Sheet:
    """The documents behind a figure, all pages of them; the total is the figure, of which the rows may be a part."""
    heads = [(_("Document"), 20), (_("Title"), 40), (_("Last posted"), 20), (_("Amount"), 18)]
    cells = (
        (one.number, one.title, formats.stamp(one.last_at), one.amount)
        for one in documents.as_documents(rows[:MOST_ROWS])
    )
    return Sheet(_("Documents behind the figure"), heads, cells, sums=(3,), totals={3: total})
