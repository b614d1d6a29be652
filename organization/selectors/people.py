"""Reads of people: who holds which role where, whom one sees (ORG-02, GEN-10)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from core.actors import Actor
from core.once import once
from organization import policies
from organization.choices import ScopeKind
from organization.models import Person
from organization.selectors.actors import assignments_in_force
from organization.selectors.break_glass import break_glass_in_force
from organization.selectors.departments import ids_up


@once
def people_holding(*, role_code: str, department_id: int | None, on: date, by_break_glass: bool = True) -> list[Person]:
    """Who holds a role on a day: over this department, one above it, or the company (None: company-wide alone).

    Break-glass rights count, unless left out (ORG-06b).
    """
    where = Q(scope_kind=ScopeKind.COMPANY)
    if department_id is not None:
        chain = ids_up(department_id=department_id)
        where |= Q(scope_kind=ScopeKind.DEPARTMENT, department__in=chain)
    holders = Q(pk__in=assignments_in_force(on=on).filter(where, role__code=role_code).values("person_id"))
    if by_break_glass:
        given = break_glass_in_force(on=on).filter(where, role__code=role_code)
        holders |= Q(pk__in=given.values("person_id"))
    return list(Person.objects.filter(holders, is_active=True))


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """The people an actor may look up: their own house; everybody for who may see the organization (GEN-10)."""
    scope = actor.sight(policies.VIEW)
    if scope.company:
        return Person.objects.all()
    return Person.objects.filter(Q(department__in=scope.departments) | Q(pk=actor.person_id))


def matching(people: QuerySet[Person], *, words: str) -> QuerySet[Person]:
    """Those whose name, pinyin, initials, user name or position hold every typed word (GEN-12)."""
    for word in words.split()[:6]:
        people = people.filter(
            Q(name_zh__icontains=word)
            | Q(name_en__icontains=word)
            | Q(username__icontains=word)
            | Q(position__icontains=word)
            | Q(position_en__icontains=word)
            | Q(sort_key__icontains=word)
            | Q(initials__icontains=word)
        )
    return people
