"""Past years as a draft needs them: budget, actual and outlook by category, project and month (BUD-11, BUD-14,
BUD-22).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum

from budgets.choices import BudgetState, CategoryKind, FiscalYearState, PeriodState
from budgets.models import Budget, BudgetBalance, BudgetLine, FiscalYear
from budgets.rules.outlook import month_outlook
from core.money import ZERO

Place = tuple[int, int | None]
"""A category and a project."""


def _months() -> list[Decimal]:
    return [ZERO] * 12


@dataclass(slots=True)
class PastMonths:
    """Twelve months of one category and project in a past year."""

    appropriated: list[Decimal] = field(default_factory=_months)
    actual: list[Decimal] = field(default_factory=_months)
    outlook: list[Decimal] = field(default_factory=_months)


def year_before(year: FiscalYear) -> FiscalYear | None:
    """The fiscal year before this one, if it was set up."""
    return FiscalYear.objects.filter(year=year.year - 1).first()


def years_with_actuals(*, department_id: int, before: int) -> list[FiscalYear]:
    """The past years in which the department spent anything, latest first: what seasons can be taken from (BUD-14)."""
    ids = (
        BudgetBalance.objects.filter(department=department_id, fiscal_year__year__lt=before)
        .exclude(actual=0)
        .values("fiscal_year")
    )
    return list(FiscalYear.objects.filter(pk__in=ids).order_by("-year"))


def past_months(*, department_id: int, year: FiscalYear | None) -> dict[Place, PastMonths]:
    """A year's months of a department by category and project, in one statement; nothing for no year."""
    found: dict[Place, PastMonths] = defaultdict(PastMonths)
    if year is None:
        return found
    rows = BudgetBalance.objects.filter(department=department_id, fiscal_year=year).values_list(
        "category_id", "project_id", "month", "appropriated", "committed", "actual", "period__state"
    )
    is_over = year.state == FiscalYearState.CLOSED
    for category, project, month, appropriated, committed, actual, state in rows:
        past = found[category, project]
        past.appropriated[month - 1] = appropriated
        past.actual[month - 1] = actual
        past.outlook[month - 1] = month_outlook(
            is_closed=is_over or state == PeriodState.CLOSED,
            appropriated=appropriated,
            committed=committed,
            actual=actual,
        )
    return found


def money_by_department(*, year: FiscalYear | None) -> dict[int, tuple[Decimal, Decimal]]:
    """Each department's budget and outlook of a year, costs with the contingency; one statement."""
    if year is None:
        return {}
    rows = (
        BudgetBalance.objects.filter(fiscal_year=year)
        .exclude(category__kind=CategoryKind.REVENUE)
        .values_list("department_id", "appropriated", "committed", "actual", "period__state")
    )
    is_over = year.state == FiscalYearState.CLOSED
    found: dict[int, tuple[Decimal, Decimal]] = {}
    for department, appropriated, committed, actual, state in rows:
        budget, outlook = found.get(department, (ZERO, ZERO))
        month = month_outlook(
            is_closed=is_over or state == PeriodState.CLOSED,
            appropriated=appropriated,
            committed=committed,
            actual=actual,
        )
        found[department] = (budget + appropriated, outlook + month)
    return found


def seasons_of(
    *, department_id: int, category_ids: Collection[int], years: Iterable[int]
) -> dict[int, list[list[Decimal]]]:
    """What was spent by category: one list of twelve months per chosen year that has any (BUD-14). One statement.

    A month that is still open stands with its outlook, else a running year would say its last months are quiet.
    """
    rows = (
        BudgetBalance.objects.filter(
            department=department_id, category__in=category_ids, fiscal_year__year__in=list(years)
        )
        .annotate(is_closed=Q(fiscal_year__state=FiscalYearState.CLOSED) | Q(period__state=PeriodState.CLOSED))
        .values("category_id", "fiscal_year_id", "month", "is_closed")
        .annotate(budget=Sum("appropriated"), held=Sum("committed"), spent=Sum("actual"))
        .order_by("category_id", "fiscal_year_id", "month")
    )
    found: dict[tuple[int, int], list[Decimal]] = defaultdict(_months)
    spent: set[tuple[int, int]] = set()
    for row in rows:
        year = row["category_id"], row["fiscal_year_id"]
        found[year][row["month"] - 1] = month_outlook(
            is_closed=row["is_closed"], appropriated=row["budget"], committed=row["held"], actual=row["spent"]
        )
        if row["spent"] > 0:
            spent.add(year)
    by_category: dict[int, list[list[Decimal]]] = defaultdict(list)
    for year, months in found.items():
        if year in spent:
            by_category[year[0]].append(months)
    return by_category


def budget_in_force(*, department_id: int, year: FiscalYear | None) -> Budget | None:
    """The department's budget in force in a year."""
    if year is None:
        return None
    return Budget.objects.filter(department=department_id, fiscal_year=year, state=BudgetState.IN_FORCE).first()


def lines_in_force(*, department_id: int, year: FiscalYear | None) -> list[BudgetLine]:
    """The lines of the department's budget in force in a year, with their categories."""
    if year is None:
        return []
    return list(
        BudgetLine.objects.filter(
            budget__department=department_id, budget__fiscal_year=year, budget__state=BudgetState.IN_FORCE
        ).select_related("category")
    )
