"""What of market information and surveys waits for somebody (MKT-01 to MKT-04, CMP-20)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import errands
from approvals.errands import Seat, Source, Told
from core import kinds
from feedback import policies
from feedback.choices import InfoState, SheetState, SlipState, SurveyState
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip


def register() -> None:
    """Show them beside what is to be decided."""
    answer = (policies.ANSWER,)
    for source in (
        Source(MarketInfo.kind, gettext_lazy("Market information"), infos, info_told),
        Source(TransferSlip.kind, gettext_lazy("Transfer slip"), slips, slip_told),
        Source(FeedbackSheet.kind, gettext_lazy("Feedback sheet"), sheets, sheet_told, permissions=answer),
        Source(Survey.kind, gettext_lazy("Survey"), surveys, survey_told),
    ):
        errands.register(source)


def infos(seat: Seat) -> QuerySet[MarketInfo] | None:
    """What was reported and nobody screened."""
    return MarketInfo.objects.filter(state=InfoState.REPORTED) if seat.has(policies.SCREEN) else None


def info_told(info: MarketInfo, _seat: Seat) -> Told:
    """The information manager screens it."""
    return Told(str(info), info.title, _("Screen and grade it"), kinds.get(info.kind).url_of(info.pk), info.created_at)


def slips(seat: Seat) -> QuerySet[TransferSlip]:
    """The reader's own that came back; for the information manager those whose feedback is all there."""
    wanted = Q(state=SlipState.RETURNED, created_by=seat.me)
    if seat.has(policies.SCREEN):
        asked = FeedbackSheet.objects.filter(slip=OuterRef("pk"), state=SheetState.ASKED)
        wanted |= Q(state=SlipState.DISPATCHED) & ~Q(Exists(asked))
    return TransferSlip.objects.filter(wanted).select_related("information")


def slip_told(slip: TransferSlip, _seat: Seat) -> Told:
    """Changed and sent again, or archived."""
    returned = slip.state == SlipState.RETURNED
    what = _("Change it and send it again") if returned else _("Sort the feedback and archive it")
    return Told(str(slip), slip.information.title, what, kinds.get(slip.kind).url_of(slip.pk), slip.submitted_at)


def sheets(seat: Seat) -> QuerySet[FeedbackSheet]:
    """Feedback the reader gives for a department."""
    rows = FeedbackSheet.objects.filter(state=SheetState.ASKED, department__in=seat.nearest(policies.ANSWER))
    return rows.select_related("slip__information", "department")


def sheet_told(sheet: FeedbackSheet, _seat: Seat) -> Told:
    """Feedback by a day."""
    what = _("Give the feedback of %(department)s") % {"department": sheet.department.name}
    url = kinds.get(sheet.kind).url_of(sheet.pk)
    return Told(str(sheet), sheet.slip.information.title, what, url, sheet.created_at, sheet.due_date)


def surveys(seat: Seat) -> QuerySet[Survey]:
    """Dissatisfied customers the reader calls back; for customer service those who can only be asked by telephone."""
    wanted = Q(follow_owner=seat.me, followed_at__isnull=True)
    if seat.has(policies.SURVEYS):
        wanted |= Q(state=SurveyState.OPEN, address="")
    return Survey.objects.filter(wanted).select_related("customer")


def survey_told(survey: Survey, _seat: Seat) -> Told:
    """Called back, or asked by telephone."""
    back = survey.waits_for_follow_up
    return Told(
        "", f"{survey.customer.name} {survey.about}".strip(),
        _("Call the customer back") if back else _("Ask by telephone"), kinds.get(survey.kind).url_of(survey.pk),
        survey.answered_at if back else survey.created_at, survey.follow_due if back else None,
    )  # fmt: skip
