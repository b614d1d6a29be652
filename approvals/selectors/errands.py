"""What waits for somebody besides what they decide on (APR-05): found in one statement for all kinds."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import IntegerField, QuerySet, Value
from django.utils import timezone
from redis.exceptions import RedisError

from approvals.errands import Errand, Seat, Source, registered
from approvals.selectors.inbox import InboxFilter, waiting_tasks
from core.actors import Actor

log = logging.getLogger(__name__)

KEPT_SECONDS = 60
MOST = 500
"""So many are looked at; who has more works from the lists of their kinds."""


def errands_of(actor: Actor, *, on: date) -> list[Errand]:
    """The steps that wait for somebody, the most urgent first: what is due soonest, then what waits longest."""
    if actor.person_id is None:
        return []
    seat, sources = Seat(actor, on), registered()
    found: dict[int, list[int]] = defaultdict(list)
    rows = _union(seat, sources)
    for place, pk in rows[:MOST] if rows is not None else ():
        found[place].append(pk)
    errands = [one for place, ids in found.items() for one in _told(sources[place], ids, seat)]
    return sorted(errands, key=lambda one: (one.due_date or date.max, _since(one), one.number))


def narrowed(errands: Iterable[Errand], chosen: InboxFilter, *, on: date) -> list[Errand]:
    """Those of the errands the inbox's filter asks for; none is ever flagged."""
    if chosen.flagged:
        return []
    words = chosen.text.lower().split()
    return [
        one
        for one in errands
        if chosen.kind in {"", one.kind}
        and (not chosen.overdue or is_late(one, on))
        and all(word in f"{one.number} {one.title} {one.what}".lower() for word in words)
    ]


def is_late(errand: Errand, on: date) -> bool:
    """Whether its day is over."""
    return errand.due_date is not None and errand.due_date < on


def all_waiting(actor: Actor) -> int:
    """How much waits for a person, decisions and errands: the number beside the inbox, on every page.

    Decisions are counted each time, in one statement. Errands, which many kinds of documents are asked for, are counted
    once a minute and whenever the person has done something (`forget`): until then one that came from somebody else
    may be missing in the number, never in the inbox.
    """
    if actor.person_id is None:
        return 0
    return waiting_tasks(actor).count() + _kept_count(actor, actor.person_id)


def forget(person_id: int) -> None:
    """Count a person's errands anew when they are next asked for."""
    try:
        cache.delete(_key(person_id))
    except (RedisError, OSError):
        log.warning("the number of errands of person %s stays for a while", person_id)


def _kept_count(actor: Actor, person_id: int) -> int:
    try:
        kept = cache.get(_key(person_id))
        if kept is None:
            kept = _count(actor)
            cache.set(_key(person_id), kept, timeout=KEPT_SECONDS)
    except (RedisError, OSError):  # away: counted each time
        return _count(actor)
    return int(kept)


def _count(actor: Actor) -> int:
    rows = _union(Seat(actor, timezone.localdate()), registered())
    return rows.count() if rows is not None else 0


def _key(person_id: int) -> str:
    return f"approvals:errands:{person_id}"


def _union(seat: Seat, sources: list[Source]) -> QuerySet[Any, Any] | None:
    """Which source has which rows, in one statement; None where none can have any."""
    parts: list[QuerySet[Any, Any]] = [
        found.order_by().annotate(place=Value(place, IntegerField())).values_list("place", "pk")
        for place, one in enumerate(sources)
        if (found := one.rows(seat)) is not None
    ]
    if not parts:
        return None
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _told(source: Source, ids: list[int], seat: Seat) -> list[Errand]:
    rows = source.rows(seat)
    if rows is None:
        return []
    found = []
    for row in rows.filter(pk__in=ids):
        told = source.told(row, seat)
        found.append(
            Errand(
                kind=source.kind, kind_label=str(source.label), document_id=row.pk, number=told.number,
                title=told.title, what=told.what, url=told.url, since=told.since, due_date=told.due_date,
            )
        )  # fmt: skip
    return found


def _since(errand: Errand) -> float:
    return errand.since.timestamp() if errand.since is not None else 0.0
