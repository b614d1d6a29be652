"""The API decides through the same door as the pages (GEN-17)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from rest_framework.test import APIClient

from approvals import services
from approvals.models import Decision
from tests.approvals.conftest import KIND
from tests.factories.approvals import by_manager, by_role, decide, route, task_for
from tests.factories.organization import actor_of, member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
TASKS, CASES = "/api/v1/approval-tasks/", "/api/v1/approval-cases/"


@pytest.fixture
def case(slips, company, owner, manager, finance_officer):
    route(KIND, by_manager(), by_role("finance"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    return services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)


@pytest.fixture
def api(manager, signed_in) -> APIClient:
    return signed_in(APIClient(), manager)


@pytest.mark.rule("GEN-17")
def test_the_list_is_what_waits_for_me(api, case, manager, signed_in, outsider):
    mine = api.get(TASKS).json()["results"]
    others = signed_in(APIClient(), outsider).get(TASKS).json()["results"]

    assert [(row["number"], row["amount"], row["currency"]) for row in mine] == [("SLP-2026-0001", "1200.00", "CNY")]
    assert others == []


@pytest.mark.rule("GEN-17")
@pytest.mark.parametrize(("move", "verdict"), [("approve", "APPROVE"), ("return", "RETURN"), ("reject", "REJECT")])
def test_the_three_verdicts_are_moves(api, case, manager, move, verdict):
    task = task_for(case, manager)

    answer = api.post(f"{TASKS}{task.pk}/{move}/", {"reason": "因为", "version": 1}, format="json")

    assert (answer.status_code, answer.json()["state"]) == (200, "DECIDED")
    assert Decision.objects.get().verdict == verdict


@pytest.mark.rule("GEN-04")
def test_a_second_decision_is_refused_with_its_code(api, case, manager):
    task = task_for(case, manager)
    decide(case, manager)

    answer = api.post(f"{TASKS}{task.pk}/approve/", {"reason": ""}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "already_decided")


@pytest.mark.rule("GEN-06")
def test_a_rejection_needs_its_reason(api, case, manager):
    answer = api.post(f"{TASKS}{task_for(case, manager).pk}/reject/", {"reason": ""}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "reason_missing")


def test_somebody_elses_task_is_not_to_be_seen(case, manager, outsider, signed_in):
    client = signed_in(APIClient(), outsider)

    assert client.get(f"{TASKS}{task_for(case, manager).pk}/").status_code == 404
    assert client.post(f"{TASKS}{task_for(case, manager).pk}/approve/", {}, format="json").status_code == 404


@pytest.mark.rule("GEN-04")
def test_the_same_key_decides_once(api, case, manager):
    url = f"{TASKS}{task_for(case, manager).pk}/approve/"

    answers = [api.post(url, {"reason": ""}, format="json", HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Decision.objects.count() == 1


def test_a_case_shows_steps_and_decisions_to_those_who_see_all(case, manager, gm, outsider, signed_in):
    decide(case, manager)

    seen = signed_in(APIClient(), gm).get(f"{CASES}{case.pk}/").json()
    unseen = signed_in(APIClient(), outsider).get(f"{CASES}{case.pk}/")

    assert [step["state"] for step in seen["steps"]] == ["PASSED", "CURRENT"]
    assert seen["steps"][0]["decisions"][0]["decided_by_name"] == "马国强"
    assert unseen.status_code == 404


def test_cases_are_found_by_document(case, gm, signed_in):
    client = signed_in(APIClient(), gm)

    found = client.get(CASES, {"document_kind": KIND, "document": case.subject_id, "state": "RUNNING"}).json()

    assert [row["id"] for row in found["results"]] == [case.pk]


@pytest.mark.rule("APR-11", "GEN-17")
def test_finance_looks_again_for_a_decider_where_nobody_could(slips, company, owner, finance_manager, signed_in):
    route(KIND, by_role("finance"))
    slip = slips.add(department_id=company.service.pk, makers=frozenset({owner.pk}))
    stuck = services.start(kind=KIND, document_id=slip.id, actor=actor_of(owner), at=AT)
    head = signed_in(APIClient(), finance_manager)

    still = head.post(f"{CASES}{stuck.pk}/resume/")
    found = member(company.company, "finance", company_wide=True)
    goes_on = head.post(f"{CASES}{stuck.pk}/resume/")

    assert [step["state"] for step in still.json()["steps"]] == ["STUCK"]
    assert [task["person"] for step in goes_on.json()["steps"] for task in step["tasks"]] == [found.pk]
    assert signed_in(APIClient(), owner).post(f"{CASES}{stuck.pk}/resume/").status_code == 404


@pytest.mark.rule("APR-05", "GEN-17")
def test_a_task_is_handed_over(api, case, manager, gm, signed_in):
    url = f"{TASKS}{task_for(case, manager).pk}/hand-over/"

    answer = api.post(url, {"person": gm.pk, "reason": "出差", "version": 1}, format="json")
    again = api.post(url, {"person": gm.pk, "reason": "出差"}, format="json")
    received = signed_in(APIClient(), gm).get(TASKS).json()["results"]

    assert (answer.status_code, answer.json()["state"]) == (200, "HANDED")
    assert (again.status_code, again.json()["code"]) == (409, "handed_over")
    assert [row["handed_over_by"] for row in received] == [manager.pk]


@pytest.mark.rule("APR-05", "GEN-17")
def test_an_unfit_person_is_refused_with_a_code(api, case, manager, outsider, owner):
    url = f"{TASKS}{task_for(case, manager).pk}/hand-over/"

    codes = [
        api.post(url, body, format="json").json()["code"]
        for body in (
            {"person": outsider.pk, "reason": "出差"},
            {"person": 987654, "reason": "出差"},
            {"person": outsider.pk, "reason": ""},
        )
    ]

    assert codes == ["cannot_decide", "cannot_decide", "reason_missing"]


@pytest.mark.rule("APR-05", "GEN-17")
def test_an_approver_is_added_before(api, case, manager, gm, signed_in):
    task = task_for(case, manager)
    body = {"people": [gm.pk], "where": "BEFORE", "mode": "ANY", "reason": "请把关"}

    answer = api.post(f"{TASKS}{task.pk}/add-approver/", body, format="json")
    shown = signed_in(APIClient(), gm).get(f"{CASES}{case.pk}/").json()["steps"]

    assert (answer.status_code, answer.json()["state"]) == (200, "PAUSED")
    assert [(step["added"], step["added_by"], step["state"], step["mode"]) for step in shown[:2]] == [
        ("BEFORE", manager.pk, "CURRENT", "ANY"),
        ("", None, "AHEAD", "ANY"),
    ]
    bad = api.post(f"{TASKS}{task.pk}/add-approver/", {**body, "mode": "IN_ORDER"}, format="json")
    assert bad.status_code == 400


@pytest.mark.rule("APR-05", "GEN-17")
def test_a_return_can_name_an_earlier_step(case, manager, finance_officer, gm, signed_in):
    decide(case, manager)
    client = signed_in(APIClient(), finance_officer)
    step = signed_in(APIClient(), gm).get(f"{CASES}{case.pk}/").json()["steps"][0]["id"]
    url = f"{TASKS}{task_for(case, finance_officer).pk}/return/"

    wrong = client.post(url, {"reason": "因为", "step": 987654}, format="json")
    answer = client.post(url, {"reason": "因为", "step": step}, format="json")

    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_a_step_to_return_to")
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.state == "RUNNING"
    assert task_for(case, manager).step.replaces_id == step
