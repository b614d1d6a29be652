"""The second factor: set up, asked for, renewed, turned off, taken off for a lost phone (ORG-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.errors import DomainError, NotAllowed, require_reason
from organization import locks, policies, selectors, totp
from organization.errors import (
    OwnRights,
    SecondFactorCompulsory,
    SecondFactorLocked,
    SecondFactorMissing,
    SecondFactorNotRead,
    SecondFactorSetUp,
    SecondFactorWrong,
    WrongPassword,
)
from organization.models import Person, RecoveryCode, Role, SecondFactor
from organization.services import sessions
from organization.services.recording import assign, record, require, tell

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of a code; a refusal is raised only after the count is kept."""

    refusal: DomainError | None = None


@transaction.atomic
def turn_on_second_factor(
    *, secret: str, code: str, password: str, actor: Actor, at: datetime, session_key: str | None = None
) -> list[str]:
    """Set up the actor's authenticator app; the recovery codes, which are shown this once. Other sessions end.

    Asks the password, where there is one, and a code of the app. Raises WrongPassword, SecondFactorNotRead,
    SecondFactorSetUp.
    """
    person = _own(actor)
    if SecondFactor.objects.filter(person=person).exists():
        raise SecondFactorSetUp
    if person.has_usable_password() and not person.check_password(password):
        raise WrongPassword
    step = totp.matching_step(secret, totp.tidy(code), at=at, after=0)
    if step is None:
        raise SecondFactorNotRead
    SecondFactor.objects.create(person=person, secret=totp.seal(secret), last_step=step, set_up_at=at)
    record(person, "second_factor_on", actor=actor, at=at)
    sessions.end_sessions_of(person_id=person.pk, except_key=session_key)
    return _fresh_codes(person)


def check_second_factor(*, person_id: int, code: str, at: datetime) -> None:
    """Accept a code of the app or a recovery code, each once. Five wrong ones lock for fifteen minutes.

    Raises SecondFactorWrong, SecondFactorLocked, SecondFactorMissing. The count is kept whatever is raised, so this
    must not run inside another transaction.
    """
    with transaction.atomic(durable=True):
        answer = _count(person_id, totp.tidy(code), at)
    if answer.refusal is not None:
        raise answer.refusal


def renew_recovery_codes(*, code: str, actor: Actor, at: datetime) -> list[str]:
    """Ten new recovery codes; the former ones count no more. Asks a code, and raises as `check_second_factor` does."""
    check_second_factor(person_id=actor.person_id or 0, code=code, at=at)
    with transaction.atomic():
        person = _own(actor)
        record(person, "recovery_codes_renew", actor=actor, at=at)
        return _fresh_codes(person)


def turn_off_second_factor(*, code: str, actor: Actor, at: datetime) -> None:
    """The actor goes without; refused while a role needs it. Raises SecondFactorCompulsory and as checking a code."""
    if selectors.actor_for(person_id=actor.person_id, on=timezone.localdate(at)).needs_second_factor:
        raise SecondFactorCompulsory
    check_second_factor(person_id=actor.person_id or 0, code=code, at=at)
    with transaction.atomic():
        person = _own(actor)
        _drop(person)
        record(person, "second_factor_off", actor=actor, at=at)


@transaction.atomic
def reset_second_factor(*, person_id: int, reason: str, actor: Actor, at: datetime) -> Person:
    """Take the second factor off somebody who lost their phone and codes; their sessions end, and they are told.

    As with passwords, of those who keep rights only by somebody who may grant them.
    Raises NotAllowed, OwnRights, ReasonMissing, SecondFactorMissing.
    """
    person = locks.lock_person(person_id)
    require(policies.can_edit(actor), document=str(person))
    if actor.person_id == person_id:
        raise OwnRights(document="")
    theirs = selectors.actor_for(person_id=person_id, on=timezone.localdate(at))
    require(policies.can_grant_roles(actor) or not policies.keeps_rights(theirs), document=str(person))
    reason = require_reason(reason)
    if not SecondFactor.objects.filter(person=person).exists():
        raise SecondFactorMissing
    _drop(person)
    sessions.end_sessions_of(person_id=person_id)
    record(person, "second_factor_reset", actor=actor, at=at, reason=reason)
    tell(person, "second_factor_reset", at=at, facts={"by": actor.name})
    return person


@transaction.atomic
def require_second_factor(*, role_id: int, is_required: bool, reason: str, actor: Actor, at: datetime) -> Role:
    """Everybody with a role needs a second factor from now on, or no more (ORG-09).

    Nobody lets go of it for a role of their own. Raises NotAllowed, OwnRights, ReasonMissing.
    """
    role = locks.lock_role(role_id)
    require(policies.can_edit_roles(actor), document=str(role))
    reason = require_reason(reason)
    if role.code in actor.roles and not is_required:
        raise OwnRights(document=str(role))
    changes = assign(role, {"requires_second_factor": is_required})
    if changes:
        role.version += 1
        role.save(update_fields=("version", *changes))
        record(role, "change", actor=actor, at=at, reason=reason, facts={"changes": changes})
    return role


def _count(person_id: int, code: str, at: datetime) -> _Answer:
    factor = SecondFactor.objects.select_for_update(of=("self",), no_key=True).filter(person_id=person_id).first()
    if factor is None:
        return _Answer(SecondFactorMissing())
    if factor.locked_until is not None and factor.locked_until > at:
        return _Answer(SecondFactorLocked(minutes=_minutes(factor.locked_until - at)))
    if _fits(factor, code, at):
        factor.failures, factor.locked_until = 0, None
        factor.save(update_fields=("last_step", "failures", "locked_until"))
        return _Answer()
    factor.failures += 1
    if factor.failures >= TRIES:
        factor.failures, factor.locked_until = 0, at + LOCKED_FOR
        factor.save(update_fields=("failures", "locked_until"))
        return _Answer(SecondFactorLocked(minutes=_minutes(LOCKED_FOR)))
    factor.save(update_fields=("failures",))
    return _Answer(SecondFactorWrong(left=TRIES - factor.failures, minutes=_minutes(LOCKED_FOR)))


def _fits(factor: SecondFactor, code: str, at: datetime) -> bool:
    if len(code) == totp.DIGITS and code.isdigit():
        secret = totp.unseal(factor.secret)
        step = totp.matching_step(secret, code, at=at, after=factor.last_step) if secret else None
        if step is not None:
            factor.last_step = step
        return step is not None
    unused = RecoveryCode.objects.filter(person_id=factor.person_id, used_at__isnull=True)
    if unused.filter(digest__in=totp.digests_of(code)).update(used_at=at) != 1:
        return False
    tell(factor.person, "recovery_code_used", at=at, facts={"left": unused.count()})  # somebody else's use is noticed
    return True


def _fresh_codes(person: Person) -> list[str]:
    RecoveryCode.objects.filter(person=person).delete()
    codes = totp.new_recovery_codes()
    RecoveryCode.objects.bulk_create([RecoveryCode(person=person, digest=totp.digest_of(code)) for code in codes])
    return codes


def _drop(person: Person) -> None:
    SecondFactor.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()


def _own(actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotAllowed(document="")
    return locks.lock_person(actor.person_id)


def _minutes(span: timedelta) -> int:
    return ceil(span.total_seconds() / 60)
