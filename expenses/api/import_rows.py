"""`imported-rows`: what came in with files of accounting systems, with what was corrected of it (EXP-08, EXP-09)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Resource
from core.api.fields import CurrencyField
from core.api.filters import IdFilter
from expenses import selectors
from expenses.choices import ImportRowState
from expenses.models import ImportRow


class ImportedRowOut(serializers.Serializer[Any]):
    """A row of a file; `away_amount` is what corrections took from where it was posted, `reversed_amount` what of it
    stands nowhere any more. `problems` are codes with their facts.
    """

    id = serializers.IntegerField(read_only=True)
    expense_import = serializers.IntegerField(source="document_id", read_only=True)
    number = serializers.IntegerField(read_only=True)
    state = serializers.CharField(read_only=True)
    voucher = serializers.CharField(read_only=True)
    entry = serializers.CharField(read_only=True)
    expense_date = serializers.DateField(read_only=True, allow_null=True)
    summary = serializers.CharField(read_only=True)
    subject = serializers.CharField(read_only=True)
    supplier = serializers.CharField(read_only=True)
    invoice_number = serializers.CharField(read_only=True)
    complaint = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    category = serializers.IntegerField(source="category_id", read_only=True, allow_null=True)
    period = serializers.IntegerField(source="period_id", read_only=True, allow_null=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    net_amount = AmountSerializerField(read_only=True)
    tax_amount = AmountSerializerField(read_only=True)
    away_amount = AmountSerializerField(read_only=True)
    reversed_amount = AmountSerializerField(read_only=True)
    available = AmountSerializerField(read_only=True, allow_null=True)
    problems = serializers.JSONField(read_only=True)


class ImportedRowFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By import, state, and what the row says."""

    expense_import = IdFilter(field_name="document_id")
    state = django_filters.ChoiceFilter(choices=ImportRowState.choices)
    department = IdFilter(field_name="department_id")
    category = IdFilter(field_name="category_id")
    period = IdFilter(field_name="period_id")
    voucher = django_filters.CharFilter(max_length=40)
    complaint = django_filters.CharFilter(max_length=40)


class ImportedRowResource(Resource[ImportRow]):
    """Rows of imports: all of them for who sees the files, else those posted in the departments one sees."""

    serializer_class = ImportedRowOut
    filterset_class = ImportedRowFilter
    ordering_fields = {"number": "number", "amount": "amount"}
    search_fields = ("voucher", "entry", "summary", "supplier", "invoice_number")

    def visible(self, actor: Actor) -> QuerySet[ImportRow]:
        return selectors.import_rows_seen_by(actor)
