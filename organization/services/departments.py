"""Changes of the tree of departments (ORG-01)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import documents
from core.actors import Actor
from core.errors import require_reason, visible_text
from organization import hooks, locks, policies, selectors
from organization.choices import DepartmentKind, DepartmentStatus
from organization.errors import (
    CodeTaken,
    DepartmentClosed,
    DepartmentInCircle,
    DepartmentInUse,
    DepartmentLevel,
    OwnRights,
    PersonLeft,
)
from organization.models import Department, DepartmentMove, Person
from organization.rules import may_stand_below
from organization.services import assignments
from organization.services.recording import assign, record, require


@transaction.atomic
def create_department(
    *,
    parent_id: int | None,
    kind: str,
    code: str,
    name_zh: str,
    name_en: str = "",
    manager_id: int | None = None,
    deputy_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> Department:
    """Add a department below another; the company itself once, below nothing.

    Raises NotAllowed, DepartmentLevel, DepartmentClosed, CodeTaken, PersonLeft, OwnRights, IncompatibleRights.
    """
    require(policies.can_edit(actor), document=name_zh)
    locks.hold_pairs()
    locks.lock_people(pk for pk in (manager_id, deputy_id) if pk is not None)
    locks.lock_tree()
    parent = Department.objects.get(pk=parent_id) if parent_id is not None else None
    _require_level(kind, parent)
    _require_code_free(code)
    _require_may_lead({manager_id, deputy_id}, actor=actor, at=at)
    department = Department.objects.create(
        parent=parent,
        kind=kind,
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        manager_id=manager_id,
        deputy_id=deputy_id,
        position=Department.objects.filter(parent=parent).count() + 1,
    )
    facts = {"parent": parent_id, "kind": kind, "code": code, "manager": manager_id, "deputy": deputy_id}
    record(department, "create", actor=actor, at=at, facts=facts)
    return department


@transaction.atomic
def change_department(
    *,
    department_id: int,
    code: str,
    name_zh: str,
    name_en: str = "",
    manager_id: int | None = None,
    deputy_id: int | None = None,
    reason: str = "",
    letterhead_zh: str | None = None,
    letterhead_en: str | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Department:
    """Change what a department is called, its cost-centre code and who leads it; its place is changed by moving it. The
    company's letterhead stays as it is where it is not named; other departments have none.

    Whoever leads a department decides for it, so another leader is a change of rights: it needs a reason, nobody makes
    themselves one, and pairs bind the new one (ORG-03, ORG-05). The waiting tasks of who led it, and of who decided in
    an empty chair's place, are looked after. Raises NotAllowed, StaleDocument, CodeTaken, PersonLeft, OwnRights,
    IncompatibleRights, ReasonMissing.
    """
    locks.hold_pairs()
    locks.lock_people(pk for pk in (manager_id, deputy_id) if pk is not None)  # people first, as leaving does
    department = locks.lock_department(department_id)
    require(policies.can_edit(actor), document=str(department))
    documents.require_version(department, version)  # type: ignore[arg-type]
    _require_code_free(code, other_than=department_id)
    led = selectors.leaders([department_id])
    _require_may_lead({manager_id, deputy_id} - led, actor=actor, at=at)
    if (department.manager_id, department.deputy_id) != (manager_id, deputy_id) and not actor.is_system:
        reason = require_reason(reason)
    values: dict[str, Any] = {
        "code": code,
        "name_zh": name_zh,
        "name_en": name_en,
        "manager_id": manager_id,
        "deputy_id": deputy_id,
    }
    if department.kind == DepartmentKind.COMPANY:
        heads = {"letterhead_zh": letterhead_zh, "letterhead_en": letterhead_en}
        values |= {name: visible_text(text)[:300] for name, text in heads.items() if text is not None}
    changes = assign(department, values)
    if changes:
        _save(department)
        record(department, "change", actor=actor, at=at, reason=reason.strip(), facts={"changes": changes})
    if changes.keys() & {"manager_id", "deputy_id"}:
        above = selectors.ids_up(department_id=department_id)[1:]
        # Whoever decided in an empty chair's place does so no more.
        for person_id in sorted(led | selectors.leaders(above)):
            hooks.rights_lost(person_id=person_id, at=at)
        if {manager_id, deputy_id} - led - {None}:
            hooks.rights_gained(at=at)
    return department


def stop_leading(departments: QuerySet[Department], person: Person, *, reason: str, actor: Actor, at: datetime) -> None:
    """Departments a person leads have one leader less from now on; the person is locked."""
    led = departments.filter(Q(manager=person) | Q(deputy=person)).order_by("pk")
    for department in led.select_for_update(of=("self",), no_key=True):
        gone = {f"{seat}_id": None for seat in ("manager", "deputy") if getattr(department, f"{seat}_id") == person.pk}
        changes = assign(department, gone)
        _save(department)
        record(department, "change", actor=actor, at=at, reason=reason, facts={"changes": changes})


@transaction.atomic
def move_department(
    *, department_id: int, parent_id: int, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> Department:
    """Put a department, with all below it, below another one; where it stood is kept (ORG-01). What waits for those who
    stood above it moves on to those who do now (ORG-05).

    Raises NotAllowed, ReasonMissing, StaleDocument, DepartmentInCircle, DepartmentLevel, DepartmentClosed.
    """
    locks.lock_tree()
    department = locks.lock_department(department_id)
    require(policies.can_edit(actor), document=str(department))
    documents.require_version(department, version)  # type: ignore[arg-type]
    reason = require_reason(reason)
    parent = Department.objects.get(pk=parent_id)
    if parent_id in selectors.departments_below(department_id=department_id):
        raise DepartmentInCircle(department=str(department))
    _require_level(department.kind, parent)
    if department.parent_id is None or department.parent_id == parent_id:
        return department
    old = Department.objects.get(pk=department.parent_id)
    department.parent = parent
    _save(department)
    DepartmentMove.objects.create(
        department=department,
        old_parent=old,
        new_parent=parent,
        moved_by_id=actor.person_id,
        moved_at=at,
        reason=reason,
    )
    record(department, "move", actor=actor, at=at, reason=reason, facts={"from": old.pk, "to": parent.pk})
    for person_id in sorted(_over_no_more(old, parent, on=timezone.localdate(at))):
        hooks.rights_lost(person_id=person_id, at=at)
    hooks.rights_gained(at=at)
    return department


def _over_no_more(old: Department, new: Department, *, on: date) -> set[int]:
    """Who led or held a role over the departments that do not stand above any more."""
    gone = set(selectors.ids_up(department_id=old.pk)) - set(selectors.ids_up(department_id=new.pk))
    holds = selectors.assignments_in_force(on=on).filter(department__in=gone).values_list("person_id", flat=True)
    return selectors.leaders(gone) | set(holds)


@transaction.atomic
def close_department(*, department_id: int, reason: str, actor: Actor, at: datetime) -> Department:
    """Close a department nobody works in any more. Raises NotAllowed, ReasonMissing, DepartmentInUse."""
    locks.lock_tree()
    department = locks.lock_department(department_id)
    require(policies.can_edit(actor), document=str(department))
    reason = require_reason(reason)
    people = Person.objects.filter(department=department, is_active=True).count()
    open_below = Department.objects.filter(parent=department, status=DepartmentStatus.ACTIVE).count()
    if people or open_below or department.kind == DepartmentKind.COMPANY:
        raise DepartmentInUse(department=str(department), people=people, departments=open_below)
    return _turn(department, DepartmentStatus.CLOSED, "close", reason=reason, actor=actor, at=at)


@transaction.atomic
def reopen_department(*, department_id: int, reason: str, actor: Actor, at: datetime) -> Department:
    """Open a closed department again. Raises NotAllowed, ReasonMissing, DepartmentClosed (the one above it)."""
    locks.lock_tree()
    department = locks.lock_department(department_id)
    require(policies.can_edit(actor), document=str(department))
    reason = require_reason(reason)
    if department.parent is not None and department.parent.status == DepartmentStatus.CLOSED:
        raise DepartmentClosed(department=str(department.parent))
    return _turn(department, DepartmentStatus.ACTIVE, "reopen", reason=reason, actor=actor, at=at)


def _turn(department: Department, status: str, move: str, *, reason: str, actor: Actor, at: datetime) -> Department:
    if department.status != status:
        before, department.status = department.status, status
        _save(department)
        facts = {"changes": {"status": [before, status]}}
        record(department, move, actor=actor, at=at, reason=reason, facts=facts)
    return department


def _save(department: Department) -> None:
    department.version += 1
    department.save()


def _require_level(kind: str, parent: Department | None) -> None:
    if parent is None:
        if kind != DepartmentKind.COMPANY:
            raise DepartmentLevel(kind=DepartmentKind(kind).label, parent_kind="—")
        return
    if not may_stand_below(kind, parent.kind):
        raise DepartmentLevel(kind=DepartmentKind(kind).label, parent_kind=parent.get_kind_display())
    if parent.status == DepartmentStatus.CLOSED:
        raise DepartmentClosed(department=str(parent))


def _require_code_free(code: str, *, other_than: int | None = None) -> None:
    if Department.objects.filter(code__iexact=code).exclude(pk=other_than or 0).exists():
        raise CodeTaken(taken=code)


def _require_may_lead(person_ids: Collection[int | None], *, actor: Actor, at: datetime) -> None:
    """Whether these people may decide for a department from now on: others than the actor, here, within the pairs."""
    for person in Person.objects.filter(pk__in=[pk for pk in person_ids if pk is not None]).order_by("pk"):
        if person.pk == actor.person_id:
            raise OwnRights(document=str(person))
        if not person.is_active:
            raise PersonLeft(person=str(person))
        assignments.require_pairs_kept(person, leads_from=timezone.localdate(at))
