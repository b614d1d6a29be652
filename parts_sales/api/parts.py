"""`parts`: the catalogue with stock and prices; costs and floors only for who sees them (PSL-01, PSL-03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Changes, Creates, Input, Resource, VersionedInput, move
from core.api.fields import IdField, PlainDecimalField
from core.money import CURRENCIES
from organization.api.checks import existing
from organization.models import Warehouse
from parts_sales import policies
from parts_sales.choices import PartKind
from parts_sales.models import Part, StockBalance
from parts_sales.selectors import parts as selectors
from parts_sales.selectors import prices as reads
from parts_sales.selectors import stock as stock_reads
from parts_sales.services import parts, prices, stock
from parts_sales.services.inputs import PartInput


class PartChange(VersionedInput):
    """What a part is; only what is sent changes. Without a warehouse it lies where its kind does."""

    name_zh = serializers.CharField(max_length=120, required=False)
    name_en = serializers.CharField(max_length=120, required=False, allow_blank=True)
    part_kind = serializers.ChoiceField(choices=PartKind.choices, required=False)
    category = serializers.CharField(max_length=60, required=False, allow_blank=True)
    fits = serializers.ListField(child=serializers.CharField(max_length=40), max_length=40, required=False)
    warehouse = IdField(required=False, allow_null=True)
    unit = serializers.CharField(max_length=10, required=False)
    weight_kg = PlainDecimalField(max_digits=10, decimal_places=3, min_value=0, required=False, allow_null=True)
    length_mm = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    width_mm = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    height_mm = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True)
    is_valuable = serializers.BooleanField(required=False)
    is_fragile = serializers.BooleanField(required=False)
    hs_code = serializers.RegexField(r"^[0-9. ]{0,14}$", required=False, allow_blank=True)
    origin = serializers.CharField(max_length=60, required=False, allow_blank=True)
    successor = IdField(required=False, allow_null=True)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class PartIn(PartChange):
    """A part with its number."""

    version = None  # type: ignore[assignment]
    number = serializers.CharField(max_length=40)
    name_zh = serializers.CharField(max_length=120)


class CostIn(Input):
    """What a part costs, tax included, from a day on."""

    amount = AmountSerializerField()
    start_date = serializers.DateField()
    source = serializers.CharField(  # type: ignore[assignment]  # a field of this name, not where it is read from
        max_length=120, required=False, allow_blank=True, default=""
    )


class PriceIn(Input):
    """A list price, tax included, from a day on."""

    currency = serializers.ChoiceField(choices=[(code, code) for code in CURRENCIES])
    amount = AmountSerializerField()
    start_date = serializers.DateField()


class StockCountIn(Input):
    """What was counted in a warehouse one keeps; a difference needs its reason. With `seen`, what was on hand when it
    was looked at, a count on an old reading is refused.
    """

    warehouse = IdField()
    counted = PlainDecimalField(max_digits=12, decimal_places=3, min_value=0)
    seen = PlainDecimalField(
        max_digits=12, decimal_places=3, min_value=0, required=False, allow_null=True, default=None
    )
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class PartStockOut(serializers.Serializer[StockBalance]):
    """What lies in one warehouse, and how much of it is promised."""

    warehouse = serializers.IntegerField(source="warehouse_id", read_only=True)
    warehouse_name = serializers.CharField(source="warehouse.name", read_only=True)
    on_hand = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    reserved = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    counted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PartOut(serializers.Serializer[Part]):
    """A part with stock and the list price of today in the base currency. `cost` and `floor` are null for who does not
    see them."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    part_kind = serializers.CharField(read_only=True)
    category = serializers.CharField(read_only=True)
    fits = serializers.ListField(child=serializers.CharField(), read_only=True)
    warehouse = serializers.IntegerField(source="warehouse_id", read_only=True)
    unit = serializers.CharField(read_only=True)
    weight_kg = PlainDecimalField(max_digits=10, decimal_places=3, read_only=True, allow_null=True)
    length_mm = serializers.IntegerField(read_only=True, allow_null=True)
    width_mm = serializers.IntegerField(read_only=True, allow_null=True)
    height_mm = serializers.IntegerField(read_only=True, allow_null=True)
    is_valuable = serializers.BooleanField(read_only=True)
    is_fragile = serializers.BooleanField(read_only=True)
    hs_code = serializers.CharField(read_only=True)
    origin = serializers.CharField(read_only=True)
    successor = serializers.IntegerField(source="successor_id", read_only=True, allow_null=True)
    note = serializers.CharField(read_only=True)
    on_hand = PlainDecimalField(source="on_hand_total", max_digits=12, decimal_places=3, read_only=True)
    reserved = PlainDecimalField(source="reserved_total", max_digits=12, decimal_places=3, read_only=True)
    list_price = AmountSerializerField(read_only=True, allow_null=True)
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class PartDetail(PartOut):
    """One part, with its stock by warehouse, and its cost and floor of today for who sees them."""

    stock = serializers.SerializerMethodField()
    cost = serializers.SerializerMethodField()
    floor = serializers.SerializerMethodField()

    @extend_schema_field(PartStockOut(many=True))
    def get_stock(self, part: Part) -> list[dict[str, Any]]:
        """Each warehouse it lies in, or lay in."""
        return [dict(PartStockOut(one).data) for one in stock_reads.balances_of(part.pk)]

    def get_cost(self, part: Part) -> str | None:
        """The standard cost of today."""
        if not policies.sees_costs(self.context["view"].actor):
            return None
        cost = reads.costs_on([part.pk], on=timezone.localdate()).get(part.pk)
        return None if cost is None else f"{cost:.2f}"

    def get_floor(self, part: Part) -> str | None:
        """The lowest price the service department's manager grants alone."""
        if not policies.sees_floors(self.context["view"].actor):
            return None
        floor = reads.floors_on([part.pk], on=timezone.localdate()).get(part.pk)
        return None if floor is None else f"{floor.amount:.2f}"


class PartFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By number, kind and product group; whether they are off sale."""

    number = django_filters.CharFilter(lookup_expr="iexact")
    part_kind = django_filters.ChoiceFilter(choices=PartKind.choices)
    category = django_filters.CharFilter()
    is_retired = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)


class PartResource(Creates[Part], Changes[Part], Resource[Part]):
    """Whoever sells, ships, keeps or leads reads them; the service department keeps them; finance sets prices."""

    serializer_class = PartDetail
    list_serializer_class = PartOut
    input_serializers = {"create": PartIn, "partial_update": PartChange}
    permissions = {
        **dict.fromkeys(("create", "partial_update", "retire", "restore"), policies.EDIT),
        **dict.fromkeys(("list", "retrieve"), policies.VIEW),
        **dict.fromkeys(("enter_cost", "enter_price"), policies.SET_PRICES),
        "count": policies.KEEP,
    }
    filterset_class = PartFilter
    ordering_fields = {"number": "number"}
    ordering = "number"
    search_kind = Part.kind

    def visible(self, actor: Actor) -> QuerySet[Part]:
        return selectors.parts_visible_to(actor)

    def for_list(self, rows: QuerySet[Part]) -> QuerySet[Part]:
        return selectors.with_figures(rows, on=timezone.localdate())

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Part:
        return parts.create_part(draft=_draft(PartInput(), data), actor=actor, at=at)

    def change(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> Part:
        version = data.pop("version", None)
        now = PartInput(
            number=document.number,
            fits=tuple(document.fits),
            warehouse_id=document.warehouse_id if document.has_own_warehouse else None,
            successor_id=document.successor_id,
            **{name: getattr(document, name) for name in parts.PLAIN},
        )
        return parts.change_part(part_id=document.pk, draft=_draft(now, data), version=version, actor=actor, at=at)

    @move(input=VersionedInput)
    def retire(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> Part:
        """It is not sold any more."""
        return parts.retire_part(part_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=VersionedInput)
    def restore(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> Part:
        """It is sold again."""
        return parts.restore_part(part_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=CostIn)
    def enter_cost(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """What it costs from a day on."""
        prices.enter_cost(part_id=document.pk, **data, actor=actor, at=at)

    @move(input=PriceIn)
    def enter_price(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """What it is listed at from a day on."""
        prices.enter_price(part_id=document.pk, **data, actor=actor, at=at)

    @move(input=StockCountIn)
    def count(self, document: Part, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Enter what was counted in a warehouse one keeps."""
        existing(Warehouse, warehouse=data["warehouse"])
        stock.count(part_id=document.pk, warehouse_id=data.pop("warehouse"), **data, actor=actor, at=at)


def _draft(now: PartInput, data: dict[str, Any]) -> PartInput:
    existing(Warehouse, warehouse=data.get("warehouse"))
    existing(Part, successor=data.get("successor"))
    given = {name: value for name, value in data.items() if name not in {"warehouse", "successor"}}
    if "fits" in given:
        given["fits"] = tuple(given["fits"])
    given |= {f"{name}_id": data[name] for name in ("warehouse", "successor") if name in data}
    return replace(now, **given)
