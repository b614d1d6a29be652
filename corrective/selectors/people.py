"""Who writes, follows up and verifies measures (CMP-05, CMP-06)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from corrective import policies
from corrective.models import CorrectiveAction
from organization.choices import ScopeKind
from organization.models import Department, Person
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import departments_below, ids_up, manager_of


def planners(department_id: int, *, on: date) -> set[int]:
    """Whoever writes measures for a department: holders over it or one above it; the nearest of them alone, so that a
    team's matter does not tell the whole line. Its manager where nobody holds the right.
    """
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[policies.PLAN])
    for place in ids_up(department_id=department_id):
        here = rows.filter(scope_kind=ScopeKind.DEPARTMENT, department=place)
        found = set(here.values_list("person", flat=True))
        if found:
            return found
    manager = manager_of(department_id=department_id)
    return {manager.pk} if manager is not None else set()


def members_below(department_id: int) -> frozenset[int]:
    """Everybody of a department and of those below it: they never verify the effect of its measures (CMP-06)."""
    below = departments_below(department_id=department_id)
    return frozenset(Person.objects.filter(department__in=below).values_list("pk", flat=True))


def barred_from_verifying(action: CorrectiveAction) -> frozenset[int]:
    """Who may not judge an effect: the handler, the responsible department, whoever wrote or carries out measures."""
    involved = {action.created_by_id}
    for row in action.rounds.values_list("written_by", "measures__owner", "measures__done_by"):
        involved |= {person for person in row if person is not None}
    return frozenset(involved) | members_below(action.department_id)


def managers_above(department_id: int) -> list[int]:
    """The department's manager and the manager above, by id; fewer where there are none."""
    manager = manager_of(department_id=department_id)
    parent = Department.objects.filter(pk=department_id).values_list("parent", flat=True).first()
    above = manager_of(department_id=parent, except_for=manager.pk if manager else None) if parent else None
    return [person.pk for person in (manager, above) if person is not None]


def panel(*, on: date) -> set[int]:
    """Everybody who sits on the panel."""
    roles = assignments_in_force(on=on).filter(role__permissions__contains=[policies.VERIFY])
    return set(roles.values_list("person", flat=True))


def owners_offered() -> list[Person]:
    """People who can own a measure, by name."""
    rows = Person.objects.filter(Q(is_active=True) & Q(department__isnull=False)).select_related("department")
    return list(rows.order_by("sort_key", "pk"))
