"""A department's budget of a year: every line by month, subtotals, the annex of control methods, who signs (BUD-10)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from budgets.choices import CategoryKind
from budgets.models import Budget
from budgets.selectors.budgets import contingency_of, control_methods_of
from budgets.selectors.grid import Grid, GridGroup, GridRow, GridSum, grid_of
from core import formats
from core.actors import Actor
from core.money import base_currency
from reports.papers import documents
from reports.papers.content import Column, Content, Facts, Kind, Row, Section, Table
from reports.papers.registry import DocumentPaper, Parameters


class BudgetPaper(DocumentPaper):
    """One annual budget, lying on its side."""

    code = "budget"
    kind = Budget.kind
    label = gettext_lazy("Annual budget")

    def content(self, parameters: Parameters, actor: Actor) -> Content:
        budget = self.document(parameters, actor)
        grid, cases = grid_of(budget), documents.rounds_of(budget)
        sections: list[Section] = [_facts(grid), _lines(grid)]
        if reasons := _reasons(grid):
            sections.append(reasons)
        if methods := _methods(budget):
            sections.append(methods)
        sections += documents.signatures(
            budget,
            cases,
            maker=pgettext("signature", "Drafted by"),
            otherwise=(_("Department head"), _("Finance check"), _("Approved by")),
        )
        sections += [documents.decisions(budget, cases), documents.history(budget)]
        year, department = budget.fiscal_year.year, budget.department.name
        version = _("version %(number)s") % {"number": budget.version_number}
        return Content(
            title=_("%(department)s annual budget %(year)s") % {"department": department, "year": year},
            subtitle=f"{budget.scenario_label} · {version} · {_unit()}",
            number=budget.number or _("Draft"),
            state=str(budget.get_state_display()),
            state_of=documents.state_of(budget),
            landscape=True,
            sections=sections,
        )


def _unit() -> str:
    return _("%(currency)s, tax included") % {"currency": base_currency()}


def _facts(grid: Grid) -> Facts:
    budget = grid.budget
    contingency = contingency_of(budget, grid.totals)
    pairs: list[tuple[str, str]] = []
    if contingency.share is not None:
        pairs.append((_("Contingency share"), formats.percent(contingency.share, places=2)))
    if budget.note:
        pairs.append((_("Note"), budget.note))
    return Facts(
        lead=[
            (_("Total costs"), grid.costs.total),
            (_("Revenue"), grid.revenue.total),
            (_("Result"), grid.result.total),
            (_("Contingency"), contingency.amount),
            (_("Last year's budget"), grid.costs.first or formats.NOTHING),
        ],
        pairs=pairs,
    )


def _kind(grid: Grid) -> Kind:
    """Whole yuan where no line has cents."""
    amounts = (amount for row in grid.rows for amount in row.line.amounts)
    return "money" if any(Decimal(amount) % 1 for amount in amounts) else "whole"


def _lines(grid: Grid) -> Table:
    kind = _kind(grid)
    months = [Column(formats.month_name(month), kind, 11) for month in grid.calendar]
    columns = [Column(_("Line"), width=30), *months, Column(_("Whole year"), kind, 13, adds=(1, 12))]
    rows: list[Row] = []
    costs: list[int] = []
    income: list[int] = []
    for group in grid.groups:
        of = income if group.kind == CategoryKind.REVENUE else costs
        _put_group(rows, group, of)
    if grid.costs.lines:
        rows.append(_sum_row(_("Total costs"), grid.costs, costs))
    if grid.revenue.lines:
        rows.append(_sum_row(_("Total revenue"), grid.revenue, income))
        rows.append(_sum_row(_("Result"), grid.result, ()))
    return Table(columns=columns, rows=rows, small=True, empty=_("The budget has no lines."))


def _put_group(rows: list[Row], group: GridGroup, counted: list[int]) -> None:
    """The lines of a category, headed and summed up where there are several."""
    if group.has_heading:
        rows.append(Row((group.label,), role="group"))
    begin = len(rows)
    rows += [_line(row, level=1 if group.has_heading else 0) for row in group.rows]
    counted += range(begin, len(rows))
    if group.has_heading and len(group.rows) > 1:
        label = _("Subtotal %(group)s") % {"group": group.label}
        rows.append(Row((label, *group.months, group.total), role="sum", sums=range(begin, len(rows))))


def _line(row: GridRow, *, level: int) -> Row:
    label = f"{row.label} · {row.note}" if row.note else row.label
    return Row((label, *row.line.amounts, row.line.total), level=level)


def _sum_row(label: str, of: GridSum, sums: Sequence[int]) -> Row:
    return Row((label, *of.months, of.total), role="total", sums=sums)


def _reasons(grid: Grid) -> Table | None:
    rows = [Row((row.label, row.line.total, row.line.rationale)) for row in grid.rows if row.line.rationale]
    if not rows:
        return None
    columns = [Column(_("Line"), width=30), Column(_("Whole year"), "money", 16), Column(_("Rationale"), width=80)]
    return Table(title=_("Rationale of the lines"), columns=columns, rows=rows, sheet=_("Rationale"))


def _methods(budget: Budget) -> Table | None:
    methods = list(control_methods_of(budget))
    if not methods:
        return None
    return Table(
        title=_("Annex: control methods"),
        sheet=_("Control methods"),
        columns=[
            Column(_("Category"), width=24),
            Column(_("Who may spend"), width=26),
            Column(_("Up to, each time"), "money", 16),
            Column(_("On what proof"), width=32),
            Column(_("Method"), width=48),
        ],
        rows=[Row((one.category.name, one.who_may_spend, one.limit, one.proof, one.method)) for one in methods],
    )
