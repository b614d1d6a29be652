"""Whose turn it is: what every move of a decider begins with, under the locks of the document and its case (GEN-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from approvals import locks, registry, selectors
from approvals.choices import CaseState, TaskOrigin, TaskState
from approvals.errors import (
    AlreadyDecided,
    CaseEnded,
    HandedOver,
    NoLongerYours,
    NotYourTurn,
    PassedUp,
    WithStandIn,
)
from approvals.models import Case, Step, Task
from approvals.registry import Facts
from approvals.services import standing_in, steps
from core.actors import Actor
from core.errors import NotAllowed, OwnDocument, StaleDocument


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's task that waits, with its case (both locked and freshly read) and the document as it is now."""

    case: Case
    task: Task
    facts: Facts

    @property
    def step(self) -> Step:
        return self.task.step


def take(*, task_id: int, actor: Actor, at: datetime, document_version: int | None = None) -> Turn:
    """Lock the document and its case, and make sure the task waits for the actor and is still theirs.

    Raises NotAllowed (somebody else's task), WithStandIn (somebody else decides in one's place), AlreadyDecided,
    CaseEnded, NotYourTurn, HandedOver, OwnDocument, NoLongerYours, StaleDocument. `document_version` is the version of
    the page.
    """
    seen = _own(task_id, actor)
    registry.get(seen.case.subject_kind).lock(seen.case.subject_id)
    case = locks.lock_case(seen.case_id)
    turn = _checked(case, task_id, actor=actor, at=at, version=document_version)
    actor.used.update(selectors.emergencies_behind(turn.task, turn.facts, on=timezone.localdate(at)))
    return turn


def look(*, task_id: int, actor: Actor, at: datetime) -> Turn:
    """The same without locks, for showing what can be done; what is then done is checked again."""
    return _checked(_own(task_id, actor).case, task_id, actor=actor, at=at, version=None)


def _own(task_id: int, actor: Actor) -> Task:
    task = Task.objects.select_related("case", "person").get(pk=task_id)
    if task.on_behalf_of_id is not None and task.on_behalf_of_id == actor.person_id:
        raise WithStandIn(document=task.case.number, who=task.person.name)
    if actor.person_id is None or task.person_id != actor.person_id:
        raise NotAllowed(document=task.case.number)
    return task


def _checked(case: Case, task_id: int, *, actor: Actor, at: datetime, version: int | None) -> Turn:
    task = Task.objects.select_related("case", "step", "person", "on_behalf_of").get(pk=task_id)
    if task.person_id != actor.person_id:  # moved on to somebody else while this one waited for the lock
        raise NoLongerYours(document=case.number)
    task.case = case
    _require_waiting(case, task)
    facts = registry.get(case.subject_kind).facts(case.subject_id)
    _require_theirs(case, task, facts, actor=actor, at=at, version=version)
    return Turn(case=case, task=task, facts=facts)


def _require_waiting(case: Case, task: Task) -> None:
    """Refuse what somebody decided already, what is over, and what is not one's turn.

    The second click, the rival, the stale page.
    """
    if task.state == TaskState.HANDED:
        heir = Task.objects.select_related("person").get(handed_from=task)
        gone = PassedUp if heir.origin == TaskOrigin.OVERDUE else HandedOver
        raise gone(document=case.number, who=heir.person.name)
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
    if task.state in {TaskState.AHEAD, TaskState.PAUSED}:
        raise NotYourTurn(document=case.number)


def _require_theirs(case: Case, task: Task, facts: Facts, *, actor: Actor, at: datetime, version: int | None) -> None:
    if {actor.person_id, task.principal_id} & facts.makers:  # ORG-06, also by way of delegation
        raise OwnDocument(document=case.number)
    if facts.fingerprint != case.fingerprint or (version is not None and version != facts.document_version):
        raise StaleDocument(document=case.number)
    if not still_theirs(task, facts, at=at) or not standing_in.holds(task, facts, at=at):
        raise NoLongerYours(document=case.number)


def still_theirs(task: Task, facts: Facts, *, at: datetime) -> bool:
    """Whether a task's person, or whom they stand in for, is still among those who decide: by the step's rule; by their
    own right to decide where the task was handed to them or passed up; always where a leaver's task came to them.
    """
    if task.origin == TaskOrigin.LEAVER or task.principal_id in {
        person.pk for person in steps.people_for(task, facts, at=at)
    }:
        return True
    return task.origin in {TaskOrigin.HANDED, TaskOrigin.OVERDUE} and selectors.decides_on_something(
        person_id=task.principal_id, on=timezone.localdate(at)
    )
