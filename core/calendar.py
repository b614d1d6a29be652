"""Working days: the public calendar of China where it is known, Monday to Friday elsewhere (GEN-15)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import chinese_calendar
from django.utils import timezone

DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether people work on this day: holidays and made-up weekends count in the years the calendar knows."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # a year whose holidays have not been announced
        return day.weekday() < 5


def working_days_between(*, start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; negative when `end` is before `start`."""
    if end < start:
        return -working_days_between(start=end, end=start)
    return sum(is_working_day(start + DAY * n) for n in range(1, (end - start).days + 1))


def add_working_days(*, start: date, days: int) -> date:
    """The day that is this many working days after `start`; with 0, `start` itself or the next working day."""
    day = start
    while days > 0:
        day += DAY
        days -= is_working_day(day)
    while not is_working_day(day):
        day += DAY
    return day


def working_time_between(*, start: datetime, end: datetime) -> Decimal:
    """The time between two moments in working days, to the hundredth: a night counts, a weekend does not."""
    zone = timezone.get_current_timezone()
    left, right = start.astimezone(zone), end.astimezone(zone)
    if right <= left:
        return Decimal("0.00")
    seconds = 0.0
    day = left.date()
    while day <= right.date():
        if is_working_day(day):
            midnight = datetime.combine(day, time.min, tzinfo=zone)
            seconds += (min(right, midnight + DAY) - max(left, midnight)).total_seconds()
        day += DAY
    return (Decimal(int(seconds)) / 86_400).quantize(Decimal("0.01"))
