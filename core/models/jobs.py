from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "QUEUED", _("Queued")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


class Job(models.Model):
    """Work to be done after a commit. The row is the truth, the queue message a nudge (QLT-30).

    A job runs inside one transaction that holds its row locked: a killed worker leaves it QUEUED and unlocked,
    so the sweep finds it, and its effects and its end are committed together, once. `attempts` counts how often it
    ended, `begun` how often a worker took it up: where they drift apart, workers die of it.
    """

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=160, null=True, blank=True, unique=True)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    begun = models.PositiveIntegerField(default=0)
    run_after = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=("run_after",), name="core_job_waiting", condition=models.Q(state="QUEUED")),)
        constraints = (
            models.CheckConstraint(
                name="core_job_end_has_time",
                condition=models.Q(state="QUEUED") | models.Q(finished_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
