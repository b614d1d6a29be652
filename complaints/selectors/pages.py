"""What the page of a complaint shows (CMP-01 to CMP-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from complaints import policies
from complaints.choices import ComplaintState, LiabilityState
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, Talk
from complaints.selectors.complaints import arrived_at
from complaints.thresholds import hours_between, hours_on
from core.actors import Actor
from core.documents import may
from corrective.choices import OPEN, ActionState
from corrective.models import CorrectiveAction
from corrective.selectors.actions import actions_about


@dataclass(frozen=True, slots=True)
class Clock:
    """One target: by when, when it was met, whether in time, how many working hours it took or has taken."""

    due: datetime
    met: datetime | None
    is_late: bool
    hours: Decimal


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """A complaint with its reports and measures, and what the reader may do."""

    first: Clock
    resolution: Clock
    talks: Sequence[Talk]
    liability: LiabilityReport | None
    nonconformance: NonConformanceReport | None
    actions: Sequence[CorrectiveAction]
    is_verified_again: bool
    can_change: bool
    can_talk: bool
    can_judge: bool
    can_explain: bool
    can_negotiate: bool
    can_decide: bool
    can_issue: bool
    can_ask: bool
    can_close: bool
    can_cancel: bool


def complaint_page(*, complaint: Complaint, actor: Actor, at: datetime) -> ComplaintPage:
    """Everything on one page, in a fixed number of statements."""
    report = complaint.liability_reports.select_related("responsible", "created_by").first()
    found = list(actions_about(Complaint.kind, complaint.pk).select_related("department"))
    live = [one for one in found if one.state != ActionState.CANCELLED]
    waits = any(one.state in OPEN for one in found)
    handles = policies.is_handler(complaint, actor)
    rewrites = report is None or policies.can_rewrite(report, actor)
    begin = arrived_at(complaint)
    return ComplaintPage(
        first=_clock(complaint, begin, complaint.first_due, complaint.responded_at, at),
        resolution=_clock(complaint, begin, complaint.resolve_due, complaint.closed_at, at),
        talks=list(complaint.talks.select_related("by")),
        liability=report,
        nonconformance=NonConformanceReport.objects.filter(complaint=complaint).select_related("expert").first(),
        actions=found,
        is_verified_again=complaint.state == ComplaintState.CLOSED and waits,
        can_change=complaint.state == ComplaintState.OPEN and handles,
        can_talk=complaint.is_open and policies.can_explain(complaint, actor),
        can_judge=may(complaint, "judge", actor) and rewrites,
        can_explain=may(complaint, "understand", actor),
        can_negotiate=may(complaint, "settle", actor),
        can_decide=may(complaint, "decide", actor),
        can_issue=complaint.state == ComplaintState.NONCONFORMING and handles,
        can_ask=complaint.state == ComplaintState.MEASURES and handles and not live,
        can_close=may(complaint, "close", actor) and not waits,
        can_cancel=may(complaint, "cancel", actor) and (report is None or report.state == LiabilityState.RETURNED),
    )


def _clock(complaint: Complaint, begin: datetime, due: datetime, met: datetime | None, at: datetime) -> Clock:
    stop = met or at
    work = hours_on(timezone.localdate(begin))
    late = stop > due and (met is not None or complaint.is_open)
    return Clock(due, met, late, hours_between(begin, stop, work=work))
