"""Open tasks move on when somebody leaves or loses a right.

Stuck steps go on when somebody is found (ORG-02, ORG-05, APR-11).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from approvals import locks, registry, selectors
from approvals.choices import CaseState, StepMode, StepState, TaskOrigin, TaskState
from approvals.models import Case, Step, Task
from approvals.registry import Facts
from approvals.services import delegations, notices, reviews, standing_in, steps, turns
from core import jobs
from core.actors import SYSTEM
from core.calendar import add_working_days
from organization.models import BreakGlass, Person, RoleAssignment

LOOK_BACK = timedelta(days=14)
"""How far back roles that ended are looked at: long enough for a worker that was away over a holiday."""


@transaction.atomic
def reassign_tasks(*, person_id: int, at: datetime) -> int:
    """Move on what waits for somebody who left or no longer may decide; how many tasks moved.

    A leaver's calls go to their department's manager where nobody else of the step is asked; a lost role's calls to
    those who hold it now. Documents are locked in one order; safe to run twice.
    """
    documents = (
        Task.objects.filter(
            Q(person=person_id) | Q(on_behalf_of=person_id), state__in=steps.OPEN_TASKS, case__state=CaseState.RUNNING
        )
        .order_by("case__subject_kind", "case__subject_id")
        .values_list("case__subject_kind", "case__subject_id")
        .distinct()
    )
    return sum(_reassign(kind, document_id, person_id, at) for kind, document_id in list(documents))


def rights_lost(*, person_id: int, at: datetime) -> None:
    """What the organization calls when somebody leaves or loses a right, in its own transaction."""
    delegations.end_unfit(person_id=person_id, at=at)
    reassign_tasks(person_id=person_id, at=at)


def pass_on_expired(*, at: datetime) -> int:
    """Move on what waits for people whose roles ended by their date in the last days; how many tasks moved (ORG-05)."""
    today = timezone.localdate(at)
    lately = Q(end_date__lte=today, end_date__gt=today - LOOK_BACK)
    ended = [model.objects.filter(lately).values("person") for model in (RoleAssignment, BreakGlass)]
    people = (
        Task.objects.filter(state__in=steps.OPEN_TASKS, case__state=CaseState.RUNNING)
        .filter(Q(person__in=ended[0]) | Q(person__in=ended[1]))
        .values_list("person_id", flat=True)
        .distinct()
    )
    return sum(reassign_tasks(person_id=person_id, at=at) for person_id in sorted(people))


def rights_gained(*, at: datetime) -> None:
    """What the organization calls when somebody has a right more: stuck steps look again at once (APR-11), and who
    stands in for somebody may hold too much now (APR-07b).
    """
    if Step.objects.filter(state=StepState.STUCK).exists() or selectors.unended(on=timezone.localdate(at)).exists():
        jobs.after_commit("approvals.look_again")


@jobs.handler("approvals.look_again")
def look_again(*, at: datetime) -> None:
    """Look again for somebody at every stuck step, and who stands in for whom; late or twice does no harm."""
    delegations.end_all_unfit(at=at)
    resume_stuck(at=at)
    standing_in.settle_all(at=at)


def resume_stuck(*, at: datetime) -> int:
    """Look again for somebody at every stuck step, as after a role was granted; how many go on."""
    stuck = Step.objects.filter(state=StepState.STUCK).order_by("case__subject_kind", "case__subject_id")
    return sum(resume(case_id=case_id, at=at) for case_id in list(stuck.values_list("case_id", flat=True)))


@transaction.atomic
def resume(*, case_id: int, at: datetime) -> bool:
    """Look again for somebody at the stuck step of a case; True when somebody was found and told."""
    seen = Case.objects.get(pk=case_id)
    handler = registry.get(seen.subject_kind)
    handler.lock(seen.subject_id)
    case = locks.lock_case(case_id)
    step = case.steps.filter(state=StepState.STUCK).first()
    if case.state != CaseState.RUNNING or step is None:
        return False
    facts = handler.facts(case.subject_id)
    if not steps.people_of(step, facts, at=at) or reviews.heads(step, facts, at=at) is None:
        return False
    if steps.open_step(step, case=case, facts=facts, actor=SYSTEM, at=at):
        steps.advance(case, facts=facts, actor=SYSTEM, at=at)
    return True


@transaction.atomic
def _reassign(kind: str, document_id: int, person_id: int, at: datetime) -> int:
    handler = registry.get(kind)
    handler.lock(document_id)
    case = locks.lock_running(kind=kind, document_id=document_id)
    if case is None:
        return 0
    facts = handler.facts(document_id)
    tasks = case.tasks.filter(
        Q(person=person_id) | Q(on_behalf_of=person_id), state__in=steps.OPEN_TASKS
    ).select_related("case", "step")
    return sum(_settled(task, at) + _move(task, case, facts, at) for task in tasks)


def put_right(task: Task, case: Case, facts: Facts, *, at: datetime) -> bool:
    """Move a waiting task on where its person may not decide there any more, whatever became of their right meanwhile;
    False where it stays. The case is locked.
    """
    return bool(_move(task, case, facts, at))


def _settled(task: Task, at: datetime) -> int:
    """Put what somebody does in another's place into the hands of who may today; 1 where it moved (APR-07)."""
    return int(task.state == TaskState.WAITING and task.on_behalf_of_id is not None and standing_in.move(task, at=at))


def _move(task: Task, case: Case, facts: Facts, at: datetime) -> int:
    """Take one task from its person if it is no longer theirs; give it to whoever comes next."""
    step, people = task.step, steps.people_for(task, facts, at=at)
    person = Person.objects.get(pk=task.principal_id)
    if person.is_active and person.pk not in facts.makers and turns.still_theirs(task, facts, at=at):
        return 0
    state = task.state
    task.state, task.ended_at = TaskState.RELEASED, at
    task.save(update_fields=("state", "ended_at"))
    asked = set() if task.is_review else selectors.asked_at(step) | _spoken_for(task)
    heirs = [heir for heir in people if heir.pk not in asked]
    others = step.tasks.filter(state__in=steps.OPEN_TASKS, department__isnull=not task.is_review)
    others_wait = others.exists()
    origin = TaskOrigin.ROUTE
    if not person.is_active and not heirs and not (step.mode in {StepMode.ANY, StepMode.REVIEW} and others_wait):
        origin = TaskOrigin.LEAVER
        line = selectors.managers_up(department_id=person.department_id)
        heirs = [heir for heir in line if heir.pk not in facts.makers and heir.pk not in asked][:1]
    for heir in heirs:
        _give(task, heir, origin, state=state, at=at)
    handed = {"from": person.name_zh, "to": [heir.name_zh for heir in heirs]}
    steps.record(case, "reassign", actor=SYSTEM, at=at, step=step, facts=handed)
    if task.is_review and not heirs:  # no department's opinion is passed over (APR-06)
        steps.get_stuck(step, case=case, actor=SYSTEM, at=at)
        return 1
    if step.state != StepState.CURRENT:  # it made way for somebody added before; it settles when it goes on
        return 1
    if not heirs and not others_wait:
        _settle(step, case, facts, at)
    elif not heirs and state == TaskState.WAITING and step.mode == StepMode.IN_ORDER:
        steps.call_next_in_order(step, at=at)
    return 1


def _spoken_for(task: Task) -> set[int]:
    """Who handed a task of this step over to somebody still there for them; whose task this one was gets it back."""
    heirs = {each.handed_from_id: each for each in task.step.tasks.filter(handed_from__isnull=False)}
    found = set()
    for given in task.step.tasks.filter(state=TaskState.HANDED):
        last = given
        while last.pk in heirs:
            last = heirs[last.pk]
        if last.pk != task.pk:
            found.add(given.principal_id)
    return found


def _settle(step: Step, case: Case, facts: Facts, at: datetime) -> None:
    """Nobody is asked any more. Where others have approved, their word stands; where nobody has, the step is stuck."""
    if step.mode != StepMode.ANY and selectors.approvers_of_step(step):
        steps.pass_step(step, at=at)
        steps.advance(case, facts=facts, actor=SYSTEM, at=at)
    else:
        steps.get_stuck(step, case=case, actor=SYSTEM, at=at)


def _give(task: Task, heir: Person, origin: TaskOrigin, *, state: str, at: datetime) -> None:
    """A task like this one for somebody else, with its own time."""
    days, waits = task.step.days_allowed, state == TaskState.WAITING
    given = Task(
        step=task.step,
        case=task.case,
        person=heir,
        position=task.position,
        department_id=task.department_id,
        question=task.question,
        origin=origin,
        state=state,
        due_date=add_working_days(start=timezone.localdate(at), days=days) if waits else None,
        waiting_since=at if waits else None,
    )
    if waits:
        standing_in.seat(given, at=at)
    given.save(force_insert=True)
    if waits:
        notices.task_waits(given)
