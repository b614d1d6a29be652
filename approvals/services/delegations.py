"""Delegating one's decisions for a time, and ending that (APR-07, APR-07b, ORG-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import locks, registry, selectors
from approvals.errors import (
    CannotDecide,
    DelegateBreaksPair,
    DelegationEnded,
    DelegationInCircle,
    DelegationOverlaps,
    NothingToDelegate,
)
from approvals.models import Delegation
from approvals.services import delegation_notices, standing_in
from core import audit, jobs
from core.actors import SYSTEM, Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from organization import locks as organization_locks
from organization.models import Person

KIND = "delegation"
"""The kind under which delegations stand in the audit trail."""

LONGEST = timedelta(days=366)


@transaction.atomic
def delegate(
    *,
    delegate_id: int,
    start_date: date,
    end_date: date,
    reason: str,
    actor: Actor,
    at: datetime,
    document_kinds: Sequence[str] = (),
    amount_cap: Decimal | None = None,
) -> Delegation:
    """Have somebody decide in the actor's place from `start_date` until before `end_date`; what waits moves at once, or
    on the day it begins (APR-07b).

    `document_kinds` empty: every kind. Raises ReasonMissing, InvalidInput (days, kinds, cap), NothingToDelegate,
    CannotDecide, DelegateBreaksPair, DelegationOverlaps, DelegationInCircle; then nothing has changed.
    """
    today = timezone.localdate(at)
    reason = require_reason(reason)
    if actor.person_id is None:
        raise NotAllowed(document=KIND)
    kinds = sorted(set(document_kinds))
    _require_shape(start_date, end_date, kinds, amount_cap, today=today)
    if delegate_id == actor.person_id or not Person.objects.filter(pk=delegate_id).exists():
        raise InvalidInput(problem=_("Choose somebody else to decide in your place."))
    people = organization_locks.lock_people([actor.person_id, delegate_id])
    locks.lock_delegations()
    given = Delegation(
        delegator=people[actor.person_id],
        delegate=people[delegate_id],
        start_date=start_date,
        end_date=end_date,
        document_kinds=kinds,
        amount_cap=amount_cap,
        reason=reason,
        created_at=at,
    )
    _require_fitting(given, on=today)
    given.save()
    _record(given, "create", actor=actor, at=at, reason=reason)
    delegation_notices.begun(given)
    if start_date <= today:
        standing_in.settle(people=[given.delegator_id], at=at)
    else:
        _on_the_day(given, start_date, at=at)
    _on_the_day(given, end_date, at=at)
    return given


@transaction.atomic
def end_delegation(*, delegation_id: int, actor: Actor, at: datetime, reason: str = "") -> Delegation:
    """End a delegation today, or one that has not begun: the one who gave it, or the one who got it. What they have not
    decided goes back at once.

    Raises NotAllowed, DelegationEnded; then nothing has changed.
    """
    seen = Delegation.objects.get(pk=delegation_id)
    organization_locks.lock_people([seen.delegator_id, seen.delegate_id])
    locks.lock_delegations()
    given = Delegation.objects.select_related("delegator", "delegate").get(pk=delegation_id)
    if not actor.is_system and actor.person_id not in {given.delegator_id, given.delegate_id}:
        raise NotAllowed(document=str(given))
    if given.state_on(timezone.localdate(at)) == "ENDED":
        raise DelegationEnded(who=given.delegator.name, whom=given.delegate.name)
    _end(given, reason=reason.strip(), actor=actor, at=at)
    standing_in.settle(people=[given.delegator_id, given.delegate_id], at=at)
    return given


def end_unfit(*, person_id: int, at: datetime) -> int:
    """End what somebody gave or got who works here no longer, or may not stand in any more; how many ended (ORG-02).

    Runs in the transaction that takes the right away. What waits is moved by who calls this.
    """
    on = timezone.localdate(at)
    rows = (
        selectors.unended(on=on)
        .filter(Q(delegator=person_id) | Q(delegate=person_id))
        .select_related("delegator", "delegate")
        .order_by("pk")
    )
    unfit = [row for row in rows if _why_unfit(row, on=on)]
    for row in unfit:
        _end(row, reason=_why_unfit(row, on=on), actor=SYSTEM, at=at)
    return len(unfit)


@transaction.atomic
def end_all_unfit(*, at: datetime) -> int:
    """End every delegation that cannot go on by what was granted or begins today, so that nobody who is away believes
    somebody decides for them; both are told, and what waits goes back (APR-07b). How many ended. Safe to run often.
    """
    on = timezone.localdate(at)
    rows = selectors.unended(on=on).select_related("delegator", "delegate").order_by("pk")
    unfit = [row for row in rows if _why_unfit(row, on=on)]
    if not unfit:
        return 0
    people = sorted({pk for row in unfit for pk in (row.delegator_id, row.delegate_id)})
    organization_locks.lock_people(people)
    locks.lock_delegations()
    ended = 0
    for row in rows.filter(pk__in=[row.pk for row in unfit]):
        if why := _why_unfit(row, on=on):
            _end(row, reason=why, actor=SYSTEM, at=at)
            ended += 1
    standing_in.settle(people=people, at=at)
    return ended


@jobs.handler("approvals.delegation_turns")
def delegation_turns(*, delegation_id: int, at: datetime) -> None:
    """The day a delegation begins or ends has come; late or twice does no harm."""
    given = Delegation.objects.get(pk=delegation_id)
    standing_in.settle(people=[given.delegator_id, given.delegate_id], at=at)
    if given.ended_at is None and given.end_date <= timezone.localdate(at):
        delegation_notices.ended(given)


def _require_shape(start: date, end: date, kinds: Sequence[str], cap: Decimal | None, *, today: date) -> None:
    if start < today:
        raise InvalidInput(problem=_("A delegation begins today or later: what was decided before stays as it was."))
    if end <= start:
        raise InvalidInput(problem=_("The first day back lies after the day it begins. Choose a later one."))
    if end - start > LONGEST:
        raise InvalidInput(problem=_("A delegation holds for a year at most. Choose an earlier first day back."))
    if unknown := set(kinds) - set(registry.kinds()):
        raise InvalidInput(
            problem=_("Nobody decides on this kind of document: %(kinds)s.") % {"kinds": ", ".join(sorted(unknown))}
        )
    if cap is not None and cap <= 0:
        raise InvalidInput(problem=_("The largest amount has to be more than zero; leave it empty for no cap."))


def _require_fitting(given: Delegation, *, on: date) -> None:
    """The conditions on people: both decide, no pair is broken, nothing overlaps, no circle closes."""
    if not selectors.decides_on_something(person_id=given.delegator_id, on=on):
        raise NothingToDelegate
    if not selectors.decides_on_something(person_id=given.delegate_id, on=on):
        raise CannotDecide(who=given.delegate.name)
    days = {"start": given.start_date, "end": given.end_date}
    pair = selectors.pair_broken(delegator_id=given.delegator_id, delegate_id=given.delegate_id, **days)
    if pair is not None:
        raise DelegateBreaksPair(who=given.delegate.name, first=pair[0], second=pair[1])
    kinds = given.document_kinds
    other = selectors.overlapping(delegator_id=given.delegator_id, kinds=kinds, on=on, **days)
    if other is not None:
        raise DelegationOverlaps(whom=other.delegate.name, start=other.start_date, end=other.end_date)
    circle = selectors.circle(
        delegator_id=given.delegator_id, delegate_id=given.delegate_id, kinds=kinds, on=on, **days
    )
    if circle:
        raise DelegationInCircle(people=[given.delegator.name, *(person.name for person in circle)])


def _why_unfit(given: Delegation, *, on: date) -> str:
    """Why a delegation cannot go on, in a word kept with it; empty where it can. One to come is looked at as of the day
    it begins.
    """
    on = max(on, given.start_date)
    if not given.delegator.is_active or not given.delegate.is_active:
        return "LEFT"
    if not selectors.decides_on_something(person_id=given.delegate_id, on=on):
        return "NO_RIGHT"
    broken = selectors.pair_broken(delegator_id=given.delegator_id, delegate_id=given.delegate_id, start=on)
    return "PAIR" if broken else ""


def _end(given: Delegation, *, reason: str, actor: Actor, at: datetime) -> None:
    given.ended_at, given.ended_by_id, given.end_reason = at, actor.person_id, reason
    given.save(update_fields=("ended_at", "ended_by", "end_reason"))
    _record(given, "end", actor=actor, at=at, reason="" if actor.is_system else reason)
    delegation_notices.ended(given)


def _on_the_day(given: Delegation, day: date, *, at: datetime) -> None:
    begins = timezone.make_aware(datetime.combine(day, time.min))
    jobs.after_commit(
        "approvals.delegation_turns",
        key=f"approvals.delegation_turns:{given.pk}:{day.isoformat()}",
        delay=max(begins - at, timedelta(seconds=1)),
        delegation_id=given.pk,
    )


def _record(given: Delegation, move: str, *, actor: Actor, at: datetime, reason: str) -> None:
    audit.record(
        kind=KIND,
        document_id=given.pk,
        label=str(given),
        code=f"delegation.{move}",
        actor=actor,
        at=at,
        reason=reason,
        facts={
            "delegator": given.delegator_id,
            "delegate": given.delegate_id,
            "start_date": given.start_date.isoformat(),
            "end_date": given.end_date.isoformat(),
            "kinds": given.document_kinds,
            "amount_cap": str(given.amount_cap) if given.amount_cap is not None else None,
        },
    )
