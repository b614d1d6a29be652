"""Decisions: one person, one task, one verdict, once (APR-02, APR-05, GEN-04, LED-08)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from approvals import locks, registry, selectors
from approvals.choices import CaseState, StepMode, TaskOrigin, TaskState, Verdict
from approvals.errors import AlreadyDecided, CaseEnded, NoLongerYours, NotYourTurn
from approvals.models import Case, Decision, Step, Task
from approvals.registry import Facts
from approvals.rules import Who
from approvals.services import notices, steps
from core.actors import Actor
from core.errors import NotAllowed, OwnDocument, StaleDocument, require_reason

EVENTS = {Verdict.APPROVE: "approve", Verdict.RETURN: "return", Verdict.REJECT: "reject"}


@transaction.atomic
def decide(
    *,
    task_id: int,
    verdict: str,
    reason: str,
    actor: Actor,
    at: datetime,
    document_version: int | None = None,
) -> Case:
    """Approve, return to the author, or reject what waits for the actor.

    A return or a rejection needs a reason and ends the round at once, whatever the step asks of others. Raises
    NotAllowed (somebody else's task), AlreadyDecided, CaseEnded, NotYourTurn, OwnDocument, NoLongerYours,
    StaleDocument, ReasonMissing, and whatever the document's app refuses at the end (no budget left); then nothing
    has changed. `document_version` is the version of the page.
    """
    chosen = Verdict(verdict)
    if chosen != Verdict.APPROVE:
        reason = require_reason(reason)
    seen = Task.objects.select_related("case").get(pk=task_id)
    if actor.person_id is None or seen.person_id != actor.person_id:
        raise NotAllowed(document=seen.case.number)
    handler = registry.get(seen.case.subject_kind)
    handler.lock(seen.case.subject_id)
    case = locks.lock_case(seen.case_id)
    task = Task.objects.select_related("step").get(pk=task_id)
    require_waiting(case, task)
    facts = handler.facts(case.subject_id)
    _require_may_decide(case, task, facts, actor=actor, at=at, version=document_version)
    decision = _write(case, task, chosen, reason.strip(), actor=actor, at=at, facts=facts)
    steps.record(case, EVENTS[chosen], actor=actor, at=at, step=task.step, reason=decision.reason)
    if chosen == Verdict.APPROVE:
        _go_on(case, task.step, facts=facts, actor=actor, at=at)
        return case
    steps.end(case, CaseState.RETURNED if chosen == Verdict.RETURN else CaseState.REJECTED, at=at)
    tell = handler.returned if chosen == Verdict.RETURN else handler.rejected
    tell(document_id=case.subject_id, actor=actor, at=at, reason=decision.reason)
    notices.case_ended(case, case.state.lower())
    return case


def require_waiting(case: Case, task: Task) -> None:
    """Refuse what somebody decided already, what is over, and what is not one's turn.

    The second click, the rival, the stale page.
    """
    if task.state == TaskState.DECIDED or (case.state == CaseState.RUNNING and task.state == TaskState.RELEASED):
        own = task.state == TaskState.DECIDED
        last = task.step.decisions.select_related("decided_by").filter(**({"task": task} if own else {})).last()
        if last is not None:
            raise AlreadyDecided(document=case.number, verdict=last.get_verdict_display(), who=last.decided_by.name)
    if case.state != CaseState.RUNNING or task.state in {TaskState.RELEASED, TaskState.CARRIED}:
        last = case.decisions.select_related("decided_by").last()
        if last is not None and case.state in {CaseState.APPROVED, CaseState.RETURNED, CaseState.REJECTED}:
            raise AlreadyDecided(document=case.number, verdict=last.get_verdict_display(), who=last.decided_by.name)
        raise CaseEnded(document=case.number, state=case.get_state_display())
    if task.state == TaskState.AHEAD:
        raise NotYourTurn(document=case.number)


def _require_may_decide(
    case: Case, task: Task, facts: Facts, *, actor: Actor, at: datetime, version: int | None
) -> None:
    if actor.person_id in facts.makers:  # ORG-06
        raise OwnDocument(document=case.number)
    if facts.fingerprint != case.fingerprint or (version is not None and version != facts.document_version):
        raise StaleDocument(document=case.number)
    if task.origin == TaskOrigin.ROUTE and actor.person_id not in {
        person.pk
        for person in selectors.deciders(
            who=Who.of(task.step.who),
            department_id=facts.department_id,
            makers=facts.makers,
            on=timezone.localdate(at),
            amount=facts.amount,
            others=facts.other_departments,
        )
    }:
        raise NoLongerYours(document=case.number)


def _write(
    case: Case, task: Task, verdict: Verdict, reason: str, *, actor: Actor, at: datetime, facts: Facts
) -> Decision:
    """Append the decision to the case's chain (LED-08) and end the task."""
    decision = Decision(
        case=case,
        step=task.step,
        task=task,
        decided_by_id=task.person_id,
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
    return decision


def _go_on(case: Case, step: Step, *, facts: Facts, actor: Actor, at: datetime) -> None:
    """After an approval: the rest of the step, the next step, or the end."""
    if step.mode == StepMode.IN_ORDER and steps.call_next_in_order(step, at=at):
        return
    if step.mode != StepMode.ANY and step.tasks.filter(state__in=steps.OPEN_TASKS).exists():
        return
    steps.pass_step(step, at=at)
    steps.advance(case, facts=facts, actor=actor, at=at)
