"""Goods that come back: asked for, received, inspected, credited or replaced (PSL-53)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, numbers, origins
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, OwnDocument, require_reason, visible_text
from core.money import rounded
from core.rows import save_rows
from parts_sales import locks_delivery as locks
from parts_sales import policies_delivery as policies
from parts_sales.choices_delivery import NoteState, Remedy
from parts_sales.errors_delivery import MoreThanDelivered, NotDispatched
from parts_sales.models import DeliveryNote, DeliveryNoteLine, SalesReturn, SalesReturnLine
from parts_sales.rules import steps
from parts_sales.services import issued_hooks, notes, return_words, stock
from parts_sales.services.inputs import StockLine
from parts_sales.services.inputs_delivery import ReturnInput

PREFIX = "RET"
ZERO = Decimal(0)
Quantities = Mapping[int, Decimal]


@transaction.atomic
def ask_return(*, note_id: int, wanted: ReturnInput, actor: Actor, at: datetime) -> SalesReturn:
    """Take up that goods of a dispatched note come back; whoever keeps its warehouse is told.

    Raises ReasonMissing, NotAllowed, NotDispatched, MoreThanDelivered, OriginUnknown, OriginOfAnother,
    InvalidInput; then nothing has changed.
    """
    reason = require_reason(wanted.reason)[:1000]
    _order, note = locks.lock_order_and_note(note_id)
    if actor.person_id is None or not policies.can_ask_return(note, actor):
        raise NotAllowed(document=str(note))
    if note.state not in {NoteState.SHIPPED, NoteState.ARRIVED}:
        raise NotDispatched(note=str(note))
    lines = {line.pk: line for line in note.lines.all()}
    asked = {pk: quantity for pk, quantity in wanted.quantities.items() if quantity}
    if not asked or asked.keys() - lines.keys() or min(asked.values()) < 0 or wanted.remedy not in Remedy.values:
        raise InvalidInput(problem=_("Say how much of which line comes back, and what the customer wants."))
    for pk, quantity in asked.items():
        line = lines[pk]
        if quantity > line.returnable:
            raise MoreThanDelivered(part=str(line), left=formats.plain(line.returnable), asked=formats.plain(quantity))
        line.returned += quantity
    save_rows([lines[pk] for pk in asked], ("returned",))
    made = SalesReturn.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year),
        note=note,
        department_id=note.department_id,
        customer_id=note.customer_id,
        remedy=wanted.remedy,
        reason=reason,
        complaint=origins.named(origins.COMPLAINT, visible_text(wanted.complaint), customer_id=note.customer_id),
        created_by_id=actor.person_id,
        created_at=at,
        submitted_at=at,
    )
    SalesReturnLine.objects.bulk_create(
        SalesReturnLine(sales_return=made, note_line=lines[pk], quantity=quantity) for pk, quantity in asked.items()
    )
    audit.record(
        kind=made.kind, document_id=made.pk, label=str(made), code=f"{made.kind}.create", actor=actor, at=at,
        after=made.state, reason=reason, facts={"note": str(note)},
    )  # fmt: skip
    return_words.tell_keepers(made, note, at=at)
    return made


@transaction.atomic
def receive(
    *, return_id: int, quantities: Quantities, actor: Actor, at: datetime, version: int | None = None
) -> SalesReturn:
    """The keeper has received so much of each line (`quantities` by line of the return); what did not come is not
    expected any more. Raises StaleDocument, WrongState, NotAllowed, OwnDocument, InvalidInput.
    """
    note, made, lines = _locked(return_id, version, "receive", actor)
    _require_keeper(note, made, actor)
    _require_bounds(lines, quantities, {line.pk: line.quantity for line in lines})
    if not any(quantities.values()):
        raise InvalidInput(problem=_("Nothing was received: cancel the return instead."))
    for line in lines:
        line.received = quantities[line.pk]
        line.note_line.returned -= line.quantity - line.received
    save_rows(lines, ("received",))
    save_rows([line.note_line for line in lines], ("returned",))
    _count_on_order(note, lines, sign=1)
    documents.perform(made, "receive", actor=actor, at=at, facts={"quantity": formats.plain(_sum(lines, "received"))})
    return made


@transaction.atomic
def inspect(
    *, return_id: int, good: Quantities, finding: str, actor: Actor, at: datetime, version: int | None = None
) -> SalesReturn:
    """What the keeper found; what is good goes back into stock.

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, OwnDocument, InvalidInput.
    """
    finding = require_reason(finding)[:1000]
    note, made, lines = _locked(return_id, version, "inspect", actor)
    _require_keeper(note, made, actor)
    _require_bounds(lines, good, {line.pk: line.received for line in lines})
    for line in lines:
        line.good = good[line.pk]
    save_rows(lines, ("good",))
    stock.receive(_good(made, note, lines), reason=f"{made} {made.reason}"[:500], actor=actor, at=at)
    facts = {"good": formats.plain(_sum(lines, "good")), "quantity": formats.plain(_sum(lines, "received"))}
    documents.perform(made, "inspect", actor=actor, at=at, finding=finding, reason=finding, facts=facts)
    return_words.tell_settlers(made, at=at)
    return made


@transaction.atomic
def credit(*, return_id: int, actor: Actor, at: datetime, version: int | None = None) -> SalesReturn:
    """Finance credits what was received, at the order's prices. Raises StaleDocument, WrongState, NotAllowed,
    OwnDocument.
    """
    note, made, lines = _locked(return_id, version, "credit", actor)
    _require_another(made, actor)
    made.credit_amount = rounded(_worth(lines), note.order.currency)
    made.credit_base = rounded(_worth(lines) * note.order.rate)
    documents.perform(made, "credit", actor=actor, at=at, facts={"value": str(made.credit_base)})
    issued_hooks.credited(made, actor=actor, at=at)
    return_words.tell_maker(made, at=at)
    return made


@transaction.atomic
def replace(*, return_id: int, actor: Actor, at: datetime, version: int | None = None) -> DeliveryNote:
    """A delivery note without charge for what was received; it goes through the same hands.

    Raises StaleDocument, WrongState, NotAllowed, StockShort.
    """
    old, made, lines = _locked(return_id, version, "replace", actor)
    back = [line for line in lines if line.received]
    occasion = f"{made.kind}:{made.pk}:{made.version}"
    stock.reserve(
        [StockLine(line.note_line.part_id, old.warehouse_id, line.received, f"{occasion}:{line.pk}") for line in back],
        actor=actor,
        at=at,
    )
    same = ("department_id", "customer_id", "region", "note_kind", "warehouse_id", "contact", "ship_to")
    note = DeliveryNote(
        order=old.order,
        free_of=made,
        state=steps.first_state(old.region, old.note_kind),
        since=at,
        goods_base=rounded(_worth(lines) * old.order.rate),
        **{name: getattr(old, name) for name in same},
    )
    kept = ("part_id", "part_number", "name_zh", "name_en", "unit", "order_line_id")
    rows = [
        DeliveryNoteLine(
            **{name: getattr(line.note_line, name) for name in kept},
            quantity=line.received,
            own_reserved=line.received,
            position=place,
        )
        for place, line in enumerate(back, start=1)
    ]
    documents.perform(made, "replace", actor=actor, at=at)
    return notes.save_note(note, rows, actor=actor, at=at)


@transaction.atomic
def refuse(*, return_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> SalesReturn:
    """Neither credit nor replacement: the goods go back to the customer, what was good leaves the stock again.

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, StockShort.
    """
    reason = require_reason(reason)
    note, made, lines = _locked(return_id, version, "refuse", actor)
    stock.issue(_good(made, note, lines), from_reservation=False, actor=actor, at=at)
    for line in lines:
        line.note_line.returned -= line.received
    save_rows([line.note_line for line in lines], ("returned",))
    _count_on_order(note, lines, sign=-1)
    documents.perform(made, "refuse", actor=actor, at=at, reason=reason)
    return made


@transaction.atomic
def cancel(*, return_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> SalesReturn:
    """The goods do not come. Raises ReasonMissing, StaleDocument, WrongState, NotAllowed."""
    reason = require_reason(reason)
    _note, made, lines = _locked(return_id, version, "cancel", actor)
    for line in lines:
        line.note_line.returned -= line.quantity
    save_rows([line.note_line for line in lines], ("returned",))
    documents.perform(made, "cancel", actor=actor, at=at, reason=reason)
    return made


# --- Parts ------------------------------------------------------------------------------------------------------------


def _locked(
    return_id: int, version: int | None, move: str, actor: Actor
) -> tuple[DeliveryNote, SalesReturn, list[SalesReturnLine]]:
    _order, note, made = locks.lock_order_note_return(return_id)
    documents.require_version(made, version)
    documents.require(made, move, actor=actor)
    rows = made.lines.select_related("note_line__order_line").order_by("pk")
    return note, made, list(rows)


def _require_another(made: SalesReturn, actor: Actor) -> None:
    if actor.person_id is None or actor.person_id == made.created_by_id:
        raise OwnDocument(document=str(made))


def _require_keeper(note: DeliveryNote, made: SalesReturn, actor: Actor) -> None:
    _require_another(made, actor)
    notes.require_warehouse(note, actor)


def _require_bounds(lines: Sequence[SalesReturnLine], given: Quantities, most: Quantities) -> None:
    """Each line once, from nothing to what it can be."""
    if given.keys() != most.keys() or any(not 0 <= given[pk] <= most[pk] for pk in most):
        raise InvalidInput(problem=_("This quantity is not possible here."))


def _count_on_order(note: DeliveryNote, lines: Sequence[SalesReturnLine], *, sign: int) -> None:
    """What came back counts on the order's lines, but for goods that were a replacement themselves."""
    if note.is_free:
        return
    for line in lines:
        line.note_line.order_line.returned += sign * line.received
    save_rows([line.note_line.order_line for line in lines], ("returned",))


def _good(made: SalesReturn, note: DeliveryNote, lines: Sequence[SalesReturnLine]) -> list[StockLine]:
    return [
        StockLine(line.note_line.part_id, note.warehouse_id, line.good, f"{made.kind}:{made.pk}:{line.pk}")
        for line in lines
        if line.good
    ]


def _worth(lines: Sequence[SalesReturnLine]) -> Decimal:
    """What was received comes to at the order's prices, in its currency, not rounded."""
    ordered = ((line.received, line.note_line.order_line) for line in lines)
    return sum((of.amount * received / of.quantity for received, of in ordered), ZERO)


def _sum(lines: Sequence[SalesReturnLine], name: str) -> Decimal:
    return sum((getattr(line, name) for line in lines), ZERO)
