"""Delivery notes by API: made of an order, moved from hand to hand, dispatched, followed up (GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
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
from core.api.filters import IdFilter, KnownFilter
from core.errors import InvalidInput
from customers.choices import Region
from organization import selectors as organization
from parts_sales.api.lines import quantities_by
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_delivery import Carrier, NoteKind, NoteState
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from parts_sales.policies import VIEW
from parts_sales.rules import steps
from parts_sales.selectors import notes as selectors
from parts_sales.selectors.orders import orders_visible_to
from parts_sales.services import dispatch, notes
from parts_sales.services.inputs_delivery import DispatchInput, Told


class QuantityOut(PlainDecimalField):
    """A quantity to a thousandth of its unit, as a string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=3, coerce_to_string=True, **kwargs)


class NoteLineOut(serializers.Serializer[DeliveryNoteLine]):
    """So much of an order's line."""

    id = serializers.IntegerField(read_only=True)
    order_line = serializers.IntegerField(source="order_line_id", read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True)
    part_number = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    quantity = QuantityOut(read_only=True)
    returned = QuantityOut(read_only=True)


class NoteRow(DocumentOut):
    """A delivery note in a list. `state` is the desk it lies at, `step` the move it waits for."""

    order = serializers.IntegerField(source="order_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    region = serializers.CharField(read_only=True)
    note_kind = serializers.CharField(read_only=True)
    note_kind_label = LabelField(source="get_note_kind_display")
    warehouse = serializers.CharField(source="warehouse.code", read_only=True)
    since = serializers.DateTimeField(read_only=True)
    step = serializers.CharField(source="step.code", read_only=True, default=None, allow_null=True)
    currency = CurrencyField()
    goods_base = AmountSerializerField(read_only=True)
    free_of = serializers.IntegerField(source="free_of_id", read_only=True, allow_null=True)
    issued_at = serializers.DateTimeField(read_only=True, allow_null=True)
    shipped_at = serializers.DateTimeField(read_only=True, allow_null=True)
    carrier = serializers.CharField(read_only=True)
    carrier_rule = serializers.CharField(read_only=True)
    carrier_reason = serializers.CharField(read_only=True)
    carrier_name = serializers.CharField(read_only=True)
    tracking_number = serializers.CharField(read_only=True)
    packages = serializers.IntegerField(read_only=True)
    packaging = serializers.CharField(read_only=True)
    weight_kg = QuantityOut(read_only=True, allow_null=True)
    expected_date = serializers.DateField(read_only=True, allow_null=True)
    arrived_date = serializers.DateField(read_only=True, allow_null=True)
    told_at = serializers.DateTimeField(read_only=True, allow_null=True)
    told_way = serializers.CharField(read_only=True)
    told_address = serializers.CharField(read_only=True)
    told_name = serializers.CharField(read_only=True)
    told_date = serializers.DateField(read_only=True, allow_null=True)


class NoteOut(NoteRow):
    """One delivery note with its lines."""

    contact = serializers.CharField(read_only=True)
    ship_to = serializers.CharField(read_only=True)
    remark = serializers.CharField(read_only=True)
    lines = NoteLineOut(many=True, read_only=True)


class NoteLineIn(Input):
    """How much of an order's line."""

    order_line = IdField()
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, min_value=0)


class NotesIn(Input):
    """The order whose goods are delivered; without lines all that is left of it."""

    order = IdField()
    lines = LinesField(child=NoteLineIn(), max_length=500, required=False)
    remark = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class NotesOut(serializers.Serializer[Any]):
    """The notes that were made."""

    notes = NoteRow(many=True, read_only=True)


class DispatchIn(VersionedInput):
    """How goods are sent."""

    carrier = serializers.ChoiceField(choices=Carrier.choices)
    carrier_name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    tracking_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    expected_date = serializers.DateField(required=False, allow_null=True, default=None)
    packages = serializers.IntegerField(min_value=1, max_value=999, required=False, default=1)
    weight_kg = PlainDecimalField(
        max_digits=10, decimal_places=3, min_value=0, required=False, allow_null=True, default=None
    )
    packaging = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    address = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")


class ArrivalIn(VersionedInput):
    """The day goods arrived."""

    day = serializers.DateField()


class FollowUpIn(VersionedInput):
    """The day on which they are expected now, and what the carrier says."""

    expected = serializers.DateField()
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ToldIn(VersionedInput):
    """How the customer is told: by e-mail to an address, written from here, or otherwise, then who was told."""

    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    address = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")
    name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class NoteFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, region, order, customer, warehouse; those at one's own desk; those underway past their day, and
    those of which the customer has still to be told.
    """

    state = django_filters.ChoiceFilter(choices=NoteState.choices)
    note_kind = django_filters.ChoiceFilter(choices=NoteKind.choices)
    region = django_filters.ChoiceFilter(choices=Region.choices)
    order = IdFilter(field_name="order_id")
    customer = IdFilter(field_name="customer_id")
    warehouse = KnownFilter(organization.is_warehouse, field_name="warehouse__code")
    late = django_filters.BooleanFilter(method="is_late")
    desk = django_filters.BooleanFilter(method="at_desk")
    to_tell = django_filters.BooleanFilter(method="is_to_tell")

    def is_late(self, rows: QuerySet[DeliveryNote], _name: str, value: bool) -> QuerySet[DeliveryNote]:
        """Underway past the day they were expected, or not."""
        late = selectors.late(rows, on=timezone.localdate())
        return late if value else rows.exclude(pk__in=late.values("pk"))

    def at_desk(self, rows: QuerySet[DeliveryNote], _name: str, value: bool) -> QuerySet[DeliveryNote]:
        """Those whose next step is the caller's by right, or the others."""
        mine = selectors.at_my_desk(rows, self.request.actor)
        return mine if value else rows.exclude(pk__in=mine.values("pk"))

    def is_to_tell(self, rows: QuerySet[DeliveryNote], _name: str, value: bool) -> QuerySet[DeliveryNote]:
        """Underway without the customer knowing, or the others."""
        untold = selectors.to_tell(rows)
        return untold if value else rows.exclude(pk__in=untold.values("pk"))


class DeliveryNoteResource(Creates[DeliveryNote], Resource[DeliveryNote]):
    """Clerks make them of orders; deputy, manager, commerce, finance and keepers take their steps."""

    serializer_class = NoteOut
    list_serializer_class = NoteRow
    input_serializers = {"create": NotesIn}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), VIEW),
        **dict.fromkeys(("create", "of_order"), steps.MAKE),
        **{step.code: step.permission for step in steps.STEPS.values()},
    }
    filterset_class = NoteFilter
    ordering_fields = {"number": "number", "since": "since", "expected_date": "expected_date"}
    ordering = "-id"
    search_kind = DeliveryNote.kind

    def visible(self, actor: Actor) -> QuerySet[DeliveryNote]:
        return selectors.notes_visible_to(actor).select_related("warehouse")

    def for_one(self, rows: QuerySet[DeliveryNote]) -> QuerySet[DeliveryNote]:
        return rows.prefetch_related(Prefetch("lines", DeliveryNoteLine.objects.order_by("position", "pk")))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        return self._made(data, actor=actor, at=at)[0]

    @move(on_list=True, input=NotesIn, output=NotesOut)
    def of_order(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """All notes of an order at once: one for each kind and warehouse of its parts."""
        return {"notes": self._made(data, actor=actor, at=at)}

    @move(input=VersionedInput)
    def review(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The deputy manager has reviewed it."""
        return self._step(document, "review", data, actor, at)

    @move(input=VersionedInput)
    def print_out(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """Commerce has printed it."""
        return self._step(document, "print_out", data, actor, at)

    @move(input=VersionedInput)
    def check_money(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """Finance confirms the money."""
        return self._step(document, "check_money", data, actor, at)

    @move(input=VersionedInput)
    def sign(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The department manager signs it."""
        return self._step(document, "sign", data, actor, at)

    @move(input=VersionedInput)
    def confirm(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The keeper has the goods."""
        return self._step(document, "confirm", data, actor, at)

    @move(input=VersionedInput)
    def issue(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The goods leave the warehouse."""
        return notes.issue(note_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=DispatchIn)
    def ship(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """They are on their way."""
        version = data.pop("version", None)
        return dispatch.ship(note_id=document.pk, sent=DispatchInput(**data), actor=actor, at=at, version=version)

    @move(input=ArrivalIn)
    def arrive(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """They have arrived."""
        version = data.get("version")
        return dispatch.arrive(note_id=document.pk, day=data["day"], actor=actor, at=at, version=version)

    @move(input=FollowUpIn)
    def follow_up(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The carrier names another day."""
        return dispatch.follow_up(
            note_id=document.pk, expected=data["expected"], reason=data["reason"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ToldIn)
    def tell(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """The customer is told carrier, tracking number and expected arrival."""
        told = Told(data["way"], data["address"], data["name"])
        version = data.get("version")
        return dispatch.tell_customer(note_id=document.pk, told=told, actor=actor, at=at, version=version)

    @move(input=ReasonIn)
    def cancel(self, document: DeliveryNote, *, data: dict[str, Any], actor: Actor, at: datetime) -> DeliveryNote:
        """Take it back; its goods are promised to the order again."""
        return notes.cancel_note(
            note_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    def _step(
        self, document: DeliveryNote, code: str, data: dict[str, Any], actor: Actor, at: datetime
    ) -> DeliveryNote:
        return notes.take_step(note_id=document.pk, code=code, actor=actor, at=at, version=data.get("version"))

    def _made(self, data: dict[str, Any], *, actor: Actor, at: datetime) -> list[DeliveryNote]:
        order = orders_visible_to(actor).filter(pk=data["order"]).first()
        if order is None:
            raise InvalidInput(problem=_("There is no such order."))
        lines = data.get("lines")
        quantities = quantities_by("order_line", lines) if lines is not None else None
        return notes.make_notes(order_id=order.pk, quantities=quantities, remark=data["remark"], actor=actor, at=at)
