"""One page of money: key figures, heat map, months, what runs over and what is saved (RPT-01, RPT-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from budgets.models import FiscalYear
from core.actors import Scope
from core.money import ZERO
from reports.choices import Rows, Span
from reports.rules import Figures
from reports.selectors.figures import MonthRow, Names, month_rows, narrowed
from reports.selectors.variance import Node, Question, Table, variance_table

HEAT_COLUMNS = 11
"""The most columns; where there are more categories, the last column holds all the others together."""
TOP = 6


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The row of key figures of a scope, with and without the contingency. `actual` and `expected` are of the months up
    to the chosen one (RPT-01); appropriation, committed and `spent` are of the whole year, and so is what is available.
    """

    appropriated: Decimal
    cost: Decimal
    contingency: Decimal
    committed: Decimal
    actual: Decimal
    spent: Decimal
    expected: Decimal
    forecast: Decimal | None
    revenue_budget: Decimal
    revenue_actual: Decimal
    is_ahead: bool = False
    """Whether the year has not begun: then there is no actual to set against the budget."""

    @property
    def available(self) -> Decimal:
        """What is left of everything appropriated, the contingency included."""
        return self.appropriated - self.committed - self.spent

    @property
    def spent_later(self) -> Decimal:
        """What is spent in months after the chosen one: available is less by it."""
        return self.spent - self.actual

    @property
    def variance(self) -> Decimal:
        """Actual less what was to be spent in the same months."""
        return self.actual - self.expected

    @property
    def variance_share(self) -> Decimal | None:
        return self.variance / self.expected if self.expected else None

    @property
    def run_rate(self) -> Decimal | None:
        """Actual as a share of what was to be spent in the same months; those to come are estimated with it."""
        return self.actual / self.expected if self.expected else None

    @property
    def forecast_gap(self) -> Decimal | None:
        """The forecast less the cost budget; the contingency is there to bear it."""
        return None if self.forecast is None else self.forecast - self.cost

    @property
    def available_share(self) -> Decimal | None:
        return self.available / self.appropriated if self.appropriated else None


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A department's category against its budget to date; `share` None: nothing budgeted."""

    key: str
    department: str
    category: str
    share: Decimal | None
    variance: Decimal


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Departments by categories; the last row is the company (or all that is in sight)."""

    columns: list[str]
    rows: list[tuple[str, str, list[HeatCell], HeatCell]]


@dataclass(frozen=True, slots=True)
class Months:
    """Cost by month: budget, actual, last year's actual."""

    budget: list[Decimal]
    actual: list[Decimal]
    last_year: list[Decimal]


@dataclass(frozen=True, slots=True)
class Mover:
    """A department's category that runs far from its plan."""

    key: str
    label: str
    variance: Decimal
    share: Decimal | None

    @property
    def size(self) -> Decimal | None:
        """The share without its sign: the word beside it says the direction (GEN-05b)."""
        return None if self.share is None else abs(self.share)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows, from two readings of balances."""

    question: Question
    figures: KeyFigures
    heat: HeatMap
    months: Months
    over: list[Mover]
    saved: list[Mover]


def overview(*, year: FiscalYear, span: str, month: int, scope: Scope, department_id: int | None = None) -> Overview:
    """The overview of a scope, or of a department and those below it, for a span ending with a month. Reads balances
    only; statements do not depend on rows.
    """
    names = Names()
    scope = narrowed(scope, department_id)
    asked = Question(year=year, span=span, month=month, rows=Rows.DEPARTMENT)
    table = variance_table(question=asked, scope=scope, names=names)
    to_date = (
        table
        if span == Span.YEAR_TO_DATE
        else variance_table(
            question=Question(year=year, span=Span.YEAR_TO_DATE, month=month),
            scope=scope,
            names=names,
        )
    )
    rows = month_rows(year=year, scope=scope)
    before = FiscalYear.objects.filter(year=year.year - 1).first()
    earlier = month_rows(year=before, scope=scope) if before else []
    return Overview(
        question=replace(asked, department_id=department_id),
        figures=_key_figures(rows, names, to_date, month),
        heat=_heat_map(table, names),
        months=_months(rows, earlier, names),
        over=_movers(table, over=True)[:TOP],
        saved=_movers(table, over=False)[:2],
    )


def _key_figures(rows: list[MonthRow], names: Names, to_date: Table, month: int) -> KeyFigures:
    cost = to_date.total
    contingency = [row for row in rows if names.categories[row.category_id].is_contingency]
    revenue = [row for row in rows if names.categories[row.category_id].is_income]
    reserve = sum((row.appropriated for row in contingency), ZERO)
    return KeyFigures(
        appropriated=cost.year + reserve,
        cost=cost.year,
        contingency=reserve,
        committed=cost.held + sum((row.committed for row in contingency), ZERO),
        actual=cost.actual,
        spent=cost.spent,
        expected=cost.to_date,
        forecast=None if to_date.is_plan_only else cost.forecast,
        is_ahead=to_date.is_plan_only,
        revenue_budget=sum((row.appropriated for row in revenue if row.month <= month), ZERO),
        revenue_actual=sum((row.actual for row in revenue if row.month <= month), ZERO),
    )


def _heat_map(table: Table, names: Names) -> HeatMap:
    """The widest categories by budget as columns, all the others together in the last: rows add up to their total."""
    weight: dict[int, Decimal] = {}
    for department in table.rows:
        for node in department.children.values():
            pk = node.ids["category"]
            weight[pk] = weight.get(pk, ZERO) + max(node.figures.to_date, node.figures.actual)
    widest = sorted(weight, key=lambda pk: (-weight[pk], pk))
    if len(widest) > HEAT_COLUMNS:
        widest = widest[: HEAT_COLUMNS - 1]
    shown = sorted(widest, key=lambda pk: names.categories[pk].position)
    columns = [(frozenset({pk}), names.categories[pk].name) for pk in shown]
    if others := frozenset(weight).difference(shown):
        columns.append((others, _("%(count)s others") % {"count": len(others)}))
    company = Node(key="", label="", ids={}, figures=table.total)
    rows = [
        (
            row.key,
            row.label,
            [_heat_cell(departments, of, row.label, name, table) for of, name in columns],
            _heat_cell([row], None, "", "", table),
        )
        for row, departments in [*((one, [one]) for one in table.rows), (company, table.rows)]
    ]
    return HeatMap(columns=[name for _of, name in columns], rows=rows)


def _heat_cell(
    departments: Iterable[Node], of: frozenset[int] | None, department: str, category: str, table: Table
) -> HeatCell:
    """The departments' money in these categories (all of it for None); one category of one department leads on."""
    nodes = [
        node
        for row in departments
        for node in ([row] if of is None else row.children.values())
        if of is None or node.ids["category"] in of
    ]
    whole = Figures()
    for node in nodes:
        whole.add(node.figures)
    leads = len(nodes) == 1 and department != "" and of is not None and len(of) == 1
    return HeatCell(
        key=nodes[0].key if leads or of is None else "",
        department=department,
        category=category,
        share=None if table.is_plan_only else whole.share,
        variance=whole.variance,
    )


def _months(rows: Iterable[MonthRow], earlier: Iterable[MonthRow], names: Names) -> Months:
    months = Months(budget=[ZERO] * 12, actual=[ZERO] * 12, last_year=[ZERO] * 12)
    for row in rows:
        category = names.categories[row.category_id]
        if not category.is_income and not category.is_contingency:
            months.budget[row.month - 1] += row.appropriated
            months.actual[row.month - 1] += row.actual
    for row in earlier:
        category = names.categories[row.category_id]
        if not category.is_income and not category.is_contingency:
            months.last_year[row.month - 1] += row.actual
    return months


def _movers(table: Table, *, over: bool) -> list[Mover]:
    if table.is_plan_only:
        return []
    movers = [
        Mover(
            key=node.key,
            label=f"{department.label} · {node.label}",
            variance=node.figures.variance,
            share=node.figures.share,
        )
        for department in table.rows
        for node in department.children.values()
        if (node.figures.variance > 0) == over and node.figures.variance
    ]
    return sorted(movers, key=lambda mover: (-abs(mover.variance), mover.key))
