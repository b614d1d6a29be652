"""Working days: days entered by hand, else the public calendar of China where it is known, else Monday to Friday
(GEN-15, decision 0047)."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

import chinese_calendar
from chinese_calendar import constants
from django.utils import timezone

from core.models import CalendarDay

DAY = timedelta(days=1)
KEPT_FOR = 60.0
"""For how many seconds a process goes on with the entered days it has read."""
LAST_KNOWN_YEAR: int = max(constants.holidays).year
"""The last year whose holidays came with the application."""


def midnight(day: date) -> datetime:
    """When a day begins in the installation's zone (GEN-15)."""
    return timezone.make_aware(datetime.combine(day, time.min))


def twelve_months(on: date) -> tuple[date, date]:
    """The last twelve months with the present one: their first day, and this one."""
    return date(on.year - (on.month < 12), on.month % 12 + 1, 1), on


def months_between(since: date, until: date) -> list[str]:
    """The months from one day to another, as `2026-09`."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A public holiday of a year as it came with the application: its days off, each run from first to last day, and
    the weekends worked for it.
    """

    name_zh: str
    name_en: str
    off: tuple[tuple[date, date], ...]
    worked: tuple[date, ...]

    @property
    def days(self) -> int:
        """How many days off."""
        return sum((last - first).days + 1 for first, last in self.off)


def occasions_of(year: int) -> list[Occasion]:
    """The public holidays of a year in order; nothing for a year that is not known."""
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    off: dict[str, list[date]] = {}
    for day, name in sorted(constants.holidays.items()):
        if day.year == year:
            off.setdefault(name, []).append(day)
    worked = sorted((day, name) for day, name in constants.workdays.items() if day.year == year)
    return [
        Occasion(
            name_zh=names.get(name, name),
            name_en=name,
            off=tuple(_runs(days)),
            worked=tuple(day for day, occasion in worked if occasion == name),
        )
        for name, days in off.items()
    ]


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days in order as runs of days that follow each other."""
    first = last = days[0]
    for day in days[1:]:
        if day != last + DAY:
            yield first, last
            first = day
        last = day
    yield first, last


class _Entered:
    """The days entered by hand, read once in a while: they are few, and asked for in every loop over days."""

    days: dict[date, bool] = {}
    until = 0.0


def forget() -> None:
    """Read the entered days again at the next question: they have changed."""
    _Entered.until = 0.0


def is_working_day(day: date) -> bool:
    """Whether people work on this day: holidays and made-up weekends count in the years that are known."""
    if clock.monotonic() >= _Entered.until:
        _Entered.days = dict(CalendarDay.objects.values_list("day", "is_working"))
        _Entered.until = clock.monotonic() + KEPT_FOR
    entered = _Entered.days.get(day)
    return is_usually_worked(day) if entered is None else entered


@lru_cache(maxsize=4096)
def is_usually_worked(day: date) -> bool:
    """The same without the days entered by hand."""
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
