"""What is looked at before anybody decides (EXP-05): pure functions over lines and what was found beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from core.money import ZERO, rounded
from expenses.choices import Check

NORMAL = Decimal("1.4826")
"""By this the median deviation of normal values is multiplied to be their standard deviation."""
LEAST_SPREAD = Decimal("0.1")
"""Values that hardly differ are taken to spread by this share of their median: a cent more is not far."""
SHOWN_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Expense:
    """A line as it is looked at. `amount` is what was asked for in the document's currency, `base_amount` the same in
    the base currency. `line_id` tells lines apart while they move; `was_decided` marks one that stands on a request.
    """

    number: int
    line_id: int
    text: str
    category_id: int
    day: date
    amount: Decimal
    base_amount: Decimal
    supplier: str
    supplier_key: str
    was_decided: bool = False


class Other(NamedTuple):
    """A line of another document, or of this one (`document_id` None). `asked` is its amount in the currency of this
    one, where both have the same: two claims convert one expense at rates of two days.
    """

    kind: str
    document_id: int | None
    number: str
    line: int
    category_id: int
    day: date
    amount: Decimal
    supplier_key: str
    total: Decimal = ZERO
    is_same_maker: bool = False
    asked: Decimal | None = None


class Limit(NamedTuple):
    """From `amount` on somebody more decides; `shown` is the limit as people know it (ORG-08, APR-03)."""

    amount: Decimal
    shown: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found. `line` is 0 for the document as a whole; `facts` are texts, kept as they are."""

    check: str
    line: int
    line_text: str
    facts: Mapping[str, Any]
    line_id: int = 0

    @property
    def key(self) -> str:
        """What makes it the same finding when it is looked for again, so that its explanation stays."""
        told = {name: value for name, value in self.facts.items() if name != "more"}
        text = json.dumps([self.check, self.line_id, told], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the checks measure against on the day; a check that is off is not in `on`."""

    on: frozenset[str]
    prices: Mapping[int, Decimal] = field(default_factory=dict)
    split_days: int = 7
    late_days: int = 60
    round_step: Decimal = Decimal(1000)
    round_from: Decimal = Decimal(1000)
    far_factor: Decimal = Decimal("3.5")
    far_samples: int = 10


def same_expenses(lines: Sequence[Expense], others: Iterable[Other]) -> Iterator[Found]:
    """Same amount, day and supplier as a line of another document, or as an earlier line of this one. The first other
    one is named, the rest are counted.
    """
    rows = list(others)
    for place, line in enumerate(lines):
        if not line.supplier_key:
            continue
        within = [
            Other("", None, "", one.number, one.category_id, one.day, one.base_amount, one.supplier_key)
            for one in lines[:place]
        ]
        same = [
            one
            for one in (*rows, *within)
            if (one.day, one.supplier_key) == (line.day, line.supplier_key)
            and (one.amount == line.base_amount or one.asked == line.amount)
        ]
        if same:
            first = same[0]
            facts = {
                "amount": str(line.amount), "day": line.day.isoformat(), "supplier": line.supplier,
                "others": [_told(first)], "more": len(same) - 1,
            }  # fmt: skip
            yield Found(Check.SAME, line.number, line.text, facts, line.line_id)


def splits(
    lines: Sequence[Expense],
    others: Sequence[Other],
    limits: Sequence[Limit],
    *,
    total: Decimal,
    figures: Figures,
    category_names: Mapping[int, tuple[str, str]],
) -> Iterator[Found]:
    """Documents that each stay below a limit while together they pass it: of one claimant, or to one supplier, in one
    category, with days at most so many apart. Lines that stand on a request were decided with it and count for nothing.
    """
    for category_id in dict.fromkeys(line.category_id for line in lines if not line.was_decided):
        own = [line for line in lines if line.category_id == category_id and not line.was_decided]
        in_category = [one for one in others if one.category_id == category_id]
        found = _split(own, [one for one in in_category if one.is_same_maker], limits, total=total, figures=figures)
        by = "maker"
        if found is None:
            by = "supplier"
            for supplier in dict.fromkeys(line.supplier_key for line in own if line.supplier_key):
                mine = [line for line in own if line.supplier_key == supplier]
                theirs = [one for one in in_category if one.supplier_key == supplier]
                found = found or _split(mine, theirs, limits, total=total, figures=figures)
        if found is not None:
            zh, en = category_names.get(category_id, ("", ""))
            yield Found(Check.SPLIT, 0, "", {**found, "by": by, "category_zh": zh, "category_en": en})


def _split(
    own: Sequence[Expense], others: Sequence[Other], limits: Sequence[Limit], *, total: Decimal, figures: Figures
) -> dict[str, Any] | None:
    """The highest limit that is passed together and by none alone."""
    first = min(line.day for line in own) - timedelta(days=figures.split_days)
    last = max(line.day for line in own) + timedelta(days=figures.split_days)
    mine = sum((line.base_amount for line in own), ZERO)
    near = [one for one in others if first <= one.day <= last]
    for limit in sorted(limits, reverse=True):
        below = [one for one in near if one.total < limit.amount]
        together = mine + sum((one.amount for one in below), ZERO)
        if below and total < limit.amount <= together:
            documents = {(one.kind, one.document_id): one for one in below}
            return {
                "limit": str(limit.shown), "sum": str(together), "days": figures.split_days, "count": len(documents),
                "others": [_told(one) for one in list(documents.values())[:SHOWN_OTHERS]],
            }  # fmt: skip
    return None


def over_price(
    lines: Sequence[Expense], figures: Figures, category_names: Mapping[int, tuple[str, str]]
) -> Iterator[Found]:
    """More than the policy's price for one expense of the category."""
    for line in lines:
        limit = figures.prices.get(line.category_id)
        if limit is not None and line.base_amount > limit:
            zh, en = category_names.get(line.category_id, ("", ""))
            facts = {"amount": str(line.base_amount), "limit": str(limit), "category_zh": zh, "category_en": en}
            yield Found(Check.PRICE, line.number, line.text, facts, line.line_id)


def late(lines: Sequence[Expense], figures: Figures, *, today: date) -> Iterator[Found]:
    """Claimed more days after the expense than the policy gives."""
    for line in lines:
        if (today - line.day).days > figures.late_days:
            facts = {"day": line.day.isoformat(), "allowed": figures.late_days}
            yield Found(Check.LATE, line.number, line.text, facts, line.line_id)


def days_off(lines: Sequence[Expense], *, is_working_day: Callable[[date], bool]) -> Iterator[Found]:
    """Spent on a weekend or holiday; a weekend worked for a holiday is a working day."""
    for line in lines:
        if not is_working_day(line.day):
            yield Found(Check.DAY_OFF, line.number, line.text, {"day": line.day.isoformat()}, line.line_id)


def round_amounts(lines: Sequence[Expense], figures: Figures) -> Iterator[Found]:
    """A whole multiple of the step, from an amount on, in the document's currency."""
    for line in lines:
        if line.amount >= figures.round_from and figures.round_step and not line.amount % figures.round_step:
            facts = {"amount": str(line.amount), "step": str(figures.round_step)}
            yield Found(Check.ROUND, line.number, line.text, facts, line.line_id)


def far_from_usual(
    lines: Sequence[Expense], figures: Figures, usual: Mapping[int, Sequence[Decimal]]
) -> Iterator[Found]:
    """Far above what the department usually spends at once on the category: more than `far_factor` spreads above the
    median, the spread being the median distance from it. Too few samples say nothing.
    """
    for line in lines:
        samples = usual.get(line.category_id, ())
        if len(samples) < figures.far_samples:
            continue
        middle, highest = usual_range(samples, factor=figures.far_factor)
        if line.base_amount > highest:
            facts = {"amount": str(line.base_amount), "median": str(middle), "count": len(samples)}
            yield Found(Check.UNUSUAL, line.number, line.text, facts, line.line_id)


def usual_range(samples: Sequence[Decimal], *, factor: Decimal) -> tuple[Decimal, Decimal]:
    """The median of samples and the amount above which another one is far from them; both to the cent."""
    middle = median(samples)
    spread = max(NORMAL * median(abs(one - middle) for one in samples), LEAST_SPREAD * abs(middle))
    return rounded(Decimal(middle)), rounded(Decimal(middle + factor * spread))


def _told(one: Other) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.document_id, "number": one.number, "line": one.line}
