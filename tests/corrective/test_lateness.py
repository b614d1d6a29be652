"""Late measures are told of and passed up, over holidays too (CMP-05)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from core.models import Job, Notification
from corrective.services import clock
from corrective.tasks import mind_lateness
from tests.factories import corrective as measures

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CMP-05")]


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def told(code: str) -> list[str]:
    rows = Notification.objects.filter(code=code).select_related("person").order_by("pk")
    return [row.person.name_zh for row in rows]


def run(day: date) -> None:
    clock.mind_lateness(at=at(day))
    for job in clock_jobs():
        clock.tell_late(action_id=job, at=at(day))


def clock_jobs() -> list[int]:
    return [row.arguments["action_id"] for row in Job.objects.filter(name=clock.TELL)]


def test_a_plan_over_the_national_day_is_passed_up_in_working_days(company, handler, manager, division_manager):
    """Due on Wednesday 30 September 2026; 1 to 7 October are holidays, Saturday 10 October is worked."""
    action = measures.asked(handler, company.service, at=at(date(2026, 9, 21)), plan_due=date(2026, 9, 30))
    code = "corrective_action.late_plan"

    run(date(2026, 9, 30))
    assert told(code) == []
    run(date(2026, 10, 8))
    assert told(code) == ["马国强"]
    run(date(2026, 10, 9))
    assert told(code) == ["马国强"]
    run(date(2026, 10, 10))
    assert told(code) == ["马国强", "马国强"]
    run(date(2026, 10, 14))
    assert told(code) == ["马国强", "马国强", "李敏"]
    run(date(2026, 10, 30))
    assert told(code) == ["马国强", "马国强", "李敏"]
    assert action.plan_due == date(2026, 9, 30)


def test_the_clock_starts_it(action):
    mind_lateness()

    assert clock_jobs() == []
