"""What everybody changes for themselves: language, appearance, password (GEN-11, ORG-09)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from core import mails
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from core.models import MailKind
from organization import locks
from organization.errors import AddressLinkEnded, SamePassword, WrongPassword
from organization.models import Person
from organization.services import tokens
from organization.services.passwords import require_strong
from organization.services.recording import record, tell

ADDRESS_SALT = "organization.address"
ADDRESS_LINK_LASTS = timedelta(days=3)


@transaction.atomic
def change_preferences(
    *, language: str, theme: str, single_keys: bool, show_in_wan: bool, email: str, actor: Actor, at: datetime
) -> Person:
    """Keep somebody's own choices; an empty language follows the browser (GEN-11). A new address is only asked for."""
    person = _own(actor)
    person.language = _known(language)
    person.theme = theme
    person.single_keys = single_keys
    person.show_in_wan = show_in_wan
    person.save(update_fields=("language", "theme", "single_keys", "show_in_wan"))
    if email != person.email:
        _ask_address(person, email, actor=actor, at=at)
    return person


def _ask_address(person: Person, email: str, *, actor: Actor, at: datetime) -> None:
    """A new address holds once its owner has confirmed it by the link sent there; none at all, at once (GEN-09)."""
    if not email:
        _set_address(person, "", actor=actor, at=at)
        return
    token = signing.dumps([person.pk, person.email, email], salt=ADDRESS_SALT)
    mails.write(
        person_id=person.pk,
        kind=MailKind.ADDRESS,
        address=email,
        key=f"address:{person.pk}:{at.isoformat()}",
        at=at,
        facts={"path": reverse("organization:email_confirm", kwargs={"token": token})},
    )


def read_address_token(token: str) -> tuple[int, str, str]:
    """Whose new address the link of a mail is about: person, address before, new address. Raises AddressLinkEnded."""
    try:
        person_id, before, email = signing.loads(token, salt=ADDRESS_SALT, max_age=ADDRESS_LINK_LASTS)
    except signing.BadSignature as error:
        raise AddressLinkEnded from error
    return int(person_id), str(before), str(email)


@transaction.atomic
def confirm_address(*, token: str, actor: Actor, at: datetime) -> Person:
    """Use the address to which the link was sent; the address before is told. Raises AddressLinkEnded, also for a link
    of somebody else and for one that was used.
    """
    person_id, before, email = read_address_token(token)
    person = _own(actor)
    if person.pk != person_id or person.email != before:
        raise AddressLinkEnded
    # Before the change: the mail goes to the address that was known until now.
    tell(person, "email_changed", at=at, facts={"address": email})
    _set_address(person, email, actor=actor, at=at)
    return person


def _set_address(person: Person, email: str, *, actor: Actor, at: datetime) -> None:
    before, person.email = person.email, email
    person.save(update_fields=("email",))
    record(person, "change", actor=actor, at=at, facts={"changes": {"email": [before, email]}})


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
