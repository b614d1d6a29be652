"""What came by the public form, and whom it may be from (CMP-01)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from complaints.models import PublicIntake
from complaints.selectors.complaints import intakes_visible_to
from core.actors import Actor
from core.ordering import ordered
from customers.models import Customer
from customers.selectors.customers import CustomerQuestion, customers_found, customers_visible_to
from parts_sales.models import SalesOrder

SORTS = {"received": "received_at", "company": "company", "state": "state"}
MOST = 5


def intakes_found(actor: Actor, *, state: str = "", words: str = "", sort: str = "") -> QuerySet[PublicIntake]:
    """What came, the newest first unless sorted otherwise."""
    rows = intakes_visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    for word in words.split():
        fields = ("company", "name", "email", "phone", "machine", "order_number", "happened")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(found)
    return ordered(rows, sort, SORTS, usual=("-received_at", "-pk"))


def customers_meant(intake: PublicIntake, actor: Actor) -> list[Customer]:
    """Customers that may have sent it: by order number, by the serial number named, by name."""
    seen = customers_visible_to(actor).filter(archived_at__isnull=True)
    by_paper = Q()
    if intake.order_number:
        orders = SalesOrder.objects.filter(number__iexact=intake.order_number)
        by_paper |= Q(pk__in=orders.values("customer"))
    serials = [word for word in intake.machine.replace("·", " ").split() if len(word) >= 4]
    if serials:
        by_paper |= Q(machines__serial_number__in=serials)
    found = list(seen.filter(by_paper).distinct()[:MOST]) if by_paper else []
    named = customers_found(actor, CustomerQuestion(words=intake.company))[:MOST]
    return list({one.pk: one for one in (*found, *named)}.values())[:MOST]
