"""Where the hash chain of the ledger runs: three ways beside each other (LED-08, decision 0021).

    python3 run.py bench chains             or      .venv/bin/python -m tests.benchmarks.chains

All three write the same entry, balance and key with the service's own statements in bare psycopg, on spread keys of one department:

- per key: the chain's head stands on the key's row, which the posting holds anyway (what the ledger does);
- per department: the head stands on one row for the year and department, locked after the keys and moved with each posting;
- sealed afterwards: the posting leaves its entry open, and a sealing process beside it chains what it finds.

Rounds alternate, so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground
from tests.benchmarks.posting import AT, KEYS, Act, seed

GROUND = """
    CREATE TABLE bench_chain (year int, department_id bigint, length bigint NOT NULL, head text NOT NULL,
                              PRIMARY KEY (year, department_id));
    CREATE TABLE bench_open (number bigserial PRIMARY KEY, key_id bigint NOT NULL, sequence bigint NOT NULL);
    CREATE TABLE bench_seal (key_id bigint, sequence bigint, hash text NOT NULL, PRIMARY KEY (key_id, sequence));
"""


def way(name: str, world: dict[str, Any], number: int, documents: Iterator[int]) -> Act:
    """What a client does each turn, its chain kept in this way."""
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
    run = session.execute

    def act(turn: int) -> None:
        where, document = (turn * 7 + number * 13) % KEYS, next(documents)
        category, key = world["categories"][where], world["keys"][where]
        with session.transaction():
            run(places, [department, category, period]).fetchall()
            row = run(locks.KEYS + " FOR NO KEY UPDATE", [[key]]).fetchall()[0]
            run(
                state,
                [
                    [key],
                    [key],
                    AT,
                    AT,
                    [key],
                    None,
                    None,
                    0,
                    "expense_claim",
                    document,
                    1,
                    "ACTUAL",
                    "w:1",
                    period,
                    2026,
                ],
            ).fetchall()
            head, sequence = row[10], row[9] + 1
            if name == "department":
                head = run("SELECT head FROM bench_chain FOR NO KEY UPDATE").fetchone()[0]  # type: ignore[index]
            sealed = "" if name == "afterwards" else _seal(head, (key, sequence, document))
            amount = Decimal("12.34")
            run(write, [
                2026, key, sequence, year, period, 9, department, category, None, "ACTUAL", amount,
                "expense_claim", document, 1, "w:1", f"EXP-2026-{document} 备件", "", None, AT, head, sealed or "0" * 64,
                key, period, None, year, department, category, 9, 0, 0, amount,
                key, 0, 0, amount, row[8], sequence, sealed or "0" * 64,
            ])  # fmt: skip
            if name == "department":
                run("UPDATE bench_chain SET head = %s, length = length + 1", [sealed])
            if name == "afterwards":
                run("INSERT INTO bench_open (key_id, sequence) VALUES (%s, %s)", [key, sequence])

    return act


def _seal(head: str, content: tuple[Any, ...]) -> str:
    return hashlib.sha256(f"{head}{content}".encode()).hexdigest()


def sealer(seconds: float, rounds: int, barrier: Any) -> dict[str, list[float]]:
    """Chain what postings left open, in batches, while their turn lasts; how many a second, by round."""
    import psycopg

    session, head = psycopg.connect(os.environ["DATABASE_URL"]), "0" * 64
    rates: list[float] = []
    for name in itertools.chain.from_iterable([WAYS] * rounds):
        barrier.wait(300)
        begin, sealed = time.perf_counter(), 0
        while name == "afterwards" and time.perf_counter() - begin < seconds:
            with session.transaction():
                rows = session.execute(
                    """DELETE FROM bench_open WHERE number IN (SELECT number FROM bench_open ORDER BY number LIMIT 200)
                       RETURNING number, key_id, sequence"""
                ).fetchall()
                links = []
                for _number, key, sequence in sorted(rows):
                    head = _seal(head, (key, sequence))
                    links.append((key, sequence, head))
                with session.cursor() as cursor:
                    cursor.executemany("INSERT INTO bench_seal VALUES (%s, %s, %s)", links)
            sealed += len(rows)
            if not rows:
                time.sleep(0.01)
        if name == "afterwards":
            rates.append(sealed / seconds)
    return {"sealed": rates}


WAYS = ("key", "department", "afterwards")


def client(
    world: dict[str, Any], seconds: float, rounds: int, start: int, posting: int, number: int, barrier: Any
) -> dict[str, list[float]]:
    """One of `posting` clients, or the sealing process when it is the last; rates by way."""
    if number == posting:
        return sealer(seconds, rounds, barrier)
    documents = itertools.count(start + number * 1_000_000)
    acts: dict[str, Callable[[int], None]] = {name: way(name, world, number, documents) for name in WAYS}
    for name in ("key", "department"):
        for turn in range(20):
            acts[name](turn)
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    for _round in range(rounds):
        for name in WAYS:
            barrier.wait(300)
            rates[name].append(ground.for_seconds(seconds, acts[name]))
    return rates


def compare(*, seconds: float, rounds: int) -> None:
    """Print the rates of the three ways for 1 and 8 clients."""
    from django.db import connection

    world, start = seed(), itertools.count(100_000_000, 100_000_000)
    with connection.cursor() as cursor:
        cursor.execute(GROUND)
        cursor.execute("INSERT INTO bench_chain VALUES (2026, %s, 0, %s)", [world["department"], "0" * 64])
    ground.say("| clients | per key /s | per department /s | sealed afterwards /s | of these sealed at once /s |")
    ground.say("| --- | --- | --- | --- | --- |")
    for count in (1, 8):
        found = ground.clients(count + 1, client, world, seconds, rounds, next(start), count)
        rate = {name: ground.middle([sum(each) for each in zip(*(one[name] for one in found[:count]), strict=True)])
                for name in WAYS}  # fmt: skip
        sealed = ground.middle(found[count]["sealed"])
        ground.say(
            f"| {count} | **{rate['key']:.0f}** | {rate['department']:.0f} | {rate['afterwards']:.0f} | {sealed:.0f} |"
        )


def main() -> None:
    """Run it and print what it found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each way in each round")
    parser.add_argument("--rounds", type=int, default=7, help="rounds, the ways in turn")
    given = parser.parse_args()
    ground.say(f"{ground.machine()}; fsync on, synchronous_commit on")
    with ground.durable_services():
        compare(seconds=given.seconds, rounds=given.rounds)


if __name__ == "__main__":
    main()
