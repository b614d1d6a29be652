"""Reads of fiscal years and their months (BUD-01)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from budgets.choices import FiscalYearState, PeriodState
from budgets.errors import NoPeriod, PeriodClosed
from budgets.models import FiscalYear, Period
from core import formats
from core.actors import Actor


def years() -> QuerySet[FiscalYear]:
    """All fiscal years with their months, the newest first."""
    return FiscalYear.objects.prefetch_related("periods").order_by("-year")


def years_visible_to(_actor: Actor) -> QuerySet[FiscalYear]:
    """Everybody's: documents name their year, lists are narrowed by it (GEN-10)."""
    return FiscalYear.objects.all()


def periods_visible_to(_actor: Actor) -> QuerySet[Period]:
    """Everybody's: what is spent counts in a month, and a closed one refuses it (GEN-10)."""
    return Period.objects.select_related("fiscal_year")


def current_year(*, on: date | None = None) -> FiscalYear | None:
    """The year a day falls into; without a day the newest open one, else the newest at all."""
    if on is not None:
        return FiscalYear.objects.filter(start_date__lte=on, end_date__gt=on).first()
    newest = FiscalYear.objects.filter(state=FiscalYearState.OPEN).order_by("-year").first()
    return newest or FiscalYear.objects.order_by("-year").first()


def period_of(*, on: date) -> Period:
    """The month a day falls into. Raises NoPeriod."""
    period = Period.objects.select_related("fiscal_year").filter(start_date__lte=on, end_date__gt=on).first()
    if period is None:
        raise NoPeriod(day=formats.day(on))
    return period


def posting_period(*, on: date) -> Period:
    """The month to post in for a day: its own if open, else the first open month after it (EXP-02b, LED-04).

    Raises NoPeriod for a day without a year, PeriodClosed when no later month is open either.
    """
    own = period_of(on=on)
    later = Period.objects.select_related("fiscal_year").filter(
        start_date__gte=own.start_date, state=PeriodState.OPEN, fiscal_year__state=FiscalYearState.OPEN
    )
    found = later.order_by("start_date").first()
    if found is None:
        raise PeriodClosed(period=str(own))
    return found


def releasing_period(held_in: Period, *, on: date) -> Period:
    """The month in which a hold of `held_in` is given back: that month if it is open, else the first open one of the
    same fiscal year from the day's month on, else the latest open one (LED-04, decision 0045).

    Never an earlier month than the hold's own, whose sums would gain what a later one still counts on.
    Raises PeriodClosed when the year has no such month: its last open one closes only when nothing is held.
    """
    if held_in.state == PeriodState.OPEN:
        return held_in
    later = Period.objects.select_related("fiscal_year").filter(
        fiscal_year=held_in.fiscal_year_id, start_date__gt=held_in.start_date, state=PeriodState.OPEN
    )
    found = list(later.order_by("start_date"))
    if not found:
        raise PeriodClosed(period=str(held_in))
    return next((period for period in found if period.end_date > on), found[-1])


def open_periods() -> QuerySet[Period]:
    """The months of open years that take postings, in order."""
    return Period.objects.filter(state=PeriodState.OPEN, fiscal_year__state=FiscalYearState.OPEN).order_by("start_date")
