"""Reports made in the background: once, for who may see them, cancelled, killed, expired (RPT-41)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core import comments, jobs
from core.models import Job, JobState, Notification
from core.press import PressFailed
from organization.models import RoleAssignment
from reports import progress
from reports.choices import RunState
from reports.errors import RunEnded, TooManyRuns
from reports.models import ReportRun
from reports.papers import page, registry, sheets
from reports.papers.registry import PaperUnknown
from reports.selectors.runs import require_file, runs_of
from reports.services import runs
from tests.concurrency.race import race
from tests.factories import expenses as spending
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-41")]


def ask(person: Any, paper: str = "expense_claim", form: str = "xlsx", language: str = "zh-hans", **given: Any) -> Any:
    return runs.ask(
        paper=paper,
        form=form,
        language=language,
        parameters={name: str(value) for name, value in given.items()},
        actor=actor_of(person),
        at=timezone.now(),
    )


def fresh(run: ReportRun) -> ReportRun:
    return ReportRun.objects.get(pk=run.pk)


def content(run: ReportRun) -> bytes:
    with default_storage.open(fresh(run).file) as file:
        return bytes(file.read())


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


# --- Pages


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_follows_it_from_waiting_to_ready(story, owner, client, signed_in, run_jobs, language):
    owner.language = language
    owner.save(update_fields=["language"])
    signed_in(client, owner)
    answer = client.post(reverse("reports:run_ask") + f"?paper=expense_claim&form=xlsx&id={story.claim.pk}")
    run = ReportRun.objects.get()
    assert answer["Location"] == reverse("reports:run_detail", args=[run.pk])
    assert run.language == language

    progress.Reporter(run.pk).rows(25, 100)
    part = client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert 'value="25"' in part
    assert "every 2s" in part
    assert "<html" not in part
    run_jobs()
    done = client.get(answer["Location"]).content.decode()
    listed = client.get(reverse("reports:run_list")).content.decode()
    assert "every 2s" not in done
    assert reverse("reports:run_file", args=[run.pk]) in done
    assert reverse("reports:run_file", args=[run.pk]) in listed
    assert {"zh-hans": "已生成", "en": "Ready"}[language] in listed
    file = client.get(reverse("reports:run_file", args=[run.pk]))
    assert b"".join(file.streaming_content) == content(run)
    assert "attachment" in file["Content-Disposition"]


def test_the_pages_lead_to_their_reports(story, owner, gm, finance_supervisor, client, signed_in):
    claim = signed_in(client, owner).get(reverse("expenses:claim_detail", args=[story.claim.pk])).content.decode()
    variance = signed_in(client, gm).get("/reports/variance/", {"year": "2026", "month": "9"}).content.decode()
    duties = signed_in(client, finance_supervisor).get(reverse("organization:duties")).content.decode()

    assert f"?id={story.claim.pk}&amp;paper=expense_claim&amp;form=pdf" in claim
    assert "year=2026&amp;month=9&amp;paper=variance&amp;form=pdf" in variance
    assert "paper=segregation_of_duties" in duties


def test_the_list_takes_the_same_statements_however_long(story, owner, client, signed_in, run_jobs):
    signed_in(client, owner)
    counts = []
    for language in ("zh-hans", "en"):
        ask(owner, id=story.claim.pk, language=language)
        run_jobs()
        client.get(reverse("reports:run_list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:run_list"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_progress_without_a_cache_is_no_progress(story, owner, settings, run_jobs):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    run = ask(owner, id=story.claim.pk)
    progress.Reporter(run.pk).rows(1, 2)

    assert progress.of(run.pk) is None
    run_jobs()
    assert fresh(run).state == RunState.DONE


# --- API


@pytest.mark.rule("GEN-17")
def test_other_systems_ask_wait_and_fetch(story, owner, client, signed_in, run_jobs):
    signed_in(client, owner)
    body = {"paper": "expense_claim", "form": "xlsx", "language": "en", "parameters": {"id": str(story.claim.pk)}}
    made = client.post("/api/v1/report-runs/", body, content_type="application/json")
    address = f"/api/v1/report-runs/{made.json()['id']}/"

    assert (made.status_code, made.json()["state"], made.json()["content"]) == (201, "QUEUED", None)
    assert client.get(f"{address}content/").json()["code"] == "file_not_ready"
    run_jobs()
    done = client.get(address).json()
    assert done["state"] == "DONE"
    file = client.get(done["content"])
    assert b"".join(file.streaming_content) == content(ReportRun.objects.get())
    again = client.post("/api/v1/report-runs/", body, content_type="application/json")
    assert again.json()["id"] == made.json()["id"]
    refused = client.post(f"{address}cancel/")
    assert (refused.status_code, refused.json()["code"]) == (409, "run_ended")
    wrong = client.post("/api/v1/report-runs/", {**body, "paper": "x"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "paper_unknown")


def test_every_paper_has_a_name_in_both_languages(db):
    for paper in registry.registered():
        with translation.override("en"):
            english = str(paper.label)
        with translation.override("zh-hans"):
            assert str(paper.label) != english


def test_large_claims_are_told_in_whole(story, company, owner, run_jobs):
    """Nothing is left out of a claim with many lines."""
    lines = [spending.claim_line(story.travel, "1.00", description=f"票 {n}") for n in range(120)]
    claim = spending.draft_claim(owner, *lines)
    run = ask(owner, id=claim.pk)
    run_jobs()

    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content(run))).worksheets[0].values for cell in row]
    assert sum(str(cell).startswith("票 ") for cell in cells) == 120
