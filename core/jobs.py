"""Background work: a row written with the change, run after it, once (QLT-30)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.actors import Actor
from core.context import current_request_id, set_request_id
from core.errors import DomainError, NotAllowed, WrongState
from core.models import HandledRequest, Job, JobState, SavedView

log = logging.getLogger(__name__)

Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_nudges: list[Callable[[int], None]] = []

MAX_ATTEMPTS = 8
MAX_DEATHS = 5
"""Workers a job may take with it before it is given up."""
WATCH = "core.watch_jobs"
KEPT = timedelta(days=30)
BATCH = 1000


class JobGone(DomainError):
    """The job was cleaned up meanwhile."""

    code = "job_gone"
    text = _("This job is no longer there.")


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of this name. It gets the job's arguments as keywords and `at`,
    runs inside the job's transaction, and must be safe to run late."""

    def keep(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return keep


def on_nudge(send: Callable[[int], None]) -> None:
    """Register how a worker is told that a job waits (the queue); losing the message loses nothing."""
    _nudges.append(send)


def after_commit(name: str, *, key: str | None = None, delay: timedelta | None = None, **arguments: Any) -> None:
    """Have a registered handler run after this transaction commits. With `key`, at most one such job ever exists.

    Arguments must be JSON: ids, strings. Must run in the transaction whose change calls for the work.
    """
    now = timezone.now()
    job = Job(
        name=name,
        arguments=arguments,
        key=key,
        run_after=now + (delay or timedelta()),
        created_at=now,
        request_id=current_request_id(),
    )
    if key is not None:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        created = Job.objects.filter(key=key, state=JobState.QUEUED).values_list("pk", flat=True).first()
    else:
        job.save()
        created = job.pk
    if created is not None and not delay:
        transaction.on_commit(lambda: _nudge(created))


def _nudge(job_id: int) -> None:
    for send in _nudges:
        try:
            send(job_id)
        except OSError:
            log.warning("the queue could not be told of job %s; the sweep will find it", job_id)


def run(job_id: int) -> bool:
    """Run one waiting job, in one transaction with its row locked; True if it ran now and is done.

    Another worker holding the row, a job not due, done or gone: False. A failing handler rolls back; the failure is
    noted and the job waits longer each time (1, 2, 4 … minutes), until after MAX_ATTEMPTS it is FAILED and stays
    visible. A job in which workers die again and again ends FAILED too, so that it takes no more of them with it.
    """
    if not _begin(job_id):
        return False
    try:
        with transaction.atomic():
            job = _due(job_id)
            if job is None:
                return False
            set_request_id(job.request_id)
            _handlers[job.name](**job.arguments, at=timezone.now())
            Job.objects.filter(pk=job_id).update(
                state=JobState.DONE, finished_at=timezone.now(), attempts=job.attempts + 1, error=""
            )
    except Exception as error:
        log.exception("job %s failed", job_id)
        _note_failure(job_id, error=f"{type(error).__name__}: {error}", at=timezone.now())
        return False
    return True


@transaction.atomic
def _begin(job_id: int) -> bool:
    """Note, before the work and for good, that a worker takes the job up; False when it is not to be run."""
    job = _due(job_id)
    if job is None:
        return False
    if job.begun - job.attempts >= MAX_DEATHS:
        job.state, job.finished_at = JobState.FAILED, timezone.now()
        job.error = f"The worker was ended {MAX_DEATHS} times in the middle of it."
        job.save(update_fields=("state", "finished_at", "error"))
        log.error("job %s has ended %s workers and is given up", job_id, MAX_DEATHS)
        return False
    job.begun += 1
    job.save(update_fields=("begun",))
    return True


def _due(job_id: int) -> Job | None:
    """The job, locked, if it waits, is due, and no other worker holds it."""
    return (
        Job.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(pk=job_id, state=JobState.QUEUED, run_after__lte=timezone.now())
        .first()
    )


@transaction.atomic
def _note_failure(job_id: int, *, error: str, at: datetime) -> None:
    job = Job.objects.select_for_update(of=("self",), no_key=True).get(pk=job_id)
    if job.state != JobState.QUEUED:
        return
    job.attempts += 1
    job.begun = job.attempts  # it came back: whoever took it up is alive
    job.error = error[:2000]
    if job.attempts >= MAX_ATTEMPTS:
        job.state, job.finished_at = JobState.FAILED, at
    else:
        job.run_after = at + timedelta(minutes=2 ** (job.attempts - 1))
    job.save(update_fields=("attempts", "begun", "error", "state", "finished_at", "run_after"))


def waiting(*, at: datetime, limit: int = 200) -> list[int]:
    """Ids of the jobs that are due, oldest first: what the sweep runs."""
    due = Job.objects.filter(state=JobState.QUEUED, run_after__lte=at).order_by("run_after", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


@transaction.atomic
def retry(*, job_id: int, actor: Actor, at: datetime) -> Job:
    """Put a failed job back among the waiting ones, with all its attempts. Raises NotAllowed, WrongState."""
    if not can_watch(actor):
        raise NotAllowed(document=f"#{job_id}")
    job = Job.objects.select_for_update(of=("self",), no_key=True).filter(pk=job_id).first()
    if job is None:
        raise JobGone
    if job.state != JobState.FAILED:
        raise WrongState(document=str(job), state=job.get_state_display())
    job.state, job.attempts, job.begun, job.run_after, job.finished_at = JobState.QUEUED, 0, 0, at, None
    job.save(update_fields=("state", "attempts", "begun", "run_after", "finished_at"))
    audit.record(
        kind="job",
        document_id=job.pk,
        label=str(job),
        code="job.retry",
        actor=actor,
        at=at,
        before=JobState.FAILED,
        after=JobState.QUEUED,
    )
    transaction.on_commit(lambda: _nudge(job.pk))
    return job


def can_watch(actor: Actor) -> bool:
    """Whether the actor sees the background work and may have what failed tried again."""
    return actor.can_somewhere(WATCH)


def clean_up(*, at: datetime) -> int:
    """Delete what is done and older than KEPT: jobs, remembered answers, deleted views. Failed
    jobs stay. How many rows went.
    """
    before = at - KEPT
    rows = (
        Job.objects.filter(state=JobState.DONE, finished_at__lt=before),
        HandledRequest.objects.filter(at__lt=before),
        SavedView.objects.filter(deleted_at__lt=before),
    )
    return sum(_delete_in_batches(queryset) for queryset in rows)


def _delete_in_batches(rows: QuerySet[Any]) -> int:
    gone = 0
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        gone += rows.model._default_manager.filter(pk__in=batch).delete()[0]  # noqa: SLF001 - of either kind
    return gone


def run_all_waiting() -> int:
    """Run everything due now, in order; how many ran. For tests, the seed and the sweep."""
    ran = 0
    while ids := waiting(at=timezone.now()):
        done = sum(run(job_id) for job_id in ids)
        ran += done
        if not done:
            break
    return ran
