"""What the moves of orders, receipts, terms and statements have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from core.errors import DomainError
from core.forms import VersionForm
from core.web import Request, go_to


def status_of(error: DomainError | None) -> int:
    """403 for who may not, 422 for what a rule refused, 200 without an error."""
    if error is None:
        return 200
    return 403 if error.status == 403 else 422


def version_of(request: Request) -> int | None:
    """The version of the page a move was made on (GEN-04); None where it says none that makes sense."""
    form = VersionForm(request.POST)
    form.is_valid()
    version: int | None = form.cleaned_data.get("version")
    return version


def made(
    request: Request, work: Callable[[], str], *, to: str, again: Callable[[DomainError], HttpResponse], **ids: Any
) -> HttpResponse:
    """Do the one thing and say so; on a refusal show the page again with the reason, nothing changed."""
    try:
        said = work()
    except DomainError as error:
        return again(error)
    messages.success(request, said)
    return go_to(request, to, **ids)
