"""Notices in the application (GEN-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from core import kinds, mails, remarks
from core.actors import Actor
from core.models import NoticeSettings, Notification, Way

_sentences: dict[str, str | Promise] = {}
_pages: dict[str, tuple[str | Promise, Callable[[int], str]]] = {}


def _everybody(_actor: Actor) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Topic:
    """What notices are about, as people choose how to be told (GEN-09). `codes` are whole codes or their beginnings.

    `usual` holds until somebody chooses; `ways` are those one can choose among; `concerns` says whose page offers it.
    """

    code: str
    label: str | Promise
    codes: tuple[str, ...]
    usual: Way = Way.APP
    ways: tuple[Way, ...] = (Way.MAIL, Way.DIGEST, Way.APP, Way.NONE)
    concerns: Callable[[Actor], bool] = _everybody

    @property
    def can_stop_mail(self) -> bool:
        """Whether one may do without mails about it."""
        return Way.APP in self.ways


DECISIONS, TIME = "decisions", "time"
DECIDED_FROM_MAIL = frozenset({DECISIONS, TIME})
"""Topics whose mails lead to a decision (APR-12); approvals registers them."""
OTHER = Topic("other", gettext_lazy("Everything else"), codes=())
_topics: dict[str, Topic] = {}
_openings: list[Callable[[Notification, Actor], str]] = []


def register_topic(topic: Topic) -> None:
    """Make a topic known; called in the `ready` of the app whose notices it gathers."""
    _topics[topic.code] = topic


def topics() -> list[Topic]:
    """All topics in order of registration, the rest at the end."""
    return [*_topics.values(), OTHER]


def topic(code: str) -> Topic:
    """The topic with this code. Raises KeyError."""
    return OTHER if code == OTHER.code else _topics[code]


def topic_of(code: str) -> Topic:
    """What a notice is about, by its code; the longest beginning that fits wins."""
    fitting = [(len(each), one) for one in _topics.values() for each in one.codes if code.startswith(each)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else OTHER


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Give notice codes their translated sentence, with named placeholders filled from `facts` and `document`.

    `document` is the notice's label, in English `document_en` of its facts where there is one.
    """
    _sentences.update(sentences)


def register_page(kind: str, label: str | Promise, address: Callable[[int], str]) -> None:
    """Say what notices about something that is no document belong to, and where they lead: its page by its id."""
    _pages[kind] = (label, address)


def label_of(kind: str) -> str:
    """What notices of this kind are about."""
    return str(_pages[kind][0]) if kind in _pages else kinds.label_of(kind)


def address_of(notification: Notification) -> str:
    """The page a notice leads to; empty where it has none."""
    kind, subject_id = notification.subject_kind, notification.subject_id
    if kind in _pages:
        return _pages[kind][1](subject_id)
    return kinds.url_of(kind, subject_id)


def on_opening(say: Callable[[Notification, Actor], str]) -> None:
    """Register what somebody reads who follows a notice that is not true any more; empty where it still is."""
    if say not in _openings:
        _openings.append(say)


def said_on_opening(notification: Notification, actor: Actor) -> str:
    """What became of what a notice asked for; empty while it stands."""
    return next(filter(None, (say(notification, actor) for say in _openings)), "")


def is_open(notification: Notification, actor: Actor) -> bool:
    """Whether its reader still sees what it is about (GEN-10)."""
    if notification.subject_kind in _pages:
        return True
    kind = kinds.find(notification.subject_kind)
    return kind is None or kind.visible_to(actor).filter(pk=notification.subject_id).exists()


def sentence(notification: Notification) -> str:
    """The notice in the active language."""
    text = str(_sentences.get(notification.code, notification.code))
    return text % {"document": notification.subject_label, **_told(notification.facts)} if "%(" in text else text


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as people read them: names in their language, a remark on a line begins with the line's name."""
    told = dict(facts)
    if get_language() == "en":
        told |= {name.removesuffix("_en"): value for name, value in facts.items() if name.endswith("_en") and value}
    if isinstance(words := told.get("text"), str):
        _place, label, said = remarks.parted(words)
        told["text"] = gettext("%(label)s: %(text)s") % {"label": label, "text": said} if label else words
    return told


def registered_codes() -> frozenset[str]:
    """All notice codes that have words."""
    return frozenset(_sentences)


def notify(
    people: Iterable[int],
    *,
    code: str,
    kind: str,
    document_id: int,
    label: str,
    key: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Tell people once. `key` names the occasion: the same key tells nobody twice, whatever is retried.

    Who does not want to hear of the topic is left out; who wants mail gets one, written in this transaction and sent
    after it (GEN-09).
    """
    about = topic_of(code)
    ways = ways_of(set(people), about)
    told = {person_id for person_id, way in ways.items() if way != Way.NONE}
    rows = [
        Notification(
            person_id=person_id,
            code=code,
            subject_kind=kind,
            subject_id=document_id,
            subject_label=label[:200],
            key=key,
            at=at,
            facts=dict(facts or {}),
        )
        for person_id in sorted(told)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    by_mail = {person_id for person_id in told if ways[person_id] == Way.MAIL}
    mails.write_for_notices(by_mail, key=key, topic=about.code, at=at)


def ways_of(people: Iterable[int], about: Topic) -> dict[int, Way]:
    """How each of the people wants to be told of a topic."""
    ways = dict.fromkeys(people, about.usual)
    chosen = NoticeSettings.objects.filter(person_id__in=ways, ways__has_key=about.code) if ways else ()
    for one in chosen:
        way = Way(one.ways[about.code])
        ways[one.person_id] = way if way in about.ways else about.usual
    return ways


def notices_of(actor: Actor) -> QuerySet[Notification]:
    """The notices of a person, newest first."""
    return Notification.objects.filter(person_id=actor.person_id or 0)


def unread_count(actor: Actor) -> int:
    """How many notices wait to be read."""
    return notices_of(actor).filter(read_at__isnull=True).count()


def mark_read(actor: Actor, *, at: datetime, notice_id: int | None = None) -> None:
    """Mark one of a person's notices read, or all of them."""
    unread = notices_of(actor).filter(read_at__isnull=True)
    (unread.filter(pk=notice_id) if notice_id is not None else unread).update(read_at=at)
