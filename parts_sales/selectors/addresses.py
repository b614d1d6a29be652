"""Where a customer is written to."""

from __future__ import annotations

from customers.models import Customer


def address_of(customer: Customer, *, contact: str = "") -> str:
    """The e-mail of the named contact, else of the main one; empty where nobody has an address."""
    contacts = customer.contacts.filter(retired_at__isnull=True).exclude(email="").values_list("name", "email")
    known = list(contacts.order_by("-is_main", "pk"))
    named = [email for name, email in known if contact and name == contact]
    return next(iter([*named, *(email for _name, email in known)]), "")
