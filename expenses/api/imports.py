"""`expense-imports`: a file of an accounting system sent, checked, posted, taken back (EXP-09, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from core.actors import Actor
from core.api import Creates, ReasonIn, Resource, move
from core.api.fields import AmountSerializerField, Input
from core.money import base_currency
from core.sheets.files import LONG
from expenses import policies, selectors
from expenses.choices import ImportState
from expenses.models import ExpenseImport
from expenses.services import imports


class ImportIn(Input):
    """A file and where it comes from; sent as multipart/form-data."""

    source = serializers.CharField(max_length=imports.LONGEST_SOURCE)  # type: ignore[assignment]
    file = serializers.FileField(allow_empty_file=True, max_length=255)
    again = serializers.BooleanField(default=False, help_text="Take the same file a second time.")


class PostIn(Input):
    """Whether bad rows are left out."""

    leave_out_bad = serializers.BooleanField(default=False)


class ImportOut(serializers.Serializer[Any]):
    """An import with its rows counted by what they are; `problem` is why the last step ended without its end."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True, allow_null=True)
    state = serializers.CharField(read_only=True)
    source = serializers.CharField(source="source.name", read_only=True)  # type: ignore[assignment]
    file_name = serializers.CharField(read_only=True)
    size = serializers.IntegerField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    rows = serializers.DictField(source="counts", child=serializers.IntegerField(), read_only=True)
    amounts = serializers.DictField(child=serializers.CharField(), read_only=True)
    currency = serializers.SerializerMethodField()
    problem = serializers.JSONField(read_only=True)
    posted_total = AmountSerializerField(read_only=True)
    posted_at = serializers.DateTimeField(read_only=True, allow_null=True)
    created_by = serializers.IntegerField(source="created_by_id", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_currency(self, _row: ExpenseImport) -> str:
        return base_currency()


class ImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state and source."""

    state = django_filters.ChoiceFilter(choices=ImportState.choices)
    source = django_filters.CharFilter(field_name="source__name", lookup_expr="iexact")


class ExpenseImportResource(Creates[ExpenseImport], Resource[ExpenseImport]):
    """Files of expenses from accounting systems. Reading, posting and taking back are done by jobs: ask again."""

    serializer_class = ImportOut
    input_serializers = {"create": ImportIn}
    permissions = {"create": policies.IMPORT}
    filterset_class = ImportFilter
    ordering_fields = {"created_at": "created_at", "number": "number"}
    search_fields = ("number", "file_name")

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("post") == "create" else super().get_parsers()

    def visible(self, actor: Actor) -> QuerySet[ExpenseImport]:
        return selectors.imports_visible_to(actor).select_related("source")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExpenseImport:
        file = data["file"]
        return imports.upload(
            source=data["source"],
            file_name=file.name or "",
            content=file.read(LONG.bytes + 1),
            again=data["again"],
            actor=actor,
            at=at,
        )

    @move(input=PostIn)
    def post_rows(self, document: ExpenseImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExpenseImport:
        """Have the good rows posted, and those the budget did not take before."""
        return imports.begin_posting(import_id=document.pk, leave_out_bad=data["leave_out_bad"], actor=actor, at=at)

    @move()
    def stop(self, document: ExpenseImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """End the job that works on it; nothing of it stays."""
        imports.stop(import_id=document.pk, actor=actor, at=at)

    @move()
    def discard(self, document: ExpenseImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExpenseImport:
        """Let a file go that was not posted."""
        return imports.discard(import_id=document.pk, actor=actor, at=at)

    @move(input=ReasonIn)
    def reverse(self, document: ExpenseImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> ExpenseImport:
        """Have the whole import taken back, with a reason, by somebody other than who brought it in."""
        return imports.begin_reversing(import_id=document.pk, reason=data["reason"], actor=actor, at=at)
