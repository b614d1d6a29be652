"""What of leads, agreements and their reviews waits for somebody (CUS-02, CUS-03, CUS-10, CUS-20)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import policies
from agreements.choices import OPEN_STAGES, AgreementState, AmendmentState, LeadState, Part, ReviewState
from agreements.models import Agreement, AgreementReview, Amendment, Lead, PlanItem, ReviewAnswer
from agreements.services.plans import LINE, PLANNED
from approvals import errands
from approvals.errands import Seat, Source, Told
from core import kinds
from core.calendar import midnight


def register() -> None:
    """Show them beside what is to be decided."""
    answers = (*policies.ANSWERS.values(), policies.REVIEW)
    confirms = (policies.PAYMENT, policies.START)
    for source in (
        Source(AgreementReview.kind, gettext_lazy("Agreement review"), reviews, review_told, permissions=answers),
        Source(Agreement.kind, gettext_lazy("Agreement"), agreements, agreement_told, permissions=(policies.MAKE,)),
        Source(Amendment.kind, gettext_lazy("Amendment"), amendments, amendment_told),
        Source(Lead.kind, gettext_lazy("Lead"), leads, lead_told, permissions=confirms),
        Source(LINE, gettext_lazy("Service plan"), plan_lines, line_told, permissions=(policies.START,)),
    ):
        errands.register(source)


def reviews(seat: Seat) -> QuerySet[AgreementReview] | None:
    """Reviews the reader starts, answers a part of, or concludes. Overruling finance is left to the general manager,
    who is told of its no: nobody has to.
    """
    if not any(seat.has(code) for code in (*policies.ANSWERS.values(), policies.REVIEW)):
        return None
    open_parts = ReviewAnswer.objects.filter(review=OuterRef("pk"), answer="")
    answered = ReviewAnswer.objects.filter(review=OuterRef("pk"), answered_by=seat.me)
    running = Q(state=ReviewState.RUNNING) & ~Q(Exists(answered))
    led = Q(agreement__department__in=seat.nearest(policies.REVIEW))
    wanted = led & (Q(state=ReviewState.ASKED) | (running & ~Q(Exists(open_parts))))
    for part, permission in policies.ANSWERS.items():
        house = Q(agreement__department__in=seat.nearest(permission))
        wanted |= house & running & Q(Exists(open_parts.filter(part=part)))
    own = Q(created_by=seat.me) | Q(agreement__created_by=seat.me) | Q(agreement__owner=seat.me)
    return AgreementReview.objects.filter(wanted & ~own).select_related("agreement__customer", "of")


def review_told(review: AgreementReview, seat: Seat) -> Told:
    """What the reader does next in a review."""
    house = review.agreement.department_id
    if review.state == ReviewState.ASKED:
        what, since = _("Start the review"), review.created_at
    else:
        rows = review.answers.filter(answer="").values_list("part", flat=True)
        mine = [str(Part(one).label) for one in rows if house in seat.nearest(policies.ANSWERS[Part(one)])]
        what = _("Answer: %(parts)s") % {"parts": _(", ").join(mine)} if mine else _("Draw the conclusion")
        since = review.started_at or review.created_at
    title = f"{review.agreement.customer.name} · {review.of.subject}"
    return Told(str(review), title, what, kinds.get(review.kind).url_of(review.pk), since)


def agreements(seat: Seat) -> QuerySet[Agreement] | None:
    """Agreements the reader looks after that are granted and not signed; those of who left under review fall to whoever
    makes them for the department (ORG-02).
    """
    if not seat.has(policies.MAKE):
        return None
    left = Q(owner__is_active=False, department__in=seat.nearest(policies.MAKE))
    return Agreement.objects.filter(Q(owner=seat.me) | left, state=AgreementState.READY).select_related("customer")


def agreement_told(agreement: Agreement, _seat: Seat) -> Told:
    """Its owner has it signed."""
    return Told(
        str(agreement), f"{agreement.customer.name} · {agreement.subject}", _("Have it signed"),
        kinds.get(agreement.kind).url_of(agreement.pk), agreement.submitted_at, agreement.start_date,
    )  # fmt: skip


def amendments(seat: Seat) -> QuerySet[Amendment] | None:
    """Changes that came back, or are granted, of agreements the reader looks after."""
    if not seat.has(policies.MAKE):
        return None
    states = (AmendmentState.RETURNED, AmendmentState.READY)
    return Amendment.objects.filter(state__in=states, agreement__owner=seat.me).select_related("agreement", "proposed")


def amendment_told(amendment: Amendment, _seat: Seat) -> Told:
    """The agreement's owner changes it, or has both sides confirm and sign."""
    returned = amendment.state == AmendmentState.RETURNED
    what = _("Change what was asked for, or withdraw it") if returned else _("Have both sides confirm and sign")
    return Told(
        str(amendment), amendment.agreement.subject, what, kinds.get(amendment.kind).url_of(amendment.pk),
        amendment.submitted_at, amendment.proposed.start_date,
    )  # fmt: skip


def leads(seat: Seat) -> QuerySet[Lead]:
    """Leads whose next stage the reader confirms, and their own with a step due."""
    mine, wanted = Q(owner=seat.me), Q(pk__in=[])
    if seat.has(policies.SELL):
        due = Q(next_on__lte=seat.on, state__in=OPEN_STAGES)
        begins = Q(state=LeadState.TOLD, service_start__lte=seat.on)
        wanted |= mine & (due | Q(state=LeadState.DATED) | begins)
    paid = Q(state=LeadState.AGREED, department__in=seat.nearest(policies.PAYMENT))
    wanted |= paid & ~mine & ~Q(created_by=seat.me)
    wanted |= Q(state=LeadState.PAID, house__in=seat.nearest(policies.START))
    return Lead.objects.alias(house=Coalesce("delivered_by", "department")).filter(wanted)


def lead_told(lead: Lead, seat: Seat) -> Told:
    """What the reader does next about a lead."""
    words = {
        LeadState.AGREED: _("Confirm the payment"),
        LeadState.PAID: _("Confirm the day service begins"),
        LeadState.DATED: _("Tell the customer, with the agreement signed"),
        LeadState.TOLD: _("Begin the service"),
    }
    what, due = words.get(LeadState(lead.state), ""), lead.service_start
    if lead.owner_id == seat.me and lead.next_on is not None and lead.next_on <= seat.on:
        what, due = lead.next_step or _("The next step is due"), lead.next_on
    return Told(str(lead), lead.name, what, kinds.get(lead.kind).url_of(lead.pk), lead.created_at, due)


def plan_lines(seat: Seat) -> QuerySet[PlanItem]:
    """What the reader delivers, from the day it may be delivered."""
    nobody = Q(person__isnull=True) | Q(person__is_active=False)
    house = nobody & Q(department__in=seat.nearest(policies.START))
    rows = PlanItem.objects.filter(house | Q(person=seat.me), done_on__isnull=True, start_date__lte=seat.on)
    return rows.filter(agreement__state__in=PLANNED).select_related("agreement__customer")


def line_told(line: PlanItem, _seat: Seat) -> Told:
    """Who delivers it says so."""
    return Told(
        str(line.agreement), f"{line.agreement.customer.name} · {line.text}", _("Deliver, and say so"),
        reverse("agreements:plan_deliver", args=[line.pk]), midnight(line.start_date), line.due_date,
    )  # fmt: skip
