"""The seventeen figures of a row of months: months with their quarters, and the year (BUD-11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.money import ZERO

MONTHS = 12


def with_quarters(months: Sequence[Decimal]) -> list[Decimal]:
    """Three months and their quarter four times, then the year."""
    figures: list[Decimal] = []
    for start in range(0, MONTHS, 3):
        quarter = list(months[start : start + 3])
        figures += [*quarter, sum(quarter, ZERO)]
    return [*figures, sum(months, ZERO)]


def added_up(rows: Iterable[Sequence[Decimal]]) -> list[Decimal]:
    """Twelve months of several rows together; twelve zeros for none."""
    total = [ZERO] * MONTHS
    for row in rows:
        total = [left + right for left, right in zip(total, row, strict=True)]
    return total


def change_share(now: Decimal, before: Decimal | None) -> Decimal | None:
    """By which fraction a figure is above what it is compared with; None where there is nothing to compare with."""
    return now / before - 1 if before else None
