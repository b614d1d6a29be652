"""Credit terms: applied for, approved, suspended, evaluated again, ended (PSL-22)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, changes, documents, formats, jobs, notifications, numbers, thresholds
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from core.money import CENT, LARGEST
from customers.models import Customer
from parts_sales import locks_money, policies_money
from parts_sales.choices_money import LIVE_TERMS, ReviewOutcome, TermKind, TermState
from parts_sales.errors_money import TermsAsked
from parts_sales.models import CreditReview, CreditTerm
from parts_sales.rules import credit as rules
from parts_sales.selectors import credit_pages
from parts_sales.services.inputs_money import CreditInput

PREFIX = "CRT"
ASKED = (TermState.IN_REVIEW, TermState.RETURNED)
REVIEW = "credit_review"
"""The threshold that says how often terms are evaluated and how long before they are reminded of."""


@transaction.atomic
def apply_for_credit(*, draft: CreditInput, actor: Actor, at: datetime) -> CreditTerm:
    """The department's manager applies in writing for terms of a customer, new ones or others than it has; the domestic
    sales manager decides (PSL-22).

    Raises NotAllowed, InvalidInput, TermsAsked, NoRoute.
    """
    if actor.person_id is None or actor.department_id is None:
        raise NotAllowed(document=_("Credit terms"))
    term = CreditTerm(created_by_id=actor.known_id, created_at=at, submitted_at=at, department_id=actor.department_id)
    if not policies_money.can_apply_for_credit(actor):
        raise NotAllowed(document=_("Credit terms"))
    term.customer = _customer(draft.customer_id)
    _fill(term, draft)
    _require_none_asked(term)
    term.number = numbers.take(PREFIX, timezone.localdate(at).year)
    term.save()
    audit.record(
        kind=term.kind, document_id=term.pk, label=str(term), code="credit_term.create", actor=actor, at=at,
        after=term.state, facts={"amount": f"{term.limit_amount:.2f}"},
    )  # fmt: skip
    cases.start(kind=term.kind, document_id=term.pk, actor=actor, at=at)
    return term


@transaction.atomic
def resubmit(*, term_id: int, draft: CreditInput, actor: Actor, at: datetime, version: int | None = None) -> CreditTerm:
    """Change a returned application and send it again. Raises StaleDocument, WrongState, NotAllowed, InvalidInput."""
    term = _locked(term_id, version)
    documents.require(term, "submit", actor=actor)
    before = _picture(term)
    _fill(term, draft)
    facts = {"amount": f"{term.limit_amount:.2f}", "changes": changes.between(before, _picture(term))}
    documents.perform(term, "submit", actor=actor, at=at, facts=facts)
    cases.start(kind=term.kind, document_id=term.pk, actor=actor, at=at)
    return term


@transaction.atomic
def give_up(*, term_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> CreditTerm:
    """Its applicant takes an application back before anybody decided, or after it came back. Raises ReasonMissing,
    StaleDocument, WrongState, NotAllowed, AlreadyDecided."""
    reason = require_reason(reason)
    term = _locked(term_id, version)
    documents.require(term, "cancel", actor=actor)
    if term.state == TermState.IN_REVIEW:
        cases.withdraw(kind=term.kind, document_id=term.pk, actor=actor, at=at)
    documents.perform(term, "cancel", actor=actor, at=at, reason=reason)
    return term


@transaction.atomic
def suspend(*, term_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> CreditTerm:
    """Deliver no more on credit until the terms are evaluated. Raises ReasonMissing, StaleDocument, WrongState,
    NotAllowed."""
    reason = require_reason(reason)
    term = _locked(term_id, version)
    documents.perform(term, "suspend", actor=actor, at=at, reason=reason)
    return term


@transaction.atomic
def end_terms(*, term_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> CreditTerm:
    """The customer pays before delivery again. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    term = _locked(term_id, version)
    documents.perform(term, "end", actor=actor, at=at, reason=reason)
    return term


@transaction.atomic
def evaluate(
    *, term_id: int, outcome: str, note: str, actor: Actor, at: datetime, version: int | None = None
) -> CreditReview:
    """Evaluate terms with finance's data of the months since the last time, as they are now: they go on for as long
    again, or end. Suspended ones are in force again when they go on (PSL-22).

    Raises ReasonMissing (the finding), StaleDocument, WrongState, NotAllowed for who applied for them, InvalidInput.
    """
    note = require_reason(note)
    if outcome not in ReviewOutcome.values:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    term = _locked(term_id, version)
    if not policies_money.can_evaluate(term, actor):
        raise NotAllowed(document=str(term))
    if term.state not in LIVE_TERMS:
        raise WrongState(document=str(term), state=term.get_state_display())
    today = timezone.localdate(at)
    data = credit_pages.conduct_of(term, on=today)
    made = CreditReview.objects.create(
        term=term, start_date=data.start, end_date=today, turnover=data.conduct.turnover,
        paid_on_time=data.conduct.on_time, paid_late=data.conduct.late, overdue=data.conduct.overdue,
        days_late=data.conduct.days_late, most_days_late=data.conduct.most_days_late, outcome=outcome,
        note=note[:1000], by_id=actor.known_id, at=at,
    )  # fmt: skip
    if outcome == ReviewOutcome.KEEP:
        due = next_review(today)
        facts = {"review_due": due.isoformat()}
        documents.perform(term, "keep", actor=actor, at=at, reason=note, facts=facts, review_due=due)
    else:
        documents.perform(term, "end", actor=actor, at=at, reason=note)
    return made


# --- What approvals and the clock do ----------------------------------------------------------------------------------


@transaction.atomic
def approved(*, term_id: int, actor: Actor, at: datetime) -> None:
    """Approved: in force until the next evaluation; what the customer had before ends."""
    term = locks_money.lock_term(term_id)
    before = locks_money.lock_terms_of(term.customer_id)
    if before is not None:
        documents.perform(before, "end", actor=SYSTEM, at=at, reason=str(term))
    due = next_review(timezone.localdate(at))
    facts = {"limit": f"{term.limit_amount:.2f}", "review_due": due.isoformat()}
    documents.perform(term, "approve", actor=actor, at=at, facts=facts, review_due=due)


@transaction.atomic
def ended(*, term_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back or refused."""
    documents.perform(locks_money.lock_term(term_id), move, actor=actor, at=at, reason=reason)


def mind_reviews(*, at: datetime) -> int:
    """Suspend the terms whose evaluation is late, remind of those that come; how many jobs were written. Safe to run
    twice and late."""
    today = timezone.localdate(at)
    standing = thresholds.in_force(REVIEW, on=today).of(REVIEW)
    until = today + timedelta(days=int(standing.figure("remind")))
    rows = CreditTerm.objects.filter(state=TermState.IN_FORCE, review_due__lte=until).values_list("pk", "review_due")
    for pk, due in rows:
        jobs.after_commit("parts_sales.mind_term", key=f"term:{pk}:{due}:{due is not None and due < today}", term_id=pk)
    return len(rows)


@jobs.handler("parts_sales.mind_term")
def mind_term(*, term_id: int, at: datetime) -> None:
    """One customer's terms (PSL-22): suspended when their evaluation is late, else whoever evaluates is reminded."""
    term = locks_money.lock_term(term_id)
    today = timezone.localdate(at)
    if term.state != TermState.IN_FORCE or term.review_due is None:
        return
    code, facts = "credit_term.review_due", {"day": formats.day(term.review_due)}
    if term.review_due < today:
        documents.perform(term, "suspend", actor=SYSTEM, at=at, reason=_("Not evaluated in time"))
        code = "credit_term.suspended"
    notifications.notify(
        credit_pages.who_minds(term), code=code, kind=term.kind, document_id=term.pk,
        label=f"{term} {term.customer}", key=f"{code}:{term.pk}:{term.review_due}", at=at, facts=facts,
    )  # fmt: skip


def next_review(day: date) -> date:
    """The last day on which terms hold that are granted or evaluated on a day (shipped: six months)."""
    months = thresholds.in_force(REVIEW, on=day).of(REVIEW).figure("months")
    return rules.add_months(day, int(months))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _locked(term_id: int, version: int | None) -> CreditTerm:
    term = locks_money.lock_term(term_id)
    documents.require_version(term, version)
    return term


def _customer(customer_id: int) -> Customer:
    found = Customer.objects.filter(pk=customer_id, merged_into__isnull=True, archived_at__isnull=True).first()
    if found is None:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    return found


def _fill(term: CreditTerm, draft: CreditInput) -> None:
    if not CENT <= draft.limit_amount <= LARGEST or draft.limit_amount != round(draft.limit_amount, 2):
        raise InvalidInput(problem=_("This amount is not possible here."))
    if not 1 <= draft.days <= 365 or draft.term_kind not in TermKind.values:
        raise InvalidInput(problem=_("Days to pay are from 1 to 365."))
    term.limit_amount, term.days, term.term_kind = Decimal(draft.limit_amount), draft.days, draft.term_kind
    term.reason = require_reason(draft.reason)[:2000]


def _picture(term: CreditTerm) -> dict[str, Any]:
    """What is applied for, to tell what a resubmission changed (APR-05)."""
    return {
        "limit_amount": f"{term.limit_amount:.2f}",
        "days": term.days,
        "term_kind": term.term_kind,
        "reason": term.reason,
    }


def _require_none_asked(term: CreditTerm) -> None:
    """One application at a time; the constraint is the last guard. Raises TermsAsked."""
    asked = CreditTerm.objects.filter(customer=term.customer, state__in=ASKED).first()
    if asked is not None:
        raise TermsAsked(term=str(asked))
