"""How much is made, and when: entries and documents spread over the days of three years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONEY_A_MONTH = 40_000_000
"""What the company budgets for a usual month; spread over its entries, however many they are, so that every size
shows the same figures."""
SEASONS = (0.8, 0.7, 1.0, 1.0, 1.05, 1.1, 1.0, 0.95, 1.1, 1.0, 1.1, 1.2)
SPENT = 0.86
"""How much of a budget is spent; the rest keeps every posting within it."""
APPROPRIATIONS = 12 * 16 * 12
"""Entries that the budgets of a year post: departments × categories × months."""
CLAIMS = 0.6
"""Claims among the documents; the others are spend requests."""
LINES = 2
"""Lines of a document on average: one to three."""
SPENDING = 1.0 / 1.06
"""How many of the claims come to be approved, about."""


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What one year takes: its working days until the last one that is filled, and how much falls to it."""

    year: int
    place: int
    """Which of the years it is; its rows' ids begin there."""
    days: tuple[date, ...]
    documents: int
    entries: int
    """Those of spending: without the appropriations."""

    @property
    def vouchers(self) -> int:
        """Entries that come from the accounting system, since the documents do not make so many."""
        claims = int(self.documents * CLAIMS)
        own = claims * LINES * 3 + (self.documents - claims) * LINES * 2
        return max(self.entries - own, 0)

    def cents_a_line(self, month: int) -> float:
        """What a line that is spent comes to in the middle, over all keys, in cents."""
        share = sum(day.month == month for day in self.days) / max(len(self.days), 1)
        lines = self.documents * CLAIMS * SPENDING * LINES + self.vouchers
        return MONEY_A_MONTH * 100 * SEASONS[month - 1] * SPENT / max(lines * share, 1)


def years_of(*, until: date, entries: int, documents: int, years: int = 3) -> list[YearPlan]:
    """The plan of each year, the oldest first; a year weighs as many days as it has."""
    days = {year: tuple(_working_days(year, until)) for year in range(until.year - years + 1, until.year + 1)}
    whole = sum(len(each) for each in days.values())
    left = max(entries - APPROPRIATIONS * years, 0)
    return [
        YearPlan(year, place, own, documents * len(own) // whole, left * len(own) // whole)
        for place, (year, own) in enumerate(days.items())
    ]


def _working_days(year: int, until: date) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year and day <= until:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)
