"""Throw-away PostgreSQL and Valkey for one test run, up before pytest-django reads the settings.

Each run has a folder of its own, so runs side by side and a running demo do not meet. Workers of pytest-xdist inherit
the addresses from the process that started them.
"""

import atexit
import contextlib
import os

from devstack.migrated import test_services


def _start() -> None:
    stack = contextlib.ExitStack()
    os.environ.update(stack.enter_context(test_services()))
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's own thread
    owner = os.getpid()
    atexit.register(lambda: stack.close() if os.getpid() == owner else None)


if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
