"""The shapes of what complaints have in common (CMP-09, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from complaints.selectors import patterns
from core.actors import Actor
from core.api import Input
from core.api.fields import DayField, IdField, PlainDecimalField
from core.calendar import twelve_months
from core.errors import InvalidInput


class ComplaintPatternIn(Input):
    """Which complaints count, compared by what; the last twelve months where no days are named."""

    by = serializers.ChoiceField(choices=[(way, way) for way in patterns.WAYS], required=False, default=patterns.PART)
    since = DayField(required=False, allow_null=True, default=None)
    until = DayField(required=False, allow_null=True, default=None)
    department = IdField(required=False, allow_null=True, default=None)


class ParetoBarOut(serializers.Serializer[Any]):
    """One bar; shares in hundredths. The last of very many stands for all others."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]  # a field of this name
    count = serializers.IntegerField(read_only=True)
    repeats = serializers.IntegerField(read_only=True)
    share = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True)
    cumulative = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True)
    is_vital = serializers.BooleanField(read_only=True)


class TargetKeptOut(serializers.Serializer[Any]):
    """Answers against their targets; the share in hundredths of what is decided, the average in days."""

    kept = serializers.IntegerField(read_only=True)
    late = serializers.IntegerField(read_only=True)
    running = serializers.IntegerField(read_only=True)
    share = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True, allow_null=True)
    days = PlainDecimalField(max_digits=8, decimal_places=1, read_only=True, allow_null=True)


class ComplaintPatternOut(serializers.Serializer[Any]):
    """What the complaints of some days have in common; `ages` are open ones to 7, 30, 90 days and older."""

    count = serializers.IntegerField(read_only=True)
    opened = serializers.IntegerField(read_only=True)
    repeats = serializers.IntegerField(read_only=True)
    bars = ParetoBarOut(many=True, read_only=True)
    ages = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    response = TargetKeptOut(read_only=True)
    resolution = TargetKeptOut(read_only=True)


def answer(data: dict[str, Any], *, actor: Actor, at: datetime) -> patterns.PatternPage:
    """What was asked for. Raises InvalidInput for days that make no sense."""
    first, last = twelve_months(timezone.localdate(at))
    since, until = data["since"] or first, data["until"] or last
    if since > until or (until - since).days > patterns.LONGEST or until.year > at.year + 1:
        raise InvalidInput(problem=_("The days must follow each other and lie within five years."))
    asked = patterns.PatternQuestion(since, until, data["by"], data["department"])
    return patterns.patterns_of(actor, asked, at=at)
