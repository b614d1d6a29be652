"""Holidays and worked weekends entered by hand, and the reminder that next year's are missing (GEN-15)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, calendar, directory, notifications
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from core.models import CalendarDay

KEEP = "core.keep_calendar"
KIND = "calendar_day"
MISSING = "calendar.missing"
REMIND_FROM = 10
"""The month from which next year's days are asked for; the State Council announces them in November."""


def can_keep(actor: Actor) -> bool:
    """Who enters the days."""
    return actor.can(KEEP)


def days_of(year: int) -> QuerySet[CalendarDay]:
    """The entered days of a year, in order."""
    return CalendarDay.objects.filter(day__year=year).select_related("entered_by").order_by("day")


@transaction.atomic
def enter_day(*, day: date, is_working: bool, name: str, actor: Actor, at: datetime) -> CalendarDay:
    """Say of a day whether it is worked, and why; said again, it is changed. Raises NotAllowed, InvalidInput."""
    _require_keeper(actor, str(day))
    name = " ".join(name.split())
    if not name or len(name) > 40 or not 2000 <= day.year <= 2100:
        raise InvalidInput(problem=_("Name the occasion in at most 40 characters, on a day between 2000 and 2100."))
    kept, is_new = CalendarDay.objects.select_for_update().get_or_create(
        day=day,
        defaults={"is_working": is_working, "name": name, "entered_by_id": actor.person_id, "entered_at": at},
    )
    before: dict[str, object] = {} if is_new else {"is_working": kept.is_working, "name": kept.name}
    kept.is_working, kept.name = is_working, name
    kept.entered_by_id, kept.entered_at = actor.person_id, at
    kept.save()
    after: dict[str, object] = {"is_working": is_working, "name": name}
    changes: dict[str, list[object]] = {
        field: [before.get(field), value] for field, value in after.items() if before.get(field) != value
    }
    _record(kept, "enter", changes, actor=actor, at=at)
    transaction.on_commit(calendar.forget)
    calendar.forget()
    return kept


@transaction.atomic
def remove_day(*, day_id: int, actor: Actor, at: datetime) -> None:
    """Take an entered day away: the public calendar holds again. Raises NotAllowed, CalendarDay.DoesNotExist."""
    kept = CalendarDay.objects.select_for_update().get(pk=day_id)
    _require_keeper(actor, str(kept))
    changes: dict[str, list[object]] = {"is_working": [kept.is_working, None], "name": [kept.name, None]}
    _record(kept, "remove", changes, actor=actor, at=at)
    kept.delete()
    transaction.on_commit(calendar.forget)
    calendar.forget()


def missing_year(*, on: date) -> int | None:
    """Next year, where its holidays neither came with the application nor were entered, from October on."""
    year = on.year + 1
    if on.month < REMIND_FROM or year <= calendar.LAST_KNOWN_YEAR or days_of(year).exists():
        return None
    return year


def tell_of_missing_year(*, at: datetime) -> int | None:
    """Tell those who enter the days, once a week, that next year's are missing; which year that is."""
    on = timezone.localdate(at)
    year = missing_year(on=on)
    if year is not None:
        week = on.isocalendar()
        notifications.notify(
            directory.directory().holding(permission=KEEP),
            code=MISSING,
            kind=KIND,
            document_id=year,
            label=str(year),
            key=f"{MISSING}:{year}:{week.year}-{week.week}",
            at=at,
        )
    return year


def _require_keeper(actor: Actor, label: str) -> None:
    if not can_keep(actor):
        raise NotAllowed(document=label)


def _record(kept: CalendarDay, what: str, changes: dict[str, list[object]], *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind=KIND, document_id=kept.pk, label=str(kept), code=f"{KIND}.{what}",
        actor=actor, at=at, facts={"changes": changes},
    )  # fmt: skip
