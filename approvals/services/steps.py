"""How a case walks through its steps. Every function here runs under the locks of the document and its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max
from django.utils import timezone

from approvals import registry, selectors
from approvals.choices import CaseState, StepMode, StepState, TaskState
from approvals.models import Case, Step, Task
from approvals.registry import Facts
from approvals.rules import Who
from approvals.selectors import PlannedStep
from approvals.services import notices, reviews, standing_in
from core import audit
from core.actors import SYSTEM, Actor
from core.calendar import add_working_days
from organization.models import Person

OPEN_TASKS = (TaskState.WAITING, TaskState.AHEAD, TaskState.PAUSED)
OPEN_STEPS = (StepState.AHEAD, StepState.CURRENT, StepState.STUCK)


def copy_of(case: Case, planned: PlannedStep, position: int, *, number: int | None = None) -> Step:
    """A planned step as a case keeps it, not yet stored; one that is not needed stays readable as skipped.

    At the beginning steps are numbered by their positions; one that comes later needs a number of its own.
    """
    return Step(
        case=case,
        number=position if number is None else number,
        position=position,
        code=planned.who.code,
        name_zh=planned.name_zh,
        name_en=planned.name_en,
        mode=planned.mode,
        state=StepState.AHEAD if planned.is_needed else StepState.SKIPPED,
        who=planned.who.as_json(),
        days_allowed=planned.days_allowed,
        reviews=list(planned.reviews),
    )


def advance(case: Case, *, facts: Facts, actor: Actor, at: datetime) -> None:
    """Open the next step that asks somebody, or approve the document when none is left."""
    while True:
        step = case.steps.filter(state=StepState.AHEAD).order_by("position").first()
        if step is None:
            if _lacks_authority(case, facts=facts, on=timezone.localdate(at)):
                last = case.steps.order_by("-position").values_list("position", flat=True).first() or 0
                planned = selectors.authority_step(facts=facts, on=timezone.localdate(at))
                copy_of(case, planned, last + 1, number=next_number(case)).save()
                continue
            approve(case, actor=actor, at=at)
            return
        if not open_step(step, case=case, facts=facts, actor=actor, at=at):
            return


def open_step(step: Step, *, case: Case, facts: Facts, actor: Actor, at: datetime) -> bool:
    """Call the people of a step; True when it has passed at once, because they decided just before (APR-05).

    A step that made way for somebody added before goes on where it was.
    """
    if step.state == StepState.AHEAD and step.started_at is not None:
        woken = _wake(step, at=at)
        if woken is not None:
            return woken
    people = people_of(step, facts, at=at)
    reviewers = reviews.heads(step, facts, at=at)
    step.started_at = at
    if not people or reviewers is None:
        get_stuck(step, case=case, actor=actor, at=at)
        return False
    step.state = StepState.CURRENT
    step.save(update_fields=("state", "started_at"))
    if reviews.is_review(step):  # who concludes has heard the others first: no earlier word is carried over
        reviews.call(step, people, reviewers, case=case, at=at)
        if not reviewers:
            call_owners(step, case=step.case, at=at)
        return False
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


def people_of(step: Step, facts: Facts, *, at: datetime) -> list[Person]:
    """Who decides at a step today, each in their own name; who stands in for them is settled when they are called.

    Where it is asked again, whoever decided in somebody's place is asked in their place again.
    """
    people = selectors.deciders(
        who=Who.of(step.who),
        department_id=facts.department_id,
        makers=facts.makers,
        on=timezone.localdate(at),
        amount=facts.amount,
        others=facts.other_departments,
    )
    if step.replaces_id is None:
        return people
    heirs = _heirs(step)
    fit = {
        person.pk: person
        for person in selectors.people_who_decide(on=timezone.localdate(at)).filter(pk__in=heirs.values())
        if person.pk not in facts.makers
    }
    found = [fit.get(heirs.get(person.pk, 0), person) for person in people]
    return list({person.pk: person for person in found}.values())


def people_for(task: Task, facts: Facts, *, at: datetime) -> list[Person]:
    """Who is asked what a task asks today: the step's people, or who heads the department that reviews (APR-06)."""
    if task.department_id is None:
        return people_of(task.step, facts, at=at)
    person = selectors.reviewer(department_id=task.department_id, makers=facts.makers)
    return [person] if person is not None else []


def _heirs(step: Step) -> dict[int, int]:
    """Who decided in whose place at the steps this one replaces, by the person the task was first given to."""
    heirs: dict[int, int] = {}
    replaced: Step | None = step.replaces
    while replaced is not None:
        tasks = {task.pk: task for task in replaced.tasks.filter(department__isnull=True)}
        for task in tasks.values():
            first = task
            while first.handed_from_id in tasks:
                first = tasks[first.handed_from_id]
            if first.pk != task.pk and task.state == TaskState.DECIDED:
                heirs.setdefault(first.principal_id, task.principal_id)
        replaced = replaced.replaces
    return heirs


def _wake(step: Step, *, at: datetime) -> bool | None:
    """Let a step that made way go on: its tasks wait again, with their time anew. True where nobody is left to ask and
    the others' word is enough; None where it has to be opened like any other.
    """
    paused = list(step.tasks.filter(state=TaskState.PAUSED).select_related("step", "case"))
    rest = step.tasks.filter(state=TaskState.AHEAD).exists()
    if not paused and not rest:
        if step.mode != StepMode.ANY and selectors.approvers_of_step(step):
            pass_step(step, at=at)
            return True
        return None
    step.state = StepState.CURRENT
    step.save(update_fields=("state",))
    for task in paused:
        _wait(task, at=at)
        notices.task_is_back(task)
    if not paused and reviews.is_review(step):
        call_owners(step, case=step.case, at=at)
    elif not paused:
        call_next_in_order(step, at=at)
    return False


def make_way(step: Step) -> None:
    """The current step lets one added before it go first: what waits in it waits for that one."""
    step.tasks.filter(state=TaskState.WAITING).update(state=TaskState.PAUSED, due_date=None)
    step.state = StepState.AHEAD
    step.save(update_fields=("state",))


def make_room(case: Case, position: int, *, places: int = 1) -> None:
    """Move the steps from a position on further back, so that others can be put in; their numbers stay."""
    case.steps.filter(position__gte=position).update(position=F("position") + places)


def next_number(case: Case) -> int:
    """The number of a step that is added to a case."""
    last: int | None = case.steps.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def ask_again(case: Case, target: Step, current: Step, *, at: datetime) -> None:
    """Ask a step and those after it up to the current one again: copies follow, and what was decided counts no longer
    but stays readable (APR-05).
    """
    done = list(
        case.steps.filter(
            position__gte=target.position,
            position__lte=current.position,
            state__in=[StepState.PASSED, StepState.CURRENT],
        ).order_by("position")
    )
    current.tasks.filter(state__in=OPEN_TASKS).update(state=TaskState.RELEASED, ended_at=at)
    case.steps.filter(pk=current.pk).update(ended_at=at)
    case.steps.filter(pk__in=[step.pk for step in done]).update(state=StepState.AGAIN)
    make_room(case, current.position + 1, places=len(done))
    number = next_number(case)
    Step.objects.bulk_create(
        again(step, case=case, position=current.position + place, number=number + place - 1, replaces=step)
        for place, step in enumerate(done, start=1)
    )


def again(step: Step, *, case: Case, position: int, number: int, replaces: Step | None = None) -> Step:
    """A step like this one, to be asked from the beginning; not yet stored."""
    return Step(
        case=case,
        number=number,
        position=position,
        code=step.code,
        name_zh=step.name_zh,
        name_en=step.name_en,
        mode=step.mode,
        who=step.who,
        days_allowed=step.days_allowed,
        reviews=step.reviews,
        added_by_id=step.added_by_id,
        added=step.added,
        reason=step.reason,
        replaces=replaces,
    )


def call(step: Step, people: Sequence[Person], *, case: Case, at: datetime, first: int = 0) -> None:
    """Give people their tasks: all at once, or the first of them when they decide one after another."""
    due = add_working_days(start=timezone.localdate(at), days=step.days_allowed)
    called = {person.pk for person in people}
    for place, person in enumerate(people):
        waits = step.mode != StepMode.IN_ORDER or place == 0
        task = Task(
            step=step,
            case=case,
            person=person,
            position=first + place,
            state=TaskState.WAITING if waits else TaskState.AHEAD,
            due_date=due if waits else None,
            waiting_since=at if waits else None,
        )
        if waits:
            standing_in.seat(task, at=at, besides=called)
        task.save(force_insert=True)
        if waits:
            notices.task_waits(task)


def call_next_in_order(step: Step, *, at: datetime) -> bool:
    """Wake the next of a step that goes one after another; False when nobody is left."""
    task = step.tasks.filter(state=TaskState.AHEAD).select_related("case", "step").order_by("position", "pk").first()
    if task is None:
        return False
    _wait(task, at=at)
    notices.task_waits(task)
    return True


def call_owners(step: Step, *, case: Case, at: datetime) -> None:
    """All departments have spoken: who concludes is asked (APR-06). Where nobody is left to, the step is stuck."""
    owners = list(step.tasks.filter(state=TaskState.AHEAD).select_related("case", "step").order_by("position", "pk"))
    for task in owners:
        _wait(task, at=at)
        notices.task_waits(task)
    if not owners:
        get_stuck(step, case=case, actor=SYSTEM, at=at)


def _wait(task: Task, *, at: datetime) -> None:
    """A task of a step that is current waits from now on, in the hands of whoever is there, with its time anew."""
    task.state, task.waiting_since = TaskState.WAITING, at
    task.due_date = add_working_days(start=timezone.localdate(at), days=task.step.days_allowed)
    standing_in.seat(task, at=at)
    task.save(update_fields=("state", "waiting_since", "due_date", "person", "on_behalf_of"))


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
    task: Task | None = None,
) -> None:
    """Write an event on the document's own timeline (GEN-05), with whom the actor of a task stands in for."""
    principal = task.on_behalf_of if task is not None else None
    named = {"step_zh": step.name_zh, "step_en": step.name_en or step.name_zh} if step else {}
    audit.record(
        kind=case.subject_kind,
        document_id=case.subject_id,
        label=f"{case.number} {case.title}".strip(),
        code=f"approvals.{what}",
        actor=actor,
        at=at,
        reason=reason,
        on_behalf_of=(principal.pk, principal.name) if principal is not None else None,
        facts={"round": case.round, **named, **(facts or {})},
    )


def _lacks_authority(case: Case, *, facts: Facts, on: date) -> bool:
    """Whether nobody who approved may decide on the amount alone: the last guard of ORG-08."""
    people = Person.objects.filter(pk__in=selectors.approvers_of(case))
    return not selectors.has_authority(people=people, department_id=facts.department_id, amount=facts.amount, on=on)


def _decided_just_before(step: Step, people: Collection[Person]) -> list[Person]:
    """Who of these approved at the step just before, steps that were not needed left aside (APR-05)."""
    if step.position == 1:
        return []
    before = (
        Step.objects.filter(case_id=step.case_id, position__lt=step.position)
        .exclude(state__in=[StepState.SKIPPED, StepState.TAKEN])
        .order_by("-position")
        .first()
    )
    if before is None:
        return []
    if before.state == StepState.AGAIN:  # no old approval counts where a step is asked again
        return []
    approved = selectors.approvers_of_step(before)
    return [person for person in people if person.pk in approved]
