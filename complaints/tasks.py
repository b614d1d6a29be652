"""The clock's side of complaints: the queue's message is a nudge, the row is the truth (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from complaints.services import clock


@shared_task(name="complaints.mind_targets")
def mind_targets(**_later: object) -> None:
    """Safe to run twice and to run late: each target is told once (CMP-01)."""
    clock.mind_targets(at=timezone.now())
