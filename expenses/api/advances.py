"""`advances`: asked for, cancelled, given back (api.md, EXP-02b)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter
from core.money import CENT
from expenses import policies
from expenses.api.payments import PaidIn
from expenses.choices import AdvanceState
from expenses.models import Advance
from expenses.selectors.advances import advances_visible_to
from expenses.services import advances
from expenses.services.inputs import AdvanceInput, PaidInput


class AdvanceIn(Input):
    """Money asked for before it is spent, in the base currency."""

    department = IdField()
    title = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=2000)
    amount = AmountSerializerField(min_value=CENT)
    due_date = serializers.DateField()


class AdvanceAgain(AdvanceIn, VersionedInput):
    """A returned advance written anew."""


class GivenBackIn(PaidIn):
    """How much was given back, when and where to."""

    amount = AmountSerializerField(min_value=CENT)


class AdvanceOut(DocumentOut):
    """An advance with what was paid, set against claims and given back of it."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    title = serializers.CharField(read_only=True)
    purpose = serializers.CharField(read_only=True)
    due_date = serializers.DateField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    paid_amount = AmountSerializerField(read_only=True)
    offset_amount = AmountSerializerField(read_only=True)
    returned_amount = AmountSerializerField(read_only=True)
    outstanding = AmountSerializerField(read_only=True)


class AdvanceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, person and department."""

    state = django_filters.ChoiceFilter(choices=AdvanceState.choices)
    created_by = IdFilter(field_name="created_by_id")
    department = IdFilter(field_name="department_id")


class AdvanceResource(Creates[Advance], Resource[Advance]):
    """Advances: submitted when they are made, set against the person's claims by themselves."""

    serializer_class = AdvanceOut
    input_serializers = {"create": AdvanceIn}
    permissions = {"create": policies.CLAIM}
    filterset_class = AdvanceFilter
    ordering_fields = {"number": "number", "amount": "amount", "due_date": "due_date"}
    search_fields = ("number", "title")

    def visible(self, actor: Actor) -> QuerySet[Advance]:
        return advances_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Advance:
        return advances.ask_for_advance(draft=_draft(data), actor=actor, at=at)

    @move(input=AdvanceAgain)
    def submit(self, document: Advance, *, data: dict[str, Any], actor: Actor, at: datetime) -> Advance:
        """Change a returned advance and send it again."""
        return advances.resubmit_advance(
            advance_id=document.pk, draft=_draft(data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def cancel(self, document: Advance, *, data: dict[str, Any], actor: Actor, at: datetime) -> Advance:
        """Give it up before anybody decided, or after it came back."""
        return advances.cancel_advance(
            advance_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=GivenBackIn)
    def give_back(self, document: Advance, *, data: dict[str, Any], actor: Actor, at: datetime) -> Advance:
        """Record what of it was given back."""
        paid = PaidInput(pay_date=data["pay_date"], account=data["account"], reference=data["reference"])
        return advances.record_return(
            advance_id=document.pk,
            amount=data["amount"],
            paid=paid,
            actor=actor,
            at=at,
            version=data.get("version"),
        )


def _draft(data: dict[str, Any]) -> AdvanceInput:
    return AdvanceInput(
        department_id=data["department"],
        title=data["title"],
        purpose=data["purpose"],
        amount=data["amount"],
        due_date=data["due_date"],
    )
