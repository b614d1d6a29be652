"""`price-lists`: list prices of parts with their days, old ones included (PSL-01, GEN-17)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters import DateFilter
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, Resource
from core.api.fields import IdField
from core.api.filters import IdFilter
from core.money import CURRENCIES
from organization.api.checks import existing
from parts_sales import policies
from parts_sales.api.parts import PriceIn
from parts_sales.models import Part, PartPrice
from parts_sales.selectors import prices as reads
from parts_sales.services import prices


class ListPriceIn(PriceIn):
    """A list price of a part, tax included, from a day on."""

    part = IdField()


class ListPriceOut(serializers.Serializer[Any]):
    """A tax-inclusive list price; it holds from `start_date` until before `end_date`, null until further notice."""

    id = serializers.IntegerField(read_only=True)
    part = serializers.IntegerField(source="part_id", read_only=True)
    part_number = serializers.CharField(source="part.number", read_only=True)
    currency = serializers.CharField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True, allow_null=True)
    entered_by = serializers.IntegerField(source="entered_by_id", read_only=True, allow_null=True)
    entered_at = serializers.DateTimeField(read_only=True)


class ListPriceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By part and currency; `on` gives the price list of a day."""

    part = IdFilter()
    currency = django_filters.ChoiceFilter(choices=[(code, code) for code in CURRENCIES])
    on = DateFilter(method="of_day")

    def of_day(self, rows: QuerySet[PartPrice], _name: str, day: date) -> QuerySet[PartPrice]:
        return reads.in_force(rows, on=day)


class PriceListResource(Creates[PartPrice], Resource[PartPrice]):
    """Whoever opens the catalogue reads them; finance enters them. An entered price is never changed: the next one ends
    it.
    """

    serializer_class = ListPriceOut
    input_serializers = {"create": ListPriceIn}
    permissions = {"create": policies.SET_PRICES, **dict.fromkeys(("list", "retrieve"), policies.VIEW)}
    filterset_class = ListPriceFilter
    ordering_fields = {"start_date": "start_date", "amount": "amount"}
    ordering = "-start_date"
    search_fields = ("part__number", "part__name_zh", "part__name_en")

    def visible(self, actor: Actor) -> QuerySet[PartPrice]:
        return reads.prices_visible_to(actor)

    def for_list(self, rows: QuerySet[PartPrice]) -> QuerySet[PartPrice]:
        return rows.select_related("part")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PartPrice:
        existing(Part, part=data["part"])
        return prices.enter_price(part_id=data.pop("part"), **data, actor=actor, at=at)
