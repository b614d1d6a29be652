"""Who may do what with customers: pure functions over an actor and a row (CUS-01, decision 0106)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.actors import Actor

VIEW_ALL = "customers.view_all"
EDIT = "customers.edit"
MERGE = "customers.merge"

PERMISSIONS = (
    (VIEW_ALL, _("See all customers")),
    (EDIT, _("Make customers, change those one sees")),
    (MERGE, _("Merge customers")),
)


def can_open(actor: Actor) -> bool:
    """Everybody has a house whose customers they see; the page opens for who is somebody."""
    return actor.person_id is not None


def can_make(actor: Actor) -> bool:
    """Makes customers and brings them in from files."""
    return actor.can_somewhere(EDIT)


def sees_all(actor: Actor) -> bool:
    """Sees every customer of the company."""
    return actor.can_somewhere(VIEW_ALL)


def can_edit(customer: Any, actor: Actor) -> bool:
    """Whoever keeps customers and sees this one, while it is in use."""
    return can_make(actor) and customer.is_in_use


def can_restore(customer: Any, actor: Actor) -> bool:
    """Takes an archived customer up again; a merged one never."""
    return can_make(actor) and customer.archived_at is not None and customer.merged_into_id is None


def can_merge(customer: Any, actor: Actor) -> bool:
    """Merges this customer with another."""
    return actor.can_somewhere(MERGE) and customer.merged_into_id is None
