"""Who wants to know that a year or a month takes postings again: what waited for it is posted then (BUD-01, LED-04).

openings.register("parts_sales.post_results")     # the name of a job; it runs after the year or month was opened
"""

from __future__ import annotations

from core import jobs

_waiting: list[str] = []


def register(job: str) -> None:
    """Have this job run each time a year is opened or a month is opened again."""
    if job not in _waiting:
        _waiting.append(job)


def announce() -> None:
    """A year or a month was opened, in this transaction."""
    for job in _waiting:
        jobs.after_commit(job)
