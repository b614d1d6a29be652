"""Routes, measures and what a task tells, by the API (APR-03, APR-05, APR-13, GEN-17)."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from approvals.models import Route
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
ROUTES = "/api/v1/approval-routes/"
STEP = {"name_zh": "财务审批", "who": "ROLE_IN_COMPANY", "role": "finance_manager"}


@pytest.fixture
def api(finance_supervisor, finance_manager) -> Any:
    return signed_in(APIClient(), finance_supervisor)


@pytest.mark.rule("APR-03")
def test_a_route_is_replaced_by_a_new_version(api, outsider):
    old = Route.objects.get(document_kind="expense_claim", retired_at=None, department=None)
    shown = api.get(f"{ROUTES}{old.pk}/").json()
    assert [step["position"] for step in shown["steps"]] == list(range(1, len(shown["steps"]) + 1))
    body = {"document_kind": "expense_claim", "replaces": old.pk, "steps": [STEP]}

    made = api.post(ROUTES, body, format="json")

    assert (made.status_code, made.json()["version"], made.json()["steps"][0]["role"]) == (
        201, old.version + 1, "finance_manager",
    ), made.json()  # fmt: skip
    late = api.post(ROUTES, body, format="json")
    assert late.status_code == 409
    gap = {**body, "replaces": made.json()["id"], "steps": [{**STEP, "amount_from": "100.00"}]}
    assert api.post(ROUTES, gap, format="json").status_code == 409
    nobody = {**body, "replaces": made.json()["id"], "steps": [{**STEP, "role": "no_such_role"}]}
    assert api.post(ROUTES, nobody, format="json").status_code == 400
    assert Route.objects.get(document_kind="expense_claim", retired_at=None, department=None).pk == made.json()["id"]
    assert signed_in(APIClient(), outsider).get(ROUTES).json()["results"] == []


@pytest.mark.rule("APR-05")
def test_a_task_tells_what_is_left_of_the_budget(manager, finance_officer, division_manager, gm, owner, company):
    budgets.open_year(2026)
    travel = budgets.leaf_category(name_zh="出差费用")
    budgets.appropriate(company.service, travel, {1: "1000.00"})
    claim = make.submitted_claim(owner, make.claim_line(travel, "300.00"))
    caller = signed_in(APIClient(), manager)

    row = caller.get("/api/v1/approval-tasks/").json()["results"][0]

    assert (row["number"], [(one["this"], one["left"], one["short"]) for one in row["impacts"]]) == (
        claim.number, [("300.00", "700.00", "0.00")],
    )  # fmt: skip
    whole = caller.get(f"/api/v1/approval-tasks/{row['id']}/").json()
    assert whole["consequence"]
    assert whole["return_steps"] == []
    caller.post(f"/api/v1/approval-tasks/{row['id']}/approve/", {}, format="json")
    finance = signed_in(APIClient(), finance_officer)
    second = finance.get("/api/v1/approval-tasks/").json()["results"][0]
    steps = finance.get(f"/api/v1/approval-tasks/{second['id']}/").json()["return_steps"]
    assert [step["name"] for step in steps] == [row["step"]]


@pytest.mark.rule("APR-13")
def test_measures_are_asked_and_only_by_who_sees_routes(api, manager):
    told = api.post("/api/v1/approval-measures/", {"document_kind": "expense_claim"}, format="json")

    assert told.status_code == 200
    assert told.json() == {"steps": [], "waiting": [], "authors": [], "running": 0, "stuck": 0}
    assert signed_in(APIClient(), manager).post("/api/v1/approval-measures/", {}, format="json").status_code == 403
