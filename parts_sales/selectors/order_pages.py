"""The list of orders and an order's page (PSL-14, PSL-21, GEN-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from core import kinds, search
from core.actors import Actor
from core.documents import may
from core.long_lists import MOST_COUNTED, countable
from core.money import ZERO
from core.ordering import ordered
from parts_sales import policies, policies_money
from parts_sales.choices import OrderState
from parts_sales.choices_money import HoldKind
from parts_sales.models import OrderInvoice, Quote, ReceiptMatch, SalesOrder, SalesOrderLine
from parts_sales.selectors.credit import SETTLED
from parts_sales.selectors.orders import Release, left_to_bill, may_ship, orders_visible_to
from parts_sales.selectors.visibility import quotes_visible_to

SORTS = {
    "number": "number", "customer": "customer__name_zh", "day": "order_date", "state": "state", "amount": "base_total",
    "owed": "owed_left", "maker": "created_by__sort_key",
}  # fmt: skip
OWING, UNBILLED, MINE = "owing", "unbilled", "mine"
GOING = (OrderState.OPEN, OrderState.ON_HOLD, OrderState.SHIPPED)


@dataclass(frozen=True, slots=True)
class OrderQuestion:
    """What a list of orders is asked for."""

    words: str = ""
    state: str = ""
    region: str = ""
    only: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """Under the list: how many, their value and what is owed, in the base currency; None beyond what is counted."""

    count: int
    total: Decimal | None
    owed: Decimal | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order with its lines, money, and what the reader may do."""

    lines: Sequence[SalesOrderLine]
    matches: Sequence[ReceiptMatch]
    invoices: Sequence[OrderInvoice]
    release: Release
    to_bill: Decimal
    quote_url: str
    sees_receipts: bool
    can_cancel: bool
    can_stop: bool
    can_resume: bool
    can_reserve: bool
    can_agree: bool
    can_bill: bool
    keeps_invoices: bool


def orders_found(actor: Actor, asked: OrderQuestion) -> QuerySet[SalesOrder]:
    """The orders of a question, the newest first unless sorted otherwise."""
    rows = orders_visible_to(actor).select_related("customer", "department", "created_by")
    rows = rows.annotate(owed_sum=Greatest(F("base_total") - SETTLED, ZERO), owed_left=F("base_total") - SETTLED)
    if asked.words:
        rows = search.fitting(rows, SalesOrder.kind, asked.words)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.since is not None:
        rows = rows.filter(order_date__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(order_date__lte=asked.until)
    rows = _only(rows, asked.only, actor)
    # Days long ago are read from where they are, not by going back through all that came since.
    days = ("-order_date",) if asked.since or asked.until else ()
    return ordered(rows, asked.sort, SORTS, usual=(*days, "-created_at", "-pk"), filled=("number", "owed_left"))


def _only(rows: QuerySet[SalesOrder], only: str, actor: Actor) -> QuerySet[SalesOrder]:
    if only == MINE:
        return rows.filter(created_by=actor.person_id or 0)
    if only == OWING:
        return rows.filter(state__in=GOING, base_total__gt=SETTLED)
    if only == UNBILLED:
        return rows.filter(billed_base__lt=F("shipped_base"))
    return rows


def totals_of(rows: QuerySet[SalesOrder]) -> OrderTotals:
    """The sums under the list; orders that were cancelled count with nothing."""
    counts = ~Q(state=OrderState.CANCELLED)
    found = countable(rows, "base_total", "owed_sum", "state").aggregate(
        count=Count("pk"),
        total=Sum("base_total", filter=counts, default=ZERO),
        owed=Sum("owed_sum", filter=counts, default=ZERO),
    )
    if found["count"] > MOST_COUNTED:
        return OrderTotals(found["count"], None, None)
    return OrderTotals(**found)


def order_page(*, order: SalesOrder, actor: Actor) -> OrderPage:
    """Everything on one page, in a fixed number of statements."""
    goes = order.state in {OrderState.OPEN, OrderState.ON_HOLD}
    to_bill = left_to_bill(order)
    lines = list(order.lines.select_related("part", "warehouse").order_by("position", "pk"))
    short = any(line.is_goods and line.reserved + line.issued < line.quantity for line in lines)
    sees_quote = quotes_visible_to(actor).filter(pk=order.quote_id).exists()
    made_it = actor.person_id in {order.created_by_id, order.quote.created_by_id}
    matches = order.matches.select_related("receipt", "matched_by").order_by("pk")
    is_bound = bool(order.paid_amount) or bool(order.billed_base) or any(one.noted for one in lines)
    return OrderPage(
        lines=lines,
        matches=list(matches),
        invoices=list(order.invoices.select_related("recorded_by").order_by("invoice_date", "pk")),
        release=may_ship(order),
        to_bill=to_bill,
        quote_url=kinds.url_of(Quote.kind, order.quote_id) if sees_quote else "",
        sees_receipts=policies_money.can_open_receipts(actor),
        can_cancel=may(order, "cancel", actor) and not is_bound,
        can_stop=may(order, "hold", actor),
        can_resume=may(order, "resume", actor),
        can_reserve=goes and short and policies.serves(order, actor),
        can_agree=goes
        and order.hold_kind != HoldKind.PERSON
        and not made_it
        and bool(order.paid_base)
        and not order.is_paid
        and order.part_delivery_at is None
        and policies_money.can_agree_part_delivery(order, actor),
        can_bill=to_bill > 0 and not made_it and policies_money.can_record_for(order, actor),
        keeps_invoices=not made_it and policies_money.can_record_for(order, actor),
    )


def orders_of_customer(customer_id: int, actor: Actor) -> QuerySet[SalesOrder]:
    """A customer's orders as its page shows them, the newest first."""
    return orders_visible_to(actor).filter(customer=customer_id).order_by("-created_at", "-pk")
