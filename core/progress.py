"""How far a job has come: kept in the cache for a while, never in the database, whose rows the job's own transaction
hides until it ends (QLT-52). Without a cache nobody is told, and nothing else changes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REMEMBERED = 3600


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


def _key(subject: str) -> str:
    return f"core:progress:{subject}"
