"""Does the ledger hold? Balances and key totals against the sums of the entries, and the chains (LED-02, LED-08)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection, transaction

from budgets.models import LedgerEntry
from budgets.rules import chain

_HEADS = (
    "SELECT id, chain_length, chain_head FROM budgets_controlkey WHERE %(all)s OR fiscal_year_id = %(year)s ORDER BY id"
)

_BALANCES = """
    WITH sums AS (
        SELECT key_id, period_id, project_id,
               coalesce(sum(amount) FILTER (WHERE kind LIKE 'APPROPRIATION%%'), 0) AS appropriated,
               coalesce(sum(amount) FILTER (WHERE kind LIKE 'COMMITMENT%%' OR kind LIKE 'RELEASE%%'), 0) AS committed,
               coalesce(sum(amount) FILTER (WHERE kind LIKE 'ACTUAL%%'), 0) AS actual
          FROM budgets_ledgerentry WHERE %(all)s OR fiscal_year_id = %(year)s GROUP BY key_id, period_id, project_id
    ), kept AS (
        SELECT key_id, period_id, project_id, appropriated, committed, actual
          FROM budgets_budgetbalance WHERE %(all)s OR fiscal_year_id = %(year)s
    )
    SELECT coalesce(k.key_id, s.key_id), coalesce(k.period_id, s.period_id), coalesce(k.project_id, s.project_id),
           coalesce(k.appropriated, 0), coalesce(s.appropriated, 0), coalesce(k.committed, 0), coalesce(s.committed, 0),
           coalesce(k.actual, 0), coalesce(s.actual, 0)
      FROM kept k FULL JOIN sums s ON s.key_id = k.key_id AND s.period_id = k.period_id
           AND coalesce(s.project_id, 0) = coalesce(k.project_id, 0)
     WHERE (coalesce(k.appropriated, 0), coalesce(k.committed, 0), coalesce(k.actual, 0))
           IS DISTINCT FROM (coalesce(s.appropriated, 0), coalesce(s.committed, 0), coalesce(s.actual, 0))
     ORDER BY 1, 2, 3"""

_TOTALS = """
    SELECT k.id, k.appropriated, coalesce(s.appropriated, 0), k.committed, coalesce(s.committed, 0),
           k.actual, coalesce(s.actual, 0)
      FROM budgets_controlkey k LEFT JOIN (
           SELECT key_id, coalesce(sum(amount) FILTER (WHERE kind LIKE 'APPROPRIATION%%'), 0) AS appropriated,
                  coalesce(sum(amount) FILTER (WHERE kind LIKE 'COMMITMENT%%' OR kind LIKE 'RELEASE%%'), 0)
                      AS committed,
                  coalesce(sum(amount) FILTER (WHERE kind LIKE 'ACTUAL%%'), 0) AS actual
             FROM budgets_ledgerentry WHERE %(all)s OR fiscal_year_id = %(year)s GROUP BY key_id) s ON s.key_id = k.id
     WHERE (%(all)s OR k.fiscal_year_id = %(year)s)
       AND (k.appropriated, k.committed, k.actual)
           IS DISTINCT FROM (coalesce(s.appropriated, 0), coalesce(s.committed, 0), coalesce(s.actual, 0))
     ORDER BY k.id"""

_NAMES = """
    SELECT k.id, y.year || ' ' || d.code || ' ' || c.code FROM budgets_controlkey k
      JOIN budgets_fiscalyear y ON y.id = k.fiscal_year_id JOIN organization_department d ON d.id = k.department_id
      JOIN budgets_category c ON c.id = k.category_id WHERE k.id = ANY(%s)"""


@dataclass(frozen=True, slots=True)
class Difference:
    """What does not agree: `what` is balance, total or chain; `key` names year, department and category by code."""

    what: str
    key_id: int
    key: str
    detail: str

    def __str__(self) -> str:
        return f"{self.what} {self.key}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and every difference found."""

    keys: int
    entries: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


@transaction.atomic
def verify(*, fiscal_year_id: int | None = None) -> Verification:
    """Look at all years or one, in one view of the database where none is open yet, so that postings may go on
    meanwhile.
    """
    given = {"all": fiscal_year_id is None, "year": fiscal_year_id}
    with connection.cursor() as cursor:
        if not _is_inside_another():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = [*_unequal_balances(cursor, given), *_unequal_totals(cursor, given)]
        cursor.execute(_HEADS, given)
        heads = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
        entries, broken = _broken_chains(heads, fiscal_year_id)
        found += broken
        cursor.execute(_NAMES, [[key_id for _what, key_id, _detail in found]])
        names = dict(cursor.fetchall())
    return Verification(
        keys=len(heads),
        entries=entries,
        differences=tuple(
            Difference(what=what, key_id=key_id, key=names.get(key_id, f"#{key_id}"), detail=detail)
            for what, key_id, detail in found
        ),
    )


def _is_inside_another() -> bool:
    """Whether `verify` runs inside somebody's transaction, whose view it then shares."""
    return len(connection.atomic_blocks) > 1


def _unequal_balances(cursor: Any, given: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    cursor.execute(_BALANCES, given)
    for key_id, period_id, project_id, *figures in cursor.fetchall():
        where = f"period {period_id}" + (f", project {project_id}" if project_id else "")
        yield "balance", key_id, f"{where}: {_compared(figures)}"


def _unequal_totals(cursor: Any, given: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    cursor.execute(_TOTALS, given)
    for key_id, *figures in cursor.fetchall():
        yield "total", key_id, _compared(figures)


def _compared(figures: list[Any]) -> str:
    words = ("appropriated", "committed", "actual")
    pairs = zip(words, figures[::2], figures[1::2], strict=True)
    return ", ".join(f"{word} {kept} kept, {summed} in entries" for word, kept, summed in pairs if kept != summed)


def _broken_chains(
    heads: dict[int, tuple[int, str]], fiscal_year_id: int | None
) -> tuple[int, list[tuple[str, int, str]]]:
    """How many entries there are, and the first broken link of each chain that is broken."""
    broken: dict[int, str] = {}
    seen: dict[int, tuple[int, str]] = {}
    entries = LedgerEntry.objects.order_by("key_id", "sequence")
    if fiscal_year_id is not None:
        entries = entries.filter(fiscal_year=fiscal_year_id)
    counter = count(1)
    number = 0
    for row in entries.values_list(*chain.SEALED, "previous_hash", "hash").iterator(chunk_size=5000):
        number = next(counter)
        content, previous, sealed = row[:-2], row[-2], row[-1]
        key_id, sequence = content[1], content[2]
        if key_id in broken:
            continue
        length, head = seen.get(key_id, (0, ""))
        if sequence != length + 1:
            broken[key_id] = f"entry {length + 1} is missing"
        elif previous != head:
            broken[key_id] = f"entry {sequence} does not follow entry {length}"
        elif chain.seal(previous, content) != sealed:
            broken[key_id] = f"entry {sequence} was changed"
        seen[key_id] = (sequence, sealed)
    for key_id, kept in heads.items():
        if key_id not in broken and seen.get(key_id, (0, "")) != kept:
            broken[key_id] = f"the chain ends at entry {seen.get(key_id, (0, ''))[0]}, the key says {kept[0]}"
    return number, [("chain", key_id, detail) for key_id, detail in sorted(broken.items())]
