"""How a checked posting is written: entries with their hashes, balances and key totals, in one statement (LED-02,
LED-08).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from budgets import prepared
from budgets.locks import HeldPlace, KeyRow
from budgets.rules import chain, control
from budgets.rules.postings import Posting
from budgets.selectors.ledger import COLUMN_OF, EntryName
from core.money import ZERO

_COLUMN_PLACE = {"appropriated": 0, "committed": 1, "actual": 2}

_ENTRY = f"({', '.join(['%s'] * 21)})"
_BALANCE = f"({', '.join(['%s'] * 10)})"
_KEY = "(%s::bigint, %s::numeric, %s::numeric, %s::numeric, %s::numeric, %s::bigint, %s::text)"
WRITE = """
    WITH entries AS (
        INSERT INTO budgets_ledgerentry (year, key_id, sequence, fiscal_year_id, period_id, month, department_id,
               category_id, project_id, kind, amount, source_kind, source_id, source_line, occasion, source_label,
               reason, posted_by_id, posted_at, previous_hash, hash)
        VALUES {entries}
    ), balances AS (
        INSERT INTO budgets_budgetbalance AS b (key_id, period_id, project_id, fiscal_year_id, department_id,
               category_id, month, appropriated, committed, actual)
        VALUES {balances}
        ON CONFLICT (key_id, period_id, project_id) DO UPDATE
           SET appropriated = b.appropriated + EXCLUDED.appropriated,
               committed = b.committed + EXCLUDED.committed, actual = b.actual + EXCLUDED.actual
    )
    UPDATE budgets_controlkey k
       SET appropriated = k.appropriated + v.appropriated, committed = k.committed + v.committed,
           actual = k.actual + v.actual, guard_amount = v.guard, chain_length = v.length, chain_head = v.head
      FROM (VALUES {keys}) AS v (id, appropriated, committed, actual, guard, length, head)
     WHERE k.id = v.id"""


def write_statement(*, entries: int, balances: int, keys: int) -> str:
    """The statement for so many rows of each."""
    return WRITE.format(
        entries=prepared.rows_of(_ENTRY, entries),
        balances=prepared.rows_of(_BALANCE, balances),
        keys=prepared.rows_of(_KEY, keys),
    )


def write(
    fresh: Sequence[tuple[EntryName, Posting, HeldPlace, KeyRow]],
    *,
    guards: Mapping[int, Decimal | None],
    posted_by: int | None,
    at: datetime,
    reason: str,
) -> None:
    """Write checked postings on locked keys. The totals are added up by the database, so that its own check is never
    misled.
    """
    entries: list[tuple[Any, ...]] = []
    balances: dict[tuple[Any, ...], list[Decimal]] = {}
    totals: dict[int, list[Decimal]] = {}
    heads: dict[int, KeyRow] = {}
    for name, posting, place, key in fresh:
        key.chain_length += 1
        assert posting.source is not None  # noqa: S101 – named before
        content = (
            place.year, key.id, key.chain_length, place.fiscal_year_id, posting.period_id, place.month,
            posting.department_id, posting.category_id, posting.project_id, name.kind, posting.amount,
            name.source_kind, name.source_id, name.source_line, name.occasion, posting.source.label[:200],
            reason, posted_by, at,
        )  # fmt: skip
        previous, key.chain_head = key.chain_head, chain.seal(key.chain_head, content)
        entries.append((*content, previous, key.chain_head))
        where = (
            key.id, posting.period_id, posting.project_id, place.fiscal_year_id, posting.department_id,
            posting.category_id, place.month,
        )  # fmt: skip
        column = _COLUMN_PLACE[COLUMN_OF[posting.kind]]
        balances.setdefault(where, [ZERO, ZERO, ZERO])[column] += posting.amount
        totals.setdefault(key.id, [ZERO, ZERO, ZERO])[column] += posting.amount
        heads[key.id] = key
    key_rows = [(pk, *totals[pk], guards[pk], heads[pk].chain_length, heads[pk].chain_head) for pk in sorted(totals)]
    balance_rows = [(*where, *amounts) for where, amounts in sorted(balances.items(), key=_balance_order)]
    statement = write_statement(entries=len(entries), balances=len(balance_rows), keys=len(key_rows))
    prepared.run(statement, prepared.flat([*entries, *balance_rows, *key_rows]))


def _balance_order(item: tuple[tuple[Any, ...], list[Decimal]]) -> tuple[int, int, int]:
    key_id, period_id, project_id = item[0][:3]
    return key_id, period_id, project_id or 0


def policy_of(row: KeyRow) -> control.Policy:
    """The policy that stands on a key."""
    return control.Policy(
        scope=row.scope,
        action=row.action,
        tolerance_amount=row.tolerance_amount,
        tolerance_share=row.tolerance_share,
    )


def category_label(place: HeldPlace) -> str:
    """The category's name in the active language."""
    chinese = (get_language() or "zh").startswith("zh")
    return place.name_zh if chinese else place.name_en or place.name_zh


def month_after(first_day: date, months: int) -> str:
    """The month so many months later, as 2026-09."""
    count = first_day.year * 12 + first_day.month - 1 + months
    return f"{count // 12}-{count % 12 + 1:02d}"
