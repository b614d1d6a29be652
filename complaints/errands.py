"""What of complaints waits for somebody (CMP-01 to CMP-06): whose turn it is, and what they do next."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals import errands
from approvals.errands import Seat, Source, Told
from complaints import policies
from complaints.choices import ENDED, IntakeState, NonConformanceState
from complaints.choices import ComplaintState as S
from complaints.models import Complaint, LiabilityReport, NonConformanceReport, PublicIntake
from core import kinds
from corrective.choices import OPEN, ActionState
from corrective.models import CorrectiveAction


def register() -> None:
    """Show them beside what is to be decided."""
    rights = (policies.HANDLE, policies.JUDGE)
    for source in (
        Source(Complaint.kind, pgettext_lazy("document", "Complaint"), complaints, complaint_told, permissions=rights),
        Source(NonConformanceReport.kind, gettext_lazy("Non-conformance report"), findings, finding_told),
        Source("public_intake", gettext_lazy("From the public form"), intakes, intake_told),
    ):
        errands.register(source)


def complaints(seat: Seat) -> QuerySet[Complaint]:
    """Complaints whose next step is the reader's."""
    handled = _handled(seat)
    led = Q(department__in=seat.nearest(policies.JUDGE))
    judged = LiabilityReport.objects.filter(complaint=OuterRef("pk"))
    found = NonConformanceReport.objects.filter(complaint=OuterRef("pk"), state=NonConformanceState.WAITING)
    actions = CorrectiveAction.objects.filter(subject_kind=Complaint.kind, subject_id=OuterRef("pk"))
    nobody = Q(escalated_to__isnull=True) | Q(escalated_to__is_active=False)
    explains = Q(salesperson=seat.me) | (Q(salesperson__is_active=False) & handled)
    decides = Q(escalated_to=seat.me) | (nobody & led & ~Q(salesperson=seat.me))
    return Complaint.objects.filter(
        (Q(state=S.OPEN) & (handled | led) & ~Q(Exists(judged)))
        | (Q(state=S.OPEN) & Q(Exists(judged.filter(created_by=seat.me))))
        | (Q(state=S.OPEN) & (handled | led) & Q(Exists(judged.filter(created_by__is_active=False))))
        | (Q(responded_at__isnull=True) & ~Q(state__in=ENDED) & handled)
        | (Q(state__in=(S.EXPLAINING, S.NEGOTIATING)) & explains)
        | (Q(state=S.ESCALATED) & decides)
        | (Q(state=S.NONCONFORMING) & handled & ~Q(Exists(found)))
        | (Q(state=S.MEASURES) & handled & ~Q(Exists(actions.exclude(state=ActionState.CANCELLED))))
        | (Q(state=S.TELLING) & handled & ~Q(Exists(actions.filter(state__in=OPEN))))
    )


def complaint_told(complaint: Complaint, seat: Seat) -> Told:
    """What the reader does next about a complaint."""
    answers = complaint.responded_at is None and seat.has(policies.HANDLE)
    due = timezone.localdate(complaint.first_due if answers else complaint.resolve_due)
    words = {
        S.OPEN: _("Write the report on liability"),
        S.EXPLAINING: _("Explain to the customer"),
        S.NEGOTIATING: _("Negotiate with the customer"),
        S.ESCALATED: _("Decide how it goes on"),
        S.NONCONFORMING: _("Report what does not conform"),
        S.MEASURES: _("Ask for measures"),
        S.TELLING: _("Tell the customer and close"),
    }
    return Told(
        number=str(complaint),
        title=complaint.title,
        what=_("Answer the customer") if answers else str(words.get(S(complaint.state), _("Answer the customer"))),
        url=kinds.get(complaint.kind).url_of(complaint.pk),
        since=complaint.created_at,
        due_date=complaint.settle_by if complaint.settle_by and complaint.state == S.NEGOTIATING else due,
    )


def findings(seat: Seat) -> QuerySet[NonConformanceReport]:
    """Reports the reader is asked to agree to."""
    rows = NonConformanceReport.objects.filter(state=NonConformanceState.WAITING, expert=seat.me)
    return rows.select_related("complaint")


def finding_told(report: NonConformanceReport, _seat: Seat) -> Told:
    """The expert agrees, or sends it back."""
    return Told(
        str(report), report.complaint.title, _("Agree to what does not conform"),
        kinds.get(report.kind).url_of(report.pk), report.submitted_at,
        timezone.localdate(report.complaint.resolve_due),
    )  # fmt: skip


def intakes(seat: Seat) -> QuerySet[PublicIntake] | None:
    """What came by the public form and nobody looked at."""
    return PublicIntake.objects.filter(state=IntakeState.WAITING) if seat.has(policies.HANDLE) else None


def intake_told(intake: PublicIntake, _seat: Seat) -> Told:
    """Customer service looks at it."""
    url = reverse("complaints:intake_detail", args=[intake.pk])
    return Told("", str(intake), _("Look at it"), url, intake.received_at)


def _handled(seat: Seat) -> Q:
    """Complaints the reader follows: those they recorded, and those of whoever follows complaints no more."""
    if not seat.has(policies.HANDLE):
        return Q(pk__in=[])
    return Q(created_by=seat.me) | seat.gone(policies.HANDLE, "created_by")
