"""The story from beginning to end (QLT-55): two years and the one to come, told through the services users use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from budgets.services import policies, years
from core import jobs
from core.models import Job, JobState
from demo import abroad, adjusting, founding, paying, plan, planning, present
from demo.spending import Spending
from demo.stage import Stage, moment

Tell = Callable[[str], None]


def tell(*, today: date, say: Tell) -> None:
    """Make the demo's data. `today` is the day the story has reached; months before it are closed."""
    first, second, third = today.year - 1, today.year, today.year + 1
    founded = moment(date(first - 1, 10, 8), 9)
    say("departments, people, rights")
    founding.found(at=founded)
    stage = Stage()
    _years(stage, (first, second, third), founded)
    say(f"budgets of {first}")
    planning.approve_year(stage, year=first, first_year=True)
    _leniency(stage, founded)
    years.open_year(
        year_id=stage.year(first).pk, actor=stage.actor("finance_manager"), at=moment(date(first - 1, 12, 28))
    )
    spending = Spending(stage)
    for month in range(1, 13):
        say(f"spending of {first}-{month:02d}")
        if month == 12:
            planning.approve_year(stage, year=second, first_year=False)
        spending.month(year=first, month=month, first_year=True)
        _close(stage, first, month)
        _settle(stage, first, month, leave_some=False)
    years.open_year(year_id=stage.year(second).pk, actor=stage.actor("finance_manager"), at=moment(date(first, 12, 28)))
    years.close_year(year_id=stage.year(first).pk, actor=stage.actor("finance_manager"), at=moment(date(second, 1, 20)))
    for month in range(1, today.month + 1):
        say(f"spending of {second}-{month:02d}")
        running = month == today.month
        spending.month(year=second, month=month, first_year=False, until=today if running else None)
        if not running:
            _close(stage, second, month)
            _settle(stage, second, month, leave_some=True)
    _forget_old_notices()
    say(f"budgets of {third} and what waits today")
    planning.next_year(stage, year=third, today=today)
    abroad.keep_rates(stage, first=date(first, 1, 1), today=today)
    present.desks(stage, spending, today=today)
    abroad.trip(stage, spending, today=today)
    adjusting.adjust(stage, today=today)
    paying.scenes(stage, spending, today=today)
    jobs.run_all_waiting()


def _years(stage: Stage, wanted: tuple[int, ...], at: datetime) -> None:
    for year in wanted:
        years.create_year(year=year, actor=stage.actor("finance_manager"), at=at)


def _leniency(stage: Stage, at: datetime) -> None:
    for code, name, action, why in plan.LENIENT:
        policies.set_department_policy(
            category_id=stage.category(name).pk,
            department_id=stage.department(code).pk,
            to=policies.Control(action=action),
            reason=why,
            actor=stage.actor("finance_manager"),
            at=at,
        )


def _close(stage: Stage, year: int, month: int) -> None:
    after = date(year + month // 12, month % 12 + 1, 6)
    if after <= timezone.localdate():
        years.close_period(
            period_id=stage.period(year, month).pk,
            actor=stage.actor("finance"),
            at=moment(after - timedelta(days=1), 17),
        )


def _settle(stage: Stage, year: int, month: int, *, leave_some: bool) -> None:
    """Pay in a month what was approved until the end of the one before."""
    first = date(year, month, 1)
    paying.settle(stage, until=first - timedelta(days=1), day=date(year, month, 26), leave_some=leave_some)


def _forget_old_notices() -> None:
    """Nobody in the demo wants to hear today of what was decided last year."""
    Job.objects.filter(state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now(), error="told as past"
    )
