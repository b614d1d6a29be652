"""Mails as rows: written with the change that calls for them, sent after it, once (GEN-09, QLT-30).

How they read: core.letters. How they go out: core.post.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import audit, jobs, outbox
from core.actors import Actor
from core.errors import DomainError, NotAllowed, WrongState
from core.models import DeliveryState, Mail, MailKind, Notification

log = logging.getLogger(__name__)
KEPT = timedelta(days=30)
_nudges: list[Callable[[], None]] = []


class NoAddress(DomainError):
    """A mail cannot go to somebody without an address."""

    code = "no_address"
    text = _("%(person)s has no e-mail address, or does not work here any more. Enter an address first.")


def on_nudge(send: Callable[[], None]) -> None:
    """Register how a worker is told that mails wait; losing the message loses nothing."""
    _nudges.append(send)


def write_for_notices(people: Collection[int], *, key: str, topic: str, at: datetime) -> None:
    """A mail to each of these people about their notice of this occasion; who has no address gets none.

    Safe to repeat: one mail per notice.
    """
    if not people:
        return
    notices = Notification.objects.filter(
        person_id__in=people, key=key, person__is_active=True, mails__isnull=True
    ).exclude(person__email="")
    rows = [
        Mail(
            person_id=notice_person,
            kind=MailKind.NOTICE,
            topic=topic,
            notification_id=notice_id,
            address=address,
            key=f"notice:{notice_id}",
            due_at=at,
            created_at=at,
        )
        for notice_id, notice_person, address in notices.values_list("pk", "person_id", "person__email")
    ]
    if rows:
        Mail.objects.bulk_create(rows, ignore_conflicts=True)
        transaction.on_commit(nudge)


def write(
    *, person_id: int, kind: MailKind, address: str, key: str, at: datetime, facts: dict[str, Any], topic: str = ""
) -> None:
    """Any other mail to one person; the same key writes none twice."""
    mail = Mail(
        person_id=person_id, kind=kind, topic=topic, address=address, key=key, due_at=at, created_at=at, facts=facts
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    transaction.on_commit(nudge)


def nudge() -> None:
    """Tell a worker that mails wait; where the queue is away, the clock finds them."""
    for send in _nudges:
        try:
            send()
        except OSError:
            log.warning("the queue could not be told of waiting mails; the clock will find them")


def visible_to(actor: Actor) -> QuerySet[Mail]:
    """The mails somebody may see in the list: all of them for those who watch the background work. In the demo, which
    has no mail server, everybody sees their own.
    """
    rows = Mail.objects.select_related("person", "notification")
    if jobs.can_watch(actor):
        return rows
    return rows.filter(person_id=actor.person_id or 0) if settings.DEMO else rows.none()


def can_open_list(actor: Actor) -> bool:
    """Who sees the page of mails."""
    return jobs.can_watch(actor) or (settings.DEMO and actor.person_id is not None)


def can_read(mail: Mail, actor: Actor) -> bool:
    """Who may read what a mail says: whom it is to. In the demo, where nobody real is written to, whoever sees it."""
    return mail.person_id == actor.person_id or settings.DEMO


@transaction.atomic
def send_again(*, mail_id: int, actor: Actor, at: datetime) -> Mail:
    """Have a mail that was given up tried again, to the person's address of today.

    Raises NotAllowed, WrongState, NoAddress, Mail.DoesNotExist.
    """
    if not jobs.can_watch(actor):
        raise NotAllowed(document=f"#{mail_id}")
    mail = Mail.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=mail_id)
    if mail.state != DeliveryState.GIVEN_UP:
        raise WrongState(document=str(mail), state=mail.get_state_display())
    if mail.kind not in {MailKind.ADDRESS, MailKind.OUTSIDE}:
        person: Any = get_user_model()._default_manager.get(pk=mail.person_id)  # noqa: SLF001 - Django's own way
        if not person.email or not person.is_active:
            raise NoAddress(person=person.get_full_name())
        mail.address = person.email
        mail.save(update_fields=("address",))
    outbox.wait_again(mail, at=at)
    audit.record(
        kind="mail", document_id=mail.pk, label=str(mail), code="mail.send_again", actor=actor, at=at,
        before=DeliveryState.GIVEN_UP, after=DeliveryState.WAITING,
    )  # fmt: skip
    transaction.on_commit(nudge)
    return mail
