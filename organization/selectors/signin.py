"""Reads of sign-in: second factors, sessions, tries (ORG-09)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from core.actors import Actor
from core.calendar import midnight
from core.ordering import ordered
from organization.models import Person, RecoveryCode, SecondFactor, SignedInSession, SignIn
from organization.selectors.people import matching, people_visible_to

SIGN_IN_SORTS = {"at": "at", "person": "person__sort_key", "outcome": "outcome", "address": "address"}


def has_second_factor(*, person_id: int) -> bool:
    """Whether somebody has set up an authenticator app."""
    return SecondFactor.objects.filter(person_id=person_id).exists()


def second_factor_of(*, person_id: int) -> SecondFactor | None:
    """Somebody's second factor, if there is one."""
    return SecondFactor.objects.filter(person_id=person_id).first()


def recovery_codes_left(*, person_id: int) -> int:
    """How many recovery codes still count."""
    return RecoveryCode.objects.filter(person_id=person_id, used_at__isnull=True).count()


def sessions_of(*, person_id: int, at: datetime) -> QuerySet[SignedInSession]:
    """Somebody's open sessions, the latest first."""
    open_ones = SignedInSession.objects.filter(person_id=person_id, expire_date__gt=at)
    return open_ones.order_by("-seen_at", "-signed_in_at")


def sign_ins_of(*, person_id: int) -> QuerySet[SignIn]:
    """Somebody's sign-ins and tries, newest first."""
    return SignIn.objects.filter(person_id=person_id)


def sign_in_list(
    *, actor: Actor, words: str = "", outcome: str = "", since: str = "", until: str = "", sort: str = ""
) -> QuerySet[SignIn]:
    """Sign-ins of the people the actor sees, newest first where nothing else was asked; `outcome` IN, or FAILED for
    the refused ones; of the days from `since` to `until` (ISO), what is no day is let go.
    """
    people: QuerySet[Person] = people_visible_to(actor)
    rows = SignIn.objects.filter(person__in=matching(people, words=words)).select_related("person__department")
    if outcome == "IN":
        rows = rows.filter(outcome="IN")
    elif outcome == "FAILED":
        rows = rows.exclude(outcome__in=("IN", "RESET"))
    first, last = _day(since), _day(until)
    if first is not None:
        rows = rows.filter(at__gte=midnight(first))
    if last is not None and last < date.max:
        rows = rows.filter(at__lt=midnight(last + timedelta(days=1)))
    return ordered(rows, sort, SIGN_IN_SORTS, usual=("-at", "-pk"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
