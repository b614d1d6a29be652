"""What the clock starts for the ledger: its nightly check, its snapshots (LED-02, LED-07)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from budgets.services import nightly, snapshots


@shared_task(name="budgets.verify_ledger")
def verify_ledger(**_later: object) -> None:
    """Safe to repeat and to run late: finance is told once a day."""
    nightly.verify_and_tell(at=timezone.now())


@shared_task(name="budgets.take_snapshots")
def take_snapshots(**_later: object) -> None:
    """Safe to repeat: a moment is taken once."""
    snapshots.take_snapshots(at=timezone.now())
