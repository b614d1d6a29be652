"""Delivery notes: made of an order, from hand to hand, issued once, put back when cancelled (PSL-30, PSL-31, PSL-32,
PSL-42).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, numbers
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, OwnDocument, require_reason, visible_text
from core.money import rounded
from core.rows import save_rows
from parts_sales import locks_delivery as locks
from parts_sales import locks_money
from parts_sales import policies_delivery as policies
from parts_sales.errors_delivery import (
    AnotherHand,
    DeputyReviews,
    MoreThanOrdered,
    MoreThanReleased,
    NothingToDeliver,
    NotReleased,
    QuantityMissing,
)
from parts_sales.models import DeliveryNote, DeliveryNoteLine, SalesOrder, SalesOrderLine
from parts_sales.rules import steps
from parts_sales.selectors.orders import may_ship
from parts_sales.selectors.stock import warehouses_kept_by
from parts_sales.services import issued_hooks, note_words, stock
from parts_sales.services.inputs import StockLine

PREFIX = "DN"
ZERO = Decimal(0)
PLAIN_STEPS = ("review", "print_out", "check_money", "sign", "confirm")
"""Steps at which nothing but the note moves on."""


@transaction.atomic
def make_notes(
    *,
    order_id: int,
    actor: Actor,
    at: datetime,
    quantities: Mapping[int, Decimal] | None = None,
    remark: str = "",
) -> list[DeliveryNote]:
    """The delivery notes of an order: one for each kind and warehouse of its parts (PSL-30). `quantities` by order line
    say how much; without them all that is left. What the order had not promised of stock is promised now.

    Raises NotAllowed, NotReleased, MoreThanReleased, NothingToDeliver, QuantityMissing, MoreThanOrdered, StockShort,
    InvalidInput; then nothing has changed.
    """
    order = locks_money.lock_order(order_id)
    if actor.person_id is None or not policies.can_make_notes(order, actor):
        raise NotAllowed(document=str(order))
    release = may_ship(order)
    if not release.allowed:
        raise NotReleased(order=str(order), why=release.why)
    lines = {line.pk: line for line in order.lines.select_related("part", "warehouse") if line.is_goods}
    wanted = _wanted(order, lines, quantities)
    _require_value(order, lines.values(), wanted, release.value)
    own = {pk: _missing(lines[pk], quantity) for pk, quantity in wanted.items()}
    occasion = f"sales_order:{order.pk}:{order.version}"
    stock.reserve(
        [_stock_line(lines[pk], more, f"{occasion}:{pk}") for pk, more in own.items() if more], actor=actor, at=at
    )
    for pk, quantity in wanted.items():
        lines[pk].noted += quantity
        lines[pk].reserved += own[pk]
    save_rows([lines[pk] for pk in wanted], ("noted", "reserved"))
    documents.touch(order)
    groups: dict[tuple[str, int], list[SalesOrderLine]] = defaultdict(list)
    for pk in wanted:
        groups[_group(lines[pk])].append(lines[pk])
    made = [
        _made(order, kind, rows, wanted, own, actor=actor, at=at, remark=remark)
        for (kind, _place), rows in sorted(groups.items(), key=lambda pair: (pair[0][0] == "MANUAL", pair[0][1]))
    ]
    audit.record(
        kind=order.kind, document_id=order.pk, label=str(order), code="sales_order.note", actor=actor, at=at,
        before=order.state, after=order.state, facts={"notes": ", ".join(map(str, made))},
    )  # fmt: skip
    return made


@transaction.atomic
def take_step(*, note_id: int, code: str, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """Review, note as printed, confirm the money, sign, confirm the goods: the step the note waits for (PSL-31,
    PSL-42).

    Raises StaleDocument, WrongState, NotAllowed, OwnDocument, AnotherHand; NotReleased where finance finds the order
    not paid any more.
    """
    if code not in PLAIN_STEPS:
        raise InvalidInput(problem=_("There is no such step."))
    note = locks.lock_note(note_id)
    documents.require_version(note, version)
    require_hand(note, code, actor=actor)
    if code == "check_money":
        _require_released(note.order)
    documents.perform(note, code, actor=actor, at=at)
    note_words.tell_next(note, at=at)
    return note


@transaction.atomic
def issue(*, note_id: int, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """The goods leave the warehouse: stock and promise go down, once (PSL-32).

    Raises StaleDocument, WrongState, NotAllowed, OwnDocument, AnotherHand, NotReleased.
    """
    order, note = locks.lock_order_and_note(note_id)
    documents.require_version(note, version)
    require_hand(note, "issue", actor=actor)
    lines = lines_of(note)
    if not note.is_free:
        _require_released(order, leaving=note.goods_base)
    stock.issue([of_note(note, line, line.quantity) for line in lines], from_reservation=True, actor=actor, at=at)
    if not note.is_free:
        for line in lines:
            line.order_line.issued += line.quantity
            line.order_line.reserved -= line.quantity
        save_rows([line.order_line for line in lines], ("issued", "reserved"))
    documents.perform(note, "issue", actor=actor, at=at, facts={"value": str(note.goods_base)})
    issued_hooks.issued(note, actor=actor, at=at)
    note_words.tell_next(note, at=at)
    return note


@transaction.atomic
def cancel_note(*, note_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """Take a note back: its goods are promised to the order again, issued ones are back in stock (PSL-32).

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    order, note = locks.lock_order_and_note(note_id)
    documents.require_version(note, version)
    documents.require(note, "cancel", actor=actor)
    was_issued = note.issued_at is not None
    if was_issued or not _leads(note, actor):
        require_warehouse(note, actor)
    lines = lines_of(note)
    if was_issued:
        stock.receive([of_note(note, line, line.quantity) for line in lines], reason=reason, actor=actor, at=at)
        stock.reserve(
            [of_note(note, line, kept, "again") for line in lines if (kept := line.quantity - line.own_reserved)],
            actor=actor,
            at=at,
        )
    else:
        own = [of_note(note, line, line.own_reserved) for line in lines if line.own_reserved]
        stock.release(own, actor=actor, at=at)
    if note.free_of_id is None:
        _give_back(lines, was_issued=was_issued)
        documents.touch(order)
    else:
        documents.perform(locks.lock_return(note.free_of_id), "take_back_replacement", actor=SYSTEM, at=at)
    documents.perform(note, "cancel", actor=actor, at=at, reason=reason)
    if was_issued:
        issued_hooks.taken_back(note, actor=actor, at=at)
    note_words.tell_cancelled(note, reason, actor=actor, at=at)
    return note


def require_hand(note: DeliveryNote, code: str, *, actor: Actor) -> None:
    """Refuse who may not take this step: no right, another warehouse, or another hand of this note before.

    Raises WrongState, NotAllowed, DeputyReviews, OwnDocument, AnotherHand.
    """
    if code == "review" and note.step == steps.STEPS[code] and policies.signs(note, actor):
        raise DeputyReviews(document=str(note))
    documents.require(note, code, actor=actor)
    step = steps.STEPS[code]
    if step.scope == steps.WAREHOUSE:
        require_warehouse(note, actor)
    if actor.person_id is None:
        raise NotAllowed(document=str(note))
    if actor.person_id == note.created_by_id:
        raise OwnDocument(document=str(note))
    codes = {f"{note.kind}.{other}" for other in steps.others(step.hand)}
    if actor.person_id in audit.people_of(kind=note.kind, document_id=note.pk, codes=codes):
        raise AnotherHand(document=str(note))


def require_warehouse(note: DeliveryNote, actor: Actor) -> None:
    """Refuse who does not keep the note's warehouse (ORG-03). Raises NotAllowed."""
    if note.warehouse_id not in warehouses_kept_by(actor):
        raise NotAllowed(document=str(note))


def lines_of(note: DeliveryNote) -> list[DeliveryNoteLine]:
    """The lines of a locked note with those of its order, which the order's lock covers."""
    return list(note.lines.select_related("order_line", "part").order_by("position", "pk"))


def of_note(note: DeliveryNote, line: DeliveryNoteLine, quantity: Decimal, occasion: str = "") -> StockLine:
    """A note's line as stock moves it: each way once."""
    source = ":".join(filter(None, (note.kind, str(note.pk), str(line.pk), occasion)))
    return StockLine(line.part_id, note.warehouse_id, quantity, source)


def value_of(line: SalesOrderLine, quantity: Decimal, rate: Decimal) -> Decimal:
    """What so much of an order's line comes to in the base currency."""
    return rounded(line.amount * quantity / line.quantity * rate)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _wanted(
    order: SalesOrder, lines: Mapping[int, SalesOrderLine], quantities: Mapping[int, Decimal] | None
) -> dict[int, Decimal]:
    left = {pk: line.quantity - line.noted for pk, line in lines.items()}
    if quantities is None:
        wanted = {pk: quantity for pk, quantity in left.items() if quantity > 0}
    else:
        wanted = {pk: quantity for pk, quantity in quantities.items() if quantity}
        if wanted.keys() - lines.keys() or any(quantity < 0 for quantity in wanted.values()):
            raise InvalidInput(problem=_("This quantity is not possible here."))
    if not wanted:
        if any(quantity > 0 for quantity in left.values()):
            raise QuantityMissing(order=str(order))
        raise NothingToDeliver(order=str(order))
    for pk, quantity in wanted.items():
        if quantity > left[pk]:
            raise MoreThanOrdered(part=str(lines[pk]), left=formats.plain(left[pk]), asked=formats.plain(quantity))
    return wanted


def _require_value(
    order: SalesOrder, lines: Iterable[SalesOrderLine], wanted: Mapping[int, Decimal], most: Decimal
) -> None:
    """Goods on notes, these with them, stay within the released value where not the whole order is released."""
    if most >= order.base_total:
        return
    asked = sum((value_of(line, line.noted + wanted.get(line.pk, ZERO), order.rate) for line in lines), ZERO)
    if asked > most:
        raise MoreThanReleased(order=str(order), asked=formats.amount(asked), value=formats.amount(most))


def _require_released(order: SalesOrder, *, leaving: Decimal = ZERO) -> None:
    """What left before and what leaves now stays within the released value where not the whole order is released."""
    release = may_ship(order)
    if not release.allowed:
        raise NotReleased(order=str(order), why=release.why)
    if release.value < order.base_total:
        goods = [line for line in order.lines.all() if line.is_goods]
        gone = sum((value_of(line, line.issued, order.rate) for line in goods), ZERO) + leaving
        if gone > release.value:
            raise MoreThanReleased(order=str(order), asked=formats.amount(gone), value=formats.amount(release.value))


def _missing(line: SalesOrderLine, quantity: Decimal) -> Decimal:
    """How much of a quantity the order has not promised of stock yet, beside what stands on its other notes."""
    free = line.reserved - (line.noted - line.issued)
    return max(quantity - max(free, ZERO), ZERO)


def _group(line: SalesOrderLine) -> tuple[str, int]:
    return steps.kind_of(line.part.part_kind if line.part else ""), line.warehouse_id or 0


def _stock_line(line: SalesOrderLine, quantity: Decimal, source: str) -> StockLine:
    return StockLine(line.part_id or 0, line.warehouse_id or 0, quantity, source)


def _made(
    order: SalesOrder,
    note_kind: str,
    lines: Sequence[SalesOrderLine],
    wanted: Mapping[int, Decimal],
    own: Mapping[int, Decimal],
    *,
    actor: Actor,
    at: datetime,
    remark: str,
) -> DeliveryNote:
    weights = [line.part.weight_kg if line.part else None for line in lines]
    known = [weight * wanted[line.pk] for line, weight in zip(lines, weights, strict=True) if weight is not None]
    note = DeliveryNote(
        order=order,
        department_id=order.department_id,
        customer_id=order.customer_id,
        region=order.region,
        note_kind=note_kind,
        warehouse_id=lines[0].warehouse_id or 0,
        state=steps.first_state(order.region, note_kind),
        since=at,
        contact=order.contact,
        ship_to=order.ship_to,
        remark=visible_text(remark)[:300],
        goods_base=sum((value_of(line, wanted[line.pk], order.rate) for line in lines), ZERO),
        weight_kg=sum(known, ZERO) if len(known) == len(lines) else None,
    )
    rows = [
        DeliveryNoteLine(
            order_line=line, part_id=line.part_id or 0, part_number=line.part_number, name_zh=line.name_zh,
            name_en=line.name_en, unit=line.unit, quantity=wanted[line.pk], own_reserved=own[line.pk], position=place,
        )
        for place, line in enumerate(lines, start=1)
    ]  # fmt: skip
    return save_note(note, rows, actor=actor, at=at)


def save_note(note: DeliveryNote, rows: Sequence[DeliveryNoteLine], *, actor: Actor, at: datetime) -> DeliveryNote:
    """Number and keep a new note with its lines, and tell who takes its first step."""
    note.number = numbers.take(PREFIX, timezone.localdate(at).year)
    note.created_by_id, note.created_at, note.submitted_at = actor.person_id or 0, at, at
    note.save()
    for row in rows:
        row.note = note
    DeliveryNoteLine.objects.bulk_create(rows)
    audit.record(
        kind=note.kind, document_id=note.pk, label=str(note), code=f"{note.kind}.create", actor=actor, at=at,
        after=note.state, facts={"order": str(note.order), "value": str(note.goods_base)},
    )  # fmt: skip
    note_words.tell_next(note, at=at)
    return note


def _leads(note: DeliveryNote, actor: Actor) -> bool:
    """Whether the actor may cancel a note that was not issued without keeping its warehouse."""
    step = note.step
    return policies.can_make_notes(note, actor) or (step is not None and step.scope != steps.WAREHOUSE)


def _give_back(lines: Sequence[DeliveryNoteLine], *, was_issued: bool) -> None:
    """The order's lines are as before the note."""
    for line in lines:
        ordered = line.order_line
        ordered.noted -= line.quantity
        if was_issued:
            ordered.issued -= line.quantity
            ordered.reserved += line.quantity - line.own_reserved
        else:
            ordered.reserved -= line.own_reserved
    save_rows([line.order_line for line in lines], ("noted", "issued", "reserved"))
