"""A reviewed quote goes to the customer, and what they say of it (PSL-11, PSL-14, PSL-15)."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, mails
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WayOut, WrongState
from core.models import MailKind
from core.paper import LANGUAGES
from parts_sales import locks, policies
from parts_sales.choices import ConfirmedBy, QuoteState, SentBy
from parts_sales.models import Quote, SalesOrder
from parts_sales.quote_errors import (
    AddressMissing,
    BankDetailsMissing,
    DiscountNotGranted,
    FreightMomentImpossible,
    MomentImpossible,
    PriceNotGranted,
    QuoteExpired,
)
from parts_sales.selectors import abroad, authority, holders, prices
from parts_sales.services import orders, quote_freight


@transaction.atomic
def send_quote(
    *,
    quote_id: int,
    way: str,
    actor: Actor,
    at: datetime,
    to: str = "",
    language: str = "zh-hans",
    version: int | None = None,
) -> Quote:
    """The quote goes to the customer: by e-mail from here with the quote as PDF, or printed and marked as faxed, posted
    or handed over (PSL-11); abroad also through the foreign salesperson, who gets the contract by e-mail if they work
    here (PSL-40).

    Raises StaleDocument, WrongState, NotAllowed, QuoteExpired, PriceNotGranted (PSL-03), BankDetailsMissing (PSL-12),
    AddressMissing, InvalidInput.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.require(quote, "send", actor=actor)
    _require_valid(quote, at=at)
    _require_granted(quote)
    is_passed_on = way == SentBy.SALES
    if way not in SentBy.values or language not in LANGUAGES or (is_passed_on and not abroad.is_abroad(quote)):
        raise InvalidInput(problem=_("There is no such choice."))
    to = to.strip()[:160]
    if way == SentBy.EMAIL:
        _require_address(to)
    if is_passed_on and not to:
        raise InvalidInput(problem=_("Say which foreign salesperson passes it on."))
    _state_bank(quote, at=at)
    documents.perform(quote, "send", actor=actor, at=at, way=way, to=to, facts={"way": way, "to": to})
    if way == SentBy.EMAIL:
        _write_mail(quote, to, language, actor=actor, at=at)
    if is_passed_on and (address := _of_salesperson(to)):
        _write_mail(quote, address, language, actor=actor, at=at, passed=True)
    return quote


@transaction.atomic
def confirm_freight(
    *, quote_id: int, way: str, name: str, agreed_at: datetime, actor: Actor, at: datetime, version: int | None = None
) -> Quote:
    """The customer agrees to the freight they bear: who, when, how (PSL-15). Until the quote is confirmed.

    Raises StaleDocument, NotAllowed, WrongState, InvalidInput, FreightMomentImpossible.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    if not policies.can_quote_for(quote, actor):
        raise NotAllowed(document=str(quote))
    if quote.state not in {QuoteState.APPROVED, QuoteState.SENT}:
        raise WrongState(document=str(quote), state=quote.get_state_display())
    made = quote.created_at.replace(second=0, microsecond=0)  # the moment is typed to the minute
    if not made <= agreed_at <= at:
        raise FreightMomentImpossible
    quote.freight_confirmed_way, quote.freight_confirmed_name = _answer(way, name)
    quote.freight_confirmed_at = agreed_at
    quote.version += 1
    quote.save()
    audit.record(
        kind=quote.kind, document_id=quote.pk, label=str(quote), code="quote.freight", actor=actor, at=at,
        before=quote.state, after=quote.state, facts={"way": way, "who": name, "when": agreed_at.isoformat()},
    )  # fmt: skip
    return quote


@transaction.atomic
def confirm(
    *,
    quote_id: int,
    way: str,
    name: str,
    proof: str,
    confirmed_at: datetime,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> SalesOrder:
    """The customer confirms: when, how, who, with what proof; the order is made from the quote, which cannot change any
    more (PSL-14).

    Raises StaleDocument, WrongState, NotAllowed, QuoteExpired on the day they confirmed, FreightNotConfirmed (PSL-15),
    PriceNotGranted, MomentImpossible, InvalidInput, and what making the order refuses; then nothing has changed.
    """
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    documents.require(quote, "confirm", actor=actor)
    way, name = _answer(way, name)
    proof = proof.strip()[:300]
    if not proof:
        raise InvalidInput(problem=_("Say what proves it: the call, the signed copy, the message."))
    sent = (quote.sent_at or confirmed_at).replace(second=0, microsecond=0)  # the moment is typed to the minute
    if confirmed_at > at or confirmed_at < sent:
        raise MomentImpossible
    _require_valid(quote, at=confirmed_at)
    prefetch_related_objects([quote], "lines__part")  # asked for three times from here on
    _require_granted(quote)
    quote_freight.require_freight(quote, at=at)
    documents.perform(
        quote, "confirm", actor=actor, at=at, way=way, name=name, proof=proof, confirmed_at=confirmed_at,
        facts={"way": way, "who": name, "proof": proof, "when": confirmed_at.isoformat()},
    )  # fmt: skip
    return orders.order_from_quote(quote, actor=actor, at=at)


def _answer(way: str, name: str) -> tuple[str, str]:
    if way not in ConfirmedBy.values:
        raise InvalidInput(problem=_("There is no such choice."))
    name = name.strip()[:80]
    if not name:
        raise InvalidInput(problem=_("Say who answered for the customer."))
    return way, name


def _require_valid(quote: Quote, *, at: datetime) -> None:
    if quote.valid_until < timezone.localdate(at):
        raise QuoteExpired(quote=str(quote), day=quote.valid_until)


def _state_bank(quote: Quote, *, at: datetime) -> None:
    """Where the customer pays, as the quote states it, else as finance keeps it (PSL-12). Raises BankDetailsMissing."""
    quote.bank_details = quote.bank_details or prices.bank_details_on(
        on=timezone.localdate(at), currency=quote.currency
    )
    if not quote.bank_details:
        way_out = WayOut(_("Price rules"), reverse("parts_sales:price_rules"))
        raise BankDetailsMissing(ways_out=(way_out,), quote=str(quote), currency=quote.currency)


def _require_granted(quote: Quote) -> None:
    lines = list(quote.lines.all())
    if not abroad.is_granted(quote, lines, on=quote.quote_date):
        if any(map(abroad.is_lower, lines)):
            raise DiscountNotGranted(quote=str(quote))
        raise PriceNotGranted(parts=_(", ").join(line.part_number for line in abroad.to_grant(quote, lines)))
    below = authority.below_floor(quote, lines)
    if below:
        raise PriceNotGranted(parts=_(", ").join(line.part_number for line in below))


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise AddressMissing from wrong


def _of_salesperson(name: str) -> str:
    """The address of the one salesperson of this name; empty for somebody outside, or without an address."""
    named = [one.email for one in holders.salespeople() if name in {one.name_zh, one.name_en}]
    return named[0] if len(named) == 1 else ""


def _write_mail(
    quote: Quote, to: str, language: str, *, actor: Actor, at: datetime, passed: bool = False
) -> None:  # fmt: skip
    if actor.person_id is None:
        raise NotAllowed(document=str(quote))
    mails.write(
        person_id=actor.person_id,
        kind=MailKind.OUTSIDE,
        address=to,
        key=f"quote:{quote.pk}:{quote.version}",
        at=at,
        facts={
            "kind": quote.kind,
            "document": quote.pk,
            "paper": quote.kind,
            "language": language,
            "passed": passed,
        },
    )
