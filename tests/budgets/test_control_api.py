"""`control-policies` and `control-overrides`: the control of departments, and leave to exceed it (GEN-17, LED-05)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from budgets.errors import InsufficientBudget
from budgets.models import ControlKey, ControlOverride, ControlPolicy
from core.models import AuditEvent
from tests.factories import budgets as make
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17", "LED-05")]
POLICIES, OVERRIDES = "/api/v1/control-policies/", "/api/v1/control-overrides/"


@pytest.fixture
def full(company):
    """A key whose budget of 100 is used up."""
    make.open_year()
    key = make.appropriate(company.service, make.leaf_category("备件"), {1: "100.00"})
    make.post(make.posting(company.service, key.category, 1, "100.00"))
    return make.key_of(company.service, key.category)


def post(person, url, body=None):
    return signed_in(APIClient(), person).post(url, body or {}, format="json")


def read(person, url, **query):
    return signed_in(APIClient(), person).get(url, query).json()["results"]


def leave(key, **more):
    expires_at = (timezone.now() + timedelta(days=9)).isoformat()
    return {"balance": key.pk, "month": 1, "amount": "50.00", "expires_at": expires_at, "reason": "抢修", **more}


def test_a_department_controls_a_category_its_own_way_until_that_ends(full, finance_officer):
    body = {"department": full.department_id, "category": full.category_id, "scope": "MONTH", "action": "WARN"}

    without = post(finance_officer, POLICIES, body)
    made = post(finance_officer, POLICIES, {**body, "reason": "试点"})
    again = post(finance_officer, POLICIES, {**body, "scope": "YEAR", "reason": "试点全年"})
    held = ControlKey.objects.get(pk=full.pk)
    ended = post(finance_officer, f"{POLICIES}{made.json()['id']}/end/", {"reason": "试点结束"})

    assert (without.status_code, without.json()["code"]) == (400, "reason_missing")
    assert (made.status_code, made.json()["scope"], made.json()["tolerance_amount"]) == (201, "MONTH", "0.00")
    assert (again.json()["id"], again.json()["scope"], again.json()["version"]) == (made.json()["id"], "YEAR", 2)
    assert (held.scope, held.action) == ("YEAR", "WARN")
    assert (ended.status_code, ended.json()["reason"]) == (200, "试点全年")
    assert not ControlPolicy.objects.exists()
    full = ControlKey.objects.get(pk=full.pk)
    assert (full.scope, full.action) == ("YEAR_TO_DATE", "STOP")
    assert AuditEvent.objects.get(code="category.own_policy_end").reason == "试点结束"


def test_leave_to_exceed_lets_that_much_through_until_it_ends(full, company, finance_manager):
    made = post(finance_manager, OVERRIDES, leave(full))
    assert (made.status_code, made.json()["amount"], made.json()["granted_by"]) == (201, "50.00", finance_manager.pk)

    make.post(make.posting(company.service, full.category, 1, "30.00"), at=timezone.now())
    ended = post(finance_manager, f"{OVERRIDES}{made.json()['id']}/end/", {"reason": "已补足"})
    twice = post(finance_manager, f"{OVERRIDES}{made.json()['id']}/end/", {"reason": "已补足"})

    assert ended.json()["ended_at"] is not None
    assert (twice.status_code, twice.json()["code"]) == (409, "override_ended")
    with pytest.raises(InsufficientBudget):
        make.post(make.posting(company.service, full.category, 1, "1.00"), at=timezone.now())
    assert [row["id"] for row in read(finance_manager, OVERRIDES, is_ended=True)] == [made.json()["id"]]


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"amount": "0.00"}, 400, "invalid"),
        ({"month": 13}, 400, "invalid"),
        ({"balance": 10**9}, 400, "invalid"),
        ({"reason": " "}, 400, "reason_missing"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 400, "invalid_input"),
    ],
)
def test_leave_that_makes_no_sense_is_refused(full, finance_manager, wrong, status, code):
    answer = post(finance_manager, OVERRIDES, leave(full, **wrong))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not ControlOverride.objects.exists()


@pytest.mark.rule("GEN-10")
def test_overrides_are_seen_with_their_balance_and_policies_by_who_sees_control(full, finance_manager, owner, outsider):
    override = post(finance_manager, OVERRIDES, leave(full)).json()

    assert [row["id"] for row in read(owner, OVERRIDES, balance=full.pk)] == [override["id"]]
    assert read(outsider, OVERRIDES) == []
    assert post(outsider, f"{OVERRIDES}{override['id']}/end/", {"reason": "x"}).status_code == 404
    assert post(owner, f"{OVERRIDES}{override['id']}/end/", {"reason": "x"}).status_code == 403
    assert post(owner, OVERRIDES, leave(full)).status_code == 403
    assert signed_in(APIClient(), owner).get(POLICIES).status_code == 403
    assert read(finance_manager, POLICIES) == []
    assert ControlOverride.objects.get().ended_at is None


@pytest.mark.rule("QLT-05")
@pytest.mark.parametrize("url", [POLICIES, OVERRIDES])
def test_the_number_of_statements_does_not_follow_the_rows(full, company, finance_manager, url):
    client = signed_in(APIClient(), finance_manager)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            found = client.get(url).json()["results"]
        return len(captured), len(found)

    make.own_policy(company.service, full.category)
    post(finance_manager, OVERRIDES, leave(full, amount="1.00"))
    statements()
    few, one = statements()
    for department in (company.other, company.team, company.division):
        make.own_policy(department, full.category)
        key = make.appropriate(department, make.leaf_category(), {1: "5.00"})
        post(finance_manager, OVERRIDES, leave(key, amount="1.00"))
    many, more = statements()

    assert (one, more) == (1, 4)
    assert many == few
