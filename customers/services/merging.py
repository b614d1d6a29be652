"""Two customers that are one company become one, without anything getting lost (CUS-01, decision 0107)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core import documents
from core.actors import Actor
from core.errors import NotAllowed, require_reason
from customers import locks, policies, referrers
from customers.errors import SameCustomer
from customers.models import Address, Contact, Customer, CustomerMerge, Machine
from customers.rules import names
from customers.services import customers

FILLED = ("name_zh", "name_en", "country", "tax_number", "phone", "bank", "bank_account", "incoterm", "note")
"""What the survivor takes over where it has nothing of its own."""
PARTS: dict[str, Any] = {"contact": Contact, "address": Address, "machine": Machine}


@transaction.atomic
def merge_customers(
    *, survivor_id: int, merged_id: int, reason: str, version: int | None, actor: Actor, at: datetime
) -> Customer:
    """Make one customer of two: contacts, addresses, machines and all that names the merged one go to the survivor,
    which takes over what it did not know. The merged one stays readable as it was. `version` is the merged one's.

    Raises NotAllowed, SameCustomer, ReasonMissing, CustomerMerged, StaleDocument.
    """
    if survivor_id == merged_id:
        raise SameCustomer
    both = locks.lock_customers((survivor_id, merged_id))
    if len(both) != 2:
        raise Customer.DoesNotExist
    survivor, merged = both[survivor_id], both[merged_id]
    for one in (survivor, merged):
        customers.require_unmerged(one)
        if not policies.can_merge(one, actor):
            raise NotAllowed(document=str(one))
    if actor.person_id is None:
        raise NotAllowed(document=str(merged))
    documents.require_version(_movable(merged), version)
    reason = require_reason(reason)
    moved = _move_parts(survivor, merged) | {
        one.code: one.move(merged.pk, survivor.pk) for one in referrers.registered()
    }
    Customer.objects.filter(merged_into=merged).update(merged_into=survivor)
    merged.merged_into, merged.archived_at = survivor, merged.archived_at or at
    merged.version += 1
    merged.save(update_fields=("merged_into", "archived_at", "version"))
    filled = _fill(survivor, merged)
    kept = CustomerMerge(
        survivor=survivor, merged=merged, moved=moved, filled=filled, reason=reason, by_id=actor.person_id, at=at
    )
    kept.save()
    changes = {name: ["", value] for name, value in filled.items()}
    customers.record(
        survivor, "absorb", actor=actor, at=at, reason=reason, facts={"merged": _named(merged), "changes": changes}
    )
    customers.record(merged, "merge", actor=actor, at=at, reason=reason, facts={"survivor": _named(survivor)})
    return survivor


def _move_parts(survivor: Customer, merged: Customer) -> dict[str, list[int]]:
    moved = {}
    has_main = Contact.objects.filter(customer=survivor, is_main=True, retired_at__isnull=True).exists()
    for code, model in PARTS.items():
        rows = model.objects.filter(customer=merged)
        ids = sorted(rows.values_list("pk", flat=True))
        rows = model.objects.filter(pk__in=ids)
        rows.filter(came_from__isnull=True).update(came_from=merged)
        rows.update(customer=survivor)
        if code == "contact" and has_main:
            rows.update(is_main=False)
        moved[code] = ids
    return moved


def _fill(survivor: Customer, merged: Customer) -> dict[str, str]:
    """What the survivor did not know and takes over."""
    filled = {name: getattr(merged, name) for name in FILLED if not getattr(survivor, name) and getattr(merged, name)}
    for name, value in filled.items():
        setattr(survivor, name, value)
    if "tax_number" in filled:
        survivor.tax_key = merged.tax_key
    survivor.name_keys = names.keys_of(survivor.name_zh, survivor.name_en)
    survivor.version += 1
    survivor.save()
    return filled


def _named(customer: Customer) -> str:
    return f"{customer.number} {customer.name_zh or customer.name_en}"


def _movable(customer: Customer) -> Any:
    return customer
