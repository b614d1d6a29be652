"""Codes of authenticator apps and recovery codes: pure functions over secrets (ORG-09, RFC 6238)."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

import pyotp
import qrcode
from django.utils.crypto import constant_time_compare, salted_hmac

from core import sealing

DIGITS = 6
WINDOW = 1  # steps of thirty seconds a phone's clock may be off, either way
RECOVERY_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that reads like another sign
SALT = "organization.second_factor"


def new_secret() -> str:
    """A fresh secret, as authenticator apps take it: 160 bits in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, *, username: str, issuer: str) -> str:
    """The otpauth:// address an app reads from the picture."""
    return pyotp.TOTP(secret, digits=DIGITS).provisioning_uri(name=username, issuer_name=issuer)


def matching_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The time step a code belongs to; None for a wrong code and for one of a step already used."""
    totp = pyotp.TOTP(secret, digits=DIGITS)
    now = totp.timecode(at)
    for step in range(now - WINDOW, now + WINDOW + 1):
        if step > after and constant_time_compare(totp.generate_otp(step), code):
            return step
    return None


def tidy(code: str) -> str:
    """A code as typed, without blanks and dashes, in small letters; full-width signs count too."""
    return "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "").lower()


def new_recovery_codes() -> list[str]:
    """Ten codes of ten signs, 49 bits each, written in two halves."""
    return [f"{_signs(5)}-{_signs(5)}" for _number in range(RECOVERY_CODES)]


def digest_of(code: str) -> str:
    """What is stored of a recovery code: keyed, so that a stolen table alone cannot be tried through."""
    return next(iter(digests_of(code)))


def digests_of(code: str) -> list[str]:
    """The digests a stored code may have: with the present key and with the former ones."""
    return [salted_hmac(SALT, tidy(code), secret=key, algorithm="sha256").hexdigest() for key in sealing.secret_keys()]


def seal(secret: str) -> str:
    """A secret as it is stored: encrypted with a key made from SECRET_KEY."""
    return sealing.seal(secret, purpose=SALT)


def unseal(sealed: str) -> str | None:
    """The secret again; None when it was sealed with a key this installation does not have any more."""
    return sealing.unseal(sealed, purpose=SALT)


def qr_path(text: str) -> tuple[int, str]:
    """The picture of a text: its width in modules with the quiet edge, and the dark modules as an SVG path."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), path


def in_groups(secret: str) -> str:
    """A secret as people type it from a screen: groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _signs(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _number in range(count))
