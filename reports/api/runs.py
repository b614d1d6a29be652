"""`report-runs`: reports asked for, how far they are, their files (RPT-41, GEN-17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from core.actors import Actor
from core.api import Creates, Input, Resource, download, move
from core.api.filters import KnownFilter
from core.files import PDF, XLSX
from reports import progress
from reports.choices import Form, RunState
from reports.models import ReportRun
from reports.papers import registry
from reports.selectors.runs import require_file, runs_of
from reports.services import runs


class RunOut(serializers.Serializer[Any]):
    """A report; `content` is where its bytes are, null until it is ready; `percent` null while it is not known."""

    id = serializers.IntegerField(read_only=True)
    paper = serializers.CharField(read_only=True)
    form = serializers.CharField(read_only=True)
    language = serializers.CharField(read_only=True)
    parameters = serializers.DictField(child=serializers.CharField(), read_only=True)
    title = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    percent = serializers.SerializerMethodField()
    asked_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    expires_at = serializers.DateTimeField(read_only=True, allow_null=True)
    pages = serializers.IntegerField(read_only=True)
    size = serializers.IntegerField(read_only=True)
    sha256 = serializers.CharField(read_only=True)
    content = serializers.SerializerMethodField()

    def get_percent(self, run: ReportRun) -> int | None:
        far = progress.of(run.pk) if run.state == RunState.QUEUED else None
        return None if far is None or far.share is None else round(far.share * 100)

    def get_content(self, run: ReportRun) -> str | None:
        return reverse("api:report-runs-content", args=[run.pk]) if run.state == RunState.DONE else None


class RunIn(Input):
    """What to make: the kind of report, its form, its language (the caller's without), what it is of. A parameter the
    report does not know, or with a value it does not take, is refused.
    """

    paper = serializers.CharField(max_length=40)
    form = serializers.ChoiceField(choices=Form.choices)
    language = serializers.ChoiceField(choices=["zh-hans", "en"], required=False)
    parameters = serializers.DictField(child=serializers.CharField(max_length=100, allow_blank=True), required=False)


def _require_understood(data: Mapping[str, Any], actor: Actor) -> None:
    """Every parameter is one the report knows, with a value it takes: a page falls back to the usual, a program that
    asks for 1999 is told. Raises PaperUnknown, ValidationError, what the paper finds wrong.
    """
    given = data.get("parameters") or {}
    kept = registry.get(data["paper"], data["form"]).read(given, actor)
    wrong = [name for name, value in given.items() if value and not _is_taken(name, value, kept.get(name))]
    if wrong:
        words = _("This report does not know the parameter %(name)s with this value.")
        raise serializers.ValidationError({"parameters": [words % {"name": name} for name in wrong]})


def _is_taken(name: str, value: str, kept: str | None) -> bool:
    """Whether a value is kept, be it in another spelling; a month that has not begun may have become the one that
    runs.
    """
    if kept is None:
        return False
    if name == "as_of":
        return True
    if value.isdecimal() and kept.isdecimal():
        return 1 <= int(value) <= 12 if name == "month" else int(value) == int(kept)
    return value == kept


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind of report and form."""

    state = django_filters.ChoiceFilter(choices=RunState.choices)
    paper = KnownFilter(lambda code: any(one.code == code for one in registry.registered()))
    form = django_filters.ChoiceFilter(choices=Form.choices)


class RunResource(Creates[ReportRun], Resource[ReportRun]):
    """The caller's own reports. Asked for again while nothing has changed, the answer is the first one."""

    serializer_class = RunOut
    input_serializers = {"create": RunIn}
    filterset_class = RunFilter
    ordering_fields = {"asked_at": "asked_at"}

    def visible(self, actor: Actor) -> QuerySet[ReportRun]:
        return runs_of(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ReportRun:
        _require_understood(data, actor)
        return runs.ask(
            paper=data["paper"],
            form=data["form"],
            language=data.get("language") or translation.get_language() or "zh-hans",
            parameters=data.get("parameters") or {},
            actor=actor,
            at=at,
        )

    @download(PDF.content_type, XLSX.content_type)
    def content(self, request: Request, pk: str) -> FileResponse:
        """The file itself, to be saved; 409 while there is none."""
        run = require_file(self.one(), self.actor)
        return FileResponse(default_storage.open(run.file, "rb"), as_attachment=True, filename=run.name)

    @move()
    def cancel(self, document: ReportRun, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Give up a report that is still being made."""
        runs.cancel(run_id=document.pk, actor=actor, at=at)
