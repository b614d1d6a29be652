"""Whose hands a task is in: its own person's, or those of who stands in for them today (APR-07).

`seat` is asked wherever a task begins to wait; `settle` moves what waits already when a delegation begins or ends.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from approvals import locks, registry, selectors
from approvals.choices import CaseState, TaskState
from approvals.models import Case, Task
from approvals.registry import Facts
from approvals.selectors import Call
from approvals.services import notices
from core import audit
from core.actors import SYSTEM
from core.calendar import add_working_days
from organization.models import Person

GONE = (TaskState.RELEASED, TaskState.HANDED)


def seat(task: Task, *, at: datetime, besides: Collection[int] = ()) -> None:
    """Put a task that begins to wait into the hands of whoever is there; not saved. `besides` are people the step asks
    too whose tasks do not stand in the database yet.
    """
    case, principal, today = task.case, task.principal_id, timezone.localdate(at)
    if not selectors.running(on=today).filter(delegator=principal).exists():
        _put(task, None, principal)
        return
    call = Call(
        kind=case.subject_kind,
        amount=case.amount,
        makers=case.facts.get("makers", ()),
        asked=_others(task) | set(besides) - {principal},
    )
    _put(task, selectors.stand_in(person_id=principal, call=call, on=today), principal)


def holds(task: Task, facts: Facts, *, at: datetime) -> bool:
    """Whether whoever stands in at a task may do so still, as the document is now."""
    if task.on_behalf_of_id is None:
        return True
    call = Call(kind=task.case.subject_kind, amount=facts.amount, makers=facts.makers, asked=_others(task))
    person = selectors.stand_in(person_id=task.on_behalf_of_id, call=call, on=timezone.localdate(at))
    return person == task.person_id


def settle(*, people: Collection[int], at: datetime) -> int:
    """Move what waits for these people, or for others in their place, to whoever decides today; how many moved.

    Documents are locked in one order; safe to run twice.
    """
    documents = (
        Task.objects.filter(Q(person__in=people) | Q(on_behalf_of__in=people))
        .filter(state=TaskState.WAITING, case__state=CaseState.RUNNING)
        .order_by("case__subject_kind", "case__subject_id")
        .values_list("case__subject_kind", "case__subject_id")
        .distinct()
    )
    return sum(_settle_document(kind, document_id, people, at) for kind, document_id in list(documents))


def settle_all(*, at: datetime) -> int:
    """The same for everybody who is away today, and for what still waits in other hands (the sweep)."""
    away = selectors.running(on=timezone.localdate(at)).values_list("delegator_id", flat=True)
    held = Task.objects.filter(
        on_behalf_of__isnull=False, state=TaskState.WAITING, case__state=CaseState.RUNNING
    ).values_list("on_behalf_of_id", flat=True)
    people = {*away, *held}
    return settle(people=sorted(people), at=at) if people else 0


def move(task: Task, *, at: datetime) -> bool:
    """Put one waiting task into the hands of whoever decides today, with its time anew; False where it stays. The case
    is locked.
    """
    before = task.person_id
    seat(task, at=at)
    if task.person_id == before:
        return False
    task.waiting_since = at
    task.due_date = add_working_days(start=timezone.localdate(at), days=task.step.days_allowed)
    task.save(update_fields=("person", "on_behalf_of", "waiting_since", "due_date"))
    names = Person.objects.in_bulk([before, task.person_id])
    audit.record(
        kind=task.case.subject_kind,
        document_id=task.case.subject_id,
        label=f"{task.case.number} {task.case.title}".strip(),
        code="approvals.delegated" if task.on_behalf_of_id else "approvals.given_back",
        actor=SYSTEM,
        at=at,
        facts={
            "round": task.case.round,
            "step_zh": task.step.name_zh,
            "step_en": task.step.name_en or task.step.name_zh,
            "approvals_handed_to": audit.in_both(lambda person: person.name, names[task.person_id]),
            "task": task.pk,
            "from": before,
        },
    )
    if task.on_behalf_of_id:
        notices.task_waits(task)
    else:
        notices.task_is_given_back(task)
    return True


@transaction.atomic
def _settle_document(kind: str, document_id: int, people: Collection[int], at: datetime) -> int:
    registry.get(kind).lock(document_id)
    case: Case | None = locks.lock_running(kind=kind, document_id=document_id)
    if case is None:
        return 0
    tasks = (
        case.tasks.filter(Q(person__in=people) | Q(on_behalf_of__in=people), state=TaskState.WAITING)
        .select_related("step", "case")
        .order_by("pk")
    )
    return sum(move(task, at=at) for task in tasks)


def _put(task: Task, other: int | None, principal: int) -> None:
    task.person_id = principal if other is None else other
    task.on_behalf_of_id = None if other is None else principal


def _others(task: Task) -> set[int]:
    """Who else speaks or spoke at the step, in whose name and by whose hand. What the same person is asked for another
    department they head is no other's word: one stands in for both (APR-06).
    """
    rows = task.step.tasks.exclude(pk=task.pk).exclude(state__in=GONE)
    pairs = [(person, whom or person) for person, whom in rows.values_list("person_id", "on_behalf_of_id")]
    return {pk for pair in pairs if pair[1] != task.principal_id or task.department_id is None for pk in pair}
