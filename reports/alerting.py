"""When a budget is alerted about (EXP-11): pure functions over the twelve months of a control key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO, rounded
from reports.choices import AlertKind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class KeyYear:
    """A department's category in a year: what is appropriated, committed and spent in each of its months."""

    appropriated: Sequence[Decimal]
    committed: Sequence[Decimal]
    actual: Sequence[Decimal]

    @property
    def budget(self) -> Decimal:
        """The year's budget."""
        return sum(self.appropriated, ZERO)

    @property
    def used(self) -> Decimal:
        """What is spent and committed in the year."""
        return sum(self.actual, ZERO) + sum(self.committed, ZERO)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is measured against; None for what is switched off."""

    shares: Sequence[Decimal] | None
    least_months: int | None
    margin: Decimal
    month_amount: Decimal | None
    month_share: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell of a key; the fields are those of an alert."""

    alert_kind: str
    budget: Decimal
    used: Decimal
    month: int = 0
    threshold: Decimal = Decimal(0)
    gone_month: int | None = None


def judge(key: KeyYear, limits: Limits, *, ended: int, months: Collection[int]) -> Iterator[Finding]:
    """What of a key is to be told when so many months of its year have ended; `months` are the ended ones that are
    looked at one by one. The month that runs is looked at for what is above its plan already.
    """
    yield from _used(key, limits)
    yield from _run_rate(key, limits, ended=ended)
    if limits.month_amount is not None:
        for month in sorted(months):
            yield from _month(key, limits, limits.month_amount, month, with_less=True)
        if ended < MONTHS:
            yield from _month(key, limits, limits.month_amount, ended + 1, with_less=False)


def _used(key: KeyYear, limits: Limits) -> Iterator[Finding]:
    """The highest share of the year's budget that is reached; without a budget, anything used has reached them all."""
    if limits.shares is None or not key.used > 0:
        return
    reached = [share for share in limits.shares if key.used >= key.budget * share]
    if reached:
        yield Finding(AlertKind.USED, budget=key.budget, used=key.used, threshold=max(reached))


def _run_rate(key: KeyYear, limits: Limits, *, ended: int) -> Iterator[Finding]:
    """The estimate for the year (BUD-34): what the ended months cost, over the share of the year their budgets are.
    Told while the budget is not used up yet; that is told by itself.
    """
    spent, planned = sum(key.actual[:ended], ZERO), sum(key.appropriated[:ended], ZERO)
    if limits.least_months is None or not limits.least_months <= ended < MONTHS:
        return
    if planned <= 0 or spent <= 0 or key.used >= key.budget:
        return
    estimate = rounded(spent * key.budget / planned)
    if estimate > key.budget * (1 + limits.margin):
        gone = next(
            month
            for month in range(1, MONTHS + 1)
            if sum(key.appropriated[:month], ZERO) * spent > key.budget * planned or month == MONTHS
        )
        yield Finding(AlertKind.RUN_RATE, budget=key.budget, used=estimate, month=ended, gone_month=gone)


def _month(key: KeyYear, limits: Limits, amount: Decimal, month: int, *, with_less: bool) -> Iterator[Finding]:
    """A month further from its plan than amount and share both allow."""
    planned, spent = key.appropriated[month - 1], key.actual[month - 1]
    apart = spent - planned if not with_less else abs(spent - planned)
    if apart > amount and apart > planned * limits.month_share:
        yield Finding(AlertKind.MONTH, budget=planned, used=spent, month=month)
