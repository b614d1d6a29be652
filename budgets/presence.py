"""Who is in a draft right now, and in which cell: kept in the cache for a few seconds, never in the database (BUD-11).

Two people writing at the same moment may lose each other's entry; it comes back with their next report, seconds later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from core.actors import Actor

REMEMBERED = 16
"""Seconds: three missed reports of five seconds make somebody disappear."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody in the draft; `line_id` and `month` are the cell they are in, 0 for none."""

    person_id: int
    name: str
    line_id: int
    month: int
    seen_at: float


def report(*, budget_id: int, actor: Actor, line_id: int, month: int, at: datetime) -> list[Present]:
    """Note where the actor is; return the others who are here, by name."""
    if actor.person_id is None:
        return []
    here = {
        person_id: present
        for person_id, present in (cache.get(_key(budget_id)) or {}).items()
        if present.seen_at > at.timestamp() - REMEMBERED
    }
    here[actor.person_id] = Present(
        person_id=actor.person_id, name=actor.name, line_id=line_id, month=month, seen_at=at.timestamp()
    )
    cache.set(_key(budget_id), here, timeout=REMEMBERED)
    return sorted((own for own in here.values() if own.person_id != actor.person_id), key=lambda own: own.name)


def _key(budget_id: int) -> str:
    return f"budgets:presence:{budget_id}"
