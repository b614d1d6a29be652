"""One row of a file becomes a department or a person: by the services that pages and API use (ORG-10).

A cell that is empty changes nothing of what is there. Raises what those services raise; `CellRefused` names its cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.actors import Actor
from core.errors import DomainError
from core.sheets.headings import squeezed
from organization import selectors, staff_layout
from organization.choices import DepartmentKind, DepartmentStatus, ScopeKind, StaffKind, StaffRowState
from organization.errors import PersonLeft
from organization.models import Department, Person, Role, Warehouse
from organization.services import assignments, departments, people
from organization.staff_errors import (
    CellRefused,
    DepartmentUnknown,
    KindFixed,
    PersonUnknown,
    RoleUnknown,
    ScopeUnknown,
)
from organization.staff_rows import StaffRow, kind_of

COMPANY_WORDS = frozenset({"公司", "全公司", "company", "wholecompany"})
CELL_OF: Mapping[str, Mapping[str, str]] = {
    StaffKind.DEPARTMENTS: {
        "department_level": staff_layout.KIND,
        "department_in_circle": staff_layout.PARENT,
        "department_closed": staff_layout.PARENT,
        "code_taken": staff_layout.CODE,
        "person_left": staff_layout.MANAGER,
        "own_rights": staff_layout.MANAGER,
        "incompatible_rights": staff_layout.MANAGER,
    },
    StaffKind.PEOPLE: {
        "department_closed": staff_layout.DEPARTMENT,
        "own_rights": staff_layout.ROLES,
        "incompatible_rights": staff_layout.ROLES,
        "not_allowed": staff_layout.ROLES,
        "person_left": staff_layout.USERNAME,
        "user_name_taken": staff_layout.USERNAME,
    },
}
"""In which cell a refusal of a service is shown; elsewhere in that of the row's key."""


@dataclass(slots=True)
class Writer:
    """Writes rows of one file, in somebody's name, at one moment, for one reason."""

    actor: Actor
    at: datetime
    reason: str

    def write(self, kind: str, row: StaffRow) -> StaffRowState:
        """Make or change what the row is about; NEW, CHANGED or SAME."""
        return self._department(row) if kind == StaffKind.DEPARTMENTS else self._person(row)

    def _department(self, row: StaffRow) -> StaffRowState:
        by: dict[str, Any] = {"actor": self.actor, "at": self.at}
        there = Department.objects.filter(code__iexact=row.text(staff_layout.CODE)).first()
        parent = _department_called(row.text(staff_layout.PARENT), staff_layout.PARENT)
        leaders: dict[str, Any] = {f"{one}_id": _person_called(row.text(one), one) for one in ("manager", "deputy")}
        given: dict[str, Any] = {name: row.text(name) for name in ("name_zh", "name_en")}
        kind = kind_of(row.text(staff_layout.KIND))
        if there is None:
            departments.create_department(
                parent_id=parent.pk if parent else None,
                kind=kind or (DepartmentKind.DEPARTMENT if parent else DepartmentKind.COMPANY),
                code=row.text(staff_layout.CODE),
                **given,
                **leaders,
                **by,
            )
            return StaffRowState.NEW
        if kind is not None and kind != there.kind:
            raise KindFixed(department=str(there), kind=there.get_kind_display())
        before = there.version
        kept: dict[str, Any] = {name: value or getattr(there, name) for name, value in {**given, **leaders}.items()}
        changed = departments.change_department(
            department_id=there.pk, code=there.code, **kept, reason=self.reason, **by
        )
        if parent is not None and parent.pk != there.parent_id:
            changed = departments.move_department(department_id=there.pk, parent_id=parent.pk, reason=self.reason, **by)
        return StaffRowState.SAME if changed.version == before else StaffRowState.CHANGED

    def _person(self, row: StaffRow) -> StaffRowState:
        by: dict[str, Any] = {"actor": self.actor, "at": self.at}
        there = Person.objects.filter(username__iexact=row.text(staff_layout.USERNAME)).first()
        department = _department_called(row.text(staff_layout.DEPARTMENT), staff_layout.DEPARTMENT)
        if department is None:
            raise DepartmentUnknown(column=staff_layout.DEPARTMENT, named="")
        names = ("name_zh", "name_en", "email", "position", "position_en")
        given: dict[str, Any] = {name: row.text(name) for name in names}
        if there is None:
            made = people.create_person(
                username=row.text(staff_layout.USERNAME), department_id=department.pk, joined_date=row.joined, **given,
                **by,
            )  # fmt: skip
            self._grant(row, made, department)
            return StaffRowState.NEW
        if not there.is_active:
            raise PersonLeft(person=str(there))
        before = there.version
        kept = {name: value or getattr(there, name) for name, value in given.items()}
        changed = people.change_person(person_id=there.pk, **kept, joined_date=row.joined, **by)
        if department.pk != there.department_id:
            changed = people.move_person(person_id=there.pk, department_id=department.pk, reason=self.reason, **by)
        granted = self._grant(row, changed, department)
        return StaffRowState.SAME if changed.version == before and not granted else StaffRowState.CHANGED

    def _grant(self, row: StaffRow, person: Person, department: Department) -> int:
        """Grant the named roles that are not held there yet; how many."""
        if not row.roles:
            return 0
        scope = _scope(row.text(staff_layout.SCOPE), department)
        today = timezone.localdate(self.at)
        held = {
            (one.role_id, one.scope_kind, one.department_id, one.warehouse_id)
            for one in selectors.assignments_of(person_id=person.pk, since=today)
        }
        fresh = [
            role
            for role in dict.fromkeys(map(_role_called, row.roles))
            if (role.pk, scope["scope_kind"], scope["department_id"], scope["warehouse_id"]) not in held
        ]
        for role in fresh:
            assignments.grant_role(
                person_id=person.pk, role_code=role.code, **scope, reason=self.reason, actor=self.actor, at=self.at
            )
        return len(fresh)


def cell_of(kind: str, error: DomainError) -> str:
    """The column a refusal is shown in."""
    if isinstance(error, CellRefused):
        return str(error.params["column"])
    usual = staff_layout.CODE if kind == StaffKind.DEPARTMENTS else staff_layout.USERNAME
    return CELL_OF[kind].get(error.code, usual)


def _department_called(text: str, column: str) -> Department | None:
    if not text:
        return None
    found = Department.objects.filter(code__iexact=text).first()
    if found is not None:
        return found
    called = Q(name_zh=text) | Q(name_en__iexact=text)  # lists of people often say its name
    named = list(Department.objects.filter(called, status=DepartmentStatus.ACTIVE)[:2])
    if len(named) != 1:
        raise DepartmentUnknown(column=column, named=text)
    return named[0]


def _person_called(text: str, column: str) -> int | None:
    if not text:
        return None
    found = Person.objects.filter(username__iexact=text).values_list("pk", flat=True).first()
    if found is None:
        raise PersonUnknown(column=column, named=text)
    return int(found)


def _role_called(text: str) -> Role:
    word = squeezed(text)
    for role in Role.objects.all():
        if word in {squeezed(role.code), squeezed(role.name_zh), squeezed(role.name_en)}:
            return role
    raise RoleUnknown(column=staff_layout.ROLES, named=text)


def _scope(text: str, department: Department) -> dict[str, Any]:
    """Where roles hold: the person's department where nothing is said, the company, a department, or a warehouse."""
    scope: dict[str, Any] = {"scope_kind": ScopeKind.DEPARTMENT, "department_id": department.pk, "warehouse_id": None}
    if not text:
        return scope
    if squeezed(text) in COMPANY_WORDS:
        return {**scope, "scope_kind": ScopeKind.COMPANY, "department_id": None}
    if (over := Department.objects.filter(code__iexact=text).first()) is not None:
        return {**scope, "department_id": over.pk}
    if (store := Warehouse.objects.filter(code__iexact=text).first()) is not None:
        return {"scope_kind": ScopeKind.WAREHOUSE, "department_id": None, "warehouse_id": store.pk}
    raise ScopeUnknown(column=staff_layout.SCOPE, named=text)
