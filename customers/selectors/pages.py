"""What a customer's page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.actors import Actor
from customers import panels, policies
from customers.models import Address, Contact, Customer, CustomerMerge, Machine
from customers.panels import Card


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A machine, and whether its warranty still holds."""

    machine: Machine
    is_in_warranty: bool


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A customer with its contacts, addresses, machines, merges, and the cards of other apps."""

    contacts: Sequence[Contact]
    addresses: Sequence[Address]
    machines: Sequence[MachineRow]
    merges: Sequence[CustomerMerge]
    cards: Sequence[Card]
    can_edit: bool
    can_restore: bool
    can_merge: bool


def customer_page(*, customer: Customer, actor: Actor, on: date) -> CustomerPage:
    """Everything on one page, in a fixed number of statements besides those of the cards."""
    machines = customer.machines.filter(retired_at__isnull=True)
    return CustomerPage(
        contacts=list(customer.contacts.filter(retired_at__isnull=True)),
        addresses=list(customer.addresses.filter(retired_at__isnull=True)),
        machines=[MachineRow(one, one.in_warranty(on)) for one in machines],
        merges=list(CustomerMerge.objects.filter(survivor=customer).select_related("merged", "by")),
        cards=panels.cards(customer, actor),
        can_edit=policies.can_edit(customer, actor),
        can_restore=policies.can_restore(customer, actor),
        can_merge=policies.can_merge(customer, actor),
    )
