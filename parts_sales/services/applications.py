"""Written applications for prices below the floor (PSL-03) and for discounts abroad (PSL-41): each function is one
action, one transaction.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals.services import cases
from core import documents, numbers
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO, rounded
from parts_sales import locks, policies
from parts_sales.choices import ApplicationKind, ApplicationState, QuoteState
from parts_sales.models import PriceApplication, PriceApplicationLine, Quote, QuoteLine
from parts_sales.quote_errors import ApplicationRunning, NothingBelowFloor, NothingDiscounted
from parts_sales.selectors import abroad, authority

PREFIX = "PAP"
OPEN_QUOTES = (QuoteState.DRAFT, QuoteState.RETURNED, QuoteState.IN_REVIEW, QuoteState.APPROVED)


@transaction.atomic
def apply_for_prices(
    *, quote_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> PriceApplication:
    """Ask for the prices of a quote that nobody in the service department may grant alone, with a reason: at home those
    below the floor (PSL-03), abroad any discount (PSL-41). Handed in at once.

    Raises ReasonMissing, StaleDocument, NotAllowed, WrongState for a quote already sent, NothingBelowFloor,
    NothingDiscounted, ApplicationRunning, NoRoute.
    """
    reason = require_reason(reason)
    quote = locks.lock_quote(quote_id)
    documents.require_version(quote, version)
    if actor.person_id is None or not policies.can_quote_for(quote, actor):
        raise NotAllowed(document=str(quote))
    if quote.state not in OPEN_QUOTES:
        raise WrongState(document=str(quote), state=quote.get_state_display())
    running = quote.applications.filter(state=ApplicationState.IN_REVIEW).first()
    if running is not None:
        raise ApplicationRunning(application=str(running))
    lines = list(quote.lines.select_related("part"))
    asked, facts = _abroad(quote, lines) if abroad.is_abroad(quote) else _at_home(quote, lines)
    application = PriceApplication(
        department_id=quote.department_id, quote=quote, reason=reason[:2000], currency=quote.currency,
        created_by_id=actor.person_id, created_at=at, version=1, **facts,
    )  # fmt: skip
    application.save()
    made = abroad.application_lines(quote, asked)
    for line in made:
        line.application = application
    PriceApplicationLine.objects.bulk_create(made)
    application.number = numbers.take(PREFIX, timezone.localdate(at).year)
    documents.perform(application, "submit", actor=actor, at=at, facts={"quote": str(quote)})
    cases.start(kind=application.kind, document_id=application.pk, actor=actor, at=at)
    return application


@transaction.atomic
def withdraw_application(
    *, application_id: int, actor: Actor, at: datetime, version: int | None = None
) -> PriceApplication:
    """Take an application back before anybody decided. Raises StaleDocument, WrongState, NotAllowed, AlreadyDecided."""
    application = locks.lock_application(application_id)
    documents.require_version(application, version)
    documents.require(application, "withdraw", actor=actor)
    cases.withdraw(kind=application.kind, document_id=application.pk, actor=actor, at=at)
    documents.perform(application, "withdraw", actor=actor, at=at)
    return application


@transaction.atomic
def approved(*, application_id: int, actor: Actor, at: datetime) -> None:
    """Its prices are granted for the quote and its later revisions."""
    documents.perform(locks.lock_application(application_id), "approve", actor=actor, at=at)


@transaction.atomic
def returned(*, application_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Back to who applied: they cancel it or apply anew."""
    documents.perform(locks.lock_application(application_id), "send_back", actor=actor, at=at, reason=reason)


@transaction.atomic
def rejected(*, application_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Its prices are not granted."""
    documents.perform(locks.lock_application(application_id), "reject", actor=actor, at=at, reason=reason)


def _at_home(quote: Quote, lines: list[QuoteLine]) -> tuple[list[QuoteLine], dict[str, Any]]:
    """The lines below the floor. Raises NothingBelowFloor."""
    below = authority.below_floor(quote, lines)
    if not below:
        raise NothingBelowFloor(quote=str(quote))
    amount = sum((_below(quote, line) for line in below), ZERO)
    return below, {"application_kind": ApplicationKind.FLOOR, "below_base": amount}


def _abroad(quote: Quote, lines: list[QuoteLine]) -> tuple[list[QuoteLine], dict[str, Any]]:
    """All goods of the order, since its whole value counts. Raises NothingDiscounted."""
    found = abroad.discount_of(quote, lines, on=quote.quote_date)
    if found is None or abroad.is_granted(quote, lines, on=quote.quote_date):
        raise NothingDiscounted(quote=str(quote))
    return lines, {
        "application_kind": ApplicationKind.TIER,
        "list_base": found.value,
        "asked_base": found.asked,
        "least_base": found.least,
    }


def _below(quote: Quote, line: QuoteLine) -> Decimal:
    """By how much a line lies below the floor, in the base currency."""
    if line.floor is None:
        return ZERO
    return rounded((line.floor - authority.base_price(quote, line)) * line.quantity)
