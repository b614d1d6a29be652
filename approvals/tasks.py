"""What the clock does for approvals."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from approvals import services


@shared_task(name="approvals.plan_time")
def plan_time(**_later: object) -> None:
    """Safe to run twice and to run late: every reminder and every passing up is a job of its own (APR-08)."""
    services.plan_time(at=timezone.now())


@shared_task(name="approvals.keep_going")
def keep_going(**_later: object) -> None:
    """End delegations that cannot go on; pass on what waits for people whose role ended; look again where nobody could
    decide; put what waits into the hands of who stands in today. Safe to run twice.
    """
    services.end_all_unfit(at=timezone.now())
    services.pass_on_expired(at=timezone.now())
    services.resume_stuck(at=timezone.now())
    services.settle_all(at=timezone.now())
