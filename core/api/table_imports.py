"""`table-imports`: files of master data — customers, parts, a stock count — checked and brought in (GEN-16)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from core.actors import Actor
from core.api.fields import Input
from core.api.filters import KnownFilter
from core.api.resources import Creates, Resource, move
from core.errors import DomainError, InvalidInput
from core.models import TableImport, TableImportState
from core.table_imports import services, targets
from core.table_imports.targets import Target

MOST_COLUMNS = 200


class TableImportIn(Input):
    """What the rows are (`customers`, `parts` …) and the file; sent as multipart/form-data."""

    target = serializers.SlugField(max_length=40)
    file = serializers.FileField(allow_empty_file=True, max_length=255)
    again = serializers.BooleanField(default=False, help_text="Take the same file a second time.")


class TableReadIn(Input):
    """The place of the heading row (0 is the first) and what each column is, by its place; blank is left out."""

    header_row = serializers.IntegerField(min_value=0, max_value=100_000)
    columns = serializers.ListField(
        child=serializers.CharField(max_length=40, allow_blank=True), max_length=MOST_COLUMNS
    )


class TableApplyIn(Input):
    """Whether bad rows are left out, and `seen` as it was read: what changed meanwhile is not brought in unseen."""

    leave_out_bad = serializers.BooleanField(default=False)
    seen = serializers.CharField(max_length=16)


class TableVerdictOut(serializers.Serializer[Any]):
    """What a row would do: NEW, CHANGED, SAME or BAD, and what changes or is wrong, in words."""

    number = serializers.IntegerField(read_only=True)
    state = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    notes = serializers.ListField(child=serializers.CharField(), read_only=True)


class TableImportRow(serializers.Serializer[TableImport]):
    """A file; `counts` is what bringing it in did."""

    id = serializers.IntegerField(read_only=True)
    target = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    file_name = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    header_row = serializers.IntegerField(read_only=True)
    columns = serializers.DictField(child=serializers.CharField(), read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    uploaded_by = serializers.IntegerField(source="uploaded_by_id", read_only=True)
    uploaded_at = serializers.DateTimeField(read_only=True)
    applied_at = serializers.DateTimeField(read_only=True, allow_null=True)


class TableImportOut(TableImportRow):
    """A file with what every row would do now; `seen` names what was read, `problem` why nothing can be."""

    verdicts = serializers.SerializerMethodField()
    seen = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[int, tuple[list[Any], str]] = {}

    @extend_schema_field(TableVerdictOut(many=True))
    def get_verdicts(self, found: TableImport) -> Any:
        return [TableVerdictOut(one).data for one in self._checked(found)[0]]

    def get_seen(self, found: TableImport) -> str:
        verdicts, _problem = self._checked(found)
        return services.seen(verdicts) if verdicts else ""

    def get_problem(self, found: TableImport) -> str:
        return self._checked(found)[1]

    def _checked(self, found: TableImport) -> tuple[list[Any], str]:
        if found.pk not in self._known:
            self._known[found.pk] = self._look(found)
        return self._known[found.pk]

    def _look(self, found: TableImport) -> tuple[list[Any], str]:
        actor: Actor = self.context["request"].actor
        target = targets.known().get(found.target)
        if target is None or found.state != TableImportState.OPEN:
            return [], ""
        try:
            return services.checked(found, target, actor=actor)[1], ""
        except DomainError as error:
            return [], str(error)


class TableImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By what the rows are, and state."""

    target = KnownFilter(lambda code: code in targets.known())
    state = django_filters.ChoiceFilter(choices=TableImportState.choices)


class TableImportResource(Creates[TableImport], Resource[TableImport]):
    """Files of the master data one may bring in."""

    serializer_class = TableImportOut
    list_serializer_class = TableImportRow
    input_serializers = {"create": TableImportIn}
    filterset_class = TableImportFilter
    ordering_fields = {"uploaded_at": "uploaded_at"}
    search_fields = ("file_name",)

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("post") == "create" else super().get_parsers()

    def visible(self, actor: Actor) -> QuerySet[TableImport]:
        return TableImport.objects.filter(target__in=[code for code, one in targets.known().items() if one.can(actor)])

    def for_list(self, rows: QuerySet[TableImport]) -> QuerySet[TableImport]:
        return rows.defer("rows")

    def for_one(self, rows: QuerySet[TableImport]) -> QuerySet[TableImport]:
        return rows

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> TableImport:
        target = targets.known().get(data["target"])
        if target is None:
            raise InvalidInput(problem=_("There is no such kind of file."))
        file = data["file"]
        return services.upload(
            target=target,
            file_name=file.name or "",
            content=file.read(services.LIMITS.bytes + 1),
            again=data["again"],
            actor=actor,
            at=at,
        )

    @move(input=TableReadIn)
    def read(self, document: TableImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> TableImport:
        """Say what each column is."""
        return services.read_anew(
            import_id=document.pk,
            target=_target(document),
            header_row=data["header_row"],
            columns=dict(enumerate(data["columns"])),
            actor=actor,
            at=at,
        )

    @move(input=TableApplyIn)
    def apply(self, document: TableImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> TableImport:
        """Bring the rows in, the whole file or nothing."""
        return services.apply(
            import_id=document.pk,
            target=_target(document),
            leave_out_bad=data["leave_out_bad"],
            shown=data["seen"],
            actor=actor,
            at=at,
        )

    @move()
    def discard(self, document: TableImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> TableImport:
        """Let the file go."""
        return services.discard(import_id=document.pk, target=_target(document), actor=actor, at=at)


def _target(document: TableImport) -> Target:
    return targets.known()[document.target]
