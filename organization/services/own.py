"""What everybody changes for themselves: language, appearance, password (GEN-11, ORG-09)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from organization import locks
from organization.errors import SamePassword, WrongPassword
from organization.models import Person
from organization.services import tokens
from organization.services.passwords import require_strong
from organization.services.recording import record


@transaction.atomic
def change_preferences(
    *, language: str, theme: str, single_keys: bool, show_in_wan: bool, email: str, actor: Actor, at: datetime
) -> Person:
    """Keep somebody's own choices; an empty language follows the browser (GEN-11)."""
    person = _own(actor)
    person.language = _known(language)
    person.theme = theme
    person.single_keys = single_keys
    person.show_in_wan = show_in_wan
    before, person.email = person.email, email
    person.save(update_fields=("language", "theme", "single_keys", "show_in_wan", "email"))
    if before != email:
        record(person, "change", actor=actor, at=at, facts={"changes": {"email": [before, email]}})
    return person


@transaction.atomic
def choose_language(*, language: str, actor: Actor) -> None:
    """Keep the language chosen in the frame, so that it holds on every device (GEN-11)."""
    person = _own(actor)
    person.language = _known(language)
    person.save(update_fields=("language",))


@transaction.atomic
def change_password(*, present: str, password: str, actor: Actor, at: datetime, end_tokens: bool = False) -> Person:
    """Set somebody's own new password, asking the present one; a temporary one ends with it (ORG-05), and so do all API
    tokens where that is asked for.

    Raises WrongPassword, SamePassword, WeakPassword.
    """
    person = _own(actor)
    if not person.check_password(present):
        raise WrongPassword
    if password == present:
        raise SamePassword
    require_strong(password, person=person)
    person.set_password(password)
    person.password_until = None
    person.save(update_fields=("password", "password_until"))
    record(person, "password_change", actor=actor, at=at)
    if end_tokens:
        ended = tokens.end_all(person, at=at)
        if ended:
            record(person, "tokens_revoke", actor=actor, at=at, facts={"count": ended})
    return person


def _own(actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotAllowed(document="")
    return locks.lock_person(actor.person_id)


def _known(language: str) -> str:
    if language and language not in dict(settings.LANGUAGES):
        raise InvalidInput(problem=language)
    return language
