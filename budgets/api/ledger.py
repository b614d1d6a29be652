"""`balances` and `ledger-entries`: what is left, and what was posted (api.md, LED-01, LED-02, LED-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django_filters.utils import translate_validation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from budgets.choices import CategoryKind, EntryKind
from budgets.models import ControlKey, FiscalYear, LedgerEntry
from budgets.selectors import keys as selectors
from budgets.selectors.categories import on_or_below
from budgets.selectors.keys import KeyBalance, Month
from budgets.selectors.ledger import document_url
from budgets.selectors.years import current_year
from core.actors import Actor
from core.api import AmountSerializerField, LabelField, Resource
from core.api.fields import CurrencyField
from core.api.filters import IdFilter, KindFilter, MonthNumberFilter, YearNumberFilter
from core.api.moments import MomentFilter


class MonthOut(serializers.Serializer[Month]):
    """A month of a balance. `left` is of the month alone, `available` what the control still lets one spend in it."""

    period = serializers.IntegerField(source="period.pk", read_only=True)
    month = serializers.IntegerField(source="period.month", read_only=True)
    appropriated = AmountSerializerField(read_only=True)
    committed = AmountSerializerField(read_only=True)
    actual = AmountSerializerField(read_only=True)
    left = AmountSerializerField(read_only=True)
    available = AmountSerializerField(read_only=True)


class BalanceOut(serializers.Serializer[Any]):
    """A department's category in a fiscal year: the year's figures and those of its twelve months.

    `scope` and `action` are the control that holds today.
    """

    id = serializers.IntegerField(source="key.pk", read_only=True)
    fiscal_year = serializers.IntegerField(source="key.fiscal_year_id", read_only=True)
    year = serializers.IntegerField(source="key.fiscal_year.year", read_only=True)
    department = serializers.IntegerField(source="key.department_id", read_only=True)
    department_name = serializers.CharField(source="key.department.name", read_only=True)
    category = serializers.IntegerField(source="key.category_id", read_only=True)
    category_code = serializers.CharField(source="key.category.code", read_only=True)
    category_name = serializers.CharField(source="key.category.name", read_only=True)
    category_kind = serializers.CharField(source="key.category.kind", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    as_of = serializers.DateTimeField(read_only=True, allow_null=True)
    scope = serializers.CharField(source="key.scope", read_only=True)
    scope_label = LabelField(source="key.get_scope_display")
    action = serializers.CharField(source="key.action", read_only=True)
    action_label = LabelField(source="key.get_action_display")
    currency = CurrencyField()
    appropriated = AmountSerializerField(source="totals.appropriated", read_only=True)
    committed = AmountSerializerField(source="totals.committed", read_only=True)
    actual = AmountSerializerField(source="totals.actual", read_only=True)
    available = AmountSerializerField(source="totals.available", read_only=True)
    periods = MonthOut(source="months", many=True, read_only=True)


class BalanceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year (without one the year that runs), department, category with those below it, and project.

    With `project` every figure is of the project alone. `as_of` gives the figures of a past moment.
    """

    fiscal_year = IdFilter(field_name="fiscal_year_id")
    year = YearNumberFilter(field_name="fiscal_year__year")
    department = IdFilter(field_name="department_id")
    category = IdFilter(method="on_category")
    category_kind = django_filters.ChoiceFilter(field_name="category__kind", choices=CategoryKind.choices)
    project = IdFilter(method="of_project")
    as_of = MomentFilter(method="as_they_are")

    def on_category(self, keys: QuerySet[ControlKey], _name: str, value: Any) -> QuerySet[ControlKey]:
        """On the category or on one below it."""
        return keys.filter(on_or_below(int(value)))

    def of_project(self, keys: QuerySet[ControlKey], _name: str, value: Any) -> QuerySet[ControlKey]:
        """Where the project has figures."""
        return selectors.keys_with_project(keys, int(value))

    def as_they_are(self, keys: QuerySet[ControlKey], _name: str, _value: datetime) -> QuerySet[ControlKey]:
        """A moment changes the figures, not which rows there are."""
        return keys

    def filter_queryset(self, queryset: QuerySet[ControlKey]) -> QuerySet[ControlKey]:
        keys: QuerySet[ControlKey] = super().filter_queryset(queryset)
        if self.form.cleaned_data["fiscal_year"] is None and self.form.cleaned_data["year"] is None:
            year = current_year(on=timezone.localdate()) or current_year()
            keys = keys.filter(fiscal_year=year)
        return keys


AS_OF = OpenApiParameter("as_of", OpenApiTypes.DATETIME)
PROJECT = OpenApiParameter("project", OpenApiTypes.INT)


class BalanceResource(Resource[ControlKey]):
    """What is granted, held, spent and left, by department and category; now, or as of any past moment."""

    serializer_class = BalanceOut
    filterset_class = BalanceFilter
    ordering_fields = {"department": "department__code", "category": "category__code"}
    ordering = "pk"
    search_fields = ("category__code", "category__name_zh", "category__name_en")

    def visible(self, actor: Actor) -> QuerySet[ControlKey]:
        return selectors.keys_visible_to(actor)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        keys = self.paginate_queryset(self.filter_queryset(self.visible(self.actor))) or []
        return self.get_paginated_response(self.shown(self.balances(keys), many=True))

    @extend_schema(parameters=[AS_OF, PROJECT])
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.shown(self.balances([self.one()])[0]))

    def balances(self, keys: Sequence[ControlKey]) -> Sequence[KeyBalance]:
        """The figures of these keys, as the call asks for them. Raises ValidationError."""
        asked = BalanceFilter(self.request.query_params, queryset=ControlKey.objects.none())
        if not asked.form.is_valid():
            raise translate_validation(asked.form.errors)
        project = asked.form.cleaned_data["project"]
        return selectors.balances_of(
            keys, project_id=int(project) if project else None, as_of=asked.form.cleaned_data["as_of"]
        )


class EntryOut(serializers.Serializer[LedgerEntry]):
    """One posting, never changed. `amount` is signed: what it adds to the column of its kind.

    `document_kind`, `document` and `document_line` name what it was posted for; `hash` is over its content and
    `previous_hash`.
    """

    id = serializers.IntegerField(read_only=True)
    balance = serializers.IntegerField(source="key_id", read_only=True)
    fiscal_year = serializers.IntegerField(source="fiscal_year_id", read_only=True)
    year = serializers.IntegerField(read_only=True)
    period = serializers.IntegerField(source="period_id", read_only=True)
    month = serializers.IntegerField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    category_name = serializers.CharField(source="category.name", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    kind = serializers.CharField(read_only=True)
    kind_label = LabelField(source="get_kind_display")
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    document_kind = serializers.CharField(source="source_kind", read_only=True)
    document = serializers.IntegerField(source="source_id", read_only=True)
    document_line = serializers.IntegerField(source="source_line", read_only=True)
    document_label = serializers.CharField(source="source_label", read_only=True)
    document_url = serializers.SerializerMethodField()
    occasion = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    posted_by = serializers.IntegerField(source="posted_by_id", read_only=True, allow_null=True)
    posted_by_name = serializers.CharField(source="posted_by.name", read_only=True, default=None, allow_null=True)
    posted_at = serializers.DateTimeField(read_only=True)
    sequence = serializers.IntegerField(read_only=True)
    previous_hash = serializers.CharField(read_only=True)
    hash = serializers.CharField(read_only=True)

    def get_document_url(self, entry: LedgerEntry) -> str:
        return document_url(entry.source_kind, entry.source_id)


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By where it was posted, what for, and when; `as_of` leaves what makes up the balances of that moment."""

    fiscal_year = IdFilter(method="of_year")
    year = YearNumberFilter()
    balance = IdFilter(field_name="key_id")
    department = IdFilter(field_name="department_id")
    category = IdFilter(method="on_category")
    project = IdFilter(field_name="project_id")
    period = IdFilter(field_name="period_id")
    month = MonthNumberFilter()
    kind = django_filters.ChoiceFilter(choices=EntryKind.choices)
    document_kind = KindFilter(field_name="source_kind")
    document = IdFilter(field_name="source_id")
    posted_by = IdFilter(field_name="posted_by_id")
    posted_from = django_filters.IsoDateTimeFilter(field_name="posted_at", lookup_expr="gte")
    as_of = MomentFilter(field_name="posted_at", lookup_expr="lte")

    def of_year(self, entries: QuerySet[LedgerEntry], _name: str, value: Any) -> QuerySet[LedgerEntry]:
        """Of a fiscal year; its number besides, so that its partition alone is read."""
        number = FiscalYear.objects.filter(pk=int(value)).values_list("year", flat=True).first()
        return entries.filter(fiscal_year=int(value), year=number) if number is not None else entries.none()

    def on_category(self, entries: QuerySet[LedgerEntry], _name: str, value: Any) -> QuerySet[LedgerEntry]:
        """On the category or on one below it."""
        return entries.filter(on_or_below(int(value)))


class LedgerEntryResource(Resource[LedgerEntry]):
    """The control ledger, newest first: every appropriation, commitment, release and actual. Reading only."""

    serializer_class = EntryOut
    filterset_class = EntryFilter
    ordering_fields = {"posted_at": "posted_at", "amount": "amount"}
    search_fields = ("source_label", "reason")

    def visible(self, actor: Actor) -> QuerySet[LedgerEntry]:
        return selectors.entries_visible_to(actor)

    def for_list(self, rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        return rows.select_related("category", "posted_by")
