"""Fills a data folder with a company of any size, to measure on it or to look at it (QLT-01, QLT-05).

    python3 run.py bench fill --data .local/large --entries 10000000 --documents 1000000 --orders 1000000
    python3 run.py demo --data .local/large              shows it; the demo's log-ins hold

Ledger entries, requests, claims, cases, decisions, events, notices, payments and search entries as the services would have
written them: balances are the sums of the entries, chains verify, nothing refers to what is not there. Entries that the
documents do not make come as vouchers of the accounting system, whose single rows are left out.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from devstack.migrated import migrated_folder
from devstack.services import backing_services, folder_lock
from tests.benchmarks import ground

if TYPE_CHECKING:
    from tests.benchmarks.scale.filling import Filled
    from tests.benchmarks.scale.plan import YearPlan
    from tests.benchmarks.scale.world import World

SIDE_BY_SIDE = 2


def fill(*, entries: int, documents: int, until: date, orders: int = 0) -> dict[str, int]:
    """Fill the database of the environment's DATABASE_URL, which is empty, and print how it goes."""
    ground.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks.scale import filling, sales

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # begun anew if it is interrupted
    call_command("migrate", verbosity=0)
    rows = filling.fill(entries=entries, documents=documents, until=until, say=ground.say, together=_together)
    if orders:
        rows |= sales.fill_sales(orders=orders, until=until, say=ground.say)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    return rows


def _together(world: World, plans: list[YearPlan]) -> list[Filled]:
    from django.db import connections

    connections.close_all()
    with ProcessPoolExecutor(SIDE_BY_SIDE, mp_context=ground.SPAWN, initializer=ground.setup) as pool:
        return list(pool.map(_year, [world] * len(plans), reversed(plans)))


def _year(world: World, each: YearPlan) -> Filled:
    from tests.benchmarks.scale import filling

    begun = time.perf_counter()
    done = filling.fill_year(world, each)
    ground.say(f"           {each.year}: {sum(done.rows.values()):,} rows in {time.perf_counter() - begun:.0f} s")
    return done


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a folder that holds no company yet, and verify it when asked to."""
    parser = argparse.ArgumentParser(
        prog="run.py bench fill", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the data; must not hold a company yet")
    parser.add_argument("--entries", type=int, default=100_000, help="of the ledger, at least what the documents make")
    parser.add_argument("--documents", type=int, default=10_000, help="requests and claims")
    parser.add_argument("--orders", type=int, default=0, help="sales orders, each with its quote and delivery note")
    parser.add_argument("--until", type=date.fromisoformat, default=date.today(), help="the last day (today)")  # noqa: DTZ011
    parser.add_argument("--verify", action="store_true", help="verify ledger and chains afterwards")
    given = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    begun = time.perf_counter()
    beginning = None if os.environ.get("DATABASE_URL") else migrated_folder()
    with folder_lock(given.data), backing_services(given.data, durable=True, beginning=beginning) as addresses:
        os.environ.update(addresses)
        if beginning:
            ground.take_migrated(addresses["DATABASE_URL"])
        rows = fill(entries=given.entries, documents=given.documents, until=given.until, orders=given.orders)
        for table, count in rows.items():
            ground.say(f"{count:14,}  {table}")
        ground.say(f"filled in {time.perf_counter() - begun:.0f} s")
        if given.verify:
            _verify()


def _verify() -> None:
    from budgets.selectors import verification

    begun = time.perf_counter()
    found = verification.verify()
    ground.say(
        f"{found.entries:,} entries verified in {time.perf_counter() - begun:.0f} s: {len(found.differences)} differences"
    )
    for difference in found.differences[:10]:
        ground.say(str(difference))


if __name__ == "__main__":
    main()
