"""Orders: made from the quote the customer confirmed, held and let go, cancelled (PSL-14, PSL-21, PSL-22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, notifications, numbers
from core.actors import SYSTEM, Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO, rounded
from core.rows import save_rows
from customers.choices import AddressUse
from customers.models import Address
from parts_sales import locks, locks_money, policies, policies_money
from parts_sales.choices import OrderState, QuoteState
from parts_sales.choices_money import HoldKind
from parts_sales.errors_money import (
    CreditRefused,
    GoodsNoted,
    InvoiceStands,
    MoneyMatched,
    NothingPaid,
    OrderExists,
    OwnOrder,
    QuoteNotConfirmed,
)
from parts_sales.models import DeliveryNote, Quote, SalesOrder, SalesOrderLine, SalesReturn
from parts_sales.models.lines import SaleLine
from parts_sales.services import credit_check, guarantees, quote_freight, stock
from parts_sales.services.credit_check import Verdict
from parts_sales.services.inputs import StockLine
from parts_sales.services.issued_hooks import Hook

PREFIX = "SO"
FROZEN = (
    "department_id", "customer_id", "region", "contact", "machine", "currency", "rate", "shipping_method",
    "freight_payer", "incoterm", "incoterm_place", "total", "base_total",
)  # fmt: skip
"""What an order takes over from its quote as it was confirmed."""
FROZEN_LINE = tuple(one.attname for one in SaleLine._meta.get_fields() if hasattr(one, "attname"))  # noqa: SLF001


@transaction.atomic
def prepare_order(*, quote_id: int, actor: Actor, at: datetime, ship_to: str = "") -> SalesOrder:
    """Make the order of a quote that was sent, to be opened by the customer's confirmation: it promises no stock and
    uses no credit yet. Raises NotAllowed, WrongState, OrderExists, FreightNotConfirmed (PSL-15)."""
    quote = locks.lock_quote(quote_id)
    if actor.person_id is None or not policies.can_quote_for(quote, actor):
        raise NotAllowed(document=str(quote))
    if quote.state != QuoteState.SENT:
        raise WrongState(document=str(quote), state=quote.get_state_display())
    _require_none(quote)
    quote_freight.require_freight(quote, at=at)
    order = _unsaved(quote, actor=actor, at=at, ship_to=ship_to, state=OrderState.PREPARED)
    _save(order, _lines_of(quote, order), at=at)
    _record(order, "prepare", actor=actor, at=at, facts={"quote": str(quote), "amount": str(order.total)})
    return order


@transaction.atomic
def order_from_quote(quote: Quote, *, actor: Actor, at: datetime, ship_to: str = "") -> SalesOrder:
    """The order of a quote the customer has just confirmed, nothing retyped (PSL-14): its lines with frozen prices, a
    number, stock promised line by line as far as it is free. On credit terms it goes on within them and waits
    otherwise (PSL-22). The quote is locked by the caller; an order prepared for it is opened.

    Raises QuoteNotConfirmed, OrderExists, NotAllowed.
    """
    if actor.person_id is None or not policies.can_quote_for(quote, actor):
        raise NotAllowed(document=str(quote))
    if quote.state != QuoteState.CONFIRMED:
        raise QuoteNotConfirmed(quote=str(quote))
    order = SalesOrder.objects.select_for_update(of=("self",), no_key=True).filter(quote=quote).first()
    if order is not None and order.state != OrderState.PREPARED:
        raise OrderExists(quote=str(quote), order=str(order))
    verdict = credit_check.judge(customer_id=quote.customer_id, this=quote.base_total, at=at)
    facts = {"quote": str(quote), "amount": str(quote.total)}
    if order is None:
        order = _unsaved(quote, actor=actor, at=at, ship_to=ship_to)
        lines = _lines_of(quote, order)
        _reserve(lines, actor=actor, at=at)
        _save(order, lines, at=at)
        _record(order, "create", actor=actor, at=at, facts=facts)
    else:
        lines = list(order.lines.order_by("position", "pk"))
        _reserve(lines, actor=actor, at=at)
        save_rows(lines, ("reserved",))
        order.submitted_at, order.order_date = at, timezone.localdate(at)
        documents.perform(order, "open_up", actor=SYSTEM, at=at, facts=facts)
    _apply(order, verdict, at=at)
    return order


@transaction.atomic
def stop_order(*, order_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> SalesOrder:
    """Have an order wait, with the reason. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)[:500]
    order = _locked(order_id, version)
    documents.perform(order, "hold", actor=actor, at=at, reason=reason, kind=HoldKind.PERSON, why=reason)
    return order


@transaction.atomic
def resume_order(*, order_id: int, actor: Actor, at: datetime, version: int | None = None) -> SalesOrder:
    """Let an order on hold go on: what is owed on it is judged again (PSL-22).

    Raises StaleDocument, WrongState, NotAllowed, CreditRefused; then it stays on hold.
    """
    order = _locked(order_id, version)
    documents.require(order, "resume", actor=actor)
    verdict = credit_check.judge(customer_id=order.customer_id, this=order.owed_base, at=at, order_id=order.pk)
    if not verdict.fits:
        raise CreditRefused(order=str(order), why=verdict.why)
    order.credit_term = verdict.term
    documents.perform(order, "resume", actor=actor, at=at)
    return order


@transaction.atomic
def cancel_order(*, order_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> SalesOrder:
    """Cancel an order of which nothing stands on a delivery note or an invoice and for which no money is held; what was
    promised of stock is free again.

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, GoodsNoted, InvoiceStands, MoneyMatched."""
    reason = require_reason(reason)
    order = _locked(order_id, version)
    documents.require(order, "cancel", actor=actor)
    lines = list(order.lines.order_by("position", "pk"))
    if any(line.noted for line in lines):
        raise GoodsNoted(order=str(order))
    if billed := list(order.invoices.filter(cancelled_at__isnull=True).values_list("number", flat=True)):
        raise InvoiceStands(order=str(order), invoices=_(", ").join(billed))
    if order.paid_amount:
        raise MoneyMatched(order=str(order), amount=f"{order.currency} {formats.amount(order.paid_amount)}")
    stock.release(
        [
            StockLine(line.part_id or 0, line.warehouse_id or 0, line.reserved, f"sales_order:{order.pk}:{line.pk}")
            for line in lines
            if line.reserved
        ],
        actor=actor,
        at=at,
    )
    for line in lines:
        line.reserved = Decimal(0)
    save_rows(lines, ("reserved",))
    guarantees.after_cancel(order, reason=reason, at=at)
    documents.perform(order, "cancel", actor=actor, at=at, reason=reason)
    return order


def cancel_prepared(quote: Quote, *, reason: str, actor: Actor, at: datetime) -> None:
    """End the order prepared for a locked quote that ended: nobody can confirm it any more (PSL-13, decision 0222)."""
    order = SalesOrder.objects.select_for_update(of=("self",), no_key=True).filter(quote=quote).first()
    if order is not None and order.state == OrderState.PREPARED:
        documents.perform(order, "cancel", actor=actor, at=at, reason=reason)


@transaction.atomic
def reserve_rest(*, order_id: int, actor: Actor, at: datetime) -> SalesOrder:
    """Promise an open order what has come into stock since. Raises WrongState, NotAllowed."""
    order = locks_money.lock_order(order_id)
    if not policies.serves(order, actor):
        raise NotAllowed(document=str(order))
    if order.state not in {OrderState.OPEN, OrderState.ON_HOLD}:
        raise WrongState(document=str(order), state=order.get_state_display())
    lines = [line for line in order.lines.order_by("position", "pk") if line.is_goods]
    before = sum((line.reserved for line in lines), ZERO)
    _reserve(lines, actor=actor, at=at, occasion=f":{order.version}")
    save_rows(lines, ("reserved",))
    documents.touch(order)
    if gained := sum((line.reserved for line in lines), ZERO) - before:
        _record(order, "reserve", actor=actor, at=at, facts={"reserved": formats.plain(gained)})
    return order


@transaction.atomic
def agree_part_delivery(
    *, order_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> SalesOrder:
    """The manager agrees to deliver as much as is paid (PSL-21).

    Raises ReasonMissing, StaleDocument, NotAllowed, OwnOrder, WrongState, NothingPaid."""
    reason = require_reason(reason)
    order = _locked(order_id, version)
    if actor.person_id is None or not policies_money.can_agree_part_delivery(order, actor):
        raise NotAllowed(document=str(order))
    require_no_maker(order, actor)
    if order.state not in {OrderState.OPEN, OrderState.ON_HOLD} or order.is_paid:
        raise WrongState(document=str(order), state=order.get_state_display())
    if not order.paid_base:
        raise NothingPaid(order=str(order))
    order.part_delivery_by_id, order.part_delivery_at = actor.person_id, at
    documents.touch(order, fields=("part_delivery_by", "part_delivery_at"))
    facts = {"amount": str(order.paid_amount)}
    _record(order, "part_delivery", actor=actor, at=at, reason=reason, facts=facts)
    return order


# --- What receipts, delivery notes and invoices do to it --------------------------------------------------------------


def after_payment(order: SalesOrder, *, at: datetime) -> None:
    """Money was matched to a locked order, or taken off it: one that waited for credit goes on once it is paid in full
    (PSL-22); one that is shipped, paid and invoiced is closed."""
    if order.state == OrderState.ON_HOLD and order.hold_kind == HoldKind.CREDIT and order.is_paid:
        documents.perform(order, "resume", actor=SYSTEM, at=at)
    guarantees.after_payment(order, at=at)
    settle(order, at=at)


def after_issue(*, order_id: int, actor: Actor, at: datetime) -> SalesOrder:
    """Goods left, or came back unissued: what has been shipped is added up again from the lines, work and freight with
    the last of the goods (PSL-22). Takes the order's lock."""
    order = locks_money.lock_order(order_id)
    lines = list(order.lines.all())
    goods = [line for line in lines if line.is_goods]
    is_whole = all(line.issued >= line.quantity for line in goods)
    gone = sum((line.amount * line.issued / line.quantity for line in goods), Decimal(0))
    order.shipped_base = order.base_total if is_whole else min(_in_base(order, gone), order.base_total)
    documents.touch(order, fields=("shipped_base",))
    settle(order, at=at)
    if is_whole and order.state == OrderState.OPEN:
        documents.perform(order, "all_shipped", actor=SYSTEM, at=at)
        settle(order, at=at)
    elif not is_whole and order.state == OrderState.SHIPPED:
        documents.perform(order, "unship", actor=SYSTEM, at=at)
    return order


def after_credit(made: SalesReturn, *, actor: Actor, at: datetime) -> None:
    """Goods that came back were credited: so much less is owed on the order (PSL-53). Takes the order's lock."""
    order = locks_money.lock_order(made.note.order_id)
    order.credited_amount = min(order.credited_amount + made.credit_amount, order.total)
    order.credited_base = min(order.credited_base + made.credit_base, order.base_total)
    documents.touch(order, fields=("credited_amount", "credited_base"))
    facts = {"return": str(made), "amount": f"{made.credit_amount:.2f}", "owes": f"{order.owed:.2f}"}
    _record(order, "credit", actor=actor, at=at, facts=facts)
    after_payment(order, at=at)


def after_note(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """Goods of a note left the warehouse, or are back in it."""
    after_issue(order_id=note.order_id, actor=actor, at=at)


HOOK = Hook(issued=after_note, taken_back=after_note, credited=after_credit)


def settle(order: SalesOrder, *, at: datetime) -> None:
    """Close a locked order that is shipped, and paid and invoiced but for what was credited; open one again that is not
    any more."""
    is_billed = order.billed_base + order.credited_base >= order.base_total
    is_done = order.is_paid and is_billed and order.shipped_base >= order.base_total
    if order.state == OrderState.SHIPPED and is_done:
        documents.perform(order, "close", actor=SYSTEM, at=at)
    elif order.state == OrderState.CLOSED and not is_done:
        documents.perform(order, "reopen", actor=SYSTEM, at=at)


def require_no_maker(order: SalesOrder, actor: Actor) -> None:
    """Who made an order or its quote records none of its money and agrees to no exception for it. Raises OwnOrder."""
    if actor.person_id in {order.created_by_id, order.quote.created_by_id}:
        raise OwnOrder(order=str(order))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _locked(order_id: int, version: int | None) -> SalesOrder:
    order = locks_money.lock_order(order_id)
    documents.require_version(order, version)
    return order


def _require_none(quote: Quote) -> None:
    existing = SalesOrder.objects.filter(quote=quote).first()
    if existing is not None:
        raise OrderExists(quote=str(quote), order=str(existing))


def _unsaved(quote: Quote, *, actor: Actor, at: datetime, ship_to: str, state: str = OrderState.OPEN) -> SalesOrder:
    given = {name: getattr(quote, name) for name in FROZEN}
    address = ship_to.strip() or _delivery_address(quote.customer_id)
    return SalesOrder(
        **given,
        state=state,
        quote=quote,
        ship_to=address[:500],
        order_date=timezone.localdate(at),
        created_by_id=actor.known_id,
        created_at=at,
        submitted_at=at,
    )


def _delivery_address(customer_id: int) -> str:
    rows = Address.objects.filter(customer=customer_id, use=AddressUse.DELIVERY, retired_at__isnull=True)
    one = rows.order_by("pk").first()
    return " · ".join(filter(None, (one.text, one.receiver, one.phone))) if one else ""


def _lines_of(quote: Quote, order: SalesOrder) -> list[SalesOrderLine]:
    """The quote's lines as the order's own, each where its part lies; `source` of a promise is the quote's line."""
    prefetch_related_objects([quote], "lines__part")
    return [
        SalesOrderLine(
            **{name: getattr(line, name) for name in FROZEN_LINE},
            order=order,
            warehouse_id=line.part.warehouse_id if line.part is not None else None,
        )
        for line in quote.lines.all()
    ]


def _reserve(lines: Sequence[SalesOrderLine], *, actor: Actor, at: datetime, occasion: str = "") -> None:
    """Promise what is free of each line's goods that are neither promised nor gone (PSL-14)."""
    wanted = [
        (line, missing)
        for line in lines
        if line.is_goods and (missing := line.quantity - line.reserved - line.issued) > 0
    ]
    asked = [
        StockLine(
            line.part_id or 0, line.warehouse_id or 0, missing,
            f"sales_order_line:{line.pk}{occasion}" if line.pk else f"quote:{line.order.quote_id}:{place}",
        )
        for place, (line, missing) in enumerate(wanted)
    ]  # fmt: skip
    for (line, _missing), granted in zip(wanted, stock.reserve_free(asked, actor=actor, at=at), strict=True):
        line.reserved += granted


def _save(order: SalesOrder, lines: Sequence[SalesOrderLine], *, at: datetime) -> None:
    order.number = numbers.take(PREFIX, timezone.localdate(at).year)
    order.save()
    for line in lines:
        line.order_id = order.pk
    SalesOrderLine.objects.bulk_create(lines)


def _apply(order: SalesOrder, verdict: Verdict, *, at: datetime) -> None:
    """Let an order that fits go on under its terms, have another wait and tell its maker (PSL-22)."""
    if verdict.term is None:
        return
    if verdict.fits:
        order.credit_term = verdict.term
        order.save(update_fields=("credit_term",))
        return
    words = verdict.words
    documents.perform(
        order, "hold", actor=SYSTEM, at=at, kind=HoldKind.CREDIT, why=words["zh"], why_en=words["en"],
        facts={"why": words, "term": str(verdict.term)},
    )  # fmt: skip
    notifications.notify(
        [order.created_by_id], code="sales_order.held", kind=order.kind, document_id=order.pk, label=str(order),
        key=f"held:{order.pk}:{order.version}", at=at, facts={"why": words["zh"], "why_en": words["en"]},
    )  # fmt: skip


def _in_base(order: SalesOrder, amount: Decimal) -> Decimal:
    return rounded(amount * order.rate)


def _record(
    order: SalesOrder, what: str, *, actor: Actor, at: datetime, reason: str = "", facts: dict[str, str] | None = None
) -> None:
    audit.record(
        kind=order.kind, document_id=order.pk, label=str(order), code=f"{order.kind}.{what}", actor=actor, at=at,
        before=order.state, after=order.state, reason=reason, facts=facts,
    )  # fmt: skip
