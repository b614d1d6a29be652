"""The figures of a year by department, category, project and month, now or as of a past moment (LED-02, LED-07)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection


class BalanceRow(NamedTuple):
    """One balance: where, which month, how much."""

    department_id: int
    category_id: int
    project_id: int | None
    month: int
    appropriated: Decimal
    committed: Decimal
    actual: Decimal


class SpanRow(NamedTuple):
    """The balances of one place over a year: of all twelve months, and of those asked about beside them. `month` is 0
    where the months are added up.
    """

    department_id: int
    category_id: int
    project_id: int | None
    month: int
    year: Decimal
    committed: Decimal
    spent: Decimal
    to_date: Decimal
    actual: Decimal


_NOW = """
    SELECT department_id, category_id, project_id, month, appropriated, committed, actual
      FROM budgets_budgetbalance
     WHERE fiscal_year_id = %(year)s AND (%(all)s OR department_id = ANY(%(departments)s))
       AND (%(every)s OR category_id = ANY(%(categories)s))"""

# The snapshot at or before the moment, the entries posted between it and the moment, and those posted before the
# snapshot but committed after the newest one was taken: taking a snapshot adds such late entries to the older ones.
# Late entries are looked for key by key, behind the last one the snapshot has seen; OFFSET 0 keeps the planner from
# reading the whole year.
_AS_OF = """
    WITH facts AS (
        SELECT (SELECT y.year FROM budgets_fiscalyear y WHERE y.id = %(year)s) AS year,
               (SELECT max(taken_at) FROM budgets_balancesnapshot
                 WHERE fiscal_year_id = %(year)s AND taken_at <= %(at)s) AS chosen,
               (SELECT max(taken_at) FROM budgets_balancesnapshot WHERE fiscal_year_id = %(year)s) AS newest
    ), heads AS (
        SELECT s.key_id, max(s.through_sequence) AS through
          FROM budgets_balancesnapshot s, facts
         WHERE s.fiscal_year_id = %(year)s AND s.taken_at = facts.newest GROUP BY s.key_id
    ), parts AS (
        SELECT k.department_id, k.category_id, s.project_id, s.month, s.appropriated, s.committed, s.actual
          FROM facts, budgets_balancesnapshot s JOIN budgets_controlkey k ON k.id = s.key_id
         WHERE s.fiscal_year_id = %(year)s AND s.taken_at = facts.chosen
        UNION ALL
        SELECT e.department_id, e.category_id, e.project_id, e.month,
               CASE WHEN e.kind LIKE 'APPROPRIATION%%' THEN e.amount ELSE 0 END,
               CASE WHEN e.kind LIKE 'COMMITMENT%%' OR e.kind LIKE 'RELEASE%%' THEN e.amount ELSE 0 END,
               CASE WHEN e.kind LIKE 'ACTUAL%%' THEN e.amount ELSE 0 END
          FROM budgets_ledgerentry e
         WHERE e.year = (SELECT year FROM facts) AND e.fiscal_year_id = %(year)s AND e.posted_at <= %(at)s
           AND e.posted_at > coalesce((SELECT chosen FROM facts), '-infinity')
        UNION ALL
        SELECT e.department_id, e.category_id, e.project_id, e.month,
               CASE WHEN e.kind LIKE 'APPROPRIATION%%' THEN e.amount ELSE 0 END,
               CASE WHEN e.kind LIKE 'COMMITMENT%%' OR e.kind LIKE 'RELEASE%%' THEN e.amount ELSE 0 END,
               CASE WHEN e.kind LIKE 'ACTUAL%%' THEN e.amount ELSE 0 END
          FROM facts JOIN budgets_controlkey k ON k.fiscal_year_id = %(year)s AND facts.chosen IS NOT NULL
               LEFT JOIN heads h ON h.key_id = k.id
               CROSS JOIN LATERAL (
                   SELECT * FROM budgets_ledgerentry
                    WHERE year = facts.year AND key_id = k.id AND sequence > coalesce(h.through, 0)
                      AND posted_at <= facts.chosen OFFSET 0) e
    )
    SELECT department_id, category_id, project_id, month, sum(appropriated), sum(committed), sum(actual)
      FROM parts
     WHERE (%(all)s OR department_id = ANY(%(departments)s)) AND (%(every)s OR category_id = ANY(%(categories)s))
     GROUP BY department_id, category_id, project_id, month"""


# Added up by the database, which hands out a twelfth of the rows (QLT-02).
_SPAN = """
    SELECT department_id, category_id, project_id, CASE WHEN %(by_month)s THEN month ELSE 0 END,
           sum(appropriated), sum(committed), sum(actual),
           coalesce(sum(appropriated) FILTER (WHERE month = ANY(%(months)s)), 0),
           coalesce(sum(actual) FILTER (WHERE month = ANY(%(months)s)), 0)
      FROM ({balances}) AS balances (department_id, category_id, project_id, month, appropriated, committed, actual)
     GROUP BY 1, 2, 3, 4"""
_SPAN_NOW, _SPAN_AS_OF = _SPAN.format(balances=_NOW), _SPAN.format(balances=_AS_OF)


def balance_rows(
    *,
    fiscal_year_id: int,
    department_ids: Collection[int] | None = None,
    category_ids: Collection[int] | None = None,
    as_of: datetime | None = None,
) -> list[BalanceRow]:
    """The balances of a year in one statement: of these departments and categories (None: of all), now or as of a past
    moment.

    Now reads the balances alone, whatever the number of entries; the past reads a snapshot and the entries around it.
    """
    given = _given(fiscal_year_id, department_ids, category_ids, as_of)
    with connection.cursor() as cursor:
        cursor.execute(_NOW if as_of is None else _AS_OF, given)
        return [BalanceRow(*row) for row in cursor.fetchall()]


def span_rows(
    *,
    fiscal_year_id: int,
    months: Collection[int],
    by_month: bool = False,
    department_ids: Collection[int] | None = None,
    as_of: datetime | None = None,
) -> list[SpanRow]:
    """`balance_rows` added up over the year's months, with the budget and the actual of these `months` by themselves;
    by month where that is asked for. In one statement.
    """
    given = _given(fiscal_year_id, department_ids, None, as_of) | {"months": list(months), "by_month": by_month}
    with connection.cursor() as cursor:
        cursor.execute(_SPAN_NOW if as_of is None else _SPAN_AS_OF, given)
        return [SpanRow(*row) for row in cursor.fetchall()]


def _given(
    fiscal_year_id: int,
    department_ids: Collection[int] | None,
    category_ids: Collection[int] | None,
    as_of: datetime | None,
) -> dict[str, Any]:
    return {
        "year": fiscal_year_id,
        "all": department_ids is None,
        "departments": list(department_ids or ()),
        "every": category_ids is None,
        "categories": list(category_ids or ()),
        "at": as_of,
    }
