"""What complaints have in common: Pareto, ages of open ones, answers against their targets (CMP-09). Pure.

docs/rules/complaints.md has the worked tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

VITAL = 80
"""The few that make up so many hundredths of all are looked at first."""
AGES = (7, 30, 90)
"""The last day of each age of open complaints; older ones come after."""
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Bar:
    """One of what is compared: how many complaints, its hundredths of all and those of it with all before it."""

    label: str
    count: int
    repeats: int
    share: Decimal
    cumulative: Decimal
    is_vital: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers against their targets: in time, too late (given or not), not due yet; the hundredths in time of what is
    decided, and the average of days it took.
    """

    kept: int
    late: int
    running: int
    share: Decimal | None
    days: Decimal | None


def pareto(counts: Iterable[tuple[str, int, int]], *, most: int, others: str) -> list[Bar]:
    """Labels with their complaints and repeats, the most frequent first; what comes after so many is one bar, the last.
    Vital are those that begin below 80 %.
    """
    rows = sorted((row for row in counts if row[1]), key=lambda row: (-row[1], row[0]))
    if tail := rows[most:]:
        rows = [*rows[:most], (others, sum(row[1] for row in tail), sum(row[2] for row in tail))]
    return _bars(rows, vital=VITAL)


def in_order(counts: Iterable[tuple[str, int, int]]) -> list[Bar]:
    """The same where the order is given, as of months; none of them is vital."""
    return _bars(list(counts), vital=0)


def _bars(rows: Sequence[tuple[str, int, int]], *, vital: int) -> list[Bar]:
    total, before, bars = sum(count for _label, count, _repeats in rows), 0, []
    for label, count, repeats in rows:
        through = before + count
        is_vital = before * 100 < vital * total
        bars.append(Bar(label, count, repeats, _share(count, total), _share(through, total), is_vital))
        before = through
    return bars


def ages(days: Iterable[int]) -> list[int]:
    """How many open complaints are of each age: to 7 days, to 30, to 90, older."""
    found = [0] * (len(AGES) + 1)
    for one in days:
        found[bisect_left(AGES, one)] += 1
    return found


def against_target(rows: Iterable[tuple[datetime, datetime, datetime | None]], *, at: datetime) -> Kept:
    """Begin, target and end of each, as things stand at a moment. Exactly at the target is in time."""
    kept = late = running = 0
    took: list[Decimal] = []
    for begin, due, end in rows:
        if end is not None:
            took.append(Decimal((end - begin).total_seconds()) / 86400)
        if (end or at) > due:
            late += 1
        elif end is None:
            running += 1
        else:
            kept += 1
    decided = kept + late
    return Kept(
        kept=kept, late=late, running=running, share=_share(kept, decided) if decided else None,
        days=(sum(took, Decimal(0)) / len(took)).quantize(TENTH, ROUND_HALF_UP) if took else None,
    )  # fmt: skip


def _share(part: int, total: int) -> Decimal:
    return (Decimal(part) * 100 / (total or 1)).quantize(TENTH, ROUND_HALF_UP)
