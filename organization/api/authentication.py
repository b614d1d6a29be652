"""`Authorization: Token <key>` (api.md): who calls, by the digest of the key; what for, by the token's scopes."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from organization import selectors, services
from organization.models import ApiToken, Person

KEYWORD = b"token"


class TokenAuthentication(BaseAuthentication):
    """Signs a call in by its token. `request.auth` is the token, whose scopes each action asks (core.api.scopes)."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD:
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as “Authorization: Token <key>”."))
        at = timezone.now()
        token = selectors.token_of_key(key=parts[1].decode("ascii", "replace"), at=at)
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or at its end. Make a new one."))
        services.note_use(token=token, at=at)
        person = token.person
        request._request.actor = SimpleLazyObject(  # type: ignore[attr-defined]  # noqa: SLF001
            lambda: selectors.actor_of(person=person, on=timezone.localdate(at))
        )
        return person, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"
