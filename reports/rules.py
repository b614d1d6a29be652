"""The arithmetic of variance: spans of months, variance, forecast by run rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO, rounded
from reports.choices import Span

MONTHS = range(1, 13)


def months_of(span: str, month: int) -> range:
    """The months of a span ending with `month` (1–12): the quarter's or year's up to it, or all twelve."""
    first = {
        Span.MONTH: month,
        Span.QUARTER: (month - 1) // 3 * 3 + 1,
        Span.YEAR_TO_DATE: 1,
        Span.YEAR: 1,
    }[Span(span)]
    return range(first, 13 if span == Span.YEAR else month + 1)


def months_in_quarter(number: int) -> range:
    """The three months of a quarter, 1 to 4."""
    return range(number * 3 - 2, number * 3 + 1)


@dataclass(slots=True)
class Figures:
    """Money of one row. `year` and `held` are of the whole year, `to_date` and `actual` of the span;
    `spent` is the whole year's actual, which `available` is counted from (RPT-02)."""

    year: Decimal = ZERO
    to_date: Decimal = ZERO
    held: Decimal = ZERO
    actual: Decimal = ZERO
    spent: Decimal = ZERO
    last_year: Decimal = ZERO

    def add(self, other: Figures) -> None:
        """Add another row's money to this one."""
        self.year += other.year
        self.to_date += other.to_date
        self.held += other.held
        self.actual += other.actual
        self.spent += other.spent
        self.last_year += other.last_year

    @property
    def available(self) -> Decimal:
        """What is left of the year: appropriation − open commitments − actuals."""
        return self.year - self.held - self.spent

    @property
    def variance(self) -> Decimal:
        """Actual less the budget of the same months (GEN-05b: the word says which is better)."""
        return self.actual - self.to_date

    @property
    def share(self) -> Decimal | None:
        """The variance as a share of the budget; None of a budget of zero or below, shown as n/a (GEN-05b).

        A month's budget is below zero where what closed months did not use was cut or moved away in it.
        """
        return self.variance / self.to_date if self.to_date > 0 else None

    @property
    def forecast(self) -> Decimal | None:
        """The year's spending at the present run rate: actual so far ÷ the budget's share of the year so far.

        None before anything was budgeted to date. Never below what is spent and held already.
        """
        if self.to_date <= 0 or self.year <= 0:
            return None
        return max(rounded(self.actual * self.year / self.to_date), self.spent + self.held)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.year or self.to_date or self.held or self.actual or self.spent or self.last_year)
