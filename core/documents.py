"""The one door for transitions (GEN-04): permission, move, save and event, always together."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django_fsm import can_proceed, has_transition_perm

from core import audit
from core.actors import Actor
from core.errors import NotAllowed, StaleDocument, WrongState


class Movable(Protocol):
    """Anything with a life: documents, and years and months that open and close."""

    @property
    def kind(self) -> str: ...

    pk: Any
    state: Any
    version: Any

    def save(self, *, update_fields: Any = ...) -> None: ...


def perform(
    document: Movable,
    transition: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    on_behalf_of: tuple[int, str] | None = None,
    facts: dict[str, Any] | None = None,
    **arguments: Any,
) -> None:
    """Move a locked document along one transition, save it, record who did it.

    `arguments` go to the transition itself, `facts` and `reason` into the event. Raises WrongState, NotAllowed; then
    nothing changed.
    """
    require(document, transition, actor=actor)
    move, before = getattr(document, transition), str(document.state)
    move(at=at, **arguments)
    document.version += 1
    document.save()
    audit.record(
        kind=document.kind,
        document_id=document.pk,
        label=str(document),
        code=f"{document.kind}.{transition}",
        actor=actor,
        at=at,
        before=before,
        after=str(document.state),
        reason=reason,
        on_behalf_of=on_behalf_of,
        facts=facts,
    )


def require(document: Movable, transition: str, *, actor: Actor) -> None:
    """Refuse what `perform` would refuse, before the work that has to come first. Raises WrongState, NotAllowed."""
    move = getattr(document, transition)
    if not can_proceed(move):
        raise WrongState(document=str(document), state=state_label(document))
    if not _permits(move, actor):
        raise NotAllowed(document=str(document))


def may(document: Movable, transition: str, actor: Actor) -> bool:
    """Whether the button for this transition shows: state and permission, as `perform` asks them."""
    move = getattr(document, transition)
    return bool(can_proceed(move) and _permits(move, actor))


def permitted(document: Movable, transition: str, actor: Actor) -> bool:
    """Whether the actor may make this move at all, whatever state the document is in: who comes too late is told so."""
    row: Any = document
    moves = row.get_all_state_transitions()
    return any(move.name == transition and bool(move.has_perm(document, actor)) for move in moves)


def applies(document: Movable, transition: str) -> bool:
    """Whether the transition starts from the state the document is in, whoever asks."""
    return bool(can_proceed(getattr(document, transition)))


def require_version(document: Movable, version: int | None) -> None:
    """Refuse a change made on an older reading of a locked document; None skips the check. Raises StaleDocument."""
    if version is not None and document.version != version:
        raise StaleDocument(document=str(document))


def touch(document: Movable, *, fields: tuple[str, ...] = ()) -> None:
    """Count a draft edit on a locked document: raises its version, saving the named fields with it."""
    document.version += 1
    document.save(update_fields=("version", *fields))


def next_version(queryset: models.QuerySet[Any], *, document_id: int, version: int, label: str) -> None:
    """Raise the version of an unlocked draft if it is still the one read. Raises StaleDocument."""
    if not queryset.filter(pk=document_id, version=version).update(version=version + 1):
        raise StaleDocument(document=label)


def _permits(move: Any, actor: Any) -> bool:
    return bool(has_transition_perm(move, actor))


def state_label(document: Movable) -> str:
    """The document's state in words."""
    display = getattr(document, "get_state_display", None)
    return str(display()) if display else str(document.state)
