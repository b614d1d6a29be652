"""Quotes from the first line to the review (PSL-11 to PSL-13): each function is one action and one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import selectors as approvals
from approvals.models import Case
from approvals.services import cases
from budgets.selectors import rates
from core import audit, changes, documents, formats, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from core.money import CURRENCIES, LARGEST, ZERO, base_currency
from customers.choices import SELLER_CARRIES, Incoterm, Region
from customers.errors import CustomerArchived
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from parts_sales import figures, locks, policies
from parts_sales.choices import ApplicationState, FreightPayer, InquiryState, LineKind
from parts_sales.models import Inquiry, PriceApplication, Quote, QuoteLine
from parts_sales.quote_errors import (
    AlreadyRevised,
    AppliedForCustomer,
    DiscountBeyondAuthority,
    FreightAgainstIncoterm,
    FreightLineMissing,
    FreightLineTooMany,
    FreightUnknown,
    IncotermMissing,
    NoQuoteLines,
    NotAbroad,
    OnlyAbroad,
    PriceMissing,
    QuoteRateMissing,
    RevisionForAnother,
    ValidityPast,
)
from parts_sales.rules import quotes as rules
from parts_sales.selectors import abroad, authority, prices
from parts_sales.selectors.inquiries import inquiries_visible_to
from parts_sales.services import orders, quote_lines
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput

PREFIX = "QUO"
TEXTS = {
    "contact": 80, "machine": 120, "shipping_method": 80, "bank_details": 500, "terms": 2000, "parameters": 2000,
}  # fmt: skip


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
    _fill(quote, draft, actor=actor, on=today)
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
    before = _picture(quote, list(quote.lines.all()))
    today = timezone.localdate(at)
    _fill(quote, draft, actor=actor, on=today)
    lines = quote_lines.write(quote, draft.lines, on=today)
    quote.version += 1
    quote.save()
    if quote.number is not None:
        facts = {"changes": changes.between(before, _picture(quote, lines))}
        _record(quote, "change", actor=actor, at=at, facts=facts)
    return quote


@transaction.atomic
def submit_quote(*, quote_id: int, actor: Actor, at: datetime, version: int | None = None) -> Quote:
    """Hand a quote in for review by the department's manager (PSL-11): prices, costs and floors are frozen, its number
    is given.

    Raises StaleDocument, WrongState, NotAllowed, NoQuoteLines, PriceMissing, ValidityPast, IncotermMissing,
    FreightAgainstIncoterm, FreightUnknown, FreightLineMissing, FreightLineTooMany, NoRoute;
    then nothing has changed.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.require(quote, "submit", actor=actor)
    today = timezone.localdate(at)
    lines = _complete(quote, on=today)
    _freeze_rate(quote, on=today)
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
    new = _like(old, actor=actor, at=at, number=number, revision=old.revision + 1, replaces=old)
    new.valid_until = max(old.valid_until, figures.usual_validity(on=today))
    new.save()
    quote_lines.write(new, typed_lines(old), on=today)
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
    _require_customer(old.customer)
    today = timezone.localdate(at)
    new = _like(old, actor=actor, at=at)
    new.valid_until = figures.usual_validity(on=today)
    _freeze_rate(new, on=today)
    new.save()
    quote_lines.write(new, typed_lines(old), on=today)
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


def typed_lines(quote: Quote) -> list[QuoteLineInput]:
    """The lines of a quote as they would be typed again; parts off sale since are left out."""
    lines = quote.lines.select_related("part")
    return [
        QuoteLineInput(
            kind=line.kind,
            part_id=line.part_id,
            name="" if line.is_goods else line.name_zh,
            quantity=line.quantity,
            unit_price=line.unit_price,
            note=line.note,
        )
        for line in lines
        if line.part is None or line.part.retired_at is None
    ]


COPIED = (
    "department_id", "customer_id", "region", "inquiry_id", "contact", "machine", "currency", "rate", "rate_date",
    "rate_source", "shipping_method", "freight_payer", "expected_freight", "incoterm", "bank_details", "terms",
    "parameters", "valid_until",
)  # fmt: skip


def _like(old: Quote, *, actor: Actor, at: datetime, **fields: Any) -> Quote:
    same = {name: getattr(old, name) for name in COPIED}
    today = timezone.localdate(at)
    same["bank_details"] = prices.bank_details_again(old.bank_details, on=today, currency=old.currency)
    return Quote(**same, created_by_id=actor.known_id, created_at=at, version=1, quote_date=today, **fields)


def _end(quote_id: int, move: str, *, reason: str, actor: Actor, at: datetime, version: int | None) -> Quote:
    reason = require_reason(reason)
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.perform(quote, move, actor=actor, at=at, reason=reason)
    return quote


def _fill(quote: Quote, draft: QuoteInput, *, actor: Actor, on: date) -> None:
    """Write the head of a quote from what was typed."""
    customer = customers_visible_to(actor).filter(pk=draft.customer_id).first()
    if customer is None:
        raise InvalidInput(problem=_("There is no such customer."))
    if quote.replaces_id is not None and customer.pk != quote.customer_id:
        raise RevisionForAnother(quote=str(quote), customer=quote.customer.name)
    if customer.pk != quote.customer_id:
        _require_customer(customer)
        _require_no_grant(quote)
    if customer.is_foreign and not actor.can(policies.QUOTE_ABROAD, quote.department_id):
        raise NotAbroad(customer=customer.name, document=customer.name)
    for name, most in TEXTS.items():
        text = getattr(draft, name).replace("\x00", "").strip()
        if len(text) > most:
            raise InvalidInput(problem=_("A text is longer than %(most)s characters.") % {"most": most})
        setattr(quote, name, text)
    quote.customer, quote.region = customer, customer.region
    _require_as_at_home(draft, customer)
    quote.currency = _currency(draft.currency, customer)
    quote.valid_until = draft.valid_until or figures.usual_validity(on=on)
    if draft.freight_payer not in FreightPayer.values or (draft.incoterm and draft.incoterm not in Incoterm.values):
        raise InvalidInput(problem=_("There is no such choice."))
    if draft.expected_freight is not None and not 0 <= draft.expected_freight <= LARGEST:
        raise InvalidInput(problem=_("This amount is not possible here."))
    quote.freight_payer, quote.expected_freight = draft.freight_payer, draft.expected_freight
    quote.incoterm = draft.incoterm
    _freeze_rate(quote, on=on)


def _require_no_grant(quote: Quote) -> None:
    """What was applied for, or granted, was so for one customer (PSL-03). Raises AppliedForCustomer."""
    if quote._state.adding:  # noqa: SLF001 - Django's documented way to know what is not stored yet
        return
    found = PriceApplication.objects.filter(
        quote__in=[one.pk for one in authority.revisions_of(quote)],
        state__in=(ApplicationState.IN_REVIEW, ApplicationState.APPROVED),
    ).first()
    if found is not None:
        raise AppliedForCustomer(application=str(found), customer=quote.customer.name)


def _require_as_at_home(draft: QuoteInput, customer: Customer) -> None:
    """What only offers abroad say is refused at home, not quietly dropped. Raises OnlyAbroad."""
    if customer.is_foreign:
        return
    for field, typed, usual in (("currency", draft.currency, base_currency()), ("incoterm", draft.incoterm, "")):
        if typed and typed != usual:
            raise OnlyAbroad(field=field, customer=customer.name, currency=base_currency())


def _currency(typed: str, customer: Customer) -> str:
    """Domestic quotes are in the base currency; abroad the typed one, or the customer's."""
    if not customer.is_foreign:
        return base_currency()
    currency = typed or customer.currency or base_currency()
    if currency not in CURRENCIES:
        raise InvalidInput(problem=_("There is no such choice."))
    return currency


def _freeze_rate(quote: Quote, *, on: date) -> None:
    """The rate of the quote's day (GEN-01). Raises QuoteRateMissing."""
    if quote.currency == base_currency():
        quote.rate, quote.rate_date, quote.rate_source = 1, None, ""
        return
    kept = rates.rate_on(currency=quote.currency, on=on)
    if kept is None:
        raise QuoteRateMissing(currency=quote.currency, day=on)
    quote.rate, quote.rate_date, quote.rate_source = kept.rate, kept.day, kept.source[:60]


HEAD = (
    "contact", "machine", "valid_until", "currency", "shipping_method", "freight_payer", "expected_freight", "incoterm",
    "bank_details", "terms", "parameters", "total",
)  # fmt: skip


def _picture(quote: Quote, lines: Sequence[QuoteLine]) -> dict[str, Any]:
    """What a quote says, to tell what an edit changed (GEN-05, APR-05)."""
    head = {name: "" if (value := getattr(quote, name)) is None else str(value) for name in HEAD}
    return {
        "customer": audit.in_both(str, quote.customer),
        **head,
        **{f"line {number}": audit.in_both(_line_words, line) for number, line in enumerate(lines, start=1)},
    }


def _line_words(line: QuoteLine) -> str:
    name = line.name_zh if formats.is_chinese() or not line.name_en else line.name_en
    parts = (line.part_number, name, f"{formats.plain(line.quantity)} × {formats.amount(line.unit_price)}", line.note)
    return " · ".join(filter(None, parts))


def _require_customer(customer: Customer) -> None:
    if not customer.is_in_use:
        raise CustomerArchived(customer=str(customer))


def _complete(quote: Quote, *, on: date) -> list[QuoteLine]:
    """The lines of a quote that says all it has to (PSL-12)."""
    lines = list(quote.lines.all())
    if not lines:
        raise NoQuoteLines
    for line in lines:
        if line.unit_price == ZERO:
            raise PriceMissing(line=line.position + 1, part=str(line))
    if quote.valid_until < on:
        raise ValidityPast
    has_goods = any(line.is_goods for line in lines)
    if has_goods and quote.region == Region.FOREIGN and not quote.incoterm:
        raise IncotermMissing
    if has_goods and quote.incoterm in SELLER_CARRIES and quote.freight_payer == FreightPayer.BUYER:
        raise FreightAgainstIncoterm(incoterm=quote.incoterm)
    if has_goods and quote.freight_payer != FreightPayer.SELLER and quote.expected_freight is None:
        raise FreightUnknown
    has_freight = any(line.kind == LineKind.FREIGHT for line in lines)
    if has_goods and quote.freight_payer == FreightPayer.PREPAID and not has_freight:
        raise FreightLineMissing
    if has_freight and quote.freight_payer != FreightPayer.PREPAID:
        raise FreightLineTooMany(payer=FreightPayer.PREPAID.label)
    return lines


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
