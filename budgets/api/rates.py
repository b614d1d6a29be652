"""`exchange-rates`: what foreign documents are converted at (GEN-02b, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from budgets import policies
from budgets.models import ExchangeRate
from budgets.selectors import rates as selectors
from budgets.services import rates
from core.actors import Actor
from core.api import Changes, Creates, Input, Resource, VersionedInput
from core.api.fields import PlainDecimalField
from core.api.filters import KnownFilter
from core.money import CURRENCIES

PLACES = 8


class RateChange(VersionedInput):
    """A corrected rate and where it is from."""

    rate = PlainDecimalField(max_digits=16, decimal_places=PLACES)
    source = serializers.CharField(max_length=60)  # type: ignore[assignment]


class RateIn(Input):
    """The rate of a day: units of the base currency for one of `currency`."""

    currency = serializers.ChoiceField(choices=CURRENCIES)
    day = serializers.DateField()
    rate = PlainDecimalField(max_digits=16, decimal_places=PLACES)
    source = serializers.CharField(max_length=60)  # type: ignore[assignment]


class RateOut(serializers.Serializer[ExchangeRate]):
    """The rate of a day; it holds until the next one."""

    id = serializers.IntegerField(read_only=True)
    currency = serializers.CharField(read_only=True)
    day = serializers.DateField(read_only=True)
    rate = PlainDecimalField(max_digits=18, decimal_places=PLACES, read_only=True, normalize_output=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    entered_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class RateFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By currency and day."""

    currency = KnownFilter(lambda code: code.upper() in CURRENCIES, lookup_expr="iexact")
    day = django_filters.DateFilter()
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte")


class ExchangeRateResource(Creates[ExchangeRate], Changes[ExchangeRate], Resource[ExchangeRate]):
    """Everybody reads them, for claims name them; finance keeps them."""

    serializer_class = RateOut
    input_serializers = {"create": RateIn, "partial_update": RateChange}
    permissions = dict.fromkeys(("create", "partial_update"), policies.KEEP_RATES)
    filterset_class = RateFilter
    search_fields = ("currency", "source")
    ordering_fields = {"day": "day", "currency": "currency"}
    ordering = "-day"

    def visible(self, actor: Actor) -> QuerySet[ExchangeRate]:
        return selectors.rates_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExchangeRate:
        return rates.enter_rate(**data, actor=actor, at=at)

    def change(self, document: ExchangeRate, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExchangeRate:
        return rates.correct_rate(
            rate_id=document.pk,
            rate=data.get("rate", document.rate),
            source=data.get("source", document.source),
            version=data.get("version"),
            actor=actor,
            at=at,
        )
