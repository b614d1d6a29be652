"""Measures carried out, checks recorded, effects kept up (CMP-05, CMP-06)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents, notifications, thresholds
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from corrective import locks, policies, subjects
from corrective.choices import ActionState, CheckKind
from corrective.errors import StepsOpen
from corrective.models import Check, CorrectiveAction, Measure
from corrective.selectors.actions import current_round
from corrective.selectors.people import panel
from corrective.services.actions import tell_planners
from corrective.services.inputs import CheckInput
from corrective.thresholds import KEEP


@transaction.atomic
def finish_measure(
    *, action_id: int, measure_id: int, result: str, actor: Actor, at: datetime, version: int | None = None
) -> Measure:
    """Its owner, or who plans for the department, says that a measure is carried out and what was done. Raises
    ReasonMissing, StaleDocument, WrongState, NotAllowed.
    """
    result = require_reason(result)
    action = _locked(action_id, version, ActionState.RUNNING)
    measure = _measure(action, measure_id)
    if not policies.can_finish(measure, actor):
        raise NotAllowed(document=str(action))
    if measure.done_at is not None:
        raise WrongState(document=str(action), state=_("with this measure carried out"))
    measure.done_at, measure.done_by_id, measure.result = at, actor.known_id, result[:2000]
    measure.save(update_fields=("done_at", "done_by", "result"))
    documents.touch(action)
    _record(action, "finish", actor, at, {"measure": measure.text[:200], "result": result[:500]})
    if not current_round(action).measures.filter(done_at__isnull=True).exists():
        notifications.notify(
            [action.created_by_id], code="corrective_action.all_done", kind=action.kind, document_id=action.pk,
            label=f"{action} {action.title}", key=f"corrective_done:{action.pk}:{action.round_number}", at=at,
        )  # fmt: skip
    return measure


@transaction.atomic
def record_check(*, action_id: int, check: CheckInput, actor: Actor, at: datetime, version: int | None = None) -> Check:
    """Customer service looks whether measures are carried out, and after the effect was verified whether they are kept
    up. What is not in order is told to the department; what is not kept up opens the effect's check again.

    Raises ReasonMissing (the finding), StaleDocument, WrongState, NotAllowed, InvalidInput.
    """
    finding = require_reason(check.finding)
    action = _locked(action_id, version, ActionState.RUNNING, ActionState.IMPLEMENTED, ActionState.KEPT)
    if not policies.is_handler(action, actor):
        raise NotAllowed(document=str(action))
    made = current_round(action)
    measure = _measure(action, check.measure_id) if check.measure_id else None
    keeping = action.state == ActionState.KEPT
    entry = Check.objects.create(
        action=action, round=made, measure=measure, check_kind=CheckKind.KEEPING if keeping else CheckKind.FOLLOW_UP,
        finding=finding[:2000], in_order=check.in_order, by_id=actor.known_id, at=at,
    )  # fmt: skip
    outcome = audit.in_both(lambda seen: _("In order") if seen else _("Not in order"), check.in_order)
    facts: dict[str, object] = {"finding": finding[:500], "check_outcome": outcome}
    if not check.in_order:
        if keeping:
            documents.perform(action, "reopen", actor=actor, at=at, reason=finding[:500])
            subjects.of(action).reopened(action, actor, at)
        tell_planners(action, "corrective_action.not_in_order", at=at, facts={"finding": finding[:300]})
    elif keeping:
        _go_on(action, actor=actor, at=at)
    documents.touch(action, fields=("next_check",))
    _record(action, "check", actor, at, facts)
    return entry


@transaction.atomic
def finish_round(*, action_id: int, actor: Actor, at: datetime, version: int | None = None) -> CorrectiveAction:
    """All is carried out and was looked at: the panel verifies the effect from now on. Raises StepsOpen, StaleDocument,
    WrongState, NotAllowed.
    """
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    documents.require(action, "implement", actor=actor)
    missing = to_be_done(action)
    if missing:
        raise StepsOpen(document=str(action), missing=missing)
    made = current_round(action)
    made.implemented_at = at
    made.save(update_fields=("implemented_at",))
    documents.perform(action, "implement", actor=actor, at=at)
    notifications.notify(
        panel(on=timezone.localdate(at)), code="corrective_action.to_verify", kind=action.kind, document_id=action.pk,
        label=f"{action} {action.title}", key=f"corrective_verify:{action.pk}:{action.version}", at=at,
    )  # fmt: skip
    return action


def to_be_done(action: CorrectiveAction) -> str:
    """What keeps a round from being carried out, in words; empty for nothing. Each measure is carried out and the last
    check of it, or of the whole after it was done, is in order.
    """
    made = current_round(action)
    checks = list(made.checks.order_by("at", "pk"))
    undone, unchecked = 0, 0
    for measure in made.measures.all():
        if measure.done_at is None:
            undone += 1
            continue
        seen = [one for one in checks if one.measure_id in (None, measure.pk) and one.at >= measure.done_at]
        unchecked += not (seen and seen[-1].in_order)
    said = []
    if undone:
        said.append(_("measures to be carried out: %(number)s") % {"number": undone})
    if unchecked:
        said.append(
            _("measures carried out whose last check is missing or not in order: %(number)s") % {"number": unchecked}
        )
    return _(", ").join(said)


def first_check(day: date) -> tuple[date, date]:
    """The first day on which a verified effect is looked at again, and the last."""
    standing = thresholds.in_force(KEEP, on=day).of(KEEP)
    every, days = int(standing.figure("every")), int(standing.figure("days"))
    return day + timedelta(days=min(every, days)), day + timedelta(days=days)


def _go_on(action: CorrectiveAction, *, actor: Actor, at: datetime) -> None:
    """Kept up: the next look, or the end after the last."""
    today = timezone.localdate(at)
    every = int(thresholds.in_force(KEEP, on=today).of(KEEP).figure("every"))
    if action.keep_until is not None and today >= action.keep_until:
        documents.perform(action, "close", actor=actor, at=at)
        return
    last = action.keep_until or today
    action.next_check = min(today + timedelta(days=every), last)


def _locked(action_id: int, version: int | None, *states: str) -> CorrectiveAction:
    action = locks.lock_action(action_id)
    documents.require_version(action, version)
    if action.state not in states:
        raise WrongState(document=str(action), state=action.get_state_display())
    return action


def _measure(action: CorrectiveAction, measure_id: int) -> Measure:
    rows = Measure.objects.select_related("round__action")
    found = rows.filter(pk=measure_id, round__action=action, round__number=action.round_number).first()
    if found is None:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    return found


def _record(action: CorrectiveAction, what: str, actor: Actor, at: datetime, facts: dict[str, object]) -> None:
    audit.record(
        kind=action.kind, document_id=action.pk, label=str(action), code=f"corrective_action.{what}", actor=actor,
        at=at, facts=facts,
    )  # fmt: skip
