"""What the clock does to requests: a reminder, then the release (EXP-01)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core import jobs, notifications
from core.models import Job, Notification
from expenses import tasks
from expenses.models import SpendRequest
from expenses.services import endings, requests
from tests.factories import expenses as make
from tests.factories.expenses import AT, TODAY
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm")]


def run(at):
    """Plan the endings of a day and do them as of that day."""
    planned = endings.plan_endings(at=at)
    for job in Job.objects.filter(name__startswith="expenses.", state="QUEUED"):
        handler = {"expenses.remind_request": endings.remind_request, "expenses.expire_request": endings.expire_request}
        handler[job.name](**job.arguments, at=at)
        Job.objects.filter(pk=job.pk).update(state="DONE", finished_at=at)
    return planned


@pytest.mark.rule("EXP-01")
def test_an_unused_request_is_brought_to_mind_once_and_then_released(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "300.00"), end_date=TODAY + timedelta(days=10))

    assert run(make.later(days=2)) == 0
    assert run(make.later(days=3)) == 1
    assert run(make.later(days=4)) == 0
    told = Notification.objects.get(code="expenses.ends_soon")
    assert told.person == owner
    assert "300.00" in notifications.sentence(told)
    assert run(make.later(days=10)) == 0
    assert make.figures(company.service, travel) == (Decimal("300.00"), 0)

    assert run(make.later(days=11)) == 1

    ended = SpendRequest.objects.get(pk=request.pk)
    assert (ended.state, make.held(ended)) == ("EXPIRED", 0)
    assert make.figures(company.service, travel) == (0, 0)
    assert Notification.objects.filter(code="expenses.expired", person=owner).count() == 1
    assert run(make.later(days=12)) == 0


@pytest.mark.rule("EXP-01")
def test_a_job_that_runs_late_or_twice_does_nothing_wrong(owner, company, travel):
    request = make.approved_request(owner, make.request_line(travel, "300.00"), end_date=TODAY)
    requests.close_request(request_id=request.pk, actor=actor_of(owner), at=AT)

    endings.expire_request(request_id=request.pk, at=make.later(days=5))
    endings.remind_request(request_id=request.pk, at=AT)

    assert SpendRequest.objects.get(pk=request.pk).state == "CLOSED"
    assert not Notification.objects.filter(code__startswith="expenses.").exists()


@pytest.mark.rule("QLT-30")
def test_the_clock_only_writes_jobs_and_writes_each_once(owner, travel):
    make.approved_request(
        owner, make.request_line(travel), expected_date=TODAY - timedelta(days=90), end_date=TODAY + timedelta(days=1)
    )

    tasks.plan_endings()
    tasks.plan_endings()

    planned = Job.objects.filter(name__startswith="expenses.")
    assert planned.count() == 1
    assert jobs.run_all_waiting() >= 1
    assert SpendRequest.objects.get().state == "EXPIRED"
