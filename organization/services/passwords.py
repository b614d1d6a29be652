"""How strong a password must be (QLT-41)."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from organization.errors import WeakPassword
from organization.models import Person


def require_strong(password: str, *, person: Person) -> None:
    """Refuse a password the installation's rules find weak, naming each reason. Raises WeakPassword."""
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        raise WeakPassword(problems=error.messages) from error
