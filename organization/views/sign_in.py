"""Signing in and out (ORG-09)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.web import Request
from organization import selectors, signin
from organization.choices import SignInMethod
from organization.forms import own as forms
from organization.forms.security import CodeForm
from organization.selectors.demo import DemoLogins


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """The sign-in page; after signing in, on to where the person wanted to go."""
    if request.actor.person_id is not None:
        return HttpResponseRedirect(next_url(request))
    demo = selectors.demo_logins()
    form = forms.SignIn(request.POST or None, initial=_chosen(request, demo))
    outcome, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            outcome = signin.attempt(
                request, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
            if outcome.person is not None:
                to = next_url(request)
                if signin.proceed(request, outcome.person, method=SignInMethod.PASSWORD, next_url=to):
                    return HttpResponseRedirect(to)
                return HttpResponseRedirect(reverse("organization:sign_in_code"))
            status = 429 if outcome.refusal is not None and outcome.refusal.status == 429 else 422
    if demo:
        form.fields["password"].widget.render_value = request.method == "GET"
    return render(
        request,
        "organization/sign_in.html",
        {
            "form": form,
            "refusal": outcome.refusal if outcome else None,
            "demo": demo,
            "company": settings.OIDC,
            "next": request.POST.get("next", request.GET.get("next", "")),
        },
        status=status,
    )


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: Request) -> HttpResponse:
    """The second step of signing in, for whoever has a second factor (ORG-09)."""
    if request.actor.person_id is not None:
        return HttpResponseRedirect(next_url(request))
    who = signin.waiting(request)
    if who is None:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))
    form = CodeForm(request.POST or None)
    refused: DomainError | None = None
    if form.is_valid():
        refused = signin.give_code(request, who, code=form.cleaned_data["code"])
        if refused is None:
            return HttpResponseRedirect(who.next)
    status = 200 if request.method == "GET" else 429 if refused is not None and refused.status == 429 else 422
    context = {"form": CodeForm() if refused else form, "refusal": refused, "name": who.person.name}
    return render(request, "organization/sign_in_code.html", context, status=status)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL))


def next_url(request: Request) -> str:
    """Where somebody wanted to go, if it is a page of ours; the start page otherwise."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else resolve_url(settings.LOGIN_REDIRECT_URL)


def _chosen(request: Request, demo: DemoLogins | None) -> dict[str, str]:
    """A log-in of the demo that was clicked: filled in, ready to be sent."""
    username = request.GET.get("as", "")
    if demo is None or username not in {person.username for person in demo.people}:
        return {}
    return {"username": username, "password": demo.password}
