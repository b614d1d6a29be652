"""What a customer's page shows of complaints, and what a merge takes along (CUS-01)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from complaints import policies
from complaints.models import Complaint
from complaints.selectors.complaints import closed_between, of_customer
from core.actors import Actor
from customers import endings, panels, referrers
from customers.models import Customer
from customers.panels import Panel, Shown

LATEST = 8


def register() -> None:
    """The card of a customer's page, the rows that move with a merge, and whom to ask after the end."""
    panels.register(Panel("complaints", _("Complaints"), 40, complaints_panel))
    referrers.register(referrers.of_field(Complaint.kind, _("Complaints"), Complaint))
    endings.register(endings.Ending("COMPLAINT", closed_between, day="closed_on", words="number"))


def complaints_panel(customer: Customer, actor: Actor) -> Shown | None:
    """The customer's latest complaints, for who sees any or may record one."""
    rows = of_customer(customer.pk, actor)
    found = list(rows[:LATEST])
    can_record = policies.can_record(actor)
    if not found and not can_record and not policies.sees_all(actor):
        return None
    context = {"rows": found, "customer": customer, "can_record": can_record and customer.is_in_use}
    return Shown("complaints/customer_panel.html", context, rows.count())
