"""Forms that act once, however often they are sent (GEN-04), as views answer them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import BaseForm

from core import requests
from core.errors import DomainError
from core.web import Request, new_request_key


@dataclass(frozen=True, slots=True)
class Answered:
    """How it went. `sent` is there when the work is done, now or by an earlier sending; otherwise the form is shown
    again, with the error, under this status and with this `request_key`.
    """

    sent: requests.Sent | None
    error: DomainError | None
    status: int
    key: str


def send_once(request: Request, form: BaseForm, work: Callable[[], int | None]) -> Answered:
    """Do the work of a good POST once. `work` returns the id of what it made, if it made anything."""
    key = request.POST.get("request_key", "")
    error: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            with requests.once(actor=request.actor, key=key, body=request.POST) as sent:
                if not sent.is_repeated:
                    sent.document_id = work()
        except DomainError as refused:
            error = refused
        else:
            return Answered(sent, None, 200, key)
    status = (403 if error and error.status == 403 else 422) if request.method == "POST" else 200
    fresh = not key or isinstance(error, requests.KeyReused)
    return Answered(None, error, status, new_request_key() if fresh else key)
