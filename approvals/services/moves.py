"""What a decider can do besides deciding: hand a task over, add approvers before or after themselves (APR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.choices import Added, StepMode, StepState, TaskOrigin, TaskState
from approvals.errors import OpinionAsked
from approvals.models import Case, Step, Task
from approvals.rules import ADDED, Who
from approvals.services import newcomers, notices, standing_in, steps, turns
from approvals.services.turns import Turn
from core import audit
from core.actors import Actor
from core.calendar import add_working_days
from core.errors import InvalidInput, require_reason
from organization.models import Person

ADDED_NAMES = ("加签", "Added approver")
"""Kept in the case in both languages, like every step's name."""


@transaction.atomic
def hand_over(
    *, task_id: int, person_id: int, reason: str, actor: Actor, at: datetime, document_version: int | None = None
) -> Task:
    """Give what waits for the actor to somebody else, who decides in their place at the same step; the new task.

    Raises what `turns.take` raises, ReasonMissing, CannotDecide, MadeIt, AlreadyAsked, AuthorityTooLow; then nothing
    has changed.
    """
    reason = require_reason(reason)
    turn = turns.take(task_id=task_id, actor=actor, at=at, document_version=document_version)
    task = turn.task
    (heir,) = newcomers.require_deciders(turn, [person_id], at=at)
    if not task.is_review:
        newcomers.require_no_weaker(turn, heir, at=at)
    task.state, task.ended_at = TaskState.HANDED, at
    task.save(update_fields=("state", "ended_at"))
    given = Task(
        step=turn.step,
        case=turn.case,
        person=heir,
        position=task.position,
        department_id=task.department_id,
        question=task.question,
        origin=TaskOrigin.HANDED,
        handed_from=task,
        reason=reason,
        due_date=add_working_days(start=timezone.localdate(at), days=turn.step.days_allowed),
        waiting_since=at,
    )
    standing_in.seat(given, at=at)
    given.save(force_insert=True)
    facts = {"approvals_handed_to": audit.in_both(attrgetter("name"), heir)}
    steps.record(turn.case, "hand_over", actor=actor, at=at, step=turn.step, reason=reason, facts=facts, task=task)
    notices.task_waits(given)
    return given


@transaction.atomic
def add_approver(
    *,
    task_id: int,
    person_ids: Sequence[int],
    where: str,
    mode: str,
    reason: str,
    actor: Actor,
    at: datetime,
    document_version: int | None = None,
) -> Step:
    """Add a step of one or several people before the actor's, which waits for it, or after it; the new step.

    The route's own steps all stay. Raises what `turns.take` raises, ReasonMissing, CannotDecide, MadeIt, AlreadyAsked,
    AlreadyAgreed; then nothing has changed.
    """
    reason, added = require_reason(reason), Added(where)
    if not person_ids or mode not in {StepMode.ALL, StepMode.ANY}:
        raise InvalidInput(problem="person_ids, mode")
    turn = turns.take(task_id=task_id, actor=actor, at=at, document_version=document_version)
    if turn.task.is_review:
        raise OpinionAsked(document=turn.case.number, question=turn.task.question)
    people = newcomers.require_deciders(turn, person_ids, at=at)
    newcomers.require_new_word(turn, people, before=added == Added.BEFORE)
    case, there = turn.case, _added_after(turn) if added == Added.AFTER else []
    newcomers.require_not_in(there, people, document=case.number)
    position = turn.step.position if added == Added.BEFORE else turn.step.position + 1 + len(there)
    steps.make_room(case, position)
    who = Who(kind=ADDED, people=tuple(person.pk for person in people))
    step = Step.objects.create(
        case=case,
        number=steps.next_number(case),
        position=position,
        code=who.code,
        name_zh=ADDED_NAMES[0],
        name_en=ADDED_NAMES[1],
        mode=mode,
        who=who.as_json(),
        days_allowed=turn.step.days_allowed,
        added_by_id=actor.person_id,
        added=added,
        reason=reason,
    )
    facts = {"approvals_added": audit.in_both(_names, people)}
    event = "add_before" if added == Added.BEFORE else "add_after"
    steps.record(case, event, actor=actor, at=at, step=turn.step, reason=reason, facts=facts, task=turn.task)
    if added == Added.BEFORE:
        _go_first(case, turn, actor=actor, at=at)
    return step


def _names(people: Sequence[Person]) -> str:
    return _(", ").join(person.name for person in people)


def _added_after(turn: Turn) -> list[Step]:
    """What was added right after the actor's step already: one more goes behind it."""
    following = turn.case.steps.filter(position__gt=turn.step.position).order_by("position")
    return list(takewhile(lambda step: step.added == Added.AFTER and step.state == StepState.AHEAD, following))


def _go_first(case: Case, turn: Turn, *, actor: Actor, at: datetime) -> None:
    steps.make_way(Step.objects.get(pk=turn.step.pk))
    steps.advance(case, facts=turn.facts, actor=actor, at=at)
