from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from core.errors import DomainError, StepGone
from organization import selectors, signin
from organization.errors import SecondFactorDue, TemporaryPassword

Handler = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Gives each request its `actor`: the signed-in person with the rights of today (ORG-03)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: selectors.actor_of(person=request.user, on=timezone.localdate())
        )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A step that does not apply any more is said to be so, with the way back to its document (GEN-04)."""
        if not isinstance(exception, StepGone):
            return None
        return render(request, "409.html", {"error": exception.error, "back": exception.back}, status=409)


class LanguageMiddleware:
    """The language somebody chose wins over the browser's, which LocaleMiddleware has already read (GEN-11). A program
    says the language by its header (api.md).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = str(getattr(request.user, "language", ""))
        if chosen and not request.path_info.startswith("/api/"):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class OwnPasswordMiddleware:
    """Somebody whose password was set by somebody else sets their own before anything else (ORG-05).

    API tokens ended when it was set, and none is made with it.
    """

    OPEN = frozenset({"organization:password_own", "organization:sign_out", "set_language"})

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Look at who asks, before any view does."""
        if not request.user.is_authenticated or not signin.owes_password(request):
            return None
        match = request.resolver_match
        if match and match.view_name in self.OPEN:
            return None
        return _sent_to("organization:password_own", request, TemporaryPassword())


class SecondFactorMiddleware:
    """Somebody whose role needs a second factor sets one up before anything else (ORG-09).

    API tokens are not asked: making one asked for the code.
    """

    OPEN = frozenset(
        {
            "organization:second_factor_set_up",
            "organization:security",
            "organization:password_own",
            "organization:sign_out",
            "organization:session_end",
            "organization:sessions_end",
            "set_language",
        }
    )

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Look at who asks, before any view does."""
        if not request.user.is_authenticated or signin.passed_second_factor(request):
            return None
        match = request.resolver_match
        if (match and match.view_name in self.OPEN) or not request.actor.needs_second_factor:  # type: ignore[attr-defined]
            return None
        return _sent_to("organization:second_factor_set_up", request, SecondFactorDue())


def _sent_to(name: str, request: HttpRequest, due: DomainError) -> HttpResponse:
    """On to the page that comes first; programs are told instead."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"code": due.code, "detail": str(due), "params": {}}, status=due.status)
    return HttpResponseRedirect(reverse(name))


class SessionMiddleware:
    """Keeps when a session was last used, to about ten minutes: not every page should write (ORG-09)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            signin.note_seen(request, at=timezone.now())
        return self.get_response(request)
