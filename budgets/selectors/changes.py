"""What happened to a draft's cells: since a moment, for the others in it, and one cell's whole history (BUD-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from budgets.models import Budget, CellChange

MOST_TOLD = 3_000
"""More changes than this are told as "reload"."""


@dataclass(frozen=True, slots=True)
class CellNow:
    """A cell somebody changed: what it holds now, who, when."""

    line_id: int
    month: int
    amount: Decimal
    by: str
    by_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything after a sequence. `is_structural`: lines came, went or were renamed, so the table is drawn anew."""

    sequence: int
    cells: tuple[CellNow, ...]
    is_structural: bool


def changes_since(budget: Budget, sequence: int) -> Changes:
    """What changed after a sequence, the last change of each cell. One statement."""
    rows = CellChange.objects.filter(budget=budget, sequence__gt=sequence).select_related("changed_by")
    found = list(rows.order_by("sequence")[: MOST_TOLD + 1])
    last: dict[tuple[int, int], CellChange] = {}
    for change in found:
        if change.month:
            last[change.line_id, change.month] = change
    return Changes(
        sequence=found[-1].sequence if found else max(sequence, 0),
        cells=tuple(
            CellNow(
                line_id=change.line_id,
                month=change.month,
                amount=Decimal(change.new),
                by=change.changed_by.name,
                by_id=change.changed_by_id,
                at=change.changed_at,
            )
            for change in last.values()
        ),
        is_structural=len(found) > MOST_TOLD or any(change.month == 0 for change in found),
    )


def seen_at(budget: Budget, sequence: int) -> dict[tuple[int, int], Decimal]:
    """What the cells changed since a sequence held at it: a page read then is judged by these."""
    rows = CellChange.objects.filter(budget=budget, sequence__gt=sequence, month__gt=0).order_by("-sequence")
    return {(line, month): Decimal(old) for line, month, old in rows.values_list("line_id", "month", "old")}


def history_of(budget: Budget, *, line_id: int, month: int, limit: int = 20) -> Sequence[CellChange]:
    """The last changes of one cell, latest first."""
    rows = CellChange.objects.filter(budget=budget, line_id=line_id, month=month)
    return list(rows.select_related("changed_by").order_by("-sequence")[:limit])
