"""`calendar-days`: holidays and worked weekends entered by hand (GEN-15, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core import calendar_days
from core.actors import Actor
from core.api.fields import Input
from core.api.filters import YearNumberFilter
from core.api.resources import Creates, Resource, move
from core.models import CalendarDay


class CalendarDayIn(Input):
    """A day and whether it is worked; sent again, it is changed."""

    day = serializers.DateField()
    is_working = serializers.BooleanField()
    name = serializers.CharField(max_length=40)


class CalendarDayOut(serializers.Serializer[CalendarDay]):
    """A day that differs from the public calendar, or of a year that has none yet."""

    id = serializers.IntegerField(read_only=True)
    day = serializers.DateField(read_only=True)
    is_working = serializers.BooleanField(read_only=True)
    name = serializers.CharField(read_only=True)
    entered_at = serializers.DateTimeField(read_only=True)


class CalendarDayFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year."""

    year = YearNumberFilter(field_name="day__year")


class CalendarDayResource(Creates[CalendarDay], Resource[CalendarDay]):
    """Everybody reads them, for due dates follow them; whoever keeps the calendar enters and removes them."""

    serializer_class = CalendarDayOut
    input_serializers = {"create": CalendarDayIn}
    permissions = dict.fromkeys(("create", "remove"), calendar_days.KEEP)
    filterset_class = CalendarDayFilter
    search_fields = ("name",)
    ordering_fields = {"day": "day"}
    ordering = "day"

    def visible(self, actor: Actor) -> QuerySet[CalendarDay]:
        return CalendarDay.objects.all()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> CalendarDay:
        return calendar_days.enter_day(**data, actor=actor, at=at)

    @move()
    def remove(self, document: CalendarDay, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take it away: the public calendar holds again."""
        calendar_days.remove_day(day_id=document.pk, actor=actor, at=at)
