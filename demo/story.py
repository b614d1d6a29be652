"""The story from beginning to end (QLT-55): three years and the one to come, told through the services users use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone

from budgets.services import policies, years
from core import jobs
from core.models import Job, JobState
from demo import (
    abroad,
    adjusting,
    books,
    contracts,
    counter,
    founding,
    matters,
    paying,
    plan,
    planning,
    present,
    redress,
    serving,
    using,
    voices,
    watching,
)
from demo.selling import Selling
from demo.spending import Spending
from demo.stage import Stage, moment

Tell = Callable[[str], None]


def tell(*, today: date, say: Tell) -> None:
    """Make the demo's data. `today` is the day the story has reached; months before it are closed."""
    first, second, third, next_year = range(today.year - 2, today.year + 2)
    founded = moment(date(first - 1, 10, 8), 9)
    say("departments, people, rights")
    founding.found(at=founded)
    stage = Stage()
    _years(stage, (first, second, third, next_year), founded)
    say("customers, parts, stock")
    serving.serve(stage, founded=date(first - 1, 10, 20), today=today)
    say(f"budgets of {first}")
    planning.approve_year(stage, year=first, age=2)
    _leniency(stage, founded)
    _open(stage, first)
    abroad.keep_rates(stage, first=date(first, 1, 1), today=today)
    spending, selling = Spending(stage), Selling(stage, slow_from=today - timedelta(days=100))
    selling.grant_credit(day=date(first, 1, 2))
    for month in range(1, 13):
        say(f"the old books of {first}-{month:02d}")
        books.bring_over(stage, spending, year=first, month=month)
        selling.month(year=first, month=month, age=2)
        _close(stage, first, month)
    _turn(stage, first, age=1)
    for month in range(1, 13):
        if month == 12:
            _begin(stage, third, age=0)
        _month(stage, spending, selling, second, month, age=1, say=say)
    _end(stage, second)
    for month in range(1, today.month + 1):
        _month(stage, spending, selling, third, month, age=0, say=say, today=today)
    _forget_old_notices()
    say(f"budgets of {next_year} and what waits today")
    using.set_ceilings(stage, year=next_year, today=today)
    planning.next_year(stage, year=next_year, today=today)
    present.desks(stage, spending, today=today)
    abroad.trip(stage, spending, today=today)
    adjusting.adjust(stage, today=today)
    paying.scenes(stage, spending, today=today)
    watching.look_at_budgets(today)
    watching.answer(stage, day=today)
    watching.lend_rights(stage, today=today)
    counter.waits(stage, selling, today=today)
    matters.settle(stage, selling, today=today)
    voices.speak(stage, selling, today=today)
    contracts.agree(stage, selling, today=today)
    redress.make_good(stage, spending, today=today)
    using.live(stage, spending, today=today)
    jobs.run_all_waiting()


def _years(stage: Stage, wanted: tuple[int, ...], at: datetime) -> None:
    for year in wanted:
        years.create_year(year=year, actor=stage.actor("finance_manager"), at=at)


def _open(stage: Stage, year: int) -> None:
    years.open_year(
        year_id=stage.year(year).pk, actor=stage.actor("finance_manager"), at=moment(date(year - 1, 12, 28))
    )


def _turn(stage: Stage, year: int, *, age: int) -> None:
    """The year ends: the next one's budgets are approved and opened, then its own books close."""
    _begin(stage, year + 1, age=age)
    _end(stage, year)


def _begin(stage: Stage, year: int, *, age: int) -> None:
    planning.approve_year(stage, year=year, age=age)
    _open(stage, year)


def _end(stage: Stage, year: int) -> None:
    years.close_year(
        year_id=stage.year(year).pk, actor=stage.actor("finance_manager"), at=moment(date(year + 1, 1, 20))
    )


def _month(
    stage: Stage,
    spending: Spending,
    selling: Selling,
    year: int,
    month: int,
    *,
    age: int,
    say: Tell,
    today: date | None = None,
) -> None:
    """A month's spending and sales, its close and the payments of the month before; the running one stays open.

    Where the next year is open already, what was not spent is carried over before December closes.
    """
    say(f"spending and sales of {year}-{month:02d}")
    running = today is not None and month == today.month
    spending.month(year=year, month=month, age=age, until=today if running else None)
    selling.month(year=year, month=month, age=age, until=today if running else None)
    if month == 12 and today is None:
        adjusting.carry_over(stage, year=year)
    if not running:
        _close(stage, year, month)
        _settle(stage, year, month, leave_some=today is not None)
        if today is not None:
            watching.look_at_budgets(date(year, month + 1, 6))


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
