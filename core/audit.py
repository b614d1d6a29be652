"""The timeline: one event for each thing that happens to a document (GEN-05)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from core import formats
from core.actors import Actor
from core.context import current_request_id
from core.models import AuditEvent

Told = TypeVar("Told")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""The languages in which a text is kept that is put together when it happens."""
BREAK_GLASS = "break_glass"
"""The fact that names the break-glass rights without which something could not have been done (ORG-06b)."""
_listeners: list[Callable[[AuditEvent], None]] = []
_sentences: dict[str, str | Promise] = {}
_field_labels: dict[str, str | Promise] = {}
_fact_labels: dict[str, str | Promise] = {}


def on_record(listen: Callable[[AuditEvent], None]) -> None:
    """Have every event told to `listen`, in the event's transaction."""
    _listeners.append(listen)


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Give event codes (`budget.submit`) their translated words ("Submitted"). A test finds codes without."""
    _sentences.update(sentences)


def sentence(code: str) -> str:
    """The words for an event code in the active language; the code itself where none are registered."""
    return str(_sentences.get(code, code))


def registered_codes() -> frozenset[str]:
    """All event codes that have words."""
    return frozenset(_sentences)


def register_fields(labels: Mapping[str, str | Promise]) -> None:
    """Give names of changed values (`facts["changes"]`) their words, where they are no fields of the document's
    model."""
    _field_labels.update(labels)


def field_label(name: str) -> str:
    """The registered words for a changed value; empty where there are none."""
    return str(_field_labels.get(name, ""))


def register_facts(labels: Mapping[str, str | Promise], *, code: str = "") -> None:
    """Give names in `facts` their words, so that the timeline tells them ("Held 10,500.00"): wherever they stand, or in
    events of this `code` alone, where the same name means something else (an empty word: it is not told there).
    """
    _fact_labels.update({f"{code} {name}".lstrip(): words for name, words in labels.items()})


def fact_label(name: str, code: str = "") -> str:
    """The registered words for a fact of such an event; empty for one that the timeline does not tell."""
    return str(_fact_labels.get(f"{code} {name}", _fact_labels.get(name, "")))


def in_both(words: Callable[[Told], object], of: Told) -> dict[str, str]:
    """A text for `facts` in both languages, for what its reader could not put together later (GEN-11)."""
    found: dict[str, str] = {}
    for code, language in LANGUAGES.items():
        with translation.override(language):
            found[code] = str(words(of))
    return found


def in_words(value: Any) -> Any:
    """A kept text in the reader's language; anything else as it is."""
    if isinstance(value, Mapping) and value.keys() == LANGUAGES.keys():
        return value["zh" if formats.is_chinese() else "en"]
    return value


def record(
    *,
    kind: str,
    document_id: int,
    label: str,
    code: str,
    actor: Actor,
    at: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
    on_behalf_of: tuple[int, str] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write one event. Must run in the change's transaction.

    `facts` are JSON, amounts as strings; `facts["changes"]` maps a field to [old, new] and is shown on the timeline.
    What was possible only under a break-glass right says so (ORG-06b).
    """
    told = dict(facts or {})
    if actor.used:
        told[BREAK_GLASS] = ", ".join(sorted(actor.used))
    event = AuditEvent.objects.create(
        subject_kind=kind,
        subject_id=document_id,
        subject_label=label[:200],
        code=code,
        actor_id=actor.person_id,
        actor_name=actor.name,
        on_behalf_of_id=on_behalf_of[0] if on_behalf_of else None,
        on_behalf_of_name=on_behalf_of[1] if on_behalf_of else "",
        before=before,
        after=after,
        reason=reason,
        facts=told,
        request_id=current_request_id(),
        at=at,
    )
    for listen in _listeners:
        listen(event)
    return event


def events_of(*, kind: str, document_id: int) -> QuerySet[AuditEvent]:
    """The events of one document, oldest first."""
    return AuditEvent.objects.filter(subject_kind=kind, subject_id=document_id).order_by("at", "pk")


def names_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    """What the people in events are called in the reader's language, by id, in one statement. Beside it stands the
    name kept with the event, for who is not known any more.
    """
    ids = {pk for event in events for pk in (event.actor_id, event.on_behalf_of_id) if pk is not None}
    people = get_user_model()._default_manager.filter(pk__in=ids) if ids else ()  # noqa: SLF001 - Django's own way
    return {person.pk: person.get_full_name() for person in people}


def lately_of(*, person_id: int, kinds: Collection[str], limit: int) -> list[tuple[str, int]]:
    """The documents of these kinds that somebody did something with last, as kind and id, the latest first."""
    events = AuditEvent.objects.filter(actor=person_id, subject_kind__in=kinds).order_by("-pk")
    rows = events.values_list("subject_kind", "subject_id")[: 20 * limit]
    return list(dict.fromkeys(rows))[:limit]


def people_of(*, kind: str, document_id: int, codes: Collection[str]) -> set[int]:
    """Who did one of these things to a document."""
    events = AuditEvent.objects.filter(subject_kind=kind, subject_id=document_id, code__in=codes)
    return set(events.exclude(actor=None).values_list("actor_id", flat=True).distinct())
