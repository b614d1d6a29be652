"""What the quote editor shows while somebody types: parts for its lines, what the whole comes to (PSL-03, PSL-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Protocol

from django.db.models import Sum

from budgets.selectors import rates
from core import formats
from core.actors import Actor
from core.line_forms import values_so_far
from core.money import base_currency
from customers.choices import Region
from customers.models import Customer
from parts_sales import figures, policies
from parts_sales.choices import FreightPayer, LineKind, QuoteState
from parts_sales.models import Part, Quote, QuoteLine, StockBalance
from parts_sales.rules import quotes as rules
from parts_sales.rules import wanted
from parts_sales.selectors import abroad, authority, prices
from parts_sales.selectors.abroad import Discount
from parts_sales.selectors.line_prices import LinePrices
from parts_sales.selectors.quote_pages import Sums, freight_base, sums_of


class Typed(Protocol):
    """A form as far as it is filled in."""

    @property
    def forms(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Check:
    """A quote as typed so far: sums, who has to grant its prices, whether freight has to be agreed first."""

    sums: Sums
    count: int
    grants: str
    below: int
    freight_base: Decimal | None
    freight_least: Decimal
    needs_freight: bool
    currency: str
    rate: Decimal
    has_rate: bool
    discount: Discount | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another currency than the base."""
        return self.currency != base_currency()


def parts_for_lines(
    numbers: Sequence[str], *, actor: Actor, on: date, currency: str, customer_id: int
) -> dict[str, dict[str, Any]]:
    """What lines show of the parts with these numbers; unknown ones are missing. Floor and cost only for who sees them;
    `last` is what the customer paid last.
    """
    parts = {part.pk: part for part in Part.objects.filter(number__in=numbers).select_related("successor")}
    ids = list(parts)
    listed = prices.prices_offered_today(ids, on=on, currency=currency)
    is_abroad = Customer.objects.filter(pk=customer_id, region=Region.FOREIGN).exists()
    floors_on = prices.cost_floors_on if is_abroad else prices.floors_on
    sees_floors = policies.sees_floors_of(Region.FOREIGN if is_abroad else Region.DOMESTIC, actor)
    floors = floors_on(ids, on=on) if sees_floors else {}
    known = prices.costs_on(ids, on=on)
    costs = known if policies.sees_costs(actor) else {}
    free = dict(
        StockBalance.objects.filter(part__in=ids).order_by().values_list("part").annotate(
            free_now=Sum("on_hand") - Sum("reserved")
        )
    )  # fmt: skip
    last = _last_prices(ids, customer_id, currency)
    found = {}
    for pk, part in parts.items():
        floor = floors.get(pk)
        found[part.number] = {
            "number": part.number,
            "name": part.name,
            "unit": part.unit,
            "free": formats.plain(free.get(pk, Decimal(0))),
            "price": _text(listed.get(pk)),
            "floor": _text(floor.amount if floor else None),
            "by": floor.by if floor else "",
            "cost": _text(costs.get(pk)),
            "unpriced": pk not in listed and pk not in known,
            "last": last.get(pk),
            "retired": part.retired_at is not None,
            "successor": part.successor.number if part.successor else "",
        }
    return found


def lines_wanted(text: str, *, on: date, currency: str, most: int) -> list[dict[str, Any]]:
    """The parts an inquiry names by their numbers, as lines to begin a quote with (PSL-10, PSL-11): as many as are
    said, at the list price of the day. Parts off sale stay, so that the editor tells what replaced them.
    """
    parts = {part.number: part for part in Part.objects.filter(number__in=wanted.words_like_numbers(text))}
    offered = prices.prices_offered_today([part.pk for part in parts.values()], on=on, currency=currency)
    return [
        {"part": number, "quantity": quantity, "unit_price": offered.get(parts[number].pk)}
        for number, quantity in islice(wanted.named(text, parts), most)
    ]


def check(head: Any, lines: Typed, *, customer: Customer, actor: Actor, on: date) -> Check:
    """What a quote as typed so far comes to; what makes no sense yet is left out."""
    values = values_so_far(head)
    currency = (values.get("currency") or customer.currency) if customer.is_foreign else base_currency()
    kept = rates.rate_on(currency=currency, on=on) if currency != base_currency() else None
    quote = Quote(
        customer=customer, region=customer.region, currency=currency, rate=kept.rate if kept else Decimal(1),
        freight_payer=values.get("freight_payer") or FreightPayer.BUYER,
        expected_freight=values.get("expected_freight"),
    )  # fmt: skip
    typed = _typed(quote, [values_so_far(one) for one in lines.forms], on=on)
    quote.base_total = sum(
        (rules.amount(quantity=quote.rate, unit_price=one.amount, currency="") for one in typed), Decimal(0)
    )
    own = max([prices.discounts_alone().get(role, Decimal(0)) for role in actor.roles] or [Decimal(0)])
    levels = [
        rules.granted_by(
            unit_price=one.unit_price, list_price=one.list_price, unit_base=authority.base_price(quote, one),
            floor=one.floor, own_discount=own,
        )
        for one in typed
        if one.is_goods
    ]  # fmt: skip
    discount = abroad.discount_of(quote, typed, on=on)
    if abroad.is_abroad(quote):
        levels = [rules.APPLICATION] * len(abroad.to_grant(quote, typed))
    least, expected = figures.freight_from(on=on), freight_base(quote, typed)
    bears = quote.freight_payer != FreightPayer.SELLER
    return Check(
        sums=sums_of(quote, typed, sees_costs=policies.sees_costs(actor)),
        count=len(typed),
        grants=next((one for one in (rules.APPLICATION, rules.MANAGER) if one in levels), rules.FREELY),
        below=levels.count(rules.APPLICATION),
        freight_base=expected,
        freight_least=least,
        needs_freight=rules.freight_to_confirm(buyer_bears=bears, expected=expected, least=least),
        currency=currency,
        rate=quote.rate,
        has_rate=currency == base_currency() or kept is not None,
        discount=discount,
    )


def _typed(quote: Quote, rows: Sequence[dict[str, Any]], *, on: date) -> list[QuoteLine]:
    numbers = {(row.get("part") or "").strip().upper() for row in rows}
    parts = {part.number: part for part in Part.objects.filter(number__in=numbers - {""})}
    ids = [part.pk for part in parts.values()]
    looked_up = LinePrices(quote, ids, on=on)
    found = []
    for row in rows:
        kind = row.get("kind") or LineKind.GOODS
        part = parts.get((row.get("part") or "").strip().upper()) if kind == LineKind.GOODS else None
        price = row.get("unit_price")
        if price is None and part is not None:
            price = looked_up.listed.get(part.pk)
        if price is None or (kind == LineKind.GOODS and part is None) or "quantity" not in row:
            continue  # a quantity that is none is named when the quote is saved, not counted as one
        quantity = row["quantity"]
        line = QuoteLine(
            kind=kind, part=part, part_number=part.number if part else "", unit_price=price,
            quantity=Decimal(1) if quantity is None else quantity,
        )  # fmt: skip
        looked_up.put_on(line, quote)
        found.append(line)
    return found


def _last_prices(part_ids: Sequence[int], customer_id: int, currency: str) -> dict[int, str]:
    """The unit price of each part in the customer's last confirmed quote that has it."""
    rows = QuoteLine.objects.filter(
        part__in=part_ids, quote__customer=customer_id, quote__currency=currency, quote__state=QuoteState.CONFIRMED
    ).order_by("part", "-quote__confirmed_at")  # fmt: skip
    return {part: f"{price:.2f}" for part, price in rows.distinct("part").values_list("part", "unit_price")}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
