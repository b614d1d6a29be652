"""Ceilings as budgets and finance see them (BUD-23, GEN-10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from budgets import policies
from budgets.choices import CategoryKind
from budgets.models import Budget, BudgetLine, Ceiling, FiscalYear
from budgets.rules import ceilings as rules
from budgets.rules.ceilings import Distance
from budgets.rules.tree import Parents
from budgets.selectors import budget_lists, categories, history
from core.actors import Actor
from core.money import ZERO
from organization.choices import DepartmentStatus
from organization.models import Department


def ceilings_visible_to(actor: Actor) -> QuerySet[Ceiling]:
    """The ceilings of departments whose budgets an actor sees or makes (GEN-10)."""
    rows = Ceiling.objects.select_related("fiscal_year", "department", "category", "set_by")
    reach = actor.sight(policies.VIEW) | actor.scope_of(policies.MAKE) | actor.scope_of(policies.REVIEW)
    return rows if reach.company else rows.filter(department__in=reach.departments)


def distances_of(budget: Budget) -> list[Distance]:
    """How far a budget is from each of its ceilings, the one over all costs first. One statement without ceilings."""
    given = list(
        Ceiling.objects.filter(fiscal_year=budget.fiscal_year_id, department=budget.department_id)
        .select_related("category")
        .order_by("category__position", "pk")
    )
    if not given:
        return []
    given.sort(key=lambda own: own.category_id is not None)
    costs = [
        (line.category_id, line.total)
        for line in BudgetLine.objects.filter(budget=budget).exclude(category__kind=CategoryKind.REVENUE)
    ]
    parents = categories.parents()
    return [_distance(own, costs, parents) for own in given]


def _distance(own: Ceiling, costs: Sequence[tuple[int, Decimal]], parents: Parents) -> Distance:
    return Distance(
        category_id=own.category_id,
        label=own.category.name if own.category is not None else _("All costs"),
        ceiling=own.amount,
        planned=rules.planned_below(own.category_id, costs, parents),
    )


def above(distances: Iterable[Distance]) -> list[Distance]:
    """The ceilings a budget has passed."""
    return [own for own in distances if own.is_above]


@dataclass(frozen=True, slots=True)
class DepartmentCeilings:
    """A department in finance's table: its ceilings, last year's money and the budget that stands now."""

    department: Department
    whole: Ceiling | None
    single: tuple[tuple[Ceiling, Distance], ...]
    last_budget: Decimal
    outlook: Decimal
    budget: Budget | None
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """What the department may still plan; None without a ceiling or a budget."""
        return None if self.whole is None or self.budget is None else self.whole.amount - self.planned


@dataclass(frozen=True, slots=True)
class CeilingSums:
    """What stands under the table."""

    ceilings: Decimal
    last_budget: Decimal
    outlook: Decimal
    planned: Decimal
    without: int


def table(*, year: FiscalYear) -> tuple[list[DepartmentCeilings], CeilingSums]:
    """Every active department below the company with its ceilings for a year. A constant number of statements."""
    departments = list(
        Department.objects.filter(status=DepartmentStatus.ACTIVE).select_related("parent").order_by("position", "pk")
    )
    given: dict[int, list[Ceiling]] = defaultdict(list)
    for own in Ceiling.objects.filter(fiscal_year=year).select_related("category").order_by("category__position", "pk"):
        given[own.department_id].append(own)
    budgets = _standing(year)
    costs = _costs_of([budget.pk for budget in budgets.values()])
    past = history.money_by_department(year=history.year_before(year))
    parents = categories.parents()
    rows = []
    for department in departments:
        budget = budgets.get(department.pk)
        own_costs = costs.get(budget.pk, []) if budget is not None else []
        own_ceilings = given.get(department.pk, [])
        rows.append(
            DepartmentCeilings(
                department=department,
                whole=next((own for own in own_ceilings if own.category_id is None), None),
                single=tuple(
                    (own, _distance(own, own_costs, parents)) for own in own_ceilings if own.category_id is not None
                ),
                last_budget=past.get(department.pk, (ZERO, ZERO))[0],
                outlook=past.get(department.pk, (ZERO, ZERO))[1],
                budget=budget,
                planned=sum((amount for _category, amount in own_costs), ZERO),
            )
        )
    return rows, _sums(rows)


def _sums(rows: Sequence[DepartmentCeilings]) -> CeilingSums:
    return CeilingSums(
        ceilings=sum((row.whole.amount for row in rows if row.whole is not None), ZERO),
        last_budget=sum((row.last_budget for row in rows), ZERO),
        outlook=sum((row.outlook for row in rows), ZERO),
        planned=sum((row.planned for row in rows), ZERO),
        without=sum(1 for row in rows if row.whole is None),
    )


def _standing(year: FiscalYear) -> dict[int, Budget]:
    """The budget of each department that counts."""
    rows = list(Budget.objects.filter(fiscal_year=year))
    ids = budget_lists.standing(rows)
    return {row.department_id: row for row in rows if row.pk in ids}


def _costs_of(budget_ids: Sequence[int]) -> dict[int, list[tuple[int, Decimal]]]:
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for line in BudgetLine.objects.filter(budget__in=budget_ids).exclude(category__kind=CategoryKind.REVENUE):
        found[line.budget_id].append((line.category_id, line.total))
    return found
