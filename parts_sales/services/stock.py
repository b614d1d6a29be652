"""The one door to stock: what comes, goes, is promised or counted is a movement and its balance, together (PSL-01,
PSL-32, docs/architecture/parts_sales.md).

Balances are locked in order of part and warehouse, whatever order the lines came in, so that two notes never wait for
each other in a ring. A line's `source` moves the same way once: sent again, it changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import formats
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.rows import save_rows
from parts_sales.choices import StockMove
from parts_sales.errors import CountBelowReserved, CountStale, NotReserved, StockShort
from parts_sales.models import StockBalance, StockMovement
from parts_sales.rules import stock as rules
from parts_sales.selectors.stock import warehouses_kept_by
from parts_sales.services.inputs import StockLine

Key = tuple[int, int]
MOST = Decimal(999_999_999)


@transaction.atomic
def receive(lines: Sequence[StockLine], *, reason: str, actor: Actor, at: datetime) -> None:
    """Goods came into a warehouse. Raises InvalidInput."""
    _move(StockMove.RECEIVE, lines, reason=reason, actor=actor, at=at)


@transaction.atomic
def reserve(lines: Sequence[StockLine], *, actor: Actor, at: datetime) -> None:
    """Promise goods to an order. Raises StockShort, InvalidInput; then nothing was promised."""
    _move(StockMove.RESERVE, lines, actor=actor, at=at)


@transaction.atomic
def reserve_free(lines: Sequence[StockLine], *, actor: Actor, at: datetime) -> list[Decimal]:
    """Promise of each line as much as is free, in the order of the lines; how much was promised of each (PSL-14).
    Raises InvalidInput."""
    balances = _locked((line.part_id, line.warehouse_id) for line in lines)
    free = {key: balance.free for key, balance in balances.items()}
    granted = []
    for line in lines:
        part = min(line.quantity, free[line.part_id, line.warehouse_id])
        free[line.part_id, line.warehouse_id] -= part
        granted.append(part)
    wanted = [replace(line, quantity=part) for line, part in zip(lines, granted, strict=True) if part]
    _move(StockMove.RESERVE, wanted, balances=balances, actor=actor, at=at)
    return granted


@transaction.atomic
def release(lines: Sequence[StockLine], *, actor: Actor, at: datetime) -> None:
    """Give a promise back. Raises NotReserved, InvalidInput."""
    _move(StockMove.RELEASE, lines, actor=actor, at=at)


@transaction.atomic
def issue(lines: Sequence[StockLine], *, from_reservation: bool, actor: Actor, at: datetime) -> None:
    """Goods left the warehouse, those promised before or free ones. Raises StockShort, NotReserved, InvalidInput."""
    _move(StockMove.ISSUE, lines, from_reservation=from_reservation, actor=actor, at=at)


@transaction.atomic
def count(
    *, part_id: int, warehouse_id: int, counted: Decimal, seen: Decimal | None, reason: str, actor: Actor, at: datetime
) -> StockBalance:
    """Enter what was counted; the difference is a movement with its reason. `seen` is what was on hand when it was
    looked at (None skips that check).

    Raises NotAllowed for a warehouse one does not keep, ReasonMissing where it differs, CountStale, CountBelowReserved,
    InvalidInput.
    """
    if warehouse_id not in warehouses_kept_by(actor):
        raise NotAllowed(document=_("this warehouse"))
    if not Decimal(0) <= counted <= MOST:
        raise InvalidInput(problem=_("This quantity is not possible here."))
    balance = _locked([(part_id, warehouse_id)])[part_id, warehouse_id]
    if seen is not None and seen != balance.on_hand:
        raise CountStale(**_facts(balance), on_hand=formats.plain(balance.on_hand))
    if counted < balance.reserved:
        raise CountBelowReserved(**_facts(balance), reserved=formats.plain(balance.reserved))
    difference = counted - balance.on_hand
    if difference:
        reason = require_reason(reason)
    balance.counted_at = at
    change = rules.Change(difference, Decimal(0))
    _write([_applied(balance, StockMove.COUNT, change, reason=reason, actor=actor, at=at)])
    return balance


def _move(
    move: StockMove,
    lines: Sequence[StockLine],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    from_reservation: bool = True,
    balances: Mapping[Key, StockBalance] | None = None,
) -> None:
    """Move all lines or none; `balances` are theirs, where they are locked already."""
    if any(not Decimal(0) < line.quantity <= MOST for line in lines):
        raise InvalidInput(problem=_("This quantity is not possible here."))
    if balances is None:
        balances = _locked((line.part_id, line.warehouse_id) for line in lines)
    done = _done(move, lines)
    movements = []
    for line in lines:
        balance = balances[line.part_id, line.warehouse_id]
        if line.source and (line.source, balance.pk) in done:
            continue
        change = rules.change(move, line.quantity, from_reservation=from_reservation)
        _require_room(balance, move, change, line.quantity)
        movements.append(_applied(balance, move, change, source=line.source, reason=reason, actor=actor, at=at))
    _write(movements)


def _locked(keys: Iterable[Key]) -> dict[Key, StockBalance]:
    """Balances, made where there are none yet, locked in the one order: part, then warehouse."""
    wanted = sorted(set(keys))
    StockBalance.objects.bulk_create(
        [StockBalance(part_id=part, warehouse_id=warehouse) for part, warehouse in wanted], ignore_conflicts=True
    )
    by_part: dict[int, set[int]] = defaultdict(set)
    for part, warehouse in wanted:
        by_part[part].add(warehouse)
    rows = StockBalance.objects.filter(part__in=by_part).order_by("part", "warehouse")
    rows = rows.select_for_update(of=("self",), no_key=True).select_related("part", "warehouse")
    return {(row.part_id, row.warehouse_id): row for row in rows if row.warehouse_id in by_part[row.part_id]}


def _done(move: StockMove, lines: Sequence[StockLine]) -> set[tuple[str, int]]:
    """Which of the lines moved so before."""
    sources = [line.source for line in lines if line.source]
    if not sources:
        return set()
    return set(StockMovement.objects.filter(move=move, source__in=sources).values_list("source", "balance"))


def _require_room(balance: StockBalance, move: StockMove, change: rules.Change, asked: Decimal) -> None:
    if balance.reserved + change.reserved < 0:
        raise NotReserved(**_facts(balance), reserved=formats.plain(balance.reserved))
    if balance.on_hand + change.on_hand < balance.reserved + change.reserved:
        raise StockShort(**_facts(balance), free=formats.plain(balance.free), asked=formats.plain(asked))


def _applied(
    balance: StockBalance,
    move: StockMove,
    change: rules.Change,
    *,
    actor: Actor,
    at: datetime,
    source: str = "",
    reason: str = "",
) -> StockMovement:
    """The movement, and its balance as it is afterwards; neither is written yet."""
    balance.on_hand += change.on_hand
    balance.reserved += change.reserved
    return StockMovement(
        balance=balance,
        move=move,
        on_hand_change=change.on_hand,
        reserved_change=change.reserved,
        on_hand_after=balance.on_hand,
        reserved_after=balance.reserved,
        source=source,
        reason=reason.strip(),
        by_id=actor.person_id,
        at=at,
    )


def _write(movements: Sequence[StockMovement]) -> None:
    """Store movements and their balances, however many lines, in two statements."""
    balances = {movement.balance_id: movement.balance for movement in movements}
    save_rows(list(balances.values()), ("on_hand", "reserved", "counted_at"))
    StockMovement.objects.bulk_create(movements)


def _facts(balance: StockBalance) -> dict[str, Any]:
    return {
        "part": str(balance.part), "unit": balance.part.unit, "warehouse": balance.warehouse.name,
    }  # fmt: skip
