"""Secrets that must be read again, as they are stored: encrypted with keys made from SECRET_KEY, one per purpose."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(secret: str, *, purpose: str) -> str:
    """A secret as it is stored."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str | None:
    """The secret again; None when it was sealed with a key this installation does not have any more."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def secret_keys() -> list[str]:
    """The present key and the former ones."""
    return [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys(purpose)])


def _keys(purpose: str) -> Iterable[bytes]:
    for secret_key in secret_keys():
        kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
        yield base64.urlsafe_b64encode(kdf.derive(secret_key.encode()))
