"""Fills an empty, migrated database: the company, then each year's rows by COPY, then the sums and heads they come to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from core.money import ZERO
from tests.benchmarks.scale import loading, plan
from tests.benchmarks.scale import world as worlds
from tests.benchmarks.scale.book import money
from tests.benchmarks.scale.documents import Writer
from tests.benchmarks.scale.plan import YearPlan
from tests.benchmarks.scale.world import Key, World


@dataclass(frozen=True, slots=True)
class Filled:
    """What a year came to."""

    year: int
    rows: dict[str, int]
    keys: list[Key]
    numbers: dict[str, int]


Together = Callable[[World, list[YearPlan]], list[Filled]]
"""Fills several years, one after another or side by side."""


def fill(
    *,
    entries: int,
    documents: int,
    until: date,
    years: int = 3,
    say: Callable[[str], None],
    together: Together | None = None,
) -> dict[str, int]:
    """Fill the database; how many rows each table took. With `together` the years are filled by it, and indexes are
    made afterwards; without, all happens on this connection and in its transaction.
    """
    began = time.perf_counter()

    def told(what: str) -> None:
        say(f"{time.perf_counter() - began:7.1f} s  {what}")

    plans = plan.years_of(until=until, entries=entries, documents=documents, years=years)
    company = worlds.found(until=until, years=years)
    told(
        f"{len(company.departments)} departments, {len(company.names)} people, {len(company.keys)} budgets by category"
    )
    if together is None:
        done = [fill_year(company, each) for each in plans]
    else:
        with loading.indexes_afterwards():
            done = together(company, plans)
            told(f"{sum(sum(each.rows.values()) for each in done):,} rows copied")
        told("indexes made")
    _add_up(company, done)
    _let_decide()
    told("balances, totals, heads of the chains, numbers")
    return {table: sum(each.rows[table] for each in done) for table in loading.COLUMNS}


@transaction.atomic
def fill_year(company: World, each: YearPlan) -> Filled:
    """All rows of one year, day by day; its vouchers at the end of each month."""
    loading.rest_triggers()
    tables = loading.Tables()
    writer = Writer(company, each, tables)
    made = 0
    for place, day in enumerate(each.days):
        due = each.documents * (place + 1) // len(each.days)
        writer.day(day, due - made)
        made = due
        last = place + 1 == len(each.days)
        if last or each.days[place + 1].month != day.month:
            writer.vouchers(day, _vouchers_of(each, day.month))
    tables.flush()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
    keys = [key for (year, _department, _category), key in company.keys.items() if year == each.year]
    return Filled(each.year, tables.written, keys, writer.numbers)


def _vouchers_of(each: YearPlan, month: int) -> int:
    until = sum(day.month <= month for day in each.days)
    before = sum(day.month < month for day in each.days)
    return each.vouchers * until // len(each.days) - each.vouchers * before // len(each.days)


@transaction.atomic
def _add_up(company: World, done: list[Filled]) -> None:
    """What the postings would have written beside the entries: balances, totals, heads; and the last numbers given."""
    with connection.cursor() as cursor:
        for each in done:
            for key in each.keys:
                rows = [
                    (money(key.used[month - 1]), money(key.held[month - 1]), key.id, company.periods[each.year, month])
                    for month in range(1, 13)
                ]
                cursor.executemany(
                    "UPDATE budgets_budgetbalance SET actual = %s, committed = %s WHERE key_id = %s AND period_id = %s",
                    rows,
                )
                totals = (money(sum(key.used)), money(sum(key.held)), key.length, key.head, key.id)
                cursor.execute(
                    "UPDATE budgets_controlkey SET actual = %s, committed = %s, chain_length = %s, chain_head = %s"
                    " WHERE id = %s",
                    totals,
                )
            cursor.executemany(
                "INSERT INTO core_numberseries (prefix, year, last) VALUES (%s, %s, %s)"
                " ON CONFLICT (prefix, year) DO UPDATE SET last = excluded.last",
                [(prefix, each.year, last) for prefix, last in each.numbers.items() if last],
            )
    loading.mend_sequences()


def _let_decide() -> None:
    """What is in review carries the fingerprint its deciders have to find (APR-10)."""
    from approvals import registry
    from approvals.models import Case

    for case in Case.objects.filter(state="RUNNING").iterator():
        facts = registry.get(case.subject_kind).facts(case.subject_id)
        case.fingerprint, case.document_version = facts.fingerprint, facts.document_version
        case.amount = case.amount or ZERO
        case.save(update_fields=("fingerprint", "document_version"))
