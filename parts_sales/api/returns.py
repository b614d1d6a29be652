"""Returns by API (PSL-53, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actors import Actor
from core.api import (
    AmountSerializerField,
    Creates,
    DocumentOut,
    Input,
    LabelField,
    ReasonIn,
    Resource,
    VersionedInput,
    move,
)
from core.api.fields import CurrencyField, IdField, LinesField, PlainDecimalField
from core.api.filters import IdFilter
from core.errors import InvalidInput
from parts_sales.api.lines import quantities_by
from parts_sales.api.notes import QuantityOut
from parts_sales.choices_delivery import Remedy, ReturnState
from parts_sales.models import SalesReturn, SalesReturnLine
from parts_sales.policies import VIEW
from parts_sales.rules import steps
from parts_sales.selectors import returns as selectors
from parts_sales.selectors.notes import notes_visible_to
from parts_sales.services import returns
from parts_sales.services.inputs_delivery import ReturnInput


class ReturnLineOut(serializers.Serializer[SalesReturnLine]):
    """So much of a note's line: announced, received, good."""

    id = serializers.IntegerField(read_only=True)
    note_line = serializers.IntegerField(source="note_line_id", read_only=True)
    part_number = serializers.CharField(source="note_line.part_number", read_only=True)
    quantity = QuantityOut(read_only=True)
    received = QuantityOut(read_only=True)
    good = QuantityOut(read_only=True)


class ReturnRow(DocumentOut):
    """A return in a list."""

    delivery_note = serializers.IntegerField(source="note_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    remedy = serializers.CharField(read_only=True)
    remedy_label = LabelField(source="get_remedy_display")
    reason = serializers.CharField(read_only=True)
    complaint = serializers.CharField(read_only=True)
    finding = serializers.CharField(read_only=True)
    currency = CurrencyField()
    credit_base = AmountSerializerField(read_only=True)
    received_at = serializers.DateTimeField(read_only=True, allow_null=True)
    inspected_at = serializers.DateTimeField(read_only=True, allow_null=True)
    settled_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ReturnOut(ReturnRow):
    """One return with its lines."""

    lines = ReturnLineOut(many=True, read_only=True)


class AskedLineIn(Input):
    """How much of a note's line comes back."""

    note_line = IdField()
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, min_value=0)


class SalesReturnIn(Input):
    """What of a dispatched note comes back, why, and what the customer wants."""

    delivery_note = IdField()
    reason = serializers.CharField(max_length=1000)
    remedy = serializers.ChoiceField(choices=Remedy.choices)
    complaint = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    lines = LinesField(child=AskedLineIn(), max_length=500)


class CountedLineIn(Input):
    """How much of a line of the return."""

    line = IdField()
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, min_value=0)


class ReceivedIn(VersionedInput):
    """What was received of each line."""

    lines = LinesField(child=CountedLineIn(), max_length=500)


class InspectedIn(ReceivedIn):
    """What of each line is good, and what was found."""

    finding = serializers.CharField(max_length=1000)


class ReturnFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, remedy, customer, note."""

    state = django_filters.ChoiceFilter(choices=ReturnState.choices)
    remedy = django_filters.ChoiceFilter(choices=Remedy.choices)
    customer = IdFilter(field_name="customer_id")
    delivery_note = IdFilter(field_name="note_id")


class SalesReturnResource(Creates[SalesReturn], Resource[SalesReturn]):
    """Clerks take them up, keepers receive and inspect, finance credits."""

    serializer_class = ReturnOut
    list_serializer_class = ReturnRow
    input_serializers = {"create": SalesReturnIn}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "replace", "refuse", "cancel"), steps.MAKE),
        **dict.fromkeys(("receive", "inspect"), steps.KEEP),
        "credit": steps.RECORD,
    }
    filterset_class = ReturnFilter
    ordering_fields = {"number": "number", "credit_base": "credit_base"}
    ordering = "-id"
    search_kind = SalesReturn.kind

    def visible(self, actor: Actor) -> QuerySet[SalesReturn]:
        return selectors.returns_visible_to(actor)

    def for_one(self, rows: QuerySet[SalesReturn]) -> QuerySet[SalesReturn]:
        lines = SalesReturnLine.objects.select_related("note_line").order_by("pk")
        return rows.prefetch_related(Prefetch("lines", lines))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        note = notes_visible_to(actor).filter(pk=data["delivery_note"]).first()
        if note is None:
            raise InvalidInput(problem=_("There is no such delivery note."))
        quantities = quantities_by("note_line", data["lines"])
        wanted = ReturnInput(data["reason"], data["remedy"], quantities, data["complaint"])
        return returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor, at=at)

    @move(input=ReceivedIn)
    def receive(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        """The keeper has received it."""
        version = data.get("version")
        return returns.receive(return_id=document.pk, quantities=_by_line(data), actor=actor, at=at, version=version)

    @move(input=InspectedIn)
    def inspect(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        """The keeper has inspected it; what is good is in stock."""
        return returns.inspect(
            return_id=document.pk, good=_by_line(data), finding=data["finding"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=VersionedInput)
    def credit(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        """Finance credits what was received."""
        return returns.credit(return_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=VersionedInput)
    def replace(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A delivery note without charge."""
        returns.replace(return_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def refuse(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        """Neither credit nor replacement."""
        given = {"reason": data["reason"], "version": data.get("version")}
        return returns.refuse(return_id=document.pk, actor=actor, at=at, **given)

    @move(input=ReasonIn)
    def cancel(self, document: SalesReturn, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesReturn:
        """The goods do not come."""
        given = {"reason": data["reason"], "version": data.get("version")}
        return returns.cancel(return_id=document.pk, actor=actor, at=at, **given)


def _by_line(data: dict[str, Any]) -> dict[int, Any]:
    return quantities_by("line", data["lines"])
