"""The queue: workers take their tasks from the apps' `tasks.py`; the clock's entries stand in one table here."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery, Task
from celery.schedules import crontab
from celery.signals import task_prerun, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("shouhou")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A run that was missed is made up by the next one, so each entry may be late and may be repeated. `expires` keeps
# runs from piling up while no worker is there.
app.conf.beat_schedule = {
    "run the jobs whose message was lost": {
        "task": "core.sweep_jobs",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 25},
    },
    "make what changed documents are found by anew": {
        "task": "core.refresh_search",
        "schedule": timedelta(seconds=20),
        "options": {"expires": 18},
    },
    "delete what is done and old": {
        "task": "core.clean_up",
        "schedule": crontab(hour=3, minute=17),
        "options": {"expires": 3600},
    },
    "remind of requests that end, release those that have": {
        "task": "expenses.plan_endings",
        "schedule": timedelta(hours=1),
        "options": {"expires": 55 * 60},
    },
    "pass on decisions of roles that ended, look again where nobody could decide": {
        "task": "approvals.keep_going",
        "schedule": timedelta(minutes=15),
        "options": {"expires": 14 * 60},
    },
    "remind of next year's holidays": {
        "task": "core.tell_of_missing_year",
        "schedule": crontab(hour=6, minute=40),
        "options": {"expires": 12 * 3600},
    },
    "end reports whose time is over": {
        "task": "reports.expire_runs",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "verify the ledger": {
        "task": "budgets.verify_ledger",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "take the ledger's snapshot": {
        "task": "budgets.take_snapshots",
        "schedule": crontab(hour=1, minute=15),
        "options": {"expires": 12 * 3600},
    },
}


@task_prerun.connect
def name_the_job(task_id: str, task: Task[Any, Any], **_signal: object) -> None:
    """Give log lines and audit events of a task an id of their own, until the job names the request behind it."""
    from core.context import set_request_id

    set_request_id(task_id)


@worker_process_init.connect
def drop_inherited_connections(**_signal: object) -> None:
    """A forked worker must not share its parent's connections to the database."""
    from django.db import connections

    connections.close_all()
