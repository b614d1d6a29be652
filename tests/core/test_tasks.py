"""The queue tells workers of jobs; nothing depends on its word (QLT-30)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from kombu import pools

from config.celery import app
from core import jobs, tasks
from core.models import Job, JobState

pytestmark = [pytest.mark.rule("QLT-30"), pytest.mark.services]


@pytest.fixture
def ran(monkeypatch):
    """What the job `tests.note` was run with, in order."""
    seen = []

    def note(*, at, **arguments):
        seen.append(arguments)

    monkeypatch.setitem(jobs._handlers, "tests.note", note)
    return seen


@pytest.fixture
def messages(monkeypatch):
    """The jobs the queue is told of."""
    told = []
    monkeypatch.setattr(jobs, "_nudges", [told.append])
    return told


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_told_after_the_commit_and_only_then(ran, messages):
    with transaction.atomic():
        jobs.after_commit("tests.note", number=1)
        assert messages == []

    job = Job.objects.get()
    assert messages == [job.pk]
    tasks.run_job(job_id=job.pk)
    assert ran == [{"number": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_no_job(ran, messages):
    def change():
        with transaction.atomic():
            jobs.after_commit("tests.note", number=1)
            raise DatabaseError

    with pytest.raises(DatabaseError):
        change()

    assert (messages, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_page_works_while_the_queue_is_away_and_the_sweep_runs_the_job_later(ran, monkeypatch):
    monkeypatch.setattr(jobs, "_nudges", [tasks.nudge])
    began = time.monotonic()
    with app.connection_for_write("redis+socket:///nowhere/at-all.sock") as away:
        monkeypatch.setattr(app.amqp, "_producer_pool", pools.producers[away])
        with transaction.atomic():
            jobs.after_commit("tests.note", number=1)

    assert time.monotonic() - began < 5
    assert ran == []

    tasks.sweep_jobs()

    assert ran == [{"number": 1}]
    assert Job.objects.get().state == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_a_message_that_comes_twice_runs_the_job_once(ran, messages):
    jobs.after_commit("tests.note", number=1)
    job = Job.objects.get()

    tasks.run_job(job_id=job.pk)
    tasks.run_job(job_id=job.pk)
    tasks.sweep_jobs()

    assert ran == [{"number": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_runs_once_afterwards(ran, messages):
    """The worker is killed in the middle of the job; what it had written is gone, and the sweep does the job."""
    jobs.after_commit("tests.note", number=1)
    worker = subprocess.Popen(
        [sys.executable, "-c", HALF_DONE], env=os.environ | _same_database(), stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout.readline() == "working\n"
    tasks.sweep_jobs()
    assert ran == []  # the row is held by the worker

    worker.send_signal(signal.SIGKILL)
    worker.wait()
    _wait_until_the_row_is_free()
    tasks.sweep_jobs()

    assert ran == [{"number": 1}]
    assert Job.objects.filter(name="tests.half").count() == 0


HALF_DONE = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django
django.setup()
from django.conf import settings
from core import jobs
from core.models import Job

def work(*, at, **arguments):
    Job.objects.create(name="tests.half", run_after=at, created_at=at)
    print("working", flush=True)
    time.sleep(60)

jobs._handlers["tests.note"] = work
jobs.run(Job.objects.get().pk)
"""


def _same_database() -> dict[str, str]:
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    address = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    return {"DATABASE_URL": address, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _wait_until_the_row_is_free() -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with transaction.atomic():
            if Job.objects.select_for_update(skip_locked=True).filter(name="tests.note").exists():
                return
        time.sleep(0.05)


def test_the_clock_knows_only_tasks_that_exist():
    app.loader.import_default_modules()  # as a worker does when it starts

    assert [name for name, entry in app.conf.beat_schedule.items() if entry["task"] not in app.tasks] == []
