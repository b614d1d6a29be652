"""Reports made in the background, on their pages and through the API (RPT-41)."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from reports import progress
from reports.choices import RunState
from reports.models import ReportRun
from reports.papers import registry
from tests.factories import expenses as spending
from tests.factories.organization import actor_of
from tests.reports.running import ask, content, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.rule("RPT-41")]


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


@pytest.mark.rule("GEN-17")
@pytest.mark.parametrize(
    "wrong", [{"year": "1999"}, {"span": "weekly"}, {"month": "99"}, {"colour": "red"}, {"department": "x"}]
)
def test_a_program_is_told_what_a_report_does_not_know(story, gm, client, signed_in, wrong):
    signed_in(client, gm)
    asked = {"year": "2026", "span": "quarter", "month": "09"}
    body = {"paper": "standard", "form": "xlsx", "parameters": asked}

    made = client.post("/api/v1/report-runs/", body, content_type="application/json")
    refused = client.post(
        "/api/v1/report-runs/", {**body, "parameters": {**asked, **wrong}}, content_type="application/json"
    )

    assert made.status_code == 201
    assert refused.status_code == 400
    assert next(iter(wrong)) in str(refused.json()["fields"])


@pytest.mark.rule("RPT-40", "GEN-10")
def test_who_sees_a_part_gets_a_title_that_says_so(story, company, gm, manager):
    paper = registry.get("standard", "pdf")

    def title(person):
        actor = actor_of(person)
        return paper.title_for(paper.read({"year": "2026", "span": "month", "month": "9"}, actor), actor)

    assert title(gm).startswith("公司")
    assert not title(manager).startswith("公司")


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
