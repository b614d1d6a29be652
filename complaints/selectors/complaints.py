"""Complaints as lists, pages and other apps find them (CMP-01, GEN-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from approvals import selectors as approvals
from complaints import policies
from complaints.choices import ENDED, OUR_FAULT, ComplaintState
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, PublicIntake
from core import search
from core.actors import Actor
from core.calendar import midnight
from core.ordering import ordered

SORTS = {
    "number": "number", "title": "title", "customer": "customer__name_zh", "severity": "severity", "state": "state",
    "due": "resolve_due", "created": "created_at",
}  # fmt: skip
MINE, LATE, OPENED = "mine", "late", "open"


@dataclass(frozen=True, slots=True)
class ComplaintQuestion:
    """What of the complaints is asked for."""

    words: str = ""
    state: str = ""
    only: str = ""
    severity: str = ""
    source: str = ""
    department: int | None = None
    sort: str = ""


def complaints_visible_to(actor: Actor) -> QuerySet[Complaint]:
    """All for customer service, the panel and management; else those of one's divisions, those one's department
    answers for, those of one's customers, those escalated to one, and those one had to decide on (GEN-10).
    """
    rows = Complaint.objects.all()
    if policies.sees_all(actor):
        return rows
    if actor.person_id is None:
        return rows.none()
    scope = actor.sight(policies.JUDGE)
    if scope.company:
        return rows
    decided = LiabilityReport.objects.filter(approvals.acted_on(actor=actor, kind=LiabilityReport.kind))
    return rows.filter(
        Q(department__in=scope.departments)
        | Q(responsible__in=scope.departments)
        | Q(created_by=actor.person_id)
        | Q(salesperson=actor.person_id)
        | Q(escalated_to=actor.person_id)
        | Q(pk__in=decided.values("complaint"))
    )


def reports_visible_to(actor: Actor) -> QuerySet[LiabilityReport]:
    """The reports on liability of complaints one sees."""
    return LiabilityReport.objects.filter(complaint__in=complaints_visible_to(actor).values("pk"))


def nonconformances_visible_to(actor: Actor) -> QuerySet[NonConformanceReport]:
    """The non-conformance reports of complaints one sees."""
    return NonConformanceReport.objects.filter(complaint__in=complaints_visible_to(actor).values("pk"))


def intakes_visible_to(actor: Actor) -> QuerySet[PublicIntake]:
    """What came by the public form: customer service looks at it, nobody else."""
    return PublicIntake.objects.all() if policies.can_record(actor) else PublicIntake.objects.none()


def complaints_found(actor: Actor, asked: ComplaintQuestion, *, at: datetime) -> QuerySet[Complaint]:
    """The complaints of a list, the newest first unless sorted otherwise."""
    rows = complaints_visible_to(actor).select_related(
        "customer", "department", "salesperson", "machine", "order", "part", "responsible"
    )
    given = {"state": asked.state, "severity": asked.severity, "source": asked.source, "department": asked.department}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if asked.only == OPENED:
        rows = rows.exclude(state__in=ENDED)
    elif asked.only == LATE:
        rows = rows.filter(late(at))
    elif asked.only == MINE:
        rows = rows.filter(Q(created_by=actor.person_id or 0) | Q(salesperson=actor.person_id or 0))
    if asked.words:
        rows = search.fitting(rows, Complaint.kind, asked.words)
    return ordered(rows, asked.sort, SORTS, usual=("-created_at", "-pk"))


def late(at: datetime) -> Q:
    """Open complaints past a target: nobody answered in time, or not resolved in time (CMP-01)."""
    overdue = Q(responded_at__isnull=True, first_due__lt=at) | Q(resolve_due__lt=at)
    return ~Q(state__in=ENDED) & overdue


def of_customer(customer_id: int, actor: Actor) -> QuerySet[Complaint]:
    """The complaints of a customer that one sees, the newest first."""
    return complaints_visible_to(actor).filter(customer=customer_id).order_by("-created_at", "-pk")


def arrived_at(complaint: Complaint) -> datetime:
    """When a complaint reached us: its public form, where it came by one; else when it was recorded (CMP-01)."""
    came = PublicIntake.objects.filter(complaint=complaint).values_list("received_at", flat=True).first()
    return came or complaint.created_at


def closed_between(after: date, until: date) -> QuerySet[Complaint]:
    """Complaints closed after one day and up to another, with the day (`closed_on`): their customers are asked how
    content they are (CMP-20).
    """
    begin, end = midnight(after + timedelta(days=1)), midnight(until + timedelta(days=1))
    rows = Complaint.objects.filter(state=ComplaintState.CLOSED, closed_at__gte=begin, closed_at__lt=end)
    return rows.annotate(closed_on=TruncDate("closed_at"))


def closed_alike(complaint: Complaint, *, days: int) -> QuerySet[Complaint]:
    """Complaints that were our fault, closed within so many calendar days before this one was recorded, about the same
    part or, once that is known, the same cause (CMP-08b).
    """
    same = Q(pk__in=[])
    if complaint.part_id is not None:
        same |= Q(part=complaint.part_id)
    if complaint.cause_key and complaint.liable in OUR_FAULT:
        same |= Q(cause_key=complaint.cause_key)
    since = midnight(timezone.localdate(complaint.created_at) - timedelta(days=days))
    rows = Complaint.objects.filter(
        same,
        state=ComplaintState.CLOSED,
        liable__in=OUR_FAULT,
        closed_at__gte=since,
        closed_at__lt=complaint.created_at,
    )
    return rows.exclude(pk=complaint.pk).order_by("pk")


def causes_used() -> list[str]:
    """The causes named so far, to be named by the same words again."""
    rows = LiabilityReport.objects.order_by("-created_at").values_list("cause", flat=True)[:500]
    return sorted(dict.fromkeys(rows))
