"""An identity provider with its own keys, answering in this process: no socket is opened (ORG-09)."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from requests import PreparedRequest, Response
from requests.exceptions import ConnectTimeout

ISSUER = "https://id.example.com/realm"
CLIENT_ID = "shouhou"


class Provider:
    """Discovery, keys and tokens. `claims` go into the token; the flags make it lie in one way each."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signs_with: Any = self.key
        self.algorithm = "RS256"
        self.claims: dict[str, Any] = {"sub": "u-1", "preferred_username": "li.na", "name": "李娜"}
        self.overrides: dict[str, Any] = {}
        self.is_away = False
        self.issuer = ISSUER
        self.asked: dict[str, str] = {}
        self.without_id_token = False

    # --- The browser's part

    def authorize(self, address: str, **changed: str) -> str:
        """What the provider sends the browser back with, as a query."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked = query
        return urlencode({"code": "code-1", "state": query["state"], **changed})

    # --- The server's part, in place of the network

    def send(self, request: PreparedRequest) -> Response:
        """Answer a request that would go out."""
        if self.is_away:
            raise ConnectTimeout("no route to host")
        path = urlsplit(request.url or "").path
        if path.endswith("/.well-known/openid-configuration"):
            return _answer(request, self._metadata())
        if path.endswith("/keys"):
            return _answer(request, KeySet([self.key]).as_dict(private=False))
        if path.endswith("/token"):
            return self._token(request)
        raise AssertionError(f"nobody asks for {request.url}")

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _token(self, request: PreparedRequest) -> Response:
        form = {name: values[0] for name, values in parse_qs(str(request.body)).items()}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if form.get("code") != "code-1" or challenge != self.asked.get("code_challenge"):
            return _answer(request, {"error": "invalid_grant"}, status=400)
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": self.asked["nonce"],
            **self.claims, **self.overrides,
        }  # fmt: skip
        token = {"access_token": "access", "token_type": "Bearer"}
        if not self.without_id_token:
            header = {"alg": self.algorithm, "kid": "one"}
            token["id_token"] = jwt.encode(header, claims, self.signs_with, algorithms=[self.algorithm])
        return _answer(request, token)


def shared_secret() -> OctKey:
    """A key for the attack that signs with what should only check signatures."""
    return OctKey.import_key("client-secret-that-is-long-enough-to-sign")


def _answer(request: PreparedRequest, body: dict[str, Any], *, status: int = 200) -> Response:
    response = Response()
    response.status_code = status
    response.headers["Content-Type"] = "application/json"
    response.raw = io.BytesIO(json.dumps(body).encode())
    response.request = request
    response.url = request.url or ""
    return response
