"""Bytes a page transfers, compressed, as a browser receives them (QLT-08).

    python3 run.py demo --port 8100            in another terminal: the application as it is served
    python3 run.py bench pages --url http://127.0.0.1:8100

For each role a fresh browser signs in: its first page is measured with nothing in its cache (sign-in page and start page
together), every page after it as people go on, with what the pages before have left in the cache.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

FIRST, LATER = 350, 60
"""Kilobytes of 1024 allowed for the first page, and for every later one."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
ROLES = ("finance_manager", "service_manager", "commissioning_engineer")
PAGES = (
    "/approvals/", "/approvals/decided/", "/budgets/", "/budgets/adjustments/", "/budgets/keys/", "/expenses/claims/",
    "/expenses/requests/", "/expenses/claims/new/", "/reports/variance/", "/notices/", "/profile/",
    "/search/?q=%E5%B7%AE%E6%97%85", "/budgets/categories/", "/people/", "/departments/", "/assignments/",
)  # fmt: skip


class Meter:
    """What a browser context received over the wire since it was last read."""

    def __init__(self, page: Any) -> None:
        self.total = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.total += float(event["encodedDataLength"])

    def read(self) -> float:
        """Kilobytes since the last reading."""
        read, self.total = self.total / 1024, 0.0
        return read


def measure(browser: Any, url: str, user: str, password: str) -> list[tuple[str, float]]:
    """The first page and the later ones of a role; those it may not open are left out."""
    page = browser.new_context(locale="zh-CN").new_page()
    meter = Meter(page)
    page.goto(f"{url}/sign-in/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.wait_for_load_state("networkidle")
    rows = [("first", meter.read())]
    for path in PAGES:
        answer = page.goto(f"{url}{path}")
        page.wait_for_load_state("networkidle")
        size = meter.read()
        if answer is not None and answer.ok:
            rows.append((path, size))
    page.context.close()
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each page took; 1 if any took more than is allowed."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="run.py bench pages")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--password", default="demo-2026")
    given = parser.parse_args(arguments)
    worst_first, worst_later, over = 0.0, ("", 0.0), 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("E2E_BROWSER") or shutil.which("chromium"), args=FLAGS
        )
        for user in ROLES:
            for name, size in measure(browser, given.url, user, given.password):
                allowed = FIRST if name == "first" else LATER
                over += size > allowed
                sys.stdout.write(f"{user:24} {name:32} {size:7.1f} KB{'  over' if size > allowed else ''}\n")
                if name == "first":
                    worst_first = max(worst_first, size)
                elif size > worst_later[1]:
                    worst_later = (name, size)
        browser.close()
    sys.stdout.write(f"first page at most {worst_first:.1f} KB of {FIRST}; later pages at most {worst_later[1]:.1f} KB")
    sys.stdout.write(f" of {LATER} ({worst_later[0]})\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
