"""`agreements`: drafts, signing, renewing (CUS-10, CUS-20, CUS-30, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from agreements.api.fields import AgreementVersionOut, RequirementIn, SaysIn, SignatureIn, requirement, says, signature
from agreements.choices import AgreementState
from agreements.models import Agreement
from agreements.policies import MAKE
from agreements.selectors.agreements import ENDING, EXPIRED, IN_FORCE, MINE, agreements_visible_to, only, with_amount
from agreements.services import agreements, reviews
from agreements.services.inputs import AgreementInput
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
from core.api.fields import IdField
from core.api.filters import IdFilter

WHICH = ((IN_FORCE, "in force"), (ENDING, "ending"), (EXPIRED, "ended"), (MINE, "mine"))


class AgreementRow(DocumentOut):
    """An agreement in a list; `amount` is that of the version in force today, before the first of that one."""

    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True)
    subject = serializers.CharField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    signed_on = serializers.DateField(read_only=True, allow_null=True)
    renews = serializers.IntegerField(source="renews_id", read_only=True, allow_null=True)
    amount = AmountSerializerField(read_only=True)
    base_amount = AmountSerializerField(read_only=True)


class AgreementOut(AgreementRow):
    """One agreement with its versions, those proposed included."""

    versions = AgreementVersionOut(many=True, read_only=True)


class AgreementIn(SaysIn):
    """A draft. Owner and department left out are yours, the currency the customer's."""

    customer = IdField()
    owner = IdField(required=False, allow_null=True, default=None)
    department = IdField(required=False, allow_null=True, default=None)
    currency = serializers.CharField(max_length=3, required=False, allow_blank=True, default="")


class AgreementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, customer, department, owner, last day, and by what it is today."""

    state = django_filters.ChoiceFilter(choices=AgreementState.choices)
    customer = IdFilter(field_name="customer_id")
    department = IdFilter(field_name="department_id")
    owner = IdFilter(field_name="owner_id")
    ends_from = django_filters.DateFilter(field_name="end_date", lookup_expr="gte")
    ends_until = django_filters.DateFilter(field_name="end_date", lookup_expr="lte")
    which = django_filters.ChoiceFilter(choices=WHICH, method="only_those")

    def only_those(self, rows: QuerySet[Agreement], _name: str, value: str) -> QuerySet[Agreement]:
        """In force, ending within 60 days, ended, or one's own."""
        return rows.filter(only(value, person_id=self.request.actor.person_id, on=timezone.localdate()))


class AgreementResource(Creates[Agreement], Changes[Agreement], Resource[Agreement]):
    """Written as drafts, reviewed where they have to be, signed; changed by amendments from then on."""

    serializer_class = AgreementOut
    list_serializer_class = AgreementRow
    input_serializers = {"create": AgreementIn, "partial_update": AgreementIn}
    permissions = dict.fromkeys(("create", "partial_update", "ready", "review", "sign", "cancel", "renew"), MAKE)
    filterset_class = AgreementFilter
    ordering_fields = {"number": "number", "end_date": "end_date", "created_at": "created_at"}
    search_kind = Agreement.kind

    def visible(self, actor: Actor) -> QuerySet[Agreement]:
        return with_amount(agreements_visible_to(actor), on=timezone.localdate())

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Agreement:
        return agreements.draft(agreement=_draft(data), actor=actor, at=at)

    def change(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> Agreement:
        return agreements.change(
            agreement_id=document.pk, agreement=_merged(document, data), actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=VersionedInput)
    def ready(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Say that it can be signed; refused while it needs a review."""
        agreements.make_ready(agreement_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=RequirementIn)
    def review(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Hand it in for review with its requirement form."""
        reviews.ask(agreement_id=document.pk, form=requirement(data), actor=actor, at=at, version=data.get("version"))

    @move(input=SignatureIn)
    def sign(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record the signatures of both sides."""
        agreements.sign(
            agreement_id=document.pk, signature=signature(data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def cancel(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Give up what was not signed."""
        agreements.cancel(
            agreement_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=Input)
    def renew(self, document: Agreement, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Begin the agreement that goes on from this one; it is found by `renews`."""
        agreements.renew(agreement_id=document.pk, actor=actor, at=at)


def _draft(data: dict[str, Any]) -> AgreementInput:
    return AgreementInput(data["customer"], says(data), data["currency"], data["owner"], data["department"])


def _merged(document: Agreement, data: dict[str, Any]) -> AgreementInput:
    """A change may leave out what stays."""
    from agreements.selectors.agreements import first_version
    from agreements.services.versions import said_by

    kept = said_by(first_version(document))
    names = ("subject", "start_date", "end_date", "terms", "special_technical", "special_contract")
    stays = {name: data.get(name, getattr(kept, name)) for name in names}
    typed = says(stays | {"lines": data["lines"]}) if "lines" in data else None
    whole = type(kept)(**stays, lines=typed.lines if typed is not None else kept.lines)
    return AgreementInput(
        data.get("customer", document.customer_id), whole, data.get("currency") or document.currency,
        data.get("owner") or document.owner_id, data.get("department") or document.department_id,
    )  # fmt: skip
