"""How far a job has come, and the wish that it ends (QLT-52, decision 0066).

What it tells is kept in the cache for a while, never in the database, whose rows the job's own transaction hides until
it ends. Without a cache nobody is told, and nothing else changes. A wish to stop is a row, which no cache can lose.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from core.models import StopWish

log = logging.getLogger(__name__)

REMEMBERED = 3600


class Stopped(Exception):
    """Somebody asked that the job ends; what it did is taken back by whoever catches this."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of how much is done of one `step`, a code the page has words for."""

    step: str
    done: int
    total: int

    @property
    def share(self) -> int:
        """Whole percents; 0 where nothing is known of the total."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def report(subject: str, *, step: str, done: int, total: int) -> None:
    """Tell how far the work on a subject ("expense_import:7") is."""
    try:
        cache.set(_key(subject), (step, done, total), timeout=REMEMBERED)
    except (RedisError, OSError):
        log.warning("the progress of %s could not be told", subject)


def read(subject: str) -> Progress | None:
    """How far it is; None where nobody told, or nobody remembers."""
    try:
        found = cache.get(_key(subject))
    except (RedisError, OSError):
        return None
    return Progress(*found) if found else None


def forget(subject: str) -> None:
    """It is over."""
    try:
        cache.delete(_key(subject))
    except (RedisError, OSError):
        log.warning("the progress of %s stays for a while", subject)


def ask_to_stop(subject: str, *, person_id: int, at: datetime) -> bool:
    """Ask that the job working on a subject ends at its next look; False where that was asked already."""
    wish = {"asked_by_id": person_id, "asked_at": at}
    return StopWish.objects.get_or_create(subject=subject, defaults=wish)[1]


def watched(subject: str, *, step: str, total: int) -> Callable[[int], None]:
    """What a job calls after each batch, with how much is done: tells how far it is, or raises Stopped where somebody
    asked for that.
    """

    def watch(done: int) -> None:
        if StopWish.objects.filter(subject=subject).exists():
            raise Stopped
        report(subject, step=step, done=done, total=total)

    return watch


def over(subject: str) -> None:
    """The job has ended, one way or another; must run in its transaction. Before a new job on the same subject it takes
    away a wish that came too late for the last one.
    """
    StopWish.objects.filter(subject=subject).delete()
    transaction.on_commit(lambda: forget(subject))


def _key(subject: str) -> str:
    return f"core:progress:{subject}"
