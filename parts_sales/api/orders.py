"""`sales-orders`: what customers ordered, made from quotes, with what is paid, shipped and invoiced (PSL-14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import CurrencyField, IdField, MomentField, PlainDecimalField, RateSerializerField
from core.api.filters import IdFilter
from core.errors import InvalidInput
from core.money import CENT
from customers.choices import Region
from parts_sales import policies
from parts_sales.choices import ConfirmedBy, OrderState
from parts_sales.models import OrderInvoice, Quote, SalesOrder, SalesOrderLine
from parts_sales.selectors.credit import SETTLED
from parts_sales.selectors.orders import may_ship, orders_visible_to
from parts_sales.selectors.steps import order_steps
from parts_sales.services import invoices, order_answers, orders
from parts_sales.services.inputs_money import InvoiceInput


class OrderIn(Input):
    """The quote an order is prepared from: it was sent, and the customer has not answered yet."""

    quote = IdField()
    ship_to = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class OrderConfirmIn(VersionedInput):
    """How the customer confirmed: who, when, by what, with what proof."""

    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    name = serializers.CharField(max_length=80)
    proof = serializers.CharField(max_length=300)
    confirmed_at = MomentField()


class OrderInvoiceIn(VersionedInput):
    """An invoice for what was shipped."""

    number = serializers.CharField(max_length=40)
    invoice_date = serializers.DateField()
    amount = AmountSerializerField(min_value=CENT)


class OrderInvoiceCancelIn(ReasonIn):
    """Which invoice was taken back, and why."""

    invoice = IdField()


class OrderLineOut(serializers.Serializer[SalesOrderLine]):
    """One line: what was ordered, promised, noted, issued, returned."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True, allow_null=True)
    part_number = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    warehouse = serializers.IntegerField(source="warehouse_id", read_only=True, allow_null=True)
    unit = serializers.CharField(read_only=True)
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    reserved = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    noted = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    issued = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    returned = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    currency = CurrencyField(of="order")
    unit_price = AmountSerializerField(read_only=True)
    tax_rate = RateSerializerField(read_only=True)
    amount = AmountSerializerField(read_only=True)


class OrderInvoiceOut(serializers.Serializer[OrderInvoice]):
    """An invoice to the customer."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True)
    invoice_date = serializers.DateField(read_only=True)
    due_date = serializers.DateField(read_only=True)
    currency = CurrencyField(of="order")
    amount = AmountSerializerField(read_only=True)
    cancelled_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ReleaseOut(serializers.Serializer[Any]):
    """Whether goods may leave, up to what value, and on what ground."""

    allowed = serializers.BooleanField(read_only=True)
    value = AmountSerializerField(read_only=True)
    currency = CurrencyField()
    why = serializers.CharField(read_only=True)
    ground = serializers.CharField(read_only=True)


class OrderStepOut(serializers.Serializer[Any]):
    """One step of a line: `state` is done, now, ahead, returned or stopped; `told` says who has it or took it, when."""

    name = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    told = serializers.CharField(source="note", read_only=True)


class OrderStepLineOut(serializers.Serializer[Any]):
    """A line of steps: the order's own (`delivery_note` is null), or that of one of its delivery notes."""

    delivery_note = serializers.CharField(source="note.number", read_only=True, default=None, allow_null=True)
    steps = OrderStepOut(many=True, read_only=True)


class OrderRow(DocumentOut):
    """An order in a list. Amounts named `base` are in the base currency, the others in `currency`."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    quote = serializers.IntegerField(source="quote_id", read_only=True)
    region = serializers.CharField(read_only=True)
    order_date = serializers.DateField(read_only=True)
    hold_kind = serializers.CharField(read_only=True)
    hold_reason = serializers.CharField(source="why_held", read_only=True)
    credit_term = serializers.IntegerField(source="credit_term_id", read_only=True, allow_null=True)
    contact = serializers.CharField(read_only=True)
    machine = serializers.CharField(read_only=True)
    ship_to = serializers.CharField(read_only=True)
    total = AmountSerializerField(read_only=True)
    paid_amount = AmountSerializerField(read_only=True)
    owed = AmountSerializerField(read_only=True)
    base_total = AmountSerializerField(read_only=True)
    paid_base = AmountSerializerField(read_only=True)
    credited_amount = AmountSerializerField(read_only=True)
    credited_base = AmountSerializerField(read_only=True)
    shipped_base = AmountSerializerField(read_only=True)
    billed_base = AmountSerializerField(read_only=True)


class OrderOut(OrderRow):
    """An order with its lines, invoices, whether its goods may leave, and where it stands (PSL-50)."""

    lines = OrderLineOut(many=True, read_only=True)
    invoices = OrderInvoiceOut(many=True, read_only=True)
    release = serializers.SerializerMethodField()
    where_it_stands = serializers.SerializerMethodField()

    def get_release(self, order: SalesOrder) -> dict[str, Any]:
        """Whether goods may leave now."""
        return dict(ReleaseOut(may_ship(order)).data)

    @extend_schema_field(OrderStepLineOut(many=True))
    def get_where_it_stands(self, order: SalesOrder) -> list[dict[str, Any]]:
        """Its line of steps and those of its delivery notes: who has it, since when."""
        return list(OrderStepLineOut(order_steps(order), many=True).data)


class OrderFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, region, customer, quote, day, and whether something is still owed."""

    state = django_filters.ChoiceFilter(choices=OrderState.choices)
    region = django_filters.ChoiceFilter(choices=Region.choices)
    customer = IdFilter(field_name="customer_id")
    department = IdFilter(field_name="department_id")
    quote = IdFilter(field_name="quote_id")
    number = django_filters.CharFilter(lookup_expr="iexact")
    ordered_from = django_filters.DateFilter(field_name="order_date", lookup_expr="gte")
    ordered_until = django_filters.DateFilter(field_name="order_date", lookup_expr="lte")
    is_paid = django_filters.BooleanFilter(method="paid")

    def paid(self, rows: QuerySet[SalesOrder], _name: str, value: bool) -> QuerySet[SalesOrder]:
        """Those paid in full, or those that owe something."""
        return rows.filter(base_total__lte=SETTLED) if value else rows.filter(base_total__gt=SETTLED)


class SalesOrderResource(Creates[SalesOrder], Resource[SalesOrder]):
    """Orders come from quotes: prices and quantities are those the customer confirmed, and never change."""

    serializer_class = OrderOut
    list_serializer_class = OrderRow
    input_serializers = {"create": OrderIn}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), policies.VIEW),
        **dict.fromkeys(("create", "confirm", "reserve", "cancel"), policies.QUOTE),
        **dict.fromkeys(("record_invoice", "cancel_invoice"), "parts.record_receipt"),
        "agree_part_delivery": policies.APPROVE,
    }
    filterset_class = OrderFilter
    ordering_fields = {"number": "number", "order_date": "order_date", "base_total": "base_total"}
    search_kind = SalesOrder.kind

    def visible(self, actor: Actor) -> QuerySet[SalesOrder]:
        return orders_visible_to(actor)

    def for_one(self, rows: QuerySet[SalesOrder]) -> QuerySet[SalesOrder]:
        lines = SalesOrderLine.objects.select_related("part", "order").order_by("position", "pk")
        made = OrderInvoice.objects.select_related("order").order_by("invoice_date", "pk")
        return rows.select_related("quote", "created_by").prefetch_related(
            Prefetch("lines", lines), Prefetch("invoices", made)
        )

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        return orders.prepare_order(quote_id=_quote(data["quote"]), ship_to=data["ship_to"], actor=actor, at=at)

    @move(input=OrderConfirmIn)
    def confirm(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        """The customer confirmed what was prepared: its quote is confirmed and the order opens."""
        return order_answers.confirm_order(order_id=document.pk, **data, actor=actor, at=at)

    @move(input=ReasonIn)
    def hold(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        """Have it wait."""
        return orders.stop_order(order_id=document.pk, **_reasoned(data), actor=actor, at=at)

    @move(input=VersionedInput)
    def resume(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        """Let it go on, if credit and money allow it."""
        return orders.resume_order(order_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=ReasonIn)
    def cancel(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        """Cancel it; what was promised of stock is free again."""
        return orders.cancel_order(order_id=document.pk, **_reasoned(data), actor=actor, at=at)

    @move()
    def reserve(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> SalesOrder:
        """Promise it what has come into stock since."""
        return orders.reserve_rest(order_id=document.pk, actor=actor, at=at)

    @move(input=ReasonIn)
    def agree_part_delivery(
        self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime
    ) -> SalesOrder:
        """Agree to deliver as much as is paid."""
        return orders.agree_part_delivery(order_id=document.pk, **_reasoned(data), actor=actor, at=at)

    @move(input=OrderInvoiceIn)
    def record_invoice(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record an invoice for what was shipped."""
        version = data.pop("version", None)
        invoices.record_invoice(order_id=document.pk, draft=InvoiceInput(**data), actor=actor, at=at, version=version)

    @move(input=OrderInvoiceCancelIn)
    def cancel_invoice(self, document: SalesOrder, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """An invoice was taken back."""
        found = document.invoices.filter(pk=data["invoice"]).first()
        if found is None:
            raise InvalidInput(problem=_("There is no such invoice."))
        invoices.cancel_invoice(invoice_id=found.pk, reason=data["reason"], actor=actor, at=at)


def _reasoned(data: dict[str, Any]) -> dict[str, Any]:
    return {"reason": data["reason"], "version": data.get("version")}


def _quote(quote_id: int) -> int:
    """The id of a quote there is; whether it may be used, the service says. Raises InvalidInput."""
    if not Quote.objects.filter(pk=quote_id).exists():
        raise InvalidInput(problem=_("There is no such quote."))
    return quote_id
