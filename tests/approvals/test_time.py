"""Reminders before and after the time allowed, then on to the manager above (APR-08, APR-07)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from approvals import services
from approvals.choices import CaseState, Reminded, StepMode, TaskOrigin, TaskState
from approvals.models import Decision, Task, TaskReminder
from approvals.selectors import inbox
from approvals.services.time import UP, due_move
from config.celery import app
from core import jobs
from core.models import AuditEvent, Job, Notification
from tests.approvals.conftest import KIND
from tests.factories import organization as cast
from tests.factories.approvals import by_manager, by_person, by_role, decide, route, stands_in, task_for, waiting
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("APR-08")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 8, 3, 10, 0, tzinfo=SHANGHAI)  # four weeks without holidays follow


def day(number: int) -> datetime:
    return MONDAY.replace(day=number)


def pass_time(moment: datetime) -> None:
    """What the clock does at a moment, with the work it calls for."""
    services.plan_time(at=moment)
    for job in Job.objects.filter(name="approvals.mind_time", state="QUEUED"):
        jobs._handlers[job.name](**job.arguments, at=moment)
        Job.objects.filter(pk=job.pk).update(state="DONE", finished_at=moment)


def told(person) -> list[str]:
    return list(
        Notification.objects.filter(person=person)
        .exclude(code="approvals.waiting")
        .order_by("pk")
        .values_list("code", flat=True)
    )


@pytest.fixture
def start(slips, company, owner):
    def begin(**fields):
        slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}), **fields)
        return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=MONDAY)

    return begin


@pytest.mark.parametrize(
    ("today", "reminded", "move"),
    [
        (3, {}, ""),  # it came today
        (4, {}, Reminded.BEFORE),  # due tomorrow
        (4, {"BEFORE": 4}, ""),
        (5, {}, Reminded.BEFORE),  # due today, yesterday nothing ran
        (6, {"BEFORE": 4}, Reminded.AFTER),
        (6, {}, Reminded.AFTER),  # too late for a reminder before
        (6, {"AFTER": 6}, ""),
        (7, {"AFTER": 6}, UP),
        (8, {"AFTER": 7}, ""),  # nothing is passed up without a working day after the reminder
        (20, {}, Reminded.AFTER),  # after days without a clock people are reminded first
        (20, {"AFTER": 20}, ""),
        (21, {"AFTER": 20}, UP),
        (21, {"AFTER": 20, "NOBODY": 20}, ""),
    ],
)
def test_what_is_to_be_done_on_which_day(today, reminded, move):
    days = {what: date(2026, 8, number) for what, number in reminded.items()}

    assert due_move(due=date(2026, 8, 5), since=date(2026, 8, 3), today=date(2026, 8, today), reminded=days) == move


def test_reminded_before_and_after_then_passed_up_each_once(start, manager, division_manager, gm):
    route(KIND, by_manager(days_allowed=2))
    case = start()

    for number in range(3, 8):
        for hour in (9, 15):
            pass_time(day(number).replace(hour=hour))

    assert told(manager) == ["approvals.due_soon", "approvals.overdue", "approvals.passed_on"]
    assert told(division_manager) == ["approvals.passed_up"]
    given = task_for(case, division_manager)
    assert (given.origin, given.handed_from.person, given.due_date) == (TaskOrigin.OVERDUE, manager, date(2026, 8, 11))
    assert waiting(case) == [division_manager]
    assert AuditEvent.objects.get(code="approvals.pass_up").actor_id is None
    assert not Decision.objects.exists()


@pytest.mark.rule("GEN-15")
def test_over_spring_festival_holidays_do_not_count_and_the_weekends_worked_for_it_do(
    slip, owner, manager, division_manager
):
    route(KIND, by_manager(days_allowed=2))
    asked = datetime(2026, 2, 12, 10, tzinfo=SHANGHAI)  # Thursday; Saturday the 14th is worked, the 15th to 23rd off
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=asked)
    assert case.tasks.get().due_date == date(2026, 2, 14)

    for number in range(1, 17):  # until Saturday the 28th, worked too
        pass_time(asked + timedelta(days=number))

    rows = TaskReminder.objects.order_by("pk").values_list("task__person", "what", "on_date")
    assert list(rows) == [
        (manager.pk, Reminded.BEFORE, date(2026, 2, 13)),
        (manager.pk, Reminded.AFTER, date(2026, 2, 24)),
        (division_manager.pk, Reminded.BEFORE, date(2026, 2, 26)),
        (division_manager.pk, Reminded.AFTER, date(2026, 2, 28)),
    ]
    assert task_for(case, division_manager).due_date == date(2026, 2, 27)


@pytest.mark.rule("ORG-06")
def test_nobody_is_reminded_of_what_they_may_not_decide_any_more(start, slips, manager, division_manager):
    route(KIND, by_manager(days_allowed=2))
    case = start()
    slips.slips[case.subject_id].makers |= {manager.pk}

    pass_time(day(4))

    assert waiting(case) == [division_manager]
    assert told(manager) == []
    assert task_for(case, division_manager).due_date == date(2026, 8, 6)


@pytest.mark.rule("APR-07")
@pytest.mark.rule("APR-05")
def test_the_manager_above_decides_and_who_was_late_no_longer_does(start, manager, division_manager, gm):
    route(KIND, by_manager(days_allowed=1))
    case = start()
    late = task_for(case, manager)
    for number in (5, 6):
        pass_time(day(number))

    with pytest.raises(services.PassedUp):
        services.decide(task_id=late.pk, verdict="APPROVE", reason="", actor=actor_of(manager), at=day(7))
    assert decide(case, division_manager, at=day(7)).state == CaseState.APPROVED


def test_nothing_is_ever_approved_because_time_ran_out(start, manager, division_manager, gm, finance_manager):
    route(KIND, by_manager(days_allowed=1))
    case = start()

    for number in range(3, 32):
        pass_time(day(number))

    case.refresh_from_db()
    assert case.state == CaseState.RUNNING
    assert waiting(case) == [gm]
    assert not Decision.objects.exists()
    assert told(finance_manager) == ["approvals.nobody_above"]
    assert TaskReminder.objects.filter(what=Reminded.NOBODY).count() == 1


def test_nobody_is_disturbed_on_days_off(start, manager):
    route(KIND, by_manager(days_allowed=3))
    start()  # due on Thursday

    pass_time(day(8))
    pass_time(day(9))
    assert told(manager) == []
    pass_time(day(10))
    assert told(manager) == ["approvals.overdue"]


@pytest.mark.rule("QLT-30")
def test_a_clock_that_was_away_for_two_weeks_reminds_first_and_passes_up_later(start, manager, division_manager):
    route(KIND, by_manager(days_allowed=2))
    case = start()

    pass_time(day(19))
    pass_time(day(19).replace(hour=18))
    assert (told(manager), waiting(case)) == (["approvals.overdue"], [manager])
    pass_time(day(20))
    assert waiting(case) == [division_manager]


def test_what_was_decided_before_the_work_ran_is_left_alone(start, manager, division_manager):
    route(KIND, by_manager(days_allowed=1))
    case = start()
    pass_time(day(5))
    services.plan_time(at=day(6))
    decide(case, manager, at=day(6))

    (job,) = Job.objects.filter(name="approvals.mind_time", state="QUEUED")
    jobs._handlers[job.name](**job.arguments, at=day(6))

    assert told(division_manager) == []
    assert not Task.objects.filter(origin=TaskOrigin.OVERDUE).exists()


@pytest.mark.rule("ORG-06")
def test_a_maker_above_is_passed_over(slips, company, manager, division_manager, gm):
    route(KIND, by_manager(days_allowed=1))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({division_manager.pk}))
    case = services.start(kind=KIND, document_id=slip.id, actor=actor_of(division_manager), at=MONDAY)

    for number in (5, 6):
        pass_time(day(number))

    assert waiting(case) == [gm]


@pytest.mark.rule("ORG-08")
def test_it_never_goes_to_somebody_whose_word_would_not_carry_the_amount(start, company, gm, finance_manager):
    """The finance manager's word carries half a million; the head above them has no authority at all."""
    head = cast.member(company.division, "employee", name_zh="何平")
    cast.put_in_charge(company.division, head)
    finance_manager.department = company.service
    finance_manager.save(update_fields=("department",))
    route(KIND, by_person(finance_manager, days_allowed=1))
    case = start(amount=Decimal("500000.00"))

    for number in (5, 6):
        pass_time(day(number))

    assert waiting(case) == [gm]


def test_where_all_must_agree_only_the_late_ones_call_moves(start, company, gm):
    heads = [cast.member(company.service, "finance", company_wide=True) for _ in range(2)]
    cast.put_in_charge(company.service, cast.member(company.service, "department_manager"))
    cast.put_in_charge(company.division, cast.member(company.division, "division_manager"))
    route(KIND, by_role("finance", mode=StepMode.ALL, days_allowed=1))
    case = start()
    decide(case, heads[0], at=MONDAY)

    for number in (5, 6):
        pass_time(day(number))

    (one,) = waiting(case)
    assert one not in heads
    assert Task.objects.get(case=case, person=heads[0]).state == TaskState.DECIDED


def test_where_any_may_agree_one_manager_is_called_and_the_others_can_still_decide(start, company, manager, gm):
    clerks = [cast.member(company.service, "finance", company_wide=True) for _ in range(2)]
    route(KIND, by_role("finance", mode=StepMode.ANY, days_allowed=1))
    case = start()

    for number in (5, 6, 7):
        pass_time(day(number))

    assert set(waiting(case)) == {clerks[1], manager}
    decide(case, clerks[1], at=day(7))


def test_the_inbox_tells_what_is_due_and_what_is_late(start, manager):
    route(KIND, by_manager(days_allowed=2))
    start()

    (item,) = inbox(actor=actor_of(manager), on=date(2026, 8, 5))
    assert (item.due_in, item.is_overdue) == (0, False)
    (item,) = inbox(actor=actor_of(manager), on=date(2026, 8, 6))
    assert (item.is_overdue, item.overdue_days) == (True, 1)


def test_the_manager_above_sees_how_it_came_to_them(start, manager, division_manager):
    route(KIND, by_manager(days_allowed=1))
    start()
    for number in (5, 6):
        pass_time(day(number))

    (item,) = inbox(actor=actor_of(division_manager), on=date(2026, 8, 6))

    assert item.marks == (f"{manager.name} 未按时审批",)


def test_planning_asks_as_much_for_many_tasks_as_for_few(start, manager, django_assert_max_num_queries):
    route(KIND, by_manager(days_allowed=1))
    for _number in range(12):
        start()
    services.plan_time(at=MONDAY + timedelta(hours=1))

    with django_assert_max_num_queries(6):
        services.plan_time(at=MONDAY + timedelta(hours=2))


@pytest.mark.rule("APR-07")
def test_where_somebody_stands_in_it_goes_up_from_whom_they_stand_in_for(start, company, manager, division_manager, gm):
    colleague = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, colleague)
    stands_in(manager, colleague, MONDAY.date(), date(2026, 8, 31))
    route(KIND, by_manager(days_allowed=1))
    case = start()
    assert waiting(case) == [colleague]

    for number in (5, 6):
        pass_time(day(number))

    assert waiting(case) == [division_manager]
    assert told(colleague)[-1] == told(manager)[-1] == "approvals.passed_on"


@pytest.mark.rule("APR-06")
def test_an_opinion_nobody_gives_in_time_is_asked_of_the_manager_above_with_its_question(
    start, company, division_manager, finance_manager, gm
):
    head = cast.member(company.other, "department_manager", name_zh="何平")
    cast.put_in_charge(company.other, head)
    asked = [{"department": company.other.pk, "question": "交期是否可行？"}]
    route(KIND, by_role("finance_manager", mode=StepMode.REVIEW, reviews=asked, days_allowed=1))
    case = start()

    for number in (5, 6):
        pass_time(day(number))

    (task,) = Task.objects.filter(case=case, state=TaskState.WAITING)
    assert (task.person, task.department, task.question) == (division_manager, company.other, "交期是否可行？")


def test_the_clock_calls_the_task_and_the_worker_reminds(start, manager, monkeypatch, run_jobs):
    route(KIND, by_manager(days_allowed=2))
    start()
    app.loader.import_default_modules()
    entry = next(one for one in app.conf.beat_schedule.values() if one["task"] == "approvals.plan_time")
    monkeypatch.setattr(timezone, "now", lambda: day(4))

    app.tasks[entry["task"]].apply(kwargs=entry.get("kwargs", {})).get()
    assert Job.objects.filter(name="approvals.mind_time", state="QUEUED").count() == 1
    app.tasks[entry["task"]].apply().get()  # a second beat of the same day
    run_jobs()

    assert told(manager) == ["approvals.due_soon"]
    assert TaskReminder.objects.get().what == Reminded.BEFORE
