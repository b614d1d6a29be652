"""How far a report is: kept in the cache for the page that watches, never in the database (RPT-41).

A job runs in one transaction that nobody sees into; a cache that is away costs the picture, not the report.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from redis.exceptions import RedisError

from core.press import STEPS

KEPT = 15 * 60
EVERY = 0.3
LAYING_OUT = 5
"""The step of the press in which pages are laid out: most of its time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows written of so many, or pages laid out; `share` is between 0 and 1, None where it is not known."""

    rows: int = 0
    of_rows: int = 0
    pages: int = 0
    share: float | None = None


class Reporter:
    """Notes how far a report is, a few times a second at most."""

    def __init__(self, run_id: int) -> None:
        self.run_id, self.last = run_id, 0.0

    def rows(self, done: int, total: int) -> None:
        """So many rows are written."""
        self._note(Progress(rows=done, of_rows=total, share=min(done / total, 1.0) if total else None))

    def pages(self, step: int, pages: int) -> None:
        """The press is at a step and has laid out so many pages; how many there will be it does not know."""
        if step < LAYING_OUT:
            share = 0.05 * step
        else:
            share = (
                0.2 + 0.6 * (1 - 1 / (1 + pages / 8)) if step == LAYING_OUT else 0.8 + 0.2 * (step - 5) / (STEPS - 4)
            )
        self._note(Progress(pages=pages, share=share))

    def _note(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self.last < EVERY:
            return
        self.last = now
        try:
            cache.set(_key(self.run_id), progress, timeout=KEPT)
        except (RedisError, OSError):
            self.last = now + KEPT  # not asked again in this run


def of(run_id: int) -> Progress | None:
    """How far a run is; None while it has not begun, or the cache does not answer."""
    try:
        found = cache.get(_key(run_id))
    except (RedisError, OSError):
        return None
    return found if isinstance(found, Progress) else None


def forget(run_id: int) -> None:
    """The run has ended."""
    try:
        cache.delete(_key(run_id))
    except (RedisError, OSError):
        return


def _key(run_id: int) -> str:
    return f"reports:run:{run_id}"
