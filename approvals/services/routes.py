"""Routes as finance sets them: a change makes a new version, for new cases only (APR-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import policies, registry, rules, selectors
from approvals.choices import StepMode, WhoKind
from approvals.errors import (
    OwnRoute,
    ReviewWithoutPerson,
    RouteChanged,
    RouteLeavesGap,
    StepWithoutPerson,
    StepWithoutRight,
)
from approvals.models import Route, RouteStep
from approvals.rules import Who
from core import audit
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from organization.choices import DepartmentStatus
from organization.models import Department, Person, Role

KIND = "approval_route"
"""The kind under which changes of routes stand in the audit trail."""


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step as typed into the editor. Amounts are in the base currency, days are working days."""

    name_zh: str
    who: str
    mode: str
    name_en: str = ""
    role_id: int | None = None
    person_id: int | None = None
    amount_from: Decimal | None = None
    amount_below: Decimal | None = None
    category_codes: tuple[str, ...] = ()
    needs_flag: str = ""
    days_allowed: int = 2
    reviews: tuple[tuple[int, str], ...] = ()
    """Departments that review, each with its question; only where the mode is REVIEW (APR-06)."""


def written(steps: Sequence[StepDraft]) -> list[RouteStep]:
    """Steps as typed into the editor, in order, not stored: for trying a route out before it is saved (APR-03)."""
    roles = Role.objects.in_bulk([step.role_id for step in steps if step.role_id])
    return [_step_of(step, position, role=roles.get(step.role_id or 0)) for position, step in enumerate(steps, start=1)]


def save_route(
    *,
    kind: str,
    department_id: int | None,
    steps: Sequence[StepDraft],
    replaces: int | None,
    actor: Actor,
    at: datetime,
) -> Route:
    """Put a new version of a route in use; running cases keep the steps they copied.

    `replaces` is the route the editor was opened on (None: there was none). Raises NotAllowed, RouteChanged when
    somebody was faster, RouteLeavesGap, StepWithoutPerson naming step and department, StepWithoutRight, OwnRoute; then
    the old route stays in use.
    """
    if not policies.can_edit_routes(actor):
        raise NotAllowed(document=kind)
    if rules.leaves_gap(steps):
        raise RouteLeavesGap
    _require_rights(steps, actor=actor, on=timezone.localdate(at))
    require_people(kind=kind, department_id=department_id, steps=steps, on=timezone.localdate(at))
    try:
        return _save(kind, department_id, steps, replaces, actor, at)
    except IntegrityError as error:  # two first routes at once: approvals_route_one_in_use
        raise RouteChanged from error


@transaction.atomic
def retire_route(*, route_id: int, reason: str, actor: Actor, at: datetime) -> Route:
    """Take a department's own route out of use; the one above serves it again. The company's route is only replaced.

    Raises NotAllowed, RouteChanged, ReasonMissing, StepWithoutPerson where the one above would leave a step without a
    person here; then the route stays in use.
    """
    if not policies.can_edit_routes(actor):
        raise NotAllowed(document=KIND)
    route = Route.objects.select_for_update(of=("self",), no_key=True).get(pk=route_id)
    if route.retired_at is not None or route.department_id is None:
        raise RouteChanged
    given = require_reason(reason)
    _require_people_above(route, on=timezone.localdate(at))
    route.retired_at = at
    route.save(update_fields=("retired_at",))
    _record(route, "approvals.route_retire", actor=actor, at=at, reason=given)
    return route


def require_people(*, kind: str, department_id: int | None, steps: Sequence[StepDraft], on: date) -> None:
    """Refuse a route that would leave a step without a person in a department it serves. Raises StepWithoutPerson."""
    roles = Role.objects.in_bulk([step.role_id for step in steps if step.role_id])
    departments = selectors.departments_served(kind=kind, department_id=department_id)
    for step in steps:
        _require_reviews(step)
        role = roles.get(step.role_id or 0)
        who = Who(kind=step.who, role=role.code if role else "", person_id=step.person_id)
        same_everywhere = step.who in {WhoKind.ROLE_IN_COMPANY, WhoKind.PERSON}
        nobody = _first_without(who, departments[:1] if same_everywhere else departments, on=on)
        if nobody is not None:
            raise StepWithoutPerson(step=step.name_zh, department=_name(nobody, department_id, same_everywhere))


def _first_without(who: Who, departments: Sequence[Department], *, on: date) -> Department | None:
    """The first of these departments in which nobody could decide at such a step."""
    return next(
        (
            each
            for each in departments
            if not selectors.deciders(who=who, department_id=each.pk, makers=(), on=on, others=[each.pk])
        ),
        None,
    )


def _require_people_above(route: Route, *, on: date) -> None:
    """Refuse to give up a route where the one that serves its departments then has nobody at a step (APR-03)."""
    department = Department.objects.get(pk=route.department_id or 0)
    company = selectors.routes_in_use().filter(document_kind=route.document_kind, department__isnull=True).first()
    up = department.parent_id
    above = selectors.route_for(kind=route.document_kind, department_id=up) if up else company
    served = selectors.departments_served(kind=route.document_kind, department_id=department.pk)
    for step in above.steps.all() if above is not None else ():
        nobody = _first_without(selectors.who_of(step), served, on=on)
        if nobody is not None:
            raise StepWithoutPerson(step=step.name, department=nobody.name)


def _require_reviews(step: StepDraft) -> None:
    """A step at which departments review names at least one, each once, with a question and somebody to answer it."""
    if (step.mode == StepMode.REVIEW) != bool(step.reviews):
        raise InvalidInput(problem=_("A step at which departments review names them, each with its question."))
    if len({department for department, _question in step.reviews}) < len(step.reviews):
        raise InvalidInput(problem=_("Each department reviews once at a step."))
    for department_id, question in step.reviews:
        if not question.strip():
            raise InvalidInput(problem=_("Each department that reviews is asked a question."))
        department = Department.objects.filter(pk=department_id).first()
        is_open = department is not None and department.status == DepartmentStatus.ACTIVE
        if not is_open or selectors.reviewer(department_id=department_id, makers=()) is None:
            raise ReviewWithoutPerson(step=step.name_zh, department=department.name if department else "?")


def _require_rights(steps: Sequence[StepDraft], *, actor: Actor, on: date) -> None:
    """Refuse roles and people who decide on nothing, and one's own name: a route gives the power to decide (ORG-05)."""
    roles = Role.objects.in_bulk([step.role_id for step in steps if step.role_id])
    for step in steps:
        if step.person_id and step.person_id == actor.person_id:
            raise OwnRoute(document=step.name_zh)
        if step.person_id and not selectors.decides_on_something(person_id=step.person_id, on=on):
            raise StepWithoutRight(step=step.name_zh, who=str(Person.objects.get(pk=step.person_id)))
        role = roles.get(step.role_id or 0)
        if role is not None and not registry.has_a_word(role.permissions):
            raise StepWithoutRight(step=step.name_zh, who=role.name)


def _name(department: Department, department_id: int | None, same_everywhere: bool) -> str:
    """The department to name; where the step is the same everywhere, the one the route is for."""
    if not same_everywhere:
        return department.name
    own = Department.objects.filter(pk=department_id).first() if department_id else None
    top = Department.objects.filter(parent__isnull=True).first()
    return (own or top or department).name


@transaction.atomic
def _save(
    kind: str,
    department_id: int | None,
    steps: Sequence[StepDraft],
    replaces: int | None,
    actor: Actor,
    at: datetime,
) -> Route:
    own = selectors.of_department(department_id)
    old = (
        Route.objects.select_for_update(of=("self",), no_key=True)
        .filter(own, document_kind=kind, retired_at__isnull=True)
        .first()
    )
    if (old.pk if old else None) != replaces:
        raise RouteChanged
    if old is not None:
        old.retired_at = at
        old.save(update_fields=("retired_at",))
    last = Route.objects.filter(own, document_kind=kind).order_by("-version").first()
    route = Route.objects.create(
        document_kind=kind, department_id=department_id, version=last.version + 1 if last else 1
    )
    made = written(steps)
    for step in made:
        step.route = route
    RouteStep.objects.bulk_create(made)
    _record(route, "approvals.route_save", actor=actor, at=at)
    return route


def _step_of(step: StepDraft, position: int, *, role: Role | None) -> RouteStep:
    return RouteStep(
        position=position,
        name_zh=step.name_zh,
        name_en=step.name_en,
        who=step.who,
        role=role,
        person_id=step.person_id,
        mode=step.mode,
        amount_from=step.amount_from,
        amount_below=step.amount_below,
        category_codes=sorted(step.category_codes),
        needs_flag=step.needs_flag,
        days_allowed=step.days_allowed,
        reviews=[{"department": pk, "question": question.strip()} for pk, question in step.reviews],
    )


def _record(route: Route, code: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    audit.record(
        kind=KIND,
        document_id=route.pk,
        label=str(route),
        code=code,
        actor=actor,
        at=at,
        reason=reason,
        facts={"kind": route.document_kind, "department": route.department_id, "version": route.version},
    )
