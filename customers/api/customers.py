"""`customers`: whom the company serves, with contacts, addresses and machines (CUS-01)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Changes, Creates, Input, Resource, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter
from core.money import CURRENCIES
from customers import policies
from customers.choices import AddressUse, Grade, Incoterm, Region
from customers.models import Address, Contact, Customer, Machine
from customers.selectors.customers import customers_visible_to
from customers.services import customers, merging, parts
from customers.services.inputs import AddressInput, ContactInput, CustomerInput, MachineInput
from organization.api.checks import existing
from organization.models import Department


class ContactIn(Input):
    """A person at the customer."""

    name = serializers.CharField(max_length=80)
    position = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    is_main = serializers.BooleanField(required=False, default=False)


class AddressIn(Input):
    """Where goods or papers go."""

    text = serializers.CharField(max_length=300)
    use = serializers.ChoiceField(choices=AddressUse.choices, required=False, default=AddressUse.DELIVERY)
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    receiver = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class MachineIn(Input):
    """A machine at the customer's; the last day of the warranty counts."""

    model = serializers.CharField(max_length=60)
    serial_number = serializers.CharField(max_length=60)
    installed_on = serializers.DateField(required=False, allow_null=True, default=None)
    warranty_until = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class PartChange(VersionedInput):
    """Which contact, address or machine changes; only what is sent does. `version` is its own."""

    id = IdField()


class ContactChange(PartChange):
    """A person at the customer."""

    name = serializers.CharField(max_length=80, required=False)
    position = serializers.CharField(max_length=80, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=160, required=False, allow_blank=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
    is_main = serializers.BooleanField(required=False)


class AddressChange(PartChange):
    """Where goods or papers go."""

    text = serializers.CharField(max_length=300, required=False)
    use = serializers.ChoiceField(choices=AddressUse.choices, required=False)
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True)
    receiver = serializers.CharField(max_length=80, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)


class MachineChange(PartChange):
    """A machine at the customer's."""

    model = serializers.CharField(max_length=60, required=False)
    serial_number = serializers.CharField(max_length=60, required=False)
    installed_on = serializers.DateField(required=False, allow_null=True)
    warranty_until = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CustomerChange(VersionedInput):
    """What a customer is; only what is sent changes."""

    name_zh = serializers.CharField(max_length=120, required=False, allow_blank=True)
    name_en = serializers.CharField(max_length=160, required=False, allow_blank=True)
    region = serializers.ChoiceField(choices=Region.choices, required=False)
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    tax_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    grade = serializers.ChoiceField(choices=Grade.choices, required=False)
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True)
    bank = serializers.CharField(max_length=160, required=False, allow_blank=True)
    bank_account = serializers.CharField(max_length=60, required=False, allow_blank=True)
    currency = serializers.ChoiceField(choices=[(code, code) for code in CURRENCIES], required=False)
    incoterm = serializers.ChoiceField(choices=Incoterm.choices, required=False, allow_blank=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    owner = IdField(required=False, allow_null=True)
    department = IdField(required=False, allow_null=True)
    is_another = serializers.BooleanField(required=False, default=False)


class CustomerIn(CustomerChange):
    """A customer; `is_another` says that it is not the company it looks like."""

    version = None  # type: ignore[assignment]


class MergeIn(VersionedInput):
    """The customer that goes on, and why the two are one."""

    survivor = IdField()
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class RetireIn(Input):
    """Which contact, address or machine."""

    id = IdField()


class ContactOut(serializers.Serializer[Contact]):
    """A person at the customer."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    position = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    is_main = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class AddressOut(serializers.Serializer[Address]):
    """Where goods or papers go."""

    id = serializers.IntegerField(read_only=True)
    use = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    postcode = serializers.CharField(read_only=True)
    receiver = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class MachineOut(serializers.Serializer[Machine]):
    """A machine at the customer's."""

    id = serializers.IntegerField(read_only=True)
    model = serializers.CharField(read_only=True)
    serial_number = serializers.CharField(read_only=True)
    installed_on = serializers.DateField(read_only=True, allow_null=True)
    warranty_until = serializers.DateField(read_only=True, allow_null=True)
    note = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class CustomerRow(serializers.Serializer[Customer]):
    """A customer in lists."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    region = serializers.CharField(read_only=True)
    country = serializers.CharField(read_only=True)
    tax_number = serializers.CharField(read_only=True)
    grade = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    bank = serializers.CharField(read_only=True)
    bank_account = serializers.CharField(read_only=True)
    currency = serializers.CharField(read_only=True)
    incoterm = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    archived_at = serializers.DateTimeField(read_only=True, allow_null=True)
    merged_into = serializers.IntegerField(source="merged_into_id", read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class CustomerOut(CustomerRow):
    """A customer with its contacts, addresses and machines."""

    contacts = ContactOut(many=True, read_only=True)
    addresses = AddressOut(many=True, read_only=True)
    machines = MachineOut(many=True, read_only=True)


class CustomerFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By region, grade, who looks after them; whether they are archived."""

    region = django_filters.ChoiceFilter(choices=Region.choices)
    grade = django_filters.ChoiceFilter(choices=Grade.choices)
    owner = IdFilter(field_name="owner_id")
    tax_number = django_filters.CharFilter(lookup_expr="iexact")
    is_archived = django_filters.BooleanFilter(field_name="archived_at", lookup_expr="isnull", exclude=True)


class CustomerResource(Creates[Customer], Changes[Customer], Resource[Customer]):
    """One sees those one's house serves or looks after; who serves the whole company sees all (GEN-10)."""

    serializer_class = CustomerOut
    list_serializer_class = CustomerRow
    input_serializers = {"create": CustomerIn, "partial_update": CustomerChange}
    permissions = {
        **dict.fromkeys(
            ("create", "partial_update", "archive", "restore", "add_contact", "add_address", "add_machine",
             "change_contact", "change_address", "change_machine",
             "retire_contact", "retire_address", "retire_machine"),
            policies.EDIT,
        ),
        "merge": policies.MERGE,
    }  # fmt: skip
    filterset_class = CustomerFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    ordering = "number"
    search_kind = Customer.kind

    def visible(self, actor: Actor) -> QuerySet[Customer]:
        return customers_visible_to(actor)

    def for_one(self, rows: QuerySet[Customer]) -> QuerySet[Customer]:
        models: tuple[tuple[str, Any], ...] = (("contacts", Contact), ("addresses", Address), ("machines", Machine))
        return rows.select_related("owner", "department").prefetch_related(
            *(Prefetch(name, model.objects.filter(retired_at__isnull=True)) for name, model in models)
        )

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Customer:
        is_another = data.pop("is_another")
        return customers.create_customer(draft=_draft(CustomerInput(), data), is_another=is_another, actor=actor, at=at)

    def change(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> Customer:
        is_another, version = data.pop("is_another", False), data.pop("version", None)
        now = CustomerInput(**{name: getattr(document, name) for name in customers.FIELDS})
        return customers.change_customer(
            customer_id=document.pk,
            draft=_draft(now, data),
            version=version,
            is_another=is_another,
            actor=actor,
            at=at,
        )

    @move(input=VersionedInput)
    def archive(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> Customer:
        """It takes part in nothing new."""
        return customers.archive_customer(customer_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=VersionedInput)
    def restore(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> Customer:
        """It is served again."""
        return customers.restore_customer(customer_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=MergeIn)
    def merge(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> Customer:
        """This customer becomes part of another, which the answer shows."""
        existing_customer(data["survivor"], actor)
        return merging.merge_customers(
            survivor_id=data["survivor"],
            merged_id=document.pk,
            reason=data["reason"],
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @move(input=ContactIn)
    def add_contact(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A person more at the customer."""
        parts.add(customer_id=document.pk, draft=ContactInput(**data), actor=actor, at=at)

    @move(input=AddressIn)
    def add_address(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """An address more."""
        parts.add(customer_id=document.pk, draft=AddressInput(**data), actor=actor, at=at)

    @move(input=MachineIn)
    def add_machine(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A machine more at the customer's."""
        parts.add(customer_id=document.pk, draft=MachineInput(**data), actor=actor, at=at)

    @move(input=ContactChange)
    def change_contact(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Change what is known of a person."""
        _change("contact", ContactInput, document, data, actor, at)

    @move(input=AddressChange)
    def change_address(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Change an address."""
        _change("address", AddressInput, document, data, actor, at)

    @move(input=MachineChange)
    def change_machine(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Change what is known of a machine, its warranty for instance."""
        _change("machine", MachineInput, document, data, actor, at)

    @move(input=RetireIn)
    def retire_contact(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """The person is not asked any more."""
        _retire("contact", document, data, actor, at)

    @move(input=RetireIn)
    def retire_address(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Nothing goes there any more."""
        _retire("address", document, data, actor, at)

    @move(input=RetireIn)
    def retire_machine(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """The machine does not stand there any more."""
        _retire("machine", document, data, actor, at)


def existing_customer(customer_id: int, actor: Actor) -> None:
    """Refuse a customer the caller does not see (400). Raises ValidationError."""
    if not customers_visible_to(actor).filter(pk=customer_id).exists():
        existing(Customer, survivor=0)


def _draft(now: CustomerInput, data: dict[str, Any]) -> CustomerInput:
    existing(Department, department=data.get("department"))
    given = {name: value for name, value in data.items() if name not in {"owner", "department"}}
    return replace(now, **given, owner_id=data.get("owner"), department_id=data.get("department"))


def _change(code: str, kind: type[Any], document: Customer, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    """What is sent of a contact, an address or a machine, beside what it says already."""
    now = _one(code, document, data.pop("id"))
    version = data.pop("version", None)
    draft = kind(**{one.name: data.get(one.name, getattr(now, one.name)) for one in fields(kind)})
    parts.change(customer_id=document.pk, part_id=now.pk, draft=draft, version=version, actor=actor, at=at)


def _one(code: str, document: Customer, part_id: int) -> Any:
    """One of the customer's, in use. Raises ValidationError."""
    model: Any = parts.MODELS[code]
    found = model.objects.filter(pk=part_id, customer=document.pk, retired_at__isnull=True).first()
    existing(model, id=part_id if found is not None else 0)
    return found


def _retire(code: str, document: Customer, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    _one(code, document, data["id"])
    parts.retire(customer_id=document.pk, code=code, part_id=data["id"], actor=actor, at=at)
