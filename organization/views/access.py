"""Who may open a page, said beside it (QLT-40)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from core import documents, kinds
from core.actors import Actor
from core.errors import DomainError, StepGone, WrongState
from core.web import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])


def needs(predicate: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Only for whom the predicate holds; others get 403."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not predicate(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded  # type: ignore[return-value]

    return guard


def gate(
    document: Any, *moves: str, actor: Actor, opens: bool | None = None, right: bool | None = None
) -> None:  # fmt: skip
    """Let through whoever may make one of these moves now. Who has the right to a move whose state has gone on is told
    so and led back to the document (409); to others the page is closed (403), GEN-04.

    `opens` and `right` say both where a page asks for more than the moves do.
    """
    if opens is None:
        opens = any(documents.may(document, move, actor) for move in moves)
    if opens:
        return
    if right is None:
        gone = not any(documents.applies(document, move) for move in moves)
        right = gone and any(documents.permitted(document, move, actor) for move in moves)
    refuse(document, right=right, back=kinds.get(document.kind).url_of(document.pk))


def refuse(document: Any, *, right: bool, back: str, error: DomainError | None = None) -> NoReturn:
    """Refuse the page of a step: 403 without the right, 409 with the way back to whoever has it and comes too late,
    or comes twice (GEN-04).
    """
    if not right:
        raise PermissionDenied
    said = error or WrongState(document=str(document), state=documents.state_label(document))
    raise StepGone(said, back=back)
