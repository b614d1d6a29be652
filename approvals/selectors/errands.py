"""What waits for somebody besides what they decide on (APR-05): found in one statement for all kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.utils import timezone

from approvals.errands import Errand, Seat, Source, registered
from approvals.selectors.inbox import InboxFilter, waiting_tasks
from core.actors import Actor

MOST = 500
"""So many are looked at; who has more works from the lists of their kinds."""


def errands_of(actor: Actor, *, on: date) -> list[Errand]:
    """The steps that wait for somebody, the most urgent first: what is due soonest, then what waits longest."""
    if actor.person_id is None:
        return []
    seat, sources = Seat(actor, on), registered()
    found: dict[int, list[int]] = defaultdict(list)
    for place, pk in _union(seat, sources)[:MOST]:
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
    """How much waits for a person, decisions and errands: the number beside the inbox. One statement."""
    tasks: QuerySet[Any] = waiting_tasks(actor).order_by().values_list("pk")
    if actor.person_id is None:
        return 0
    seat = Seat(actor, timezone.localdate())
    rows = [found.order_by().values_list("pk") for one in registered() if (found := one.rows(seat)) is not None]
    return tasks.union(*rows, all=True).count() if rows else tasks.count()


def _union(seat: Seat, sources: list[Source]) -> Any:
    """Which source has which rows, in one statement."""
    parts = [
        found.order_by().annotate(place=Value(place, IntegerField())).values_list("place", "pk")
        for place, one in enumerate(sources)
        if (found := one.rows(seat)) is not None
    ]
    if not parts:
        return []
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
