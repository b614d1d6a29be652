"""What the moves of requests and claims have in common: one call, a message, or the page again with what
was refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from core import formats
from core.errors import DomainError, NotAllowed
from core.forms import VersionForm
from core.web import Request, go_to


def made(
    request: Request,
    act: Callable[[], str],
    *,
    back_to: str,
    again: Callable[[DomainError], HttpResponse],
    **address: Any,
) -> HttpResponse:
    """Do the one thing and say so; on a refusal show the page again with the reason, nothing changed."""
    try:
        said = act()
    except DomainError as error:
        return again(error)
    messages.success(request, said)
    return go_to(request, back_to, **address)


def mover(
    back_to: str, key: str, *, visible: Callable[[Request, int], Any], page: Callable[..., HttpResponse]
) -> Callable[..., HttpResponse]:
    """How every move on one kind of document is answered: `move(request, document, act, **more)`.

    Done, it leads to the document's page, whose address takes its id as `key`; refused, the page is shown again with
    what the reader sees by then, the reason, and `more`.
    """

    def move(request: Request, document: Any, act: Callable[[], str], **more: Any) -> HttpResponse:
        return made(
            request,
            act,
            back_to=back_to,
            again=lambda error: page(request, visible(request, document.pk), error=error, **more),
            **{key: document.pk},
        )

    return move


def version_of(request: Request) -> int | None:
    """The version of the page a move was made on (GEN-04); None where it says none that makes sense."""
    form = VersionForm(request.POST)
    form.is_valid()
    version: int | None = form.cleaned_data.get("version")
    return version


def status_of(error: DomainError | None) -> int:
    """403 for who may not, 422 for what a rule refused, 200 without an error."""
    if error is None:
        return 200
    return 403 if isinstance(error, NotAllowed) else 422


def key_columns(*, columns: int) -> dict[str, int]:
    """How many columns a key's name and its bar take: English words need a longer bar for its five figures."""
    name = 3 if formats.is_chinese() else 2
    return {"key_span": name, "key_rest": columns - name}
