"""Reads: who somebody is and may do on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from core.actors import Actor, Emergency, Scope
from organization.choices import ScopeKind
from organization.models import BreakGlass, Person, RoleAssignment
from organization.selectors.break_glass import break_glass_in_force
from organization.selectors.departments import department_tree


def assignments_in_force(*, on: date) -> QuerySet[RoleAssignment]:
    """Role assignments that hold on a day, of people who still work here (ORG-03)."""
    return RoleAssignment.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gt=on),
        start_date__lte=on,
        person__is_active=True,
    )


def actor_for(*, person_id: int | None, on: date) -> Actor:
    """The actor a person is on a day: roles, and each permission with where it holds (ORG-03), with the break-glass
    rights in force beside them (ORG-06b).

    Nobody signed in, or somebody who left, is an actor without rights.
    """
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return actor_of(person=person, on=on)


def actor_of(*, person: Person | AnonymousUser | None, on: date) -> Actor:
    """`actor_for` somebody who was read already, as whoever signed in is at each request."""
    if not isinstance(person, Person) or not person.is_active:
        return Actor(person_id=None, name="")
    return actors_for(people=[person], on=on)[person.pk]


def actors_for(*, people: Iterable[Person], on: date) -> dict[int, Actor]:
    """Several actors at once, by person id, in three statements."""
    people = list(people)
    theirs = {"person__in": [person.pk for person in people]}
    held: dict[int, list[RoleAssignment]] = defaultdict(list)
    for assignment in assignments_in_force(on=on).filter(**theirs).select_related("role"):
        held[assignment.person_id].append(assignment)
    broken: dict[int, list[BreakGlass]] = defaultdict(list)
    for right in break_glass_in_force(on=on).filter(**theirs).select_related("role"):
        broken[right.person_id].append(right)
    tree = department_tree()
    return {person.pk: _actor(person, held[person.pk], broken[person.pk], tree) for person in people}


def _actor(
    person: Person, assignments: list[RoleAssignment], broken: list[BreakGlass], tree: dict[int, frozenset[int]]
) -> Actor:
    grants: dict[str, Scope] = {}
    roles = [*(row.role for row in assignments), *(right.role for right in broken)]
    for assignment in assignments:
        scope = _scope(assignment, tree)
        for permission in assignment.role.permissions:
            grants[permission] = grants.get(permission, Scope()) | scope
    return Actor(
        person_id=person.pk,
        name=person.name,
        department_id=person.department_id,
        grants=grants,
        roles=frozenset(assignment.role.code for assignment in assignments),
        own_departments=tree.get(person.department_id or 0, frozenset()),
        needs_second_factor=any(role.requires_second_factor for role in roles),
        emergencies=tuple(_emergency(right, tree) for right in broken),
    )


def _emergency(right: BreakGlass, tree: dict[int, frozenset[int]]) -> Emergency:
    """What was given, as far as the role still gives it."""
    scope = _scope(right, tree)
    return Emergency(number=right.number, grants=dict.fromkeys({*right.permissions} & {*right.role.permissions}, scope))


def _scope(row: RoleAssignment | BreakGlass, tree: dict[int, frozenset[int]]) -> Scope:
    if row.scope_kind == ScopeKind.COMPANY:
        return Scope(company=True)
    if row.scope_kind == ScopeKind.DEPARTMENT:
        return Scope(departments=tree.get(row.department_id or 0, frozenset()))
    return Scope()
