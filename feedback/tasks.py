"""The clock's side of market information and surveys: the queue's message is a nudge, the row is the truth (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from feedback.services import asking, clock


@shared_task(name="feedback.mind_days")
def mind_days(**_later: object) -> None:
    """Safe to run twice and to run late: each occasion is told once (MKT-03, CMP-20)."""
    clock.mind_days(at=timezone.now())


@shared_task(name="feedback.ask_customers")
def ask_customers(**_later: object) -> None:
    """Safe to run twice and to run late: nobody is asked twice, whoever was missed is found again (CMP-20)."""
    asking.mind_occasions(at=timezone.now())
