"""What the clock does with corrective actions: tells of what is late, and passes it up (CMP-05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from core import formats, jobs, notifications, thresholds
from core.calendar import working_days_between
from corrective.choices import ActionState
from corrective.models import CorrectiveAction, Measure
from corrective.rules import lateness
from corrective.selectors.actions import actions_of_clock
from corrective.selectors.people import managers_above, planners
from corrective.thresholds import LATE

TELL = "corrective.tell_late"


@dataclass(frozen=True, slots=True)
class Overdue:
    """One thing past its day: whose turn it is, since when, and what it is."""

    what: str
    day: date
    people: frozenset[int]
    key: str
    text: str = ""


def mind_lateness(*, at: datetime) -> int:
    """Write a job for each action with something late; how many. Safe to run twice and late."""
    today = timezone.localdate(at)
    ids = list(actions_of_clock(on=today).values_list("pk", flat=True))
    for pk in ids:
        jobs.after_commit(TELL, key=f"corrective_late:{pk}:{today}", action_id=pk)
    return len(ids)


@jobs.handler(TELL)
def tell_late(*, action_id: int, at: datetime) -> None:
    """Tell whose turn it is, once the manager, and once the manager above (CMP-05)."""
    action = CorrectiveAction.objects.get(pk=action_id)
    today = timezone.localdate(at)
    standing = thresholds.in_force(LATE, on=today).of(LATE)
    above = managers_above(action.department_id)
    for late in overdue_of(action, on=today):
        level = lateness.level(
            working_days_between(start=late.day, end=today),
            manager_after=int(standing.figure("manager")), above_after=int(standing.figure("above")),
        )  # fmt: skip
        told = (set(late.people), set(above[:1]), set(above[1:2]))
        for step, people in enumerate(told[:level], start=1):
            notifications.notify(
                people, code=f"corrective_action.late_{late.what}", kind=action.kind, document_id=action.pk,
                label=f"{action} {action.title}", key=f"{late.key}:{step}", at=at,
                facts={"day": formats.day(late.day), "measure": late.text},
            )  # fmt: skip


def overdue_of(action: CorrectiveAction, *, on: date) -> Iterator[Overdue]:
    """What of an action is past its day."""
    if action.state == ActionState.ASKED and action.plan_due < on:
        people = frozenset(planners(action.department_id, on=on))
        yield Overdue("plan", action.plan_due, people, f"late_plan:{action.pk}:{action.round_number}")
    if action.state == ActionState.RUNNING:
        rows = Measure.objects.filter(
            round__action=action, round__number=action.round_number, done_at__isnull=True, due_date__lt=on
        )
        for row in rows:
            yield Overdue("measure", row.due_date, frozenset({row.owner_id}), f"late_measure:{row.pk}", row.text[:200])
    if action.state == ActionState.KEPT and action.next_check is not None and action.next_check < on:
        people = frozenset({action.created_by_id})
        yield Overdue("check", action.next_check, people, f"late_check:{action.pk}:{action.next_check}")
