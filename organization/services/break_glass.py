"""Break-glass rights: given in an emergency, ended, looked at afterwards (ORG-06b).

A pair is never relaxed by them: granting a role stays refused, and ORG-06 keeps everybody off their own documents.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit, directory, documents, numbers
from core.actors import SYSTEM, Actor
from core.calendar import add_working_days
from core.errors import require_reason
from core.models import AuditEvent
from organization import hooks, locks, policies, selectors
from organization.choices import GlassState, GlassVerdict, ScopeKind
from organization.errors import AlreadyHeld, EndBeforeStart, PersonLeft, RightInThePast
from organization.glass_errors import (
    BreakGlassEnded,
    BreakGlassNotNeeded,
    BreakGlassTooLong,
    NobodyToReview,
    NothingToReview,
    OwnReview,
    ReviewTooEarly,
)
from organization.models import BreakGlass, BreakGlassUse, Person, Role
from organization.rules import LONGEST_BREAK_GLASS, REVIEW_WITHIN, Holding, crossings
from organization.services import assignments, glass_notices
from organization.services.recording import plain, record, require

SERIES = "BGR"
RUNNING = (GlassState.COMING, GlassState.HOLDS)


@transaction.atomic
def grant_break_glass(
    *,
    person_id: int,
    role_code: str,
    scope_kind: str = ScopeKind.COMPANY,
    department_id: int | None = None,
    warehouse_id: int | None = None,
    start_date: date | None = None,
    end_date: date,
    reason: str,
    actor: Actor,
    at: datetime,
) -> BreakGlass:
    """Let somebody do for a few days what an incompatible pair keeps from them; holder and reviewers are told.

    Raises NotAllowed, OwnRights, ReasonMissing, RightInThePast, EndBeforeStart, BreakGlassTooLong, PersonLeft,
    ScopeIncomplete, DepartmentClosed, AlreadyHeld, BreakGlassNotNeeded, NobodyToReview; then nothing has changed.
    """
    today = timezone.localdate(at)
    locks.hold_pairs()
    role = locks.lock_role(Role.objects.values_list("pk", flat=True).get(code=role_code))
    person = locks.lock_person(person_id)
    require(policies.can_break_glass(actor), document=str(person))
    assignments.require_other(actor, person_id)
    department, warehouse = assignments.scope_rows(scope_kind, department_id, warehouse_id)
    right = BreakGlass(
        person=person,
        role=role,
        permissions=sorted(set(role.permissions) - policies.ABOUT_RIGHTS),
        scope_kind=scope_kind,
        department=department,
        warehouse=warehouse,
        start_date=start_date or today,
        end_date=end_date,
        reason=require_reason(reason),
        granted_by_id=actor.person_id or 0,  # never the system: it is nobody's emergency
        granted_at=at,
        review_due_date=add_working_days(start=end_date, days=REVIEW_WITHIN),
    )
    _require_short(right, today=today)
    if not person.is_active or (person.left_date and person.left_date < end_date):
        raise PersonLeft(person=str(person))
    _require_not_held(right, on=today)
    _require_needed(right)
    if not reviewers_of(right):
        raise NobodyToReview(person=str(person))
    right.number = numbers.take(SERIES, today.year)
    right.save()
    record(right, "grant", actor=actor, at=at, reason=right.reason, facts=_facts(right))
    assignments.tell_on(person_id=person.pk, on=right.end_date, at=at, key=f"glass{right.pk}")
    if right.start_date <= today:
        hooks.rights_gained(at=at)
    glass_notices.granted(right, reviewers=reviewers_of(right), at=at)
    return right


@transaction.atomic
def end_break_glass(*, right_id: int, reason: str, actor: Actor, at: datetime) -> BreakGlass:
    """End a break-glass right at once, or call one off that has not begun: who may grant it, or its holder.

    Raises NotAllowed, ReasonMissing, BreakGlassEnded; then nothing has changed.
    """
    right = locks.lock_break_glass(right_id)
    require(policies.can_break_glass(actor) or actor.person_id == right.person_id, document=right.number)
    reason = require_reason(reason)
    if right.state_on(timezone.localdate(at)) not in RUNNING:
        raise BreakGlassEnded(number=right.number, person=str(right.person))
    _end(right, reason=reason, actor=actor, at=at)
    hooks.rights_lost(person_id=right.person_id, at=at)
    return right


def end_all_of(person: Person, *, reason: str, at: datetime) -> None:
    """Who leaves or moves has no break-glass right any more; the person is locked."""
    for right in selectors.running_break_glass(on=timezone.localdate(at)).filter(person=person).order_by("pk"):
        _end(right, reason=reason, actor=SYSTEM, at=at)


@transaction.atomic
def review_break_glass(
    *, right_id: int, verdict: str, finding: str, version: int | None = None, actor: Actor, at: datetime
) -> BreakGlass:
    """Say whether a break-glass right that has ended was justified, and what was found: somebody who neither had it
    nor granted it. Holder, granter and reviewers are told.

    Raises NotAllowed, OwnReview, ReasonMissing, ReviewTooEarly, NothingToReview, StaleDocument; then nothing has
    changed.
    """
    right = locks.lock_break_glass(right_id)
    require(policies.can_review_break_glass(actor), document=right.number)
    if actor.person_id in {right.person_id, right.granted_by_id}:
        raise OwnReview(number=right.number, document=right.number)
    finding = require_reason(finding)
    state = right.state_on(timezone.localdate(at))
    if state in RUNNING:
        raise ReviewTooEarly(number=right.number)
    if state not in {GlassState.TO_REVIEW, GlassState.OVERDUE}:
        raise NothingToReview(number=right.number, state=state.label)
    documents.require_version(right, version)  # type: ignore[arg-type]
    right.verdict, right.finding = GlassVerdict(verdict), finding
    right.reviewed_by_id, right.reviewed_at = actor.person_id, at
    _save(right)
    record(right, "review", actor=actor, at=at, reason=finding, facts={"verdict": right.verdict})
    glass_notices.reviewed(right, reviewers=reviewers_of(right), at=at)
    return right


def remind_of_reviews(*, at: datetime) -> int:
    """Remind of reviews that are overdue, once a day until they are done; where nobody is left to do them, who grants
    such rights hears of it. How many there are.
    """
    today = timezone.localdate(at)
    overdue = list(selectors.overdue_break_glass(on=today))
    for right in overdue:
        glass_notices.overdue(right, reviewers=reviewers_of(right), at=at)
    return len(overdue)


def reviewers_of(right: BreakGlass) -> list[int]:
    """Who can review a right: everybody with the permission but its holder and who granted it."""
    holding = directory.directory().holding(permission=policies.REVIEW_BREAK_GLASS)
    return sorted(set(holding) - {right.person_id, right.granted_by_id})


def keep_use(event: AuditEvent) -> None:
    """Keep what was done under break-glass rights beside them; called with each event, in its transaction."""
    named = event.facts.get(audit.BREAK_GLASS)
    if isinstance(named, str) and named:
        rights = BreakGlass.objects.filter(number__in=named.split(", "))
        BreakGlassUse.objects.bulk_create(BreakGlassUse(right=right, event=event) for right in rights)


def _end(right: BreakGlass, *, reason: str, actor: Actor, at: datetime) -> None:
    today = timezone.localdate(at)
    right.ended_by_id, right.ended_at, right.end_reason = actor.person_id, at, reason
    began = right.start_date <= today
    right.review_due_date = add_working_days(start=today, days=REVIEW_WITHIN) if began else None
    _save(right)
    record(right, "end", actor=actor, at=at, reason=reason, facts=_facts(right))
    glass_notices.ended(right, reviewers=reviewers_of(right), at=at)


def _save(right: BreakGlass) -> None:
    right.version += 1
    right.save()


def _require_short(right: BreakGlass, *, today: date) -> None:
    if right.start_date < today:
        raise RightInThePast(today=today.isoformat())
    if right.end_date <= right.start_date:
        raise EndBeforeStart
    if right.end_date - right.start_date > LONGEST_BREAK_GLASS:
        raise BreakGlassTooLong(days=LONGEST_BREAK_GLASS.days)


def _require_not_held(right: BreakGlass, *, on: date) -> None:
    """The same right twice at once would hide the end of one behind the other."""
    same = selectors.running_break_glass(on=on).filter(
        person=right.person, role=right.role, start_date__lt=right.end_date, end_date__gt=right.start_date
    )
    held = same.order_by("start_date").first()
    if held is not None:
        raise AlreadyHeld(person=str(right.person), role=str(right.role), start=held.start_date.isoformat())


def _require_needed(right: BreakGlass) -> None:
    """A right goes past one pair at least, and keeps which ones."""
    given = Holding(
        role=right.role.name, permissions=frozenset(right.permissions), start=right.start_date, end=right.end_date
    )
    held = assignments.holdings_of(right.person, since=right.start_date)
    crossed = crossings(held, given, selectors.incompatible_pairs())
    if not crossed:
        raise BreakGlassNotNeeded(person=str(right.person), role=str(right.role))
    right.crosses = [{"own": one.own, "own_role": one.own_role, "given": one.given} for one in crossed]


def _facts(right: BreakGlass) -> dict[str, Any]:
    return {
        "person": right.person_id,
        "role": right.role.code,
        "scope": right.scope_kind,
        "department": right.department_id,
        "warehouse": right.warehouse_id,
        "start_date": plain(right.start_date),
        "end_date": plain(right.end_date),
        "review_due_date": plain(right.review_due_date),
    }
