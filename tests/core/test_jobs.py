"""Jobs that fail, are kept, tried again and cleaned up (QLT-30)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import jobs, tasks
from core.errors import NotAllowed, WrongState
from core.models import AuditEvent, HandledRequest, Job, JobState, NumberSeries
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-30")]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that writes something and then fails."""

    def work(*, at: Any, **arguments: Any) -> None:
        NumberSeries.objects.create(prefix="HALF", year=1)
        raise RuntimeError("the other side does not answer")

    monkeypatch.setitem(jobs._handlers, "tests.broken", work)
    monkeypatch.setattr(jobs, "_nudges", [])


def failed(person: Any = None) -> Job:
    jobs.after_commit("tests.broken", key="once")
    job = Job.objects.get()
    for _ in range(jobs.MAX_ATTEMPTS):
        Job.objects.update(run_after=timezone.now())
        assert not jobs.run(job.pk)
    return Job.objects.get()


def test_a_failing_handler_leaves_nothing_but_a_note(broken):
    jobs.after_commit("tests.broken")
    job = Job.objects.get()

    assert not jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert job.error == "RuntimeError: the other side does not answer"
    assert job.run_after > timezone.now()
    assert not NumberSeries.objects.filter(prefix="HALF").exists()
    assert jobs.waiting(at=timezone.now()) == []


def test_pauses_grow_until_it_is_given_up_and_stays_visible(broken):
    job = failed()

    assert (job.state, job.attempts) == (JobState.FAILED, jobs.MAX_ATTEMPTS)
    assert job.finished_at is not None
    jobs.clean_up(at=timezone.now() + timedelta(days=400))
    assert Job.objects.filter(pk=job.pk).exists()


def test_a_job_in_which_every_worker_dies_is_given_up(monkeypatch):
    def die(*, at: Any) -> None:
        raise SystemExit  # as a killed worker: nothing after it runs

    monkeypatch.setitem(jobs._handlers, "tests.deadly", die)
    monkeypatch.setattr(jobs, "_nudges", [])
    jobs.after_commit("tests.deadly")
    job = Job.objects.get()
    for _ in range(jobs.MAX_DEATHS):
        with pytest.raises(SystemExit):
            jobs.run(job.pk)

    assert not jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.begun, job.attempts) == (JobState.FAILED, jobs.MAX_DEATHS, 0)
    assert "ended" in job.error


def test_a_job_of_a_name_nobody_handles_is_kept_with_its_failure(db):
    jobs.after_commit("tests.nobody")

    assert not jobs.run(Job.objects.get().pk)
    assert "tests.nobody" in Job.objects.get().error


def test_the_same_key_makes_one_job(broken):
    for _ in range(3):
        with transaction.atomic():
            jobs.after_commit("tests.broken", key="once")

    assert Job.objects.count() == 1


def test_what_failed_is_tried_again_by_who_may(broken, finance_supervisor, owner):
    job = failed()
    with pytest.raises(NotAllowed):
        jobs.retry(job_id=job.pk, actor=actor_of(owner), at=timezone.now())

    jobs.retry(job_id=job.pk, actor=actor_of(finance_supervisor), at=timezone.now())

    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == (JobState.QUEUED, 0, None)
    assert AuditEvent.objects.get().code == "job.retry"
    with pytest.raises(WrongState):
        jobs.retry(job_id=job.pk, actor=actor_of(finance_supervisor), at=timezone.now())


def test_the_page_shows_what_failed_and_retries_it(broken, finance_supervisor, owner, client):
    job = failed()
    page = signed_in(client, finance_supervisor).get(reverse("core:job_list"))

    assert "tests.broken" in page.content.decode()
    assert client.post(reverse("core:job_retry", args=[job.pk])).status_code == 302
    assert Job.objects.get().state == JobState.QUEUED
    assert signed_in(client, owner).get(reverse("core:job_list")).status_code == 403
    assert client.post(reverse("core:job_retry", args=[job.pk])).status_code == 403


def test_old_work_and_old_answers_are_deleted(owner):
    at = timezone.now()
    for days, state in ((31, JobState.DONE), (29, JobState.DONE), (31, JobState.QUEUED)):
        then = at - timedelta(days=days)
        ended = None if state == JobState.QUEUED else then
        Job.objects.create(name="x", state=state, run_after=then, created_at=then, finished_at=ended)
        HandledRequest.objects.create(actor=owner, key=f"{days}{state}", fingerprint="", at=then)

    tasks.clean_up()

    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE, JobState.QUEUED}
    assert Job.objects.count() == 2
    assert HandledRequest.objects.count() == 1


def test_a_queue_that_is_away_is_asked_once_in_a_while(monkeypatch):
    asked = []

    def away(**_message: Any) -> None:
        asked.append(1)
        raise OSError

    monkeypatch.setattr(tasks._Queue, "away_until", 0.0)
    monkeypatch.setattr(tasks.run_job, "apply_async", away)
    for _ in range(5):
        with pytest.raises(ConnectionError):
            tasks.nudge(1)

    assert asked == [1]
