"""What the standard report tells beside the figures: budgets in force, what changed them, holds that have stood long
(RPT-40)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from budgets.choices import AdjustmentState, BudgetState
from budgets.models import Adjustment, Budget, FiscalYear
from core.actors import Scope
from expenses.choices import RequestState
from expenses.models import SpendRequest

STALE = timedelta(days=60)
"""A hold older than this is asked after."""
MOST = 10


def budgets_in_force(*, year: FiscalYear, scope: Scope) -> list[Budget]:
    """The budgets that count, in the order of departments."""
    rows = Budget.objects.filter(fiscal_year=year, state=BudgetState.IN_FORCE)
    return list(_within(rows, scope).select_related("department").order_by("department__position", "department__code"))


def adjustments_in_force(*, year: FiscalYear, scope: Scope, until: date) -> list[Adjustment]:
    """The adjustments approved before a day, oldest first."""
    rows = Adjustment.objects.filter(fiscal_year=year, state=AdjustmentState.APPROVED, approved_at__date__lt=until)
    return list(_within(rows, scope).select_related("department").order_by("approved_at", "pk"))


def stale_holds(*, year: FiscalYear, scope: Scope, at: datetime) -> list[tuple[SpendRequest, Decimal]]:
    """Requests that hold money of the year and were submitted more than STALE before a moment, the largest first."""
    rows = SpendRequest.objects.filter(
        state=RequestState.APPROVED, submitted_at__lt=at - STALE, lines__held_period__fiscal_year=year
    )
    held = _within(rows, scope).annotate(holds=Sum("lines__held")).filter(holds__gt=0).select_related("department")
    return [(row, row.holds) for row in held.order_by(F("holds").desc(), "pk")[:MOST]]


def _within(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    return rows if scope.company else rows.filter(department__in=scope.departments)
