"""The clock's side of reports."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reports.services import alerts, runs


@shared_task(name="reports.expire_runs")
def expire_runs(**_later: object) -> None:
    """End reports whose time is over, with their files. Safe to run twice."""
    runs.expire(at=timezone.now())


@shared_task(name="reports.find_alerts")
def find_alerts(**_later: object) -> None:
    """Look at all budgets and tell of what is new. Safe to run twice and late: each alert is kept once."""
    alerts.find(at=timezone.now())
