"""What every document page shows beside the document itself: its timeline, its files, its comment box.

context = {"claim": claim, **document_context(actor=request.actor, kind=Claim.kind, document=claim)}

{% include "components/attachments.html" %}      a card; takes files by choosing, dropping, and without scripts
{% include "components/history.html" %}          a card: timeline with comments, and the box to write one
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.db.models import ForeignKey, Model
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from core import attachments, audit, changes, comments, history, kinds, remarks
from core.actors import Actor
from core.components import TimelineEntry
from core.errors import DomainError
from core.models import Attachment, AuditEvent
from core.web import new_request_key

ICONS = {
    "submit": "send",
    "resubmit": "send",
    "approve": "check",
    "put_in_force": "shield-check",
    "return": "arrow-back-up",
    "send_back": "arrow-back-up",
    "reject": "x",
    "hand_over": "user-share",
    "add_before": "user-plus",
    "add_after": "user-plus",
    "withdraw": "arrow-back",
    "cancel": "ban",
    "close": "lock",
    "pay": "cash",
    "change": "pencil",
    "amend": "pencil",
    "question": "message-question",
    "answer": "message",
    "import": "upload",
}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file as the card shows it; `remove_url` is empty where it cannot be taken off."""

    name: str
    size: int
    url: str
    remove_url: str
    by: str
    at: Any


@dataclass(frozen=True, slots=True)
class AttachmentsCard:
    """The files of a document; `upload_url` is empty for who may not add any; `is_missing` where it waits for one."""

    files: tuple[AttachedFile, ...]
    upload_url: str
    largest_mb: int
    errors: tuple[str, ...] = ()
    is_missing: bool = False

    @property
    def count(self) -> int:
        return len(self.files)


@dataclass(frozen=True, slots=True)
class CommentBox:
    """Where a comment is sent, who can be mentioned, what was typed when it was refused; `values_url` leads to former
    values, where the kind keeps them. Every box shown has a key of its own: sent twice, it writes once (GEN-04).
    """

    url: str
    mention_url: str
    values_url: str = ""
    text: str = ""
    error: str = ""
    request_key: str = field(default_factory=new_request_key)


def document_context(*, actor: Actor, kind: str, document: Model) -> dict[str, Any]:
    """Timeline, files and comment box of a document the actor sees (GEN-05, GEN-07, GEN-08)."""
    return {
        "timeline": timeline(kind=kind, document=document),
        "attachments": attachments_card(actor=actor, kind=kind, document=document),
        "comments": comment_box(kind=kind, document_id=document.pk),
    }


def files_context(actor: Actor, document: Any | None, *, needed: bool = False) -> dict[str, Any]:
    """What `components/form_files.html` shows on a form: the files the document has, none for a new one; `needed`
    where it is not submitted without any.
    """
    card = attachments_card(actor=actor, kind=document.kind, document=document) if document is not None else None
    is_missing = needed and not (card is not None and card.files)
    return {"files": card, "largest_mb": attachments.largest() // 1024**2, "files_missing": is_missing}


def attachments_card(
    *, actor: Actor, kind: str, document: Model, errors: tuple[str | DomainError, ...] = ()
) -> AttachmentsCard:
    """The files of a document, with what the actor may do with them."""
    can_remove = attachments.may_remove(kind=kind, document=document, actor=actor)
    can_add = attachments.may_attach(kind=kind, document=document, actor=actor)
    files = tuple(
        _file(row, can_remove=can_remove) for row in attachments.attachments_of(kind=kind, document_id=document.pk)
    )
    needs = kinds.get(kind).needs_files
    return AttachmentsCard(
        files=files,
        upload_url=reverse("core:attachment_add", args=[kind, document.pk]) if can_add else "",
        largest_mb=attachments.largest() // 1024**2,
        errors=tuple(str(error) for error in errors),
        is_missing=can_remove and can_add and not files and needs is not None and needs(document),
    )


def comment_box(*, kind: str, document_id: int, text: str = "", error: str = "") -> CommentBox:
    """The box to write a comment in."""
    return CommentBox(
        url=reverse("core:comment_add", args=[kind, document_id]),
        mention_url=reverse("core:mentions", args=[kind, document_id]),
        values_url=reverse("core:values", args=[kind, document_id])
        if history.is_tracked(kinds.get(kind).model)
        else "",
        text=text,
        error=error,
    )


def timeline(*, kind: str, document: Model) -> list[TimelineEntry]:
    """Events and comments of a document in order of time, in the reader's language (GEN-05)."""
    return sorted([*happened(kind=kind, document=document), *_of_comments(kind, document)], key=attrgetter("at"))


def happened(*, kind: str, document: Model) -> list[TimelineEntry]:
    """The events of a document, or of something that is none and takes no comments, the oldest first.

    A decision and the move of the document it led to are one thing that happened, and are told once.
    """
    entries: list[TimelineEntry] = []
    decision: AuditEvent | None = None
    events = list(audit.events_of(kind=kind, document_id=document.pk))
    names = audit.names_of(events)
    for event in events:
        if decision is not None and _led_to(decision, event):
            entries[-1] = _of_decision(decision, event, document, names)
        else:
            entries.append(_of_event(event, document, names))
        decision = event
    return entries


def changed_values(*, document: Model) -> list[TimelineEntry]:
    """Every change of a document's own values as the database kept it, oldest first as in the timeline; also those made
    past the application (GEN-05).
    """
    past = history.changes_of(document)
    people = history.names_of(past)
    words = _words_of(document, past)
    return [
        TimelineEntry(
            action=_("Changed past the application") if change.is_from_outside else _("Changed"),
            who=people.get(change.person_id or 0) or ("" if change.is_from_outside else pgettext("timeline", "System")),
            at=change.at,
            detail="\n".join(
                f"{changes.label_of(document, name)} "
                + " → ".join(map(changes.shown, changes.parted(*(words.get((name, value), value) for value in pair))))
                for name, pair in change.fields.items()
            ),
            icon="alert-triangle" if change.is_from_outside else "pencil",
        )
        for change in past
        if change.fields
    ]


def _words_of(document: Model, changes: Iterable[history.ValueChange]) -> dict[tuple[str, Any], str]:
    """What a value is called, by column and value: names behind foreign keys, the labels of choices."""
    values: dict[str, set[Any]] = defaultdict(set)
    for change in changes:
        for column, pair in change.fields.items():
            values[column].update(value for value in pair if value is not None)
    words: dict[tuple[str, Any], str] = {}
    for column, found in values.items():
        field = document._meta.get_field(column)  # noqa: SLF001 - Django's own way
        if isinstance(field, ForeignKey):
            rows = field.related_model._base_manager.in_bulk(found)  # noqa: SLF001
            words |= {(column, key): str(row) for key, row in rows.items()}
        elif labels := dict(getattr(field, "flatchoices", ())):
            words |= {(column, value): str(labels[value]) for value in found if value in labels}
    return words


def _file(row: Attachment, *, can_remove: bool) -> AttachedFile:
    return AttachedFile(
        name=row.name,
        size=row.size,
        url=reverse("core:attachment", args=[row.pk]),
        remove_url=reverse("core:attachment_remove", args=[row.pk]) if can_remove else "",
        by=row.uploaded_by.get_full_name(),
        at=row.uploaded_at,
    )


def _of_comments(kind: str, document: Model) -> list[TimelineEntry]:
    """The remarks on a document; one that asks or answers says so, one on a part of it has that part's name, and its
    page where it still stands.
    """
    labels = comments.labels_of(kind=kind, document_id=document.pk)
    rows = [(row, *remarks.parted(row.text)) for row in comments.comments_of(kind=kind, document_id=document.pk)]
    meant = {place_id for _row, place_id, _place, _words in rows if place_id is not None}
    places = kinds.get(kind).places
    pages = places(document, meant) if places is not None and meant else {}
    return [
        TimelineEntry(
            action=labels[row.pk].words if row.pk in labels else pgettext("timeline", "Comment"),
            who=row.author.get_full_name(),
            at=row.at,
            detail=words,
            icon=labels[row.pk].icon if row.pk in labels else "message",
            place=place,
            place_url=pages.get(place_id or 0, ""),
        )
        for row, place_id, place, words in rows
    ]


def _led_to(decision: AuditEvent, event: AuditEvent) -> bool:
    """Whether an event is the document's own move that a decision just before it, by the same person, led to."""
    return (
        not decision.after
        and decision.facts.get("round") is not None
        and event.before != event.after
        and (decision.at, decision.actor_id) == (event.at, event.actor_id)
    )


def _of_decision(decision: AuditEvent, move: AuditEvent, document: Model, names: Mapping[int, str]) -> TimelineEntry:
    told, moved = _of_event(decision, document, names), list(_details(move, document))
    lines = [line for line in str(told.detail).splitlines() if line not in moved]
    return replace(told, detail="\n".join((*lines, str(audit.sentence(move.code)), *moved)))


def event_lines(event: AuditEvent, document: Model | type[Model]) -> list[str]:
    """What an event tells below its sentence, for timelines that are not of one document (GEN-05)."""
    return list(_details(event, document))


def _of_event(event: AuditEvent, document: Model, names: Mapping[int, str]) -> TimelineEntry:
    name = event.code.rpartition(".")[2]
    icon = "paperclip" if event.code in {attachments.ATTACHED, attachments.REMOVED} else ICONS.get(name, "point")
    kept = event.actor_name if event.actor_id is not None else pgettext("timeline", "System")
    return TimelineEntry(
        action=audit.sentence(event.code),
        who=names.get(event.actor_id or 0, kept),
        at=event.at,
        detail="\n".join(_details(event, document)),
        on_behalf_of=names.get(event.on_behalf_of_id or 0, event.on_behalf_of_name),
        icon=icon,
    )


def _details(event: AuditEvent, document: Model | type[Model]) -> Iterator[str]:
    """The step of a decision, the reason in quotes, then each changed value as old → new, the facts that have words,
    a file's name.
    """
    if step := event.facts.get("step_en" if get_language() == "en" else "step_zh"):
        yield str(step)
    if event.reason:
        yield _("“%(words)s”") % {"words": event.reason}
    for change in changes.of_event(event, document):
        yield f"{change.label} {change.old} → {change.new}"
    for name, value in event.facts.items():
        if name not in {"changes", "file"} and value and (words := audit.fact_label(name, event.code)):
            yield f"{words} {changes.shown(audit.in_words(value))}"
    if file := event.facts.get("file"):
        yield str(file)
