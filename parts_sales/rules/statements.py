"""What stands on a customer's monthly statement (PSL-25). Pure; amounts in the base currency.

docs/rules/parts_sales.md has the worked table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.money import ZERO

INVOICE, RECEIPT, CREDIT, CORRECTION = "INVOICE", "RECEIPT", "CREDIT", "CORRECTION"
ORDER = {CORRECTION: 0, INVOICE: 1, CREDIT: 2, RECEIPT: 3}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that changed what a customer owes; what lowers it is below zero."""

    day: date
    kind: str
    number: str
    amount: Decimal
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A month drawn up: closing = opening + charged − received − credited. Each line with the balance after it."""

    opening: Decimal
    charged: Decimal
    received: Decimal
    credited: Decimal
    lines: tuple[tuple[Entry, Decimal], ...]

    @property
    def closing(self) -> Decimal:
        """What is owed at the end; below zero where more was paid than invoiced."""
        return self.opening + self.charged - self.received - self.credited

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to state."""
        return not self.lines and not self.opening


def draw(entries: Iterable[Entry], *, start: date, end: date, carried: Decimal | None = None) -> Drawn:
    """The month from `start` to `end`, not included. `carried` is what the statement before closed with: what has
    become different in earlier months since then stands as a correction, so that each goes on from the one before.
    """
    rows = [one for one in entries if one.day < end]
    before = sum((one.amount for one in rows if one.day < start), ZERO)
    opening = before if carried is None else carried
    within = [one for one in rows if one.day >= start]
    if before != opening:
        within.append(Entry(start, CORRECTION, "", before - opening))
    within.sort(key=lambda one: (one.day, ORDER[one.kind], one.number))
    balance, lines = opening, []
    for one in within:
        balance += one.amount
        lines.append((one, balance))

    def of(*kinds: str) -> Decimal:
        return sum((one.amount for one in within if one.kind in kinds), ZERO)

    return Drawn(opening, of(INVOICE, CORRECTION), -of(RECEIPT), -of(CREDIT), tuple(lines))
