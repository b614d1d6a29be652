"""The time allowed for a decision: reminders before and after it, then on to the manager above (APR-08, APR-07).

Counted in working days. Nothing is ever decided because time ran out; a task only changes hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from approvals import locks, registry, selectors
from approvals.choices import CaseState, Reminded, StepMode, TaskOrigin, TaskState
from approvals.errors import AuthorityTooLow
from approvals.models import Case, Task, TaskReminder
from approvals.registry import Facts
from approvals.services import handing, newcomers, notices, standing_in, steps
from approvals.services.turns import Turn
from core import audit, jobs, notifications
from core.actors import SYSTEM
from core.calendar import add_working_days, is_working_day, working_days_between
from organization.models import Person

PASSED_UP_AFTER = 2
"""Working days beyond the time allowed after which a task goes to the manager above."""
UP = "UP"
DAY = timedelta(days=1)


def due_move(*, due: date, since: date, today: date, reminded: Mapping[str, date]) -> str:
    """What is to be done about a task that waits: BEFORE or AFTER for a reminder, UP for the manager above, or nothing.

    A reminder before comes on the last working day before the due date or on that date, unless the task came today; one
    after, once the date has passed; UP two working days beyond it, and never on the day of the reminder.
    """
    if today <= due:
        is_near = working_days_between(start=today, end=due) <= 1
        return Reminded.BEFORE if is_near and since < today and Reminded.BEFORE not in reminded else ""
    if Reminded.AFTER not in reminded:
        return Reminded.AFTER
    is_late = working_days_between(start=due, end=today) >= PASSED_UP_AFTER
    has_waited = working_days_between(start=reminded[Reminded.AFTER], end=today) >= 1
    return UP if is_late and has_waited and Reminded.NOBODY not in reminded else ""


@transaction.atomic
def plan_time(*, at: datetime) -> int:
    """Write a job for every task of which somebody is to be reminded or that goes up; how many that were.

    Safe to run often and late: what a missed run left is found by the next. Nobody is reminded on a day off.
    """
    today = timezone.localdate(at)
    if not is_working_day(today):
        return 0
    horizon = add_working_days(start=today + DAY, days=0)
    tasks = Task.objects.filter(state=TaskState.WAITING, case__state=CaseState.RUNNING, due_date__lte=horizon)
    planned = 0
    for task in tasks.prefetch_related("reminders").order_by("pk"):
        if move := _move_of(task, today=today):
            # With the day in the key, a job that gave up is followed by another one the next day.
            jobs.after_commit("approvals.mind_time", key=f"approvals.time:{task.pk}:{move}:{today}", task_id=task.pk)
            planned += 1
    return planned


@jobs.handler("approvals.mind_time")
def mind_time(*, task_id: int, at: datetime) -> None:
    """Remind of one task or pass it up; what was decided meanwhile is left alone, and what is its person's no more goes
    to whose it is. Each happens once.
    """
    seen = Task.objects.select_related("case").get(pk=task_id)
    handler = registry.get(seen.case.subject_kind)
    handler.lock(seen.case.subject_id)
    case = locks.lock_case(seen.case_id)
    task = Task.objects.select_related("step", "person", "on_behalf_of").prefetch_related("reminders").get(pk=task_id)
    today = timezone.localdate(at)
    if case.state != CaseState.RUNNING or task.state != TaskState.WAITING:
        return
    facts, move = handler.facts(case.subject_id), _move_of(task, today=today)
    if move and handing.put_right(task, case, facts, at=at):  # nobody is reminded of what they could not decide
        return
    if move == UP:
        _pass_up(task, case, facts, at=at)
    elif move:
        _note(task, Reminded(move), today)
        code = "approvals.due_soon" if move == Reminded.BEFORE else "approvals.overdue"
        _tell([task.person_id], code, task, case, at=at)


def _move_of(task: Task, *, today: date) -> str:
    if task.due_date is None or task.waiting_since is None:
        return ""
    reminded = {each.what: each.on_date for each in task.reminders.all() if each.due_date == task.due_date}
    since = timezone.localdate(task.waiting_since)
    return due_move(due=task.due_date, since=since, today=today, reminded=reminded)


def _pass_up(task: Task, case: Case, facts: Facts, *, at: datetime) -> None:
    """Give the task to the manager above its person, or tell finance that there is nobody.

    Where any one of several may decide, one call to a manager is enough.
    """
    today = timezone.localdate(at)
    others = task.step.tasks.filter(state__in=steps.OPEN_TASKS, origin=TaskOrigin.OVERDUE).exclude(pk=task.pk)
    if task.step.mode == StepMode.ANY and others.exists():
        return
    heir = _above(Turn(case=case, task=task, facts=facts), at=at)
    if heir is None:
        _note(task, Reminded.NOBODY, today)
        _tell(notices.route_keepers(on=today), "approvals.nobody_above", task, case, at=at, who=task.person)
        return
    task.state, task.ended_at = TaskState.HANDED, at
    task.save(update_fields=("state", "ended_at"))
    given = Task(
        step=task.step,
        case=case,
        person=heir,
        position=task.position,
        department_id=task.department_id,
        question=task.question,
        origin=TaskOrigin.OVERDUE,
        handed_from=task,
        reason=_reason(task),
        due_date=add_working_days(start=today, days=task.step.days_allowed),
        waiting_since=at,
    )
    standing_in.seat(given, at=at)
    given.save(force_insert=True)
    passed = {"approvals_handed_to": audit.in_both(attrgetter("name"), heir)}
    steps.record(case, "pass_up", actor=SYSTEM, at=at, step=task.step, facts=passed)
    late = sorted({task.person_id, task.principal_id})
    _tell([given.person_id], "approvals.passed_up", given, case, at=at, who=task.person, due=task.due_date)
    _tell(late, "approvals.passed_on", task, case, at=at, who=heir)


def _above(turn: Turn, *, at: datetime) -> Person | None:
    """The nearest manager above whose call it is who can decide here: no maker, not asked at the step already, and no
    weaker where that word has to carry the amount (ORG-06, ORG-08). Where somebody stands in, the line is that of whom
    they stand in for.
    """
    person = turn.task.on_behalf_of or turn.task.person
    line = [each for each in selectors.managers_up(department_id=person.department_id) if each.pk != person.pk]
    able = set(selectors.people_who_decide(on=timezone.localdate(at)).values_list("pk", flat=True))
    barred = turn.facts.makers | selectors.asked_at(turn.step)
    for heir in line:
        if heir.pk in barred or heir.pk not in able:
            continue
        if turn.task.is_review:  # an opinion carries no amount
            return heir
        try:
            newcomers.require_no_weaker(turn, heir, at=at)
        except AuthorityTooLow:
            continue
        return heir
    return None


def _reason(task: Task) -> str:
    """Kept with the task, in the installation's language like all that the application writes once."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("The time allowed ended on %(day)s.") % {"day": task.due_date}


def _note(task: Task, what: Reminded, on: date) -> None:
    assert task.due_date is not None  # noqa: S101 - only tasks with a date come here
    TaskReminder.objects.create(task=task, what=what, due_date=task.due_date, on_date=on)


def _tell(
    people: list[int],
    code: str,
    task: Task,
    case: Case,
    *,
    at: datetime,
    who: Person | None = None,
    due: date | None = None,
) -> None:
    title_en = case.facts.get("title_en")
    day = due or task.due_date
    facts = {"day": day.isoformat() if day else ""}
    if who is not None:
        facts |= {"who": who.name_zh, "who_en": who.name_en}
    if title_en:
        facts |= {"document_en": f"{case.number} {title_en}".strip()}
    notifications.notify(
        people,
        code=code,
        kind=case.subject_kind,
        document_id=case.subject_id,
        label=f"{case.number} {case.title}".strip(),
        key=f"{code}:{task.pk}:{task.due_date}",
        at=at,
        facts=facts,
    )
