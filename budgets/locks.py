"""How the control ledger's rows are locked. Order, always: fiscal year → period → category → control keys by id."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from budgets import prepared
from budgets.models import Adjustment, Budget, Category, ControlKey, FiscalYear, Period


class Place(NamedTuple):
    """Where something is posted."""

    department_id: int
    category_id: int
    period_id: int


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A place with its month, year and category as they stand while the month is held; `key_id` None: no key yet."""

    period_state: str
    start_date: date
    month: int
    fiscal_year_id: int
    year: int
    year_state: str
    key_id: int | None
    category_code: str
    category_kind: str
    name_zh: str
    name_en: str


@dataclass(slots=True)
class KeyRow:
    """A control key's row, read under its lock."""

    id: int
    fiscal_year_id: int
    department_id: int
    category_id: int
    scope: str
    action: str
    tolerance_amount: Decimal
    tolerance_share: Decimal
    guard_amount: Decimal | None
    chain_length: int
    chain_head: str


_PLACE = "(%s::bigint, %s::bigint, %s::bigint)"
PLACES = """
    SELECT w.department_id, w.category_id, p.id, p.state, p.start_date, p.month, y.id, y.year, y.state, k.id,
           c.code, c.kind, c.name_zh, c.name_en
      FROM (VALUES {places}) AS w (department_id, category_id, period_id)
      JOIN budgets_period p ON p.id = w.period_id
      JOIN budgets_fiscalyear y ON y.id = p.fiscal_year_id
      JOIN budgets_category c ON c.id = w.category_id
      LEFT JOIN budgets_controlkey k
        ON k.fiscal_year_id = y.id AND k.department_id = w.department_id AND k.category_id = w.category_id
     ORDER BY p.id"""

KEYS = """
    SELECT id, fiscal_year_id, department_id, category_id, scope, action, tolerance_amount, tolerance_share,
           guard_amount, chain_length, chain_head
      FROM budgets_controlkey WHERE id = ANY(%s) ORDER BY id"""


def hold_places(places: Collection[Place], *, lock: bool = True) -> dict[Place, HeldPlace]:
    """Hold the months of these places `FOR SHARE`, so that closing waits for us, and read what stands there (LED-04).

    `lock=False` only reads, for checks. A place whose month or category does not exist is missing from the answer.
    """
    statement = PLACES.format(places=prepared.rows_of(_PLACE, len(places))) + (" FOR SHARE OF p" if lock else "")
    rows = prepared.run(statement, prepared.flat(places))
    return {Place(*row[:3]): HeldPlace(*row[3:]) for row in rows}


def lock_keys(key_ids: Sequence[int], *, lock: bool = True) -> dict[int, KeyRow]:
    """Lock control keys in the order of their ids until the transaction ends; freshly read, by id (LED-06)."""
    rows = prepared.run(KEYS + (" FOR NO KEY UPDATE" if lock else ""), [list(key_ids)])
    return {row[0]: KeyRow(*row) for row in rows}


def lock_keys_of(*, category_id: int, department_id: int | None = None) -> list[ControlKey]:
    """Lock the keys of a category (of one department, if given) in years that are not closed, by id."""
    keys = ControlKey.objects.filter(category_id=category_id, fiscal_year__state__in=("PLANNING", "OPEN"))
    if department_id is not None:
        keys = keys.filter(department_id=department_id)
    return list(keys.order_by("pk").select_for_update(of=("self",), no_key=True))


def lock_year(year_id: int) -> FiscalYear:
    """Lock a fiscal year: its opening and closing, and those of its months, go one after the other.

    `no_key`, so that a posting that holds its month can still refer to the year while a closing waits for it.
    """
    return FiscalYear.objects.select_for_update(no_key=True).get(pk=year_id)


def lock_period(period_id: int) -> Period:
    """Lock a month for closing or reopening: waits until every posting that holds it has ended (LED-04)."""
    return Period.objects.select_for_update(of=("self",)).select_related("fiscal_year").get(pk=period_id)


def lock_category(category_id: int) -> Category:
    """Lock a category: whoever makes a control key meanwhile waits and takes the policy as changed."""
    return Category.objects.select_for_update(no_key=True).get(pk=category_id)


def share_categories(category_ids: Collection[int]) -> dict[int, Category]:
    """Hold categories `FOR SHARE` while keys are made from their policy; by id."""
    rows = Category.objects.raw(
        "SELECT * FROM budgets_category WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(category_ids)]
    )
    return {category.pk: category for category in rows}


def lock_budget(budget_id: int) -> Budget:
    """Lock a budget until the transaction ends: moves and edits of its draft go one after the other (BUD-11)."""
    rows = Budget.objects.select_for_update(of=("self",), no_key=True).select_related("department", "fiscal_year")
    return rows.get(pk=budget_id)


def lock_adjustment(adjustment_id: int) -> Adjustment:
    """Lock an adjustment until the transaction ends: moves and edits of it go one after the other (BUD-32)."""
    rows = Adjustment.objects.select_for_update(of=("self",), no_key=True).select_related("department", "fiscal_year")
    return rows.get(pk=adjustment_id)
