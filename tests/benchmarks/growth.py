"""The variance page and the dashboard as the ledger grows (QLT-01), and the variance page beside its SQL (QLT-02).

    python3 run.py bench fill --data .local/10k --entries 10000 --documents 300
    python3 run.py bench fill --data .local/10m --entries 10000000 --documents 1000000
    python3 run.py bench growth --data .local/10k .local/10m

Pages and a floor that does not grow (a bare page of 200 rows) in turns on each size; what grows is their ratio, so a busy
machine does not count. The floor of QLT-02: the statements of the page by bare psycopg, and the strings of 192 rows × 12 months ×
3 figures, ready made, joined.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import ground, large

PAGES = {
    "variance, year to date": "/reports/variance/",
    "variance, whole year": "/reports/variance/?span=year&month=12",
    "variance of an hour ago": "/reports/variance/?as_of={hour_ago}",
    "dashboard": "/reports/overview/",
    "available budget": "/budgets/keys/",
}
GROWTH, TIMES = 1.2, 5.0


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of each page and of the floors, in a process of its own."""
    from urllib.parse import quote

    with large.served(folder):
        from django.utils import timezone

        client = large.client_of("finance_manager")
        hour_ago = quote(f"{timezone.localtime():%Y-%m-%d}")
        paths = [path.format(hour_ago=hour_ago) for path in PAGES.values()]
        assert all(client.get(path).status_code == 200 for path in paths)
        bare, joined, *pages = large.in_turns(
            rounds,
            large.bare_page,
            statements_and_join(client),
            *((lambda path=path: client.get(path)) for path in paths),
        )
        found = {name: page.p50 for name, page in zip(PAGES, pages, strict=True)}
        return {"entries": large.entries(), "bare": bare.p50, "joined": joined.p50, "pages": found}


def statements_and_join(client: Any) -> Any:
    """The floor of QLT-02: what the page asks the database, and its strings put together."""
    import psycopg
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGES["variance, whole year"])
    statements = [
        query["sql"] for query in asked.captured_queries if query["sql"].startswith(("SELECT", "\n", "WITH", " "))
    ]
    session = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    cells = [[f"{row * 1117 + month * 31:,}.00" for month in range(36)] for row in range(192)]

    def act() -> None:
        for statement in statements:
            session.execute(statement).fetchall()
        "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in cells)

    return act


def _in_own_process(folder: Path, rounds: int, results: Any) -> None:
    results.put(measure(folder, rounds))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        prog="run.py bench growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders, the smallest first")
    parser.add_argument("--rounds", type=int, default=25)
    given = parser.parse_args(arguments)
    found = []
    for folder in given.data:
        results = ground.SPAWN.Queue()
        process = ground.SPAWN.Process(target=_in_own_process, args=(folder, given.rounds, results))
        process.start()
        found.append(results.get(timeout=1200))
        process.join()
    sizes = [f"{each['entries']:,} entries" for each in found]
    floors = [f"{each['bare']:.1f} ms" for each in found]
    ground.say(ground.machine())
    ground.say(f"| page | {' | '.join(sizes)} | growth over the floor | asked for |")
    ground.say("| --- |" + " --- |" * (len(found) + 2))
    for name in PAGES:
        ratios = [each["pages"][name] / each["bare"] for each in found]
        times = " | ".join(f"{each['pages'][name]:.1f} ms" for each in found)
        ground.say(f"| {name} | {times} | **{ratios[-1] / ratios[0]:.2f}** | {GROWTH} |")
    ground.say(f"| bare page of 200 rows | {' | '.join(floors)} | | |")
    for each in found:
        page = each["pages"]["variance, whole year"]
        ground.say(
            f"QLT-02 at {each['entries']:,} entries: page {page:.1f} ms, its SQL and the joined strings {each['joined']:.1f} ms,"
            f" **{page / each['joined']:.2f}** (asked for {TIMES:g})"
        )


if __name__ == "__main__":
    main()
