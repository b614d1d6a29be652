"""How rows of the organization are locked, always in this order: table of pairs → role → people by id → departments.

Rights change rarely and are read all the time: readers are never held up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from organization.models import BreakGlass, Department, Person, Role, RoleAssignment

PAIRS = "organization_incompatiblepair"


def hold_pairs() -> None:
    """Keep the table of pairs as it is until the transaction ends; others who hold it are not held up."""
    _lock_table("SHARE")


def lock_pairs() -> None:
    """Let nobody grant, edit roles or add pairs until the transaction ends: a new pair is checked against all."""
    _lock_table("SHARE ROW EXCLUSIVE")


def lock_role(role_id: int) -> Role:
    """Lock a role; return it freshly read. Raises Role.DoesNotExist."""
    return Role.objects.select_for_update(of=("self",), no_key=True).get(pk=role_id)


def lock_people(person_ids: Iterable[int]) -> dict[int, Person]:
    """Lock people in order of their ids; return them freshly read, by id. Raises Person.DoesNotExist."""
    wanted = set(person_ids)
    rows = Person.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",), no_key=True)
    people = {person.pk: person for person in rows}
    if wanted - people.keys():
        raise Person.DoesNotExist
    return people


def lock_person(person_id: int) -> Person:
    """Lock one person; return it freshly read."""
    return lock_people([person_id])[person_id]


def lock_assignment(assignment_id: int) -> RoleAssignment:
    """Lock the person an assignment belongs to, then read it. Raises RoleAssignment.DoesNotExist."""
    person_id = RoleAssignment.objects.values_list("person_id", flat=True).get(pk=assignment_id)
    lock_person(person_id)
    return RoleAssignment.objects.select_related("person", "role", "department", "warehouse").get(pk=assignment_id)


def lock_break_glass(right_id: int) -> BreakGlass:
    """Lock the person a break-glass right belongs to, then the right; return it freshly read. Raises
    BreakGlass.DoesNotExist.
    """
    lock_person(BreakGlass.objects.values_list("person_id", flat=True).get(pk=right_id))
    rows = BreakGlass.objects.select_related("person", "role", "department", "warehouse", "granted_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=right_id)


def lock_tree() -> None:
    """Let one change of the tree's shape happen at a time: the company's row stands for the whole."""
    list(Department.objects.filter(parent=None).select_for_update(of=("self",), no_key=True))


def lock_department(department_id: int) -> Department:
    """Lock a department; return it freshly read. Raises Department.DoesNotExist."""
    return Department.objects.select_for_update(of=("self",), no_key=True).get(pk=department_id)


def _lock_table(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {PAIRS} IN {mode} MODE")
