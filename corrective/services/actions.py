"""Corrective actions: asked for, taken back, looked at again (CMP-05, CMP-08b, CMP-10)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, documents, formats, notifications, numbers, thresholds
from core.actors import SYSTEM, Actor
from core.calendar import add_working_days
from core.errors import InvalidInput, NotAllowed, require_reason, visible_text
from corrective import locks, policies, subjects
from corrective.choices import ActionState
from corrective.models import CorrectiveAction, Round
from corrective.selectors.people import planners
from corrective.services.inputs import ActionInput
from corrective.thresholds import PLAN
from organization.choices import DepartmentStatus
from organization.models import Department

PREFIX = "CAP"


@transaction.atomic
def ask(*, draft: ActionInput, actor: Actor, at: datetime) -> CorrectiveAction:
    """Ask a department for cause and measures: customer service by hand. An app whose document it is about asks its own
    right first and calls `begin`.

    Raises NotAllowed, InvalidInput, ReasonMissing (the problem).
    """
    if not policies.can_ask(actor):
        raise NotAllowed(document=_("a corrective action"))
    return begin(draft=draft, actor=actor, at=at)


@transaction.atomic
def begin(
    *, draft: ActionInput, actor: Actor, at: datetime, handler_id: int | None = None
) -> CorrectiveAction:  # fmt: skip
    """Begin an action with its first round; whoever writes measures for the department is told. `handler_id` follows it
    up, where that is not who asks. Raises InvalidInput, ReasonMissing.
    """
    today = timezone.localdate(at)
    problem, title = require_reason(draft.problem)[:4000], visible_text(draft.title).strip()[:120]
    if not title or not Department.objects.filter(pk=draft.department_id, status=DepartmentStatus.ACTIVE).exists():
        raise InvalidInput(problem=_("Choose the department that answers for it, and say in a few words what it is."))
    due = draft.plan_due or usual_plan_due(today)
    if due < today:
        raise InvalidInput(problem=_("The day by which measures are written lies in the past."))
    subject = draft.subject
    action = CorrectiveAction.objects.create(
        number=numbers.take(PREFIX, today.year), department_id=draft.department_id, title=title, problem=problem,
        subject_kind=subject.kind if subject else "", subject_id=subject.id if subject else None,
        subject_label=visible_text(subject.label)[:200] if subject else "", plan_due=due,
        created_by_id=handler_id or actor.known_id, created_at=at, submitted_at=at,
    )  # fmt: skip
    Round.objects.create(action=action, number=1)
    audit.record(
        kind=action.kind, document_id=action.pk, label=str(action), code="corrective_action.ask", actor=actor, at=at,
        after=action.state, facts={"title": title, "plan_due": due.isoformat()},
    )  # fmt: skip
    tell_planners(action, "corrective_action.asked", at=at)
    return action


@transaction.atomic
def cancel(*, action_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> CorrectiveAction:
    """Take back what was asked for by mistake, before it is carried out. Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    documents.require(action, "cancel", actor=actor)
    if action.state == ActionState.IN_REVIEW:
        cases.withdraw(kind=action.kind, document_id=action.pk, actor=SYSTEM, at=at)  # not its author, who planned
    documents.perform(action, "cancel", actor=actor, at=at, reason=reason)
    subjects.of(action).cancelled(action, actor, at)
    tell_planners(action, "corrective_action.cancelled", at=at, facts={"reason": reason})
    return action


@transaction.atomic
def reopen(*, action_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> CorrectiveAction:
    """Look at the effect again: it came back, or is not kept up (CMP-08b). Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    documents.perform(action, "reopen", actor=actor, at=at, reason=reason)
    subjects.of(action).reopened(action, actor, at)
    tell_planners(action, "corrective_action.reopened", at=at, facts={"reason": reason})
    return action


def usual_plan_due(day: date) -> date:
    """The day by which measures are written that are asked for on a day."""
    days = thresholds.in_force(PLAN, on=day).of(PLAN).figure("days")
    return add_working_days(start=day, days=int(days))


def tell_planners(action: CorrectiveAction, code: str, *, at: datetime, facts: dict[str, str] | None = None) -> None:
    """Tell whoever writes measures for the responsible department, once per round and occasion."""
    notifications.notify(
        planners(action.department_id, on=timezone.localdate(at)), code=code, kind=action.kind,
        document_id=action.pk, label=f"{action} {action.title}",
        key=f"{code}:{action.pk}:{action.round_number}:{action.version}", at=at,
        facts={"day": formats.day(action.plan_due)} | (facts or {}),
    )  # fmt: skip
