"""`import-sources`: what is remembered of the sources of expense files (EXP-09, GEN-16, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Changes, Creates, Input, Resource, move
from core.api.fields import LinesField
from expenses import import_layout as layouts
from expenses import policies, selectors
from expenses.choices import AmountsAre
from expenses.models import ImportSource
from expenses.services import import_sources as sources


class ColumnIn(Input):
    """What a column with this heading is."""

    heading = serializers.CharField(max_length=200)
    role = serializers.ChoiceField(choices=[(role, role) for role in layouts.ROLES])


class SourceChange(Input):
    """What is sent changes; `columns` are all of them."""

    name = serializers.CharField(max_length=sources.LONGEST_NAME, required=False)
    amounts_are = serializers.ChoiceField(choices=AmountsAre.choices, required=False)
    columns = LinesField(child=ColumnIn(), max_length=sources.MOST_COLUMNS, required=False)


class SourceIn(SourceChange):
    """A source with its name."""

    name = serializers.CharField(max_length=sources.LONGEST_NAME)


class ColumnOut(serializers.Serializer[Any]):
    """A heading as it is compared: without blanks, marks and units, in small letters."""

    heading = serializers.CharField(read_only=True)
    role = serializers.CharField(read_only=True)


class WordOut(serializers.Serializer[Any]):
    """What the source calls an account or department, and what that is here: a category or department, or left out."""

    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    is_left_out = serializers.BooleanField(read_only=True)


class SourceRow(serializers.Serializer[Any]):
    """A source in the list."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    amounts_are = serializers.CharField(read_only=True)


class SourceOut(SourceRow):
    """A source with all that is remembered of it."""

    columns = serializers.SerializerMethodField()
    words = WordOut(source="values", many=True, read_only=True)

    def get_columns(self, row: ImportSource) -> list[dict[str, str]]:
        return [{"heading": heading, "role": role} for heading, role in sorted(row.columns.items())]


class ImportSourceResource(Creates[ImportSource], Changes[ImportSource], Resource[ImportSource]):
    """Accounting systems that files come from. A file's first upload makes its source; here it is kept by hand."""

    serializer_class = SourceOut
    list_serializer_class = SourceRow
    input_serializers = {"create": SourceIn, "partial_update": SourceChange}
    permissions = dict.fromkeys(("create", "partial_update", "forget", "remove"), policies.IMPORT)
    ordering_fields = {"name": "name"}
    ordering = "name"
    search_fields = ("name",)

    def visible(self, actor: Actor) -> QuerySet[ImportSource]:
        return selectors.import_sources_visible_to(actor)

    def for_one(self, rows: QuerySet[ImportSource]) -> QuerySet[ImportSource]:
        return rows.prefetch_related("values")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ImportSource:
        return sources.create_source(**_by_heading(data), actor=actor, at=at)

    def change(self, document: ImportSource, *, data: dict[str, Any], actor: Actor, at: datetime) -> ImportSource:
        return sources.change_source(source_id=document.pk, **_by_heading(data), actor=actor, at=at)

    @move()
    def forget(self, document: ImportSource, *, data: dict[str, Any], actor: Actor, at: datetime) -> ImportSource:
        """Forget what its columns, accounts and departments are; the next file asks again."""
        return sources.forget_source(source_id=document.pk, actor=actor, at=at)

    @move()
    def remove(self, document: ImportSource, *, data: dict[str, Any], actor: Actor, at: datetime) -> ImportSource:
        """Delete a source no file came from."""
        return sources.remove_source(source_id=document.pk, actor=actor, at=at)


def _by_heading(data: dict[str, Any]) -> dict[str, Any]:
    if "columns" not in data:
        return data
    return {**data, "columns": {one["heading"]: one["role"] for one in data["columns"]}}
