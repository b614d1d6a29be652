"""`spend-requests` and `expense-claims`: the same services, refusals and words as the pages (GEN-17)."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from expenses.models import Claim, SpendRequest
from tests.factories import budgets
from tests.factories import expenses as make
from tests.factories.organization import signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-17"),
    pytest.mark.usefixtures("manager", "finance_officer", "division_manager", "gm"),
]
REQUESTS, CLAIMS = "/api/v1/spend-requests/", "/api/v1/expense-claims/"


@pytest.fixture(autouse=True)
def _this_year(company, travel):
    today = timezone.localdate()
    if today.year != 2026:
        budgets.open_year(today.year)
        budgets.appropriate(company.service, travel, {1: "20000.00"}, year=today.year)


@pytest.fixture
def call(client, owner):
    """Sends JSON as the owner; the status and the answer."""
    signed_in(client, owner)

    def send(path, body=None, method="post", **headers):
        answer = client.generic(
            method.upper(), path, json.dumps(body or {}), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    return send


def claim_body(company, travel, amount="1960.00", **more):
    line = {
        "category": travel.pk,
        "description": "住宿",
        "expense_date": timezone.localdate().isoformat(),
        "amount": amount,
        "tax_rate": "0.06",
    }
    return {"department": company.service.pk, "title": "差旅", "lines": [line], **more}


def request_body(company, travel, amount="500.00", **more):
    today = timezone.localdate()
    return {
        "department": company.service.pk,
        "title": "外训",
        "expected_date": today.isoformat(),
        "end_date": (today + timedelta(days=9)).isoformat(),
        "lines": [{"category": travel.pk, "description": "培训费", "amount": amount}],
        **more,
    }


def test_a_claim_is_made_submitted_and_withdrawn(call, company, travel):
    status, made = call(CLAIMS, claim_body(company, travel))
    assert status == 201
    assert (made["state"], made["total"], made["currency"]) == ("DRAFT", "1960.00", "CNY")
    assert made["lines"][0]["tax_amount"] == "110.94"

    status, sent = call(f"{CLAIMS}{made['id']}/submit/", {"version": made["version"]})
    assert (status, sent["state"], sent["lines"][0]["held"]) == (200, "IN_REVIEW", "1960.00")
    assert sent["number"].startswith("EXP-")

    status, back = call(f"{CLAIMS}{made['id']}/withdraw/")
    assert (status, back["state"], back["lines"][0]["held"]) == (200, "DRAFT", "0.00")


def test_a_change_keeps_what_is_not_sent_and_refuses_a_stale_version(call, company, travel):
    _status, made = call(CLAIMS, claim_body(company, travel))
    address = f"{CLAIMS}{made['id']}/"

    status, changed = call(address, {"title": "差旅二", "version": made["version"]}, method="patch")
    stale, refused = call(address, {"title": "差旅三", "version": made["version"]}, method="patch")

    assert (status, changed["title"], changed["lines"][0]["id"]) == (200, "差旅二", made["lines"][0]["id"])
    assert (stale, refused["code"]) == (409, "stale_document")


@pytest.mark.parametrize("lines", [[{}], [{"amount": "5.00"}], [None], "x", [{"amount": "-5.00"}]])
@pytest.mark.parametrize("path", [REQUESTS, CLAIMS])
def test_a_change_sends_whole_lines(call, company, travel, path, lines):
    body = claim_body(company, travel) if path == CLAIMS else request_body(company, travel)
    _status, made = call(path, body)

    status, refused = call(f"{path}{made['id']}/", {"lines": lines}, method="patch")

    assert status == 400
    assert any(name.startswith("lines") for name in refused["fields"])


@pytest.mark.rule("LED-05b")
@pytest.mark.rule("LED-09")
def test_the_check_tells_without_holding_what_submitting_refuses(call, company, travel):
    status, told = call(f"{CLAIMS}check/", claim_body(company, travel, "20000.01"))
    key, line = told["keys"][0], told["lines"][0]
    assert (status, told["outcome"], key["available"], key["short"]) == (200, "STOP", "20000.00", "0.01")
    assert (line["available"], line["asked"], line["outcome"]) == ("20000.00", "20000.01", "STOP")
    assert make.figures(company.service, travel) == (0, 0)

    _status, made = call(CLAIMS, claim_body(company, travel, "20000.01"))
    status, refused = call(f"{CLAIMS}{made['id']}/submit/")
    assert (status, refused["code"]) == (409, "insufficient_budget")
    assert (refused["params"]["asked"], refused["params"]["available"]) == ("20000.01", "20000.00")
    assert Claim.objects.get().state == "DRAFT"


@pytest.mark.rule("EXP-01")
def test_a_request_lives_through_the_api(call, company, travel):
    _status, made = call(REQUESTS, request_body(company, travel))
    address = f"{REQUESTS}{made['id']}/"
    call(f"{address}submit/")
    make.approve(SpendRequest.objects.get(), at=timezone.now())

    line = made["lines"][0]["id"]
    body = {"lines": [{"line": line, "amount": "-100.00"}], "reason": "用不完"}
    status, cut = call(f"{address}top-up/", body)
    assert (status, cut["total"], cut["lines"][0]["held"]) == (200, "400.00", "400.00")

    status, refused = call(f"{address}cancel/", {"reason": ""})
    assert (status, refused["code"]) == (400, "reason_missing")

    status, closed = call(f"{address}close/", {"version": cut["version"]})
    assert (status, closed["state"], closed["lines"][0]["held"]) == (200, "CLOSED", "0.00")
    assert make.figures(company.service, travel) == (0, 0)


@pytest.mark.rule("GEN-04")
def test_the_same_key_makes_one_claim(call, company, travel):
    body = claim_body(company, travel)

    first = call(CLAIMS, body, **{"Idempotency-Key": "k-1"})
    again = call(CLAIMS, body, **{"Idempotency-Key": "k-1"})
    other, _answer = call(CLAIMS, body | {"title": "其他"}, **{"Idempotency-Key": "k-1"})

    assert first == again
    assert other == 422
    assert Claim.objects.get().total == Decimal("1960.00")


def test_without_a_tax_rate_the_categorys_usual_one_holds(call, company, travel):
    travel.default_tax_rate = Decimal("0.09")
    travel.save()
    body = claim_body(company, travel)
    del body["lines"][0]["tax_rate"]

    _status, made = call(CLAIMS, body)

    assert made["lines"][0]["tax_rate"] == "0.09"
