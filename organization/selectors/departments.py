"""Reads of the tree of departments (ORG-01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import Q

from core.once import once
from organization.models import Department, Person

MOST_LEVELS = 20


def department_tree() -> dict[int, frozenset[int]]:
    """Each department's id with the ids of itself and all below it (GEN-10)."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in parents().items():
        children[parent_id].append(pk)
    below: dict[int, frozenset[int]] = {}

    def gather(pk: int) -> frozenset[int]:
        below[pk] = frozenset({pk}).union(*(gather(child) for child in children[pk]))
        return below[pk]

    for root in children[None]:
        gather(root)
    return below


def departments_below(*, department_id: int) -> frozenset[int]:
    """The ids of a department and all below it; empty for a department that does not exist."""
    return department_tree().get(department_id, frozenset())


def company() -> Department:
    """The department at the top of the tree. Raises Department.DoesNotExist in an installation without one."""
    return Department.objects.get(kind="COMPANY")


def ids_up(*, department_id: int) -> list[int]:
    """The ids of a department and of those above it, itself first; empty for one that does not exist."""
    return line_up(parents(), department_id)


def line_up(above: Mapping[int, int | None], department_id: int | None) -> list[int]:
    """`ids_up` in a tree that was read already (`parents`)."""
    ids: list[int] = []
    step = department_id if department_id in above else None
    while step is not None and len(ids) < MOST_LEVELS:
        ids.append(step)
        step = above[step]
    return ids


@once
def parents() -> dict[int, int | None]:
    """The department above each one."""
    return dict(Department.objects.values_list("pk", "parent_id").order_by())


@once
def department_chain(*, department_id: int) -> list[Department]:
    """A department and those above it, itself first, the company last; empty for one that does not exist.

    With whoever manages each and their deputies.
    """
    ids = ids_up(department_id=department_id)
    found = Department.objects.select_related("manager", "deputy").in_bulk(ids)
    return [found[pk] for pk in ids]


def leads_somewhere(*, person_id: int) -> bool:
    """Whether somebody is manager or deputy of a department."""
    return Department.objects.filter(Q(manager=person_id) | Q(deputy=person_id)).exists()


def manager_of(*, department_id: int, except_for: int | None = None) -> Person | None:
    """Who manages a department: its manager, else the deputy, else whoever manages the one above (ORG-02).

    Somebody who left, and the person named by `except_for`, are passed over. None when nobody is left.
    """
    for department in department_chain(department_id=department_id):
        for person in (department.manager, department.deputy):
            if person is not None and person.is_active and person.pk != except_for:
                return person
    return None


def leaders(department_ids: Collection[int] | None = None) -> set[int]:
    """Who manages one of these departments or is a deputy there; of any department where none are named."""
    led = Department.objects.all() if department_ids is None else Department.objects.filter(pk__in=department_ids)
    return {pk for pair in led.values_list("manager_id", "deputy_id") for pk in pair if pk is not None}
