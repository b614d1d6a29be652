"""Who may open a page, said beside it (QLT-40)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from core import documents
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


def refuse(document: Any, *, right: bool, back: str, error: DomainError | None = None) -> NoReturn:
    """Refuse the page of a step: 403 without the right, 409 with the way back to whoever has it and comes too late,
    or comes twice (GEN-04).
    """
    if not right:
        raise PermissionDenied
    said = error or WrongState(document=str(document), state=documents.state_label(document))
    raise StepGone(said, back=back)
