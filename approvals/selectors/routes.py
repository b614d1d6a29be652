"""Which route a document takes, which steps apply, who will decide (APR-03, APR-04)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from approvals import registry, rules
from approvals.choices import StepMode, WhoKind
from approvals.models import Route, RouteStep
from approvals.registry import Facts
from approvals.rules import AUTHORITY, Who
from approvals.selectors.deciders import deciders, has_authority, people_who_decide
from core.money import CENT
from core.once import once
from organization import selectors as organization
from organization.choices import DepartmentStatus
from organization.models import Department, Person, Role

AUTHORITY_NAMES = ("超限审批", "Above the authority limit")
"""Kept in the case in both languages, like every step's name."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as a case will copy it, with who could decide today."""

    name_zh: str
    name_en: str
    who: Who
    mode: str
    days_allowed: int
    people: tuple[Person, ...]
    is_needed: bool = True
    reviews: tuple[dict[str, Any], ...] = ()
    """The departments that review first, each with its question (APR-06)."""


def routes_in_use() -> QuerySet[Route]:
    """The routes new cases take, with their steps."""
    return (
        Route.objects.filter(retired_at__isnull=True)
        .select_related("department")
        .prefetch_related(Prefetch("steps", RouteStep.objects.select_related("role", "person")))
    )


def of_department(department_id: int | None) -> Q:
    """Routes of one department, or of the company."""
    return Q(department__isnull=True) if department_id is None else Q(department_id=department_id)


def departments_served(*, kind: str, department_id: int | None) -> list[Department]:
    """The active departments whose documents would take this route: those below without a nearer one of their own."""
    own = set(
        Route.objects.filter(document_kind=kind, retired_at__isnull=True, department__isnull=False)
        .exclude(of_department(department_id))
        .values_list("department_id", flat=True)
    )
    departments = {department.pk: department for department in Department.objects.all()}

    def served_by(pk: int) -> int | None:
        """The nearest department up the tree that has a route, this one's included."""
        step: int | None = pk
        while step is not None and step not in own and step != department_id:
            step = departments[step].parent_id
        return step

    return [
        department
        for pk, department in departments.items()
        if department.status == DepartmentStatus.ACTIVE and served_by(pk) == department_id
    ]


def earlier_versions(route: Route) -> QuerySet[Route]:
    """The versions a route replaced, the latest first."""
    return (
        Route.objects.filter(
            of_department(route.department_id), document_kind=route.document_kind, retired_at__isnull=False
        )
        .prefetch_related("steps__role", "steps__person")
        .order_by("-version")
    )


@once
def route_for(*, kind: str, department_id: int) -> Route | None:
    """The route of the nearest department up the tree that has one, else the company's (APR-03)."""
    chain = organization.ids_up(department_id=department_id)
    found = routes_in_use().filter(Q(department__in=chain) | Q(department__isnull=True), document_kind=kind)
    return min(
        found,
        key=lambda route: chain.index(route.department_id) if route.department_id is not None else len(chain),
        default=None,
    )


def who_of(step: RouteStep) -> Who:
    """Who decides at a route's step, in the form a case keeps."""
    return Who(kind=step.who, role=step.role.code if step.role else "", person_id=step.person_id)


def plan(*, facts: Facts, route: Route, on: date) -> list[PlannedStep]:
    """All steps of a route for a document, those not needed marked.

    And one more where nobody has the authority (ORG-08).
    """
    return plan_steps(facts=facts, written=route.steps.all(), on=on)


def plan_steps(*, facts: Facts, written: Iterable[RouteStep], on: date) -> list[PlannedStep]:
    """The same for steps that need not be saved yet: what the editor tries out."""
    steps: list[PlannedStep] = []
    for step in written:
        needed = rules.applies(step, amount=facts.amount, category_codes=facts.category_codes, flags=facts.flags)
        who = who_of(step)
        needed = needed and (bool(step.reviews) or not _repeats(steps, who, step.mode)) and concerns(who, facts)
        people = _people(who, facts, on) if needed else ()
        steps.append(
            PlannedStep(
                step.name_zh,
                step.name_en,
                who,
                step.mode,
                step.days_allowed,
                people,
                is_needed=needed,
                reviews=tuple(step.reviews),
            )
        )
    planned = [person for step in steps for person in step.people]
    if planned and not has_authority(people=planned, department_id=facts.department_id, amount=facts.amount, on=on):
        steps.append(authority_step(facts=facts, on=on))
    return steps


def authority_step(*, facts: Facts, on: date) -> PlannedStep:
    """The step added because the amount is above what the others may decide alone (ORG-08)."""
    who = Who(kind=AUTHORITY)
    return PlannedStep(*AUTHORITY_NAMES, who, StepMode.ANY, 2, _people(who, facts, on))


def _repeats(steps: list[PlannedStep], who: Who, mode: str) -> bool:
    """Whether the needed step just before asks the same people the same way, as two conditions for one person do."""
    before = next((step for step in reversed(steps) if step.is_needed), None)
    return before is not None and (before.who, before.mode) == (who, mode)


def concerns(who: Who, facts: Facts) -> bool:
    """Whether a document asks such people at all: managers of others only where it concerns others."""
    return who.kind != WhoKind.OTHER_MANAGERS or bool(facts.other_departments)


def _people(who: Who, facts: Facts, on: date) -> tuple[Person, ...]:
    return tuple(
        deciders(
            who=who,
            department_id=facts.department_id,
            makers=facts.makers,
            on=on,
            amount=facts.amount,
            others=facts.other_departments,
        )
    )


def amount_limits(*, kind: str, department_id: int, deciding: Collection[str]) -> list[tuple[Decimal, Decimal]]:
    """From which amounts on somebody more decides on a department's documents: where a step of their route begins, and
    above what roles with one of the `deciding` permissions may decide alone (APR-03, ORG-08). Each with the limit as
    people know it.
    """
    route = route_for(kind=kind, department_id=department_id)
    steps = route.steps.all() if route is not None else ()
    found = {(step.amount_from, step.amount_from) for step in steps if step.amount_from}
    for permissions, limit in Role.objects.filter(approve_limit__gt=0).values_list("permissions", "approve_limit"):
        if limit is not None and set(deciding) & set(permissions):
            found.add((limit + CENT, limit))
    return sorted(found)


def to_name_in_routes(*, role: object, person: object) -> tuple[list[Role], list[Person]]:
    """The roles and people the editor offers for a step: those that decide on something, and those it names already."""
    deciding = people_who_decide(on=timezone.localdate()).values("pk")
    named = Q(pk__in=deciding) | Q(pk=person if str(person).isdecimal() else None)
    people = Person.objects.filter(named, is_active=True).select_related("department").order_by("sort_key", "pk")
    roles = [one for one in Role.objects.all() if registry.has_a_word(one.permissions) or str(one.pk) == str(role)]
    return roles, list(people)
