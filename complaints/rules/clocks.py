"""Targets in working hours (CMP-01, GEN-15)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people work on a working day: from when, and for how many hours."""

    begins: Decimal
    length: Decimal

    def of(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Beginning and end of work on a day."""
        start = datetime.combine(day, time.min, tzinfo=zone) + _hours(self.begins)
        return start, start + _hours(self.length)


def due(start: datetime, hours: Decimal, *, work: Hours, works: Callable[[date], bool], zone: ZoneInfo) -> datetime:
    """The moment by which so many working hours have passed.

    | begins | hours | due, with work from 9 for 8 hours |
    | --- | --- | --- |
    | Wednesday 30 September 15:00 | 4 | Friday 9 October 11:00, after National Day |
    """
    left, local = _hours(hours), start.astimezone(zone)
    day = local.date()
    while True:
        if works(day):
            opens, closes = work.of(day, zone)
            begins = max(local, opens)
            if begins < closes:
                if closes - begins >= left:
                    return begins + left
                left -= closes - begins
        day += DAY


def passed(start: datetime, end: datetime, *, work: Hours, works: Callable[[date], bool], zone: ZoneInfo) -> Decimal:
    """Working hours between two moments, to the tenth."""
    left, right = start.astimezone(zone), end.astimezone(zone)
    seconds, day = 0.0, left.date()
    while day <= right.date():
        if works(day):
            opens, closes = work.of(day, zone)
            seconds += max((min(right, closes) - max(left, opens)).total_seconds(), 0)
        day += DAY
    return (Decimal(int(seconds)) / 3600).quantize(Decimal("0.1"))


def _hours(number: Decimal) -> timedelta:
    return timedelta(seconds=int(number * 3600))
