"""The report on a round's effect: written by one of the panel, confirmed by others (CMP-06)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, documents, notifications, numbers
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason, visible_text
from corrective import locks, policies, subjects
from corrective.choices import ActionState, ReportState
from corrective.errors import OwnEffect, ReportPending
from corrective.models import CorrectiveAction, EffectReport
from corrective.selectors.actions import current_round, running_report
from corrective.selectors.people import barred_from_verifying
from corrective.services.actions import tell_planners, usual_plan_due
from corrective.services.following import first_check
from corrective.services.inputs import EffectInput

PREFIX = "EFR"


@transaction.atomic
def report_effect(
    *, action_id: int, effect: EffectInput, actor: Actor, at: datetime, version: int | None = None
) -> EffectReport:
    """One of the panel says whether the measures work, and what that rests on; others of the panel confirm it.

    Raises ReasonMissing (what was seen), OwnEffect for the handler, the responsible department and whoever wrote or
    carried out measures, ReportPending, NoRoute, StaleDocument, WrongState, NotAllowed.
    """
    finding = require_reason(effect.finding)
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    if action.state != ActionState.IMPLEMENTED:
        raise WrongState(document=str(action), state=action.get_state_display())
    _require_outside(action, actor)
    pending = running_report(action)
    if pending is not None:
        raise ReportPending(report=str(pending))
    report = EffectReport.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year), round=current_round(action),
        is_effective=effect.is_effective, finding=finding[:4000], figures=visible_text(effect.figures)[:2000],
        created_by_id=actor.known_id, created_at=at, submitted_at=at,
    )  # fmt: skip
    audit.record(
        kind=report.kind, document_id=report.pk, label=str(report), code="effect_report.create", actor=actor, at=at,
        after=report.state, facts={"effect_outcome": _outcome(effect)},
    )  # fmt: skip
    cases.start(kind=report.kind, document_id=report.pk, actor=actor, at=at)
    return report


@transaction.atomic
def resubmit(
    *, report_id: int, effect: EffectInput, actor: Actor, at: datetime, version: int | None = None
) -> EffectReport:
    """Change a returned report and send it again. Raises ReasonMissing, OwnEffect, StaleDocument, WrongState,
    NotAllowed.
    """
    finding = require_reason(effect.finding)
    report = locks.lock_report(report_id)
    documents.require_version(report, version)
    documents.require(report, "submit", actor=actor)
    _require_outside(report.round.action, actor)
    report.is_effective, report.finding = effect.is_effective, finding[:4000]
    report.figures = visible_text(effect.figures)[:2000]
    documents.perform(report, "submit", actor=actor, at=at, facts={"effect_outcome": _outcome(effect)})
    cases.start(kind=report.kind, document_id=report.pk, actor=actor, at=at)
    return report


@transaction.atomic
def withdraw(*, report_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> EffectReport:
    """Its writer takes a report back; another one can be written. Raises ReasonMissing, AlreadyDecided, StaleDocument,
    WrongState, NotAllowed.
    """
    reason = require_reason(reason)
    report = locks.lock_report(report_id)
    documents.require_version(report, version)
    documents.require(report, "withdraw", actor=actor)
    if report.state == ReportState.IN_REVIEW:
        cases.withdraw(kind=report.kind, document_id=report.pk, actor=actor, at=at)
    documents.perform(report, "withdraw", actor=actor, at=at, reason=reason)
    return report


@transaction.atomic
def confirmed(*, report_id: int, actor: Actor, at: datetime) -> None:
    """The panel agrees: an effective round is kept up, one that is not leads to new measures in another round."""
    report = locks.lock_report(report_id)
    action = locks.lock_action(report.round.action_id)
    documents.perform(report, "confirm", actor=actor, at=at)
    today = timezone.localdate(at)
    facts = {"report": str(report)}
    if report.is_effective:
        soon, until = first_check(today)
        documents.perform(action, "find_effective", actor=actor, at=at, facts=facts, next_check=soon, keep_until=until)
        subjects.of(action).effective(action, actor, at)
        _tell_handler(action, "corrective_action.effective", at=at)
        return
    due = usual_plan_due(today)
    documents.perform(
        action, "find_ineffective", actor=actor, at=at, reason=report.finding[:500], facts=facts, plan_due=due
    )
    action.rounds.create(number=action.round_number)
    subjects.of(action).ineffective(action, actor, at)
    tell_planners(action, "corrective_action.again", at=at, facts={"finding": report.finding[:300]})
    _tell_handler(action, "corrective_action.again", at=at, facts={"finding": report.finding[:300]})


@transaction.atomic
def ended(*, report_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back or refused."""
    documents.perform(locks.lock_report(report_id), move, actor=actor, at=at, reason=reason)


def _outcome(effect: EffectInput) -> dict[str, str]:
    """What the panel finds, as the timeline says it also where the answer is no."""
    return audit.in_both(lambda works: _("Effective") if works else _("Not effective"), effect.is_effective)


def _require_outside(action: CorrectiveAction, actor: Actor) -> None:
    """Raises NotAllowed without a seat on the panel, OwnEffect for whoever it concerns."""
    if actor.person_id is None or not policies.may_verify(actor):
        raise NotAllowed(document=_("a report on the effect"))
    if actor.person_id in barred_from_verifying(action):
        raise OwnEffect


def _tell_handler(action: CorrectiveAction, code: str, *, at: datetime, facts: dict[str, str] | None = None) -> None:
    notifications.notify(
        [action.created_by_id], code=code, kind=action.kind, document_id=action.pk, label=f"{action} {action.title}",
        key=f"{code}:{action.pk}:{action.version}", at=at, facts=facts or {},
    )  # fmt: skip
