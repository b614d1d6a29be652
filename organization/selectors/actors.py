"""Reads: who somebody is and may do on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from core.actors import Actor, Scope
from organization.choices import ScopeKind
from organization.models import Person, RoleAssignment
from organization.selectors.departments import department_tree


def assignments_in_force(*, on: date) -> QuerySet[RoleAssignment]:
    """Role assignments that hold on a day, of people who still work here (ORG-03)."""
    return RoleAssignment.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=on),
        start_date__lte=on,
        person__is_active=True,
    )


def actor_for(*, person_id: int | None, on: date) -> Actor:
    """The actor a person is on a day: roles, and each permission with where it holds (ORG-03).

    Nobody signed in, or somebody who left, is an actor without rights.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).first() if person_id else None
    if person is None:
        return Actor(person_id=None, name="")
    return actors_for(people=[person], on=on)[person.pk]


def actors_for(*, people: Iterable[Person], on: date) -> dict[int, Actor]:
    """Several actors at once, by person id, in three statements."""
    people = list(people)
    held: dict[int, list[RoleAssignment]] = defaultdict(list)
    rows = assignments_in_force(on=on).filter(person__in=[person.pk for person in people]).select_related("role")
    for assignment in rows:
        held[assignment.person_id].append(assignment)
    tree = department_tree()
    return {person.pk: _actor(person, held[person.pk], tree) for person in people}


def _actor(person: Person, assignments: list[RoleAssignment], tree: dict[int, frozenset[int]]) -> Actor:
    grants: dict[str, Scope] = {}
    for assignment in assignments:
        if assignment.scope_kind == ScopeKind.COMPANY:
            scope = Scope(company=True)
        elif assignment.scope_kind == ScopeKind.DEPARTMENT:
            scope = Scope(departments=tree.get(assignment.department_id or 0, frozenset()))
        else:
            scope = Scope()
        for permission in assignment.role.permissions:
            grants[permission] = grants.get(permission, Scope()) | scope
    return Actor(
        person_id=person.pk,
        name=person.name,
        department_id=person.department_id,
        grants=grants,
        roles=frozenset(assignment.role.code for assignment in assignments),
        own_departments=tree.get(person.department_id or 0, frozenset()),
        needs_second_factor=any(assignment.role.requires_second_factor for assignment in assignments),
    )
