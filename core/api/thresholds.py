"""`thresholds`: tolerances, checks and alerts as finance sets them (decision 0091, GEN-17)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from core import thresholds
from core.actors import Actor
from core.api.fields import IdField, Input, LinesField, PlainDecimalField
from core.api.filters import KnownFilter
from core.api.resources import Creates, Resource, move
from core.models import ThresholdValue


class FigureIn(Input):
    """One figure: shares are fractions, several of them in order."""

    name = serializers.CharField(max_length=40)
    values = serializers.ListField(
        child=PlainDecimalField(max_digits=18, decimal_places=4),
        allow_empty=False,
        max_length=thresholds.MOST_SHARES,
    )


class ThresholdIn(Input):
    """What a threshold is from a day on; figures left out are as shipped. `subject` is a category's id for a price."""

    code = serializers.SlugField(max_length=40)
    subject = IdField(required=False, allow_null=True)
    since = serializers.DateField()
    is_on = serializers.BooleanField(default=True)
    figures = LinesField(child=FigureIn(), max_length=20, default=list)
    version = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=2**31 - 1)


class ThresholdOut(serializers.Serializer[ThresholdValue]):
    """A value somebody entered; it holds until the next one of its code and subject."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    subject = serializers.SerializerMethodField()
    since = serializers.DateField(read_only=True)
    is_on = serializers.BooleanField(read_only=True)
    figures = serializers.JSONField(read_only=True)
    entered_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_subject(self, row: ThresholdValue) -> int | None:
        return row.subject or None


class StandingIn(Input):
    """The day asked for; today where it is left out."""

    on = serializers.DateField(required=False, allow_null=True)


class StandingOut(serializers.Serializer[Any]):
    """All thresholds one may read as they stand on that day, shipped figures included."""

    on = serializers.DateField(read_only=True)
    thresholds = serializers.ListField(child=serializers.DictField(), read_only=True)


class ThresholdFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By code and day."""

    code = KnownFilter(thresholds.is_known)
    until = django_filters.DateFilter(field_name="since", lookup_expr="lte")


class ThresholdResource(Creates[ThresholdValue], Resource[ThresholdValue]):
    """Read by those whose page shows them, set and taken back by finance."""

    serializer_class = ThresholdOut
    input_serializers = {"create": ThresholdIn}
    permissions = dict.fromkeys(("create", "take_back"), thresholds.KEEP)
    filterset_class = ThresholdFilter
    search_fields = ("code",)
    ordering_fields = {"since": "since", "code": "code"}
    ordering = "-since"

    def visible(self, actor: Actor) -> QuerySet[ThresholdValue]:
        return thresholds.values_seen_by(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ThresholdValue:
        figures = {one["name"]: tuple(one["values"]) for one in data.pop("figures")}
        subject = data.pop("subject", None) or 0
        return thresholds.set_value(**data, subject=subject, figures=figures, actor=actor, at=at)

    @move()
    def take_back(self, document: ThresholdValue, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take away a value whose day has not come."""
        thresholds.take_back(value_id=document.pk, actor=actor, at=at)

    @move(on_list=True, input=StandingIn, output=StandingOut, writes=False)
    def standing(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """What is in force on a day."""
        on: date = data.get("on") or timezone.localdate(at)
        codes = [one.code for group in thresholds.groups_seen_by(actor) for one in group.thresholds]
        found = thresholds.in_force(*codes, on=on)
        standing = [one for code in codes for one in _each(code, found)]
        return {"on": on, "thresholds": [_told(one) for one in standing]}


def _each(code: str, found: thresholds.InForce) -> list[thresholds.Standing]:
    return [found.of(code)] if thresholds.get(code).subjects is None else found.subjects(code)


def _told(one: thresholds.Standing) -> dict[str, Any]:
    return {
        "code": one.threshold.code,
        "subject": one.subject or None,
        "since": one.since.isoformat() if one.since else None,
        "is_on": one.is_on,
        "figures": {name: [f"{value:f}" for value in values] for name, values in one.figures.items()},
    }
