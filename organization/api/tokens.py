"""`tokens`: making one with user name and password, one's own list, revoking (api.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework import serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import Actor
from core.api import Creates, Input, Router, move
from core.api.throttles import PerCaller
from organization import selectors, services, signin
from organization.choices import TokenScope
from organization.models import ApiToken

LASTS = timedelta(days=90)
TRIES_A_MINUTE = 20


class TokenTries(PerCaller):
    """Making tokens is slower than other calls: somebody may be guessing."""

    scope = "tokens"

    def limit(self) -> int:
        return TRIES_A_MINUTE


class TokenIn(Input):
    """Who asks for a token, what for, and until when (90 days where nothing is said).

    `code`: of the authenticator app, or a recovery code, where the person has a second factor (ORG-09).
    """

    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=256, trim_whitespace=False, write_only=True)
    code = serializers.CharField(max_length=20, write_only=True, required=False, allow_blank=True, default="")
    label = serializers.CharField(max_length=80)  # type: ignore[assignment]
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.choices), min_length=1, max_length=3, required=False
    )
    expires_date = serializers.DateField(required=False)


class TokenOut(serializers.Serializer[Any]):
    """A token without its key."""

    id = serializers.IntegerField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    prefix = serializers.CharField(read_only=True)
    scopes = serializers.ListField(child=serializers.CharField(), read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True)
    revoked_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewTokenOut(TokenOut):
    """The answer to making one: the only time the key is shown."""

    key = serializers.CharField(read_only=True)


class TokenResource(Creates[ApiToken]):
    """One's own tokens. Making one asks for user name and password, whoever is signed in."""

    serializer_class = TokenOut
    input_serializers = {"create": TokenIn}
    ordering_fields = {"created_at": "created_at", "expires_at": "expires_at"}
    ordering = "-created_at"
    search_fields = ("label", "prefix")

    def visible(self, actor: Actor) -> QuerySet[ApiToken]:
        return selectors.tokens_of(actor)

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.action == "create" else IsAuthenticated()]

    def get_throttles(self) -> list[Any]:
        return [TokenTries(), *super().get_throttles()] if self.action == "create" else super().get_throttles()

    def get_authenticators(self) -> list[Any]:
        """Making a token signs in by itself: neither a session nor an old token counts."""
        makes_one = self.request is not None and self.request.method == "POST" and "pk" not in self.kwargs
        return [] if makes_one else list(super().get_authenticators())

    @method_decorator(sensitive_variables())
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = self.validated(TokenIn)
        outcome = signin.attempt(request._request, username=data["username"], password=data["password"])  # noqa: SLF001
        if outcome.person is None:
            raise outcome.refusal or ValueError("nobody signed in, and nothing was refused")
        signin.require_code(request._request, outcome.person, code=data["code"])  # noqa: SLF001
        at = timezone.now()
        actor = selectors.actor_for(person_id=outcome.person.pk, on=timezone.localdate(at))
        token, key = services.create_token(
            label=data["label"],
            scopes=data.get("scopes") or [TokenScope.READ],
            expires_date=data.get("expires_date") or timezone.localdate(at) + LASTS,
            actor=actor,
            at=at,
        )
        # No Idempotency-Key here: the kept answer would hold the key.
        return Response({**TokenOut(token).data, "key": key}, status=201)

    create.output_class = NewTokenOut  # type: ignore[attr-defined]

    @move()
    def revoke(self, token: ApiToken, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Make the token useless at once."""
        services.revoke_token(token_id=token.pk, actor=actor, at=at)


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("tokens", TokenResource, basename="tokens")
