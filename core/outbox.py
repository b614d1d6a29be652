"""Sending rows to other machines: taken up by one worker, retried with growing pauses, given up visibly (QLT-30).

The network stays outside transactions: a row is taken up and committed, sent, and its outcome written afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from core.models import Delivery, DeliveryState

Row = TypeVar("Row", bound=Delivery)

LEASE = timedelta(minutes=5)
"""How long a row belongs to who took it up; after that, whoever took it is taken for dead."""
KEPT = timedelta(days=30)


def moment(at: datetime) -> datetime:
    """The time of an outcome in work begun at `at`, which may take a while."""
    return max(at, timezone.now())


def take_up(rows: QuerySet[Row], *, at: datetime, limit: int) -> list[Row]:
    """Rows that are due, oldest first, taken out of the others' reach for LEASE. Commits before anything is sent."""
    with transaction.atomic():
        waiting = rows.filter(state=DeliveryState.WAITING, due_at__lte=at).order_by("due_at", "pk")
        taken = list(waiting.select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])
        ids = [row.pk for row in taken]
        rows.model._default_manager.filter(pk__in=ids).update(due_at=at + LEASE, begun=F("begun") + 1)  # noqa: SLF001
    for row in taken:
        row.begun += 1
    return taken


def was_sent(row: Delivery, *, at: datetime) -> None:
    """It has arrived at the other side."""
    _waiting(row).update(state=DeliveryState.SENT, sent_at=at, error="")


def failed(row: Delivery, *, error: str, at: datetime, pauses: Sequence[timedelta]) -> None:
    """The other side refused or did not answer: again after the next of the pauses, given up after the last."""
    if row.attempts >= len(pauses):
        outcome = {"state": DeliveryState.GIVEN_UP, "due_at": at}
    else:
        outcome = {"due_at": at + pauses[row.attempts]}
    _waiting(row).update(**outcome, attempts=row.attempts + 1, error=error[:400])


def put_off(rows: Sequence[Delivery], *, error: str, at: datetime, most: timedelta) -> None:
    """The way there is closed for all rows alike: each waits longer every time, at most `most`, and is never given up
    for it."""
    for row in rows:
        pause = min(timedelta(minutes=2 ** min(row.begun - 1, 10)), most)
        _waiting(row).update(due_at=at + pause, error=error[:400])


def skipped(row: Delivery, *, error: str) -> None:
    """It is no longer wanted."""
    _waiting(row).update(state=DeliveryState.SKIPPED, error=error[:400])


def give_up(rows: QuerySet[Row], *, error: str, at: datetime) -> int:
    """Send none of these that wait, until somebody asks for it. How many."""
    waiting = rows.filter(state=DeliveryState.WAITING)
    return waiting.update(state=DeliveryState.GIVEN_UP, due_at=at, error=error[:400])


def wait_again(row: Delivery, *, at: datetime) -> None:
    """Put a row back among the waiting ones, with all its attempts."""
    row.state, row.attempts, row.begun, row.due_at, row.sent_at = DeliveryState.WAITING, 0, 0, at, None
    row.save(update_fields=("state", "attempts", "begun", "due_at", "sent_at"))


def _waiting(row: Delivery) -> QuerySet[Delivery]:
    """The row, if nobody has written its end meanwhile."""
    rows: QuerySet[Delivery] = type(row)._default_manager.filter(pk=row.pk, state=DeliveryState.WAITING)  # noqa: SLF001
    return rows
