"""Owners are reminded of agreements that end (CUS-30)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from agreements import thresholds
from agreements.models import Agreement
from agreements.selectors.agreements import ending
from core import formats, jobs, notifications

TELL = "agreements.tell_ending"


def mind_endings(*, at: datetime) -> int:
    """Write a job for each agreement that ends soon and is not renewed; how many. Safe to run twice and late."""
    today = timezone.localdate(at)
    first, _last = thresholds.reminders(today)
    ids = list(ending(on=today, within=first).values_list("pk", flat=True))
    for pk in ids:
        jobs.after_commit(TELL, key=f"agreement_ending:{pk}:{today}", agreement_id=pk)
    return len(ids)


@jobs.handler(TELL)
def tell_ending(*, agreement_id: int, at: datetime) -> None:
    """Tell the owner once when the first reminder is due and once more before the end."""
    today = timezone.localdate(at)
    row = Agreement.objects.select_related("customer").filter(pk=agreement_id).first()
    first, last = thresholds.reminders(today)
    if row is None or not ending(on=today, within=first).filter(pk=row.pk).exists():
        return
    step = "last" if (row.end_date - today).days <= last else "first"
    notifications.notify(
        [row.owner_id], code="agreement.ending", kind=row.kind, document_id=row.pk, label=f"{row} {row.subject}",
        key=f"agreement_ending:{row.pk}:{row.end_date}:{step}", at=at,
        facts={"day": formats.day(row.end_date), "customer": row.customer.name},
    )  # fmt: skip
