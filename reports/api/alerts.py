"""`budget-alerts`: what was told of budgets, and acknowledging it (EXP-11, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.api.fields import CurrencyField, PlainDecimalField
from core.api.filters import IdFilter, YearNumberFilter
from reports import alert_words
from reports.choices import AlertKind
from reports.models import BudgetAlert
from reports.selectors.alerts import alerts_visible_to
from reports.services import alerts


class AlertOut(serializers.Serializer[BudgetAlert]):
    """An alert. `threshold` is the share that was reached, `month` what it is about, null for the year."""

    id = serializers.IntegerField(read_only=True)
    year = serializers.IntegerField(source="fiscal_year.year", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    kind = serializers.CharField(source="alert_kind", read_only=True)
    month = serializers.SerializerMethodField()
    threshold = PlainDecimalField(max_digits=7, decimal_places=4, read_only=True, normalize_output=True)
    currency = CurrencyField()
    budget = AmountSerializerField(read_only=True)
    used = AmountSerializerField(read_only=True)
    detail = serializers.SerializerMethodField()
    found_at = serializers.DateTimeField(read_only=True)
    note = serializers.CharField(read_only=True)
    acknowledged_by = serializers.IntegerField(source="acknowledged_by_id", read_only=True, allow_null=True)
    acknowledged_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_month(self, alert: BudgetAlert) -> int | None:
        return alert.month or None

    def get_detail(self, alert: BudgetAlert) -> str:
        return alert_words.sentence(alert)


class NoteIn(Input):
    """What is done about it."""

    note = serializers.CharField(max_length=500)


class AlertFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """By kind, department, category, year, and whether it is open."""

    kind = django_filters.ChoiceFilter(field_name="alert_kind", choices=AlertKind.choices)
    department = IdFilter(field_name="department_id")
    category = IdFilter(field_name="category_id")
    year = YearNumberFilter(field_name="fiscal_year__year")
    open = django_filters.BooleanFilter(field_name="acknowledged_at", lookup_expr="isnull")


class BudgetAlertResource(Resource[BudgetAlert]):
    """The alerts of the departments whose figures the caller reads."""

    serializer_class = AlertOut
    filterset_class = AlertFilterSet
    search_fields = ("department__name_zh", "department__name_en", "category__name_zh", "category__name_en")
    ordering_fields = {"found_at": "found_at"}
    ordering = "-found_at"

    def visible(self, actor: Actor) -> QuerySet[BudgetAlert]:
        return alerts_visible_to(actor).select_related("fiscal_year", "department", "category")

    @move(input=NoteIn)
    def acknowledge(self, document: BudgetAlert, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Say that it was seen and what is done about it."""
        alerts.acknowledge(alert_id=document.pk, note=data["note"], actor=actor, at=at)
