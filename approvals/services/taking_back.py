"""Taking back what one added to a round while nobody has acted on it: an approver, a question (APR-05)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import locks, registry
from approvals.choices import CaseState, StepState, TaskState
from approvals.errors import CannotTakeBack, CaseEnded
from approvals.models import Case, Question, Step
from approvals.services import notices, steps
from core.actors import Actor
from core.errors import NotAllowed

WAITS = (StepState.AHEAD, StepState.CURRENT, StepState.STUCK)


@transaction.atomic
def take_back_step(*, step_id: int, actor: Actor, at: datetime) -> Case:
    """Take out a step the actor added, before anybody decided at it; what made way for it goes on at once.

    Raises NotAllowed (somebody else's, or the route's own), CaseEnded, CannotTakeBack; then nothing has changed.
    """
    seen = Step.objects.select_related("case").get(pk=step_id)
    case = _locked(seen.case, added_by=seen.added_by_id, actor=actor)
    step = Step.objects.get(pk=step_id)
    if step.state not in WAITS or step.decisions.exists():
        raise CannotTakeBack(document=case.number)
    told = set(step.tasks.filter(state=TaskState.WAITING).values_list("person_id", flat=True))
    was_ahead = step.state == StepState.AHEAD
    step.tasks.filter(state__in=steps.OPEN_TASKS).update(state=TaskState.RELEASED, ended_at=at)
    step.state, step.ended_at = StepState.TAKEN, at
    step.save(update_fields=("state", "ended_at"))
    steps.record(case, "take_back_step", actor=actor, at=at, step=step)
    notices.people_told(case, "taken_back", told)
    if not was_ahead:
        facts = registry.get(case.subject_kind).facts(case.subject_id)
        steps.advance(case, facts=facts, actor=actor, at=at)
    return case


@transaction.atomic
def take_back_question(*, question_id: int, actor: Actor, at: datetime) -> Case:
    """Take back a question of the actor that nobody has answered yet; its words stay on the timeline.

    Raises NotAllowed, CaseEnded, CannotTakeBack; then nothing has changed.
    """
    seen = Question.objects.select_related("case").get(pk=question_id)
    case = _locked(seen.case, added_by=seen.asked_by_id, actor=actor)
    question = Question.objects.get(pk=question_id)
    if question.taken_back_at is not None or question.asked.filter(answered_at__isnull=False).exists():
        raise CannotTakeBack(document=case.number)
    question.taken_back_at = at
    question.save(update_fields=("taken_back_at",))
    steps.record(case, "take_back_question", actor=actor, at=at)
    return case


def _locked(seen: Case, *, added_by: int | None, actor: Actor) -> Case:
    if added_by is None or added_by != actor.person_id:
        raise NotAllowed(document=seen.number)
    registry.get(seen.subject_kind).lock(seen.subject_id)
    case = locks.lock_case(seen.pk)
    if case.state != CaseState.RUNNING:
        raise CaseEnded(document=case.number, state=case.get_state_display())
    return case
