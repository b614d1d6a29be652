"""The clock of requests: the queue's message is a nudge, the job's row is the truth (EXP-01, QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from expenses.services import endings


@shared_task(name="expenses.plan_endings")
def plan_endings(**_later: object) -> None:
    """Safe to run twice and to run late: every reminder and every release is a job of its own, written once."""
    endings.plan_endings(at=timezone.now())
