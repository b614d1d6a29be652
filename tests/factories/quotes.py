"""Quotes for tests, brought to their state through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from customers.models import Customer
from organization.models import Person
from parts_sales.models import Part, Quote, SalesOrder
from parts_sales.services import quote_answers, quotes
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput
from tests.factories import customers as serving
from tests.factories.expenses import approve
from tests.factories.organization import actor_of

BANK = "工商银行沈阳分行 1234 5678"
AT = datetime(2026, 9, 21, 8, 42, tzinfo=ZoneInfo("Asia/Shanghai"))


def later(**time: int) -> datetime:
    """A moment after AT."""
    return AT + timedelta(**time)


def line(part: Part | None = None, quantity: str = "1", price: str | None = None, **fields: Any) -> QuoteLineInput:
    """A part at a price, or a service."""
    unit_price = Decimal(price) if price is not None else None
    return QuoteLineInput(
        part_id=part.pk if part else None, quantity=Decimal(quantity), unit_price=unit_price, **fields
    )


def head(customer: Customer, *lines: QuoteLineInput, **fields: Any) -> QuoteInput:
    """A quote whose freight is said to come to nothing, and that says where to pay."""
    given: dict[str, Any] = {"expected_freight": Decimal(0), "contact": "王强", "bank_details": BANK} | fields
    if given.get("incoterm"):
        given.setdefault("incoterm_place", "Shanghai")
    return QuoteInput(customer_id=customer.pk, lines=lines, **given)


def draft(
    maker: Person, *lines: QuoteLineInput, customer: Customer | None = None, at: datetime = AT, **fields: Any
) -> Quote:
    given = head(customer or serving.customer(maker), *lines, **fields)
    return quotes.create_quote(draft=given, actor=actor_of(maker), at=at)


def submitted(maker: Person, *lines: QuoteLineInput, at: datetime = AT, **fields: Any) -> Quote:
    made = draft(maker, *lines, at=at, **fields)
    return quotes.submit_quote(quote_id=made.pk, actor=actor_of(maker), at=at)


def reviewed(maker: Person, *lines: QuoteLineInput, at: datetime = AT, **fields: Any) -> Quote:
    made = submitted(maker, *lines, at=at, **fields)
    approve(made, at=at)
    return Quote.objects.get(pk=made.pk)


def sent(maker: Person, *lines: QuoteLineInput, at: datetime = AT, **fields: Any) -> Quote:
    made = reviewed(maker, *lines, at=at, **fields)
    return quote_answers.send_quote(quote_id=made.pk, way="FAX", actor=actor_of(maker), at=at)


def confirmed(maker: Person, *lines: QuoteLineInput, at: datetime = AT, **fields: Any) -> SalesOrder:
    made = sent(maker, *lines, at=at, **fields)
    return confirm(made, maker, at=at)


def confirm(quote: Quote, by: Person, at: datetime = AT, **fields: Any) -> SalesOrder:
    given: dict[str, Any] = {"way": "FAX", "name": "王强", "proof": "回传签字件", "confirmed_at": at} | fields
    return quote_answers.confirm(quote_id=quote.pk, actor=actor_of(by), at=at, **given)
