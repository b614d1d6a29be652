"""The year's end: what was not spent, what is still held, what is carried over and what lapses (BUD-35)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from budgets import carrying
from budgets.carrying import OpenCommitment
from budgets.choices import AdjustmentKind, AdjustmentState, CategoryKind, FiscalYearState, PeriodState
from budgets.models import (
    Adjustment,
    AdjustmentLine,
    BudgetBalance,
    Category,
    ControlKey,
    FiscalYear,
    Period,
    Project,
)
from budgets.rules import control
from budgets.selectors import ledger
from budgets.selectors.adjustments import adjustments_visible_to
from core.actors import Actor
from core.money import ZERO
from organization.models import Department

ALIVE = (AdjustmentState.DRAFT, AdjustmentState.RETURNED, AdjustmentState.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Unspent:
    """One category and project of a department in a year, with what carry-overs under way ask for already. `takeable`
    is what its control lets go in the last open month: of a category controlled by the month or quarter, what earlier
    ones left over has lapsed with them (LED-05).
    """

    department: Department
    category: Category
    project: Project | None
    appropriated: Decimal
    committed: Decimal
    actual: Decimal
    asked: Decimal
    takeable: Decimal = ZERO

    @property
    def unspent(self) -> Decimal:
        """What is neither spent nor held."""
        return self.appropriated - self.committed - self.actual

    @property
    def is_bound(self) -> bool:
        """Whether less of it can go along than was not spent."""
        return self.takeable < self.unspent

    @property
    def all_of_it(self) -> Decimal:
        """What can still be chosen: the rest of what may go along, beside what is asked for already."""
        return max(min(self.unspent, self.takeable) - self.asked, ZERO)


@dataclass(frozen=True, slots=True)
class Held:
    """An open commitment with the names of where it stands; `asked` says whether a carry-over has it already."""

    commitment: OpenCommitment
    department: Department
    category: Category
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Lapse:
    """What becomes of a department's money of a year: `lapsed` is what nobody may spend once the year is closed."""

    lapsed: Decimal
    carried: Decimal


def unspent_of(*, year: FiscalYear, department_ids: Collection[int] | None, but: int | None = None) -> list[Unspent]:
    """Where money is left in a year, by department and category; `but` leaves one carry-over out of what is asked.

    The contingency cannot be carried: it lapses (BUD-16). A constant number of statements.
    """
    origin, _into = months_between(year)
    rows = (
        _balances(year, department_ids)
        .filter(category__kind=CategoryKind.COST)
        .values("department", "category", "project")
        .annotate(granted=Sum("appropriated"), held=Sum("committed"), spent=Sum("actual"))
    )
    left = [row for row in rows if row["granted"] - row["held"] - row["spent"] > 0]
    departments = Department.objects.in_bulk({row["department"] for row in left})
    categories = Category.objects.in_bulk({row["category"] for row in left})
    projects = Project.objects.in_bulk({row["project"] for row in left if row["project"]})
    asked = _asked(year, but=but)
    takeable = _takeable(year, origin, {row["department"] for row in left})
    found = [
        Unspent(
            department=departments[row["department"]],
            category=categories[row["category"]],
            project=projects.get(row["project"]),
            appropriated=row["granted"],
            committed=row["held"],
            actual=row["spent"],
            asked=asked.get((row["department"], row["category"], row["project"]), ZERO),
            takeable=takeable.get((row["department"], row["category"]), ZERO),
        )
        for row in left
    ]
    return sorted(found, key=_order)


def held_in(*, year: FiscalYear, department_ids: Collection[int] | None, but: int | None = None) -> list[Held]:
    """The open commitments of a year that can go along, with the names of where they stand."""
    rows = carrying.open_in(fiscal_year_id=year.pk, department_ids=department_ids)
    departments = Department.objects.in_bulk({own.department_id for own in rows})
    categories = Category.objects.in_bulk({own.category_id for own in rows})
    asked = set(
        AdjustmentLine.objects.filter(from_period__fiscal_year=year, adjustment__state__in=ALIVE)
        .exclude(carried_kind="")
        .exclude(adjustment=but or 0)
        .values_list("carried_kind", "carried_line")
    )
    return [
        Held(own, departments[own.department_id], categories[own.category_id], (own.kind, own.line_id) in asked)
        for own in rows
    ]


def carry_overs_of(*, year: FiscalYear, actor: Actor) -> QuerySet[Adjustment]:
    """The carry-overs out of a year that an actor sees, newest first."""
    rows = adjustments_visible_to(actor).filter(adjustment_kind=AdjustmentKind.CARRY_OVER)
    return rows.filter(lines__from_period__fiscal_year=year).distinct().order_by("-created_at", "-pk")


def lapsed_of(year: FiscalYear) -> dict[int, Lapse]:
    """By department: what of its costs is neither spent nor held, and what went into the next year. Two statements."""
    left: dict[int, Decimal] = defaultdict(lambda: ZERO)
    rows = _balances(year, None).exclude(category__kind=CategoryKind.REVENUE).values("department", "key")
    for row in rows.annotate(granted=Sum("appropriated"), held=Sum("committed"), spent=Sum("actual")):
        left[row["department"]] += max(row["granted"] - row["held"] - row["spent"], ZERO)
    carried = dict(
        AdjustmentLine.objects.filter(from_period__fiscal_year=year, adjustment__state=AdjustmentState.APPROVED)
        .order_by()
        .values_list("department")
        .annotate(total=Sum("amount"))
    )
    return {pk: Lapse(left.get(pk, ZERO), carried.get(pk, ZERO)) for pk in sorted({*left, *carried})}


def closing_year() -> FiscalYear | None:
    """The year whose end is near: the earliest open one, once nine of its months are over; None before."""
    year = FiscalYear.objects.filter(state=FiscalYearState.OPEN).order_by("year").first()
    if year is None:
        return None
    tenth = year.periods.filter(month=10).first()
    return year if tenth is not None and timezone.localdate() >= tenth.start_date else None


def months_between(year: FiscalYear) -> tuple[Period | None, list[Period]]:
    """The month money is taken from (the last open one of the year) and the open months of the next it can go to."""
    origin = Period.objects.filter(fiscal_year=year, state=PeriodState.OPEN).order_by("-start_date").first()
    into = Period.objects.filter(
        Q(fiscal_year__state=FiscalYearState.OPEN), fiscal_year__year=year.year + 1, state=PeriodState.OPEN
    )
    return origin, list(into.select_related("fiscal_year").order_by("start_date"))


def _balances(year: FiscalYear, department_ids: Collection[int] | None) -> QuerySet[BudgetBalance]:
    rows = BudgetBalance.objects.filter(fiscal_year=year).order_by()
    return rows if department_ids is None else rows.filter(department__in=department_ids)


def _takeable(
    year: FiscalYear, origin: Period | None, department_ids: Collection[int]
) -> dict[tuple[int, int], Decimal]:
    """What each control key of the departments lets go in the month money is taken from (LED-05)."""
    if origin is None:
        return {}
    keys = ControlKey.objects.filter(fiscal_year=year, department__in=department_ids)
    rows = list(keys.values_list("pk", "department", "category", "scope"))
    states = ledger.key_states([pk for pk, *_place in rows], at=timezone.now()) if rows else {}
    return {
        (department, category): control.takeable(scope, states[pk].judged, origin.month)
        for pk, department, category, scope in rows
    }


def _asked(year: FiscalYear, *, but: int | None) -> dict[tuple[int, int, int | None], Decimal]:
    rows = (
        AdjustmentLine.objects.filter(from_period__fiscal_year=year, adjustment__state__in=ALIVE, carried_kind="")
        .exclude(adjustment=but or 0)
        .order_by()
        .values_list("department", "category", "project")
        .annotate(total=Sum("amount"))
    )
    return {(department, category, project): total for department, category, project, total in rows}


def _order(own: Unspent) -> tuple[object, ...]:
    return (
        own.department.position,
        own.department.pk,
        own.category.position,
        own.category.code,
        own.project.code if own.project is not None else "",
    )
