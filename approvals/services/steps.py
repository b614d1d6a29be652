"""How a case walks through its steps. Every function here runs under the locks of the document and its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from approvals import registry, selectors
from approvals.choices import CaseState, StepMode, StepState, TaskState
from approvals.models import Case, Step, Task
from approvals.registry import Facts
from approvals.rules import Who
from approvals.selectors import PlannedStep
from approvals.services import notices
from core import audit
from core.actors import Actor
from core.calendar import add_working_days
from organization.models import Person

OPEN_TASKS = (TaskState.WAITING, TaskState.AHEAD)
OPEN_STEPS = (StepState.AHEAD, StepState.CURRENT, StepState.STUCK)


def copy_of(case: Case, planned: PlannedStep, position: int) -> Step:
    """A planned step as a case keeps it, not yet stored; one that is not needed stays readable as skipped."""
    return Step(
        case=case,
        position=position,
        code=planned.who.code,
        name_zh=planned.name_zh,
        name_en=planned.name_en,
        mode=planned.mode,
        state=StepState.AHEAD if planned.is_needed else StepState.SKIPPED,
        who=planned.who.as_json(),
        days_allowed=planned.days_allowed,
    )


def advance(case: Case, *, facts: Facts, actor: Actor, at: datetime) -> None:
    """Open the next step that asks somebody, or approve the document when none is left."""
    while True:
        step = case.steps.filter(state=StepState.AHEAD).order_by("position").first()
        if step is None:
            if _lacks_authority(case, facts=facts, on=timezone.localdate(at)):
                last = case.steps.order_by("-position").values_list("position", flat=True).first() or 0
                copy_of(case, selectors.authority_step(facts=facts, on=timezone.localdate(at)), last + 1).save()
                continue
            approve(case, actor=actor, at=at)
            return
        if not open_step(step, case=case, facts=facts, actor=actor, at=at):
            return


def open_step(step: Step, *, case: Case, facts: Facts, actor: Actor, at: datetime) -> bool:
    """Call the people of a step; True when it has passed at once, because they decided just before (APR-05)."""
    people = selectors.deciders(
        who=Who.of(step.who),
        department_id=facts.department_id,
        makers=facts.makers,
        on=timezone.localdate(at),
        amount=facts.amount,
        others=facts.other_departments,
    )
    step.started_at = at
    if not people:
        get_stuck(step, case=case, actor=actor, at=at)
        return False
    step.state = StepState.CURRENT
    step.save(update_fields=("state", "started_at"))
    carried = _decided_just_before(step, people)
    for position, person in enumerate(carried):
        Task.objects.create(
            step=step, case=case, person=person, position=position, state=TaskState.CARRIED, ended_at=at
        )
    rest = [person for person in people if person not in carried]
    if carried and (step.mode == StepMode.ANY or not rest):
        pass_step(step, at=at)
        return True
    call(step, rest, case=case, at=at, first=len(carried))
    return False


def call(step: Step, people: Sequence[Person], *, case: Case, at: datetime, first: int = 0) -> None:
    """Give people their tasks: all at once, or the first of them when they decide one after another."""
    due = add_working_days(start=timezone.localdate(at), days=step.days_allowed)
    for place, person in enumerate(people):
        waits = step.mode != StepMode.IN_ORDER or place == 0
        task = Task.objects.create(
            step=step,
            case=case,
            person=person,
            position=first + place,
            state=TaskState.WAITING if waits else TaskState.AHEAD,
            due_date=due if waits else None,
            waiting_since=at if waits else None,
        )
        if waits:
            notices.task_waits(task)


def call_next_in_order(step: Step, *, at: datetime) -> bool:
    """Wake the next of a step that goes one after another; False when nobody is left."""
    task = step.tasks.filter(state=TaskState.AHEAD).order_by("position", "pk").first()
    if task is None:
        return False
    task.state, task.waiting_since = TaskState.WAITING, at
    task.due_date = add_working_days(start=timezone.localdate(at), days=step.days_allowed)
    task.save(update_fields=("state", "waiting_since", "due_date"))
    notices.task_waits(task)
    return True


def pass_step(step: Step, *, at: datetime) -> None:
    """The step has what it needs; whoever was also asked need not decide."""
    step.tasks.filter(state__in=OPEN_TASKS).update(state=TaskState.RELEASED, ended_at=at)
    step.state, step.ended_at = StepState.PASSED, at
    step.save(update_fields=("state", "ended_at"))


def get_stuck(step: Step, *, case: Case, actor: Actor, at: datetime) -> None:
    """Nobody is left to decide: the step stops and finance is told; nothing is approved (APR-11)."""
    step.state = StepState.STUCK
    step.save(update_fields=("state", "started_at"))
    record(case, "stuck", actor=actor, at=at, step=step)
    notices.step_is_stuck(step)


def approve(case: Case, *, actor: Actor, at: datetime) -> None:
    """Every step has passed: the document's own app does what approval means, or refuses and nothing is kept."""
    end(case, CaseState.APPROVED, at=at)
    registry.get(case.subject_kind).approved(document_id=case.subject_id, actor=actor, at=at)
    notices.case_ended(case, "approved")


def end(case: Case, state: CaseState, *, at: datetime) -> None:
    """End a round: open tasks and steps end with it; what was decided stays readable."""
    case.tasks.filter(state__in=OPEN_TASKS).update(state=TaskState.RELEASED, ended_at=at)
    case.steps.filter(state__in=OPEN_STEPS).update(state=StepState.ENDED, ended_at=at)
    case.state, case.ended_at = state, at
    case.save(update_fields=("state", "ended_at"))


def record(
    case: Case,
    what: str,
    *,
    actor: Actor,
    at: datetime,
    step: Step | None = None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write an event on the document's own timeline (GEN-05)."""
    named = {"step_zh": step.name_zh, "step_en": step.name_en or step.name_zh} if step else {}
    audit.record(
        kind=case.subject_kind,
        document_id=case.subject_id,
        label=f"{case.number} {case.title}".strip(),
        code=f"approvals.{what}",
        actor=actor,
        at=at,
        reason=reason,
        facts={"round": case.round, **named, **(facts or {})},
    )


def _lacks_authority(case: Case, *, facts: Facts, on: date) -> bool:
    """Whether nobody who approved may decide on the amount alone: the last guard of ORG-08."""
    people = Person.objects.filter(pk__in=selectors.approvers_of(case))
    return not selectors.has_authority(people=people, department_id=facts.department_id, amount=facts.amount, on=on)


def _decided_just_before(step: Step, people: Collection[Person]) -> list[Person]:
    """Who of these approved at the step just before, steps that were not needed left aside (APR-05)."""
    before = (
        Step.objects.filter(case_id=step.case_id, position__lt=step.position)
        .exclude(state=StepState.SKIPPED)
        .order_by("-position")
        .first()
    )
    if before is None:
        return []
    approved = selectors.approvers_of_step(before)
    return [person for person in people if person.pk in approved]
