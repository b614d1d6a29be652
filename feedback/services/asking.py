"""Surveys the clock sends after complaints, after service and at intervals, and customers it leaves out (CMP-20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs, notifications
from core.actors import SYSTEM, Actor
from core.calendar import is_working_day
from core.errors import InvalidInput, NotAllowed, require_reason
from customers.locks import lock_customer
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from feedback import policies
from feedback.choices import SurveyKind
from feedback.models import Survey, SurveyWish
from feedback.selectors.occasions import Occasion, is_left_out, occasions, recipient_of
from feedback.selectors.people import holders
from feedback.services import surveys
from organization.models import Person

ASK = "feedback.ask_customer"
MOST_A_DAY = 50
"""So many are asked on one day, those who wait longest first: the letters of a year do not all go out at once."""


def mind_occasions(*, at: datetime) -> int:
    """Write a job for each customer who is to be asked today; how many. Safe to run twice and late: what was missed is
    found again, and on days nobody works nobody is asked.
    """
    today = timezone.localdate(at)
    if not is_working_day(today):
        return 0
    found = occasions(at=at)[:MOST_A_DAY]
    for one in found:
        jobs.after_commit(ASK, key=f"survey_ask:{one.key}:{today}", customer_id=one.customer_id)
    return len(found)


@jobs.handler(ASK)
def ask_customer(*, customer_id: int, at: datetime) -> None:
    """Ask one customer, if that is still due: the customer is locked, and what was asked meanwhile is seen."""
    customer = lock_customer(customer_id)
    for one in occasions(at=at, customer_id=customer_id):
        _ask(customer, one, at=at)


@transaction.atomic
def wish(*, customer_id: int, left_out: bool, reason: str, actor: Actor, at: datetime) -> SurveyWish:
    """Leave a customer out of the surveys the clock sends, or have it asked again. Customer service can still ask by
    hand. Raises ReasonMissing, InvalidInput, NotAllowed.
    """
    reason = require_reason(reason)[:300]
    if actor.person_id is None or not policies.can_manage_surveys(actor):
        raise NotAllowed(document=_("a survey"))
    if not customers_visible_to(actor).filter(pk=customer_id).exists():
        raise InvalidInput(problem=_("There is no such customer."))
    customer = lock_customer(customer_id)
    if (is_left_out(customer_id) is not None) == left_out:
        problem = _("This customer is left out already.") if left_out else _("This customer is asked already.")
        raise InvalidInput(problem=problem)
    made = SurveyWish.objects.create(
        customer=customer, is_left_out=left_out, reason=reason, by_id=actor.person_id, at=at
    )
    code = "customer.leave_out_of_surveys" if left_out else "customer.ask_in_surveys"
    audit.record(
        kind=Customer.kind, document_id=customer.pk, label=str(customer), code=code, actor=actor, at=at, reason=reason
    )
    return made


def _ask(customer: Customer, occasion: Occasion, *, at: datetime) -> None:
    owner = _in_whose_name(customer, at=at)
    if owner is None or Survey.objects.filter(occasion=occasion.key).exists():
        return
    contact, address = recipient_of(customer.pk)
    # Service plans are written in our language; the number of a note is the same in every language.
    about = "" if customer.is_foreign and occasion.survey_kind == SurveyKind.SERVICE else occasion.about
    survey = surveys.make(
        customer=customer, survey_kind=occasion.survey_kind, about=about, contact=contact, address=address,
        occasion=occasion.key, person_id=owner, actor=SYSTEM, at=at,
    )  # fmt: skip
    if not address:
        people = holders(policies.SURVEYS, on=timezone.localdate(at)) or {owner}
        notifications.notify(
            people, code="survey.to_phone", kind=survey.kind, document_id=survey.pk, label=str(survey),
            key=f"survey.to_phone:{survey.pk}", at=at,
        )  # fmt: skip


def _in_whose_name(customer: Customer, *, at: datetime) -> int | None:
    """Whoever looks after the customer; one of customer service where they work here no more."""
    if Person.objects.filter(pk=customer.owner_id, is_active=True).exists():
        return customer.owner_id
    return min(holders(policies.SURVEYS, on=timezone.localdate(at)), default=None)
