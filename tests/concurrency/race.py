"""Real rivals: threads that start together, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

PATIENCE = 30.0


def race(*callables: Callable[[], Any]) -> list[Any]:
    """Run all at once, each in a thread on its own connection; what each returned, or the exception it raised, in order.

    A test that uses it needs `@pytest.mark.django_db(transaction=True)`: rivals see only what is committed.
    """
    barrier = threading.Barrier(len(callables))
    outcomes: list[Any] = [None] * len(callables)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()  # connecting must not decide the race
            barrier.wait(PATIENCE)
            outcomes[place] = act()
        except BaseException as error:  # noqa: BLE001  the outcome of a rival may be any failure
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(callables)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    if any(thread.is_alive() for thread in threads):
        raise AssertionError(f"a rival is still waiting after {PATIENCE:.0f} seconds: a deadlock?")
    return outcomes


def outcomes_of(kind: type[BaseException], outcomes: list[Any]) -> int:
    """How many of the outcomes are refusals of this class."""
    return sum(isinstance(outcome, kind) for outcome in outcomes)
