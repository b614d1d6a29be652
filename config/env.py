"""Typed reading of environment variables: a value that makes no sense stops the start, it is never guessed."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str | None = None) -> str:
    """The variable as written. Without a default it must be there and not be empty."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. It is needed: see docs/architecture/running.md.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Yes or no."""
    value = text(name, "").lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of 1, true, yes, on, 0, false, no, off; it is {value!r}.")


def number(name: str, *, default: int, least: int = 0, most: int | None = None) -> int:
    """A whole number within bounds."""
    value = text(name, str(default))
    try:
        parsed = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}.") from None
    if parsed < least or (most is not None and parsed > most):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        raise ImproperlyConfigured(f"{name} must be {bounds}; it is {parsed}.")
    return parsed


def decimal(name: str, *, default: str, least: str = "0", most: str) -> Decimal:
    """An exact number within bounds, such as a share (0.05) or an amount."""
    value = text(name, default)
    try:
        parsed = Decimal(value)
    except InvalidOperation:
        raise ImproperlyConfigured(f"{name} must be a number such as {default}; it is {value!r}.") from None
    if not parsed.is_finite() or not Decimal(least) <= parsed <= Decimal(most):
        raise ImproperlyConfigured(f"{name} must be between {least} and {most}; it is {value}.")
    return parsed


def choice(name: str, *, default: str, among: Collection[str]) -> str:
    """One of the named values."""
    value = text(name, default)
    if value not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(among))}; it is {value!r}.")
    return value


def names(name: str, *, default: Collection[str] = ()) -> list[str]:
    """A list separated by commas."""
    value = text(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def address(name: str, *, default: str) -> str:
    """The beginning of web addresses: scheme and host, without a path or a slash at the end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must be an address such as https://budget.example.com; it is {value!r}.")
    return value


def secret(name: str, *, least_length: int = 50) -> str:
    """A secret that must be there and be long enough not to be guessed. Its value never appears in a message."""
    value = text(name)
    if len(value) < least_length or len(set(value)) < 5:
        raise ImproperlyConfigured(f"{name} must be a random text of at least {least_length} characters.")
    return value


def database(name: str, *, pool_size: int) -> dict[str, Any]:
    """A Django database from a PostgreSQL address, read by libpq's own rules (sockets, sslmode and all).

    With a pool size above 0 each process keeps that many connections; 0 opens one per request or job. Behind PgBouncer
    (`DATABASE_BEHIND_PGBOUNCER`) nothing is prepared and no cursor stays on the server.
    """
    address = text(name)
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        raise ImproperlyConfigured(f"{name} is not a PostgreSQL address.") from None
    options: dict[str, Any] = {key: value for key, value in parts.items() if key not in _DATABASE_KEYS}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    known = {django: str(parts.get(libpq) or "") for libpq, django in _DATABASE_KEYS.items()}
    if not known["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database.")
    behind_pgbouncer = flag("DATABASE_BEHIND_PGBOUNCER", default=False)
    if not behind_pgbouncer:
        options["prepare_threshold"] = ONLY_WHEN_ASKED
    return {
        "ENGINE": "core.postgres", **known, "OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": behind_pgbouncer,
    }  # fmt: skip


ONLY_WHEN_ASKED = 1_000_000_000
"""Uses of a statement before it is prepared by itself: never. Django's own None would keep those from being prepared
that ask for it (budgets/prepared.py)."""


_DATABASE_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def redis_url(name: str) -> str:
    """The address of Redis or Valkey, over TCP, TLS or a socket."""
    address = text(name)
    if urlsplit(address).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://.")
    return address


def keyspace(address: str, number: int) -> str:
    """The same server's keyspace of this number."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return f"unix://{parts.netloc}{parts.path}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def as_broker(address: str) -> str:
    """The same address as Celery spells it: only the socket's scheme differs."""
    return address.replace("unix://", "redis+socket://", 1)


@dataclass(frozen=True, slots=True)
class Oidc:
    """The company's identity provider. `claim` of its token finds the person by `match` (username or email).

    With `creates_in`, the code of a department, whoever is not known yet is added there, without any role.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    label: str = ""
    scope: str = "openid profile email"
    claim: str = "preferred_username"
    match: str = "username"
    creates_in: str = ""
    counts_as_second_factor: bool = False

    def __bool__(self) -> bool:
        return bool(self.issuer)


def oidc() -> Oidc:
    """What the variables OIDC_… say; nothing where no issuer is named."""
    issuer = text("OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return Oidc()
    parts = urlsplit(issuer)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured("OIDC_ISSUER must be an https:// address without query.")
    match = choice("OIDC_MATCH", default="username", among={"username", "email"})
    return Oidc(
        issuer=text("OIDC_ISSUER"),
        client_id=text("OIDC_CLIENT_ID"),
        client_secret=text("OIDC_CLIENT_SECRET"),
        label=text("OIDC_LABEL", ""),
        scope=text("OIDC_SCOPE", "openid profile email"),
        claim=text("OIDC_CLAIM", "email" if match == "email" else "preferred_username"),
        match=match,
        creates_in=text("OIDC_CREATE_PEOPLE_IN", ""),
        counts_as_second_factor=flag("OIDC_COUNTS_AS_SECOND_FACTOR", default=False),
    )
