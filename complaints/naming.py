"""How costs name a complaint: by its number (CMP-08)."""

from __future__ import annotations

from complaints.choices import ENDED, ComplaintState
from complaints.models import Complaint
from complaints.selectors.complaints import complaints_visible_to
from core import origins
from core.actors import Actor

MOST = 50


def register() -> None:
    """Let requests, claims and returns name complaints."""
    origins.register(origins.Origin(Complaint.kind, find=numbered, offered=offered, customer=customer_of))


def numbered(number: str) -> tuple[str, int] | None:
    """The complaint of a number that costs may name: any but a cancelled one, since bills come late."""
    rows = Complaint.objects.filter(number__iexact=number).exclude(state=ComplaintState.CANCELLED)
    found = rows.values_list("number", "pk").first()
    return (found[0] or "", found[1]) if found else None


def customer_of(complaint_id: int) -> int | None:
    """Whose complaint it is: goods that come back belong to a complaint of their own customer (PSL-53)."""
    return Complaint.objects.filter(pk=complaint_id).values_list("customer", flat=True).first()


def offered(actor: Actor) -> list[tuple[str, str]]:
    """The open complaints one sees, the newest first."""
    rows = complaints_visible_to(actor).exclude(state__in=ENDED).select_related("customer")[:MOST]
    return [(row.number or "", f"{row.title} · {row.customer.name}") for row in rows]
