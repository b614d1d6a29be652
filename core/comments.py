"""Remarks on documents of any kind, with @mentions that tell people (GEN-08)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import audit, directory, jobs, kinds, notifications
from core.actors import Actor
from core.directory import Entry
from core.errors import DomainError, InvalidInput, NotAllowed
from core.models import Comment

LONGEST = 4000
MOST_MENTIONS = 20
MENTIONED, WRITTEN = "comment.mention", "comment.write"
_AT = re.compile(r"[@＠](?=\S)")


class CommentEmpty(InvalidInput):
    """Nothing was written."""

    code = "comment_empty"
    text = _("Please write something first.")


class CommentTooLong(InvalidInput):
    """More than a remark."""

    code = "comment_too_long"
    text = _("A comment has at most %(limit)s characters. Attach a file instead.")


class MentionBlind(DomainError):
    """Somebody mentioned does not see the document."""

    code = "mention_blind"
    text = _("%(names)s may not see %(document)s and cannot be told of it. Take the @ away or ask somebody else.")
    status = 400


@dataclass(frozen=True, slots=True)
class Label:
    """What the timeline calls a comment that is more than a remark, with its icon."""

    words: str
    icon: str


_labels: list[Callable[[str, int], Mapping[int, Label]]] = []


def register_labels(labels: Callable[[str, int], Mapping[int, Label]]) -> None:
    """Let an app say what those comments are that it wrote for a purpose: by kind and document, label by comment."""
    _labels.append(labels)


def labels_of(*, kind: str, document_id: int) -> dict[int, Label]:
    """What the timeline calls the comments of a document that are more than remarks."""
    return {pk: label for labels in _labels for pk, label in labels(kind, document_id).items()}


@transaction.atomic
def comment(
    *, kind: str, document_id: int, text: str, actor: Actor, at: datetime, people: Collection[int] = ()
) -> Comment:
    """Write a remark on a document the actor sees; people named after an @ and the document's maker are told after it.

    `people` are mentioned too; whoever asks for that makes sure that they see the document, and tells them itself.
    Raises CommentEmpty, CommentTooLong, MentionBlind, NotAllowed; Http404 for an unseen document.
    """
    document = kinds.visible_or_404(kind, document_id, actor)
    if actor.person_id is None:
        raise NotAllowed(document=str(document))
    text = text.strip()
    if not text:
        raise CommentEmpty
    if len(text) > LONGEST:
        raise CommentTooLong(limit=LONGEST)
    named = mentioned_in(text)
    seeing = directory.seeing(named, kind=kind, document_id=document_id)
    if blind := [entry.name for entry in named if entry not in seeing]:
        raise MentionBlind(names=_listed(blind), document=str(document))
    row = Comment.objects.create(subject_kind=kind, subject_id=document_id, author_id=actor.person_id, text=text, at=at)
    row.mentions.set({*people, *(entry.person_id for entry in seeing)})
    jobs.after_commit("core.tell_of_comment", comment_id=row.pk, told=sorted(people))
    return row


def comments_of(*, kind: str, document_id: int) -> QuerySet[Comment]:
    """The remarks on one document, oldest first."""
    return (
        Comment.objects.filter(subject_kind=kind, subject_id=document_id).select_related("author").order_by("at", "pk")
    )


def mentioned_in(text: str) -> list[Entry]:
    """Whom a text names after an @: the longest name that stands there; nobody for an @ in front of anything else."""
    found: dict[int, Entry] = {}
    for match in list(_AT.finditer(text))[:MOST_MENTIONS]:
        called = directory.directory().called(text=text[match.end() : match.end() + 80])
        if called:
            found.setdefault(called[0].person_id, called[0])
    return list(found.values())


@jobs.handler("core.tell_of_comment")
def tell_of_comment(*, comment_id: int, at: datetime, told: Collection[int] = (), **_later: object) -> None:
    """Tell who was mentioned, and the maker of the document, unless they are `told` otherwise.

    Safe to run late and twice: a notice has its key.
    """
    row = Comment.objects.select_related("author").get(pk=comment_id)
    document = kinds.get(row.subject_kind).model._default_manager.get(pk=row.subject_id)  # noqa: SLF001 - of any kind
    mentioned = set(row.mentions.values_list("pk", flat=True)) - {row.author_id, *told}
    maker = getattr(document, "created_by_id", None)
    others = {maker} - mentioned - {row.author_id, None, *told}
    author = audit.in_both(lambda person: person.get_full_name(), row.author)
    for people, code in ((mentioned, MENTIONED), (others, WRITTEN)):
        notifications.notify(
            [person for person in people if person is not None],
            code=code,
            kind=row.subject_kind,
            document_id=row.subject_id,
            label=str(document),
            key=f"comment:{row.pk}",
            at=at,
            facts={"author": author["zh"], "author_en": author["en"], "text": row.text[:120]},
        )


def _listed(names: list[str]) -> str:
    return gettext(", ").join(names)
