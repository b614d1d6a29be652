"""The application's queue for workers and clocks that tests start and kill: with one slow job, a posting that stands still
before its last line, and without long pauses."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - only now

from config.celery import app  # noqa: E402 - only now
from core import jobs, post  # noqa: E402 - only now
from core.models import NumberSeries  # noqa: E402 - only now
from expenses.services import import_posting  # noqa: E402 - only now

SLOW = "tests.slow"
WORKING, GO = (Path(os.environ["RELIABILITY_FOLDER"], name) for name in ("working", "go"))

settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ["RELIABILITY_SMTP_PORT"])
post.MOST_WHILE_AWAY = timedelta(seconds=1)
for entry in app.conf.beat_schedule.values():
    entry["schedule"] = timedelta(seconds=1)


@jobs.handler(SLOW)
def slow(*, at: object) -> None:
    """Leave a trace, then work until it is let go."""
    NumberSeries.objects.create(prefix="SLOW", year=NumberSeries.objects.filter(prefix="SLOW").count() + 1)
    stand_still()


def stand_still() -> None:
    """Say that one is in the middle of it, and wait to be let go."""
    WORKING.touch()
    while not GO.exists():
        time.sleep(0.05)


_count = import_posting.count


def count_late(*args: Any) -> None:
    """Entries are written, balances moved, rows marked; nothing of it is committed."""
    stand_still()
    _count(*args)


import_posting.count = count_late

__all__ = ["app"]
