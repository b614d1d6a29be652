from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from organization import selectors


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in person with the rights of today (ORG-03)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: selectors.actor_for(person_id=request.user.pk, on=timezone.localdate())
        )
        return self.get_response(request)
