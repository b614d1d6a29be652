"""The control rule: may this be spent in that month? Pure arithmetic over twelve months (LED-05, decision 0020).

A posting in month m is within budget when, at every checkpoint from m to the end of its control window, what has been
appropriated less what is held or spent, both added up from the window's first month, is not below zero by more than
the allowance.
So a hold in a later month is never overdrawn by a posting in an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgets.choices import ControlAction, ControlScope
from core.money import ZERO, rounded

MONTHS = range(1, 13)
WITHIN = "WITHIN"


@dataclass(frozen=True, slots=True)
class Policy:
    """What happens when spending would exceed what is available, over which window, with which tolerance."""

    scope: str
    action: str
    tolerance_amount: Decimal = ZERO
    tolerance_share: Decimal = ZERO


@dataclass(slots=True)
class Figures:
    """A key's twelve months, the first at index 0, over all its projects."""

    appropriated: list[Decimal] = field(default_factory=lambda: [ZERO] * 12)
    committed: list[Decimal] = field(default_factory=lambda: [ZERO] * 12)
    actual: list[Decimal] = field(default_factory=lambda: [ZERO] * 12)

    def column(self, name: str) -> list[Decimal]:
        """The months of `appropriated`, `committed` or `actual`."""
        months: list[Decimal] = getattr(self, name)
        return months

    def plus(self, other: Figures) -> Figures:
        """Both added up, month by month."""
        return Figures(
            [a + b for a, b in zip(self.appropriated, other.appropriated, strict=True)],
            [a + b for a, b in zip(self.committed, other.committed, strict=True)],
            [a + b for a, b in zip(self.actual, other.actual, strict=True)],
        )

    def left(self, first: int, last: int) -> Decimal:
        """What is available over these months: appropriated − committed − actual."""
        part = slice(first - 1, last)
        return sum(self.appropriated[part], ZERO) - sum(self.committed[part], ZERO) - sum(self.actual[part], ZERO)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a posting stands in one control window. The figures are those of the checkpoint that binds, `month`
    `through`.

    `available` is before the posting, `left` after it; `allowance` is tolerance and overrides; `short` is what is
    missing beyond them. `takes`: the posting takes approved money away.
    """

    first: int
    through: int
    month: int
    appropriated: Decimal
    committed: Decimal
    actual: Decimal
    asked: Decimal
    allowance: Decimal
    available: Decimal
    left: Decimal
    short: Decimal
    outcome: str
    takes: bool = False


def window(scope: str, month: int) -> tuple[int, int]:
    """First and last month of the control window that a month falls into."""
    if scope == ControlScope.MONTH:
        return month, month
    if scope == ControlScope.QUARTER_TO_DATE:
        first = (month - 1) // 3 * 3 + 1
        return first, first + 2
    return 1, 12


def windows(scope: str) -> list[tuple[int, int]]:
    """The windows a year is divided into."""
    return sorted({window(scope, month) for month in MONTHS})


def checkpoints(scope: str, month: int) -> range:
    """The months at whose end the window's sums are looked at for a posting in this month."""
    _first, last = window(scope, month)
    return range(last, last + 1) if scope == ControlScope.YEAR else range(month, last + 1)


def judge(
    policy: Policy, before: Figures, change: Figures, overrides: Mapping[int, Decimal] | None = None
) -> list[Verdict]:
    """One verdict for each control window the change touches, in order of months.

    `change` is what the posting adds; only its net increase is checked: where a checkpoint is not lowered, nothing is
    asked.
    `overrides` are amounts granted, by month. What takes money out of a budget is covered by no tolerance, override or
    milder action: it stops at what is available (BUD-32).
    """
    if takes(change):
        policy, overrides = Policy(scope=policy.scope, action=ControlAction.STOP), None
    touched: dict[tuple[int, int], list[int]] = {}
    for month in MONTHS:
        index = month - 1
        if change.appropriated[index] or change.committed[index] or change.actual[index]:
            touched.setdefault(window(policy.scope, month), []).append(month)
    return [
        _judge_window(policy, before, change, months, first, _granted(overrides, first, last))
        for (first, last), months in touched.items()
    ]


def takeable(scope: str, before: Figures, month: int) -> Decimal:
    """What may be taken out of a month by a cut, a transfer or a carry-over: the least that is left at any checkpoint
    of its window, never below nothing. What a closed window left over is out of reach (BUD-32, BUD-35).
    """
    first, _last = window(scope, month)
    return max(min(before.left(first, through) for through in checkpoints(scope, month)), ZERO)


def takes(change: Figures) -> bool:
    """Whether a posting takes approved money out of some month: a cut, or one side of a transfer."""
    return any(amount < 0 for amount in change.appropriated)


def allowance(policy: Policy, appropriated: Decimal, granted: Decimal) -> Decimal:
    """By how much a window may be exceeded: amount, share of what is appropriated in it, and overrides."""
    share = rounded(policy.tolerance_share * max(appropriated, ZERO)) if policy.tolerance_share else ZERO
    return policy.tolerance_amount + share + granted


def guard(
    policy: Policy, before: Figures, after: Figures, overrides: Mapping[int, Decimal] | None = None
) -> Decimal | None:
    """By how much a year's use may exceed what is appropriated: the bound of the database's own check (LED-06).

    It follows from the policy alone. A window that is over already (its policy was milder then, or its override has
    expired)
    keeps its excess as long as it lasts, but nothing a posting adds to it ever counts: what overshoots cannot raise
    its own bound.
    None for every action but stop.
    """
    if policy.action != ControlAction.STOP:
        return None
    bound = ZERO
    for first, last in windows(policy.scope):
        allowed = allowance(policy, sum(after.appropriated[first - 1 : last], ZERO), _granted(overrides, first, last))
        over = min(-before.left(first, last), -after.left(first, last))
        bound += max(allowed, over)
    return bound


def _judge_window(
    policy: Policy, before: Figures, change: Figures, months: Sequence[int], first: int, granted: Decimal
) -> Verdict:
    """The verdict at the checkpoint with the least left among those that the change lowers; among all if it lowers
    none.
    """
    best: tuple[bool, Decimal, int] | None = None
    for through in checkpoints(policy.scope, months[0]):
        asked = -change.left(first, through)
        spare = before.left(first, through) - asked
        spare += allowance(policy, _appropriated(before, change, first, through), granted)
        key = (asked <= 0, spare, through)
        if best is None or key < best:
            best = key
    assert best is not None  # noqa: S101 – every window has a checkpoint
    lowers_none, spare, through = best
    asked = -change.left(first, through)
    available = before.left(first, through)
    over = not lowers_none and spare < 0
    part = slice(first - 1, through)
    return Verdict(
        first=first,
        through=through,
        month=months[-1],
        appropriated=sum(before.appropriated[part], ZERO),
        committed=sum(before.committed[part], ZERO),
        actual=sum(before.actual[part], ZERO),
        asked=asked,
        allowance=spare - available + asked,
        available=available,
        left=available - asked,
        short=-spare if over else ZERO,
        outcome=policy.action if over else WITHIN,
        takes=takes(change),
    )


def _appropriated(before: Figures, change: Figures, first: int, through: int) -> Decimal:
    part = slice(first - 1, through)
    return sum(before.appropriated[part], ZERO) + sum(change.appropriated[part], ZERO)


def _granted(overrides: Mapping[int, Decimal] | None, first: int, last: int) -> Decimal:
    if not overrides:
        return ZERO
    return sum((amount for month, amount in overrides.items() if first <= month <= last), ZERO)
