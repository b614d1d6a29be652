"""Which of many lines a control key still takes, one after the other: the control rule in whole cents (EXP-09, LED-05).

Says of each line what `control.judge` would say of it alone after those before it were posted, without its cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgets.rules import control
from budgets.rules.control import Figures, Policy
from core.money import CENT, ZERO


class Asked(NamedTuple):
    """A line that would be spent: its month and amount, signed."""

    line_id: int
    month: int
    amount: Decimal


class Short(NamedTuple):
    """A line that is not taken, with what was left for it."""

    line_id: int
    available: Decimal
    asked: Decimal


def sift(
    policy: Policy, before: Figures, lines: Sequence[Asked], overrides: Mapping[int, Decimal] | None = None
) -> list[Short]:
    """The lines a key does not take, in their order. What gives money back is taken first, whatever its place.

    `before` are the key's months without the lines; a line takes what is left when those before it have been taken, so
    a smaller one may fit after a larger one did not.
    """
    windows = {month: control.window(policy.scope, month) for month in control.MONTHS}
    left = {}
    for month in control.MONTHS:
        first, last = windows[month]
        appropriated = sum(before.appropriated[first - 1 : month], ZERO)
        granted = sum((amount for own, amount in (overrides or {}).items() if first <= own <= last), ZERO)
        left[month] = _cents(before.left(first, month) + control.allowance(policy, appropriated, granted))
    looked_at = {month: control.checkpoints(policy.scope, month) for month in control.MONTHS}
    lowered = {month: range(month, windows[month][1] + 1) for month in control.MONTHS}
    short: list[Short] = []
    for line in sorted(lines, key=lambda one: one.amount > 0):
        cents = _cents(line.amount)
        spare = min(left[month] for month in looked_at[line.month])
        if 0 < cents > spare:
            short.append(Short(line.line_id, spare * CENT, line.amount))
            continue
        for month in lowered[line.month]:
            left[month] -= cents
    return short


def _cents(amount: Decimal) -> int:
    return int(amount / CENT)
