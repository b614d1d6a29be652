"""The queue's side of `core.jobs`: a message runs one job, the sweep runs what a lost message left behind (QLT-30)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from core import jobs


@shared_task(name="core.run_job")
def run_job(*, job_id: int, **_later: object) -> None:
    """Safe to run twice and to run late: a job that is done, held by another worker or not due is left alone."""
    jobs.run(job_id)


@shared_task(name="core.sweep_jobs")
def sweep_jobs(**_later: object) -> None:
    """Run what is due, oldest first. Two sweeps at once share the work."""
    for job_id in jobs.waiting(at=timezone.now()):
        jobs.run(job_id)


def nudge(job_id: int) -> None:
    """Tell a worker that a job waits. Raises ConnectionError when the queue is away; then the sweep finds the job."""
    try:
        run_job.apply_async(kwargs={"job_id": job_id}, retry=False)
    except OperationalError as error:
        raise ConnectionError("the queue does not answer") from error
