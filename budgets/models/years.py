from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from budgets import policies
from budgets.choices import FiscalYearState, PeriodState
from budgets.rules.contingency import LEAST_SHARE, MOST_SHARE
from core.transitions import StateField, transition


class FiscalYear(models.Model):
    """A year of twelve months: planning → open → closed (BUD-01), with the bounds of its contingency (BUD-16)."""

    kind = "fiscal_year"

    year = models.PositiveSmallIntegerField(unique=True)
    start_date = models.DateField()
    end_date = models.DateField()
    state = StateField(choices=FiscalYearState.choices, default=FiscalYearState.PLANNING, protected=True)
    version = models.PositiveIntegerField(default=1)
    contingency_least_share = models.DecimalField(max_digits=5, decimal_places=4, default=LEAST_SHARE)
    contingency_most_share = models.DecimalField(max_digits=5, decimal_places=4, default=MOST_SHARE)

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="budgets_fiscalyear_days"),
            models.CheckConstraint(
                condition=Q(contingency_least_share__gte=0)
                & Q(contingency_most_share__lte=1)
                & Q(contingency_most_share__gte=F("contingency_least_share")),
                name="budgets_fiscalyear_contingency_bounds",
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    @property
    def last_day(self) -> date:
        """The last day that belongs to the year, as people write it."""
        return self.end_date - timedelta(days=1)

    @property
    def is_ahead(self) -> bool:
        """Its first day is still to come: nothing can have been spent."""
        return timezone.localdate() < self.start_date

    @transition(
        field="state", source=FiscalYearState.PLANNING, target=FiscalYearState.OPEN, permission=policies.can_run_years
    )
    def open(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=FiscalYearState.OPEN, target=FiscalYearState.CLOSED, permission=policies.can_run_years
    )
    def close(self, *, at: datetime) -> None: ...


class Period(models.Model):
    """A month of a fiscal year, half-open: start_date <= day < end_date (BUD-01)."""

    kind = "period"

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="periods")
    month = models.PositiveSmallIntegerField()
    start_date = models.DateField()
    end_date = models.DateField()
    state = StateField(choices=PeriodState.choices, default=PeriodState.OPEN, protected=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("start_date",)
        constraints = (
            models.UniqueConstraint(fields=("fiscal_year", "month"), name="budgets_period_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="budgets_period_month"),
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="budgets_period_days"),
            ExclusionConstraint(
                name="budgets_period_no_overlap",
                expressions=[
                    (
                        Func(F("start_date"), F("end_date"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    )
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.start_date:%Y-%m}"

    def contains(self, day: date) -> bool:
        """Whether the day falls into this month."""
        return self.start_date <= day < self.end_date

    @transition(
        field="state", source=PeriodState.OPEN, target=PeriodState.CLOSED, permission=policies.can_close_periods
    )
    def close(self, *, at: datetime, by: int | None) -> None:
        self.closed_at, self.closed_by_id = at, by

    @transition(
        field="state", source=PeriodState.CLOSED, target=PeriodState.OPEN, permission=policies.can_reopen_periods
    )
    def reopen(self, *, at: datetime) -> None:
        self.closed_at, self.closed_by = None, None
