"""What the clock does with complaints: tells of missed targets, once each, and passes them up (CMP-01)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from complaints.choices import ENDED
from complaints.models import Complaint
from complaints.selectors.complaints import late
from complaints.selectors.people import above, handlers
from core import formats, jobs, notifications
from core.calendar import midnight

TELL = "complaints.tell_late"


def mind_targets(*, at: datetime) -> int:
    """Write a job for each complaint past a target; how many. Safe to run twice and late."""
    today = timezone.localdate(at)
    missed = late(at) | (Q(settle_by__lt=today) & ~Q(state__in=ENDED))
    ids = list(Complaint.objects.filter(missed).values_list("pk", flat=True))
    for pk in ids:
        jobs.after_commit(TELL, key=f"complaint_late:{pk}:{today:%Y-%m-%d}:{at:%H}", complaint_id=pk)
    return len(ids)


@jobs.handler(TELL)
def tell_late(*, complaint_id: int, at: datetime) -> None:
    """Tell who follows it and the division's manager; each target once."""
    complaint = Complaint.objects.select_related("department").get(pk=complaint_id)
    if complaint.state in ENDED:
        return
    people = handlers(complaint, on=timezone.localdate(at)) | above(complaint)
    missed = []
    if complaint.responded_at is None and complaint.first_due < at:
        missed.append(("complaint.late_response", complaint.first_due))
    if complaint.resolve_due < at:
        missed.append(("complaint.late", complaint.resolve_due))
    if complaint.settle_by is not None and complaint.settle_by < timezone.localdate(at):
        missed.append(("complaint.late_decided", midnight(complaint.settle_by)))
    for code, due in missed:
        notifications.notify(
            people, code=code, kind=complaint.kind, document_id=complaint.pk, label=f"{complaint} {complaint.title}",
            key=f"{code}:{complaint.pk}:{due:%Y%m%d%H%M}", at=at,
            facts={"day": formats.day(due) if code == "complaint.late_decided" else formats.stamp(due)},
        )  # fmt: skip
