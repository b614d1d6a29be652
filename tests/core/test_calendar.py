"""Working days, the made-up weekends of the Chinese calendar included (GEN-15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import calendar, calendar_days
from core.calendar import add_working_days, is_working_day, working_days_between, working_time_between
from core.errors import NotAllowed
from core.models import AuditEvent, Notification
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.rule("GEN-15"), pytest.mark.django_db]
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


def test_the_holidays_that_are_known_can_be_checked(client, finance_officer):
    found = {one.name_zh: one for one in calendar.occasions_of(2026)}

    assert found["国庆节"].off == ((date(2026, 10, 1), date(2026, 10, 7)),)
    assert found["国庆节"].worked == (date(2026, 9, 20), date(2026, 10, 10))
    for one in found.values():
        assert not any(is_working_day(first) or is_working_day(last) for first, last in one.off)
        assert all(map(is_working_day, one.worked))
    assert calendar.occasions_of(2031) == []
    signed_in(client, finance_officer)
    assert "10 月 1–7 日" in client.get("/calendar/?year=2026").content.decode()


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


# --- Days entered by hand


@pytest.fixture(autouse=True)
def _read_again():
    calendar.forget()
    yield
    calendar.forget()


def enter(person, day, *, works, name="劳动节"):
    return calendar_days.enter_day(day=day, is_working=works, name=name, actor=actor_of(person), at=timezone.now())


@pytest.mark.rule("GEN-05")
def test_days_entered_by_hand_win(finance_officer):
    holiday, worked = date(2031, 5, 1), date(2031, 5, 4)
    assert (is_working_day(holiday), is_working_day(worked)) == (True, False)

    kept = enter(finance_officer, holiday, works=False)
    enter(finance_officer, worked, works=True, name="调休")
    enter(finance_officer, date(2026, 10, 1), works=True, name="加班")

    assert (is_working_day(holiday), is_working_day(worked), is_working_day(date(2026, 10, 1))) == (False, True, True)
    assert add_working_days(start=date(2031, 4, 30), days=1) == date(2031, 5, 2)
    calendar_days.remove_day(day_id=kept.pk, actor=actor_of(finance_officer), at=timezone.now())
    assert is_working_day(holiday)
    assert AuditEvent.objects.filter(code="calendar_day.enter").count() == 3
    assert AuditEvent.objects.get(code="calendar_day.remove").facts["changes"]["name"] == ["劳动节", None]


def test_a_day_entered_again_is_changed(finance_officer):
    enter(finance_officer, date(2031, 5, 1), works=False)
    enter(finance_officer, date(2031, 5, 1), works=True, name="不放假")

    (kept,) = calendar_days.days_of(2031)
    assert (kept.is_working, kept.name) == (True, "不放假")


@pytest.mark.rule("QLT-40")
def test_only_those_who_may_enter_days(owner):
    with pytest.raises(NotAllowed):
        enter(owner, date(2031, 5, 1), works=False)


def test_next_years_days_are_asked_for_from_october_on(owner, finance_officer):
    year = calendar.LAST_KNOWN_YEAR
    late = datetime(year, 10, 5, 2, tzinfo=UTC)
    assert calendar_days.missing_year(on=date(year, 9, 30)) is None
    assert calendar_days.missing_year(on=date(year - 1, 12, 1)) is None

    assert calendar_days.tell_of_missing_year(at=late) == year + 1
    calendar_days.tell_of_missing_year(at=late)

    notice = Notification.objects.get()
    assert (notice.person, notice.subject_label) == (finance_officer, str(year + 1))
    enter(finance_officer, date(year + 1, 1, 1), works=False, name="元旦")
    assert calendar_days.tell_of_missing_year(at=late + timedelta(days=30)) is None


def test_the_page_and_the_api_enter_and_take_away(client, finance_officer):
    signed_in(client, finance_officer)
    client.post("/calendar/enter/", {"day": "2031-05-01", "is_working": "0", "name": "劳动节"})
    body = {"day": "2031-05-02", "is_working": False, "name": "劳动节"}
    made = client.post("/api/v1/calendar-days/", body, content_type="application/json")
    page = client.get("/calendar/?year=2031").content.decode()

    assert made.status_code == 201
    assert page.count("劳动节") >= 2
    assert [row["day"] for row in client.get("/api/v1/calendar-days/?year=2031").json()["results"]] == [
        "2031-05-01", "2031-05-02",
    ]  # fmt: skip
    client.post(f"/calendar/{made.json()['id']}/remove/")
    assert calendar_days.days_of(2031).count() == 1
