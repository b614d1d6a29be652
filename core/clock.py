"""What the clock starts once a day: the database remembers the last time, so a missed one is made up (QLT-30)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.models import ClockRun


def due_since(daily: time, *, at: datetime) -> datetime:
    """The last moment up to `at` at which something daily should have been started, in the installation's zone."""
    local = timezone.localtime(at)
    today = datetime.combine(local.date(), daily, tzinfo=local.tzinfo)
    return today if today <= local else today - timedelta(days=1)


def tick(table: Mapping[str, time], *, start: Callable[[str], object], at: datetime) -> list[str]:
    """Start by name what is due and was not started since; the names. One start makes up for all that were missed.

    What is new to the installation counts as started.
    """
    return [name for name, daily in table.items() if _start(name, daily, start=start, at=at)]


@transaction.atomic
def _start(name: str, daily: time, *, start: Callable[[str], object], at: datetime) -> bool:
    """Noted and started together: where starting fails, it is tried again at the next tick."""
    run, is_new = ClockRun.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        name=name, defaults={"last_at": at}
    )
    if is_new or run.last_at >= due_since(daily, at=at):
        return False
    run.last_at = at
    run.save(update_fields=("last_at",))
    start(name)
    return True
