"""`sales-results`: what deliveries and returns brought and cost, line by line, and whether it is in the ledger (PSL-51,
PSL-52).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Resource, move
from core.api.fields import PlainDecimalField
from core.api.filters import IdFilter
from parts_sales import policies
from parts_sales.api import margins
from parts_sales.api.margins import MarginIn, MarginsOut
from parts_sales.choices_results import Occasion, PostingState, Waiting
from parts_sales.models import ResultLine, ResultPosting
from parts_sales.selectors.results import postings_visible_to


class ResultLineOut(serializers.Serializer[ResultLine]):
    """A line: quantity and amounts below nothing where goods came back. Without a known cost `is_costed` is false."""

    id = serializers.IntegerField(read_only=True)
    order_line = serializers.IntegerField(source="order_line_id", read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True, allow_null=True)
    bearing = serializers.CharField(read_only=True)
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    revenue = AmountSerializerField(signed=True, read_only=True)
    cost = AmountSerializerField(signed=True, read_only=True)
    margin = AmountSerializerField(signed=True, read_only=True)
    is_costed = serializers.BooleanField(read_only=True)


class ResultRow(serializers.Serializer[ResultPosting]):
    """A result in a list, in the base currency, tax included."""

    id = serializers.IntegerField(read_only=True)
    delivery_note = serializers.IntegerField(source="note_id", read_only=True, allow_null=True)
    sales_return = serializers.IntegerField(source="sales_return_id", read_only=True, allow_null=True)
    occasion = serializers.CharField(read_only=True)
    order = serializers.IntegerField(source="order_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    day = serializers.DateField(read_only=True)
    revenue = AmountSerializerField(signed=True, read_only=True)
    cost = AmountSerializerField(signed=True, read_only=True)
    margin = AmountSerializerField(signed=True, read_only=True)
    state = serializers.CharField(read_only=True)
    why = serializers.CharField(read_only=True)
    posted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ResultOut(ResultRow):
    """A result with its lines."""

    lines = ResultLineOut(many=True, read_only=True)


class ResultFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By day, order, customer, part, occasion, and whether it is in the ledger."""

    state = django_filters.ChoiceFilter(choices=PostingState.choices)
    why = django_filters.ChoiceFilter(choices=Waiting.choices)
    occasion = django_filters.ChoiceFilter(choices=Occasion.choices)
    order = IdFilter(field_name="order_id")
    customer = IdFilter(field_name="customer_id")
    department = IdFilter(field_name="department_id")
    part = IdFilter(method="with_part")
    day_from = django_filters.DateFilter(field_name="day", lookup_expr="gte")
    day_until = django_filters.DateFilter(field_name="day", lookup_expr="lte")

    def with_part(self, rows: QuerySet[ResultPosting], _name: str, value: Any) -> QuerySet[ResultPosting]:
        """Those with a line of this part."""
        return rows.filter(pk__in=ResultLine.objects.filter(part=value).values("posting"))


class ResultResource(Resource[ResultPosting]):
    """Read by whoever sees what parts cost; written by deliveries and returns alone."""

    serializer_class = ResultOut
    list_serializer_class = ResultRow
    permissions = dict.fromkeys(("list", "retrieve", "margins"), policies.VIEW_COSTS)
    filterset_class = ResultFilter
    ordering_fields = {"day": "day", "revenue": "revenue", "cost": "cost"}
    ordering = "-day"

    def visible(self, actor: Actor) -> QuerySet[ResultPosting]:
        return postings_visible_to(actor)

    def for_one(self, rows: QuerySet[ResultPosting]) -> QuerySet[ResultPosting]:
        return rows.prefetch_related("lines")

    @move(on_list=True, input=MarginIn, output=MarginsOut, writes=False)
    def margins(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """What orders, customers, parts or months brought and cost."""
        return margins.answer(data, actor=actor, at=at)
