"""`amendments`: changes of agreements in force (CUS-20, CUS-21, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from agreements.api.fields import AgreementVersionOut, RequirementIn, SaysIn, SignatureIn, requirement, says, signature
from agreements.choices import AmendmentState, Part, Side
from agreements.models import Amendment
from agreements.policies import MAKE
from agreements.selectors.agreements import agreements_visible_to, amendments_visible_to
from agreements.services import amendments
from agreements.services.inputs import AmendmentInput
from core.actors import Actor
from core.api import Creates, DocumentOut, ReasonIn, Resource, VersionedInput, move
from core.api.fields import DayField, IdField
from core.api.filters import IdFilter
from core.errors import InvalidInput


class AmendmentRow(DocumentOut):
    """A change of an agreement in force."""

    agreement = serializers.IntegerField(source="agreement_id", read_only=True)
    asked_by = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    change = serializers.CharField(read_only=True)
    parts = serializers.ListField(child=serializers.CharField(), read_only=True)
    confirmed_by_us = serializers.CharField(read_only=True)
    confirmed_by_us_on = serializers.DateField(read_only=True, allow_null=True)
    confirmed_by_customer = serializers.CharField(read_only=True)
    confirmed_by_customer_on = serializers.DateField(read_only=True, allow_null=True)
    signed_on = serializers.DateField(read_only=True, allow_null=True)
    refusal = serializers.CharField(read_only=True)
    told_how = serializers.CharField(read_only=True)


class AmendmentOut(AmendmentRow):
    """One change with the version it proposes; the old one is void from its `start_date`."""

    proposed = AgreementVersionOut(read_only=True)


class AmendmentChange(SaysIn):
    """Who wants what, why, what it touches, and what the agreement would say; with the requirement form."""

    asked_by = serializers.ChoiceField(choices=Side.choices)
    reason = serializers.CharField(max_length=2000)
    change = serializers.CharField(max_length=4000)
    parts = serializers.ListField(child=serializers.ChoiceField(choices=Part.choices), max_length=5)
    requirement = RequirementIn()


class AmendmentIn(AmendmentChange):
    """A change of an agreement; `version` is the agreement's."""

    agreement = IdField()


class AmendmentConfirmIn(VersionedInput):
    """One side confirms."""

    side = serializers.ChoiceField(choices=Side.choices)
    name = serializers.CharField(max_length=80)
    on = DayField()


class AmendmentSignIn(SignatureIn):
    """Signatures, and the day from which the old version is void."""

    void_from = DayField()


class AmendmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state and agreement."""

    state = django_filters.ChoiceFilter(choices=AmendmentState.choices)
    agreement = IdFilter(field_name="agreement_id")


class AmendmentResource(Creates[Amendment], Resource[Amendment]):
    """Asked for by either side, reviewed for the parts touched, confirmed by both sides, signed."""

    serializer_class = AmendmentOut
    list_serializer_class = AmendmentRow
    input_serializers = {"create": AmendmentIn}
    permissions = dict.fromkeys(("create", "resubmit", "confirm", "sign", "withdraw"), MAKE)
    filterset_class = AmendmentFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    search_kind = Amendment.kind

    def visible(self, actor: Actor) -> QuerySet[Amendment]:
        return amendments_visible_to(actor)

    def for_list(self, rows: QuerySet[Amendment]) -> QuerySet[Amendment]:
        return rows.select_related("agreement")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Amendment:
        agreement_id = data["agreement"]
        if not agreements_visible_to(actor).filter(pk=agreement_id).exists():
            raise InvalidInput(problem=_("There is no such agreement."))
        return amendments.ask(
            agreement_id=agreement_id, wanted=_wanted(data), form=requirement(data["requirement"]), actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=AmendmentChange)
    def resubmit(self, document: Amendment, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Change a returned one and hand it in again."""
        amendments.ask_again(
            amendment_id=document.pk, wanted=_wanted(data), form=requirement(data["requirement"]), actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=AmendmentConfirmIn)
    def confirm(self, document: Amendment, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record that one side confirms."""
        amendments.confirm(
            amendment_id=document.pk, side=data["side"], name=data["name"], on=data["on"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=AmendmentSignIn)
    def sign(self, document: Amendment, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record the signatures: the new version takes over."""
        amendments.sign(
            amendment_id=document.pk, signature=signature(data), void_from=data["void_from"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ReasonIn)
    def withdraw(self, document: Amendment, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take it back; the agreement stays as it is."""
        amendments.withdraw(
            amendment_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


def _wanted(data: dict[str, Any]) -> AmendmentInput:
    return AmendmentInput(data["asked_by"], data["reason"], data["change"], data["parts"], says(data))
