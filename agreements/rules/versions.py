"""Versions of an agreement side by side, and which is in force: pure (CUS-20)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.choices import Part

SAME, CHANGED, ADDED, GONE = "same", "changed", "added", "gone"


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in both versions."""

    state: str
    before: Any
    after: Any


def paired(before: Sequence[Any], after: Sequence[Any], *, key: str, fields: Iterable[str]) -> list[Pair]:
    """The lines of two versions side by side: those with the same key in the order of the later one, then those left
    out. A key that stands twice is paired in order.
    """
    left: dict[Hashable, list[Any]] = {}
    for one in before:
        left.setdefault(getattr(one, key), []).append(one)
    pairs = []
    for one in after:
        olds = left.get(getattr(one, key))
        old = olds.pop(0) if olds else None
        if old is None:
            pairs.append(Pair(ADDED, None, one))
            continue
        same = all(getattr(old, field) == getattr(one, field) for field in fields)
        pairs.append(Pair(SAME if same else CHANGED, old, one))
    pairs += [Pair(GONE, one, None) for rest in left.values() for one in rest]
    return pairs


PRICE, PRODUCT, WORK = ("amount", "unit_price", "tax_rate"), ("product", "technical"), ("quantity", "unit", "due_date")
"""What of a line concerns finance, R&D, and whoever carries it out."""


def touched(before: Any, after: Any, *, before_lines: Sequence[Any], after_lines: Sequence[Any]) -> list[str]:
    """The parts of a review a change touches whatever its maker says (CUS-20): finance where money changes, R&D where
    products or technical terms do, the business lead where quantities, days or contract terms do.
    """

    def differs(fields: Iterable[str]) -> bool:
        pairs = paired(before_lines, after_lines, key="product", fields=fields)
        return any(one.state != SAME for one in pairs)

    found = []
    if differs(PRODUCT) or before.special_technical != after.special_technical:
        found.append(Part.TECHNICAL.value)
    if differs(WORK) or before.special_contract != after.special_contract:
        found.append(Part.CONDITIONS.value)
    if differs(PRICE) or before.amount != after.amount:
        found.append(Part.FINANCE.value)
    return found


def takes_over(*, stated: date, last_start: date, last_end: date, signed: date, end: date) -> str:
    """What is wrong with the day a new version takes over, as a code; empty for nothing.

    It begins after the one before it began and no later than the day after that ends, not before it is signed, and it
    does not end before it begins: so exactly one version is in force on each day.
    """
    if stated <= last_start:
        return "before_last"
    if (stated - last_end).days > 1:
        return "gap"
    if stated < signed:
        return "before_signing"
    return "ends_first" if end < stated else ""
