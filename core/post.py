"""Bringing mails to the mail server: kept while it is away, tried again with growing pauses (GEN-09, QLT-30)."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from core import letters, outbox
from core.models import DeliveryState, Mail, MailKind

log = logging.getLogger(__name__)

BATCH = 50
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 15, 60, 240, 720, 1440))
"""How long a mail the server refuses waits each time; after the last it is given up."""
MOST_WHILE_AWAY = timedelta(minutes=15)
"""The longest pause while the server does not answer at all: mails wait for it however long it takes."""

REFUSED = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, UnicodeError)
"""What the server says of one mail; anything else is said of the way to it."""


def send_waiting(*, at: datetime) -> int:
    """Send every mail that is due; how many went out. Two workers at once share them. Safe to run often."""
    gone = 0
    while batch := outbox.take_up(_mails(), at=outbox.moment(at), limit=BATCH):
        sent = _send(batch, at=at)
        if sent is None:
            break
        gone += sent
    return gone


def _mails() -> QuerySet[Mail]:
    return Mail.objects.select_related("person", "notification")


def _send(batch: list[Mail], *, at: datetime) -> int | None:
    """Send mails over one connection; None where the server is away, and they wait for it."""
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _put_off(batch, error, at=at)
        return None
    gone = 0
    try:
        for place, mail in enumerate(batch):
            try:
                gone += _send_one(mail, connection, at=at)
            except REFUSED as error:
                outbox.failed(mail, error=_named(error), at=outbox.moment(at), pauses=PAUSES)
            except (smtplib.SMTPException, OSError) as error:
                _put_off(batch[place:], error, at=at)
                return None
    finally:
        _close(connection)
    return gone


def _send_one(mail: Mail, connection: BaseEmailBackend, *, at: datetime) -> int:
    """1 for a mail that went out. Raises SMTPException, OSError."""
    if not mail.person.is_active and mail.kind != MailKind.OUTSIDE:
        outbox.skipped(mail, error="the person has left")
        return 0
    if not mail.subject and not _composed(mail, at=at):
        return 0
    message = _message(mail, connection)
    if not _enclosed(mail, message, at=at):
        return 0
    connection.send_messages([message])
    outbox.was_sent(mail, at=outbox.moment(at))
    return 1


def _composed(mail: Mail, *, at: datetime) -> bool:
    """Put it together; one that cannot be is noted and does not hold up the others."""
    try:
        letter = letters.compose(mail)
    except Exception as error:
        log.exception("mail %s could not be put together", mail.pk)
        outbox.failed(mail, error=_named(error), at=outbox.moment(at), pauses=PAUSES)
        return False
    mail.subject, mail.text, mail.html = letter.subject, letter.text, letter.html
    Mail.objects.filter(pk=mail.pk).update(subject=mail.subject, text=mail.text, html=mail.html)
    return True


def _enclosed(mail: Mail, message: EmailMultiAlternatives, *, at: datetime) -> bool:
    """Put its files in; a file that cannot be made is noted, and the mail tried again later."""
    try:
        for one in letters.enclosures(mail):
            message.attach(one.name, one.content, one.content_type)
    except Exception as error:
        log.exception("the files of mail %s could not be made", mail.pk)
        outbox.failed(mail, error=_named(error), at=outbox.moment(at), pauses=PAUSES)
        return False
    return True


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail as it is sent. Sent twice after a crash it carries the same Message-ID, by which servers tell copies."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    headers = {"Message-ID": f"<mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{host}>"}
    is_letter = mail.kind == MailKind.OUTSIDE
    if not is_letter:
        headers["Auto-Submitted"] = "auto-generated"
    if stop := letters.stop_url(mail):
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.address], headers=headers, connection=connection,
        reply_to=[mail.person.email] if is_letter and mail.person.email else None,
    )  # fmt: skip
    message.attach_alternative(mail.html, "text/html")
    return message


def _put_off(batch: list[Mail], error: Exception, *, at: datetime) -> None:
    outbox.put_off(batch, error=_named(error), at=outbox.moment(at), most=MOST_WHILE_AWAY)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):  # what was sent has been noted
        return


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def clean_up(*, at: datetime) -> int:
    """Delete mails that went out or were not needed, after their time. Given-up ones stay. How many rows went."""
    over = Mail.objects.filter(state__in=[DeliveryState.SENT, DeliveryState.SKIPPED], created_at__lt=at - outbox.KEPT)
    return over.delete()[0]
