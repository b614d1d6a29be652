"""What belongs to a time of the day is started once, late rather than not at all (QLT-30)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.celery import DAILY, app
from core import clock
from core.models import ClockRun

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-30")]

NIGHT = datetime(2026, 9, 15, 2, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLE = {"verify": time(2, 30)}


def ticks(*moments):
    started: list[str] = []
    for moment in moments:
        clock.tick(TABLE, start=started.append, at=moment)
    return started


def test_once_a_day_at_its_time():
    minute = timedelta(minutes=1)
    first = NIGHT - timedelta(hours=12)

    assert ticks(first, NIGHT - minute) == []
    assert ticks(NIGHT, NIGHT + minute, NIGHT + timedelta(hours=23)) == ["verify"]
    assert ticks(NIGHT + timedelta(days=1)) == ["verify"]


def test_nights_without_a_clock_are_made_up_by_one_start():
    assert ticks(NIGHT - timedelta(days=5)) == []
    assert ticks(NIGHT + timedelta(hours=7), NIGHT + timedelta(hours=8)) == ["verify"]


def test_what_cannot_be_started_is_started_at_the_next_tick():
    def away(_name):
        raise ConnectionError

    ticks(NIGHT - timedelta(days=1))
    with pytest.raises(ConnectionError):
        clock.tick(TABLE, start=away, at=NIGHT)

    assert ClockRun.objects.get().last_at == NIGHT - timedelta(days=1)
    assert ticks(NIGHT) == ["verify"]


def test_the_table_names_tasks_that_exist():
    app.loader.import_default_modules()

    assert set(DAILY) <= set(app.tasks)
