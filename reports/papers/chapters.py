"""The chapters of the standard report, in their order (RPT-40)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.actors import Scope
from core.money import ZERO, base_currency
from core.variance import Variance
from expenses.models import SpendRequest
from reports.forms import Asked
from reports.papers.content import (
    Box,
    Chapter,
    Chart,
    Column,
    Facts,
    Prose,
    Row,
    Section,
    Series,
    Signatures,
    Table,
)
from reports.papers.findings import findings, movers
from reports.papers.ratios import ratios
from reports.papers.recommendations import recommendations
from reports.papers.variance import variance_sheet
from reports.selectors import documents, standard
from reports.selectors.figures import Names
from reports.selectors.overview import Overview
from reports.selectors.variance import Table as VarianceTable

BARS = 12
EXPLAINED = 6
LARGEST = 3


@dataclass(frozen=True)
class Told:
    """What all chapters are told from: read once."""

    asked: Asked
    names: Names
    scope: Scope
    shown: Overview
    by_department: VarianceTable
    by_category: VarianceTable
    at: datetime
    until: date

    @cached_property
    def held(self) -> list[tuple[SpendRequest, Decimal]]:
        """Holds that have stood long."""
        return standard.stale_holds(year=self.asked.question.year, scope=self.scope, at=self.at)

    @property
    def is_plan_only(self) -> bool:
        return self.by_department.is_plan_only


def summary(told: Told) -> Iterator[Section]:
    """The key figures, and the findings that weigh most."""
    yield Chapter(_("Summary"), "summary")
    figures, total = told.shown.figures, told.by_department.total
    variance = Variance(value=total.variance)
    yield Facts(
        lead=[
            (_("Appropriated for the year"), figures.appropriated),
            (_("Spent in these months"), formats.NOTHING if told.is_plan_only else total.actual),
            (_("Plan of these months"), total.to_date),
            (_("Variance"), formats.NOTHING if told.is_plan_only else variance.phrase),
            (_("Committed"), figures.committed),
            (_("Available of the year"), figures.available),
        ],
        pairs=[
            (_("Of it contingency"), figures.contingency),
            (_("Forecast at this rate"), formats.NOTHING if figures.forecast is None else figures.forecast),
            (_("Last year, same months"), total.last_year),
            (_("Judgement"), formats.NOTHING if told.is_plan_only else variance.judgement),
        ],
    )
    yield Prose(title=_("Key findings in short"), findings=_findings(told)[:4])
    yield _trend(told)


def allocation(told: Told) -> Iterator[Section]:
    """How the year's budget is divided, and what adjustments did to it."""
    yield Chapter(_("Allocation"), "allocation")
    total = told.by_department.total.year
    tops = [node for node in told.by_department.rows if node.figures.year]
    rows = [Row((node.label, node.figures.year, _part(node.figures.year, total))) for node in tops]
    rows.append(Row((_("Total"), total, _part(total, total)), role="total", sums=range(len(tops))))
    columns = [
        Column(_("Department"), width=34),
        Column(_("Budget of the year"), "money", 20),
        Column(_("Share"), "percent", 10),
    ]
    yield Table(title=_("By department, without contingency"), columns=columns, rows=rows)
    adjustments = standard.adjustments_in_force(year=told.asked.question.year, scope=told.scope, until=told.until)
    yield Table(
        title=_("Adjustments in force"),
        columns=[
            Column(_("Number"), width=16),
            Column(_("In force since"), "day", 12),
            Column(_("Department"), width=18),
            Column(_("Kind"), width=12),
            Column(_("Title"), width=34),
            Column(_("Amount"), "money", 18),
        ],
        rows=[
            Row(
                (
                    one.number,
                    one.approved_at,
                    one.department.name,
                    str(one.get_adjustment_kind_display()),
                    one.title,
                    one.total if one.effect is None else one.effect,
                )
            )
            for one in adjustments
        ],
        empty=_("None until the end of these months."),
    )


def expenditure(told: Told) -> Iterator[Section]:
    """What was spent by category."""
    yield Chapter(_("Expenditure by category"), "expenditure")
    total = told.by_category.total
    rows: list[Row] = []
    tops: list[int] = []
    for node in told.by_category.rows:
        tops.append(len(rows))
        figures = node.figures
        rows.append(
            Row(
                (
                    node.label,
                    figures.year,
                    figures.to_date,
                    figures.actual,
                    _part(figures.actual, total.actual),
                    figures.last_year,
                    figures.held,
                    figures.available,
                )
            )
        )
    cells: tuple[Any, ...] = (
        _("Total"),
        total.year,
        total.to_date,
        total.actual,
        _part(total.actual, total.actual),
        total.last_year,
        total.held,
        total.available,
    )
    rows.append(Row(cells, role="total", sums=tops))
    yield Table(
        columns=[
            Column(_("Category"), width=26),
            Column(_("Budget of the year"), "money", 17),
            Column(_("Budget to date"), "money", 17),
            Column(_("Actual"), "money", 17),
            Column(_("Share"), "percent", 9),
            Column(_("Last year"), "money", 17),
            Column(_("Committed, year"), "money", 16),
            Column(_("Available, year"), "money", 17),
        ],
        rows=rows if tops else [],
        empty=_("Nothing budgeted or spent here"),
    )
    largest = sorted(told.by_category.rows, key=lambda node: -node.figures.actual)[:BARS]
    if any(node.figures.actual for node in largest):
        yield Chart(
            title=_("Actual and plan by category"),
            across=True,
            labels=[node.label for node in largest],
            series=[
                Series(_("Actual"), [node.figures.actual for node in largest]),
                Series(_("Budget"), [node.figures.to_date for node in largest], "step"),
            ],
            unit=base_currency(),
            says=_("Largest category by spending: %(name)s with %(amount)s.")
            % {"name": largest[0].label, "amount": formats.amount(largest[0].figures.actual)},
        )


def variance(told: Told) -> Iterator[Section]:
    """The variance table, the largest differences as a chart, and which documents made them."""
    yield Chapter(_("Variance"), "variance")
    found = movers(told.by_department)
    largest = found[:BARS]
    if largest:
        top = largest[0]
        yield Chart(
            title=_("Largest differences from the plan"),
            labels=[f"{department.label} · {category.label}" for department, category in largest],
            series=[Series(_("Variance"), [category.figures.variance for _department, category in largest])],
            across=True,
            unit=base_currency(),
            says=_("Largest: %(name)s, %(phrase)s.")
            % {
                "name": f"{top[0].label} · {top[1].label}",
                "phrase": Variance(value=top[1].figures.variance).phrase,
            },
        )
    yield variance_sheet(told.by_department, told.asked, title=_("Variance, category by category"), wide=True)
    yield from _notes(told)


def _notes(told: Told) -> Iterator[Section]:
    """The largest documents behind each of the largest overruns."""
    rows: list[Row] = []
    over = [pair for pair in movers(told.by_department) if pair[1].figures.variance > 0][:EXPLAINED]
    for department, category in over:
        phrase = Variance(value=category.figures.variance).phrase
        rows.append(Row((f"{department.label} · {category.label}: {phrase}",), role="group"))
        entries = documents.entries_behind(
            question=told.asked.question, scope=told.scope, ids=category.ids, names=told.names
        )
        behind = documents.as_documents(documents.documents_behind(entries)[:LARGEST])
        rows += [Row((one.number, one.title, one.last_at, one.amount), level=1) for one in behind]
    if rows:
        yield Table(
            title=_("Notes: the largest documents behind the overruns"),
            columns=[
                Column(_("Document"), width=22),
                Column(_("Title"), width=48),
                Column(_("Posted at"), "moment", 18),
                Column(_("Amount"), "money", 18),
            ],
            rows=rows,
        )


def trends(told: Told) -> Iterator[Section]:
    """The months of the year, and their running sum."""
    yield Chapter(_("Trends"), "trends")
    months, reached = told.shown.months, _reached(told)
    running: list[tuple[Decimal, Decimal, Decimal]] = []
    sums = [ZERO, ZERO, ZERO]
    for budget, actual, before in zip(months.budget, months.actual, months.last_year, strict=True):
        sums = [sums[0] + budget, sums[1] + actual, sums[2] + before]
        running.append((sums[0], sums[1], sums[2]))
    yield _trend(told, title=_("Spending by month"))
    yield Chart(
        title=_("Running sum of the year"),
        labels=[formats.month_name(month) for month in range(1, 13)],
        series=[
            Series(_("Actual"), [row[1] if month <= reached else None for month, row in enumerate(running, start=1)]),
            Series(_("Budget"), [row[0] for row in running], "step"),
            Series(_("Last year"), [row[2] for row in running], "dots"),
        ],
        unit=base_currency(),
        says=_("Spent until the last month shown: %(actual)s of a plan of %(budget)s.")
        % {
            "actual": formats.amount(running[max(reached, 1) - 1][1]),
            "budget": formats.amount(running[max(reached, 1) - 1][0]),
        },
    )
    yield Table(
        title=_("Months in figures"),
        columns=[
            Column(pgettext("calendar", "Month"), width=12),
            Column(_("Budget"), "money", 18),
            Column(_("Actual"), "money", 18),
            Column(_("Variance to %(month)s") % {"month": formats.month_name(max(reached, 1))}, "money", 18),
            Column(_("Last year"), "money", 18),
        ],
        rows=[*_month_rows(told, reached), _month_total(told, reached)],
    )


def _month_rows(told: Told, reached: int) -> Iterator[Row]:
    months = told.shown.months
    for month, (budget, actual, before) in enumerate(
        zip(months.budget, months.actual, months.last_year, strict=True), start=1
    ):
        known = month <= reached
        cells = (
            formats.month_name(month),
            budget,
            actual if known else None,
            actual - budget if known else None,
            before,
        )
        yield Row(cells)


def _month_total(told: Told, reached: int) -> Row:
    months = told.shown.months
    actual = sum(months.actual[:reached], ZERO)
    against = actual - sum(months.budget[:reached], ZERO)
    cells = (_("Total"), sum(months.budget, ZERO), actual, against, sum(months.last_year, ZERO))
    return Row(cells, role="total", sums=range(12))


def kpis(told: Told) -> Iterator[Section]:
    """What was reached against what was planned."""
    return ratios(told.shown.figures, month=formats.month_name(told.asked.question.month))


def key_findings(told: Told) -> Iterator[Section]:
    """All findings, and the holds that have stood long."""
    yield Chapter(_("Key findings"), "findings")
    yield Prose(findings=_findings(told))
    if told.held:
        rows = [
            Row((one.number, one.title, one.department.name, one.submitted_at, one.end_date, holds))
            for one, holds in told.held
        ]
        total = Row(
            (_("Total"), "", "", "", "", sum((holds for _one, holds in told.held), ZERO)),
            role="total",
            sums=range(len(rows)),
        )
        yield Table(
            title=_("Held for more than sixty days"),
            columns=[
                Column(_("Number"), width=16),
                Column(_("Title"), width=34),
                Column(_("Department"), width=18),
                Column(_("Since"), "day", 12),
                Column(_("To be used by"), "day", 12),
                Column(_("Still held"), "money", 16),
            ],
            rows=[*rows, total],
        )


def advice(told: Told) -> Iterator[Section]:
    """What should be done."""
    yield Chapter(_("Recommendations"), "recommendations")
    month = told.asked.question.months[-1]
    yield Prose(findings=recommendations(shown=told.shown, table=told.by_department, held=told.held, month=month))


def approvals(told: Told) -> Iterator[Section]:
    """Which budgets the figures rest on, and who signs the report."""
    yield Chapter(_("Approvals"), "approvals")
    budgets = standard.budgets_in_force(year=told.asked.question.year, scope=told.scope)
    yield Table(
        title=_("Budgets in force"),
        columns=[
            Column(_("Department"), width=24),
            Column(_("Number"), width=18),
            Column(_("Version"), "count", 9),
            Column(_("In force since"), "moment", 18),
        ],
        rows=[Row((one.department.name, one.number, one.version_number, one.in_force_at)) for one in budgets],
        empty=_("No budget of this year is in force."),
    )
    yield Signatures(
        [Box(_("Prepared by")), Box(_("Department head")), Box(_("Finance check")), Box(_("General manager"))]
    )


CHAPTERS: tuple[Callable[[Told], Iterator[Section]], ...] = (
    summary,
    allocation,
    expenditure,
    variance,
    trends,
    kpis,
    key_findings,
    advice,
    approvals,
)


def _trend(told: Told, title: str = "") -> Chart:
    months, reached = told.shown.months, _reached(told)
    actual = [value if month <= reached else None for month, value in enumerate(months.actual, start=1)]
    return Chart(
        title=title or _("Months of the year"),
        labels=[formats.month_name(month) for month in range(1, 13)],
        series=[
            Series(_("Actual"), actual),
            Series(_("Budget"), months.budget, "step"),
            Series(_("Last year"), months.last_year, "dots"),
        ],
        unit=base_currency(),
        says=_("Actual by month against budget and last year, to %(month)s.")
        % {"month": formats.month_name(max(reached, 1))},
    )


def _reached(told: Told) -> int:
    """The last month with actuals to show."""
    return 0 if told.is_plan_only else told.asked.question.months[-1]


def _findings(told: Told) -> list[tuple[str, str]]:
    return findings(shown=told.shown, table=told.by_department, held=told.held, at=told.at)


def _part(amount: Decimal, whole: Decimal) -> Decimal | None:
    return amount / whole if whole else None
