"""What every request gets from the ground: an id, its person, no caching, no text that cannot be stored."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from core.context import set_person_id, set_request_id

COMPRESSED = frozenset(
    {"text/html", "application/json", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi"}
)
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives each request an id, taken from `X-Request-ID` where it looks like one, and answers with it (QLT-34)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        set_request_id(request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class NoStoreMiddleware:
    """Keeps pages and answers out of every cache, the browser's own included; a view may say otherwise (QLT-41).

    Static files never come here: they are answered before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class PersonMiddleware:
    """Tells the running work who acts in it; an API token's person is told by the resource (GEN-05)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        set_person_id(request.user.pk if request.user.is_authenticated else None)
        return self.get_response(request)


class CompressMiddleware(GZipMiddleware):
    """Sends pages and data compressed (QLT-08). Files are left alone: those worth it are compressed already.

    Django's own adds a random length to each answer, so that a secret in a page cannot be guessed by its size (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is text."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in COMPRESSED or response.headers.get("Content-Disposition", "").startswith("attachment"):
            return response
        return super().process_response(request, response)


class PlainTextMiddleware:
    """Answers 400 to parameters and fields of a form that hold a NUL, which no text column takes (QLT-42).

    The API says so in its own shape.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Look at what was sent, before any view does."""
        if request.path_info.startswith("/api/"):
            return
        sent = [request.GET] if request.method in {"GET", "HEAD"} else [request.GET, request.POST]
        for name, values in (pair for part in sent for pair in part.lists()):
            if "\0" in name or any("\0" in str(value) for value in values):
                raise BadRequest("a NUL character was sent")
