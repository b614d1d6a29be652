"""How a mail reads: in its reader's language, as text and as HTML, nothing beyond what the notice says (GEN-09)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import kinds, notifications
from core.models import Mail, MailKind, Notification

STOP_SALT = "core.mail.stop"
LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Outside:
    """What a letter to a customer says, and what goes with it. `write` gives subject and paragraphs in the active
    language; `enclose` is called each time the letter is tried, so that no file is kept twice.
    """

    write: Callable[[Mail], tuple[str, list[str]]]
    enclose: Callable[[Mail], list[Enclosure]]


_outside: dict[str, Outside] = {}


def register_outside(kind: str, outside: Outside) -> None:
    """Say how letters to customers about a kind of document read; called in the owning app's `ready`."""
    _outside[kind] = outside


def enclosures(mail: Mail) -> list[Enclosure]:
    """The files that go with a mail: nothing but for letters to customers."""
    return _outside[mail.facts["kind"]].enclose(mail) if mail.kind == MailKind.OUTSIDE else []


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail put together."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a mail."""

    sentence: str
    kind: str
    url: str
    action: str


def absolute(path: str) -> str:
    """A page's whole address, as a mail needs it."""
    return f"{settings.PUBLIC_URL}{path}"


def stop_token(*, person_id: int, topic: str) -> str:
    """What a mail's link to stop mails of a topic carries; made for one person and topic, never forged."""
    return signing.dumps([person_id, topic], salt=STOP_SALT)


def read_stop_token(token: str) -> tuple[int, str]:
    """Whose mails about what. Raises signing.BadSignature."""
    person_id, topic = signing.loads(token, salt=STOP_SALT)
    return int(person_id), str(topic)


def stop_url(mail: Mail) -> str:
    """The address that stops mails like this one; empty where everybody gets them."""
    known = {topic.code for topic in notifications.topics()}
    if mail.topic not in known or not notifications.topic(mail.topic).can_stop_mail:
        return ""
    token = stop_token(person_id=mail.person_id, topic=mail.topic)
    return absolute(reverse("core:mail_stop", kwargs={"token": token}))


def compose(mail: Mail) -> Letter:
    """Put a mail together in its reader's language: the one they chose, else the installation's. A letter to a customer
    is in the language it was sent in.
    """
    if mail.kind == MailKind.OUTSIDE:
        return _outside_letter(mail)
    person: Any = get_user_model()._default_manager.get(pk=mail.person_id)  # noqa: SLF001 - Django's own way
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {"name": person.get_full_name(), "stop_url": stop_url(mail), "language": translation.get_language()}
        context["choices_url"] = absolute(reverse("core:notice_choices"))
        if mail.kind == MailKind.NOTICE and mail.notification is not None:
            context |= _of_notice(mail.notification, mail.topic)
        elif mail.kind == MailKind.DIGEST:
            context |= _of_digest(mail)
        else:
            context |= _of_address(mail)
        return Letter(
            subject=" ".join(str(context["title"]).split())[:LONGEST_SUBJECT],
            text=render_to_string("core/mail/letter.txt", context).strip() + "\n",
            html=render_to_string("core/mail/letter.html", context),
        )


def _outside_letter(mail: Mail) -> Letter:
    language = str(mail.facts.get("language", settings.LANGUAGE_CODE))
    with translation.override("en" if language == "en" else "zh-hans"):
        subject, paragraphs = _outside[mail.facts["kind"]].write(mail)
        context = {"title": subject, "paragraphs": paragraphs, "language": translation.get_language()}
        return Letter(
            subject=" ".join(subject.split())[:LONGEST_SUBJECT],
            text="\n\n".join(paragraphs) + "\n",
            html=render_to_string("core/mail/outside.html", context),
        )


def _line(notice: Notification) -> Line:
    return Line(
        sentence=notifications.sentence(notice),
        kind=kinds.label_of(notice.subject_kind),
        url=absolute(reverse("core:notice_open", kwargs={"notice_id": notice.pk})),
        action=_("Open the document") if kinds.find(notice.subject_kind) else _("Open the notices"),
    )


def _of_notice(notice: Notification, topic: str) -> dict[str, Any]:
    line = _line(notice)
    decides = topic in notifications.DECIDED_FROM_MAIL
    return {
        "title": line.sentence,
        "lines": [line],
        "about": str(notifications.topic_of(notice.code).label),
        "hint": _("The link leads to the document; after signing in you decide there.") if decides else "",
    }


def _of_digest(mail: Mail) -> dict[str, Any]:
    found = Notification.objects.filter(person_id=mail.person_id, pk__in=mail.facts.get("notices", []))
    lines = [_line(notice) for notice in found.order_by("-at", "-pk")]
    count = int(mail.facts.get("count", len(lines)))
    title = _("Your notices since the last daily e-mail: %(count)s")
    rest = count - len(lines)
    return {
        "title": title % {"count": count},
        "lines": lines,
        "hint": _("And %(count)s more, in the application.") % {"count": rest} if rest > 0 else "",
        "is_digest": True,
    }


def _of_address(mail: Mail) -> dict[str, Any]:
    """The mail that makes sure that an address is the person's own."""
    return {
        "title": _("Is this your e-mail address?"),
        "says": _(
            "You asked for mails of the after-sales budget to come to %(address)s. Follow the link within three days "
            "and confirm. Until then nothing changes. Not you? Then leave it."
        )
        % {"address": mail.address},
        "url": absolute(str(mail.facts.get("path", "/"))),
        "action": _("Confirm the address"),
    }
