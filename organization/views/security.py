"""One's own sign-in: second factor, sessions, what happened (ORG-09). Works without scripts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError
from core.web import Request, go_to
from organization import devices, selectors, services, signin, totp
from organization.errors import SecondFactorMissing
from organization.forms.security import CodeForm, SetUpForm
from organization.models import Person

SECURITY = "organization:security"
SECRET = "second_factor_secret"  # noqa: S105  where a session keeps the secret of a picture it shows
SHOWN = 30


@require_GET
def security(request: Request) -> HttpResponse:
    """How one signs in, where one is signed in, and the last sign-ins."""
    person_id, now = request.actor.person_id or 0, timezone.now()
    mine = signin.handle_of(request)
    sessions = [
        (session, devices.name_of(session.agent), devices.is_phone(session.agent), session.handle == mine)
        for session in selectors.sessions_of(person_id=person_id, at=now)
        if session.handle
    ]
    context = {
        "factor": selectors.second_factor_of(person_id=person_id),
        "codes_left": selectors.recovery_codes_left(person_id=person_id),
        "is_needed": request.actor.needs_second_factor,
        "sessions": sorted(sessions, key=lambda row: not row[3]),
        "sign_ins": [(row, devices.name_of(row.agent)) for row in selectors.sign_ins_of(person_id=person_id)[:SHOWN]],
    }
    return render(request, "organization/security.html", context)


@sensitive_post_parameters("password", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_set_up(request: Request) -> HttpResponse:
    """The picture for the app, its first code, then the recovery codes, this once."""
    person = Person.objects.get(pk=request.actor.person_id or 0)
    if selectors.has_second_factor(person_id=person.pk):
        return go_to(request, SECURITY)
    secret = _secret(request)
    form = SetUpForm(request.POST or None, has_password=person.has_usable_password())
    if form.is_valid():
        try:
            if person.has_usable_password():
                signin.confirm(request, person, password=form.cleaned_data["password"])
            codes = services.turn_on_second_factor(
                secret=secret,
                code=form.cleaned_data["code"],
                password=form.cleaned_data.get("password", ""),
                session_key=request.session.session_key,
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as refused:
            form.add_error("password" if refused.code in signin.PRESENT else "code", str(refused))
        else:
            del request.session[SECRET]
            signin.note_passed(request)
            return _codes_page(request, codes)
    width, path = totp.qr_path(totp.address_of(secret, username=person.username, issuer=_("After-sales Budget")))
    context = {
        "form": form,
        "is_needed": request.actor.needs_second_factor,
        "secret": totp.in_groups(secret),
        "qr_width": width,
        "qr_path": path,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/second_factor_set_up.html", context, status=status)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes_renew(request: Request) -> HttpResponse:
    """Ten new recovery codes; the former count no more."""
    _require_factor(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes = services.renew_recovery_codes(**form.cleaned_data, actor=request.actor, at=timezone.now())
        except DomainError as refused:
            form.add_error("code", str(refused))
        else:
            return _codes_page(request, codes)
    return _code_page(
        request,
        form,
        title=_("New recovery codes"),
        says=_("Ten new codes are made. The former ones stop working at once."),
        verb=_("Make new codes"),
        icon="key",
    )


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_off(request: Request) -> HttpResponse:
    """Go on with the password alone."""
    _require_factor(request)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            services.turn_off_second_factor(**form.cleaned_data, actor=request.actor, at=timezone.now())
        except DomainError as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("The second factor is off. The password alone signs in."))
            return go_to(request, SECURITY)
    return _code_page(
        request,
        form,
        title=_("Turn off the second factor"),
        says=_("From then on whoever knows your password can sign in as you."),
        verb=_("Turn off"),
        icon="lock-open",
        danger=True,
    )


@require_POST
def session_end(request: Request, handle: str) -> HttpResponse:
    """Sign out on one other device."""
    if not services.end_session(handle=handle, actor=request.actor):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return go_to(request, SECURITY)


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    """Sign out everywhere else."""
    services.end_sessions_of(person_id=request.actor.person_id or 0, except_key=request.session.session_key)
    messages.success(request, _("All other devices are signed out."))
    return go_to(request, SECURITY)


def _secret(request: Request) -> str:
    """The secret of the picture this session shows: the same on each look, until it is set up."""
    kept = totp.unseal(request.session.get(SECRET, ""))
    if kept is None:
        kept = totp.new_secret()
        request.session[SECRET] = totp.seal(kept)
    return kept


def _require_factor(request: Request) -> None:
    if not selectors.has_second_factor(person_id=request.actor.person_id or 0):
        raise Http404(SecondFactorMissing.code)


def _codes_page(request: Request, codes: list[str]) -> HttpResponse:
    return render(request, "organization/recovery_codes.html", {"codes": codes})


def _code_page(
    request: Request, form: CodeForm, *, title: str, says: str, verb: str, icon: str, danger: bool = False
) -> HttpResponse:
    context = {"form": form, "title": title, "says": says, "verb": verb, "icon": icon, "danger": danger}
    status = 422 if request.method == "POST" else 200
    return render(request, "organization/second_factor_code.html", context, status=status)
