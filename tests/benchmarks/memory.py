"""Memory of a web worker after work, and where PDFs are drawn (QLT-12).

    python3 run.py bench memory --data .local/large

The application is served as in the demo. Each round three people open every list, form and document of `bench volume` as their
browsers would, take lists as Excel, call the API and ask for a report as PDF; then the memory of each web worker is read
from the kernel: resident (with what it shares with its parent), proportional (what is shared is divided), its own.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import ground
from tests.benchmarks.served import Caller, application

ALLOWED = 110.0
"""Megabytes of a worker."""
FILES = (
    "/expenses/claims/?scope=mine&format=xlsx", "/expenses/claims/?scope=all&q=EXP-2026-0100&format=xlsx",
    "/expenses/requests/?scope=all&state=IN_REVIEW&format=xlsx", "/budgets/keys/?format=xlsx", "/people/?format=xlsx",
    "/reports/variance/export/",
)  # fmt: skip
RESOURCES = (
    "expense-claims/?page_size=200", "spend-requests/?page_size=200", "balances/?page_size=200", "approval-tasks/",
    "approval-cases/?page_size=200", "ledger-entries/?page_size=200", "people/?page_size=200", "payments/", "categories/",
)  # fmt: skip
LIBRARIES = ("libpango",)
MOST_SECONDS = 300


def prepare(_addresses: dict[str, Any]) -> dict[str, Any]:
    """Sessions of the readers, what each opens, and a token to call the API with."""
    from datetime import timedelta

    from django.conf import settings
    from django.utils import timezone

    from organization import selectors, services
    from organization.models import Person
    from tests.benchmarks import large, volume

    readers = []
    for reader in volume.READERS:
        session = large.client_of(reader).cookies[settings.SESSION_COOKIE_NAME].value
        readers.append({"cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "pages": volume.pages_of(reader)})
    at = timezone.now()
    person = Person.objects.get(username=volume.READERS[0])
    actor = selectors.actor_for(person_id=person.pk, on=timezone.localdate(at))
    end = timezone.localdate(at) + timedelta(days=30)
    token = services.create_token(label="bench", scopes=("read", "write"), expires_date=end, actor=actor, at=at)[1]
    return {"readers": readers, "token": token}


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process."""

    resident: float
    proportional: float
    own: float


def memory_of(pid: int) -> Memory:
    """What the kernel says."""
    found: dict[str, float] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, _colon, rest = line.partition(":")
        found[name] = int(rest.split()[0]) / 1024
    return Memory(found["Rss"], found["Pss"], found["Private_Clean"] + found["Private_Dirty"])


def children_of(pid: int) -> list[int]:
    """The processes this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def below(pid: int) -> Iterator[int]:
    """All processes below, also those that threads started."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from below(int(child))


def draws(pid: int) -> bool:
    """Whether a process has loaded what PDFs are drawn with."""
    maps = Path(f"/proc/{pid}/maps").read_text()
    return any(library in maps for library in LIBRARIES)


def open_pages(world: dict[str, Any]) -> int:
    """Every page, file and resource once; how many answered."""
    answered = 0
    for reader in world["readers"]:
        browser = Caller(
            world["port"], {"Cookie": reader["cookie"], "Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}
        )
        for path in [*reader["pages"], *FILES]:
            answered += browser.call("GET", _quoted(path))[0] == 200
    program = Caller(world["port"], {"Authorization": f"Token {world['token']}"})
    for path in RESOURCES:
        answered += program.call("GET", f"/api/v1/{path}")[0] == 200
    return answered


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=-_.%+")


def draw(world: dict[str, Any]) -> set[int]:
    """Ask for a PDF and wait for it; the processes of the worker that had loaded the libraries meanwhile."""
    program = Caller(world["port"], {"Authorization": f"Token {world['token']}"})
    asked = {"paper": "variance", "form": "pdf", "language": "zh-hans", "parameters": {}}
    status, body, _headers = program.call("POST", "/api/v1/report-runs/", asked)
    if status != 201:
        raise SystemExit(f"no report: {status} {body[:300]!r}")
    run, seen, until = json.loads(body), set[int](), time.monotonic() + MOST_SECONDS
    while run["state"] == "QUEUED" and time.monotonic() < until:
        for pid in set(below(world["jobs_pid"])):
            try:
                if draws(pid):
                    seen.add(pid)
            except OSError:
                continue
        time.sleep(0.05)
        run = json.loads(program.call("GET", f"/api/v1/report-runs/{run['id']}/")[1])
    if run["state"] != "DONE":
        raise SystemExit(f"the report came to {run['state']}")
    status, body, _headers = program.call("GET", f"/api/v1/report-runs/{run['id']}/content/")
    if status != 200 or not body.startswith(b"%PDF"):
        raise SystemExit(f"no PDF: {status}")
    return seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each worker takes after each round; 1 if one takes more than is allowed."""
    parser = argparse.ArgumentParser(
        prog="run.py bench memory", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args(arguments)
    with application(given.data, prepare, with_jobs=True) as world:
        ground.say(ground.machine())
        ground.say("| after | worker | resident MB | proportional MB | its own MB |")
        ground.say("| --- | --- | --- | --- | --- |")
        most, drew = _tell("start", world), set[int]()
        for number in range(1, given.rounds + 1):
            answered = open_pages(world)
            drew |= draw(world)  # a report that was made already is handed out again
            workers = [world["pid"], *children_of(world["pid"])]
            loaded = [pid for pid in workers if draws(pid)]
            stayed = [pid for pid in drew if Path(f"/proc/{pid}").exists()]
            most = _tell(f"round {number}, {answered} answers", world)
        ground.say(
            f"PDFs: drawn by {len(drew)} process(es) below the worker, {len(stayed)} of them still there,"
            f" {len(loaded)} web processes with the libraries loaded"
        )
        ground.say(f"most of a web worker: {most:.0f} MB (allowed {ALLOWED:.0f})")
    return 0 if most <= ALLOWED and drew and not stayed and not loaded else 1


def _tell(what: str, world: dict[str, Any]) -> float:
    most = 0.0
    for place, pid in enumerate(children_of(world["pid"]), start=1):
        memory = memory_of(pid)
        most = max(most, memory.resident)
        ground.say(f"| {what} | {place} | {memory.resident:.0f} | {memory.proportional:.0f} | {memory.own:.0f} |")
    return most


if __name__ == "__main__":
    raise SystemExit(main())
