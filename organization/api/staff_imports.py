"""`staff-imports`: files of departments and people sent, checked, brought in (ORG-10, GEN-16)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from core.actors import Actor
from core.api import Creates, Input, Resource, Router, VersionedInput, move
from core.sheets.files import SHORT
from organization import policies, services, staff_rows
from organization.choices import StaffImportState, StaffKind
from organization.models import StaffImport

MOST_COLUMNS = 200


class StaffImportIn(Input):
    """A list of departments or of people; sent as multipart/form-data."""

    kind = serializers.ChoiceField(choices=StaffKind.choices)
    file = serializers.FileField(allow_empty_file=True, max_length=255)
    again = serializers.BooleanField(default=False, help_text="Take the same file a second time.")


class StaffReadIn(Input):
    """How a file is read: sheet, place of the heading row (0 is the first), what each column is by its place."""

    sheet = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    header_row = serializers.IntegerField(min_value=0, max_value=100_000)
    columns = serializers.ListField(
        child=serializers.CharField(max_length=40, allow_blank=True), max_length=MOST_COLUMNS
    )


class StaffApplyIn(VersionedInput):
    """Whether bad rows are left out."""

    leave_out_bad = serializers.BooleanField(default=False)


class StaffImportRow(serializers.Serializer[StaffImport]):
    """A file with its rows counted by what they would become; `problem` is why the last step brought nothing in."""

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    file_name = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    problem = serializers.SerializerMethodField()
    created_by = serializers.IntegerField(source="created_by_id", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    applied_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)

    def get_problem(self, found: StaffImport) -> str:
        return str(staff_rows.in_language(found.problem)) if found.problem else ""


class StaffImportOut(StaffImportRow):
    """A file with how it is read and every row."""

    reading = serializers.JSONField(read_only=True)
    rows = serializers.JSONField(read_only=True)


class StaffImportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By kind and state."""

    kind = django_filters.ChoiceFilter(choices=StaffKind.choices)
    state = django_filters.ChoiceFilter(choices=StaffImportState.choices)


class StaffImportResource(Creates[StaffImport], Resource[StaffImport]):
    """Files of departments and people, for who edits them. Checking and bringing in are done by jobs: ask again."""

    serializer_class = StaffImportOut
    list_serializer_class = StaffImportRow
    input_serializers = {"create": StaffImportIn}
    permissions = {"create": policies.EDIT}
    filterset_class = StaffImportFilter
    ordering_fields = {"created_at": "created_at"}
    search_fields = ("file_name",)

    def get_parsers(self) -> list[Any]:
        return [MultiPartParser()] if getattr(self, "action_map", {}).get("post") == "create" else super().get_parsers()

    def visible(self, actor: Actor) -> QuerySet[StaffImport]:
        rows = StaffImport.objects.all()
        return rows if policies.can_edit(actor) else rows.none()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> StaffImport:
        file = data["file"]
        return services.upload_staff(
            kind=data["kind"],
            file_name=file.name or "",
            content=file.read(SHORT.bytes + 1),
            again=data["again"],
            actor=actor,
            at=at,
        )

    @move(input=StaffReadIn)
    def read(self, document: StaffImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> StaffImport:
        """Say how the file is read; it is checked again."""
        wanted = services.StaffReading(
            sheet=data["sheet"], header_row=data["header_row"], columns=dict(enumerate(data["columns"]))
        )
        return services.read_staff_again(import_id=document.pk, wanted=wanted, actor=actor, at=at)

    @move(input=StaffApplyIn)
    def apply(self, document: StaffImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> StaffImport:
        """Have the good rows brought in."""
        return services.begin_applying(
            import_id=document.pk,
            leave_out_bad=data["leave_out_bad"],
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @move()
    def stop(self, document: StaffImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """End the job that works on it; nothing is brought in."""
        services.stop_staff(import_id=document.pk, actor=actor, at=at)

    @move()
    def discard(self, document: StaffImport, *, data: dict[str, Any], actor: Actor, at: datetime) -> StaffImport:
        """Let the file go."""
        return services.discard_staff(import_id=document.pk, actor=actor, at=at)


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("staff-imports", StaffImportResource, basename="staff-imports")
