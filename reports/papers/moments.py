"""The moment a report's data are of: what was done last, not when it is printed (RPT-41)."""

from __future__ import annotations

from datetime import datetime

from budgets.models import FiscalYear, LedgerEntry
from core.models import AuditEvent


def latest_posting(year: FiscalYear) -> datetime | None:
    """When the year's ledger was last added to."""
    entries = LedgerEntry.objects.filter(fiscal_year=year).order_by("-posted_at")
    return entries.values_list("posted_at", flat=True).first()


def latest_event() -> datetime | None:
    """When anything was last done."""
    return AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
