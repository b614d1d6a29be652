"""Variance and search by the API: the figures and the finds of the pages (RPT-02, GEN-12, GEN-17)."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from core import search_index
from reports import policies
from reports.selectors.variance import Question, variance_table
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]


@pytest.mark.rule("RPT-02")
def test_variance_is_the_pages_table(story, gm, owner):
    body = {"fiscal_year": story.year.pk, "month": 9}

    told = signed_in(APIClient(), gm).post("/api/v1/variance/", body, format="json").json()

    table = variance_table(question=Question(story.year, "ytd", 9), scope=policies.sight(actor_of(gm)))
    top = [row for row in told["rows"] if row["level"] == 0]
    assert [row["label"] for row in top] == [node.label for node in table.rows]
    assert told["total"]["actual"] == f"{table.total.actual:.2f}"
    assert {row["outcome"] for row in told["rows"]} <= {"favourable", "unfavourable", "even"}
    over = next(row for row in told["rows"] if row["outcome"] == "unfavourable")
    assert not over["figures"]["variance"].startswith("-")
    assert signed_in(APIClient(), owner).post("/api/v1/variance/", body, format="json").status_code == 403


@pytest.mark.rule("GEN-12")
def test_search_finds_what_one_sees(story, owner, outsider):
    search_index.refresh(limit=10_000)
    asked = {"q": story.claim.number}

    mine = signed_in(APIClient(), owner).post("/api/v1/search/", asked, format="json").json()["results"]

    assert [(one["document_kind"], one["document"]) for one in mine] == [("expense_claim", story.claim.pk)]
    assert signed_in(APIClient(), outsider).post("/api/v1/search/", asked, format="json").json()["results"] == []
