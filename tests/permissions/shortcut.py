"""A short way into the views: who asks is read once, not with each of forty thousand requests. What a view is given, and
what it answers, is the same; signing in and sessions have tests of their own."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from core.actors import Actor
from organization.middleware import ActorMiddleware
from organization.models import Person
from tests.factories.organization import actor_of

SEAT = "tests.seat"
MIDDLEWARE = [
    "core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tests.permissions.shortcut.SeatMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.middleware.PersonMiddleware",
    "core.middleware.PlainTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
_NOBODY = Actor(person_id=None, name="")
_seated: dict[int, tuple[Person, Actor]] = {}


def seat(people: list[Person]) -> range:
    """Read who asks from now on; the number of each, as requests name them under `SEAT`."""
    _seated.clear()
    _seated.update({number: (one, actor_of(one)) for number, one in enumerate(people)})
    return range(len(people))


class SeatMiddleware:
    """Puts `user` and `actor` on the request as the application's own middleware would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request.META.get(SEAT)
        if number is None:
            request.user, request.actor = AnonymousUser(), _NOBODY  # type: ignore[attr-defined]
        else:
            person, actor = _seated[number]
            request.user, request.actor = copy.copy(person), replace(actor, used=set())  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """As the application's own says that a step no longer applies."""
        return ActorMiddleware(self.get_response).process_exception(request, exception)
