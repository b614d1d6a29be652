"""The clock's side of agreements: the queue's message is a nudge, the row is the truth (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from agreements.services import clock


@shared_task(name="agreements.mind_endings")
def mind_endings(**_later: object) -> None:
    """Safe to run twice and to run late: each reminder is written once (CUS-30)."""
    clock.mind_endings(at=timezone.now())
