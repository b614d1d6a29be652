"""Signing in with the company's own account (ORG-09): there and back again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.errors import DomainError
from core.web import Request
from organization import company, services, signin
from organization.choices import SignInMethod
from organization.forms import own as forms
from organization.views.sign_in import next_url

NEXT = "company_sign_in_next"


@login_not_required
@never_cache
@require_GET
def company_sign_in(request: Request) -> HttpResponse:
    """Off to the provider. A link, not a form: our content policy lets no form lead elsewhere."""
    _require_provider()
    if request.actor.person_id is not None:
        return HttpResponseRedirect(next_url(request))
    request.session[NEXT] = next_url(request)
    try:
        return company.begin(request, back=request.build_absolute_uri(reverse("organization:company_sign_in_back")))
    except DomainError as refused:
        return _refused(request, refused)


@login_not_required
@never_cache
@require_GET
def company_sign_in_back(request: Request) -> HttpResponse:
    """Back from the provider: who is it, and on to where they wanted to go."""
    _require_provider()
    to = request.session.get(NEXT) or resolve_url(settings.LOGIN_REDIRECT_URL)
    known = settings.OIDC
    try:
        person = services.person_of_account(
            issuer=known.issuer,
            claims=company.claims_of(request),
            claim=known.claim,
            match=known.match,
            creates_in=known.creates_in,
            at=timezone.now(),
        )
    except DomainError as refused:
        return _refused(request, refused)
    request.session.pop(NEXT, None)
    if signin.proceed(request, person, method=SignInMethod.OIDC, next_url=to):
        return HttpResponseRedirect(to)
    return HttpResponseRedirect(reverse("organization:sign_in_code"))


def _require_provider() -> None:
    if not settings.OIDC:
        raise Http404


def _refused(request: Request, refused: DomainError) -> HttpResponse:
    context = {
        "form": forms.SignIn(),
        "refusal": refused,
        "company": settings.OIDC,
        "next": request.session.get(NEXT, ""),
    }
    return render(request, "organization/sign_in.html", context, status=refused.status)
