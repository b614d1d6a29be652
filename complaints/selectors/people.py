"""Who follows complaints, who analyses, to whom they escalate (CMP-02 to CMP-06)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from complaints import policies
from complaints.models import Complaint
from organization.models import Person
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import department_chain, manager_of


def handlers(complaint: Complaint, *, on: date) -> set[int]:
    """Who recorded it follows it; all of customer service where they left or do other work now."""
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[policies.HANDLE], person__is_active=True)
    found = set(rows.values_list("person", flat=True))
    return {complaint.created_by_id} if complaint.created_by_id in found else found


def customer_service(*, on: date) -> set[int]:
    """Everybody who records complaints."""
    rows = assignments_in_force(on=on).filter(role__permissions__contains=[policies.HANDLE], person__is_active=True)
    return set(rows.values_list("person", flat=True))


def experts_offered() -> list[Person]:
    """The experts who can analyse what does not conform, by name."""
    rows = assignments_in_force(on=timezone.localdate()).filter(role__permissions__contains=[policies.CONFIRM])
    people = Person.objects.filter(pk__in=rows.values("person"), is_active=True).select_related("department")
    return list(people.order_by("sort_key", "pk"))


def escalates_to(complaint: Complaint, *, actor_id: int | None) -> int | None:
    """Who decides next where a negotiation came to nothing: the manager of the division concerned, the one above where
    that is who negotiates, asks, or decided before. None where there is nobody.
    """
    out = {complaint.salesperson_id, actor_id}
    chain = department_chain(department_id=complaint.department_id)
    found = [
        one.pk
        for place in chain
        for one in (place.manager, place.deputy)
        if one is not None and one.is_active and one.pk not in out
    ]
    later = found[found.index(complaint.escalated_to_id) + 1 :] if complaint.escalated_to_id in found else found
    return next(iter(later or found), None)


def above(complaint: Complaint) -> set[int]:
    """To whom a complaint escalates: the manager of the division concerned and the one above."""
    first = manager_of(department_id=complaint.department_id)
    parent = complaint.department.parent_id
    second = manager_of(department_id=parent, except_for=first.pk if first else None) if parent else None
    return {one.pk for one in (first, second) if one is not None}


def salespeople() -> list[Person]:
    """Who can look after a customer, by name."""
    return list(Person.objects.filter(is_active=True, department__isnull=False).order_by("sort_key", "pk"))
