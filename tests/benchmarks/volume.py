"""Every list page and form, and the search, with a million documents behind them (QLT-05, GEN-12).

    python3 run.py bench fill --data .local/large --entries 10000000 --documents 1000000 --orders 1000000
    python3 run.py bench volume --data .local/large

Each page is asked for through the whole of Django by somebody who sees the company, in turns with a bare page of 200 rows.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import ground, large

TIMES, P95 = 8.0, 150.0
"""Allowed: times the bare page, and milliseconds for the slowest of twenty."""
SLOW = 1_000.0
READERS = ("finance_manager", "service_manager", "commissioning_engineer")

EVERYBODY = (
    "/expenses/claims/", "/expenses/claims/?scope=all", "/expenses/requests/?scope=all", "/expenses/claims/new/",
    "/expenses/requests/new/", "/approvals/", "/approvals/decided/", "/notices/", "/search/?q=主轴返修",
    "/search/?q=EXP-2026-0100", "/palette/?q=dongxi", "/palette/?q=苏州",
)  # fmt: skip
MANAGERS = (
    "/expenses/claims/?scope=all&state=APPROVED", "/expenses/claims/?scope=all&q=主轴", "/expenses/claims/?scope=all&q=zzzzz",
    "/expenses/claims/?scope=all&sort=-amount", "/expenses/claims/?scope=all&sort=title", "/expenses/claims/?scope=all&page=40",
    "/expenses/claims/?scope=all&least=5000", "/expenses/requests/?scope=all&q=液压", "/expenses/requests/?scope=all&sort=-amount",
    "/budgets/", "/budgets/keys/", "/budgets/adjustments/", "/reports/variance/", "/reports/variance/documents/",
    "/reports/variance/documents/?figure=held", "/reports/variance/documents/?figure=budget", "/reports/overview/", "/",
    "/expenses/claims/?scope=all&sort=-title", "/expenses/claims/?scope=all&sort=maker",
    "/expenses/claims/?scope=all&sort=-department", "/expenses/claims/?scope=all&sort=number",
    "/expenses/claims/?scope=all&sort=state", "/expenses/requests/?scope=all&sort=title",
    "/expenses/requests/?scope=all&sort=-maker", "/expenses/requests/?scope=all&sort=end",
    "/search/?q=主轴返修&kind=expense_claim&page=3", "/search/?q=zhouzhou", "/search/?q=王建国 住宿",
)  # fmt: skip
FINANCE = (
    "/expenses/payments/", "/expenses/payments/outstanding/", "/expenses/payments/outstanding/?by=document",
    "/expenses/payments/new/", "/expenses/advances/", "/expenses/imports/", "/expenses/payments/accounts/", "/reports/finance/",
    "/budgets/categories/", "/budgets/projects/", "/budgets/years/", "/budgets/control/", "/people/", "/departments/",
    "/assignments/", "/sign-ins/", "/jobs/", "/mails/", "/approvals/measures/", "/approvals/measures/cases/",
)  # fmt: skip

SALES = tuple(
    f"/parts/{name}/?{query}"
    for name, sorts, filters in (
        (
            "orders", ("number", "customer", "day", "state", "amount", "owed", "maker"),
            ("state=OPEN", "state=CLOSED", "region=FOREIGN", "only=owing", "only=unbilled", "only=mine", "q=第17机械",
             "since=2026-01-01&until=2026-01-31", "since=2024-03-01&until=2024-03-31", "page=40"),
        ),
        (
            "quotes", ("number", "customer", "maker", "created", "valid", "state", "amount"),
            ("scope=mine", "state=CONFIRMED", "state=SENT", "state=EXPIRED", "region=FOREIGN", "least=5000", "most=100",
             "q=第17机械", "since=2026-01-01&until=2026-01-31", "since=2024-03-01&until=2024-03-31", "page=40"),
        ),
        (
            "notes", ("number", "customer", "order", "warehouse", "state", "since", "expected", "created", "amount"),
            ("view=desk", "view=underway", "view=late", "state=ARRIVED", "state=TO_REVIEW", "kind=SYSTEM", "region=FOREIGN",
             "warehouse=raw", "q=第17机械", "since=2024-03-01&until=2024-03-31", "page=40"),
        ),
        ("margins", ("name", "revenue", "cost", "margin", "share"), ("by=customer", "by=part", "by=month", "by=documents")),
    )
    for query in (*(f"sort={sign}{sort}" for sort in sorts for sign in ("", "-")), *filters)
)  # fmt: skip
"""Every sort both ways and every filter of the lists of sales."""


NOT_PAGES = ("/api/", "/static/", "/sign-in/", "/sign-out/", "/admin/")


def all_pages() -> list[str]:
    """Every address without an argument that the application knows, so that no list or form is forgotten."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, before: str) -> list[str]:
        found = []
        for one in resolver.url_patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLPattern):
                found.append(path)
            else:
                found += walk(one, path)
        return found

    paths = ["/" + path for path in walk(get_resolver(), "") if not any(sign in path for sign in "<^$")]
    return [path for path in paths if not path.startswith(NOT_PAGES)]


def pages_of(reader: str) -> list[str]:
    """The addresses that are asked for: lists with and without filters, forms, documents, and every other page."""
    found = list(EVERYBODY)
    if reader != "commissioning_engineer":
        found += MANAGERS
    if reader == "finance_manager":
        found += [*FINANCE, *SALES, *_documents()]
    return list(dict.fromkeys([*found, *all_pages()]))


def _documents() -> list[str]:
    from budgets.models import Budget, ControlKey
    from expenses.models import Claim, Payment, SpendRequest

    claim, request = Claim.objects.order_by("-pk")[0].pk, SpendRequest.objects.order_by("-pk")[0].pk
    key = ControlKey.objects.order_by("-chain_length")[0].pk
    old = Claim.objects.filter(state="APPROVED").order_by("pk")[0].pk
    return [
        f"/expenses/claims/{claim}/", f"/expenses/claims/{old}/", f"/expenses/requests/{request}/",
        f"/expenses/payments/{Payment.objects.order_by('-pk')[0].pk}/", f"/budgets/{Budget.objects.order_by('-pk')[0].pk}/",
        f"/budgets/keys/{key}/", f"/budgets/keys/{key}/entries/", *_of_rows(),
    ]  # fmt: skip


def _of_rows() -> list[str]:
    """The panel of a row of the variance table, and what stands behind one cell: a department, its category, a month."""
    from budgets.models import ControlKey

    key = ControlKey.objects.select_related("category").order_by("-chain_length")[0]
    category = key.category
    top = category.parent_id or category.pk
    row = f"d{key.department_id}.c{top}" + (f".c{category.pk}" if category.parent_id else "")
    return [
        f"/reports/variance/?sel=d{key.department_id}", f"/reports/variance/?sel={row}",
        f"/reports/variance/documents/?sel=d{key.department_id}", f"/reports/variance/documents/?sel={row}",
        f"/reports/variance/documents/?sel={row}&span=month",
    ]  # fmt: skip


def measure(reader: str, rounds: int, only: str) -> list[tuple[Any, ...]]:
    """A row for each page the reader may open."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, rows = large.client_of(reader), []
    for path in pages_of(reader):
        if only and only not in path:
            continue
        first = client.get(path)
        if first.status_code != 200 or "text/html" not in first.headers.get("Content-Type", ""):
            if first.status_code not in {200, 302, 403, 404, 405}:
                ground.say(f"{path}: {first.status_code}")
            continue
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        queries = list(asked.captured_queries)  # the next request empties the log
        probe = large.in_turns(1, lambda path=path: client.get(path))[0]
        turns = 3 if probe.p50 > SLOW else rounds
        floor, page = large.in_turns(turns, large.bare_page, lambda path=path: client.get(path))
        ratio = page.p50 / floor.p50
        over = ratio > TIMES or page.p95 > P95
        slowest = max(queries, key=lambda query: float(query["time"]))
        rows.append((reader, path, len(queries), page.p50, page.p95, floor.p50, ratio, over, slowest))
        ground.say(
            f"| {reader} | `{path}` | {len(queries)} | {page.p50:.1f} | {page.p95:.1f} | {ratio:.1f} |{' **over** |' if over else ' |'}"
        )
        if over:
            ground.say(f"    {slowest['time']} s: {slowest['sql'][:300]}")
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print each page and how many are over what is allowed."""
    parser = argparse.ArgumentParser(
        prog="run.py bench volume", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="addresses that hold this")
    parser.add_argument("--reader", choices=READERS)
    given = parser.parse_args(arguments)
    with large.served(given.data):
        ground.say(f"{ground.machine()}; {large.documents():,} requests and claims, {large.entries():,} ledger entries")
        ground.say("| reader | page | statements | p50 ms | p95 ms | times the bare page | |")
        ground.say("| --- | --- | --- | --- | --- | --- | --- |")
        rows = [
            row
            for reader in READERS
            if given.reader in {None, reader}
            for row in measure(reader, given.rounds, given.only)
        ]
        over = [row for row in rows if row[7]]
        ground.say(f"{len(rows)} pages, {len(over)} over {TIMES:g} times the bare page or {P95:g} ms")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
