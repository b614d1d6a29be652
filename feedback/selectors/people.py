"""Who screens information, and who answers for a department (MKT-01, MKT-03)."""

from __future__ import annotations

from datetime import date

from feedback import policies
from organization.choices import DepartmentKind, DepartmentStatus, ScopeKind
from organization.models import Department
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import department_chain, ids_up, manager_of


def holders(permission: str, *, on: date) -> set[int]:
    """Everybody who holds a permission."""
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[permission])
    return set(rows.values_list("person", flat=True))


def answerers(department_id: int, *, on: date) -> set[int]:
    """Whoever gives feedback for a department: holders over it or the nearest one above it; its manager where nobody
    holds the right.
    """
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[policies.ANSWER])
    for place in ids_up(department_id=department_id):
        here = rows.filter(scope_kind=ScopeKind.DEPARTMENT, department=place)
        found = set(here.values_list("person", flat=True))
        if found:
            return found
    manager = manager_of(department_id=department_id)
    return {manager.pk} if manager is not None else set()


def manager_above(department_id: int) -> int | None:
    """The manager of the department above, who is not the department's own."""
    own = manager_of(department_id=department_id)
    parent = Department.objects.filter(pk=department_id).values_list("parent", flat=True).first()
    above = manager_of(department_id=parent, except_for=own.pk if own else None) if parent else None
    return above.pk if above is not None else None


def division_of(department_id: int) -> Department:
    """The division a department stands under; itself where it stands under none."""
    chain = department_chain(department_id=department_id)
    return next((one for one in chain if one.kind == DepartmentKind.DIVISION), chain[0])


def departments_offered() -> list[Department]:
    """Departments that can be asked, in the order of the tree."""
    rows = Department.objects.filter(status=DepartmentStatus.ACTIVE).exclude(kind=DepartmentKind.COMPANY)
    return list(rows.order_by("position", "code"))


def divisions() -> list[Department]:
    """The divisions, in the order of the tree."""
    return list(Department.objects.filter(kind=DepartmentKind.DIVISION).order_by("position", "code"))
