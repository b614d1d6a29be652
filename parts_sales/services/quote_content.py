"""What a quote says: filled from what was typed, complete before it is handed in, told of what an edit changed, taken
over into a revision or a copy (PSL-11 to PSL-13, PSL-40). Nothing here begins, ends or signs anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.selectors import rates
from core import audit, formats
from core.actors import Actor
from core.errors import InvalidInput
from core.money import CURRENCIES, LARGEST, ZERO, base_currency
from customers.choices import SELLER_CARRIES, Incoterm, Region
from customers.errors import CustomerArchived
from customers.models import Customer
from customers.selectors.customers import customers_visible_to
from parts_sales import figures, policies
from parts_sales.choices import ApplicationState, FreightPayer, LineKind
from parts_sales.models import PriceApplication, Quote, QuoteLine
from parts_sales.quote_errors import (
    AppliedForCustomer,
    FreightAgainstIncoterm,
    FreightLineMissing,
    FreightLineTooMany,
    FreightUnknown,
    IncotermMissing,
    IncotermPlaceMissing,
    NoQuoteLines,
    NotAbroad,
    OnlyAbroad,
    PriceMissing,
    QuoteRateMissing,
    RevisionForAnother,
    ValidityPast,
)
from parts_sales.selectors import authority, prices
from parts_sales.services.quote_inputs import QuoteInput, QuoteLineInput

TEXTS = {
    "contact": 80, "machine": 120, "shipping_method": 80, "incoterm_place": 60, "bank_details": 500, "terms": 2000,
    "parameters": 2000,
}  # fmt: skip


def fill(quote: Quote, draft: QuoteInput, *, actor: Actor, on: date) -> None:
    """Write the head of a quote from what was typed."""
    customer = customers_visible_to(actor).filter(pk=draft.customer_id).first()
    if customer is None:
        raise InvalidInput(problem=_("There is no such customer."))
    if quote.replaces_id is not None and customer.pk != quote.customer_id:
        raise RevisionForAnother(quote=str(quote), customer=quote.customer.name)
    if customer.pk != quote.customer_id:
        require_in_use(customer)
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
    freeze_rate(quote, on=on)


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
    told = (
        ("currency", draft.currency, base_currency()),
        ("incoterm", draft.incoterm, ""),
        ("incoterm_place", draft.incoterm_place.strip(), ""),
    )
    for field, typed, usual in told:
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


def freeze_rate(quote: Quote, *, on: date) -> None:
    """The rate of the quote's day (GEN-01). Raises QuoteRateMissing."""
    if quote.currency == base_currency():
        quote.rate, quote.rate_date, quote.rate_source = 1, None, ""
        return
    kept = rates.rate_on(currency=quote.currency, on=on)
    if kept is None:
        raise QuoteRateMissing(currency=quote.currency, day=on)
    quote.rate, quote.rate_date, quote.rate_source = kept.rate, kept.day, kept.source[:60]


def require_complete(quote: Quote, *, on: date) -> list[QuoteLine]:
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
    if has_goods and quote.incoterm and not quote.incoterm_place:
        raise IncotermPlaceMissing(incoterm=quote.incoterm)
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


def require_in_use(customer: Customer) -> None:
    if not customer.is_in_use:
        raise CustomerArchived(customer=str(customer))


# --- Taken over into another quote ------------------------------------------------------------------------------------


COPIED = (
    "department_id", "customer_id", "region", "inquiry_id", "contact", "machine", "currency", "rate", "rate_date",
    "rate_source", "shipping_method", "freight_payer", "expected_freight", "incoterm", "incoterm_place", "bank_details",
    "terms", "parameters", "valid_until",
)  # fmt: skip


def like(old: Quote, *, actor: Actor, at: datetime, **fields: Any) -> Quote:
    same = {name: getattr(old, name) for name in COPIED}
    today = timezone.localdate(at)
    same["bank_details"] = prices.bank_details_again(old.bank_details, on=today, currency=old.currency)
    return Quote(**same, created_by_id=actor.known_id, created_at=at, version=1, quote_date=today, **fields)


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


# --- What an edit changed ---------------------------------------------------------------------------------------------


HEAD = (
    "contact", "machine", "valid_until", "currency", "shipping_method", "freight_payer", "expected_freight", "incoterm",
    "incoterm_place", "bank_details", "terms", "parameters", "total",
)  # fmt: skip


def picture(quote: Quote, lines: Sequence[QuoteLine]) -> dict[str, Any]:
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
