"""Talking to the company's identity provider: OpenID Connect with state, nonce and PKCE, by Authlib (ORG-09)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from organization.errors import CompanySignInFailed

NAME = "company"
SECONDS = 5
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key pair; never “none”, and never a shared secret."""


def begin(request: HttpRequest, *, back: str) -> HttpResponse:
    """Send the browser to the provider; what must come back again is kept in the session.

    Raises CompanySignInFailed where the provider cannot be asked.
    """
    try:
        answer: HttpResponse = _client().authorize_redirect(request, back)
    except (OAuthError, RequestException, ValueError, KeyError, RuntimeError) as error:
        raise CompanySignInFailed from error
    return answer


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    """What the provider's token says of who came back: state, signature, issuer, audience, time and nonce hold.

    Raises CompanySignInFailed.
    """
    known = settings.OIDC
    wanted = {
        "iss": {"essential": True, "values": [known.issuer]},
        "aud": {"essential": True, "value": known.client_id},
        "nonce": {"essential": True},
    }
    try:
        token = _client().authorize_access_token(request, claims_options=wanted)
    except (OAuthError, JoseError, RequestException, ValueError, KeyError, RuntimeError) as error:
        raise CompanySignInFailed from error
    claims: Mapping[str, Any] = token.get("userinfo") or {}
    if not claims.get("sub"):
        raise CompanySignInFailed
    return claims


def forget() -> None:
    """Ask the provider for its addresses and keys anew."""
    _made.cache_clear()


def _client() -> Any:
    known = settings.OIDC
    client = _made(known.issuer, known.client_id, known.client_secret, known.scope)
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != known.issuer:
        raise ValueError("the provider is another issuer than the one configured")
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNATURES]
    return client


@lru_cache(maxsize=4)
def _made(issuer: str, client_id: str, client_secret: str, scope: str) -> Any:
    registry = OAuth()
    return registry.register(
        NAME,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": scope, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )
