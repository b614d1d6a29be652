"""What a person chooses for this device: light or dark, narrow navigation, single-letter keys. Kept in cookies."""

from __future__ import annotations

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from core import tour
from core.frame import RAIL_COOKIE, SHORTCUTS_COOKIE, THEME_COOKIE, THEMES
from core.web import Request, go_to, page_or_part

A_YEAR = 365 * 24 * 60 * 60


class Preferences(forms.Form):
    """One of the choices; only what is sent is changed."""

    theme = forms.ChoiceField(choices=[(theme, theme) for theme in THEMES], required=False)
    rail = forms.ChoiceField(choices=[("0", "0"), ("1", "1")], required=False)
    shortcuts = forms.ChoiceField(choices=[("on", "on"), ("off", "off")], required=False)


@login_not_required
@require_POST
def preferences(request: Request) -> HttpResponse:
    """Keep the choice and go back to where it was made."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response: HttpResponse = HttpResponse(status=204) if request.htmx else HttpResponseRedirect(back if safe else "/")
    form = Preferences(request.POST)
    if form.is_valid():
        for field, cookie in (("theme", THEME_COOKIE), ("rail", RAIL_COOKIE), ("shortcuts", SHORTCUTS_COOKIE)):
            if value := form.cleaned_data[field]:
                response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def tour_set(request: Request) -> HttpResponse:
    """Put the first steps away, or show them again on the start page (`do=again`)."""
    if request.POST.get("do") == "again":
        tour.begin_again(actor=request.actor)
    else:
        tour.end(actor=request.actor, at=timezone.now())
    return go_to(request, "/")


@require_GET
def menu(request: Request) -> HttpResponse:
    """All pages, language, appearance and sign-out on one page: the fourth tab of the phone."""
    return page_or_part(request, "core/menu.html", "menu", {})


@require_GET
def keys(request: Request) -> HttpResponse:
    """The keys that work everywhere, as a page for who has no scripts."""
    return page_or_part(request, "core/keys.html", "keys", {})
