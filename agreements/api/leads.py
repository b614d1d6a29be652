"""`leads` and `service-plans` (CUS-02, CUS-03, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from agreements.choices import ContactWay, LeadState
from agreements.models import Lead, LeadContact, PlanItem
from agreements.policies import MAKE, SELL
from agreements.selectors.agreements import agreements_visible_to
from agreements.selectors.leads import late, leads_visible_to, plan_visible_to
from agreements.services import leads, plans
from agreements.services.inputs import ContactInput, LeadInput, PlanInput, StageInput
from core.actors import Actor
from core.api import (
    AmountSerializerField,
    Changes,
    Creates,
    DocumentOut,
    Input,
    ReasonIn,
    Resource,
    VersionedInput,
    move,
)
from core.api.fields import DayField, IdField
from core.api.filters import IdFilter
from core.errors import InvalidInput


class LeadContactOut(serializers.Serializer[LeadContact]):
    """One entry of the sales log."""

    on = serializers.DateField(read_only=True)
    way = serializers.CharField(read_only=True)
    person = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True)
    at = serializers.DateTimeField(read_only=True)


class LeadRow(DocumentOut):
    """A lead in a list."""

    name = serializers.CharField(read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True)
    need = serializers.CharField(read_only=True)
    contact = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    product = serializers.CharField(read_only=True)
    amount = AmountSerializerField(read_only=True, allow_null=True)
    next_step = serializers.CharField(read_only=True)
    next_on = serializers.DateField(read_only=True, allow_null=True)
    delivered_by = serializers.IntegerField(source="delivered_by_id", read_only=True, allow_null=True)
    agreement = serializers.IntegerField(source="agreement_id", read_only=True, allow_null=True)
    paid_on = serializers.DateField(read_only=True, allow_null=True)
    service_start = serializers.DateField(read_only=True, allow_null=True)
    told_on = serializers.DateField(read_only=True, allow_null=True)
    survey = serializers.CharField(read_only=True)
    lost_why = serializers.CharField(read_only=True)


class LeadOut(LeadRow):
    """One lead with its sales log."""

    contacts = LeadContactOut(many=True, read_only=True)


class LeadIn(VersionedInput):
    """Somebody who may become a customer. Owner and department left out are yours."""

    name = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    need = serializers.CharField(max_length=2000)
    customer = IdField(required=False, allow_null=True, default=None)
    contact = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    email = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")
    source = serializers.CharField(  # type: ignore[assignment]
        max_length=160, required=False, allow_blank=True, default=""
    )
    product = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    amount = AmountSerializerField(required=False, allow_null=True, default=None, max_digits=15)
    next_step = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    next_on = DayField(required=False, allow_null=True, default=None)
    owner = IdField(required=False, allow_null=True, default=None)
    department = IdField(required=False, allow_null=True, default=None)
    delivered_by = IdField(required=False, allow_null=True, default=None)


class LeadContactIn(VersionedInput):
    """One entry of the sales log, and what comes next."""

    on = DayField()
    way = serializers.ChoiceField(choices=ContactWay.choices)
    text = serializers.CharField(max_length=4000)
    person = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    next_step = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    next_on = DayField(required=False, allow_null=True, default=None)


class StageIn(VersionedInput):
    """The move to the next stage, with what that stage needs to know."""

    stage_move = serializers.ChoiceField(choices=tuple(leads.MOVES.values()))
    product = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    customer = IdField(required=False, allow_null=True, default=None)
    agreement = IdField(required=False, allow_null=True, default=None)
    on = DayField(required=False, allow_null=True, default=None)
    text = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class LeadFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By stage, customer, department, owner."""

    state = django_filters.ChoiceFilter(choices=LeadState.choices)
    customer = IdFilter(field_name="customer_id")
    department = IdFilter(field_name="department_id")
    owner = IdFilter(field_name="owner_id")


class LeadResource(Creates[Lead], Changes[Lead], Resource[Lead]):
    """From lead to service: a sales log, and one move for each stage."""

    serializer_class = LeadOut
    list_serializer_class = LeadRow
    input_serializers = {"create": LeadIn, "partial_update": LeadIn}
    permissions = dict.fromkeys(("create", "partial_update", "log", "lose"), SELL)
    filterset_class = LeadFilter
    ordering_fields = {"number": "number", "next_on": "next_on", "created_at": "created_at"}
    search_kind = Lead.kind

    def visible(self, actor: Actor) -> QuerySet[Lead]:
        return leads_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Lead:
        return leads.record(lead=_lead(data), actor=actor, at=at)

    def change(self, document: Lead, *, data: dict[str, Any], actor: Actor, at: datetime) -> Lead:
        names = ("name", "need", "contact", "phone", "email", "source", "product", "amount", "next_step", "next_on")
        kept: dict[str, Any] = {name: getattr(document, name) for name in names}
        for name in ("customer", "owner", "department", "delivered_by"):
            kept[name] = getattr(document, f"{name}_id")
        return leads.change(
            lead_id=document.pk, lead=_lead(kept | data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=LeadContactIn)
    def log(self, document: Lead, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record a contact."""
        entry = ContactInput(data["on"], data["way"], data["text"], data["person"], data["next_step"], data["next_on"])
        leads.log(lead_id=document.pk, contact=entry, actor=actor, at=at, version=data.get("version"))

    @move(input=StageIn)
    def advance(self, document: Lead, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Move it to its next stage."""
        given = StageInput(data["product"], data["customer"], data["agreement"], data["on"], data["text"])
        leads.advance(
            lead_id=document.pk, move=data["stage_move"], given=given, actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def lose(self, document: Lead, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """They do not buy."""
        leads.lose(lead_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version"))


class PlanItemOut(serializers.Serializer[PlanItem]):
    """One line of a service plan."""

    id = serializers.IntegerField(read_only=True)
    agreement = serializers.IntegerField(source="agreement_id", read_only=True)
    text = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    person = serializers.IntegerField(source="person_id", read_only=True, allow_null=True)
    start_date = serializers.DateField(read_only=True)
    due_date = serializers.DateField(read_only=True)
    done_on = serializers.DateField(read_only=True, allow_null=True)
    is_late = serializers.SerializerMethodField()
    note = serializers.CharField(read_only=True)

    def get_is_late(self, item: PlanItem) -> bool:
        """Delivered after its day, or not yet though the day is over."""
        return item.is_late(timezone.localdate())


class PlanItemIn(VersionedInput):
    """A line of an agreement's service plan; `version` is the agreement's."""

    agreement = IdField()
    text = serializers.CharField(max_length=300)
    department = IdField()
    start_date = DayField()
    due_date = DayField()
    person = IdField(required=False, allow_null=True, default=None)


class DeliverIn(Input):
    """It was delivered; a note says why where it is late."""

    on = DayField()
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class PlanItemFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By agreement, department, person, kept or late."""

    agreement = IdFilter(field_name="agreement_id")
    department = IdFilter(field_name="department_id")
    person = IdFilter(field_name="person_id")
    late = django_filters.BooleanFilter(method="only_late")

    def only_late(self, rows: QuerySet[PlanItem], _name: str, value: bool) -> QuerySet[PlanItem]:
        """Late, or kept so far."""
        found = late(timezone.localdate())
        return rows.filter(found) if value else rows.exclude(found)


class ServicePlanResource(Creates[PlanItem], Resource[PlanItem]):
    """What is delivered by whom from when, kept or late."""

    serializer_class = PlanItemOut
    list_serializer_class = PlanItemOut
    input_serializers = {"create": PlanItemIn}
    permissions = {"create": MAKE}
    filterset_class = PlanItemFilter
    ordering_fields = {"due_date": "due_date", "start_date": "start_date"}

    def visible(self, actor: Actor) -> QuerySet[PlanItem]:
        return plan_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PlanItem:
        if not agreements_visible_to(actor).filter(pk=data["agreement"]).exists():
            raise InvalidInput(problem=_("There is no such agreement."))
        line = PlanInput(data["text"], data["department"], data["start_date"], data["due_date"], data["person"])
        return plans.add(agreement_id=data["agreement"], line=line, actor=actor, at=at, version=data.get("version"))

    @move(input=DeliverIn)
    def deliver(self, document: PlanItem, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Say that it was delivered."""
        plans.deliver(
            agreement_id=document.agreement_id, item_id=document.pk, on=data["on"], note=data["note"], actor=actor,
            at=at,
        )  # fmt: skip


def _lead(data: dict[str, Any]) -> LeadInput:
    return LeadInput(
        name=data["name"], need=data["need"], customer_id=data["customer"], contact=data["contact"],
        phone=data["phone"], email=data["email"], source=data["source"], product=data["product"],
        amount=data["amount"], next_step=data["next_step"], next_on=data["next_on"], owner_id=data["owner"],
        department_id=data["department"], delivered_by_id=data["delivered_by"],
    )  # fmt: skip
