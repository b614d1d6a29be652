"""Posting with a budget check against bare psycopg doing the same (QLT-03), and room for one under 8 clients (QLT-04).

    python3 run.py bench posting            or      .venv/bin/python -m tests.benchmarks.posting

The floor is a psycopg transaction with the same reads, locks and writes and nothing else: once with the very statements of the
service, once with a plain statement for each thing; the quicker of the two counts. Both sides alternate in short rounds, so that
a busy machine slows both.
"""

from __future__ import annotations

import argparse
import itertools
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground

KEYS = 64
Act = Callable[[int], None]
AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


def seed() -> dict[str, Any]:
    """A year, a department, 64 categories with money for ever, and the ids the floor needs."""
    from django.db import connection

    from tests.factories import budgets as make
    from tests.factories import organization as cast

    make.open_year()
    service = cast.tree().service
    categories = [make.leaf_category() for _ in range(KEYS)]
    keys = [make.appropriate(service, category, per_month="100000000.00") for category in categories]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {
        "department": service.pk,
        "categories": [category.pk for category in categories],
        "keys": [key.pk for key in keys],
        "period": make.period(9).pk,
        "year": keys[0].fiscal_year_id,
    }


# --- The service --------------------------------------------------------------------------------------------------


def service(world: dict[str, Any], hot: bool, number: int, documents: Iterator[int]) -> Act:
    """What a client of the service does each turn."""
    from budgets.choices import EntryKind
    from budgets.services.ledger import Posting, Source, post
    from core.actors import SYSTEM

    def act(turn: int) -> None:
        document = next(documents)
        where = 0 if hot else (turn * 7 + number * 13) % KEYS
        post(
            source=Source(kind="expense_claim", document_id=document, label=f"EXP-2026-{document} 备件"),
            postings=[
                Posting(
                    world["department"],
                    world["categories"][where],
                    None,
                    world["period"],
                    EntryKind.ACTUAL,
                    Decimal("12.34"),
                    1,
                )
            ],
            occasion="approve:1",
            actor=SYSTEM,
            at=AT,
        )

    return act


# --- The floor ----------------------------------------------------------------------------------------------------


def floor_same(world: dict[str, Any], hot: bool, number: int, documents: Iterator[int]) -> Act:
    """Bare psycopg with the service's own statements, everything else left out."""
    import psycopg

    from budgets import locks
    from budgets.selectors import ledger as reads
    from budgets.services import writing

    department, period, year = world["department"], world["period"], world["year"]
    places = locks.PLACES.format(places="(%s::bigint, %s::bigint, %s::bigint)") + " FOR SHARE OF p"
    name_row = "(%s::int, %s::text, %s::bigint, %s::bigint, %s::text, %s::text, %s::bigint)"
    state = reads.STATE + reads.STANDING.format(names=name_row, years="%s")
    write = writing.write_statement(entries=1, balances=1, keys=1)
    session = psycopg.connect(os.environ["DATABASE_URL"])

    def act(turn: int) -> None:
        where, document = 0 if hot else (turn * 7 + number * 13) % KEYS, next(documents)
        category, key = world["categories"][where], world["keys"][where]
        with session.transaction():
            session.execute(places, [department, category, period]).fetchall()
            row = session.execute(locks.KEYS + " FOR NO KEY UPDATE", [[key]]).fetchall()[0]
            name = [0, "expense_claim", document, 1, "ACTUAL", "approve:1", period]
            session.execute(state, [[key], [key], AT, AT, [key], None, None, *name, 2026]).fetchall()
            amount, label = Decimal("12.34"), f"EXP-2026-{document} 备件"
            session.execute(write, [
                2026, key, row[9] + 1, year, period, 9, department, category, None, "ACTUAL", amount,
                "expense_claim", document, 1, "approve:1", label, "", None, AT, row[10], "0" * 64,
                key, period, None, year, department, category, 9, 0, 0, amount,
                key, 0, 0, amount, row[8], row[9] + 1, "0" * 64,
            ])  # fmt: skip

    return act


def floor_plain(world: dict[str, Any], hot: bool, number: int, documents: Iterator[int]) -> Act:
    """Bare psycopg, one plain prepared statement for each thing the posting reads, locks and writes."""
    import psycopg

    department, period, year = world["department"], world["period"], world["year"]
    session = psycopg.connect(os.environ["DATABASE_URL"])

    def act(turn: int) -> None:
        where, document = 0 if hot else (turn * 7 + number * 13) % KEYS, next(documents)
        category, key = world["categories"][where], world["keys"][where]
        run = session.execute
        with session.transaction():
            run("SELECT state, month, fiscal_year_id FROM budgets_period WHERE id = %s FOR SHARE", [period]).fetchone()
            run("SELECT state, year FROM budgets_fiscalyear WHERE id = %s", [year]).fetchone()
            row = run("SELECT * FROM budgets_controlkey WHERE id = %s FOR NO KEY UPDATE", [key]).fetchone()
            run(
                "SELECT month, appropriated, committed, actual FROM budgets_budgetbalance WHERE key_id = %s", [key]
            ).fetchall()
            run(
                "SELECT amount FROM budgets_controloverride WHERE key_id = %s AND ended_at IS NULL AND expires_at > %s",
                [key, AT],
            ).fetchall()
            run(
                "SELECT key_id, amount FROM budgets_ledgerentry WHERE year = 2026 AND source_kind = 'expense_claim'"
                " AND source_id = %s AND source_line = 1 AND kind = 'ACTUAL' AND occasion = 'approve:1' AND period_id = %s",
                [document, period],
            ).fetchall()
            run(
                """INSERT INTO budgets_ledgerentry (year, key_id, sequence, fiscal_year_id, period_id, month,
                       department_id, category_id, kind, amount, source_kind, source_id, source_line, occasion,
                       source_label, reason, posted_at, previous_hash, hash)
                   VALUES (2026, %s, (SELECT chain_length + 1 FROM budgets_controlkey WHERE id = %s), %s, %s, 9, %s,
                       %s, 'ACTUAL', 12.34, 'expense_claim', %s, 1, 'approve:1', %s, '', %s, %s, %s)""",
                [
                    key,
                    key,
                    year,
                    period,
                    department,
                    category,
                    document,
                    f"EXP-2026-{document} 备件",
                    AT,
                    "0" * 64,
                    "0" * 64,
                ],
            )
            run(
                """UPDATE budgets_budgetbalance SET actual = actual + 12.34
                    WHERE key_id = %s AND period_id = %s AND project_id IS NULL""",
                [key, period],
            )
            run(
                """UPDATE budgets_controlkey SET actual = actual + 12.34, chain_length = chain_length + 1,
                          chain_head = %s WHERE id = %s""",
                ["0" * 64, key],
            )
            assert row

    return act


SIDES: dict[str, Callable[..., Act]] = {"service": service, "same": floor_same, "plain": floor_plain}


def client(
    world: dict[str, Any], hot: bool, seconds: float, rounds: int, start: int, number: int, barrier: Any
) -> dict[str, list[float]]:
    """One client: all sides in turn, each round together with the other clients; the rates by side."""
    documents = itertools.count(start + number * 1_000_000)
    acts = {name: make(world, hot, number, documents) for name, make in SIDES.items()}
    for act in acts.values():
        for turn in range(20):
            act(turn)
    rates: dict[str, list[float]] = {name: [] for name in acts}
    for _round in range(rounds):
        for name, act in acts.items():
            barrier.wait(300)
            rates[name].append(ground.for_seconds(seconds, act))
    return rates


def qlt_03(*, seconds: float, rounds: int) -> None:
    """Print the rates and their ratio for spread keys and one hot key, 1 and 8 clients."""
    world, start = seed(), itertools.count(100_000_000, 100_000_000)
    ground.say(
        "| keys | clients | service /s | same statements /s | plain statements /s | ratio to the quicker floor |"
    )
    ground.say("| --- | --- | --- | --- | --- | --- |")
    for hot in (False, True):
        for count in (1, 8):
            found = ground.clients(count, client, world, hot, seconds, rounds, next(start))
            sums = {name: [sum(each) for each in zip(*(one[name] for one in found), strict=True)] for name in SIDES}
            medians = {name: ground.middle(rates) for name, rates in sums.items()}
            quicker = max(("same", "plain"), key=lambda name: medians[name])
            ratios = [mine / floor for mine, floor in zip(sums["service"], sums[quicker], strict=True)]
            ground.say(
                f"| {'one hot key' if hot else f'{KEYS} keys'} | {count} | {medians['service']:.0f} |"
                f" {medians['same']:.0f} | {medians['plain']:.0f} | **{ground.middle(ratios):.2f}** |"
            )


def main() -> None:
    """Run both and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each side in each round")
    parser.add_argument("--rounds", type=int, default=9, help="rounds, service and floors in turn")
    parser.add_argument("--contests", type=int, default=1000, help="rounds of room for one; 0 leaves them out")
    parser.add_argument("--only", choices=["rate", "contest"])
    given = parser.parse_args()
    ground.say(f"{ground.machine()}; fsync on, synchronous_commit on")
    with ground.durable_services():
        if given.only != "contest":
            qlt_03(seconds=given.seconds, rounds=given.rounds)
        if given.only != "rate":
            from tests.benchmarks import contest

            contest.qlt_04(rounds=given.contests)


if __name__ == "__main__":
    main()
