"""Reads of sign-in: second factors, sessions, tries (ORG-09)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from core.actors import Actor
from organization.models import Person, RecoveryCode, SecondFactor, SignedInSession, SignIn
from organization.selectors.people import matching, people_visible_to


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


def sign_in_list(*, actor: Actor, words: str = "", outcome: str = "") -> QuerySet[SignIn]:
    """Sign-ins of the people the actor sees, newest first; `outcome` IN, or FAILED for the refused ones."""
    people: QuerySet[Person] = people_visible_to(actor)
    rows = SignIn.objects.filter(person__in=matching(people, words=words)).select_related("person__department")
    if outcome == "IN":
        rows = rows.filter(outcome="IN")
    elif outcome == "FAILED":
        rows = rows.exclude(outcome__in=("IN", "RESET"))
    return rows.order_by("-at", "-pk")
