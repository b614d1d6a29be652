"""One's own page: language and appearance, password, API tokens (GEN-11, ORG-09, api.md)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import digests
from core.errors import DomainError
from core.frame import SHORTCUTS_COOKIE, THEME_COOKIE
from core.web import Request, go_to
from organization import profile_cards, selectors, services, signin
from organization.errors import AddressLinkEnded
from organization.forms import own as forms
from organization.models import ApiToken, Person

PROFILE = "organization:profile"


@require_GET
def profile(request: Request) -> HttpResponse:
    """Who I am here, what I may do, how I like it."""
    return _page(request)


@require_POST
def preferences_save(request: Request) -> HttpResponse:
    """Keep language, appearance, keys, amounts, address."""
    form = forms.Preferences(request.POST)
    if not form.is_valid():
        return _page(request, preferences=form)
    person = services.change_preferences(**form.cleaned_data, actor=request.actor, at=timezone.now())
    if person.language:
        translation.activate(person.language)
    asked = form.cleaned_data["email"]
    if asked != person.email:
        says = _("A mail was sent to %(address)s. The address is used once you follow its link.")
        messages.success(request, says % {"address": asked})
    else:
        messages.success(request, _("Your choices were kept."))
    response = go_to(request, PROFILE)
    response.delete_cookie(THEME_COOKIE)  # the profile speaks again, on this device too
    response.delete_cookie(SHORTCUTS_COOKIE)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def email_confirm(request: Request, token: str) -> HttpResponse:
    """The page the mail to a new address leads to: its button makes the address one's own."""
    error: DomainError | None = None
    address = ""
    try:
        if request.method == "POST":
            person = services.confirm_address(token=token, actor=request.actor, at=timezone.now())
            messages.success(request, _("Mails now go to %(address)s.") % {"address": person.email})
            return go_to(request, PROFILE)
        person_id, before, address = services.read_address_token(token)
        own = Person.objects.get(pk=request.actor.person_id or 0)
        if (own.pk, own.email) != (person_id, before):
            raise AddressLinkEnded
    except AddressLinkEnded as refused:
        error = refused
    context = {"error": error, "address": address}
    return render(request, "organization/email_confirm.html", context, status=error.status if error else 200)


@sensitive_post_parameters("present", "password")
@require_POST
def password_change(request: Request) -> HttpResponse:
    """A new password; other devices are signed out."""
    form = forms.Password(request.POST)
    return go_to(request, PROFILE) if _changed(request, form) else _page(request, password=form)


@sensitive_post_parameters("present", "password")
@never_cache
@require_http_methods(["GET", "POST"])
def password_own(request: Request) -> HttpResponse:
    """One's own password in place of the one somebody else set: nothing else opens before (ORG-05)."""
    person = Person.objects.get(pk=request.actor.person_id or 0)
    if not person.has_temporary_password:
        return go_to(request, PROFILE)
    form = forms.Password(request.POST or None)
    if request.method == "POST" and _changed(request, form):
        return go_to(request, settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "until": person.password_until}
    return render(request, "organization/password_own.html", context, status=422 if form.errors else 200)


def _changed(request: Request, form: forms.Password) -> bool:
    """Set the typed password and sign other devices out; what is wrong stands on the form."""
    if not form.is_valid():
        return False
    try:
        own = Person.objects.get(pk=request.actor.person_id or 0)
        signin.confirm(request, own, password=form.cleaned_data["present"])
        person = services.change_password(**form.cleaned_data, actor=request.actor, at=timezone.now())
    except DomainError as refused:
        form.add_error("present" if refused.code in signin.PRESENT else "password", str(refused))
        return False
    update_session_auth_hash(request, person)
    services.end_sessions_of(person_id=person.pk, except_key=request.session.session_key)
    messages.success(request, _("Your password was changed. Other devices are signed out."))
    return True


@never_cache
@require_POST
def token_create(request: Request) -> HttpResponse:
    """A token; its key is shown this once."""
    form = forms.Token(request.POST)
    if not form.is_valid():
        return _page(request, token=form)
    try:
        _token, key = services.create_token(**form.cleaned_data, actor=request.actor, at=timezone.now())
    except DomainError as refused:
        form.add_error("expires_date" if refused.code == "token_end" else None, str(refused))
        return _page(request, token=form)
    return _page(request, key=key)


@require_POST
def token_revoke(request: Request, token_id: int) -> HttpResponse:
    """Make a token useless."""
    try:
        token = services.revoke_token(token_id=token_id, actor=request.actor, at=timezone.now())
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("“%(label)s” was revoked.") % {"label": token.label})
    return go_to(request, PROFILE)


def _asked_address(person: Person) -> str:
    """The address that waits to be confirmed by the link sent there."""
    since = timezone.now() - services.ADDRESS_LINK_LASTS
    asked = digests.last_address_asked(person.pk, since=since)
    return asked if asked != person.email else ""


def _page(
    request: Request,
    *,
    preferences: BaseForm | None = None,
    password: BaseForm | None = None,
    token: BaseForm | None = None,
    key: str = "",
) -> HttpResponse:
    person = Person.objects.select_related("department").get(pk=request.actor.person_id or 0)
    today = timezone.localdate()
    fields = ("language", "theme", "single_keys", "show_in_wan", "email")
    context = {
        "person": person,
        "roles": selectors.roles_of(people=[person], on=today).get(person.pk, []),
        "preferences": preferences or forms.Preferences(initial={name: getattr(person, name) for name in fields}),
        "password": password or forms.Password(),
        "token": token or forms.Token(),
        "tokens": selectors.tokens_of(request.actor)[:50],
        "key": key,
        "now": timezone.now(),
        "asked_address": _asked_address(person),
        "cards": profile_cards.of(request.actor, on=today),
    }
    status = 422 if any((preferences, password, token)) else 200
    return render(request, "organization/profile.html", context, status=status)
