"""`guarantees`: goods that leave first on a colleague's word, and what follows (PSL-23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter
from core.money import CENT
from parts_sales import policies_guarantee, policies_money
from parts_sales.choices_guarantee import GuaranteeState
from parts_sales.models import DeductionMonth, Guarantee
from parts_sales.selectors.guarantees import guarantees_visible_to
from parts_sales.services import deductions, guarantees


class GuaranteeIn(Input):
    """An order whose goods are to leave first; the guarantor confirms it."""

    order = IdField()
    guarantor = IdField()
    reason = serializers.CharField(max_length=1000)


class DeductionPlanIn(VersionedInput):
    """The wage is used to compute the months and kept nowhere."""

    wage = AmountSerializerField(min_value=CENT)
    first_month = serializers.DateField()


class DeductionMonthOut(serializers.Serializer[Any]):
    """One month of the deductions."""

    month = serializers.DateField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    receipt = serializers.IntegerField(source="receipt_id", read_only=True, allow_null=True)
    is_collected = serializers.BooleanField(read_only=True)


class GuaranteeRow(DocumentOut):
    """A guarantee in a list; the amount and what of it is still owed in the base currency."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    order = serializers.IntegerField(source="order_id", read_only=True)
    guarantor = serializers.IntegerField(source="guarantor_id", read_only=True)
    amount = AmountSerializerField(read_only=True)
    owed = AmountSerializerField(read_only=True)
    reason = serializers.CharField(read_only=True)
    confirmed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    dispatched_date = serializers.DateField(read_only=True, allow_null=True)
    due_date = serializers.DateField(read_only=True, allow_null=True)
    is_overdue = serializers.BooleanField(read_only=True)
    proposed_date = serializers.DateField(read_only=True, allow_null=True)
    proposed_amount = AmountSerializerField(read_only=True)
    consent_at = serializers.DateTimeField(read_only=True, allow_null=True)


class GuaranteeOut(GuaranteeRow):
    """A guarantee with the months of its deduction."""

    months = DeductionMonthOut(many=True, read_only=True)


class GuaranteeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, customer, guarantor, order, and the day by which it is due."""

    state = django_filters.ChoiceFilter(choices=GuaranteeState.choices)
    customer = IdFilter(field_name="customer_id")
    guarantor = IdFilter(field_name="guarantor_id")
    order = IdFilter(field_name="order_id")
    due_until = django_filters.DateFilter(field_name="due_date", lookup_expr="lte")


class GuaranteeResource(Creates[Guarantee], Resource[Guarantee]):
    """Asked for by a clerk or the guarantor, confirmed by the guarantor, reviewed through the approval tasks."""

    serializer_class = GuaranteeOut
    list_serializer_class = GuaranteeRow
    input_serializers = {"create": GuaranteeIn}
    permissions = {
        "confirm": policies_guarantee.GUARANTEE,
        "plan": policies_money.RECORD,
        "collect": policies_money.RECORD,
    }
    filterset_class = GuaranteeFilter
    ordering_fields = {"number": "number", "due_date": "due_date", "amount": "amount"}
    search_kind = Guarantee.kind

    def visible(self, actor: Actor) -> QuerySet[Guarantee]:
        return guarantees_visible_to(actor)

    def for_list(self, rows: QuerySet[Guarantee]) -> QuerySet[Guarantee]:
        return rows.select_related("order")

    def for_one(self, rows: QuerySet[Guarantee]) -> QuerySet[Guarantee]:
        months = DeductionMonth.objects.select_related("receipt").order_by("month")
        return rows.select_related("order").prefetch_related(Prefetch("months", months))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Guarantee:
        return guarantees.ask(
            order_id=data["order"], guarantor_id=data["guarantor"], reason=data["reason"], actor=actor, at=at
        )

    @move(input=VersionedInput)
    def confirm(self, document: Guarantee, *, data: dict[str, Any], actor: Actor, at: datetime) -> Guarantee:
        """The guarantor takes the responsibility on, in person."""
        return guarantees.confirm(guarantee_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def give_up(self, document: Guarantee, *, data: dict[str, Any], actor: Actor, at: datetime) -> Guarantee:
        """Take it back while no goods have left on it."""
        return guarantees.give_up(
            guarantee_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=VersionedInput)
    def consent(self, document: Guarantee, *, data: dict[str, Any], actor: Actor, at: datetime) -> Guarantee:
        """The guarantor agrees to the deduction, in person."""
        return deductions.consent(guarantee_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=DeductionPlanIn)
    def plan(self, document: Guarantee, *, data: dict[str, Any], actor: Actor, at: datetime) -> Guarantee:
        """Spread what is owed over months, none over one fifth of the wage."""
        return deductions.plan(
            guarantee_id=document.pk, wage=data["wage"], first_month=data["first_month"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=VersionedInput)
    def collect(self, document: Guarantee, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """The next month was deducted: the money is recorded, with a voucher."""
        deductions.collect(guarantee_id=document.pk, actor=actor, at=at, version=data.get("version"))
