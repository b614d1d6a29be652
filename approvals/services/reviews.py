"""Departments that review at the same time, each its own question; the step's owner concludes (APR-06).

A review is a task of its own kind: it waits, moves on and is stood in for like any other, and asks for an opinion. The
owner's tasks lie ahead until the last opinion is there. Every function here runs under the locks of the case.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from approvals import selectors
from approvals.choices import OPINIONS, StepMode, TaskState, Verdict
from approvals.errors import OpinionAsked, OpinionNotAsked
from approvals.models import Case, Step, Task
from approvals.registry import Facts
from approvals.services import notices, standing_in
from core.calendar import add_working_days
from core.errors import require_reason
from organization.models import Person

OWNERS = 100
"""Where the owners' tasks stand in the step: behind all reviews."""

OPEN = (TaskState.WAITING, TaskState.AHEAD, TaskState.PAUSED)


def require_fitting(task: Task, verdict: Verdict) -> None:
    """Refuse a decision where an opinion is asked, and the other way round. Raises OpinionAsked, OpinionNotAsked."""
    if task.is_review and verdict not in OPINIONS:
        raise OpinionAsked(document=task.case.number, question=task.question)
    if not task.is_review and verdict in OPINIONS:
        raise OpinionNotAsked(document=task.case.number)


def words_of(verdict: Verdict, text: str) -> str:
    """The text of an opinion: who has remarks or objects says which. Raises ReasonMissing."""
    return text.strip() if verdict == Verdict.AGREE else require_reason(text)


def heads(step: Step, facts: Facts, *, at: datetime) -> dict[int, Person] | None:
    """Who reviews, by department: of those that have given no opinion yet; None where one of them has nobody."""
    if not step.reviews:
        return {}
    given = set(step.tasks.filter(state=TaskState.DECIDED).values_list("department_id", flat=True))
    found: dict[int, Person] = {}
    for review in step.reviews:
        if review["department"] in given:
            continue
        person = selectors.reviewer(department_id=review["department"], makers=facts.makers)
        if person is None:
            return None
        found[review["department"]] = person
    return found


def call(step: Step, owners: list[Person], reviewers: dict[int, Person], *, case: Case, at: datetime) -> None:
    """Ask each department that has not spoken yet, all at once; the owners come after them."""
    step.tasks.filter(state__in=OPEN).update(state=TaskState.RELEASED, ended_at=at)
    due = add_working_days(start=timezone.localdate(at), days=step.days_allowed)
    questions = {review["department"]: review["question"] for review in step.reviews}
    for place, person in enumerate(owners):
        Task.objects.create(step=step, case=case, person=person, position=OWNERS + place, state=TaskState.AHEAD)
    asked = {person.pk for person in reviewers.values()}
    for place, (department_id, person) in enumerate(reviewers.items()):
        task = Task(
            step=step,
            case=case,
            person=person,
            position=place,
            department_id=department_id,
            question=questions[department_id],
            due_date=due,
            waiting_since=at,
        )
        standing_in.seat(task, at=at, besides=asked)
        task.save(force_insert=True)
        notices.task_waits(task)


def all_given(step: Step) -> bool:
    """Whether no department's opinion is missing."""
    given = set(step.tasks.filter(state=TaskState.DECIDED).values_list("department_id", flat=True))
    return all(review["department"] in given for review in step.reviews)


def is_review(step: Step) -> bool:
    """Whether departments review at a step."""
    return step.mode == StepMode.REVIEW
