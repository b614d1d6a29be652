"""Fiscal years and their months: set up, opened, closed, reopened (BUD-01, LED-04)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from budgets import locks, openings, policies
from budgets.choices import AdjustmentState, FiscalYearState, PeriodState
from budgets.errors import (
    CarryOversWaiting,
    HoldsStillOpen,
    PeriodsStillOpen,
    YearClosed,
    YearExists,
    YearOverlaps,
)
from budgets.models import Adjustment, FiscalYear, Period
from budgets.selectors import carry_overs, ledger
from budgets.selectors.carry_overs import Lapse
from budgets.services import partitions
from core import audit, documents, jobs
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.money import ZERO

EARLIEST, LATEST = 2000, 2100


def create_year(*, year: int, actor: Actor, at: datetime, start_month: int = 1) -> FiscalYear:
    """Set up a fiscal year with its twelve months and the ledger's partition for it; it is being planned then.

    `year` names it; it begins on the first of `start_month`. Raises NotAllowed, InvalidInput, YearExists, YearOverlaps.
    """
    if not actor.can(policies.RUN_YEARS):
        raise NotAllowed(document=str(year))
    if not EARLIEST <= year <= LATEST or not 1 <= start_month <= 12:
        raise InvalidInput(problem=f"{year}/{start_month}")
    if FiscalYear.objects.filter(year=year).exists():
        raise YearExists(year=year)
    try:
        with transaction.atomic():
            partitions.one_at_a_time()
            return _create(year, start_month, actor=actor, at=at)
    except IntegrityError as error:
        taken = FiscalYear.objects.filter(year=year).exists()
        raise (YearExists(year=year) if taken else YearOverlaps(year=year)) from error


def _create(year: int, start_month: int, *, actor: Actor, at: datetime) -> FiscalYear:
    firsts = [_first_of(year, start_month + offset) for offset in range(13)]
    made = FiscalYear.objects.create(year=year, start_date=firsts[0], end_date=firsts[12])
    Period.objects.bulk_create(
        Period(fiscal_year=made, month=month, start_date=firsts[month - 1], end_date=firsts[month])
        for month in range(1, 13)
    )
    partitions.make_partition(year)
    _record(made, "create", actor=actor, at=at)
    return made


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


@transaction.atomic
def open_year(*, year_id: int, actor: Actor, at: datetime) -> FiscalYear:
    """Open a year for spending; what waited for it is posted after. Raises WrongState, NotAllowed."""
    year = locks.lock_year(year_id)
    documents.perform(year, "open", actor=actor, at=at)
    openings.announce()
    return year


@transaction.atomic
def close_year(*, year_id: int, actor: Actor, at: datetime) -> FiscalYear:
    """Close a year whose months are closed, for good: what was not spent or carried over lapses, and the departments
    are told (BUD-35). Raises WrongState, NotAllowed, PeriodsStillOpen.
    """
    year = locks.lock_year(year_id)
    still_open = Period.objects.filter(fiscal_year=year, state=PeriodState.OPEN).order_by("month")
    if (
        year.state == FiscalYearState.OPEN
        and actor.can(policies.RUN_YEARS)
        and (months := [str(p) for p in still_open])
    ):
        raise PeriodsStillOpen(year=year.year, months=", ".join(months))
    lapsed = carry_overs.lapsed_of(year)
    documents.perform(year, "close", actor=actor, at=at, facts=_lapse_facts(lapsed))
    jobs.after_commit("budgets.tell_lapsed", key=f"lapsed:{year.pk}", fiscal_year_id=year.pk)
    return year


def _lapse_facts(lapsed: Mapping[int, Lapse]) -> dict[str, str]:
    """What becomes of the unspent money, as the year's timeline tells it (BUD-35)."""
    return {
        "lapsed": str(sum((one.lapsed for one in lapsed.values()), ZERO)),
        "carried": str(sum((one.carried for one in lapsed.values()), ZERO)),
    }


@transaction.atomic
def close_period(*, period_id: int, actor: Actor, at: datetime) -> Period:
    """Close a month: waits for postings under way, later ones are refused (LED-04).

    The last open month of a year closes when nothing is held in the year any more, so that every hold can be released
    in its own year (decision 0045), and no carry-over waits (BUD-35). Raises WrongState, NotAllowed, HoldsStillOpen,
    CarryOversWaiting.
    """
    locks.lock_year(Period.objects.values_list("fiscal_year_id", flat=True).get(pk=period_id))
    period = locks.lock_period(period_id)
    if documents.may(period, "close", actor):
        _require_settled(period)
    documents.perform(period, "close", actor=actor, at=at, by=actor.person_id)
    return period


@transaction.atomic
def reopen_period(*, period_id: int, actor: Actor, at: datetime, reason: str) -> Period:
    """Open a closed month again, by the finance manager, with a reason. Raises ReasonMissing, WrongState, NotAllowed,
    YearClosed.
    """
    reason = require_reason(reason)
    year = locks.lock_year(Period.objects.values_list("fiscal_year_id", flat=True).get(pk=period_id))
    period = locks.lock_period(period_id)
    if year.state == FiscalYearState.CLOSED and documents.may(period, "reopen", actor):
        raise YearClosed(year=year.year)
    documents.perform(period, "reopen", actor=actor, at=at, reason=reason)
    openings.announce()
    return period


def _is_last_open(period: Period) -> bool:
    """Whether no later month of its year takes postings."""
    later = Period.objects.filter(
        fiscal_year=period.fiscal_year_id, state=PeriodState.OPEN, start_date__gt=period.start_date
    )
    return not later.exists()


def _require_settled(period: Period) -> None:
    """Refuse to close the last open month of a year in which documents hold budget, or out of which carry-overs wait.

    Raises HoldsStillOpen, CarryOversWaiting.
    """
    if not _is_last_open(period):
        return
    if holders := ledger.holders_of_year(fiscal_year_id=period.fiscal_year_id):
        raise HoldsStillOpen(month=str(period), year=period.fiscal_year.year, documents=", ".join(holders))
    waiting = Adjustment.objects.filter(
        state=AdjustmentState.IN_REVIEW, lines__from_period__fiscal_year=period.fiscal_year_id
    )
    if numbers := sorted({str(number) for number in waiting.values_list("number", flat=True)}):
        raise CarryOversWaiting(month=str(period), year=period.fiscal_year.year, documents=", ".join(numbers[:5]))


def _record(year: FiscalYear, what: str, *, actor: Actor, at: datetime) -> None:
    audit.record(
        kind=FiscalYear.kind,
        document_id=year.pk,
        label=str(year),
        code=f"{FiscalYear.kind}.{what}",
        actor=actor,
        at=at,
        after=str(year.state),
    )
