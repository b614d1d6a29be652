"""`fiscal-years` and `periods`: set up, opened, closed, reopened (api.md, BUD-01, LED-04)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from budgets import policies
from budgets.api.fields import ReasonAlone
from budgets.choices import FiscalYearState, PeriodState
from budgets.models import FiscalYear, Period
from budgets.selectors import years as selectors
from budgets.services import budgets, years
from core.actors import Actor
from core.api import Changes, Creates, Input, LabelField, Resource, VersionedInput, move
from core.api.fields import RateSerializerField
from core.api.filters import IdFilter, MonthNumberFilter, YearNumberFilter


class YearIn(Input):
    """A year to set up with its twelve months; it begins on the first of `start_month`."""

    year = serializers.IntegerField(min_value=years.EARLIEST, max_value=years.LATEST)
    start_month = serializers.IntegerField(min_value=1, max_value=12, default=1)


class YearChange(VersionedInput):
    """The bounds of the contingency (BUD-16)."""

    contingency_least_share = RateSerializerField()
    contingency_most_share = RateSerializerField()


class YearOut(serializers.Serializer[FiscalYear]):
    """A fiscal year; `end_date` is the first day after it."""

    id = serializers.IntegerField(read_only=True)
    year = serializers.IntegerField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    contingency_least_share = RateSerializerField(read_only=True)
    contingency_most_share = RateSerializerField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class YearFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By number and state."""

    year = YearNumberFilter()
    state = django_filters.ChoiceFilter(choices=FiscalYearState.choices)


class FiscalYearResource(Creates[FiscalYear], Changes[FiscalYear], Resource[FiscalYear]):
    """Fiscal years: planning, open, closed. Read by everybody, run by the finance manager."""

    serializer_class = YearOut
    input_serializers = {"create": YearIn, "partial_update": YearChange}
    permissions = dict.fromkeys(("create", "partial_update", "open", "close"), policies.RUN_YEARS)
    filterset_class = YearFilter
    search_fields = ("year",)
    ordering_fields = {"year": "year"}
    ordering = "-year"

    def visible(self, actor: Actor) -> QuerySet[FiscalYear]:
        return selectors.years_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> FiscalYear:
        return years.create_year(year=data["year"], start_month=data["start_month"], actor=actor, at=at)

    def change(self, document: FiscalYear, *, data: dict[str, Any], actor: Actor, at: datetime) -> FiscalYear:
        return budgets.set_contingency_bounds(
            fiscal_year_id=document.pk,
            least=data.get("contingency_least_share", document.contingency_least_share),
            most=data.get("contingency_most_share", document.contingency_most_share),
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @move()
    def open(self, document: FiscalYear, *, data: dict[str, Any], actor: Actor, at: datetime) -> FiscalYear:
        """Spending may begin."""
        return years.open_year(year_id=document.pk, actor=actor, at=at)

    @move()
    def close(self, document: FiscalYear, *, data: dict[str, Any], actor: Actor, at: datetime) -> FiscalYear:
        """The year ends, for good, once its months are closed."""
        return years.close_year(year_id=document.pk, actor=actor, at=at)


class PeriodOut(serializers.Serializer[Period]):
    """A month of a fiscal year; `end_date` is the first day after it. `month` counts from the year's first."""

    id = serializers.IntegerField(read_only=True)
    fiscal_year = serializers.IntegerField(source="fiscal_year_id", read_only=True)
    year = serializers.IntegerField(source="fiscal_year.year", read_only=True)
    month = serializers.IntegerField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    closed_by = serializers.IntegerField(source="closed_by_id", read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class PeriodFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year, month, state, and the day it holds."""

    fiscal_year = IdFilter(field_name="fiscal_year_id")
    year = YearNumberFilter(field_name="fiscal_year__year")
    month = MonthNumberFilter()
    state = django_filters.ChoiceFilter(choices=PeriodState.choices)
    day = django_filters.DateFilter(method="holding")

    def holding(self, rows: QuerySet[Period], _name: str, day: Any) -> QuerySet[Period]:
        """The month a day falls into."""
        return rows.filter(start_date__lte=day, end_date__gt=day)


class PeriodResource(Resource[Period]):
    """Months. Finance closes them one by one; the finance manager reopens them, with a reason."""

    serializer_class = PeriodOut
    permissions = {"close": policies.CLOSE_PERIODS, "reopen": policies.REOPEN_PERIODS}
    filterset_class = PeriodFilter
    search_fields = ("fiscal_year__year",)
    ordering_fields = {"start_date": "start_date"}
    ordering = "-start_date"

    def visible(self, actor: Actor) -> QuerySet[Period]:
        return selectors.periods_visible_to(actor)

    @move()
    def close(self, document: Period, *, data: dict[str, Any], actor: Actor, at: datetime) -> Period:
        """The month takes no more postings."""
        return years.close_period(period_id=document.pk, actor=actor, at=at)

    @move(input=ReasonAlone)
    def reopen(self, document: Period, *, data: dict[str, Any], actor: Actor, at: datetime) -> Period:
        """A closed month takes postings again; needs a reason."""
        return years.reopen_period(period_id=document.pk, reason=data["reason"], actor=actor, at=at)
