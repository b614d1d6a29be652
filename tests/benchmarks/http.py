"""Posting an expense through the API over HTTP, beside a bare Django view that writes one row (QLT-03b).

    python3 run.py bench fill --data .local/10k --entries 10000 --documents 300
    python3 run.py bench fill --data .local/1m --entries 1000000 --documents 100000
    python3 run.py bench http --data .local/10k .local/1m

Both are served by the same gunicorn with the settings of config/gunicorn.py, sign in by token, send an idempotency key, and
are called in turns: a claim of one expense is drafted, submitted (budget check and hold), agreed to by its manager, and by
finance, which posts it (budget check, actual and release). Every call is timed by its client.
"""

from __future__ import annotations

import argparse
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import ground
from tests.benchmarks.served import Caller, application

TIMES, GROWTH, SPEED_UP = 8.0, 1.2, 1.5
CLIENTS = (1, 4)
CALLS = {
    "draft": "draft with one line",
    "submit": "submit: check and hold",
    "agree": "first step agreed to",
    "post": "last step: check and post",
    "bare": "bare view, one row",
}


def prepare(_addresses: dict[str, Any]) -> dict[str, Any]:
    """Tokens of makers and deciders, by person; what a maker may claim for; the table of the bare view."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from budgets.models import ControlKey, FiscalYear
    from core.actors import Actor
    from organization import selectors, services
    from organization.models import Department, Person
    from tests.benchmarks.bare import TABLE

    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    at = timezone.now()
    today = timezone.localdate(at)
    year = FiscalYear.objects.get(year=today.year)

    def token(person: Person) -> str:
        actor: Actor = selectors.actor_for(person_id=person.pk, on=today)
        given = {"scopes": ("read", "write", "decide"), "expires_date": today + timedelta(days=30)}
        return services.create_token(label="bench", actor=actor, at=at, **given)[1]  # type: ignore[arg-type]

    makers = []
    for department in Department.objects.order_by("pk"):
        categories = list(
            ControlKey.objects.filter(fiscal_year=year, department=department, category__kind="COST")
            .order_by("pk")
            .values_list("category_id", flat=True)
        )
        maker = Person.objects.filter(username=f"{department.code.lower()}1").first()
        if categories and maker is not None:
            makers.append({"token": token(maker), "department": department.pk, "categories": categories})
    deciders = Person.objects.filter(is_active=True, username__regex="^[a-z_]+$")
    tokens = {person.pk: [token(person) for _client in range(max(CLIENTS))] for person in deciders}
    return {"makers": makers, "tokens": tokens, "day": today.isoformat()}


@dataclass(slots=True)
class Side:
    """One folder's server and what was measured there, by call and number of clients."""

    name: str
    world: dict[str, Any]
    entries: int = 0
    times: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    rates: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    made: int = 0

    def note(self, call: str, clients: int, took: list[float], whole: float) -> None:
        """Keep what a stretch of calls took."""
        self.times.setdefault((call, clients), []).extend(took)
        self.rates.setdefault((call, clients), []).append(len(took) / whole)

    def p50(self, call: str, clients: int = 1) -> float:
        """Milliseconds in the middle."""
        return ground.middle(self.times[call, clients]) * 1000

    def rate(self, call: str, clients: int) -> float:
        """Calls a second, the middle of the stretches."""
        return ground.middle(self.rates[call, clients])


Call = tuple[str, str, str, object]
"""Token, address, idempotency key and body of a call."""


def stretch(side: Side, call: str, clients: int, calls: list[Call], *, port: str = "port") -> list[bytes]:
    """Send the calls with so many clients, each its share one after another; the bodies of the answers in order."""
    callers = [Caller(side.world[port]) for _client in range(clients)]
    answers: list[bytes] = [b""] * len(calls)
    took: list[float] = [0.0] * len(calls)

    def work(client: int) -> None:
        caller = callers[client]
        for place in range(client, len(calls), clients):
            token, path, key, body = calls[place]
            begun = time.perf_counter()
            status, answers[place], _headers = caller.call(
                "POST", path, body, **{"Authorization": f"Token {token}", "Idempotency-Key": key}
            )
            took[place] = time.perf_counter() - begun
            if status not in {200, 201}:
                side.errors.append(f"{call}: {status} {answers[place][:200]!r}")

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, range(clients)))
    side.note(call, clients, took, time.perf_counter() - begun)
    return answers


def expenses(side: Side, clients: int, count: int) -> None:
    """So many claims, from the draft to the posting, and as many rows by the bare view."""
    import json

    drafts = [draft_of(side) for _each in range(count)]
    stretch(side, "bare", clients, [("", "/", *each[1:]) for each in drafts], port="bare_port")
    calls = [(token, "/api/v1/expense-claims/", key, body) for token, key, body in drafts]
    ids = [json.loads(answer)["id"] for answer in stretch(side, "draft", clients, calls)]
    tokens = [token for token, _key, _body in drafts]
    move = "/api/v1/expense-claims/{}/submit/"
    stretch(side, "submit", clients, [(t, move.format(pk), new_key(), {}) for t, pk in zip(tokens, ids, strict=True)])
    for call in ("agree", "post"):
        stretch(side, call, clients, decisions(side, ids))


def draft_of(side: Side) -> tuple[str, str, object]:
    """Token, key and body of a claim with one expense; keys, amounts and words differ from one to the next."""
    side.made += 1
    makers = side.world["makers"]
    maker = makers[side.made % len(makers)]
    category = maker["categories"][side.made * 7 % len(maker["categories"])]
    line = {
        "category": category, "description": f"检测与标定 {uuid.uuid4().hex[:8]}", "expense_date": side.world["day"],
        "amount": f"{10 + side.made % 900}.{side.made % 100:02}",
    }  # fmt: skip
    body = {"department": maker["department"], "title": f"现场服务 {uuid.uuid4().hex[:8]}", "lines": [line]}
    return maker["token"], new_key(), body


def decisions(side: Side, documents: list[int], kind: str = "expense_claim") -> list[Call]:
    """The call by which each document's decider of now agrees."""
    import psycopg

    with psycopg.connect(side.world["DATABASE_URL"]) as session:
        rows = session.execute(
            "SELECT DISTINCT ON (c.subject_id) c.subject_id, t.id, t.person_id"
            "  FROM approvals_task t JOIN approvals_case c ON c.id = t.case_id"
            " WHERE c.subject_kind = %s AND c.subject_id = ANY(%s) AND t.state = 'WAITING'",
            [kind, documents],
        ).fetchall()
    calls: list[Call] = []
    for place, (_document, task, person) in enumerate(sorted(rows)):
        token = side.world["tokens"][person][place % max(CLIENTS)]
        calls.append((token, f"/api/v1/approval-tasks/{task}/approve/", new_key(), {"reason": ""}))
    return calls


def new_key() -> str:
    """An idempotency key."""
    return uuid.uuid4().hex


def entries_of(side: Side) -> int:
    """Ledger entries of the folder."""
    import psycopg

    with psycopg.connect(side.world["DATABASE_URL"]) as session:
        found = session.execute("SELECT coalesce(sum(chain_length), 0) FROM budgets_controlkey").fetchone()
        return int(found[0]) if found else 0


def report(sides: list[Side], say: Callable[[str], None]) -> bool:
    """Print the tables; whether everything asked for is met by the calls that check the budget."""
    say("| call | clients | " + " | ".join(f"{s.name}: p50 ms, × bare, /s" for s in sides) + " | growth |")
    say("| --- | --- |" + " --- |" * (len(sides) + 1))
    met = not any(side.errors for side in sides)
    for call, words in CALLS.items():
        for clients in CLIENTS:
            cells, ratios = [], []
            for side in sides:
                ratio = side.p50(call, clients) / side.p50("bare", clients)
                ratios.append(ratio)
                cells.append(f"{side.p50(call, clients):.1f}, **{ratio:.1f}**, {side.rate(call, clients):.0f}")
            growth = ratios[-1] / ratios[0]
            if call in {"submit", "post"} and clients == 1:
                met = met and max(ratios) <= TIMES and growth <= GROWTH
            say(f"| {words} | {clients} | {' | '.join(cells)} | {growth:.2f} |")
    many = max(CLIENTS)
    for side in sides:
        for call in ("submit", "post", "bare"):
            gain = side.rate(call, many) / side.rate(call, 1)
            met = met and (gain >= SPEED_UP or call == "bare")
            say(f"{side.name}, {CALLS[call]}: {many} clients {gain:.2f} × the rate of one (asked for {SPEED_UP})")
        say(f"{side.name}: {len(side.errors)} errors {side.errors[:3] or ''}")
    return met


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on the folders in turns and print what was found."""
    import contextlib

    parser = argparse.ArgumentParser(
        prog="run.py bench http", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="filled folders, the smallest first")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--expenses", type=int, default=40, help="of each round, folder and number of clients")
    parser.add_argument("--with-worker", action="store_true", help="let the background worker run beside")
    given = parser.parse_args(arguments)
    with contextlib.ExitStack() as stack:
        sides = []
        for folder in given.data:
            world = stack.enter_context(application(folder, prepare, with_bare=True, with_jobs=given.with_worker))
            side = Side("", world)
            side.name = f"{entries_of(side):,} entries"
            sides.append(side)
        for side in sides:  # warm: every thread has its connection
            expenses(side, max(CLIENTS), 16)
            side.times, side.rates = {}, {}
        for _round in range(given.rounds):
            for clients in CLIENTS:
                for side in sides:
                    expenses(side, clients, given.expenses)
        beside = ", the worker beside" if given.with_worker else ""
        ground.say(f"{ground.machine()}; fsync on, gunicorn of config/gunicorn.py{beside}")
        met = report(sides, ground.say)
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
