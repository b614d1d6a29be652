"""`report-runs`: reports asked for, how far they are, their files (RPT-41, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers
from rest_framework.request import Request

from core.actors import Actor
from core.api import Creates, Input, Resource, download, move
from core.files import PDF, XLSX
from reports import progress
from reports.choices import Form, RunState
from reports.models import ReportRun
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
    """What to make: the kind of report, its form, its language (the caller's without), what it is of."""

    paper = serializers.CharField(max_length=40)
    form = serializers.ChoiceField(choices=Form.choices)
    language = serializers.ChoiceField(choices=["zh-hans", "en"], required=False)
    parameters = serializers.DictField(child=serializers.CharField(max_length=100, allow_blank=True), required=False)


class RunResource(Creates[ReportRun], Resource[ReportRun]):
    """The caller's own reports. Asked for again while nothing has changed, the answer is the first one."""

    serializer_class = RunOut
    input_serializers = {"create": RunIn}
    filterset_fields = ("state", "paper", "form")
    ordering_fields = {"asked_at": "asked_at"}

    def visible(self, actor: Actor) -> QuerySet[ReportRun]:
        return runs_of(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ReportRun:
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
