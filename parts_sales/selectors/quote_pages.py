"""What a quote's page shows: lines with floor and margin for who may see them, sums, doors, steps, differences between
revisions (PSL-11 to PSL-15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.actors import Actor
from core.attachments import attachments_of
from core.capitals import capitals
from core.components import Step
from core.documents import may
from core.models import Attachment
from core.money import ZERO, base_currency
from customers.choices import Region
from parts_sales import figures, policies
from parts_sales.choices import ApplicationState, FreightPayer, LineKind, QuoteState
from parts_sales.models import Inquiry, PriceApplication, Quote, QuoteLine, SalesOrder
from parts_sales.rules import prices, quotes
from parts_sales.selectors import abroad, authority
from parts_sales.selectors.abroad import Discount
from parts_sales.selectors.pages import DRAWN
from parts_sales.selectors.visibility import applications_visible_to

MOST_PICTURES = 12
UNCONFIRMED = {QuoteState.DRAFT, QuoteState.RETURNED, QuoteState.IN_REVIEW}
"""Until then the deputy manager confirms model and price by pictures and parameters (PSL-40)."""
OPEN = {QuoteState.DRAFT, QuoteState.RETURNED, QuoteState.IN_REVIEW, QuoteState.APPROVED}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with what the reader may see of it: `floor`, `below` and `margin` are None where they may not."""

    line: QuoteLine
    number: int
    discount: Decimal | None
    floor: Decimal | None = None
    below: Decimal | None = None
    is_granted: bool = False
    is_unpriced: bool = False
    margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What a quote comes to, abroad at 0 % tax (PSL-41b); `margin` in the base currency, None for who sees no costs
    or where one is unknown.
    """

    goods: Decimal
    services: Decimal
    freight: Decimal
    gross: Decimal
    tax: Decimal
    net: Decimal
    base: Decimal
    in_capitals: str
    is_export: bool = False
    margin: Decimal | None = None
    margin_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuoteDoors:
    """Which buttons show: each asks what its service asks."""

    edit: bool = False
    submit: bool = False
    withdraw: bool = False
    cancel: bool = False
    send: bool = False
    freight: bool = False
    confirm: bool = False
    prepare: bool = False
    revise: bool = False
    lose: bool = False
    apply: bool = False
    copy: bool = False
    discount: bool = False


@dataclass(frozen=True, slots=True)
class QuotePage:
    """A quote with all its page shows."""

    lines: Sequence[ShownLine]
    sums: Sums
    doors: QuoteDoors
    steps: Sequence[Step]
    revisions: Sequence[Quote]
    applications: Sequence[PriceApplication]
    order: SalesOrder | None
    freight_base: Decimal | None
    freight_least: Decimal
    needs_freight: bool
    is_expired: bool
    below_count: int
    sees_floors: bool
    sees_costs: bool
    is_foreign: bool = field(default=False)
    discount: Discount | None = None
    is_granted: bool = True
    pictures: Sequence[Attachment] = ()
    needs_model: bool = False


def quote_page(*, quote: Quote, actor: Actor, today: date) -> QuotePage:
    """The page of a quote the actor sees, in a fixed number of statements."""
    sees_floors, sees_costs = policies.sees_floors_of(quote.region, actor), policies.sees_costs(actor)
    lines = list(quote.lines.select_related("part"))
    below = {line.pk for line in authority.below_floor(quote, lines)}
    discount = abroad.discount_of(quote, lines, on=quote.quote_date)
    is_granted = abroad.is_granted(quote, lines, on=quote.quote_date)
    below_count = len(below)
    if not is_granted:
        below = {line.pk for line in abroad.to_grant(quote, lines)}
    least, expected = figures.freight_from(on=today), freight_base(quote, lines)
    needs = quote.freight_confirmed_at is None and quotes.freight_to_confirm(
        buyer_bears=quote.freight_payer != FreightPayer.SELLER, expected=expected, least=least
    )
    applied = applications_visible_to(actor).filter(quote=quote).select_related("created_by")
    return QuotePage(
        lines=[_shown(quote, line, below, sees_floors=sees_floors, sees_costs=sees_costs) for line in lines],
        sums=sums_of(quote, lines, sees_costs=sees_costs),
        doors=_doors(quote, actor, lines, to_apply=bool(below), needs_freight=needs),
        steps=steps_of(quote),
        revisions=[*Quote.objects.filter(replaces=quote), *authority.revisions_of(quote)],
        applications=list(applied),
        order=SalesOrder.objects.filter(quote=quote).first(),
        freight_base=expected,
        freight_least=least,
        needs_freight=needs,
        is_expired=quote.is_expired(today),
        below_count=below_count,
        sees_floors=sees_floors,
        sees_costs=sees_costs,
        is_foreign=quote.currency != base_currency(),
        discount=discount,
        is_granted=is_granted,
        pictures=(pictures := pictures_of(quote)),
        needs_model=quote.state in UNCONFIRMED and abroad.is_abroad(quote) and not pictures and not quote.parameters,
    )


def pictures_of(quote: Quote) -> list[Attachment]:
    """The pictures the clerk collected: among the files of the quote and of the inquiry it answers (PSL-40)."""
    found = list(attachments_of(kind=quote.kind, document_id=quote.pk).filter(content_type__in=DRAWN)[:MOST_PICTURES])
    if quote.inquiry_id is not None:
        asked = attachments_of(kind=Inquiry.kind, document_id=quote.inquiry_id).filter(content_type__in=DRAWN)
        found += asked[:MOST_PICTURES]
    return found[:MOST_PICTURES]


def sums_of(quote: Quote, lines: Sequence[QuoteLine], *, sees_costs: bool) -> Sums:
    """What lines come to by kind, with tax and net, and the margin of the goods."""
    whole = quotes.total((line.amount, line.tax_rate) for line in lines)
    by_kind = {
        kind: sum((line.amount for line in lines if line.kind == kind), ZERO) for kind in LineKind
    }  # fmt: skip
    margin = share = None
    goods = [line for line in lines if line.is_goods]
    if sees_costs and goods and all(line.cost is not None for line in goods):
        sold = sum((quotes.amount(quantity=quote.rate, unit_price=line.amount, currency="") for line in goods), ZERO)
        cost = sum(((line.cost or ZERO) * line.quantity for line in goods), ZERO)
        margin, share = sold - cost, prices.margin_of(cost=cost, unit_price=sold)
    return Sums(
        goods=by_kind[LineKind.GOODS],
        services=by_kind[LineKind.TRAVEL] + by_kind[LineKind.LABOUR],
        freight=by_kind[LineKind.FREIGHT],
        gross=whole.gross,
        tax=whole.tax,
        net=whole.net,
        base=quote.base_total,
        in_capitals=f"人民币{capitals(whole.gross)}" if quote.currency == "CNY" else "",
        is_export=quote.region == Region.FOREIGN,
        margin=margin,
        margin_share=share,
    )


def freight_base(quote: Quote, lines: Sequence[QuoteLine]) -> Decimal | None:
    """What freight is expected to come to in the base currency: what was entered, or the lines of freight paid in
    advance where they come to more; None where neither says anything (PSL-15).
    """
    stated = [line.amount for line in lines if line.kind == LineKind.FREIGHT]
    known = [one for one in (quote.expected_freight, sum(stated, ZERO) if stated else None) if one is not None]
    return quotes.amount(quantity=quote.rate, unit_price=max(known), currency="") if known else None


def steps_of(quote: Quote) -> list[Step]:
    """Where the quote stands between the inquiry and the order."""
    order = [QuoteState.DRAFT, QuoteState.IN_REVIEW, QuoteState.APPROVED, QuoteState.SENT, QuoteState.CONFIRMED]
    at = {QuoteState.RETURNED: 0, QuoteState.SUPERSEDED: 3, QuoteState.LOST: 3, QuoteState.CANCELLED: 0}
    reached = at.get(quote.state, order.index(quote.state) if quote.state in order else 0)
    notes = (
        f"{quote.created_by.name} · {formats.short_day(quote.created_at)}",
        formats.short_day(quote.submitted_at) if quote.submitted_at else "",
        formats.short_day(quote.approved_at) if quote.approved_at else "",
        formats.short_day(quote.sent_at) if quote.sent_at else "",
        formats.short_day(quote.confirmed_at) if quote.confirmed_at else _("makes the order"),
    )
    names = (
        pgettext("quote step", "Quote"),
        pgettext("quote step", "Review"),
        pgettext("quote step", "To be sent"),
        pgettext("quote step", "Sent"),
        pgettext("quote step", "Confirmed"),
    )
    found = []
    for place, (name, note) in enumerate(zip(names, notes, strict=True)):
        state = "done" if place < reached or quote.state == QuoteState.CONFIRMED else "ahead"
        if place == reached and quote.state != QuoteState.CONFIRMED:
            state = {"RETURNED": "returned", "LOST": "stopped", "CANCELLED": "stopped", "SUPERSEDED": "stopped"}.get(
                quote.state, "now"
            )
        found.append(Step(name, state, note))  # type: ignore[arg-type]
    return found


def _shown(quote: Quote, line: QuoteLine, below: set[int], *, sees_floors: bool, sees_costs: bool) -> ShownLine:
    base = authority.base_price(quote, line)
    discount = None
    if line.list_price is not None and line.is_goods:
        discount = prices.discount_of(price=line.list_price, unit_price=line.unit_price)
    is_below = sees_floors and authority.is_below(quote, line)
    return ShownLine(
        line=line,
        number=line.position + 1,
        discount=discount,
        floor=line.floor if sees_floors else None,
        below=line.floor - base if is_below and line.floor is not None else None,
        is_granted=is_below and line.pk not in below,
        is_unpriced=sees_floors and authority.is_unpriced(line),
        margin=prices.margin_of(cost=line.cost, unit_price=base) if sees_costs and line.cost is not None else None,
    )


def _doors(
    quote: Quote, actor: Actor, lines: Sequence[QuoteLine], *, to_apply: bool, needs_freight: bool
) -> QuoteDoors:
    carries = policies.can_quote_for(quote, actor) and actor.person_id is not None
    is_running = quote.applications.filter(state=ApplicationState.IN_REVIEW).exists()
    return QuoteDoors(
        edit=policies.can_edit_quote(quote, actor),
        submit=may(quote, "submit", actor),
        withdraw=may(quote, "withdraw", actor),
        cancel=may(quote, "cancel", actor),
        send=may(quote, "send", actor),
        freight=carries
        and quote.state in {QuoteState.APPROVED, QuoteState.SENT}
        and quote.freight_confirmed_at is None,
        confirm=may(quote, "confirm", actor),
        prepare=carries
        and not needs_freight
        and quote.state == QuoteState.SENT
        and not SalesOrder.objects.filter(quote=quote).exists(),
        revise=may(quote, "supersede", actor) and quote.number is not None,
        lose=may(quote, "lose", actor),
        apply=carries and to_apply and quote.state in OPEN and not is_running,
        copy=carries,
        discount=policies.can_edit_quote(quote, actor)
        and abroad.is_abroad(quote)
        and any(line.list_price is not None for line in lines if line.is_goods),
    )
