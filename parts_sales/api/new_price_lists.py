"""`new-price-lists`: list prices computed from costs and a margin, compared, released from a day on (PSL-02)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField, LinesField, PlainDecimalField
from core.money import CENT, CURRENCIES
from parts_sales import policies
from parts_sales.choices import PriceListState
from parts_sales.models import PriceList, PriceListLine
from parts_sales.selectors.price_lists import lists_visible_to
from parts_sales.services import price_lists

MOST = 1000


class NewListIn(Input):
    """What it is computed with; `margin` is a share of the cost, 0.2 for 20 %."""

    margin = PlainDecimalField(max_digits=6, decimal_places=4, min_value=Decimal(0), max_value=Decimal(5))
    currency = serializers.ChoiceField(choices=[(code, code) for code in CURRENCIES], default="CNY")
    category = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    start_date = serializers.DateField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class LinePriceIn(Input):
    """The new price of a part."""

    part = IdField()
    price = AmountSerializerField(min_value=CENT)


class LinePricesIn(VersionedInput):
    """Prices set by hand."""

    lines = LinesField(child=LinePriceIn(), allow_empty=False, max_length=MOST)


class NewListLineOut(serializers.Serializer[PriceListLine]):
    """A part: what it costs, its old price, the rule's and the new one."""

    part = serializers.IntegerField(source="part_id", read_only=True)
    part_number = serializers.CharField(source="part.number", read_only=True)
    cost = AmountSerializerField(read_only=True)
    old_price = AmountSerializerField(read_only=True, allow_null=True)
    computed_price = AmountSerializerField(read_only=True)
    price = AmountSerializerField(read_only=True)


class NewListOut(DocumentOut):
    """A price list."""

    margin_share = PlainDecimalField(max_digits=6, decimal_places=4, read_only=True)
    category = serializers.CharField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    line_count = serializers.IntegerField(read_only=True)
    released_at = serializers.DateTimeField(read_only=True, allow_null=True)
    released_by = serializers.IntegerField(source="released_by_id", read_only=True, allow_null=True)
    note = serializers.CharField(read_only=True)


class NewListFullOut(NewListOut):
    """A price list with its first thousand lines."""

    lines = serializers.SerializerMethodField()

    def get_lines(self, row: PriceList) -> list[dict[str, Any]]:
        """The lines by part number."""
        lines = row.lines.select_related("part").order_by("part__number")[:MOST]
        return [dict(NewListLineOut(one).data) for one in lines]


class NewListFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state and currency."""

    state = django_filters.ChoiceFilter(choices=PriceListState.choices)
    currency = django_filters.ChoiceFilter(choices=[(code, code) for code in CURRENCIES])


class NewPriceListResource(Creates[PriceList], Resource[PriceList]):
    """Computed by finance, released by somebody else of finance."""

    serializer_class = NewListFullOut
    list_serializer_class = NewListOut
    input_serializers = {"create": NewListIn}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), policies.VIEW_COSTS),
        **dict.fromkeys(("create", "set_prices", "release", "cancel"), policies.SET_PRICES),
    }
    filterset_class = NewListFilter
    ordering_fields = {"number": "number", "start_date": "start_date"}
    search_kind = PriceList.kind

    def visible(self, actor: Actor) -> QuerySet[PriceList]:
        return lists_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PriceList:
        return price_lists.draw_up(margin_share=data.pop("margin"), **data, actor=actor, at=at)

    @move(input=LinePricesIn)
    def set_prices(self, document: PriceList, *, data: dict[str, Any], actor: Actor, at: datetime) -> PriceList:
        """Set prices of a draft by hand."""
        prices = {one["part"]: one["price"] for one in data["lines"]}
        return price_lists.set_prices(
            price_list_id=document.pk, prices=prices, actor=actor, at=at, version=data.get("version")
        )

    @move(input=VersionedInput)
    def release(self, document: PriceList, *, data: dict[str, Any], actor: Actor, at: datetime) -> PriceList:
        """Let its prices hold from its day on."""
        return price_lists.release(price_list_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def cancel(self, document: PriceList, *, data: dict[str, Any], actor: Actor, at: datetime) -> PriceList:
        """Give a draft up."""
        return price_lists.cancel(
            price_list_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )
