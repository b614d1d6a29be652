"""Reads of API tokens (api.md)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from core.actors import Actor
from organization.models import ApiToken
from organization.rules import digest_of


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """A person's own tokens, newest first."""
    return ApiToken.objects.filter(person_id=actor.person_id or 0)


def token_of_key(*, key: str, at: datetime) -> ApiToken | None:
    """The token this key opens now, with its person; None for an unknown, ended or revoked one, or who left."""
    return (
        ApiToken.objects.filter(
            digest=digest_of(key), revoked_at__isnull=True, expires_at__gt=at, person__is_active=True
        )
        .select_related("person")
        .first()
    )
