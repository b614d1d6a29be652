"""Signing in, with a lock against guessing (ORG-09): what axes counted, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.errors import DomainError
from organization.errors import SignInLocked, SignInWrong
from organization.models import Person


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who signed in, or why not."""

    person: Person | None
    refusal: DomainError | None = None


def attempt(request: HttpRequest, *, username: str, password: str) -> Outcome:
    """Check a user name and password; each failure counts towards the lock. User names have no case."""
    username = username.strip().lower()
    found = authenticate(request, username=username, password=password)
    if isinstance(found, Person):
        return Outcome(person=found)
    if getattr(request, "axes_locked_out", False):
        return Outcome(person=None, refusal=SignInLocked(minutes=_minutes_left(request, username)))
    left = settings.AXES_FAILURE_LIMIT - int(getattr(request, "axes_failures_since_start", 1) or 1)
    return Outcome(person=None, refusal=SignInWrong(left=max(left, 1), minutes=_minutes(_cool_off())))


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
