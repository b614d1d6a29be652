"""What the forms offer: departments, categories, projects, requests to claim on. Each in a constant number of
statements.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Q, QuerySet

from budgets.choices import CategoryKind
from budgets.models import Category, Project
from core import thresholds
from core.actors import Actor
from expenses import policies
from expenses.choices import RequestState
from expenses.models import Claim, SpendRequest
from expenses.selectors.visibility import requests_visible_to
from organization.choices import DepartmentStatus
from organization.models import Department

TAX_RATES = "tax_rates"
"""The threshold that holds the rates invoices here carry."""
Groups: TypeAlias = list[tuple[str, list[tuple[int, str]]]]


def departments_for(actor: Actor, permission: str) -> list[Department]:
    """Departments that are open and where the actor holds a permission; their own first."""
    scope = actor.scope_of(permission)
    rows = Department.objects.filter(status=DepartmentStatus.ACTIVE)
    if not scope.company:
        rows = rows.filter(pk__in=scope.departments)
    return sorted(rows, key=lambda row: (row.pk != actor.department_id, row.position, row.code))


def departments_seen(actor: Actor) -> list[Department]:
    """Departments whose documents the actor sees, for the filter of a list."""
    scope = actor.sight(policies.VIEW)
    rows = Department.objects.all()
    return list(rows if scope.company else rows.filter(pk__in=scope.departments))


def category_groups() -> Groups:
    """Categories one can spend on, under the name of their group (BUD-03)."""
    every = list(Category.objects.order_by("position", "code"))
    by_id = {category.pk: category for category in every}
    parents = {category.parent_id for category in every}
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for category in every:
        if category.pk in parents or category.retired_at or category.kind != CategoryKind.COST:
            continue
        group = by_id[category.parent_id] if category.parent_id else category
        groups[group.name].append((category.pk, category.name))
    return list(groups.items())


def default_tax_rates() -> dict[int, str]:
    """The usual tax rate of every category, as a plain fraction (GEN-02)."""
    return {pk: f"{rate.normalize():f}" for pk, rate in Category.objects.values_list("pk", "default_tax_rate")}


def tax_rates(claim: Claim | None = None, *, on: date) -> list[Decimal]:
    """The tax rates a line can choose, as finance set them for a day, and those a claim has already (GEN-02)."""
    rates = set(thresholds.in_force(TAX_RATES, on=on).of(TAX_RATES).several("rates"))
    return sorted(rates.union(claim.lines.values_list("tax_rate", flat=True) if claim is not None else ()))


def projects_for(departments: list[Department]) -> list[Project]:
    """Projects one can spend for: in use, the company's or of these departments."""
    own = [department.pk for department in departments]
    return list(Project.objects.filter(retired_at__isnull=True).filter(Q(department=None) | Q(department__in=own)))


def claimable_requests(actor: Actor, *, on: date) -> QuerySet[SpendRequest]:
    """Approved requests that have not ended, of departments the actor claims for (EXP-02)."""
    rows = requests_visible_to(actor).filter(state=RequestState.APPROVED, end_date__gte=on)
    scope = actor.scope_of(policies.CLAIM)
    if not scope.company:
        rows = rows.filter(department__in=scope.departments)
    return rows.order_by("end_date", "pk")
