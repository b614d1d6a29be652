"""Who makes, reviews and answers, by their rights over a department (CUS-10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from agreements import policies
from agreements.choices import Part
from organization.choices import ScopeKind
from organization.models import Department, Person
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import ids_up


def holders(permission: str, department_id: int, *, on: date) -> set[int]:
    """Whoever holds a permission for a department: the nearest ones over it; where there are none, those for the whole
    company.
    """
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[permission])
    for place in ids_up(department_id=department_id):
        found = set(rows.filter(scope_kind=ScopeKind.DEPARTMENT, department=place).values_list("person", flat=True))
        if found:
            return found
    return set(rows.filter(scope_kind=ScopeKind.COMPANY).values_list("person", flat=True))


def reviewers(department_id: int, *, on: date) -> set[int]:
    """Who starts and concludes reviews."""
    return holders(policies.REVIEW, department_id, on=on)


def answerers(part: str, department_id: int, *, on: date) -> set[int]:
    """Who answers for a part."""
    return holders(policies.ANSWERS[Part(part)], department_id, on=on)


def able_to_answer(part: str, review: Any, *, on: date) -> set[int]:
    """Who is asked for a part of a review: its answerers without those whose matter it is (CUS-10)."""
    return answerers(part, review.agreement.department_id, on=on) - makers(review)


def makers(review: Any) -> set[int]:
    """Whose matter a review is: they neither answer nor conclude."""
    return {review.created_by_id, review.agreement.created_by_id, review.agreement.owner_id}


def names_of(ids: Iterable[int]) -> list[str]:
    """People by name, as they are shown."""
    return [one.name for one in Person.objects.filter(pk__in=set(ids), is_active=True).order_by("sort_key", "pk")]


def owners_offered() -> list[Person]:
    """Who can look after an agreement or a lead, by name."""
    rows = Person.objects.filter(is_active=True, department__isnull=False).select_related("department")
    return list(rows.order_by("sort_key", "pk"))


def houses_offered() -> list[Department]:
    """Departments an agreement can belong to, in the order of the tree."""
    return list(Department.objects.filter(status="ACTIVE").order_by("position", "code"))
