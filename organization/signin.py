"""Signing in (ORG-09): password with a lock against guessing, then the second factor, then a session that knows where
it was begun."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core.errors import DomainError
from organization import devices, guesses, selectors, services
from organization.choices import SignInMethod, SignInOutcome
from organization.errors import (
    SecondFactorDue,
    SecondFactorNeeded,
    SignInLocked,
    SignInWrong,
    TemporaryPasswordEnded,
    WrongPassword,
)
from organization.models import Person
from organization.sessions import FACTS

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITING = "signing_in"
WAITS = timedelta(minutes=10)
PASSED = "second_factor"
PRESENT = frozenset({WrongPassword.code, SignInLocked.code})  # what a present password can be refused for
SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who signed in, or why not."""

    person: Person | None
    refusal: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whose code is still to come, by which way, and where they wanted to go."""

    person: Person
    method: str
    next: str


def attempt(request: HttpRequest, *, username: str, password: str) -> Outcome:
    """Check a user name and password; each failure counts towards the locks. User names have no case."""
    username = username.strip().lower()
    minutes = guesses.locked_for(username=username, address=address_of(request), at=timezone.now())
    if minutes:
        known = Person.objects.filter(username=username).first()
        if known is not None:
            note(request, known, SignInOutcome.LOCKED)
        return Outcome(person=None, refusal=SignInLocked(minutes=minutes))
    found = authenticate(request, username=username, password=password)
    if isinstance(found, Person):
        if found.password_until is not None and found.password_until <= timezone.now():
            note(request, found, SignInOutcome.EXPIRED)
            return Outcome(person=None, refusal=TemporaryPasswordEnded())
        return Outcome(person=found)
    is_locked = bool(getattr(request, "axes_locked_out", False))
    known = Person.objects.filter(username=username).first()
    if known is not None:
        note(request, known, SignInOutcome.LOCKED if is_locked else SignInOutcome.WRONG)
    if is_locked:
        return Outcome(person=None, refusal=SignInLocked(minutes=_minutes_left(request, username)))
    left = settings.AXES_FAILURE_LIMIT - int(getattr(request, "axes_failures_since_start", 1) or 1)
    return Outcome(person=None, refusal=SignInWrong(left=max(left, 1), minutes=_minutes(_cool_off())))


def confirm(request: HttpRequest, person: Person, *, password: str) -> None:
    """Whoever is signed in gives their password again; wrong ones count as at the door.

    Raises WrongPassword, SignInLocked.
    """
    refusal = attempt(request, username=person.username, password=password).refusal
    if isinstance(refusal, SignInLocked):
        raise refusal
    if refusal is not None:
        raise WrongPassword


def proceed(request: HttpRequest, person: Person, *, method: str, next_url: str) -> bool:
    """Who somebody is has been shown: sign in, or ask for the code first. True when signed in."""
    trusted = method == SignInMethod.OIDC and settings.OIDC.counts_as_second_factor
    if selectors.has_second_factor(person_id=person.pk) and not trusted:
        request.session.cycle_key()
        request.session[WAITING] = {
            "person": person.pk,
            "hash": person.get_session_auth_hash(),
            "at": timezone.now().isoformat(),
            "method": method,
            "next": next_url,
        }
        return False
    finish(request, person, method=method, with_second_factor=trusted)
    return True


def waiting(request: HttpRequest) -> Waiting | None:
    """Whose code is awaited in this session; nobody after ten minutes, or when the password was changed meanwhile."""
    kept: dict[str, Any] | None = request.session.get(WAITING)
    if kept is None or datetime.fromisoformat(kept["at"]) + WAITS < timezone.now():
        return None
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    if person is None or not constant_time_compare(kept["hash"], person.get_session_auth_hash()):
        return None
    return Waiting(person=person, method=kept["method"], next=kept["next"])


def give_code(request: HttpRequest, who: Waiting, *, code: str) -> DomainError | None:
    """Check the code of somebody who waits; sign them in, or say why not."""
    try:
        services.check_second_factor(person_id=who.person.pk, code=code, at=timezone.now())
    except DomainError as refused:
        locked = refused.status == 429
        outcome = SignInOutcome.LOCKED if locked else SignInOutcome.WRONG_CODE
        note(request, who.person, outcome, method=who.method)
        if locked:
            request.session.pop(WAITING, None)
        return refused
    finish(request, who.person, method=who.method, with_second_factor=True)
    return None


def finish(request: HttpRequest, person: Person, *, method: str, with_second_factor: bool) -> None:
    """Begin the session."""
    request.session.pop(WAITING, None)
    login(request, person, backend=BACKEND)
    now = timezone.now()
    request.session[FACTS] = {
        "handle": uuid.uuid4().hex,
        "method": method,
        "address": address_of(request),
        "agent": agent_of(request),
        "at": now.isoformat(),
        "seen": now.isoformat(),
    }
    if with_second_factor:
        request.session[PASSED] = True
    note(request, person, SignInOutcome.IN, method=method, with_second_factor=with_second_factor)


def require_code(request: HttpRequest, person: Person, *, code: str) -> None:
    """For programs that sign in by password: the code where there is a second factor, refused where one is due.

    Raises SecondFactorNeeded, SecondFactorWrong, SecondFactorLocked, SecondFactorDue.
    """
    now = timezone.now()
    if selectors.has_second_factor(person_id=person.pk):
        if not code:
            raise SecondFactorNeeded
        try:
            services.check_second_factor(person_id=person.pk, code=code, at=now)
        except DomainError as refused:
            note(request, person, SignInOutcome.LOCKED if refused.status == 429 else SignInOutcome.WRONG_CODE)
            raise
    elif selectors.actor_for(person_id=person.pk, on=timezone.localdate(now)).needs_second_factor:
        raise SecondFactorDue


def owes_password(request: HttpRequest) -> bool:
    """Whether this session was begun with a password somebody else set (ORG-05)."""
    by_password = request.session.get(FACTS, {}).get("method", SignInMethod.PASSWORD) == SignInMethod.PASSWORD
    return by_password and bool(getattr(request.user, "has_temporary_password", False))


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether this session was begun with a second factor, or has one since."""
    return bool(request.session.get(PASSED))


def note_passed(request: HttpRequest) -> None:
    """The second factor was set up in this session."""
    request.session[PASSED] = True


def note_seen(request: HttpRequest, *, at: datetime) -> None:
    """Keep when the session was last used, to about ten minutes."""
    facts = request.session.get(FACTS)
    if facts is not None and at - datetime.fromisoformat(facts["seen"]) > SEEN_EVERY:
        request.session[FACTS] = {**facts, "seen": at.isoformat()}


def handle_of(request: HttpRequest) -> str:
    """The name of this session in addresses."""
    return str(request.session.get(FACTS, {}).get("handle", ""))


def note(
    request: HttpRequest,
    person: Person,
    outcome: str,
    *,
    method: str = SignInMethod.PASSWORD,
    with_second_factor: bool = False,
) -> None:
    """Keep one line of the list of sign-ins."""
    services.note_sign_in(
        person=person,
        outcome=outcome,
        method=method,
        with_second_factor=with_second_factor,
        address=address_of(request),
        agent=agent_of(request),
        at=timezone.now(),
    )


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, as the lock against guessing sees it."""
    return get_client_ip_address(request) or None


def agent_of(request: HttpRequest) -> str:
    """What the browser says it is."""
    return devices.tidy(request.headers.get("User-Agent", ""))


def keep_answer(request: HttpRequest, answer: HttpResponse | None, credentials: object = None) -> HttpResponse:
    """For axes: whoever asked has already answered, with the words above."""
    return answer if answer is not None else HttpResponse(status=429)


def _minutes_left(request: HttpRequest, username: str) -> int:
    address = getattr(request, "axes_ip_address", None)
    last = AccessAttempt.objects.filter(username=username, ip_address=address).order_by("-attempt_time").first()
    if last is None:
        return _minutes(_cool_off())
    return max(_minutes(last.attempt_time + _cool_off() - timezone.now()), 1)


def _cool_off() -> timedelta:
    given: timedelta = settings.AXES_COOLOFF_TIME
    return given


def _minutes(span: timedelta) -> int:
    return ceil(span.total_seconds() / 60)
