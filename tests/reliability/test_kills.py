"""Killed at any moment: work is done once, pages go on, mail is kept, missed runs are made up (QLT-30)."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu import pools

from budgets.choices import EntryKind
from budgets.models import LedgerEntry
from budgets.selectors import verification
from config.celery import DAILY, app
from config.env import as_broker
from core import jobs, notifications, tasks
from core.models import ClockRun, Comment, DeliveryState, Job, JobState, Mail, NumberSeries
from expenses.choices import ImportRowState, ImportState
from expenses.models import ExpenseImport
from expenses.services import imports
from tests.factories import budgets
from tests.factories import expenses as spending
from tests.factories import organization as cast
from tests.reliability.conftest import House, until

pytestmark = [pytest.mark.rule("QLT-30"), pytest.mark.services, pytest.mark.django_db(transaction=True)]

SLOW = "tests.slow"


def test_a_worker_killed_in_the_middle_leaves_its_job_to_the_next_and_it_is_done_once(house: House):
    jobs.after_commit(SLOW)
    house.clock()
    first = house.worker()
    until(lambda: house.is_working)

    house.kill(first)
    job = Job.objects.get(name=SLOW)
    assert (job.state, job.begun) == (JobState.QUEUED, 1)
    assert not NumberSeries.objects.filter(prefix="SLOW").exists()
    house.let_go()
    house.worker()
    until(lambda: Job.objects.filter(name=SLOW, state=JobState.DONE).exists())

    time.sleep(3)  # a few more sweeps
    job.refresh_from_db()
    assert (job.attempts, job.begun) == (1, 2)
    assert NumberSeries.objects.filter(prefix="SLOW").count() == 1


def test_a_worker_killed_while_it_posts_an_import_leaves_nothing_half_done_and_it_is_posted_once(house: House, company):
    """EXP-09: entries, balances, rows, the number and the import's state are there together, or not at all."""
    today = timezone.localdate()
    budgets.open_year(today.year)
    category = budgets.leaf_category("差旅")
    budgets.appropriate(company.service, category, per_month="100000", year=today.year)
    finance = cast.actor_of(cast.member(company.company, "finance", company_wide=True, name_zh="王静"))
    lines = "".join(f"{today},记-{number},{category.name_zh},{company.service.name_zh},10.00\n" for number in range(50))
    content = f"日期,凭证号,科目名称,部门,借方金额\n{lines}".encode("gb18030")
    made = imports.upload(source="用友 U8", file_name="凭证.csv", content=content, actor=finance, at=timezone.now())
    jobs.run_all_waiting()
    imports.begin_posting(import_id=made.pk, leave_out_bad=False, actor=finance, at=timezone.now())
    house.clock()
    first = house.worker()
    until(lambda: house.is_working)

    house.kill(first)
    made = ExpenseImport.objects.get(pk=made.pk)
    assert (made.state, made.number, made.posted_total) == (ImportState.POSTING, None, 0)
    assert set(made.rows.values_list("state", flat=True)) == {ImportRowState.GOOD}
    assert not LedgerEntry.objects.filter(kind=EntryKind.ACTUAL).exists()
    assert spending.figures(company.service, category) == (0, 0)
    house.let_go()
    house.worker()
    until(lambda: ExpenseImport.objects.filter(pk=made.pk, state=ImportState.POSTED).exists())

    time.sleep(3)  # a few more sweeps
    made = ExpenseImport.objects.get(pk=made.pk)
    assert (made.posted_total, made.counts) == (Decimal("500.00"), {ImportRowState.POSTED: 50})
    assert LedgerEntry.objects.filter(kind=EntryKind.ACTUAL).count() == 50
    assert spending.figures(company.service, category) == (0, Decimal("500.00"))
    assert not verification.verify().differences
    assert Job.objects.get(name="expenses.post_import").state == JobState.DONE


@pytest.fixture
def pages(house: House, settings, monkeypatch):
    """The pages on the house's broker, cache and queue."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": house.broker.url}}
    monkeypatch.setattr(jobs, "_nudges", [tasks.nudge])
    monkeypatch.setattr(tasks._Queue, "away_until", 0.0)
    with app.connection_for_write(as_broker(house.broker.url)) as connection:
        monkeypatch.setattr(app.amqp, "_producer_pool", pools.producers[connection])
        yield Client()


def test_with_the_broker_killed_pages_work_and_jobs_are_done_when_it_is_back(house: House, pages, company, owner):
    manager = cast.member(company.service, "department_manager", name_zh="马国强", password=cast.PASSWORD)
    cast.put_in_charge(company.service, manager)
    cast.signed_in(pages, owner)
    kind, document = _a_claim(owner, company)
    assert house.broker.process is not None
    house.broker.process.kill()
    house.broker.process.wait()

    began = time.monotonic()
    assert pages.get(reverse("core:notices")).status_code == 200
    said = pages.post(reverse("core:comment_add", args=[kind, document]), {"text": "@马国强 请看"})
    assert said.status_code == 302
    assert time.monotonic() - began < 10
    assert Comment.objects.count() == 1
    assert Job.objects.get(name="core.tell_of_comment").state == JobState.QUEUED

    house.broker.start()
    house.worker()
    house.clock()
    until(lambda: Job.objects.filter(name="core.tell_of_comment", state=JobState.DONE).exists())
    assert manager.notifications.filter(code="comment.mention").count() == 1


def _a_claim(owner, company) -> tuple[str, int]:
    today = timezone.localdate()
    budgets.open_year(today.year)
    category = budgets.leaf_category("差旅")
    budgets.appropriate(company.service, category, per_month="1000", year=today.year)
    claim = spending.draft_claim(owner, spending.claim_line(category, "10.00", expense_date=today), at=timezone.now())
    return claim.kind, claim.pk


def test_mail_is_kept_while_its_server_is_away_and_goes_out_once_when_it_is_back(house: House, owner):
    owner.email = "chen@shouhou.example"
    owner.save(update_fields=("email",))
    notifications.notify(
        [owner.pk], code="approvals.waiting", kind="expense_claim", document_id=1, label="EXP-1", key="k",
        at=timezone.now(),
    )  # fmt: skip
    house.worker()
    house.clock()

    until(lambda: Mail.objects.filter(begun__gte=2, error__contains="refused").exists())
    assert Mail.objects.get().state == DeliveryState.WAITING
    mailbox = house.mailbox()
    until(lambda: Mail.objects.filter(state=DeliveryState.SENT).exists())

    time.sleep(3)
    (letter,) = mailbox.letters
    assert "To: chen@shouhou.example" in letter
    mailbox.shutdown()


def test_what_a_clock_missed_while_it_was_away_is_made_up_once_even_without_its_notes(house: House):
    now = timezone.now()
    ClockRun.objects.bulk_create(ClockRun(name=name, last_at=now - timedelta(days=3)) for name in DAILY)
    Job.objects.create(
        name="tests.old", state=JobState.DONE, run_after=now, created_at=now, finished_at=now - timedelta(days=60)
    )
    house.worker()
    first = house.clock()

    until(lambda: not Job.objects.filter(name="tests.old").exists())
    made_up = ClockRun.objects.get(name="core.clean_up").last_at
    house.kill(first)
    house.clock()
    time.sleep(6)
    assert made_up > now - timedelta(minutes=1)
    assert ClockRun.objects.get(name="core.clean_up").last_at == made_up
