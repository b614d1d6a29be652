from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from organization import selectors

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in person with the rights of today (ORG-03)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: selectors.actor_for(person_id=request.user.pk, on=timezone.localdate())
        )
        return self.get_response(request)


class LanguageMiddleware:
    """The language somebody chose wins over the browser's, which LocaleMiddleware has already read (GEN-11)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = str(getattr(request.user, "language", ""))
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
