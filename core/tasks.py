"""The queue's side of `core.jobs`: a message runs one job, the sweep runs what a lost message left behind (QLT-30)."""

from __future__ import annotations

import time
from typing import Any

from celery import Task, shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core import calendar_days, digests, jobs, post, search_index, webhook_post


@shared_task(name="core.run_job")
def run_job(*, job_id: int, **_later: object) -> None:
    """Safe to run twice and to run late: a job that is done, held by another worker or not due is left alone."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs(**_later: object) -> None:
    """Run what is due, oldest first. Two sweeps at once share the work."""
    for job_id in jobs.waiting(at=timezone.now()):
        jobs.run(job_id)


@shared_task(name="core.clean_up")
def clean_up(**_later: object) -> None:
    """Delete done jobs, remembered answers and sent mails after their time. Safe to run twice."""
    jobs.clean_up(at=timezone.now())
    post.clean_up(at=timezone.now())
    webhook_post.clean_up(at=timezone.now())


@shared_task(name="core.tell_of_missing_year")
def tell_of_missing_year(**_later: object) -> None:
    """Remind of next year's holidays. Safe to run twice: a notice has its key."""
    calendar_days.tell_of_missing_year(at=timezone.now())


@shared_task(name="core.refresh_search")
def refresh_search(**_later: object) -> None:
    """Make what changed documents are found by anew. Two at once wait for each other; safe to run late."""
    search_index.refresh_all()


@shared_task(name="core.send_mails")
def send_mails(**_later: object) -> None:
    """Send the mails that are due. Two at once share the work; a mail goes to one of them."""
    post.send_waiting(at=timezone.now())


@shared_task(name="core.send_webhooks")
def send_webhooks(**_later: object) -> None:
    """Deliver the events that are due to other systems. Two at once share the work."""
    webhook_post.send_waiting(at=timezone.now())


@shared_task(name="core.write_digests")
def write_digests(**_later: object) -> None:
    """Write the daily mails whose hour has come. Safe to run twice and to run late."""
    digests.write_due(at=timezone.now())


class _Queue:
    """Whether the queue answered lately: while it is away, only one request in a while pays for asking."""

    away_until = 0.0


AWAY_FOR = 15.0  # seconds; the sweep runs every minute anyway


def nudge(job_id: int) -> None:
    """Tell a worker that a job waits. Raises ConnectionError when the queue is away; then the sweep finds the job."""
    _told(run_job, job_id=job_id)


def nudge_post() -> None:
    """Tell a worker that mails wait. Raises ConnectionError when the queue is away; then the clock finds them."""
    _told(send_mails)


def nudge_webhooks() -> None:
    """Tell a worker that events wait for other systems, as `nudge_post` does of mails."""
    _told(send_webhooks)


def _told(task: Task[Any, Any], **arguments: object) -> None:
    if time.monotonic() < _Queue.away_until:
        raise ConnectionError("the queue did not answer a moment ago")
    try:
        task.apply_async(kwargs=arguments, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _Queue.away_until = time.monotonic() + AWAY_FOR
        raise ConnectionError("the queue does not answer") from error
