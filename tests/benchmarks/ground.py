"""What the benchmarks stand on: a durable database of their own, clients that are processes, figures as medians."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from devstack.migrated import DATABASE as MIGRATED
from devstack.migrated import migrated_folder
from devstack.services import backing_services

SPAWN = multiprocessing.get_context("spawn")


@contextlib.contextmanager
def durable_services() -> Iterator[None]:
    """PostgreSQL and Valkey on a folder of their own, writing through to the disk (fsync on), migrated and empty."""
    beginning = migrated_folder()
    with tempfile.TemporaryDirectory(prefix="shouhou-bench-", ignore_cleanup_errors=True) as folder:
        with backing_services(Path(folder), durable=True, beginning=beginning) as addresses:
            os.environ.update(addresses)
            if beginning:
                take_migrated(addresses["DATABASE_URL"])
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
            setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            yield


def take_migrated(url: str) -> None:
    """Have the database that the tests begin with, all migrations applied, which saves two minutes."""
    import psycopg

    with psycopg.connect(url, dbname="postgres", autocommit=True) as session:
        session.execute("DROP DATABASE app")
        session.execute(f"ALTER DATABASE {MIGRATED} RENAME TO app")


def setup() -> None:
    """Make Django ready in this process."""
    import django

    django.setup()


def _serve(work: Callable[..., Any], given: tuple[Any, ...], number: int, barrier: Any, results: Any) -> None:
    setup()
    try:
        results.put((number, work(*given, number, barrier)))
    except BaseException as error:  # noqa: BLE001 – the parent says what went wrong
        results.put((number, error))


def clients(count: int, work: Callable[..., Any], *given: Any) -> list[Any]:
    """Run `work(*given, number, barrier)` in so many processes; what each returned. `work` waits at the barrier itself."""
    barrier, results = SPAWN.Barrier(count), SPAWN.Queue()
    processes = [SPAWN.Process(target=_serve, args=(work, given, number, barrier, results)) for number in range(count)]
    for process in processes:
        process.start()
    answers = dict(results.get(timeout=600) for _process in processes)
    for process in processes:
        process.join()
    for answer in answers.values():
        if isinstance(answer, BaseException):
            raise answer
    return [answers[number] for number in sorted(answers)]


def for_seconds(seconds: float, act: Callable[[int], None]) -> float:
    """Repeat an act for some seconds; its rate per second."""
    begin, turns = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        act(turns)
        turns += 1
    return turns / (time.perf_counter() - begin)


def machine() -> str:
    """What this ran on, in a line."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "",
    )
    return f"{os.cpu_count()} cores, {model or platform.processor()}, Python {platform.python_version()}"


def middle(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def say(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
