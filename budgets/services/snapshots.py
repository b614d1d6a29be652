"""Snapshots of the balances, so that the past is read without reading all entries (LED-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from budgets.choices import FiscalYearState
from budgets.models import BalanceSnapshot, FiscalYear

SETTLING = timedelta(minutes=10)
"""A snapshot is taken as of so long ago: what was posted before then is committed by now, save for rare latecomers."""

_LOCK = 0x53484F55  # one snapshot at a time

_SUMS = """
    coalesce(sum(e.amount) FILTER (WHERE e.kind LIKE 'APPROPRIATION%%'), 0),
    coalesce(sum(e.amount) FILTER (WHERE e.kind LIKE 'COMMITMENT%%' OR e.kind LIKE 'RELEASE%%'), 0),
    coalesce(sum(e.amount) FILTER (WHERE e.kind LIKE 'ACTUAL%%'), 0)"""

# One statement, so one view of the database: what the new snapshot counts as seen is exactly what the older ones were
# given.
_TAKE = f"""
    WITH newest AS (
        SELECT max(taken_at) AS taken_at FROM budgets_balancesnapshot WHERE fiscal_year_id = %(year_id)s
    ), heads AS (
        SELECT s.key_id, max(s.through_sequence) AS through FROM budgets_balancesnapshot s JOIN newest USING (taken_at)
         WHERE s.fiscal_year_id = %(year_id)s GROUP BY s.key_id
    ), taken AS (
        SELECT DISTINCT taken_at FROM budgets_balancesnapshot WHERE fiscal_year_id = %(year_id)s
    ), latecomers AS (
        INSERT INTO budgets_balancesnapshot AS s (fiscal_year_id, taken_at, key_id, period_id, project_id, month,
               through_sequence, appropriated, committed, actual)
        SELECT e.fiscal_year_id, t.taken_at, e.key_id, e.period_id, e.project_id, e.month, 0, {_SUMS}
          FROM budgets_controlkey k LEFT JOIN heads h ON h.key_id = k.id
          JOIN budgets_ledgerentry e ON e.year = %(year)s AND e.key_id = k.id AND e.sequence > coalesce(h.through, 0)
          JOIN taken t ON t.taken_at >= e.posted_at
         WHERE k.fiscal_year_id = %(year_id)s
         GROUP BY e.fiscal_year_id, t.taken_at, e.key_id, e.period_id, e.project_id, e.month
        ON CONFLICT (fiscal_year_id, taken_at, key_id, period_id, project_id) DO UPDATE
           SET appropriated = s.appropriated + EXCLUDED.appropriated, committed = s.committed + EXCLUDED.committed,
               actual = s.actual + EXCLUDED.actual
    )
    INSERT INTO budgets_balancesnapshot (fiscal_year_id, taken_at, key_id, period_id, project_id, month,
           through_sequence, appropriated, committed, actual)
    SELECT e.fiscal_year_id, %(taken_at)s, e.key_id, e.period_id, e.project_id, e.month, max(k.chain_length), {_SUMS}
      FROM budgets_ledgerentry e JOIN budgets_controlkey k ON k.id = e.key_id
     WHERE e.year = %(year)s AND e.fiscal_year_id = %(year_id)s AND e.posted_at <= %(taken_at)s
     GROUP BY e.fiscal_year_id, e.key_id, e.period_id, e.project_id, e.month
    """  # noqa: S608 – put together from constants


def take_snapshots(*, at: datetime) -> int:
    """Snapshot every year that is not closed, or was posted in since its last one; how many were taken.

    Safe to repeat: a moment is taken once. Latecomers — entries posted before an older snapshot but committed after
    it was
    taken — are added to the older ones on the way, by the keys' sequences, so that no moment of the past ever misses
    one.
    """
    years = list(FiscalYear.objects.exclude(state=FiscalYearState.CLOSED))
    years += [
        year
        for year in FiscalYear.objects.filter(state=FiscalYearState.CLOSED)
        if not BalanceSnapshot.objects.filter(fiscal_year=year, taken_at__gte=year.end_date).exists()
    ]
    return sum(take_snapshot(year=year, taken_at=at - SETTLING) for year in years)


@transaction.atomic
def take_snapshot(*, year: FiscalYear, taken_at: datetime) -> bool:
    """Take one; False when that moment or a later one is taken already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if BalanceSnapshot.objects.filter(fiscal_year=year, taken_at__gte=taken_at).exists():
            return False
        cursor.execute(_TAKE, {"year_id": year.pk, "year": year.year, "taken_at": taken_at})
    return True
