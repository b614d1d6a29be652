"""The language switch of the frame."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.views import i18n
from django.views.decorators.http import require_POST

from core.web import Request
from organization import services


@require_POST
def set_language(request: Request) -> HttpResponse:
    """Keep the choice for this device and, for who is signed in, for all of theirs; then go back (GEN-11)."""
    chosen = request.POST.get("language", "")
    if request.actor.person_id is not None and chosen in dict(settings.LANGUAGES):
        services.choose_language(language=chosen, actor=request.actor)
    return i18n.set_language(request)
