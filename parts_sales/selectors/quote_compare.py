"""Two revisions of a quote beside each other (PSL-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from parts_sales.models import Quote, QuoteLine

SAME, CHANGED, ADDED, GONE = "same", "changed", "added", "gone"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same line in both; one side is missing where it came or went."""

    before: QuoteLine | None
    after: QuoteLine | None
    state: str

    @property
    def line(self) -> QuoteLine | None:
        """The line to name it by."""
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one quote to another: words of the head as label, before, after; lines; totals."""

    head: Sequence[tuple[str, str, str]]
    lines: Sequence[Pair]
    difference: Decimal


def compared(before: Quote, after: Quote) -> Comparison:
    """Differences of two quotes, lines matched by part (or by kind and words), in the order of the later one."""
    return Comparison(
        head=[pair for pair in _head(before, after) if pair[1] != pair[2]],
        lines=_pairs(list(before.lines.all()), list(after.lines.all())),
        difference=after.total - before.total,
    )


def _head(before: Quote, after: Quote) -> Iterator[tuple[str, str, str]]:
    shown: list[tuple[str, Any]] = [
        (_("Valid until"), lambda one: formats.day(one.valid_until)),
        (_("Contact"), lambda one: one.contact),
        (_("Machine"), lambda one: one.machine),
        (_("Shipping method"), lambda one: one.shipping_method),
        (_("Freight"), lambda one: str(one.get_freight_payer_display())),
        (_("Freight expected"), lambda one: formats.amount(one.expected_freight)),
        (_("Currency"), lambda one: one.currency),
        (_("Bank details"), lambda one: one.bank_details),
        (_("Terms"), lambda one: one.terms),
        (_("Technical parameters"), lambda one: one.parameters),
    ]
    for label, of in shown:
        yield label, of(before) or "—", of(after) or "—"


def _pairs(before: Sequence[QuoteLine], after: Sequence[QuoteLine]) -> list[Pair]:
    left: dict[tuple[Any, ...], list[QuoteLine]] = defaultdict(list)
    for line in before:
        left[_key(line)].append(line)
    pairs = []
    for line in after:
        known = left[_key(line)].pop(0) if left[_key(line)] else None
        pairs.append(Pair(known, line, _state(known, line)))
    gone = [line for line in before if any(line is one for one in left[_key(line)])]
    return [*pairs, *(Pair(line, None, GONE) for line in gone)]


def _key(line: QuoteLine) -> tuple[Any, ...]:
    return (line.kind, line.part_id, "" if line.is_goods else line.name_zh)


def _state(before: QuoteLine | None, after: QuoteLine) -> str:
    if before is None:
        return ADDED
    same = before.quantity == after.quantity and before.unit_price == after.unit_price and before.note == after.note
    return SAME if same else CHANGED
