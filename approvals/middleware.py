"""What a request does to the number beside the inbox."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from approvals.selectors import errands

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ErrandsMiddleware:
    """Whoever does something sees at once what that leaves to do: the number kept for them is forgotten, before the
    view and again when all of it is done (APR-05).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READS:
            return self.get_response(request)
        self._forget(request)
        response = self.get_response(request)
        self._forget(request)
        return response

    @staticmethod
    def _forget(request: HttpRequest) -> None:
        person_id = getattr(getattr(request, "user", None), "pk", None)
        if person_id is not None:
            errands.forget(person_id)
