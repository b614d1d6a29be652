"""Decisions: one person, one task, one verdict, once (APR-02, APR-05, GEN-04, LED-08)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import registry, selectors
from approvals.choices import OPINIONS, CaseState, StepMode, TaskState, Verdict
from approvals.errors import NotAStepToReturnTo
from approvals.models import Case, Decision, Step, Task
from approvals.registry import Facts
from approvals.services import delegation_notices, notices, reviews, steps, turns
from approvals.services.turns import Turn
from core.actors import Actor
from core.errors import InvalidInput, require_reason
from core.once import reading_once

EVENTS = {
    Verdict.APPROVE: "approve",
    Verdict.RETURN: "return",
    Verdict.REJECT: "reject",
    Verdict.BACK: "send_back",
    Verdict.AGREE: "review_agree",
    Verdict.REMARKS: "review_remarks",
    Verdict.OBJECT: "review_object",
}


@transaction.atomic
@reading_once()
def decide(
    *,
    task_id: int,
    verdict: str,
    reason: str,
    actor: Actor,
    at: datetime,
    document_version: int | None = None,
    return_to: int | None = None,
) -> Case:
    """Approve, return to the author or (`return_to`, a step's id) to an earlier step, or reject what waits for the
    actor; or give the opinion their department is asked for (APR-06), which decides nothing.

    A return or a rejection needs a reason; unless it goes to an earlier step, it ends the round at once, whatever the
    step asks of others. Raises what `turns.take` raises, ReasonMissing, OpinionAsked, OpinionNotAsked,
    NotAStepToReturnTo, and whatever the document's app refuses at the end (no budget left); then nothing has changed.
    `document_version` is the version of the page.
    """
    chosen = Verdict(verdict)
    if chosen == Verdict.BACK or (return_to is not None and chosen != Verdict.RETURN):
        raise InvalidInput(problem=_("Only a return names a step."))
    if chosen in OPINIONS:
        reason = reviews.words_of(chosen, reason)
    elif chosen != Verdict.APPROVE:
        reason = require_reason(reason)
    turn = turns.take(task_id=task_id, actor=actor, at=at, document_version=document_version)
    case, task, facts = turn.case, turn.task, turn.facts
    reviews.require_fitting(task, chosen)
    if return_to is not None:
        return _send_back(turn, return_to, reason, actor=actor, at=at)
    decision = _write(case, task, chosen, reason.strip(), actor=actor, at=at, facts=facts)
    steps.record(case, EVENTS[chosen], actor=actor, at=at, step=task.step, reason=decision.reason, task=task)
    if chosen in OPINIONS:
        if reviews.all_given(task.step):
            steps.call_owners(task.step, case=case, at=at)
        return case
    if chosen == Verdict.APPROVE:
        _go_on(case, task.step, facts=facts, actor=actor, at=at)
        return case
    steps.end(case, CaseState.RETURNED if chosen == Verdict.RETURN else CaseState.REJECTED, at=at)
    handler = registry.get(case.subject_kind)
    tell = handler.returned if chosen == Verdict.RETURN else handler.rejected
    tell(document_id=case.subject_id, actor=actor, at=at, reason=decision.reason)
    notices.case_ended(case, case.state.lower())
    return case


def _send_back(turn: Turn, step_id: int, reason: str, *, actor: Actor, at: datetime) -> Case:
    """Return to an earlier step: it and those after it are asked again; the document stays as it is (APR-05)."""
    case, step = turn.case, turn.step
    target = next((each for each in selectors.steps_to_return_to(step) if each.pk == step_id), None)
    if target is None:
        raise NotAStepToReturnTo(document=case.number)
    decision = _write(case, turn.task, Verdict.BACK, reason.strip(), actor=actor, at=at, facts=turn.facts)
    steps.record(case, EVENTS[Verdict.BACK], actor=actor, at=at, step=target, reason=decision.reason, task=turn.task)
    steps.ask_again(case, target, step, at=at)
    steps.advance(case, facts=turn.facts, actor=actor, at=at)
    return case


def _write(
    case: Case, task: Task, verdict: Verdict, reason: str, *, actor: Actor, at: datetime, facts: Facts
) -> Decision:
    """Append the decision to the case's chain (LED-08) and end the task."""
    decision = Decision(
        case=case,
        step=task.step,
        task=task,
        decided_by_id=task.person_id,
        on_behalf_of_id=task.on_behalf_of_id,
        verdict=verdict,
        reason=reason,
        decided_at=at,
        document_version=facts.document_version,
        sequence=case.chain_length + 1,
        previous_hash=case.chain_head,
    )
    decision.hash = selectors.link_of(decision, case=case, step=task.step).hash(case.chain_head)
    decision.save(force_insert=True)
    case.chain_length, case.chain_head = decision.sequence, decision.hash
    case.save(update_fields=("chain_length", "chain_head"))
    task.state, task.ended_at = TaskState.DECIDED, at
    task.save(update_fields=("state", "ended_at"))
    if decision.on_behalf_of_id is not None:
        delegation_notices.decided(decision)
    return decision


def _go_on(case: Case, step: Step, *, facts: Facts, actor: Actor, at: datetime) -> None:
    """After an approval: the rest of the step, the next step, or the end."""
    if step.mode == StepMode.IN_ORDER and steps.call_next_in_order(step, at=at):
        return
    if step.mode in {StepMode.ALL, StepMode.IN_ORDER} and step.tasks.filter(state__in=steps.OPEN_TASKS).exists():
        return
    steps.pass_step(step, at=at)
    steps.advance(case, facts=facts, actor=actor, at=at)
