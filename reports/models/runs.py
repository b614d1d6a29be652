from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.choices import Form, RunState


class ReportRun(models.Model):
    """A report somebody asked for: what, of which data, in which form and language, and the file made of it (RPT-41).

    `digest` is over all of these and the state of the data: asked again while nothing has changed, it is the same row.
    `scope` is what its maker saw then: whoever sees less later gets no file (GEN-10). Files lie under the hash of their
    content, so equal ones are one.
    """

    paper = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    form = models.CharField(max_length=8, choices=Form.choices)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="report_runs")
    asked_at = models.DateTimeField()
    scope = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (
            models.Index(fields=("asked_by", "-asked_at"), name="reports_run_mine"),
            models.Index(fields=("expires_at",), name="reports_run_expiring", condition=Q(state="DONE")),
            models.Index(fields=("file",), name="reports_run_file", condition=~Q(file="")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("asked_by", "digest"),
                condition=Q(state__in=[RunState.QUEUED, RunState.DONE]),
                name="reports_run_once",
            ),
            models.CheckConstraint(
                condition=Q(state="QUEUED") | Q(ended_at__isnull=False), name="reports_run_end_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="DONE") | (~Q(file="") & ~Q(sha256="") & Q(expires_at__isnull=False)),
                name="reports_run_done_has_file",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the file is called when it is saved."""
        return f"{self.title.replace('/', '-')}.{self.form}"

    @property
    def facts(self) -> dict[str, Any]:
        """What notices tell of it."""
        return {"form": str(Form(self.form).label)}
