"""What the engine needs of a kind of document; the app that owns the kind registers it (APR-01).

Approvals knows no document by name: it calls these handlers, inside its own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise

from approvals import rules
from core.actors import Actor

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is, as far as its approval goes.

    `makers` are all who prepared it: none of them decides (ORG-06). `amount` is in the base currency and is what
    routes and authority limits look at; None where the document has none. `fingerprint` is the SHA-256 of the fields
    that matter: when it changes, decisions lapse (APR-10). `summary` is JSON for the inbox. `other_departments` are
    those it concerns besides its own: a route can ask their managers too (BUD-32). `title_en` is for a title the
    application wrote, not a person.
    """

    department_id: int
    makers: frozenset[int]
    number: str
    title: str
    amount: Decimal | None
    currency: str
    category_codes: frozenset[str]
    flags: frozenset[str]
    document_version: int
    fingerprint: str
    summary: dict[str, Any] = field(default_factory=dict)
    other_departments: frozenset[int] = frozenset()
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a document does to one control key: the figures of one budget bar. `leave` says in words who allowed it to
    exceed the budget, by how much, until when and why (LED-05).
    """

    label: str
    spent: Decimal
    held: Decimal
    this: Decimal
    left: Decimal
    short: Decimal
    appropriated: Decimal
    note: str = ""
    leave: tuple[str, ...] = ()


class Handler(Protocol):
    """How the engine asks and tells the app that owns a kind of document. All calls run in the caller's transaction."""

    kind: str

    def lock(self, document_id: int) -> None:
        """Lock the document's row; always called before the case is locked."""

    def facts(self, document_id: int) -> Facts:
        """The document as it is now."""

    def approved(self, *, document_id: int, actor: Actor, at: datetime) -> None:
        """The last step passed. A DomainError refuses the decision: nothing is kept."""

    def returned(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Somebody sent it back to its author."""

    def rejected(self, *, document_id: int, actor: Actor, at: datetime, reason: str) -> None:
        """Somebody refused it."""

    def impacts(self, document_ids: Sequence[int]) -> dict[int, list[Impact]]:
        """Live budget bars by document, in a constant number of statements."""

    def consequence(self, document_id: int) -> str:
        """What approving does, in a sentence, for the decision bar."""


_handlers: dict[str, Handler] = {}
_flags: dict[str, Text] = {}
_quiet: set[str] = set()
_deciding: set[str] = set()
_categories: list[Callable[[], Sequence[tuple[str, str]]]] = []


def register(handler: Handler) -> None:
    """Make a kind of document known to the engine; called in the owning app's `ready`."""
    _handlers[handler.kind] = handler


def tells_its_changes(kind: str) -> bool:
    """Whether documents of a kind show themselves what changed since they last came, as a budget does line by line: the
    edits of their events are not all of it.
    """
    return bool(getattr(_handlers.get(kind), "tells_its_changes", False))


def unregister(kind: str) -> None:
    """Forget a kind; for tests that bring a kind of their own."""
    _handlers.pop(kind, None)


def get(kind: str) -> Handler:
    """The handler of a kind; KeyError for one nobody registered (a programming error)."""
    return _handlers[kind]


def kinds() -> list[str]:
    """The codes of all kinds that can be approved, in order of registration."""
    return list(_handlers)


def register_flags(words: Mapping[str, Text], *, quiet: bool = False) -> None:
    """Give the codes in `Facts.flags` their words; routes can ask for them as a condition. Quiet ones only choose the
    route: nobody is warned of them.
    """
    _flags.update(words)
    if quiet:
        _quiet.update(words)


def loud_flags(flags: Iterable[str]) -> tuple[str, ...]:
    """Those of the flags that deciders are warned of."""
    return tuple(flag for flag in flags if flag not in _quiet)


def flag_words() -> dict[str, Text]:
    """All flags that have words, by code."""
    return dict(_flags)


def flag_word(code: str) -> str:
    """A flag in the active language; the code itself where nobody gave it words."""
    return str(_flags.get(code, code))


def register_deciding(*permissions: str) -> None:
    """Permissions that decide on something without their names saying so, as a panel's do. They carry no authority over
    amounts: that comes with roles that approve or review (ORG-08).
    """
    _deciding.update(permissions)


def has_a_word(permissions: Iterable[str]) -> bool:
    """Whether somebody with these permissions can be asked to decide."""
    held = set(permissions)
    return rules.is_deciding(held) or not _deciding.isdisjoint(held)


def register_categories(choices: Callable[[], Sequence[tuple[str, str]]]) -> None:
    """Tell the route editor which categories a condition can name: pairs of code and label."""
    _categories.append(choices)


def category_choices() -> list[tuple[str, str]]:
    """The categories a route's condition can name."""
    return [pair for choices in _categories for pair in choices()]
