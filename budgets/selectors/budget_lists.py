"""The list of annual budgets, and where each may still begin (BUD-10, GEN-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from approvals.choices import CaseState, TaskState
from approvals.models import Task
from budgets import policies
from budgets.choices import BudgetState, CategoryKind, FiscalYearState, Scenario
from budgets.models import Budget, BudgetBalance, BudgetLine, FiscalYear
from budgets.rules.contingency import Contingency
from budgets.rules.figures import change_share
from budgets.selectors import history
from budgets.selectors.budgets import Totals, budgets_visible_to, contingency_of, totals_of
from core import list_words
from core.actors import Actor
from core.money import ZERO
from core.ordering import ordered
from organization.choices import DepartmentStatus
from organization.models import Department

ENDED = (BudgetState.CANCELLED, BudgetState.REJECTED)
SENT = (BudgetState.IN_REVIEW, BudgetState.IN_FORCE)
STANDING = (BudgetState.IN_FORCE, BudgetState.IN_REVIEW, BudgetState.RETURNED, BudgetState.DRAFT)
"""Of several budgets of a department and year, the one that counts: first by state, then by scenario and version."""
_YEAR: Any = reduce(add, (F(f"amounts__{month}") for month in range(12)))
SORTS = {
    "department": "department__position",
    "state": "state",
    "number": "number",
    "costs": "own_costs",
    "revenue": "own_revenue",
}


@dataclass(frozen=True, slots=True)
class BudgetFilter:
    """What of the list is shown."""

    year: int | None = None
    state: str = ""
    department_id: int | None = None
    scenario: str = ""
    text: str = ""
    sort: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything but the year is chosen."""
        return bool(self.state or self.department_id or self.scenario or self.text)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget in the list, with its totals, last year's and whoever has it now."""

    budget: Budget
    totals: Totals
    contingency: Contingency
    last_costs: Decimal
    waits_for: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """By how much the costs are above last year's budget."""
        return change_share(self.totals.costs, self.last_costs)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many departments with a budget have sent theirs; a rejected one was begun and is not sent."""

    sent: int
    begun: int


@dataclass(frozen=True, slots=True)
class ListSum:
    """What stands under the list: of the budgets that count, and how many of those listed do not."""

    totals: Totals
    last_costs: Decimal
    counted: int
    rejected: int
    others: int


def plannable_years() -> list[FiscalYear]:
    """The years budgets can be drafted for, latest first."""
    return list(FiscalYear.objects.exclude(state=FiscalYearState.CLOSED).order_by("-year"))


def shown_year(wanted: int | None) -> FiscalYear | None:
    """The year a page is about: the wanted one, else the one being planned, else the open one, else the latest."""
    years = list(FiscalYear.objects.order_by("-year"))
    if wanted is not None:
        return next((year for year in years if year.year == wanted), None)
    for state in (FiscalYearState.PLANNING, FiscalYearState.OPEN):
        found = [year for year in years if year.state == state]
        if found:
            return found[-1] if state == FiscalYearState.PLANNING else found[0]
    return years[0] if years else None


def departments_to_draft(actor: Actor) -> list[Department]:
    """The departments whose budgets an actor makes, their own first."""
    scope = actor.scope_of(policies.MAKE)
    rows = Department.objects.filter(status=DepartmentStatus.ACTIVE)
    if not scope.company:
        rows = rows.filter(pk__in=scope.departments)
    return sorted(rows, key=lambda row: (row.pk != actor.department_id, row.position, row.code))


def departments_without_budget(actor: Actor, year: FiscalYear) -> list[Department]:
    """Of these, the ones that have no living budget for the year."""
    begun = Budget.objects.filter(fiscal_year=year).exclude(state__in=ENDED).values_list("department_id", flat=True)
    taken = set(begun)
    return [department for department in departments_to_draft(actor) if department.pk not in taken]


def budgets_for(actor: Actor, chosen: BudgetFilter) -> QuerySet[Budget]:
    """The visible budgets that fit the filter, in its order."""
    rows = budgets_visible_to(actor)
    if chosen.year is not None:
        rows = rows.filter(fiscal_year__year=chosen.year)
    rows = rows.filter(state=chosen.state) if chosen.state else rows.exclude(state=BudgetState.CANCELLED)
    if chosen.department_id:
        rows = rows.filter(department=chosen.department_id)
    if chosen.scenario:
        rows = rows.filter(scenario=chosen.scenario)
    words = chosen.text
    if words and (exact := list_words.so_numbered(rows, words)) is not None:
        rows = exact
    elif words:
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(department__name_zh__icontains=words)
            | Q(department__name_en__icontains=words)
            | Q(scenario_name__icontains=words)
        )
    if chosen.sort.removeprefix("-") in {"costs", "revenue"}:
        rows = rows.annotate(own_costs=_sum_of_lines(revenue=False), own_revenue=_sum_of_lines(revenue=True))
    return ordered(rows, chosen.sort, SORTS, usual=("department__position", "department__code", "pk"))


def _sum_of_lines(*, revenue: bool) -> Coalesce:
    """The year of a budget's cost lines or of its revenue, in a statement of its own within the list's."""
    lines = BudgetLine.objects.filter(budget=OuterRef("pk")).order_by().values("budget")
    kind = Q(category__kind=CategoryKind.REVENUE)
    sums = lines.filter(kind if revenue else ~kind).annotate(sum=Sum(_YEAR)).values("sum")
    return Coalesce(Subquery(sums), ZERO)


def departments_seen(actor: Actor) -> QuerySet[Department]:
    """The departments a list can be narrowed to."""
    reach = actor.sight(policies.VIEW) | actor.scope_of(policies.MAKE) | actor.scope_of(policies.REVIEW)
    rows = Department.objects.order_by("position", "code")
    return rows if reach.company else rows.filter(pk__in=reach.departments)


def rows_of(budgets: Sequence[Budget]) -> list[BudgetRow]:
    """Budgets with their figures, in a constant number of statements."""
    ids = [budget.pk for budget in budgets]
    totals = totals_of(ids) if ids else {}
    last = _last_costs(budgets)
    waits = _waiting(ids)
    return [
        BudgetRow(
            budget=budget,
            totals=totals[budget.pk],
            contingency=contingency_of(budget, totals[budget.pk]),
            last_costs=last.get((budget.department_id, budget.fiscal_year.year - 1), ZERO),
            waits_for=tuple(waits.get(budget.pk, ())),
        )
        for budget in budgets
    ]


def standing(budgets: Iterable[Budget], *, scenario: str = Scenario.BASELINE) -> set[int]:
    """The ids of the budgets that count, one a department: the one in force, else the one in review, else the draft of
    the scenario.
    """
    best: dict[int, tuple[tuple[int, bool, int, int], int]] = {}
    for budget in budgets:
        is_asked = budget.scenario == scenario
        if budget.state not in STANDING or (budget.is_editable and not is_asked):
            continue
        state = min(STANDING.index(BudgetState(budget.state)), STANDING.index(BudgetState.RETURNED))
        rank = (state, not is_asked, -budget.version_number, -budget.pk)
        if budget.department_id not in best or rank < best[budget.department_id][0]:
            best[budget.department_id] = (rank, budget.pk)
    return {budget_id for _rank, budget_id in best.values()}


def sum_of(rows: Sequence[BudgetRow], *, scenario: str = "") -> ListSum:
    """The totals under the list: one budget a department, the one that stands; the others are counted, not added."""
    ids = standing((row.budget for row in rows), scenario=scenario or Scenario.BASELINE)
    counted = [row for row in rows if row.budget.pk in ids]
    ended = sum(row.budget.state in ENDED for row in rows)
    return ListSum(
        totals=Totals(
            other_costs=sum((row.totals.other_costs for row in counted), ZERO),
            contingency=sum((row.totals.contingency for row in counted), ZERO),
            revenue=sum((row.totals.revenue for row in counted), ZERO),
            lines=sum(row.totals.lines for row in counted),
        ),
        last_costs=sum((row.last_costs for row in counted), ZERO),
        counted=len(counted),
        rejected=ended,
        others=len(rows) - len(counted) - ended,
    )


def progress_of(actor: Actor, year: FiscalYear) -> Progress:
    """How far the departments an actor sees are with the year's budgets."""
    rows = budgets_visible_to(actor).filter(fiscal_year=year).exclude(state=BudgetState.CANCELLED)
    states = list(rows.values_list("department_id", "state"))
    sent = {department for department, state in states if state in SENT}
    return Progress(sent=len(sent), begun=len({department for department, _state in states}))


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """What a department can begin from: last year's budget and outlook, and the years seasons can be taken from."""

    last_year: FiscalYear | None
    budget: Decimal
    outlook: Decimal
    has_budget: bool
    season_years: tuple[int, ...]


def starting_point(*, department: Department, year: FiscalYear) -> StartingPoint:
    """What there is to start from (BUD-22)."""
    last_year = history.year_before(year)
    past = history.past_months(department_id=department.pk, year=last_year)
    revenue = set(
        BudgetBalance.objects.filter(
            department=department, fiscal_year=last_year, category__kind=CategoryKind.REVENUE
        ).values_list("category_id", flat=True)
    )
    costs = [months for (category, _project), months in past.items() if category not in revenue]
    return StartingPoint(
        last_year=last_year,
        budget=sum((sum(months.appropriated, ZERO) for months in costs), ZERO),
        outlook=sum((sum(months.outlook, ZERO) for months in costs), ZERO),
        has_budget=history.budget_in_force(department_id=department.pk, year=last_year) is not None,
        season_years=tuple(
            own.year for own in history.years_with_actuals(department_id=department.pk, before=year.year)
        ),
    )


def _last_costs(budgets: Sequence[Budget]) -> dict[tuple[int, int], Decimal]:
    rows = (
        BudgetBalance.objects.filter(
            department__in={budget.department_id for budget in budgets},
            fiscal_year__year__in={budget.fiscal_year.year - 1 for budget in budgets},
        )
        .exclude(category__kind=CategoryKind.REVENUE)
        .values_list("department_id", "fiscal_year__year")
        .annotate(total=Sum("appropriated"))
    )
    return {(department, year): total for department, year, total in rows}


def _waiting(ids: Collection[int]) -> dict[int, list[str]]:
    tasks = Task.objects.filter(
        case__subject_kind=Budget.kind, case__subject_id__in=ids, case__state=CaseState.RUNNING, state=TaskState.WAITING
    ).select_related("case", "person")
    names: dict[int, list[str]] = defaultdict(list)
    for task in tasks.order_by("position", "pk"):
        names[task.case.subject_id].append(task.person.name)
    return names
