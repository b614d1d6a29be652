"""A customer's contacts, addresses and machines: added, changed, retired (CUS-01)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import documents
from core.actors import Actor
from core.errors import InvalidInput
from customers.models import Address, Contact, Machine, OfCustomer
from customers.services import customers
from customers.services.inputs import AddressInput, ContactInput, MachineInput, PartInput

MODELS: dict[str, type[OfCustomer]] = {"contact": Contact, "address": Address, "machine": Machine}
_OF_INPUT: dict[type[PartInput], str] = {ContactInput: "contact", AddressInput: "address", MachineInput: "machine"}


@transaction.atomic
def add(*, customer_id: int, draft: PartInput, actor: Actor, at: datetime) -> Any:
    """Add a contact, an address or a machine. Raises NotAllowed, CustomerArchived, CustomerMerged, InvalidInput."""
    customer = customers.lock_open(customer_id, actor)
    code = _OF_INPUT[type(draft)]
    made: Any = MODELS[code](customer=customer, **_values(draft))
    _keep_one_main(made)
    made.save()
    customers.record(customer, f"{code}_add", actor=actor, at=at, facts={"customer_part": str(made)})
    return made


@transaction.atomic
def change(*, customer_id: int, part_id: int, draft: PartInput, version: int | None, actor: Actor, at: datetime) -> Any:
    """Change one of them. Raises as `add`, and StaleDocument."""
    customer = customers.lock_open(customer_id, actor)
    code = _OF_INPUT[type(draft)]
    found = _one(code, customer_id, part_id)
    documents.require_version(found, version)
    values = _values(draft)
    changed = {
        name: [_worded(getattr(found, name)), _worded(value)]
        for name, value in values.items()
        if getattr(found, name) != value
    }
    if not changed:
        return found
    for name, value in values.items():
        setattr(found, name, value)
    _keep_one_main(found)
    found.version += 1
    found.save()
    customers.record(
        customer, f"{code}_change", actor=actor, at=at, facts={"customer_part": str(found), "changes": changed}
    )
    return found


@transaction.atomic
def retire(*, customer_id: int, code: str, part_id: int, actor: Actor, at: datetime) -> Any:
    """Take one out of use; what names it keeps it. Raises NotAllowed, CustomerArchived, CustomerMerged."""
    customer = customers.lock_open(customer_id, actor)
    found = _one(code, customer_id, part_id)
    found.retired_at = at
    found.version += 1
    found.save(update_fields=("retired_at", "version"))
    customers.record(customer, f"{code}_retire", actor=actor, at=at, facts={"customer_part": str(found)})
    return found


def _one(code: str, customer_id: int, part_id: int) -> Any:
    model: Any = MODELS[code]
    return model.objects.select_for_update(of=("self",)).get(pk=part_id, customer=customer_id, retired_at=None)


def _values(draft: PartInput) -> dict[str, Any]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(draft).items()}
    if isinstance(draft, MachineInput) and _ends_before_it_begins(draft):
        raise InvalidInput(problem=_("The warranty ends before the machine was installed."))
    return values


def _ends_before_it_begins(machine: MachineInput) -> bool:
    begin, end = machine.installed_on, machine.warranty_until
    return begin is not None and end is not None and end < begin


def _keep_one_main(part: Any) -> None:
    """A customer has one main contact: the latest that was said to be."""
    if isinstance(part, Contact) and part.is_main:
        Contact.objects.filter(customer=part.customer_id, is_main=True).exclude(pk=part.pk).update(is_main=False)


def _worded(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) else str(value)
