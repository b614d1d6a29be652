"""What the pages of adjustments show: one with its lines and doors, the choices of its form (BUD-32)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Q

from budgets import policies
from budgets.choices import CategoryKind, FiscalYearState, PeriodState
from budgets.models import Adjustment, AdjustmentLine, Category, Period, Project
from budgets.selectors.adjustment_impacts import AdjustmentImpact, hidden, impacts_of
from budgets.selectors.adjustments import lines_of
from core.actors import Actor
from core.documents import may
from core.money import ZERO
from organization.choices import DepartmentStatus
from organization.models import Department

Groups: TypeAlias = list[tuple[str, list[tuple[int, str]]]]


@dataclass(frozen=True, slots=True)
class AdjustmentDoors:
    """Which buttons show: each asks what its service asks."""

    edit: bool
    submit: bool
    withdraw: bool
    cancel: bool


@dataclass(frozen=True, slots=True)
class AdjustmentPage:
    """An adjustment with all its page shows."""

    adjustment: Adjustment
    lines: tuple[AdjustmentLine, ...]
    impacts: tuple[AdjustmentImpact, ...]
    gained: Decimal
    taken: Decimal
    doors: AdjustmentDoors

    @property
    def has_projects(self) -> bool:
        return any(line.project_id for line in self.lines)


def adjustment_page(*, adjustment: Adjustment, actor: Actor, decides: bool) -> AdjustmentPage:
    """The page of an adjustment the actor sees. Whoever decides on it sees the figures of every department in it."""
    lines = lines_of(adjustment)
    seen = None if decides else actor.sight(policies.VIEW)
    return AdjustmentPage(
        adjustment=adjustment,
        lines=tuple(lines),
        impacts=tuple(hidden(impacts_of([adjustment.pk]).get(adjustment.pk, []), seen=seen)),
        gained=sum((line.amount for line in lines if line.amount > 0), ZERO),
        taken=-sum((line.amount for line in lines if line.amount < 0), ZERO),
        doors=AdjustmentDoors(
            edit=policies.can_edit_adjustment(adjustment, actor),
            submit=may(adjustment, "submit", actor),
            withdraw=may(adjustment, "withdraw", actor),
            cancel=may(adjustment, "cancel", actor),
        ),
    )


def adjustable_categories() -> Groups:
    """Categories money can stand on, under the name of their group; the contingency stands last (BUD-03)."""
    every = list(Category.objects.order_by("position", "code"))
    by_id = {category.pk: category for category in every}
    parents = {category.parent_id for category in every}
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for category in every:
        if category.pk in parents or category.retired_at or category.kind == CategoryKind.REVENUE:
            continue
        group = by_id[category.parent_id] if category.parent_id else category
        groups[group.name].append((category.pk, category.name))
    return list(groups.items())


def adjustable_periods(*, also: Iterable[int] = ()) -> list[Period]:
    """The open months of open years, and those a stored line names already."""
    rows = Period.objects.filter(
        Q(state=PeriodState.OPEN, fiscal_year__state=FiscalYearState.OPEN) | Q(pk__in=list(also))
    )
    return list(rows.select_related("fiscal_year").order_by("start_date"))


def departments_in_use() -> list[Department]:
    """Every open department: a transfer may ask any of them."""
    return list(Department.objects.filter(status=DepartmentStatus.ACTIVE).order_by("position", "code"))


def adjustable_projects(departments: Iterable[Department]) -> list[Project]:
    """Projects in use: the company's or of these departments."""
    own = [department.pk for department in departments]
    return list(Project.objects.filter(retired_at__isnull=True).filter(Q(department=None) | Q(department__in=own)))


def contingency_category() -> Category | None:
    """The reserve in use, where there is one: what a release takes from (BUD-33)."""
    rows = Category.objects.filter(kind=CategoryKind.CONTINGENCY, retired_at__isnull=True, children__isnull=True)
    return rows.order_by("position", "code").first()
