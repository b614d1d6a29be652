"""Finding people for mentions without knowing the app that keeps them: it registers its directory here (GEN-08)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core import kinds
from core.actors import Actor

MOST_ASKED = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who works here."""

    person_id: int
    name: str
    username: str
    department: str = ""


class Directory(Protocol):
    """What the app that keeps people answers. Only people who work here now."""

    def find(self, *, words: str, limit: int) -> Sequence[Entry]:
        """People whose name, pinyin or user name fits the words."""

    def called(self, *, text: str) -> Sequence[Entry]:
        """People whose name or user name stands at the very beginning of the text, the longest name first."""

    def actors(self, *, person_ids: Iterable[int]) -> dict[int, Actor]:
        """The actors of several people, with the rights of today."""

    def holding(self, *, permission: str) -> Sequence[int]:
        """The ids of those who hold a permission today, wherever it reaches."""


_registered: list[Directory] = []


def register(directory: Directory) -> None:
    """Make the directory known; the last one registered answers."""
    _registered.append(directory)


def directory() -> Directory:
    """The installation's directory of people."""
    return _registered[-1]


def seeing(entries: Sequence[Entry], *, kind: str, document_id: int, limit: int | None = None) -> list[Entry]:
    """Those of the people who may see the document (GEN-10), in the given order."""
    actors = directory().actors(person_ids=[entry.person_id for entry in entries])
    found: list[Entry] = []
    for entry in entries:
        if limit is not None and len(found) >= limit:
            break
        if _sees(actors.get(entry.person_id), kind, document_id):
            found.append(entry)
    return found


def who_see(person_ids: Iterable[int], *, kind: str, document_id: int) -> set[int]:
    """Those of the people who may see the document (GEN-10)."""
    actors = directory().actors(person_ids=person_ids)
    return {pk for pk, actor in actors.items() if _sees(actor, kind, document_id)}


def _sees(actor: Actor | None, kind: str, document_id: int) -> bool:
    return actor is not None and kinds.get(kind).visible_to(actor).filter(pk=document_id).exists()


def who_can_be_mentioned(*, kind: str, document_id: int, words: str, limit: int = 8) -> list[Entry]:
    """People to offer after an @: they fit the words and may see the document."""
    return seeing(directory().find(words=words, limit=MOST_ASKED), kind=kind, document_id=document_id, limit=limit)
