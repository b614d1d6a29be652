"""A data folder that `fill` made, served to the benchmarks of size, and what a page is measured against (QLT-01, QLT-05)."""

from __future__ import annotations

import contextlib
import gc
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devstack.services import FolderInUse, addresses_of, backing_services, folder_lock
from tests.benchmarks import ground

ROWS = 200


@contextlib.contextmanager
def served(folder: Path) -> Iterator[None]:
    """PostgreSQL and Valkey on a filled folder, Django ready."""
    if not folder.exists():
        raise SystemExit(f"{folder} is not there: python3 run.py bench fill --data {folder} …")
    with services_of(folder) as addresses:
        os.environ.update(addresses)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
        ground.setup()
        from django.conf import settings
        from django.core.cache import cache
        from django.core.management import call_command

        call_command("migrate", verbosity=0)  # a folder may have been filled before the latest of them
        settings.ALLOWED_HOSTS = ["*"]
        cache.clear()
        yield


@contextlib.contextmanager
def services_of(folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of PostgreSQL and Valkey on a folder: started, or those of whoever serves it already."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(folder_lock(folder))
        except FolderInUse:
            yield addresses_of(folder)
        else:
            yield stack.enter_context(backing_services(folder, durable=True))


def entries() -> int:
    """Ledger entries in the database."""
    return _count("SELECT coalesce(sum(chain_length), 0) FROM budgets_controlkey")


def documents() -> int:
    """Requests and claims in the database."""
    return _count("SELECT (SELECT count(*) FROM expenses_claim) + (SELECT count(*) FROM expenses_spendrequest)")


def _count(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def client_of(username: str) -> Any:
    """A client with this person signed in, in Chinese."""
    from django.test import Client

    from organization.models import Person

    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(Person.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def bare_page() -> None:
    """What a page costs at the least: 200 rows of seven columns read and put into a table, and nothing around it."""
    from django.template import Context

    from expenses.models import Claim

    rows = Claim.objects.order_by("pk").values_list(
        "number", "title", "state", "created_at", "total", "department_id", "created_by_id"
    )[:ROWS]
    _BARE().render(Context({"rows": list(rows)}))


_template: list[Any] = []


def _BARE() -> Any:
    from django.template import Template

    if not _template:
        _template.append(
            Template(
                "<!doctype html><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
                "{% endfor %}</table>"
            )
        )
    return _template[0]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of many runs."""

    runs: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        return sorted(self.runs)[min(int(len(self.runs) * 0.95), len(self.runs) - 1)]


def in_turns(rounds: int, *acts: Callable[[], object]) -> list[Timed]:
    """Milliseconds of each act, run in turns so that a busy machine slows all of them."""
    for act in acts:
        act()
        act()
    gc.collect()
    gc.freeze()  # as a web worker does once it has started (config/gunicorn.py)
    runs: list[list[float]] = [[] for _act in acts]
    for _round in range(rounds):
        for act, own in zip(acts, runs, strict=True):
            begun = time.perf_counter()
            act()
            own.append((time.perf_counter() - begun) * 1000)
    return [Timed(own) for own in runs]
