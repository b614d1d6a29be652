"""The clock's side of reports."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reports.services import runs


@shared_task(name="reports.expire_runs")
def expire_runs(**_later: object) -> None:
    """End reports whose time is over, with their files. Safe to run twice."""
    runs.expire(at=timezone.now())
