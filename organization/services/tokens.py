"""Tokens other systems sign in with (api.md). The key is shown once; only its digest is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.errors import NotAllowed
from organization import locks
from organization.choices import TokenScope
from organization.errors import TemporaryPassword, TokenEnd, TokenScopes
from organization.models import ApiToken, Person
from organization.rules import KEY_PREFIX_LENGTH, LONGEST_TOKEN, digest_of, new_key
from organization.services.recording import plain, record

SCOPES = tuple(TokenScope.values)
USE_NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def create_token(
    *, label: str, scopes: Collection[str], expires_date: date, actor: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A token for the actor, with its key, which is not stored and cannot be shown again.

    It holds through the day before `expires_date`. Raises TokenEnd, TokenScopes, NotAllowed, TemporaryPassword.
    """
    if actor.person_id is None:
        raise NotAllowed(document=label)
    today = timezone.localdate(at)
    if not today < expires_date <= today + LONGEST_TOKEN:
        raise TokenEnd
    if not scopes or not set(scopes) <= set(SCOPES):
        raise TokenScopes
    person = locks.lock_person(actor.person_id)
    if person.has_temporary_password:
        raise TemporaryPassword
    key = new_key()
    token = ApiToken.objects.create(
        person=person,
        label=label,
        prefix=key[:KEY_PREFIX_LENGTH],
        digest=digest_of(key),
        scopes=[scope for scope in SCOPES if scope in scopes],
        created_at=at,
        expires_at=timezone.make_aware(datetime.combine(expires_date, time.min)),
    )
    facts = {"token": token.pk, "label": label, "scopes": token.scopes, "until": plain(expires_date)}
    record(person, "token_create", actor=actor, at=at, facts=facts)
    return token, key


@transaction.atomic
def revoke_token(*, token_id: int, actor: Actor, at: datetime) -> ApiToken:
    """Make one of the actor's own tokens useless at once. Raises ApiToken.DoesNotExist. Twice is once."""
    own = ApiToken.objects.filter(person_id=actor.person_id or 0)
    token = own.select_for_update(of=("self",), no_key=True).get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=("revoked_at",))
        record(token.person, "token_revoke", actor=actor, at=at, facts={"token": token.pk, "label": token.label})
    return token


def end_all(person: Person, *, at: datetime) -> int:
    """Make every token of a person useless at once; how many there were."""
    return ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Keep when a token was last used, to about ten minutes: not every call should write."""
    if token.last_used_at is None or at - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
