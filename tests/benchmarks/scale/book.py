"""The ledger's side of a year: entries in the order of their time, sealed by key, with the sums of the balances."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from budgets.rules import chain
from tests.benchmarks.scale.loading import Tables
from tests.benchmarks.scale.world import Key, World

ROOM = 0.99
"""Nothing is posted above this part of what a key has, counted from the year's beginning (LED-05)."""


class Line(NamedTuple):
    """A line of a document as the ledger sees it."""

    key: Key
    line_id: int
    cents: int


def money(cents: int) -> Decimal:
    """Cents as an amount."""
    return Decimal(cents).scaleb(-2)


class Book:
    """Collects a day's entries and writes them in the order of their time, as the services would have posted them."""

    def __init__(self, world: World, year: int, tables: Tables) -> None:
        self.world, self.year, self.tables = world, year, tables
        self.entries = 0
        self._day: list[tuple[datetime, Key, int, str, int, str, int, int, str, str, int | None]] = []

    def fitting(self, key: Key, month: int, cents: int, taken: int) -> int:
        """The amount, or what is left of the key's budget until that month; never nothing."""
        used = sum(key.used[:month]) + sum(key.held[:month]) + taken
        return max(min(cents, int(sum(key.budget[:month]) * ROOM) - used), 1)

    def hold(
        self, lines: list[Line], month: int, source: tuple[str, int, str], occasion: str, by: int, at: datetime
    ) -> None:
        """Submitting holds (LED-05b)."""
        for line in lines:
            self._post(line, month, "COMMITMENT", line.cents, source, occasion, by, at)
            line.key.held[month - 1] += line.cents

    def release(
        self, lines: list[Line], month: int, source: tuple[str, int, str], occasion: str, by: int, at: datetime
    ) -> None:
        """What is refused or closed holds nothing more."""
        for line in lines:
            self._post(line, month, "RELEASE", -line.cents, source, occasion, by, at)
            line.key.held[month - 1] -= line.cents

    def spend(
        self, lines: list[Line], month: int, source: tuple[str, int, str], occasion: str, by: int | None, at: datetime
    ) -> None:
        """What was held, or a voucher, is spent."""
        for line in lines:
            self._post(line, month, "ACTUAL", line.cents, source, occasion, by, at)
            line.key.used[month - 1] += line.cents

    def _post(
        self,
        line: Line,
        month: int,
        kind: str,
        cents: int,
        source: tuple[str, int, str],
        occasion: str,
        by: int | None,
        at: datetime,
    ) -> None:
        self._day.append((at, line.key, month, kind, cents, *source, line.line_id, occasion, by))  # type: ignore[arg-type]

    def close_day(self) -> None:
        """Seal what came together, in the order of time."""
        self._day.sort(key=itemgetter(0))
        world, year = self.world, self.year
        for at, key, month, kind, cents, source_kind, source_id, label, line_id, occasion, by in self._day:
            key.length += 1
            content: tuple[Any, ...] = (
                year, key.id, key.length, key.year_id, world.periods[year, month], month, key.department, key.category,
                None, kind, money(cents), source_kind, source_id, line_id, occasion, label, "", by, at,
            )  # fmt: skip
            previous, key.head = key.head, chain.seal(key.head, content)
            self.tables.add("budgets_ledgerentry", *content, previous, key.head)
        self.entries += len(self._day)
        self._day = []
