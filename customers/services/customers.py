"""Customers made, changed, archived and taken up again (CUS-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit, documents, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed
from core.money import CURRENCIES
from customers import locks, policies
from customers.choices import Region
from customers.errors import (
    CustomerArchived,
    CustomerKnown,
    CustomerMerged,
    NameMissing,
    PersonGone,
    TaxNumberTaken,
)
from customers.models import Customer
from customers.rules import names
from customers.selectors import duplicates
from customers.services.inputs import CustomerInput
from organization.models import Person

FIELDS = (
    "name_zh", "name_en", "region", "country", "tax_number", "grade", "phone", "bank", "bank_account", "currency",
    "incoterm", "note",
)  # fmt: skip
PREFIX = "CUS"


@transaction.atomic
def create_customer(*, draft: CustomerInput, actor: Actor, at: datetime, is_another: bool = False) -> Customer:
    """Add a customer; without an owner, its maker looks after it. `is_another`: somebody says it is not the company it
    looks like.

    Raises NotAllowed, NameMissing, InvalidInput, PersonGone, TaxNumberTaken, CustomerKnown (unless `is_another`).
    """
    if not policies.can_make(actor) or actor.person_id is None:
        raise NotAllowed(document=draft.name_zh or draft.name_en)
    made = Customer(created_by_id=actor.person_id, created_at=at)
    _fill(made, draft, actor)
    _require_unknown(made, is_another=is_another)
    made.number = numbers.take(PREFIX, timezone.localtime(at).year)
    _save(made)
    record(made, "create", actor=actor, at=at)
    return made


@transaction.atomic
def change_customer(
    *,
    customer_id: int,
    draft: CustomerInput,
    version: int | None,
    actor: Actor,
    at: datetime,
    is_another: bool = False,
) -> Customer:
    """Change what a customer is. Raises as `create_customer`, and StaleDocument, CustomerArchived, CustomerMerged."""
    customer = _open(customer_id, actor, version)
    before = _values(customer)
    keys = (customer.name_keys, customer.tax_key)
    _fill(customer, draft, actor)
    if keys != (customer.name_keys, customer.tax_key):
        _require_unknown(customer, is_another=is_another)
    after = _values(customer)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        customer.version += 1
        _save(customer)
        record(customer, "change", actor=actor, at=at, facts={"changes": changed})
    return customer


@transaction.atomic
def archive_customer(*, customer_id: int, version: int | None, actor: Actor, at: datetime) -> Customer:
    """Put a customer away: it takes part in nothing new. Raises NotAllowed, StaleDocument, CustomerMerged."""
    customer = _open(customer_id, actor, version)
    customer.archived_at = at
    documents.touch(_movable(customer), fields=("archived_at",))
    record(customer, "archive", actor=actor, at=at)
    return customer


@transaction.atomic
def restore_customer(*, customer_id: int, version: int | None, actor: Actor, at: datetime) -> Customer:
    """Take an archived customer up again. Raises NotAllowed, StaleDocument, CustomerMerged."""
    customer = locks.lock_customer(customer_id)
    require_unmerged(customer)
    documents.require_version(_movable(customer), version)
    if customer.archived_at is None:
        return customer
    if not policies.can_restore(customer, actor):
        raise NotAllowed(document=str(customer))
    customer.archived_at = None
    documents.touch(_movable(customer), fields=("archived_at",))
    record(customer, "restore", actor=actor, at=at)
    return customer


def require_unmerged(customer: Customer) -> None:
    """Refuse what a merged customer takes no part in. Raises CustomerMerged."""
    if customer.merged_into is not None:
        raise CustomerMerged(customer=str(customer), survivor=str(customer.merged_into))


def lock_open(customer_id: int, actor: Actor) -> Customer:
    """A customer to be changed, locked. Raises NotAllowed, CustomerArchived, CustomerMerged."""
    return _open(customer_id, actor, None)


def _open(customer_id: int, actor: Actor, version: int | None) -> Customer:
    customer = locks.lock_customer(customer_id)
    require_unmerged(customer)
    if not policies.can_make(actor):
        raise NotAllowed(document=str(customer))
    if customer.archived_at is not None:
        raise CustomerArchived(customer=str(customer))
    documents.require_version(_movable(customer), version)
    return customer


def _fill(customer: Customer, draft: CustomerInput, actor: Actor) -> None:
    values = draft.values()
    owner_id = values.pop("owner_id") or customer.owner_id or actor.person_id
    department_id = values.pop("department_id")
    for name in FIELDS:
        setattr(customer, name, values[name])
    if not customer.name_zh and not customer.name_en:
        raise NameMissing
    if customer.currency not in CURRENCIES or customer.region not in Region.values:
        raise InvalidInput(problem=customer.currency)
    if owner_id != customer.owner_id:
        owner = Person.objects.filter(pk=owner_id or 0, is_active=True, department__isnull=False).first()
        if owner is None:
            raise PersonGone
        customer.owner = owner
    customer.department_id = department_id or customer.department_id or _house(customer.owner)
    customer.name_keys = names.keys_of(customer.name_zh, customer.name_en)
    customer.tax_key = names.tax_key(customer.tax_number)


@transaction.atomic
def hand_on(*, person_id: int, heir_id: int, at: datetime) -> int:
    """The customers somebody who leaves looked after go to whoever manages their department; how many (ORG-02)."""
    heir = Person.objects.get(pk=heir_id)
    theirs = Customer.objects.filter(owner=person_id, merged_into__isnull=True).order_by("pk")
    rows = [locks.lock_customer(pk) for pk in theirs.values_list("pk", flat=True)]
    for customer in rows:
        changes = {"owner": [customer.owner.name_zh, heir.name_zh]}
        customer.owner = heir
        customer.version += 1
        customer.save(update_fields=("owner", "version"))
        record(customer, "change", actor=SYSTEM, at=at, facts={"changes": changes})
    return len(rows)


def _house(owner: Person) -> int:
    if owner.department_id is None:
        raise PersonGone
    return owner.department_id


def _require_unknown(customer: Customer, *, is_another: bool) -> None:
    """Refuse a company that is known already. Names may be the same of two companies, tax numbers not."""
    found = duplicates.certain(
        duplicates.alike(
            name_zh=customer.name_zh,
            name_en=customer.name_en,
            tax_number=customer.tax_number,
            but_not=customer.pk,
        )
    )
    taken = [one for one in found if customer.tax_key and one.customer.tax_key == customer.tax_key]
    if taken:
        raise TaxNumberTaken(customer=f"{taken[0].customer.number} {taken[0].customer}")
    if found and not is_another:
        raise CustomerKnown(customer=f"{found[0].customer.number} {found[0].customer}", why=found[0].why)


def _save(customer: Customer) -> None:
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        if "customers_customer_tax_number_once" not in str(error):
            raise
        other = Customer.objects.filter(tax_key=customer.tax_key, merged_into__isnull=True).first()
        raise TaxNumberTaken(customer=f"{other.number} {other}" if other else customer.tax_number) from error


def _values(customer: Customer) -> dict[str, str]:
    found = {name: str(getattr(customer, name)) for name in FIELDS}
    return found | {"owner": customer.owner.name_zh, "department": customer.department.name_zh}


def _movable(customer: Customer) -> Any:
    return customer


def record(
    customer: Customer, what: str, *, actor: Actor, at: datetime, facts: dict[str, Any] | None = None, **more: Any
) -> None:
    """One event on a customer's timeline."""
    audit.record(
        kind=customer.kind,
        document_id=customer.pk,
        label=f"{customer.number} {customer.name_zh or customer.name_en}",
        code=f"{customer.kind}.{what}",
        actor=actor,
        at=at,
        facts=facts,
        **more,
    )
