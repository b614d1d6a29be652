"""The budget grid of 500 lines × 12 months: from the key to the screen (QLT-09).

    .venv/bin/python -m tests.benchmarks.grid

A real browser types into a cell of a draft; each key is timed from the browser's own time of the key event to the end of the
frame that shows it with all its sums. The floor is the same key in a page of one input and one line of text, in the same run,
in turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from tests.benchmarks import ground

LINES = 500
ALLOWED = 50.0
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
BARE = """<!doctype html><title>floor</title><input value="1"><p></p>
<script>document.addEventListener("input", (e) => { document.querySelector("p").textContent = e.target.value; });</script>"""
TIMER = """() => {
  window.keyTimes = [];
  document.addEventListener("keydown", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.keyTimes.push(performance.now() - began);
      after.port2.postMessage(0);
    });
  }, true);
}"""


def seed() -> tuple[int, Any]:
    """A draft of 500 lines; its id and whoever makes it."""
    from budgets.models import BudgetLine, Category
    from tests.factories import drafts
    from tests.factories import organization as cast

    tree = cast.tree()
    manager = cast.member(tree.service, "department_manager", name_zh="陈立新")
    cast.put_in_charge(tree.service, manager)
    budget = drafts.draft(tree.service, manager)
    leaves = [row for row in Category.objects.filter(kind="COST") if not row.children.exists()]
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            category=leaves[number % len(leaves)],
            description=f"明细 {number:03}",
            position=number,
            amounts=[Decimal(100 * (number % 90 + month)) for month in range(1, 13)],
        )
        for number in range(LINES)
    )
    return budget.pk, manager


@contextmanager
def served() -> Iterator[str]:
    """The application on a port of this machine."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def session_of(person: Any) -> str:
    """A signed-in session's key."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def type_keys(page: Any, keys: int, between: int) -> list[float]:
    """Type digits, with a pause between them; the time of each key in milliseconds."""
    page.evaluate("window.keyTimes.length = 0")
    for turn in range(keys):
        page.keyboard.press(str(turn % 10) if turn % 8 else "Backspace")
        page.wait_for_timeout(between)
    return [float(value) for value in page.evaluate("window.keyTimes")]


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def measure(address: str, budget_id: int, session: str, *, rounds: int, keys: int) -> dict[str, list[float]]:
    """Rounds of keys in the grid and in the bare page, in turns."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {"bare": [], "grid": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        context.set_default_timeout(120_000)
        grid, bare = context.new_page(), context.new_page()
        grid.goto(f"{address}/budgets/{budget_id}/grid/")
        grid.wait_for_selector(".sh-grid-live")
        bare.set_content(BARE)
        for page in (grid, bare):
            page.evaluate(TIMER)
        for turn in range(rounds):
            bare.bring_to_front()
            bare.locator("input").focus()
            found["bare"] += type_keys(bare, keys, 40)
            grid.bring_to_front()
            month = 4 + turn % 3 if turn % 2 else 9 + turn % 3  # with the table at its start, and moved to its end
            cell = grid.locator("tr[data-line]").nth(5 + turn).locator("td.e").nth(month)
            cell.dblclick()
            found["grid"] += type_keys(grid, keys, 40)
            grid.keyboard.press("Enter")
            grid.wait_for_timeout(500)
        browser.close()
    return found


def main() -> int:
    """Measure and print a table; 1 when a key takes longer than it may."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.grid", description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--keys", type=int, default=40, help="keys in each round")
    given = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs an event loop in this thread
    with ground.durable_services():
        budget_id, manager = seed()
        with served() as address:
            found = measure(address, budget_id, session_of(manager), rounds=given.rounds, keys=given.keys)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{LINES} lines × 12 months, {len(found['grid'])} keys, load {load}")  # noqa: T201
    print("| page | p50 ms | p95 ms | most ms |\n| --- | --- | --- | --- |")  # noqa: T201
    for name, values in found.items():
        print(f"| {name} | {statistics.median(values):.1f} | {percentile(values, 0.95):.1f} | {max(values):.1f} |")  # noqa: T201
    return 0 if percentile(found["grid"], 0.95) <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
