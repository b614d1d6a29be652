"""Reports made in the background: once, for who may see them, cancelled, killed, expired (RPT-41)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import comments, jobs
from core.models import Job, JobState, Notification
from core.press import PressFailed
from organization.models import RoleAssignment
from reports.choices import RunState
from reports.errors import RunEnded, TooManyRuns
from reports.models import ReportRun
from reports.papers import page, sheets
from reports.papers.registry import PaperUnknown
from reports.selectors.runs import require_file, runs_of
from reports.services import runs
from tests.concurrency.race import race
from tests.factories.organization import actor_of
from tests.reports.running import ask, content, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-41")]


# --- Asked for, made, told


def test_it_is_queued_made_kept_and_told(story, owner, run_jobs):
    run = ask(owner, id=story.claim.pk)

    assert run.state == RunState.QUEUED
    assert run_jobs() >= 1

    done = fresh(run)
    assert (done.state, done.size) == (RunState.DONE, len(content(run)))
    assert done.expires_at is not None
    assert done.expires_at > timezone.now() + timedelta(days=80)
    notice = Notification.objects.get(person=owner, code=runs.READY)
    assert story.claim.number in notice.subject_label
    sheet = openpyxl.load_workbook(io.BytesIO(content(run))).worksheets[0]
    assert story.claim.number in str(sheet["A1"].value)


def test_the_same_request_is_the_same_row(story, owner, run_jobs):
    first = ask(owner, id=story.claim.pk)
    assert ask(owner, id=story.claim.pk).pk == first.pk
    run_jobs()

    assert ask(owner, id=story.claim.pk).pk == first.pk
    assert ask(owner, id=story.claim.pk, language="en").pk != first.pk
    assert ReportRun.objects.filter(language="zh-hans").count() == 1


def test_changed_data_are_another_report_and_equal_data_the_same_file(story, owner, run_jobs):
    first = ask(owner, id=story.claim.pk)
    run_jobs()
    comments.comment(
        kind="expense_claim", document_id=story.other_claim.pk, text="别处的事", actor=actor_of(owner_of(story)),
        at=timezone.now(),
    )  # fmt: skip
    second = ask(owner, id=story.claim.pk)
    run_jobs()

    assert second.pk != first.pk
    assert fresh(second).file == fresh(first).file
    comments.comment(
        kind="expense_claim", document_id=story.claim.pk, text="请补发票", actor=actor_of(owner), at=timezone.now()
    )
    third = ask(owner, id=story.claim.pk)
    run_jobs()
    assert fresh(third).file != fresh(first).file
    assert content(first) != content(third)


def owner_of(story: Any) -> Any:
    return story.other_claim.created_by


def test_two_people_with_one_scope_share_one_file(story, manager, division_manager, run_jobs):
    mine, theirs = (ask(person, id=story.claim.pk) for person in (manager, division_manager))
    run_jobs()

    assert mine.pk != theirs.pk
    assert fresh(mine).file == fresh(theirs).file


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_report(story, owner, ledger_partitions):
    race(*[lambda: ask(owner, id=story.claim.pk)] * 2)

    assert ReportRun.objects.count() == 1
    assert Job.objects.filter(name=runs.JOB).count() == 1


def test_what_is_unknown_is_refused(story, owner):
    for given in ({"paper": "nothing"}, {"form": "docx"}, {"id": "x"}):
        with pytest.raises(PaperUnknown):
            ask(owner, **{"id": story.claim.pk, **given})

    assert not ReportRun.objects.exists()


def test_one_person_does_not_keep_the_workers_busy(story, owner, monkeypatch):
    monkeypatch.setattr(runs, "MOST_WAITING", 1)
    ask(owner, id=story.claim.pk)

    with pytest.raises(TooManyRuns):
        ask(owner, id=story.claim.pk, language="en")


# --- Who sees it


@pytest.mark.rule("GEN-10")
def test_what_one_may_not_see_is_not_made(story, outsider, owner):
    with pytest.raises(Http404):
        ask(outsider, id=story.claim.pk)
    with pytest.raises(Http404):
        ask(owner, paper="variance", year=2026)

    assert not ReportRun.objects.exists()


@pytest.mark.rule("GEN-10")
def test_rights_lost_before_it_is_made_leave_no_file(story, manager, run_jobs):
    run = ask(manager, paper="variance", form="xlsx", year=2026, month=9)
    RoleAssignment.objects.filter(person=manager).delete()
    run_jobs()

    assert (fresh(run).state, fresh(run).problem, fresh(run).file) == (RunState.FAILED, "lost", "")
    assert Notification.objects.get(person=manager, code=runs.FAILED)


@pytest.mark.rule("GEN-10")
def test_rights_lost_afterwards_close_the_file(story, company, gm, manager, client, signed_in, run_jobs):
    run = ask(gm, paper="variance", form="xlsx", year=2026, month=9)
    run_jobs()
    address = reverse("reports:run_file", args=[run.pk])
    assert signed_in(client, gm).get(address).status_code == 200
    assert signed_in(Client(), manager).get(address).status_code == 404
    with pytest.raises(Http404):
        require_file(fresh(run), actor_of(manager))

    assignment = RoleAssignment.objects.get(person=gm)
    RoleAssignment.objects.filter(pk=assignment.pk).update(scope_kind="DEPARTMENT", department=company.service)
    with pytest.raises(Http404):
        require_file(fresh(run), actor_of(gm))
    assert client.get(address).status_code == 404
    assert list(runs_of(actor_of(gm))) == [fresh(run)]


def test_the_scope_decides_what_is_in_it(story, manager, gm, run_jobs):
    of_manager, of_gm = (ask(person, paper="variance", form="xlsx", year=2026, month=9) for person in (manager, gm))
    run_jobs()

    assert total_of(of_manager) == 9900
    assert total_of(of_gm) == 11100


def total_of(run: ReportRun) -> Any:
    rows = list(openpyxl.load_workbook(io.BytesIO(content(run)), data_only=True).worksheets[0].values)
    return next(row for row in rows if row[0] == "合计")[4]


# --- Killed, failed, cancelled, expired


@pytest.mark.rule("QLT-30")
def test_a_worker_killed_in_the_middle_leaves_it_to_be_made_once(story, owner, monkeypatch):
    run = ask(owner, id=story.claim.pk)
    job = Job.objects.get(name=runs.JOB)
    whole = sheets.workbook

    def killed(*given: Any, **named: Any) -> None:
        whole(*given, **named)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sheets, "workbook", killed)
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    assert fresh(run).state == RunState.QUEUED
    assert jobs.run(job.pk)
    assert not jobs.run(job.pk)

    assert fresh(run).state == RunState.DONE
    assert Notification.objects.filter(person=owner, code=runs.READY).count() == 1


@pytest.mark.rule("QLT-30")
def test_one_that_kills_every_worker_ends_as_failed(story, owner, client, signed_in):
    run = ask(owner, id=story.claim.pk)
    Job.objects.filter(name=runs.JOB).update(state=JobState.FAILED, finished_at=timezone.now())

    shown = signed_in(client, owner).get(reverse("reports:run_detail", args=[run.pk])).content.decode()

    assert fresh(run).state == RunState.FAILED
    assert "多次尝试均未能生成" in shown
    assert ask(owner, id=story.claim.pk).pk != run.pk


@pytest.mark.parametrize(("error", "problem"), [(PressFailed("broken"), "press: broken"), (page.TooLong(), "too_long")])
def test_one_that_cannot_be_drawn_fails_and_says_so(story, owner, run_jobs, monkeypatch, error, problem):
    def fail(*_given: Any, **_named: Any) -> None:
        raise error

    monkeypatch.setattr(runs, "drawn", fail)
    run = ask(owner, form="pdf", id=story.claim.pk)
    run_jobs()

    assert (fresh(run).state, fresh(run).problem) == (RunState.FAILED, problem)
    assert Notification.objects.get(person=owner, code=runs.FAILED)


def test_cancelled_while_it_waits_it_is_never_made(story, owner, run_jobs):
    run = ask(owner, id=story.claim.pk)
    runs.cancel(run_id=run.pk, actor=actor_of(owner), at=timezone.now())
    run_jobs()

    assert (fresh(run).state, fresh(run).file) == (RunState.CANCELLED, "")
    assert not Notification.objects.filter(person=owner, code=runs.READY).exists()
    with pytest.raises(RunEnded):
        runs.cancel(run_id=run.pk, actor=actor_of(owner), at=timezone.now())
    assert ask(owner, id=story.claim.pk).pk != run.pk


def test_cancelled_while_it_is_made_it_stops(story, owner, monkeypatch):
    run = ask(owner, form="pdf", id=story.claim.pk)
    monkeypatch.setattr(runs, "LOOK_EVERY", timedelta())
    real = page.page

    def cancelled_meanwhile(content: Any) -> str:
        runs.cancel(run_id=run.pk, actor=actor_of(owner), at=timezone.now())
        return real(content)

    monkeypatch.setattr(page, "page", cancelled_meanwhile)
    assert jobs.run(Job.objects.get(name=runs.JOB).pk)

    assert (fresh(run).state, fresh(run).file) == (RunState.CANCELLED, "")
    assert not Notification.objects.filter(person=owner, code=runs.READY).exists()


def test_cancelled_at_the_last_moment_it_is_not_kept(story, owner, monkeypatch):
    run = ask(owner, id=story.claim.pk)
    whole = sheets.workbook

    def cancelled_after(*given: Any, **named: Any) -> None:
        whole(*given, **named)
        runs.cancel(run_id=run.pk, actor=actor_of(owner), at=timezone.now())

    monkeypatch.setattr(sheets, "workbook", cancelled_after)
    jobs.run(Job.objects.get(name=runs.JOB).pk)

    assert (fresh(run).state, fresh(run).file) == (RunState.CANCELLED, "")


def test_a_file_goes_with_the_last_report_that_has_it(story, manager, division_manager, run_jobs):
    mine, theirs = (ask(person, id=story.claim.pk) for person in (manager, division_manager))
    run_jobs()
    name, later = fresh(mine).file, timezone.now() + runs.KEPT + timedelta(days=1)
    ReportRun.objects.filter(pk=theirs.pk).update(expires_at=later + timedelta(days=1))

    assert runs.expire(at=later) == 1
    assert (fresh(mine).state, default_storage.exists(name)) == (RunState.EXPIRED, True)
    assert runs.expire(at=later) == 0
    assert runs.expire(at=later + timedelta(days=2)) == 1
    assert not default_storage.exists(name)
