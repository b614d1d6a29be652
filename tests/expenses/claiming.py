"""What tests of claims share."""

from __future__ import annotations

from approvals.models import Case
from budgets.models import LedgerEntry
from core.models import AuditEvent, Job
from expenses.models import Claim, SpendRequest


def world():
    """Everything a refused step must leave alone."""
    return (
        list(Claim.objects.order_by("pk").values()),
        list(SpendRequest.objects.order_by("pk").values()),
        LedgerEntry.objects.count(),
        AuditEvent.objects.count(),
        Job.objects.count(),
        Case.objects.count(),
    )
