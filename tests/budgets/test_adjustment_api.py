"""`adjustments`: drafted, checked, submitted and read by other systems, with the words of the pages (GEN-17, BUD-32)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from budgets.models import Adjustment, Period
from tests.factories import adjustments as make
from tests.factories import budgets as money

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("GEN-17"),
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]
URL = "/api/v1/adjustments/"
CHECK = f"{URL}check/"


@pytest.fixture
def travel(company):
    money.open_year(2026)
    made = money.leaf_category("出差费用")
    money.appropriate(company.service, made, per_month="1000.00")
    return made


@pytest.fixture
def client(manager, signed_in):
    return signed_in(APIClient(), manager)


def body(company, category, amount="6200.00", kind="SUPPLEMENT", **more):
    line = {"category": category.pk, "period": money.period(9).pk, "amount": amount}
    given = {
        "department": company.service.pk,
        "adjustment_kind": kind,
        "title": "差旅追加",
        "purpose": "现场返修",
        "criteria": "批准后发生",
        "lines": [line],
    }
    return given | more


def attached(client, made):
    """A paper put on it by API."""
    given = {"document_kind": "budget_adjustment", "document": made["id"], "file": make.paper()}
    return client.post("/api/v1/attachments/", given, format="multipart")


def test_an_adjustment_is_drafted_changed_and_submitted(client, company, travel):
    made = client.post(URL, body(company, travel), format="json")
    shown = made.json()

    changed = client.patch(f"{URL}{shown['id']}/", {"version": shown["version"], "title": "差旅追加二"}, format="json")
    stale = client.patch(f"{URL}{shown['id']}/", {"version": shown["version"], "title": "三"}, format="json")
    paper = attached(client, shown)
    sent = client.post(f"{URL}{shown['id']}/submit/", {"version": changed.json()["version"]}, format="json")

    assert paper.status_code == 201, paper.json()
    assert made.status_code == 201, shown
    assert (shown["total"], shown["currency"], shown["lines"][0]["month"]) == ("6200.00", "CNY", "2026-09")
    assert (changed.json()["title"], len(changed.json()["lines"])) == ("差旅追加二", 1)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_document")
    assert (sent.status_code, sent.json()["state"], sent.json()["number"]) == (200, "IN_REVIEW", "ADJ-2026-0001")


def test_the_same_key_makes_one(client, company, travel):
    headers = {"Idempotency-Key": "k-1"}

    first, second = (client.post(URL, body(company, travel), format="json", headers=headers) for _ in range(2))
    other = client.post(URL, body(company, travel, title="其他"), format="json", headers=headers)

    assert first.json()["id"] == second.json()["id"]
    assert other.status_code == 422
    assert Adjustment.objects.count() == 1


def test_a_check_tells_before_and_after_and_keeps_nothing(client, company, travel):
    found = client.post(f"{URL}check/", body(company, travel, "-200.00", "CUT"), format="json").json()
    wrong = client.post(f"{URL}check/", body(company, travel, "200.00", "CUT"), format="json").json()

    (impact,) = found["impacts"]
    assert (found["problem"], found["taken"]) == ("", "200.00")
    assert (impact["budget_before"], impact["budget_after"]) == ("12000.00", "11800.00")
    assert (impact["available_before"], impact["available_after"]) == ("9000.00", "8800.00")
    assert (wrong["problem"], bool(wrong["why"])) == ("only_takes", True)
    assert not Adjustment.objects.exists()


@pytest.mark.rule("QLT-53")
@pytest.mark.parametrize("number", [999_999, 2**31, 2**63 - 1])
def test_a_check_says_that_a_period_does_not_exist(client, company, travel, number):
    line = {"category": travel.pk, "period": number, "amount": "1.00"}
    made, checked = (client.post(path, body(company, travel, lines=[line]), format="json") for path in (URL, CHECK))

    assert (checked.status_code, checked.json()) == (made.status_code, made.json())
    assert (checked.status_code, checked.json()["detail"]) == (400, "该月份不存在。")


@pytest.mark.rule("QLT-53")
def test_a_cut_says_that_its_amounts_are_below_zero(client, company, travel):
    told = client.post(CHECK, body(company, travel, "200.00", "CUT"), format="json").json()

    assert told["problem"] == "only_takes"
    assert "负数" in told["why"]


def test_money_is_not_transferred_to_where_it_stands(client, company, travel):
    lines = [{"category": travel.pk, "period": money.period(9).pk, "amount": amount} for amount in ("-1.00", "1.00")]
    itself = body(company, travel, kind="TRANSFER", lines=lines)
    made = client.post(URL, itself, format="json").json()

    told = client.post(CHECK, itself, format="json").json()
    refused = client.post(f"{URL}{made['id']}/submit/", format="json")
    lines[1]["period"] = money.period(10).pk
    later = client.post(CHECK, itself, format="json").json()

    assert told["problem"] == "to_itself"
    assert (refused.status_code, refused.json()["code"]) == (409, "adjustment_incomplete")
    assert refused.json()["detail"] == told["why"]
    assert later["problem"] == ""


ODD = [
    ("CUT", "-20000.00", {}, "insufficient_budget"),
    ("SUPPLEMENT", "1.00", {"purpose": " "}, "no_purpose"),
    ("SUPPLEMENT", "1.00", {"criteria": ""}, "no_criteria"),
    ("SUPPLEMENT", "1.00", {"lines": []}, "no_lines"),
    ("CARRY_OVER", "1.00", {}, "no_origin"),
]


@pytest.mark.rule("BUD-32", "QLT-53")
@pytest.mark.parametrize(("kind", "amount", "more", "problem"), ODD)
def test_a_check_says_what_submitting_would_say(client, company, travel, kind, amount, more, problem):
    """Not the shape of the lines alone: what is available, what is left out, and nothing of it is kept."""
    given = body(company, travel, amount, kind, **more)

    told = client.post(CHECK, given, format="json").json()
    assert not Adjustment.objects.exists()
    made = client.post(URL, given, format="json").json()
    refused = client.post(f"{URL}{made['id']}/submit/", {}, format="json")

    assert told["problem"] == problem
    assert (refused.status_code, refused.json()["detail"]) == (409, told["why"])


@pytest.mark.rule("BUD-32", "GEN-10")
def test_a_check_is_made_for_a_department_one_may_ask_for(client, company, travel):
    for department in (company.other.pk, 2**31):
        given = body(company, travel, department=department)
        made, told = (client.post(path, given, format="json") for path in (URL, CHECK))

        assert (told.status_code, told.json()) == (made.status_code, made.json())
        assert told.status_code in {400, 403, 409}


@pytest.mark.rule("BUD-32", "LED-04")
def test_a_check_says_that_a_month_is_closed(client, company, travel):
    Period.objects.filter(pk=money.period(9).pk).update(state="CLOSED")

    told = client.post(CHECK, body(company, travel), format="json").json()

    assert (told["problem"], bool(told["why"])) == ("period_closed", True)


@pytest.mark.rule("BUD-35")
def test_a_check_of_a_carry_over_shows_the_year_it_takes_from(client, company, travel):
    money.open_year(2027)
    line = {"category": travel.pk, "period": money.period(1, 2027).pk, "amount": "300.00"}
    line["from_period"] = money.period(12, 2026).pk

    found = client.post(CHECK, body(company, travel, kind="CARRY_OVER", lines=[line]), format="json").json()

    assert sorted(impact["change"] for impact in found["impacts"]) == ["-300.00", "300.00"], found


def test_what_a_rule_refuses_is_409_with_its_facts(client, company, travel):
    made = client.post(URL, body(company, travel, "-20000.00", "CUT"), format="json").json()

    refused = client.post(f"{URL}{made['id']}/submit/", {}, format="json")

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_budget")
    assert refused.json()["params"]["available"] == "9000.00"
    assert Adjustment.objects.get().state == "DRAFT"


def test_moves_and_filters(client, company, manager, travel):
    mine = make.submitted(manager, "SUPPLEMENT", make.line(company.service, travel, "1.00"))
    make.draft(manager, "CUT", make.line(company.service, travel, "-1.00"))

    withdrawn = client.post(f"{URL}{mine.pk}/withdraw/", {}, format="json")
    bare = client.post(f"{URL}{mine.pk}/cancel/", {}, format="json")
    given_up = client.post(f"{URL}{mine.pk}/cancel/", {"reason": "不再需要"}, format="json")
    cuts = client.get(URL, {"adjustment_kind": "CUT"}).json()

    assert withdrawn.json()["state"] == "DRAFT"
    assert (bare.status_code, bare.json()["code"]) == (400, "reason_missing")
    assert given_up.json()["state"] == "CANCELLED"
    assert [row["adjustment_kind"] for row in cuts["results"]] == ["CUT"]
    assert Decimal(cuts["results"][0]["total"]) == Decimal("1.00")
