"""The queue: workers take their tasks from the apps' `tasks.py`; the clock's entries stand in one table here."""

import os
from datetime import time, timedelta
from typing import Any

from celery import Celery, Task
from celery.signals import task_prerun, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("shouhou")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# A run that was missed is made up by the next one, so each entry may be late and may be repeated. `expires` keeps
# runs from piling up while no worker is there. What belongs to a time of the day stands in DAILY: the database
# remembers when it was started last, so that a clock that was away, or lost its own notes, makes it up.
app.conf.beat_schedule = {
    "start what belongs to a time of the day": {
        "task": "config.start_daily",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 55},
    },
    "send the mails that wait": {
        "task": "core.send_mails",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 25},
    },
    "deliver the events that wait for other systems": {
        "task": "core.send_webhooks",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 25},
    },
    "write the daily mails": {
        "task": "core.write_digests",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
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
    "remind of requests that end, release those that have": {
        "task": "expenses.plan_endings",
        "schedule": timedelta(hours=1),
        "options": {"expires": 55 * 60},
    },
    "remind of decisions that are due, pass up those that are overdue": {
        "task": "approvals.plan_time",
        "schedule": timedelta(minutes=30),
        "options": {"expires": 29 * 60},
    },
    "tell of complaints past their targets": {
        "task": "complaints.mind_targets",
        "schedule": timedelta(hours=1),
        "options": {"expires": 55 * 60},
    },
    "pass on decisions of roles that ended, look again where nobody could decide": {
        "task": "approvals.keep_going",
        "schedule": timedelta(minutes=15),
        "options": {"expires": 14 * 60},
    },
}

DAILY = {
    "agreements.mind_endings": time(7, 30),
    "budgets.take_snapshots": time(1, 15),
    "budgets.verify_ledger": time(2, 30),
    "core.clean_up": time(3, 17),
    "core.tell_of_missing_year": time(6, 40),
    "corrective.mind_lateness": time(8, 20),
    "feedback.ask_customers": time(9, 10),
    "feedback.mind_days": time(8, 25),
    "organization.remind_of_reviews": time(8, 0),
    "parts_sales.tell_of_late_notes": time(8, 10),
    "reports.find_alerts": time(7, 10),
    "parts_sales.mind_credit": time(6, 30),
    "parts_sales.mind_guarantees": time(6, 35),
    "parts_sales.make_statements": time(6, 50),
    "parts_sales.mind_results": time(1, 45),
    "reports.expire_runs": time(3, 40),
}


@app.task(name="config.start_daily")
def start_daily(**_later: object) -> None:
    """Start what is due by DAILY. Safe to run twice and to run late: the database remembers the last start."""
    from django.utils import timezone

    from core import clock  # models are there only now

    clock.tick(DAILY, start=app.send_task, at=timezone.now())


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
