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

    status, refused = call(f"{path}{made['id']}/", {"lines": lines, "version": made["version"]}, method="patch")

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


TOO_BIG = (2**31, 2**63 - 1, 2**63, 10**40)


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize("number", TOO_BIG)
@pytest.mark.parametrize("field", ["category", "project", "request_line", "id"])
def test_an_id_nothing_has_is_refused_in_a_sentence(call, company, travel, field, number):
    for path, body in ((REQUESTS, request_body(company, travel)), (CLAIMS, claim_body(company, travel))):
        if path == REQUESTS and field == "request_line":
            continue
        body["lines"][0][field] = number
        for address in (path, f"{path}check/") if field != "id" else (path,):
            status, refused = call(address, body)

            assert status == 400, (address, refused)
            assert list(refused["fields"]) == ([f"lines.0.{field}"] if number >= 2**63 else [])
            assert len(refused["detail"]) > 5


@pytest.mark.rule("QLT-42")
@pytest.mark.parametrize("number", [2**63, 10**40, -1])
def test_a_filter_by_an_id_nothing_can_have_is_refused_by_name(call, number):
    for path, name in ((REQUESTS, "department"), (CLAIMS, "request"), (CLAIMS, "created_by")):
        status, refused = call(f"{path}?{name}={number}", method="get")

        assert (status, list(refused["fields"])) == (400, [name])


@pytest.mark.rule("EXP-05")
@pytest.mark.rule("LED-05b")
def test_the_check_says_what_submitting_would_say(call, company, travel, freight):
    freight.needs_request = True
    freight.save()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    wrong = {
        "no_lines": claim_body(company, travel, lines=[]),
        "request_needed": claim_body(company, freight),
        "future_expense": claim_body(company, travel),
        "insufficient_budget": claim_body(company, travel, "20000.01"),
    }
    wrong["future_expense"]["lines"][0]["expense_date"] = tomorrow
    for code, body in wrong.items():
        _status, made = call(CLAIMS, body)
        _status, refused = call(f"{CLAIMS}{made['id']}/submit/")
        status, told = call(f"{CLAIMS}check/", body)

        assert (status, refused["code"], told["problem"]) == (200, code, {"code": code, "detail": refused["detail"]})
        assert told["outcome"] == ("STOP" if code == "insufficient_budget" else "REFUSED")
    assert call(f"{CLAIMS}check/", claim_body(company, travel))[1]["problem"] is None


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize("amount", ["99999999999999.99", "0.00"])
def test_the_check_refuses_the_amounts_that_making_refuses(call, company, travel, amount):
    for path, body in (
        (CLAIMS, claim_body(company, travel, amount)),
        (REQUESTS, request_body(company, travel, amount)),
    ):
        made, checked = call(path, body), call(f"{path}check/", body)

        assert made == checked
        assert made[0] == 400


@pytest.mark.rule("EXP-05")
def test_the_check_names_an_invoice_that_was_entered_before(call, company, travel):
    body = claim_body(company, travel)
    body["lines"][0] |= {"invoice_code": "ＡＢ－７７７", "invoice_number": "2631 2000"}
    _status, made = call(CLAIMS, body)
    body["lines"][0] |= {"invoice_code": "ab777", "invoice_number": "２６３１２０００"}

    status, refused = call(CLAIMS, body)
    _status, told = call(f"{CLAIMS}check/", body)

    assert (made["lines"][0]["invoice_code"], made["lines"][0]["invoice_number"]) == ("ＡＢ－７７７", "2631 2000")
    assert (status, refused["code"]) == (409, "duplicate_invoice")
    assert told["problem"] == {"code": "duplicate_invoice", "detail": refused["detail"]}
    assert told["keys"][0]["asked"] == "1960.00"


@pytest.mark.rule("EXP-01")
def test_a_request_that_ended_is_told_by_its_check(call, company, travel):
    past = (timezone.localdate() - timedelta(days=1)).isoformat()

    _status, told = call(f"{REQUESTS}check/", request_body(company, travel, expected_date=past, end_date=past))

    assert told["problem"]["code"] == "dates_reversed"
    assert told["lines"][0]["asked"] == "500.00"


@pytest.mark.rule("QLT-53")
@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_no_document_is_of_is_refused_in_a_sentence(call, company, travel, day):
    claim, request = claim_body(company, travel), request_body(company, travel, end_date=day)
    claim["lines"][0]["expense_date"] = day
    for path, body in ((CLAIMS, claim), (REQUESTS, request)):
        for address in (path, f"{path}check/"):
            status, refused = call(address, body)

            assert (status, refused["code"]) == (400, "day_out_of_range")
            assert day in refused["detail"]


@pytest.mark.rule("GEN-02")
@pytest.mark.parametrize("rate", ["1", "1.0000", "-0.01"])
def test_a_tax_rate_of_all_of_it_is_none(call, company, travel, rate):
    body = claim_body(company, travel)
    body["lines"][0]["tax_rate"] = rate

    status, refused = call(CLAIMS, body)

    assert (status, list(refused["fields"])) == (400, ["lines.0.tax_rate"])
    assert "0.13" in refused["fields"]["lines.0.tax_rate"][0]


@pytest.mark.rule("EXP-02")
def test_an_estimate_without_its_request_is_refused(call, company, travel, owner):
    request = make.approved_request(owner, make.request_line(travel), at=timezone.now(), **_days())
    other = make.approved_request(owner, make.request_line(travel), at=timezone.now(), **_days())
    named = request.lines.get().pk
    alone, elsewhere = claim_body(company, travel), claim_body(company, travel, request=other.pk)
    for body in (alone, elsewhere):
        body["lines"][0]["request_line"] = named

    for path in (CLAIMS, f"{CLAIMS}check/"):
        assert call(path, alone)[1]["code"] == "request_line_without_request"
        assert call(path, elsewhere)[1]["code"] == "request_line_elsewhere"
    _status, made = call(CLAIMS, claim_body(company, travel, request=request.pk))
    assert made["lines"][0]["request_line"] == named
    change = {"request": None, "version": made["version"]}
    status, moved = call(f"{CLAIMS}{made['id']}/", change, method="patch")
    assert (status, moved["lines"][0]["request_line"]) == (200, None)


@pytest.mark.rule("QLT-53")
def test_a_line_of_another_document_is_not_changed_from_here(call, company, travel):
    for path, body in ((REQUESTS, request_body(company, travel)), (CLAIMS, claim_body(company, travel))):
        _status, first = call(path, body)
        body["lines"][0]["id"] = first["lines"][0]["id"]

        status, refused = call(path, body)

        assert (status, refused["code"]) == (400, "line_elsewhere")
        assert "1" in refused["detail"]


@pytest.mark.rule("QLT-53")
def test_a_top_up_names_lines_of_its_request_and_each_once(call, company, travel, owner):
    request = make.approved_request(owner, make.request_line(travel), at=timezone.now(), **_days())
    other = make.approved_request(owner, make.request_line(travel), at=timezone.now(), **_days())
    address, line = f"{REQUESTS}{request.pk}/top-up/", request.lines.get().pk
    foreign = {"line": other.lines.get().pk, "amount": "1.00"}
    twice = [{"line": line, "amount": "1.00"}, {"line": line, "amount": "2.00"}]

    status, refused = call(address, {"lines": [foreign], "reason": "加价"})
    again, doubled = call(address, {"lines": twice, "reason": "加价"})

    assert (status, refused["code"]) == (400, "line_elsewhere")
    assert str(request) in refused["detail"]
    assert len(refused["detail"]) > len(str(request)) + 5
    assert (again, doubled["code"]) == (400, "line_twice")
    assert SpendRequest.objects.get(pk=request.pk).total == Decimal("100.00")


def _days():
    today = timezone.localdate()
    return {"expected_date": today, "end_date": today + timedelta(days=9)}
