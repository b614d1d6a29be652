"""People join, change, move and leave (ORG-02, ORG-05)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from operator import attrgetter

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, formats, jobs, notifications
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, require_reason
from organization import hooks, locks, policies, selectors
from organization.choices import DepartmentStatus, ScopeKind, SignInMethod, SignInOutcome
from organization.errors import DepartmentClosed, OwnRights, PersonLeft, UserNameTaken
from organization.models import Department, Person
from organization.rules import fits_after_move
from organization.services import assignments, break_glass, sessions, tokens
from organization.services.departments import stop_leading
from organization.services.passwords import require_strong
from organization.services.recording import assign, plain, record, require, tell

TEMPORARY_PASSWORD_LASTS = timedelta(hours=24)
"""How long a password holds that somebody else set."""


@transaction.atomic
def create_person(
    *,
    username: str,
    name_zh: str,
    name_en: str = "",
    email: str = "",
    department_id: int,
    position: str = "",
    position_en: str = "",
    joined_date: date | None = None,
    password: str | None = None,
    actor: Actor,
    at: datetime,
) -> Person:
    """Somebody new, without any right (ORG-02, ORG-03). Without a password they cannot sign in by one.

    User names are kept in lower case. Raises NotAllowed, UserNameTaken, WeakPassword, DepartmentClosed.
    """
    require(policies.can_edit(actor), document=name_zh)
    username = username.strip().lower()
    _require_open(Department.objects.get(pk=department_id))
    person = Person(
        username=username,
        name_zh=name_zh,
        name_en=name_en,
        email=email,
        department_id=department_id,
        position=position,
        position_en=position_en,
        joined_date=joined_date or timezone.localdate(at),
    )
    if password is not None:
        require_strong(password, person=person)
    person.set_password(password)
    if Person.objects.filter(username=username).exists():
        raise UserNameTaken(username=username)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody else took it at the same moment
        raise UserNameTaken(username=username) from error
    facts = {"username": username, "department": department_id, "joined_date": plain(person.joined_date)}
    record(person, "create", actor=actor, at=at, facts=facts)
    return person


@transaction.atomic
def change_person(
    *,
    person_id: int,
    name_zh: str,
    name_en: str = "",
    email: str = "",
    position: str = "",
    position_en: str = "",
    joined_date: date | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> Person:
    """Change what is known of a person; `move_person` changes the department. Raises NotAllowed, StaleDocument."""
    person = locks.lock_person(person_id)
    require(policies.can_edit(actor), document=str(person))
    documents.require_version(person, version)  # type: ignore[arg-type]
    changes = assign(
        person,
        {
            "name_zh": name_zh,
            "name_en": name_en,
            "email": email,
            "position": position,
            "position_en": position_en,
            "joined_date": joined_date or person.joined_date,
        },
    )
    if changes:
        person.version += 1
        person.save(update_fields=("version", *changes))
        record(person, "change", actor=actor, at=at, facts={"changes": changes})
    return person


@transaction.atomic
def move_person(
    *, person_id: int, department_id: int, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> Person:
    """Somebody changes department today: rights over departments that do not cover the new one, rights over
    warehouses and break-glass rights end today; open tasks move on (ORG-05).

    Raises NotAllowed, OwnRights, ReasonMissing, StaleDocument, PersonLeft, DepartmentClosed.
    """
    person = locks.lock_person(person_id)
    require(policies.can_edit(actor), document=str(person))
    documents.require_version(person, version)  # type: ignore[arg-type]
    if actor.person_id == person_id:
        raise OwnRights(document="")
    reason = require_reason(reason)
    if not person.is_active:
        raise PersonLeft(person=str(person))
    department = Department.objects.get(pk=department_id)
    _require_open(department)
    if person.department_id == department_id:
        return person
    before, person.department = person.department_id, department
    person.version += 1
    person.save(update_fields=("version", "department"))
    ended = _end_what_no_longer_fits(person, reason=reason, actor=actor, at=at)
    break_glass.end_all_of(person, reason=reason, at=at)
    record(
        person, "move", actor=actor, at=at, reason=reason, facts={"from": before, "to": department_id, "ended": ended}
    )
    hooks.rights_lost(person_id=person_id, at=at)
    return person


@transaction.atomic
def leave(*, person_id: int, left_date: date | None, reason: str, actor: Actor, at: datetime) -> Person:
    """Somebody leaves: on that day every right ends, they cannot sign in any more, and open tasks go to the
    department's manager (ORG-02). Until then another day can be said, or (None) that they stay; what the former day had
    ended goes on.

    Raises NotAllowed, OwnRights, ReasonMissing, PersonLeft, InvalidInput (a day before joining, staying without having
    been about to leave); then nothing has changed.
    """
    today = timezone.localdate(at)
    person = locks.lock_person(person_id)
    require(policies.can_edit(actor), document=str(person))
    if actor.person_id == person_id:
        raise OwnRights(document="")
    reason = require_reason(reason)
    if not person.is_active:
        raise PersonLeft(person=str(person))
    if left_date is None:
        return _stay(person, reason=reason, actor=actor, at=at)
    if person.joined_date and left_date < person.joined_date:
        joined = formats.day(person.joined_date)
        raise InvalidInput(
            problem=_("The last day lies before the day of joining, %(joined)s. Choose a later one.")
            % {"joined": joined}
        )
    assignments.go_on(person, reason=reason, actor=actor, at=at)
    day = person.left_date = left_date
    person.version += 1
    person.save(update_fields=("version", "left_date"))
    rows = list(selectors.assignments_of(person_id=person_id, since=max(day, today)))
    facts = {"left_date": plain(day), assignments.ENDS: {str(row.pk): plain(row.end_date) for row in rows}}
    for row in rows:
        assignments.close(row, on=max(day, today), reason=reason, actor=actor, at=at)
    record(person, "leave", actor=actor, at=at, reason=reason, facts=facts)
    if day <= today:
        _take_away(person, reason=reason, actor=actor, at=at)
    else:
        begins = timezone.make_aware(datetime.combine(day, time.min))
        jobs.after_commit(
            "organization.leave",
            key=f"organization.leave:{person_id}:{day.isoformat()}",
            delay=max(begins - at, timedelta(seconds=1)),
            person_id=person_id,
        )
    return person


@transaction.atomic
def take_leave_into_effect(*, person_id: int, at: datetime) -> None:
    """The day somebody leaves has come. Safe to run twice, late, or after the day was changed."""
    person = locks.lock_person(person_id)
    if person.is_active and person.left_date is not None and person.left_date <= timezone.localdate(at):
        _take_away(person, reason="", actor=SYSTEM, at=at)


@transaction.atomic
def reset_password(*, person_id: int, password: str, actor: Actor, at: datetime) -> Person:
    """Give somebody who forgot theirs a new password; their sessions and tokens end, and they are told who did it.

    It holds for a day and opens nothing but the page on which its owner sets their own, so that whoever grants roles
    does not act as somebody else with it (ORG-05).

    Whoever may grant rights has more power than whoever keeps the accounts, so their password is reset only by
    somebody who may grant rights too. Raises NotAllowed, OwnRights, PersonLeft, WeakPassword.
    """
    person = locks.lock_person(person_id)
    require(policies.can_edit(actor), document=str(person))
    if actor.person_id == person_id:
        raise OwnRights(document="")
    theirs = selectors.actor_for(person_id=person_id, on=timezone.localdate(at))
    require(policies.can_grant_roles(actor) or not policies.keeps_rights(theirs), document=str(person))
    if not person.is_active:
        raise PersonLeft(person=str(person))
    require_strong(password, person=person)
    person.set_password(password)
    person.password_until = at + TEMPORARY_PASSWORD_LASTS
    person.save(update_fields=("password", "password_until"))
    sessions.end_sessions_of(person_id=person_id)
    tokens.end_all(person, at=at)
    record(person, "password_reset", actor=actor, at=at)
    sessions.note_sign_in(
        person=person, outcome=SignInOutcome.RESET, method=SignInMethod.PASSWORD, address=None, agent=actor.name, at=at
    )
    tell(person, "password_reset", at=at, facts={"by": actor.name})
    return person


def _stay(person: Person, *, reason: str, actor: Actor, at: datetime) -> Person:
    if person.left_date is None:
        raise InvalidInput(problem=_("%(person)s is not about to leave.") % {"person": person})
    assignments.go_on(person, reason=reason, actor=actor, at=at)
    person.left_date = None
    person.version += 1
    person.save(update_fields=("version", "left_date"))
    record(person, "stay", actor=actor, at=at, reason=reason)
    return person


def _take_away(person: Person, *, reason: str, actor: Actor, at: datetime) -> None:
    person.is_active = False
    person.save(update_fields=("is_active",))
    sessions.end_sessions_of(person_id=person.pk)
    tokens.end_all(person, at=at)
    break_glass.end_all_of(person, reason=reason, at=at)
    stop_leading(Department.objects.all(), person, reason=reason, actor=actor, at=at)
    hooks.rights_lost(person_id=person.pk, at=at)
    _hand_on(person, at=at)


def _hand_on(person: Person, *, at: datetime) -> None:
    """What can change hands goes to whoever manages the department; they are told, also of what stays open."""
    heir = selectors.heir_of(person)
    if heir is None:
        return
    handed = hooks.hand_on(person_id=person.pk, heir_id=heir.pk, at=at)
    if not handed and not selectors.leaves_something_open(person_id=person.pk):
        return
    names = audit.in_both(attrgetter("name"), person)
    notifications.notify(
        [heir.pk],
        code="leaver.left",
        kind="leaver",
        document_id=person.pk,
        label=person.name_zh,
        key=f"left:{person.pk}:{person.left_date}",
        at=at,
        facts={"who": names["zh"], "who_en": names["en"], "handed": str(handed)},
    )


def _end_what_no_longer_fits(person: Person, *, reason: str, actor: Actor, at: datetime) -> list[str]:
    """End the rights tied to the old place; the codes of their roles."""
    today = timezone.localdate(at)
    chain = selectors.ids_up(department_id=person.department_id or 0)
    ended: list[str] = []
    for row in selectors.assignments_of(person_id=person.pk, since=today):
        if row.scope_kind == ScopeKind.COMPANY:
            continue
        if row.department_id is not None and fits_after_move(row.department_id, chain_of_new=chain):
            continue
        assignments.close(row, on=today, reason=reason, actor=actor, at=at)
        ended.append(row.role.code)
    stop_leading(Department.objects.exclude(pk__in=chain), person, reason=reason, actor=actor, at=at)
    return ended


def _require_open(department: Department) -> None:
    if department.status == DepartmentStatus.CLOSED:
        raise DepartmentClosed(department=str(department))
