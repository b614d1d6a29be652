"""Who holds a right over a department today: whom notices go to."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from organization.choices import ScopeKind
from organization.models import Person
from organization.selectors.actors import assignments_in_force
from organization.selectors.departments import ids_up
from parts_sales import policies

SELL = "parts.sell"


def holders(permission: str, *, department_id: int) -> set[int]:
    """People who hold a permission over a department, one above it or the company."""
    rows = assignments_in_force(on=timezone.localdate()).filter(role__permissions__contains=[permission])
    chain = ids_up(department_id=department_id)
    rows = rows.filter(Q(scope_kind=ScopeKind.COMPANY) | Q(scope_kind=ScopeKind.DEPARTMENT, department__in=chain))
    return set(rows.values_list("person", flat=True))


def salespeople() -> list[Person]:
    """Those who sell and do not quote, by name: through them a contract can go to a customer abroad (PSL-40)."""
    clerks = {person.pk for person in anywhere(policies.QUOTE)}
    return [person for person in anywhere(SELL) if person.pk not in clerks and person.is_active]


def anywhere(permission: str) -> list[Person]:
    """People who hold a permission somewhere, by name."""
    rows = assignments_in_force(on=timezone.localdate()).filter(role__permissions__contains=[permission])
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("sort_key", "pk"))
