"""What a quote refuses, naming the field, on pages and by the API alike (PSL-12, GEN-17)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Customer
from organization.models import Person
from parts_sales.models import Part, Quote
from parts_sales.quote_errors import OnlyAbroad
from parts_sales.services import quotes
from tests.factories import budgets as money
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-12")]


@pytest.fixture
def bearing(clerk: Person) -> Part:
    made = stores.part(clerk, "20-4410", "主轴轴承组 P4")
    stores.price(made, "6480.00")
    return made


@pytest.fixture
def customer(clerk: Person) -> Customer:
    return serving.customer(clerk, "沈阳恒通机械有限公司")


@pytest.fixture
def seller(company: cast.Tree) -> Person:
    return cast.member(company.service, "foreign_service_clerk", name_zh="周敏")


@pytest.fixture
def buyer(seller: Person) -> Customer:
    return serving.customer(seller, "Hans Werkzeug", region="FOREIGN", country="Germany", incoterm="FOB")


def call(person: Person, path: str, body: dict, method: str = "post"):
    client = signed_in(Client(), person)
    answer = getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({"quantity": "0"}, "quote_quantity_missing", "lines.1.quantity"),
        ({"quantity": "-2"}, "quote_quantity_missing", "lines.1.quantity"),
        ({"quantity": "999999999.999"}, "quote_amount_too_large", "lines.1.quantity"),
        ({"quantity": "1", "part": 999_999}, "part_missing", "lines.1.part"),
    ],
)
def test_the_api_names_the_field_of_the_line(clerk, customer, bearing, line, code, field):
    lines = [{"part": bearing.pk, "quantity": "1"}, {"part": bearing.pk} | line]

    status, refused = call(clerk, "quotes/", {"customer": customer.pk, "lines": lines})

    assert (status, refused["code"], list(refused["fields"])) == (400, code, [field])
    assert refused["fields"][field] == [refused["detail"]]
    assert not Quote.objects.exists()


def test_a_price_in_parts_of_a_yen_is_refused_with_its_currency(seller, buyer, bearing):
    money.exchange_rate("JPY", "0.05", on=date(2026, 9, 1))
    lines = [{"part": bearing.pk, "quantity": "1", "unit_price": "10.50"}]

    status, refused = call(seller, "quotes/", {"customer": buyer.pk, "currency": "JPY", "lines": lines})

    assert (status, refused["code"]) == (400, "quote_price_impossible")
    assert list(refused["fields"]) == ["lines.0.unit_price"]


@pytest.mark.parametrize("quantity", ["0", "-2", "０"])
def test_the_page_says_at_the_quantity_that_it_is_none(client: Client, clerk, customer, bearing, quantity):
    signed_in(client, clerk)
    data = {
        "customer": customer.pk, "valid_until": "2027-01-31", "freight_payer": "BUYER", "expected_freight": "0",
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-kind": "GOODS", "lines-0-part": "20-4410",
        "lines-0-quantity": quantity, "lines-0-unit_price": "6480.00", "request_key": "k1", "action": "save",
    }  # fmt: skip

    refused = client.post(reverse("parts_sales:quote_create"), data)
    sums = client.post(reverse("parts_sales:quote_check"), data)

    assert refused.status_code == 422
    assert refused.context["lines"].forms[0].errors == {"quantity": ["请填写大于 0 的数量。"]}
    assert sums.context["check"].count == 0  # not counted as one
    assert not Quote.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("currency", "USD"), ("incoterm", "FOB"), ("incoterm_place", "Dalian")])
def test_what_only_offers_abroad_say_is_refused_at_home(clerk, customer, bearing, field, value):
    body = {"customer": customer.pk, "lines": [{"part": bearing.pk, "quantity": "1"}]}

    status, refused = call(clerk, "quotes/", body | {field: value})

    assert (status, refused["code"], list(refused["fields"])) == (400, "only_abroad", [field])
    assert not Quote.objects.exists()
    status, made = call(clerk, "quotes/", body | {"currency": "CNY", "incoterm": ""})
    assert (status, made["currency"]) == (201, "CNY")
    status, refused = call(clerk, f"quotes/{made['id']}/", {field: value, "version": made["version"]}, "patch")
    assert (status, list(refused["fields"])) == (400, [field])
    draft = offers.head(customer, offers.line(bearing), **{field: value})
    with pytest.raises(OnlyAbroad):
        quotes.create_quote(draft=draft, actor=actor_of(clerk), at=offers.AT)


def test_a_draft_that_goes_to_a_customer_at_home_after_all_is_in_the_base_currency(seller, buyer, customer, bearing):
    money.exchange_rate("USD", "7.1", on=date(2026, 9, 1))
    lines = [{"part": bearing.pk, "quantity": "1", "unit_price": "900.00"}]
    body = {"customer": buyer.pk, "currency": "USD", "incoterm": "CIF", "lines": lines}
    _status, made = call(seller, "quotes/", body)

    status, changed = call(
        seller, f"quotes/{made['id']}/", {"customer": customer.pk, "version": made["version"]}, "patch"
    )

    assert (status, changed["currency"], changed["incoterm"], changed["region"]) == (200, "CNY", "", "DOMESTIC")
