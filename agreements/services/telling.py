"""Telling customers why we decline: by a letter in a clerk's name, as quotes go out, or as somebody says (CUS-10,
CUS-21, decision 0122).
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from agreements.errors import CustomerUntold
from agreements.models import AgreementReview
from agreements.services.inputs import TellingInput
from core import mails
from core.actors import Actor
from core.errors import visible_text
from core.models import MailKind


def how_told(told: TellingInput) -> str:
    """How the customer is told, in words to be kept. Raises CustomerUntold."""
    if told.address:
        try:
            validate_email(told.address)
        except ValidationError as wrong:
            raise CustomerUntold from wrong
        return told.address[:300]
    how = visible_text(told.how).strip()[:300]
    if not how:
        raise CustomerUntold
    return how


def write_letter(review: AgreementReview, told: TellingInput, *, actor: Actor, at: datetime) -> None:
    """Write the letter, where there is an address; it goes out after the commit."""
    if not told.address:
        return
    mails.write(
        person_id=actor.known_id, kind=MailKind.OUTSIDE, address=told.address,
        key=f"agreement_review:{review.pk}:{review.version}", at=at,
        facts={"kind": review.kind, "document": review.pk, "language": "en" if told.language == "en" else "zh"},
    )  # fmt: skip
