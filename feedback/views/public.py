"""What a customer opens: the survey, without signing in (CMP-20)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core import public_door
from core.errors import DomainError
from core.web import Request
from feedback.errors import LinkGone
from feedback.forms_surveys import AnswerForm
from feedback.services import surveys as services
from organization import selectors as organization

PER_HOUR = 60
"""Looks and answers from one address; a factory's people share one."""


@login_not_required
@require_http_methods(["GET", "POST"])
def survey(request: Request, token: str) -> HttpResponse:
    """The two questions; thanks once they are answered; a kind word where the link is of no use."""
    if public_door.limited(request, name="survey", per_hour=PER_HOUR):
        return _page(request, {"gone": "busy"}, status=429)
    now = timezone.now()
    form = AnswerForm(request.POST or None)
    error: DomainError | None = None
    try:
        asked = services.read_link(token, at=now)
        if request.method == "POST" and form.is_valid():
            services.answer_by_link(token=token, given=form.draft(), at=now)
            return _page(request, {"thanks": True})
    except LinkGone as gone:
        return _page(request, {"gone": gone.params["why"]}, status=410)
    except DomainError as refused:
        error = refused
    context = {"form": form, "survey": asked, "error": error}
    return _page(request, context, status=422 if request.method == "POST" else 200)


def _page(request: Request, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    shown = {"company": organization.company().name, **context}
    response = render(request, "feedback/public.html", shown, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is the key; without any, the form could not be sent
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"  # it names a customer; a shared machine keeps no copy
    return response
