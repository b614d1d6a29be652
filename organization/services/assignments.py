"""Granting and ending roles (ORG-03, ORG-05)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import jobs
from core.actors import Actor
from core.errors import require_reason
from core.models import AuditEvent
from organization import hooks, locks, policies, selectors
from organization.choices import DepartmentStatus, ScopeKind
from organization.errors import (
    AlreadyHeld,
    AssignmentEnded,
    DepartmentClosed,
    EndBeforeStart,
    IncompatibleRights,
    OwnRights,
    PersonLeft,
    RightInThePast,
    ScopeIncomplete,
)
from organization.models import Department, Person, Role, RoleAssignment, Warehouse
from organization.rules import LEADING, Holding, first_broken_pair
from organization.services.recording import plain, record, require

ENDS = "ends_before"
"""Where the event of a leaving keeps when each role would have ended without it, by the assignment's id."""


@transaction.atomic
def grant_role(
    *,
    person_id: int,
    role_code: str,
    scope_kind: str = ScopeKind.COMPANY,
    department_id: int | None = None,
    warehouse_id: int | None = None,
    start_date: date | None = None,
    end_date: date | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> RoleAssignment:
    """Give a person a role over a scope, from today or a later day (ORG-03).

    Raises NotAllowed, OwnRights, ReasonMissing, IncompatibleRights (naming the pair), AlreadyHeld, PersonLeft,
    RightInThePast, EndBeforeStart, ScopeIncomplete, DepartmentClosed; then nothing has changed.
    """
    today = timezone.localdate(at)
    start = start_date or today
    locks.hold_pairs()
    role = locks.lock_role(Role.objects.values_list("pk", flat=True).get(code=role_code))
    person = locks.lock_person(person_id)
    require(policies.can_grant_roles(actor), document=str(person))
    require_other(actor, person_id)
    reason = require_reason(reason)
    if start < today and not actor.is_system:
        raise RightInThePast(today=today.isoformat())
    if end_date is not None and end_date <= start:
        raise EndBeforeStart
    if not person.is_active or (person.left_date and person.left_date <= start):
        raise PersonLeft(person=str(person))
    department, warehouse = scope_rows(scope_kind, department_id, warehouse_id)
    assignment = RoleAssignment(
        person=person,
        role=role,
        scope_kind=scope_kind,
        department=department,
        warehouse=warehouse,
        start_date=start,
        end_date=_sooner(end_date, person.left_date),
        granted_by_id=actor.person_id,
        granted_at=at,
        reason=reason,
    )
    _require_not_held(assignment)
    require_pairs_kept(person, fresh=assignment)
    assignment.save()
    record(assignment, "grant", actor=actor, at=at, reason=reason, facts=facts_of(assignment))
    if assignment.end_date is not None:
        tell_on(person_id=person.pk, on=assignment.end_date, at=at, key=assignment.pk)
    if start <= today:
        hooks.rights_gained(at=at)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment_id: int, reason: str, actor: Actor, at: datetime, end_date: date | None = None
) -> RoleAssignment:
    """Take a role away, from today (the day is not included any more) or a later day on (ORG-03).

    Raises NotAllowed, OwnRights, ReasonMissing, AssignmentEnded, RightInThePast; then nothing has changed.
    """
    today = timezone.localdate(at)
    end = end_date or today
    assignment = locks.lock_assignment(assignment_id)
    require(policies.can_grant_roles(actor), document=str(assignment))
    require_other(actor, assignment.person_id)
    reason = require_reason(reason)
    if end < today:
        raise RightInThePast(today=today.isoformat())
    if assignment.end_date is not None and assignment.end_date <= end:
        raise AssignmentEnded(
            person=str(assignment.person), role=str(assignment.role), end=assignment.end_date.isoformat()
        )
    close(assignment, on=end, reason=reason, actor=actor, at=at)
    if end <= today:
        hooks.rights_lost(person_id=assignment.person_id, at=at)
    else:
        tell_on(person_id=assignment.person_id, on=end, at=at, key=assignment.pk)
    return assignment


def close(assignment: RoleAssignment, *, on: date, reason: str, actor: Actor, at: datetime) -> None:
    """Write the end of a right whose person is locked, and its event. A right that has not begun never will."""
    assignment.end_date = max(on, assignment.start_date)
    assignment.ended_by_id = actor.person_id
    assignment.ended_at = at
    assignment.end_reason = reason
    assignment.save(update_fields=("end_date", "ended_by", "ended_at", "end_reason"))
    record(assignment, "end", actor=actor, at=at, reason=reason, facts=facts_of(assignment))


def go_on(person: Person, *, reason: str, actor: Actor, at: datetime) -> None:
    """Give the roles that end because their holder, who is locked, is about to leave the end they had before; what was
    ended otherwise since stays so (ORG-02).
    """
    noted = AuditEvent.objects.filter(subject_kind="person", subject_id=person.pk, code="person.leave")
    last = noted.order_by("-at", "-pk").first() if person.left_date is not None else None
    ends = last.facts.get(ENDS, {}) if last is not None else {}
    rows = RoleAssignment.objects.select_related("person", "role").filter(person=person, pk__in=ends)
    for row in rows.filter(ended_at=last.at if last is not None else None).order_by("pk"):
        before = ends[str(row.pk)]
        row.end_date = date.fromisoformat(before) if before else None
        row.ended_by, row.ended_at, row.end_reason = None, None, ""
        row.save(update_fields=("end_date", "ended_by", "ended_at", "end_reason"))
        record(row, "go_on", actor=actor, at=at, reason=reason, facts=facts_of(row))


def tell_on(*, person_id: int, on: date, at: datetime, key: int | str) -> None:
    """Have the waiting tasks looked after on the day a right ends."""
    begins = timezone.make_aware(datetime.combine(on, time.min))
    jobs.after_commit(
        "organization.rights_end",
        key=f"organization.rights_end:{key}:{on.isoformat()}",
        delay=max(begins - at, timedelta(seconds=1)),
        person_id=person_id,
    )


@transaction.atomic
def tell_rights_lost(*, person_id: int, at: datetime) -> None:
    """A right ended today: those who keep tasks move what this person may not decide any more. Safe to run twice."""
    locks.lock_person(person_id)
    hooks.rights_lost(person_id=person_id, at=at)


def facts_of(assignment: RoleAssignment) -> dict[str, Any]:
    """What an event says about an assignment, readable when its rows have changed."""
    return {
        "person": assignment.person_id,
        "role": assignment.role.code,
        "scope": assignment.scope_kind,
        "department": assignment.department_id,
        "warehouse": assignment.warehouse_id,
        "start_date": plain(assignment.start_date),
        "end_date": plain(assignment.end_date),
    }


def holding_of(assignment: RoleAssignment) -> Holding:
    """An assignment as the rule of pairs sees it."""
    return Holding(
        role=assignment.role.name,
        permissions=frozenset(assignment.role.permissions),
        start=assignment.start_date,
        end=assignment.end_date,
    )


def require_other(actor: Actor, person_id: int) -> None:
    """Nobody changes what they may do themselves (ORG-03). Raises OwnRights."""
    if actor.person_id == person_id:
        raise OwnRights(document="")


def scope_rows(
    scope_kind: str, department_id: int | None, warehouse_id: int | None
) -> tuple[Department | None, Warehouse | None]:
    """The department or warehouse a right is for. Raises ScopeIncomplete, DepartmentClosed."""
    if scope_kind == ScopeKind.DEPARTMENT:
        department = Department.objects.filter(pk=department_id or 0).first()
        if department is None:
            raise ScopeIncomplete
        if department.status == DepartmentStatus.CLOSED:
            raise DepartmentClosed(department=str(department))
        return department, None
    if scope_kind == ScopeKind.WAREHOUSE:
        warehouse = Warehouse.objects.filter(pk=warehouse_id or 0).first()
        if warehouse is None:
            raise ScopeIncomplete
        return None, warehouse
    return None, None


def _require_not_held(fresh: RoleAssignment) -> None:
    same = RoleAssignment.objects.filter(
        person=fresh.person,
        role=fresh.role,
        scope_kind=fresh.scope_kind,
        department=fresh.department,
        warehouse=fresh.warehouse,
    ).select_related("role")
    held = next(
        (row for row in same if holding_of(row).meets(holding_of(fresh)) and not holding_of(row).is_empty), None
    )
    if held is not None:
        raise AlreadyHeld(person=str(fresh.person), role=str(fresh.role), start=held.start_date.isoformat())


def require_pairs_kept(person: Person, *, fresh: RoleAssignment | None = None, leads_from: date | None = None) -> None:
    """Whether a person keeps all pairs with a role more, or when leading a department from a day on (ORG-05).

    Raises IncompatibleRights. The person is locked.
    """
    holdings = holdings_of(person, since=fresh.start_date if fresh else leads_from, leads_from=leads_from)
    holdings += [holding_of(fresh)] if fresh else []
    broken = first_broken_pair(holdings, selectors.incompatible_pairs())
    if broken is not None:
        raise IncompatibleRights(
            person=str(person),
            first=broken.first,
            second=broken.second,
            first_role=broken.first_role,
            second_role=broken.second_role,
        )


def holdings_of(person: Person, *, since: date | None, leads_from: date | None = None) -> list[Holding]:
    """What somebody holds from a day on, as the rule of pairs sees it: their roles, and leading a department."""
    holdings = [holding_of(row) for row in selectors.assignments_of(person_id=person.pk, since=since)]
    leads = leads_from or (since if selectors.leads_somewhere(person_id=person.pk) else None)
    if leads is not None:
        holdings.append(Holding(role=_("head of a department"), permissions=LEADING, start=leads))
    return holdings


def _sooner(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other
