"""The variance table as it is shown, with its filters, on paper; better or worse is said by a word (RPT-02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.actors import Actor, Scope
from core.errors import DomainError
from core.variance import Variance
from reports import exports, forms, policies
from reports.choices import Compare, Form, Rows, Span
from reports.forms import Asked
from reports.papers.content import Column, Content, Prose, Row, Section
from reports.papers.content import Table as Sheet
from reports.papers.moments import latest_posting
from reports.papers.registry import Paper, Parameters
from reports.rules import Figures
from reports.selectors.figures import Names, narrowed
from reports.selectors.variance import Node, Table, span_label, variance_table

KEPT = ("kind", "department", "category", "project")


class NoYear(DomainError):
    """There is nothing to report on yet."""

    code = "no_fiscal_year"
    text = gettext_lazy("There is no fiscal year yet.")


class VariancePaper(Paper):
    """The variance table of a question."""

    code = "variance"
    label = gettext_lazy("Variance report")
    forms = (Form.PDF, Form.XLSX)

    def read(self, given: Mapping[str, str], actor: Actor) -> Parameters:
        asked = forms.read(given)
        if asked is None:
            raise NoYear
        question = asked.question
        complete = {
            "year": str(question.year.year),
            "span": question.span,
            "month": str(question.month),
            "rows": question.rows,
            "compare": asked.compare,
            "as_of": question.as_of.isoformat() if question.as_of else "",
            "kind": "income" if question.income else "",
            "department": question.department_id,
            "category": question.category_id,
            "project": question.project_id,
        }
        return {name: str(value) for name, value in complete.items() if value not in (None, "")}

    def require_seen(self, parameters: Parameters, actor: Actor) -> None:
        if not policies.can_view(actor):
            raise Http404

    def scope(self, parameters: Parameters, actor: Actor) -> Scope:
        department = parameters.get("department")
        return narrowed(policies.sight(actor), int(department) if department else None)

    def title(self, parameters: Parameters) -> str:
        question = _asked(parameters).question
        named = Names().departments.get(question.department_id or 0)
        return " ".join(filter(None, (str(self.label), _period(_asked(parameters)), named.name if named else "")))

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        asked, names = _asked(parameters), Names()
        table = variance_table(question=asked.question, scope=policies.sight(actor), names=names)
        about = [_period(asked), str(Rows(asked.question.rows).label), *exports.narrowed_to(asked, names)]
        sections: list[Section] = []
        if table.is_plan_only:
            ahead = _("Plan only: the fiscal year has not begun.")
            other = _("Plan only: no revenue has been posted.")
            sections.append(Prose(paragraphs=[ahead if asked.question.year.is_ahead else other]))
        sections.append(variance_sheet(table, asked))
        moment = asked.question.as_of or latest_posting(asked.question.year)
        return Content(
            title=str(self.label),
            subtitle=" · ".join(about),
            state=exports.moment_of(asked),
            state_of=moment,
            landscape=True,
            sections=sections,
        )


def variance_sheet(table: Table, asked: Asked, *, title: str = "", wide: bool = False) -> Sheet:
    """The table with its levels; a row above others adds them up."""
    rows: list[Row] = []
    tops = [_put(rows, node, table, asked, 0) for node in table.rows]
    rows.append(Row(_cells(_("Total"), table.total, table, asked), role="total", sums=tops))
    columns = [
        Column(str(Rows(asked.question.rows).label), width=34),
        Column(_("Budget of the year"), "money", 16),
        Column(_("Budget to date"), "money", 16),
        Column(_("Committed, year"), "money", 15),
        Column(_("Actual"), "money", 16),
        Column(_("Available, year"), "money", 16),
        Column(_("Variance"), "money", 15),
        Column(_("Favourable or unfavourable"), width=15),
        Column(_("%"), "percent", 9),
        Column(str(Compare(asked.compare).label), "money", 16),
    ]
    return Sheet(
        columns=columns,
        rows=rows if table.rows else [],
        title=title,
        landscape=wide,
        note=_("CNY, tax included. Variance is actual less budget to date."),
        empty=_("Nothing budgeted or spent here"),
    )


def _put(rows: list[Row], node: Node, table: Table, asked: Asked, level: int) -> int:
    """Put a row and those below it; its place among the rows. What it adds up is known only after them."""
    place = len(rows)
    rows.append(Row(()))
    below = [_put(rows, child, table, asked, level + 1) for child in node.below]
    cells = _cells(node.label, node.figures, table, asked)
    rows[place] = Row(cells, role="sum" if level == 0 and below else "", level=level, sums=below)
    return place


def _cells(label: str, figures: Figures, table: Table, asked: Asked) -> tuple[Any, ...]:
    if table.is_plan_only:
        return (label, figures.year, figures.to_date, *[formats.NOTHING] * 7)
    compared = figures.last_year if asked.compare == Compare.LAST_YEAR else figures.forecast
    return (
        label,
        figures.year,
        figures.to_date,
        figures.held,
        figures.actual,
        figures.available,
        figures.variance,
        Variance(value=figures.variance, income=asked.question.income).judgement,
        abs(figures.share) if figures.share is not None else None,
        formats.NOTHING if compared is None else compared,
    )


def _asked(parameters: Parameters) -> Asked:
    asked = forms.read(parameters)
    if asked is None:
        raise NoYear
    return asked


def _period(asked: Asked) -> str:
    question = asked.question
    if question.span == Span.YEAR:
        return str(question.year.year)
    return _("FY %(year)s, %(span)s to month %(month)s") % {
        "year": question.year.year,
        "span": span_label(question.span),
        "month": question.month,
    }
