"""What finance keeps on the page of price rules, by the API: the same functions, rights and messages (GEN-17)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEvent
from organization.models import Person
from parts_sales.models import BankDetails, DiscountTier, PriceFigure
from parts_sales.selectors import prices as reads
from tests.factories.organization import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("GEN-17")]
TIERS = [
    {"upper": "20000.00", "share": "0.98"},
    {"upper": "100000.00", "is_inclusive": False, "share": "0.92"},
    {"share": "0.90"},
]


def calls(person: Person):
    """Calls of the API by a person: `get` with its answer, `post` with its status and answer."""
    client = signed_in(Client(), person)

    def get(path):
        return client.get(f"/api/v1/{path}").json()

    def post(path, body):
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        return answer.status_code, answer.json()

    return get, post


@pytest.mark.rule("PSL-12")
def test_finance_enters_bank_details_and_whoever_sees_the_page_reads_them(finance_officer: Person, clerk: Person):
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    _get, post = calls(finance_officer)
    old, new = ({"currency": "CNY", "text": text} for text in ("旧账户", "新账户"))

    status, made = post("bank-details/", old | {"start_date": today.isoformat()})
    post("bank-details/", new | {"start_date": tomorrow.isoformat()})

    assert (status, made["text"], made["entered_by"]) == (201, "旧账户", finance_officer.pk)
    get, post_of_clerk = calls(clerk)
    in_force = [get(f"bank-details/?currency=CNY&on={day}")["results"] for day in (today, tomorrow)]
    assert [[one["text"] for one in rows] for rows in in_force] == [["旧账户"], ["新账户"]]
    assert reads.bank_details_on(on=today, currency="CNY") == "旧账户"
    assert AuditEvent.objects.filter(code="price_rules.bank_details").count() == 2
    status, refused = post_of_clerk("bank-details/", old | {"start_date": today.isoformat()})
    assert (status, refused["code"], BankDetails.objects.count()) == (403, "not_allowed", 2)


@pytest.mark.rule("PSL-03")
def test_a_figure_begins_today_or_later_and_once(finance_officer: Person, clerk: Person):
    today = timezone.localdate()
    get, post = calls(finance_officer)
    body = {"code": "MINIMUM_MARGIN", "value": "0.12", "start_date": today.isoformat()}

    status, made = post("price-figures/", body)

    assert (status, made["value"]) == (201, "0.12")
    assert reads.figure_on("MINIMUM_MARGIN", on=today) == Decimal("0.12")
    assert [one["value"] for one in get(f"price-figures/?code=MINIMUM_MARGIN&on={today}")["results"]] == ["0.12"]
    assert {one["value"] for one in get("price-figures/?code=MINIMUM_MARGIN")["results"]} == {"0.12", "0.08"}
    twice = post("price-figures/", body)
    past = post("price-figures/", body | {"start_date": (today - timedelta(days=1)).isoformat()})
    assert [(status, answer["code"], list(answer["fields"])) for status, answer in (twice, past)] == [
        (409, "day_taken", ["start_date"]), (409, "day_past", ["start_date"]),
    ]  # fmt: skip
    assert post("price-figures/", body | {"value": "1.0", "code": "TAX_PARTS"})[0] == 400
    assert calls(clerk)[1]("price-figures/", body)[0] == 403
    assert PriceFigure.objects.filter(code="MINIMUM_MARGIN").count() == 2


@pytest.mark.rule("PSL-41")
def test_a_table_of_discounts_is_entered_whole_and_tried(finance_officer: Person, clerk: Person):
    today, tomorrow = timezone.localdate(), timezone.localdate() + timedelta(days=1)
    get, post = calls(finance_officer)

    status, made = post("discount-tables/", {"start_date": tomorrow.isoformat(), "tiers": TIERS})

    assert (status, [one["upper"] for one in made["tiers"]]) == (201, ["20000.00", "100000.00", None])
    assert [one["share"] for one in made["tiers"]] == ["0.98", "0.92", "0.9"]
    shares = [get(f"discount-tables/?on={day}")["results"][0]["tiers"][1]["share"] for day in (today, tomorrow)]
    assert shares == ["0.95", "0.92"]
    assert len(get("discount-tables/")["results"]) == 2
    _get, ask = calls(clerk)
    _status, found = ask("discount-tables/check/", {"value": "50000.00"})
    assert (found["share"], found["payable"]) == ("0.95", "47500.00")
    assert found["hint"] == {"more": "0.01", "value": "50000.01", "payable": "46000.01"}
    _status, later = ask("discount-tables/check/", {"value": "50000.00", "on": tomorrow.isoformat()})
    assert (later["share"], later["payable"], later["hint"]) == ("0.92", "46000.00", None)
    status, refused = ask("discount-tables/check/", {"value": "50000.00", "on": "2001-01-01"})
    assert (status, list(refused["fields"])) == (400, ["on"])


@pytest.mark.parametrize(
    "tiers", [[], TIERS[:2], [TIERS[2], TIERS[2]], [TIERS[0], TIERS[0], TIERS[2]], [{"share": "0"}], [{"share": "1.1"}]]
)
def test_a_table_that_makes_no_sense_is_refused(finance_officer: Person, tiers):
    _get, post = calls(finance_officer)
    before = DiscountTier.objects.count()

    status, _answer = post("discount-tables/", {"start_date": timezone.localdate().isoformat(), "tiers": tiers})

    assert (status, DiscountTier.objects.count()) == (400, before)


@pytest.mark.rule("ORG-08")
def test_what_each_role_grants_alone_is_read_by_who_opens_the_catalogue(clerk: Person, outsider: Person):
    get, _post = calls(clerk)

    found = {one["role"]: one["share"] for one in get("discount-authority/")["results"]}

    assert {role: found[role] for role in ("service_clerk", "deputy_manager", "department_manager")} == {
        "service_clerk": "0", "deputy_manager": "0.02", "department_manager": "0.05",
    }  # fmt: skip
    assert calls(outsider)[0]("discount-authority/")["code"] == "not_allowed"


@pytest.mark.parametrize("path", ["price-figures/", "discount-tables/", "bank-details/"])
def test_lists_ask_as_often_for_many_as_for_one(finance_officer: Person, path, django_assert_max_num_queries):
    get, post = calls(finance_officer)
    today = timezone.localdate()
    for ahead in range(4):
        day = (today + timedelta(days=ahead)).isoformat()
        post("price-figures/", {"code": "TAX_PARTS", "value": "0.1", "start_date": day})
        post("discount-tables/", {"start_date": day, "tiers": TIERS})
        post("bank-details/", {"currency": "USD", "text": f"账户 {ahead}", "start_date": day})
    get(path)  # what is counted once a minute

    with django_assert_max_num_queries(9):
        assert len(get(path)["results"]) > 3
