"""What of corrective actions waits for somebody (CMP-05, CMP-06): measures, checks, verdicts on effects."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import errands
from approvals.errands import Seat, Source, Told
from core import kinds
from corrective import policies
from corrective.choices import ActionState as S
from corrective.choices import ReportState
from corrective.models import CorrectiveAction, EffectReport, Measure, Round


def register() -> None:
    """Show them beside what is to be decided."""
    label = gettext_lazy("Corrective action")
    errands.register(Source(CorrectiveAction.kind, label, actions, told, permissions=(policies.PLAN,)))


def actions(seat: Seat) -> QuerySet[CorrectiveAction]:
    """Actions whose next step is the reader's."""
    followed = Q(created_by=seat.me)
    if seat.has(policies.HANDLE):
        followed |= Q(created_by__is_active=False)
    undone = Measure.objects.filter(
        round__action=OuterRef("pk"), round__number=OuterRef("round_number"), done_at__isnull=True
    )
    planned = seat.nearest(policies.PLAN)  # where a measure's owner left, it falls to who plans (ORG-02)
    wanted = (
        Q(state=S.ASKED, department__in=planned)
        | (Q(state=S.RUNNING) & Q(Exists(undone.filter(owner=seat.me))))
        | (Q(state=S.RUNNING, department__in=planned) & Q(Exists(undone.filter(owner__is_active=False))))
        | (Q(state=S.RUNNING) & followed & ~Q(Exists(undone)))
        | (Q(state=S.KEPT, next_check__lte=seat.on) & followed)
    )
    if seat.has(policies.VERIFY):
        wanted |= Q(state=S.IMPLEMENTED) & _verified_by(seat)
    return CorrectiveAction.objects.filter(wanted)


def told(action: CorrectiveAction, seat: Seat) -> Told:
    """What the reader does next about an action."""
    words = {
        S.ASKED: _("Write cause and measures"),
        S.RUNNING: _("Check the measures and hand them to the panel"),
        S.IMPLEMENTED: _("Write the report on the effect"),
        S.KEPT: _("Check that the measures are kept up"),
    }
    days: dict[S, date | None] = {S.ASKED: action.plan_due, S.KEPT: action.next_check}
    what, due = words[S(action.state)], days.get(S(action.state))
    if action.state == S.RUNNING:
        theirs = Q(owner=seat.me)
        if action.department_id in seat.nearest(policies.PLAN):
            theirs |= Q(owner__is_active=False)
        mine = Measure.objects.filter(theirs, round__action=action, round__number=action.round_number)
        first = mine.filter(done_at__isnull=True).order_by("due_date", "pk").first()
        if first is not None:
            what, due = _("Carry out: %(measure)s") % {"measure": first.text[:80]}, first.due_date
    return Told(str(action), action.title, what, kinds.get(action.kind).url_of(action.pk), action.created_at, due)


def _verified_by(seat: Seat) -> Q:
    """Effects the reader of the panel may judge (CMP-06) and nobody judges yet, and those whose report came back."""
    reports = EffectReport.objects.filter(round__action=OuterRef("pk"), round__number=OuterRef("round_number"))
    pending = reports.filter(state__in=(ReportState.IN_REVIEW, ReportState.RETURNED))
    returned = reports.filter(state=ReportState.RETURNED, created_by=seat.me)
    owned = Measure.objects.filter(Q(owner=seat.me) | Q(done_by=seat.me), round__action=OuterRef("pk"))
    written = Round.objects.filter(action=OuterRef("pk"), written_by=seat.me)
    house = Q(department__in=seat.above(seat.actor.department_id))
    barred = Q(created_by=seat.me) | house | Q(Exists(owned)) | Q(Exists(written))
    return (~Q(Exists(pending)) & ~barred) | Q(Exists(returned))
