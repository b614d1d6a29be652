"""Quotes from the first line to the review (PSL-11 to PSL-13): each function is one action and one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import selectors as approvals
from approvals.models import Case
from approvals.services import cases
from core import audit, changes, documents, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from parts_sales import figures, locks, policies
from parts_sales.choices import InquiryState, LineKind
from parts_sales.models import Inquiry, Quote
from parts_sales.quote_errors import (
    AlreadyRevised,
    DiscountBeyondAuthority,
)
from parts_sales.rules import quotes as rules
from parts_sales.selectors import abroad, authority, prices
from parts_sales.selectors.inquiries import inquiries_visible_to
from parts_sales.services import orders, quote_content, quote_lines
from parts_sales.services.quote_inputs import QuoteInput

PREFIX = "QUO"


@transaction.atomic
def create_quote(*, draft: QuoteInput, actor: Actor, at: datetime) -> Quote:
    """Begin a quote as a draft in the actor's department (PSL-11).

    Raises NotAllowed outside the service department (PSL-10), NotAbroad (PSL-40), CustomerArchived, OnlyAbroad,
    QuoteRateMissing, InvalidInput and what is wrong with the lines.
    """
    if actor.person_id is None or not actor.can(policies.QUOTE, actor.department_id) or actor.department_id is None:
        raise NotAllowed(document=_("a quote"))
    today = timezone.localdate(at)
    quote = Quote(
        department_id=actor.department_id, created_by_id=actor.person_id, created_at=at, version=1, quote_date=today,
        inquiry=_inquiry(draft.inquiry_id, actor),
    )  # fmt: skip
    quote_content.fill(quote, draft, actor=actor, on=today)
    quote.save()
    quote_lines.write(quote, draft.lines, on=today)
    quote.save(update_fields=("goods_total", "total", "base_total"))
    _record(quote, "create", actor=actor, at=at)
    return quote


@transaction.atomic
def change_quote(*, quote_id: int, draft: QuoteInput, version: int | None, actor: Actor, at: datetime) -> Quote:
    """Rewrite a draft or returned quote; its prices are looked up anew. Raises StaleDocument, NotAllowed, WrongState
    and what `create_quote` raises; then nothing has changed.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    if not policies.can_submit_quote(quote, actor):
        raise NotAllowed(document=str(quote))
    if not quote.is_editable:
        raise WrongState(document=str(quote), state=quote.get_state_display())
    before = quote_content.picture(quote, list(quote.lines.all()))
    today = timezone.localdate(at)
    quote_content.fill(quote, draft, actor=actor, on=today)
    lines = quote_lines.write(quote, draft.lines, on=today)
    quote.version += 1
    quote.save()
    if quote.number is not None:
        facts = {"changes": changes.between(before, quote_content.picture(quote, lines))}
        _record(quote, "change", actor=actor, at=at, facts=facts)
    return quote


@transaction.atomic
def submit_quote(*, quote_id: int, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Hand a quote in for review by the department's manager (PSL-11): prices, costs and floors are frozen, its number
    is given.

    Raises StaleDocument, WrongState, NotAllowed, NoQuoteLines, PriceMissing, ValidityPast, IncotermMissing,
    IncotermPlaceMissing, FreightAgainstIncoterm, FreightUnknown, FreightLineMissing, FreightLineTooMany, NoRoute;
    then nothing has changed.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.require(quote, "submit", actor=actor)
    today = timezone.localdate(at)
    lines = quote_content.require_complete(quote, on=today)
    quote_content.freeze_rate(quote, on=today)
    quote_lines.freeze(quote, lines, on=today)
    quote.bank_details = prices.bank_details_again(quote.bank_details, on=today, currency=quote.currency)
    quote.quote_date = today
    if quote.number is None:
        quote.number = numbers.take(PREFIX, today.year)
    documents.perform(quote, "submit", actor=actor, at=at, facts={"total": str(quote.total)})
    _settle_inquiry(quote, actor=actor, at=at)
    cases.start(kind=quote.kind, document_id=quote.pk, actor=actor, at=at)
    return quote


@transaction.atomic
def withdraw_quote(*, quote_id: int, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Take a quote back before anybody decided. Raises StaleDocument, WrongState, NotAllowed, AlreadyDecided."""
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.require(quote, "withdraw", actor=actor)
    cases.withdraw(kind=quote.kind, document_id=quote.pk, actor=actor, at=at)
    documents.perform(quote, "withdraw", actor=actor, at=at)
    return quote


@transaction.atomic
def cancel_quote(*, quote_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Give up a draft or returned quote. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    return _end(quote_id, "cancel", reason=reason, actor=actor, at=at, version=version)


@transaction.atomic
def lose_quote(*, quote_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """The customer does not buy: why is kept; an order prepared for it ends with it. Raises ReasonMissing,
    StaleDocument, WrongState, NotAllowed."""
    quote = _end(quote_id, "lose", reason=reason, actor=actor, at=at, version=version)
    orders.cancel_prepared(quote, reason=reason, actor=actor, at=at)
    return quote


@transaction.atomic
def revise_quote(*, quote_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Make the next revision of a quote the customer objects to: a draft with its lines, under its number with the
    revision behind it; the old one stays readable (PSL-13). An order prepared for the old one is cancelled.

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, AlreadyRevised.
    """
    reason = require_reason(reason)
    old = locks.lock_quote(quote_id)
    documents.require_version(old, version)
    if (later := Quote.objects.filter(replaces=old).first()) is not None:
        raise AlreadyRevised(quote=str(old), revision=str(later))
    if old.number is None or actor.person_id is None:
        raise WrongState(document=str(old), state=old.get_state_display())
    documents.perform(old, "supersede", actor=actor, at=at, reason=reason)
    orders.cancel_prepared(old, reason=reason, actor=actor, at=at)
    today = timezone.localdate(at)
    number = f"{old.number.partition('-R')[0]}-R{old.revision + 1}"
    new = quote_content.like(old, actor=actor, at=at, number=number, revision=old.revision + 1, replaces=old)
    new.valid_until = max(old.valid_until, figures.usual_validity(on=today))
    new.save()
    quote_lines.write(new, quote_content.typed_lines(old), on=today)
    new.save(update_fields=("goods_total", "total", "base_total"))
    _record(new, "revise", actor=actor, at=at, reason=reason, facts={"from_quote": str(old)})
    return new


@transaction.atomic
def copy_quote(*, quote_id: int, actor: Actor, at: datetime) -> Quote:
    """A new draft with the customer and lines of an earlier quote, at the prices it stated; parts off sale since are
    left out. Raises NotAllowed, CustomerArchived.
    """
    old = Quote.objects.get(pk=quote_id)
    if actor.person_id is None or not policies.can_quote_for(old, actor):
        raise NotAllowed(document=str(old))
    quote_content.require_in_use(old.customer)
    today = timezone.localdate(at)
    new = quote_content.like(old, actor=actor, at=at)
    new.valid_until = figures.usual_validity(on=today)
    quote_content.freeze_rate(new, on=today)
    new.save()
    quote_lines.write(new, quote_content.typed_lines(old), on=today)
    new.save(update_fields=("goods_total", "total", "base_total"))
    _record(new, "create", actor=actor, at=at, facts={"from_quote": str(old)})
    return new


# --- What the end of a review does (called by the handler, inside the decision's transaction) -------------------------


@transaction.atomic
def approved(*, quote_id: int, actor: Actor, at: datetime) -> None:
    """The manager has reviewed it. Raises DiscountBeyondAuthority where none of those who approved may grant the
    discount alone (ORG-08); prices below the floor wait for their application when it is sent (PSL-03).
    """
    quote = locks.lock_quote(quote_id)
    lines = list(quote.lines.filter(kind=LineKind.GOODS))
    case = Case.objects.filter(subject_kind=quote.kind, subject_id=quote.pk).order_by("-round").first()
    people = approvals.approvers_of(case) if case is not None else set()
    alone = authority.discount_alone(people, department_id=quote.department_id, on=timezone.localdate(at))
    if abroad.is_abroad(quote):
        lines = []  # a discount abroad is decided by its application, whoever reviews the quote (PSL-41)
    by_people = [line for line in lines if not authority.is_below(quote, line)]
    beyond = [
        line
        for line in by_people
        if not rules.within(unit_price=line.unit_price, list_price=line.list_price, discount=alone)
    ]
    if beyond:
        largest = rules.largest_discount((line.unit_price, line.list_price) for line in beyond)
        raise DiscountBeyondAuthority(discount=largest, alone=alone)
    documents.perform(quote, "approve", actor=actor, at=at, facts={"total": str(quote.total)})


@transaction.atomic
def returned(*, quote_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Back to its maker."""
    documents.perform(locks.lock_quote(quote_id), "send_back", actor=actor, at=at, reason=reason)


@transaction.atomic
def rejected(*, quote_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Not to be offered."""
    documents.perform(locks.lock_quote(quote_id), "reject", actor=actor, at=at, reason=reason)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _end(quote_id: int, move: str, *, reason: str, actor: Actor, at: datetime, version: int | None) -> Quote:
    reason = require_reason(reason)
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.perform(quote, move, actor=actor, at=at, reason=reason)
    return quote


def _inquiry(inquiry_id: int | None, actor: Actor) -> Inquiry | None:
    if inquiry_id is None:
        return None
    found = inquiries_visible_to(actor).filter(pk=inquiry_id).first()
    if found is None:
        raise InvalidInput(problem=_("There is no such inquiry."))
    return found


def _settle_inquiry(quote: Quote, *, actor: Actor, at: datetime) -> None:
    """What was asked for is quoted once the quote is handed in (PSL-10)."""
    if quote.inquiry_id is None:
        return
    inquiry = locks.lock_inquiry(quote.inquiry_id)
    if inquiry.state == InquiryState.OPEN:
        documents.perform(inquiry, "quote", actor=actor, at=at, facts={"quote": str(quote)})


def _record(
    quote: Quote, what: str, *, actor: Actor, at: datetime, reason: str = "", facts: dict[str, Any] | None = None
) -> None:
    audit.record(
        kind=quote.kind, document_id=quote.pk, label=str(quote), code=f"quote.{what}", actor=actor, at=at,
        after=quote.state, reason=reason, facts=facts,
    )  # fmt: skip
