"""Guessing at one name from many addresses, and at many names from one: the locks beside that of one name from one
address, which axes keeps (ORG-09, decision 0230).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum

from organization.choices import SignInOutcome
from organization.models import SignIn

KNOWN_FOR = timedelta(days=90)
"""How long an address is known as one from which somebody signs in."""


def locked_for(*, username: str, address: str | None, at: datetime) -> int:
    """For how many minutes nobody signs in by this name from here; 0: try.

    Whoever has signed in by the name from this address lately still may: a stranger's guesses lock nobody out of their
    own desk. There the five tries hold.
    """
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    lately = AccessAttempt.objects.filter(attempt_time__gt=at - cool_off)
    ends = [
        last + cool_off
        for last in (
            _last_of(lately.filter(username=username), limit=settings.SIGN_IN_TRIES_OF_A_NAME),
            _last_of(lately.filter(ip_address=address), limit=settings.SIGN_IN_TRIES_OF_AN_ADDRESS),
        )
        if last is not None
    ]
    if not ends or _is_known(username, address, at=at):
        return 0
    return max(ceil((max(ends) - at).total_seconds() / 60), 1)


def _last_of(attempts: QuerySet[AccessAttempt], *, limit: int) -> datetime | None:
    """When the last of too many wrong tries was; None where they are not too many."""
    found = attempts.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    last: datetime | None = found["last"]
    return last if (found["failures"] or 0) >= limit else None


def _is_known(username: str, address: str | None, *, at: datetime) -> bool:
    return (
        address is not None
        and SignIn.objects.filter(
            person__username=username, address=address, outcome=SignInOutcome.IN, at__gt=at - KNOWN_FOR
        ).exists()
    )
