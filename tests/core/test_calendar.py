"""Working days, the made-up weekends of the Chinese calendar included (GEN-15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import add_working_days, is_working_day, working_days_between, working_time_between

pytestmark = pytest.mark.rule("GEN-15")
FRIDAY, SATURDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 21)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (MONDAY, True),
        (SATURDAY, False),
        (date(2026, 9, 20), True),  # a Sunday worked for the National Day
        (date(2026, 9, 25), False),  # Mid-Autumn
        (date(2026, 10, 1), False),  # National Day
        (date(2031, 10, 1), True),  # a Wednesday of a year not announced yet
        (date(2031, 10, 4), False),
    ],
)
def test_holidays_count_where_they_are_known(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (MONDAY, 0, MONDAY),
        (SATURDAY, 0, date(2026, 9, 20)),
        (MONDAY, 2, date(2026, 9, 23)),
        (MONDAY, 4, date(2026, 9, 28)),  # over Mid-Autumn and the weekend
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day week
    ],
)
def test_adding_working_days(start, days, end):
    assert add_working_days(start=start, days=days) == end


def test_between_counts_forward_and_back():
    assert working_days_between(start=FRIDAY, end=MONDAY) == 2
    assert working_days_between(start=MONDAY, end=FRIDAY) == -2
    assert working_days_between(start=MONDAY, end=MONDAY) == 0


@given(start=st.dates(date(2024, 1, 1), date(2032, 12, 31)), days=st.integers(0, 40))
def test_adding_and_counting_agree(start, days):
    end = add_working_days(start=start, days=days)

    assert is_working_day(end)
    assert working_days_between(start=start, end=end) == days or (days == 0 and not is_working_day(start))


def test_a_night_counts_a_weekend_does_not():
    friday_evening = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai
    monday_evening = friday_evening + timedelta(days=3)

    assert working_time_between(start=friday_evening, end=monday_evening) == Decimal("1.00")
    assert working_time_between(start=friday_evening, end=friday_evening + timedelta(hours=6)) == Decimal("0.25")
    assert working_time_between(start=monday_evening, end=friday_evening) == Decimal("0.00")
