"""Ceilings, the company budget, starts and questions by the API: what the pages do, through the same rules (GEN-17)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from budgets.models import Budget, Ceiling, LineQuestion
from budgets.selectors import consolidation
from budgets.selectors.consolidation import Question
from core.actors import Actor
from tests.factories import drafts
from tests.factories.budgets import planned_year
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]


@pytest.fixture
def deciders(division_manager, finance_manager, gm):
    return [division_manager, finance_manager, gm]


@pytest.fixture
def budget(company, manager, deciders) -> Budget:
    return drafts.whole_draft(company.service, manager)


def calling(person) -> Any:
    return signed_in(APIClient(), person)


@pytest.mark.rule("BUD-23")
def test_finance_gives_ceilings_and_a_stale_one_is_refused(company, budget, manager, outsider, finance_officer):
    year = drafts.year_2027()
    body = {"fiscal_year": year.pk, "ceilings": [{"department": company.service.pk, "amount": "30000.00"}]}
    api = calling(finance_officer)

    assert api.post("/api/v1/ceilings/give/", body, format="json").json() == {"changed": 1}
    other = {**body, "ceilings": [{**body["ceilings"][0], "amount": "31000.00"}]}
    stale = api.post("/api/v1/ceilings/give/", other, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert Ceiling.objects.get().amount == Decimal(30000)
    seen = calling(manager).get("/api/v1/ceilings/?year=2027").json()["results"]
    assert [(one["department"], one["category"], one["amount"]) for one in seen] == [
        (company.service.pk, None, "30000.00")
    ]
    assert calling(outsider).get("/api/v1/ceilings/").json()["results"] == []
    assert calling(manager).post("/api/v1/ceilings/give/", body, format="json").status_code == 403
    gone = {"department": company.service.pk, "amount": None, "was": "30000.00"}
    api.post("/api/v1/ceilings/give/", {**body, "ceilings": [gone]}, format="json")
    assert not Ceiling.objects.exists()


@pytest.mark.rule("BUD-25")
def test_the_company_budget_is_the_pages(budget, gm, manager, outsider):
    year = drafts.year_2027()

    told = calling(gm).post("/api/v1/company-budget/", {"fiscal_year": year.pk}, format="json").json()

    actor: Actor = actor_of(gm)
    table = consolidation.consolidated(question=Question(year), actor=actor)
    assert told["budgets"] == [budget.pk]
    assert (told["cost_total"], told["result_total"]) == (f"{table.costs.total:.2f}", f"{table.result_total:.2f}")
    assert [row["label"] for row in told["costs"]] == [row.node.label for row in consolidation.rows_of(table.costs)]
    assert calling(outsider).post("/api/v1/company-budget/", {"fiscal_year": year.pk}, format="json").status_code == 403
    unknown = calling(gm).post("/api/v1/company-budget/", {"fiscal_year": 999_999}, format="json")
    assert unknown.status_code == 400


@pytest.mark.rule("BUD-22")
def test_a_draft_begins_from_what_there_was(company, manager, deciders, budget):
    drafts.in_force(budget, manager, *deciders)
    year = planned_year(2028)
    start = {"source": "budget", "change": "0.10", "spread": "evenly"}

    made = calling(manager).post(
        "/api/v1/budgets/",
        {"department": company.service.pk, "fiscal_year": year.pk, "start": start},
        format="json",
    )

    assert made.status_code == 201, made.json()
    before = {line.category_id: line.total for line in budget.lines.all()}
    now = {line["category"]: Decimal(line["total"]) for line in made.json()["lines"]}
    assert now == {category: (total * Decimal("1.1")).quantize(Decimal("0.01")) for category, total in before.items()}
    assert all(len(set(line["amounts"])) <= 2 for line in made.json()["lines"])


@pytest.mark.rule("BUD-30")
def test_a_line_is_asked_about_and_answered(budget, manager, division_manager):
    drafts.submit(budget, manager)
    line = budget.lines.first()
    address = f"/api/v1/budgets/{budget.pk}"

    asked = calling(division_manager).post(
        f"{address}/ask/", {"line": line.pk, "question": "为何翻倍？"}, format="json"
    )

    assert [one["question"] for one in asked.json()["questions"]] == ["为何翻倍？"]
    body = {"question": LineQuestion.objects.get().pk, "answer": "新增两台设备"}
    assert calling(division_manager).post(f"{address}/answer/", body, format="json").status_code == 403
    answered = calling(manager).post(f"{address}/answer/", body, format="json")
    assert answered.json()["questions"][0]["answer"] == "新增两台设备"
    again = calling(manager).post(f"{address}/answer/", body, format="json")
    assert again.status_code == 409
