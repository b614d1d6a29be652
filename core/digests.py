"""How each person wants to be told, and the daily mail (GEN-09)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import mails, notifications
from core.actors import Actor
from core.calendar import is_working_day
from core.errors import InvalidInput, NotAllowed
from core.models import Mail, MailKind, NoticeSettings, Notification, Way

MOST_LINES = 40
"""How many notices one daily mail tells; the rest is counted."""
HOURS = range(6, 21)
"""When a daily mail can be wished for."""


def settings_of(person_id: int) -> NoticeSettings:
    """Somebody's choices; the usual ones, not stored, where there are none."""
    return NoticeSettings.objects.filter(person_id=person_id).first() or NoticeSettings(person_id=person_id)


@transaction.atomic
def choose(*, ways: Mapping[str, str], digest_hour: int, actor: Actor, at: datetime) -> NoticeSettings:
    """Keep how the actor wants to be told, topic by topic; topics not named stay as they are. Raises InvalidInput."""
    if actor.person_id is None:
        raise NotAllowed(document="")
    if digest_hour not in HOURS:
        raise InvalidInput(problem=str(digest_hour))
    known = {topic.code: topic for topic in notifications.topics()}
    for code, way in ways.items():
        if code not in known or way not in known[code].ways:
            raise InvalidInput(problem=f"{code}: {way}")
    return _keep(actor.person_id, ways, digest_hour=digest_hour, at=at)


@transaction.atomic
def stop_mails(*, person_id: int, topic: str, at: datetime) -> None:
    """No more mails about a topic for somebody; they still see its notices here. Raises InvalidInput."""
    known = {one.code: one for one in notifications.topics()}
    if topic not in known or not known[topic].can_stop_mail:
        raise InvalidInput(problem=topic)
    _keep(person_id, {topic: Way.APP}, digest_hour=None, at=at)


def _keep(person_id: int, ways: Mapping[str, str], *, digest_hour: int | None, at: datetime) -> NoticeSettings:
    NoticeSettings.objects.bulk_create([NoticeSettings(person_id=person_id)], ignore_conflicts=True)
    kept = NoticeSettings.objects.select_for_update(of=("self",), no_key=True).get(person_id=person_id)
    kept.ways = {**kept.ways, **{code: str(way) for code, way in ways.items()}}
    kept.digest_hour = kept.digest_hour if digest_hour is None else digest_hour
    wants_digest = Way.DIGEST in kept.ways.values()
    if wants_digest and not kept.has_digest:
        kept.digested_until = at  # what came before has been told already
    kept.has_digest = wants_digest
    kept.save()
    return kept


def write_due(*, at: datetime) -> int:
    """Write the daily mails whose hour has come; how many. Safe to run often and late: one for each person and day, and
    what came while nothing ran is in the next one.
    """
    local = timezone.localtime(at)
    if not is_working_day(local.date()):
        return 0
    due = NoticeSettings.objects.filter(has_digest=True, digest_hour__lte=local.hour, person__is_active=True)
    due = due.filter(Q(digested_on__isnull=True) | Q(digested_on__lt=local.date()))
    return sum(_write(person_id, on=local.date(), at=at) for person_id in list(due.values_list("person_id", flat=True)))


@transaction.atomic
def _write(person_id: int, *, on: date, at: datetime) -> int:
    rows = NoticeSettings.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    kept = rows.filter(person_id=person_id).select_related("person").first()
    if kept is None or not kept.has_digest or kept.digested_on == on:
        return 0
    codes = {code for code, way in kept.ways.items() if way == Way.DIGEST}
    notices = Notification.objects.filter(
        person_id=person_id, at__gt=kept.digested_until, at__lte=at, read_at__isnull=True
    )
    wanted = [
        pk for pk, code in notices.values_list("pk", "code") if notifications.topic_of(code).code in codes
    ]  # newest first
    kept.digested_on, kept.digested_until = on, at
    kept.save(update_fields=("digested_on", "digested_until"))
    address = getattr(kept.person, "email", "")
    if not wanted or not address:
        return 0
    mails.write(
        person_id=person_id,
        kind=MailKind.DIGEST,
        address=address,
        key=f"digest:{person_id}:{on}",
        at=at,
        facts={"notices": wanted[:MOST_LINES], "count": len(wanted)},
    )
    return 1


def last_address_asked(person_id: int, *, since: datetime) -> str:
    """The address somebody asked for and has not confirmed; empty where there is none."""
    asked = Mail.objects.filter(person_id=person_id, kind=MailKind.ADDRESS, created_at__gte=since)
    return asked.order_by("-created_at").values_list("address", flat=True).first() or ""
