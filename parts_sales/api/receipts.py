"""`receipts`: money that came in, what it is for (PSL-20, PSL-24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import F, Prefetch, QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField, LinesField
from core.api.filters import IdFilter
from core.money import CENT, CURRENCIES
from parts_sales import policies_money
from parts_sales.choices_money import TYPED_WAYS, CashPaper, ReceiptState, ReceiptWay
from parts_sales.models import Receipt, ReceiptMatch
from parts_sales.selectors.receipts import receipts_visible_to
from parts_sales.services import receipts
from parts_sales.services.inputs_money import MatchInput, ReceiptInput


class ReceiptIn(Input):
    """Money that came in. Cash says who brought it and the paper they got."""

    way = serializers.ChoiceField(choices=TYPED_WAYS, default=ReceiptWay.BANK)
    account = serializers.CharField(max_length=80)
    received_date = serializers.DateField()
    amount = AmountSerializerField(min_value=CENT)
    currency = serializers.ChoiceField(choices=[(code, code) for code in CURRENCIES], default="CNY")
    payer = serializers.CharField(max_length=120)
    customer = IdField(required=False, allow_null=True, default=None)
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    handed_by = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    paper = serializers.ChoiceField(choices=CashPaper.choices, required=False, allow_blank=True, default="")
    invoice_number = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class MatchPartIn(Input):
    """So much for one order, in the receipt's currency."""

    order = IdField()
    amount = AmountSerializerField(min_value=CENT)


class MatchIn(VersionedInput):
    """Which orders the money is for. An order of another customer than the money's needs a reason."""

    reason = serializers.CharField(max_length=receipts.MOST_REASON, required=False, allow_blank=True, default="")
    parts = LinesField(child=MatchPartIn(), allow_empty=False, max_length=receipts.MOST_MATCHES)


class UnmatchIn(ReasonIn):
    """Which matches are undone, and why."""

    matches = serializers.ListField(child=IdField(), min_length=1, max_length=receipts.MOST_MATCHES)


class MatchOut(serializers.Serializer[ReceiptMatch]):
    """What stands against an order, or stood."""

    id = serializers.IntegerField(read_only=True)
    order = serializers.IntegerField(source="order_id", read_only=True)
    order_number = serializers.CharField(source="order.number", read_only=True)
    currency = serializers.CharField(source="order.currency", read_only=True)
    amount = AmountSerializerField(read_only=True)
    matched_at = serializers.DateTimeField(read_only=True)
    because = serializers.CharField(read_only=True)
    undone_at = serializers.DateTimeField(read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)


class ReceiptRow(DocumentOut):
    """A receipt in a list."""

    way = serializers.CharField(read_only=True)
    account = serializers.CharField(read_only=True)
    received_date = serializers.DateField(read_only=True)
    payer = serializers.CharField(read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True, allow_null=True)
    reference = serializers.CharField(read_only=True)
    handed_by = serializers.CharField(read_only=True)
    paper = serializers.CharField(read_only=True)
    invoice_number = serializers.CharField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    base_amount = AmountSerializerField(read_only=True)
    matched_amount = AmountSerializerField(read_only=True)
    unmatched = AmountSerializerField(read_only=True)


class ReceiptOut(ReceiptRow):
    """A receipt with what it stands against."""

    matches = MatchOut(many=True, read_only=True)


class ReceiptFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, way, customer, day, and whether something stands unmatched."""

    state = django_filters.ChoiceFilter(choices=ReceiptState.choices)
    way = django_filters.ChoiceFilter(choices=ReceiptWay.choices)
    customer = IdFilter(field_name="customer_id")
    received_from = django_filters.DateFilter(field_name="received_date", lookup_expr="gte")
    received_until = django_filters.DateFilter(field_name="received_date", lookup_expr="lte")
    unmatched = django_filters.BooleanFilter(method="still_unmatched")

    def still_unmatched(self, rows: QuerySet[Receipt], _name: str, value: bool) -> QuerySet[Receipt]:
        """Those of which something stands against nothing, or those without."""
        free = rows.filter(state=ReceiptState.RECORDED, matched_amount__lt=F("amount"))
        return free if value else rows.exclude(pk__in=free.order_by().values("pk"))


class ReceiptResource(Creates[Receipt], Resource[Receipt]):
    """Recorded by finance alone, matched to orders in parts, reversed; never edited."""

    serializer_class = ReceiptOut
    list_serializer_class = ReceiptRow
    input_serializers = {"create": ReceiptIn}
    permissions = dict.fromkeys(("create", "match", "unmatch", "reverse"), policies_money.RECORD)
    filterset_class = ReceiptFilter
    ordering_fields = {"number": "number", "received_date": "received_date", "amount": "amount"}
    search_kind = Receipt.kind

    def visible(self, actor: Actor) -> QuerySet[Receipt]:
        return receipts_visible_to(actor)

    def for_one(self, rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
        matches = ReceiptMatch.objects.select_related("order").order_by("pk")
        return rows.prefetch_related(Prefetch("matches", matches))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Receipt:
        customer = data.pop("customer")
        return receipts.record_receipt(draft=ReceiptInput(**data, customer_id=customer), actor=actor, at=at)

    @move(input=MatchIn)
    def match(self, document: Receipt, *, data: dict[str, Any], actor: Actor, at: datetime) -> Receipt:
        """Say which orders the money is for."""
        parts = [MatchInput(part["order"], part["amount"]) for part in data["parts"]]
        return receipts.match_receipt(
            receipt_id=document.pk, parts=parts, actor=actor, at=at, reason=data["reason"],
            version=data.get("version"),
        )  # fmt: skip

    @move(input=UnmatchIn)
    def unmatch(self, document: Receipt, *, data: dict[str, Any], actor: Actor, at: datetime) -> Receipt:
        """Take the money off orders again."""
        return receipts.unmatch(
            receipt_id=document.pk, match_ids=data["matches"], reason=data["reason"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ReasonIn)
    def reverse(self, document: Receipt, *, data: dict[str, Any], actor: Actor, at: datetime) -> Receipt:
        """The money did not come, or went back."""
        return receipts.reverse_receipt(
            receipt_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )
