"""What every view needs: page or part, redirects for both kinds of request, the request with its actor."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from core.actors import Actor


class Request(HttpRequest):
    """A request as the middleware leaves it: with the actor and HTMX's details."""

    actor: Actor
    htmx: HtmxDetails
    request_id: str


def page_or_part(
    request: Request, template: str, part: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page, or for HTMX only its part of this name (`{% partialdef part inline %}`)."""
    name = f"{template}#{part}" if request.htmx and not request.htmx.boosted else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def whole_number(text: str, *, digits: int) -> int | None:
    """A number as addresses and forms send it: digits alone, at most so many; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def go_to(request: Request, view: Any, /, **kwargs: Any) -> HttpResponse:
    """A redirect after a change, for plain forms and HTMX alike."""
    url = resolve_url(view, **kwargs)
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


def new_request_key() -> str:
    """A key for a form's hidden `request_key`: sent twice, it acts once (GEN-04)."""
    return uuid.uuid4().hex
