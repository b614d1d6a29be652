"""What the clock does for approvals."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from approvals import services


@shared_task(name="approvals.keep_going")
def keep_going(**_later: object) -> None:
    """Pass on what waits for people whose role ended; look again where nobody could decide; put what waits into the
    hands of who stands in today. Safe to run twice.
    """
    services.pass_on_expired(at=timezone.now())
    services.resume_stuck(at=timezone.now())
    services.settle_all(at=timezone.now())
