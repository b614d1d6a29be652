"""The clock's side of corrective actions: the queue's message is a nudge, the row is the truth (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from corrective.services import clock


@shared_task(name="corrective.mind_lateness")
def mind_lateness(**_later: object) -> None:
    """Safe to run twice and to run late: each level is told once (CMP-05)."""
    clock.mind_lateness(at=timezone.now())
