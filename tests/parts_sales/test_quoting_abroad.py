"""Who quotes abroad: the foreign clerks, whom domestic ones hand over to (PSL-10, PSL-40, decision 0209)."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed
from customers.models import Customer
from organization.models import Person, Role, RoleAssignment
from parts_sales.choices import QuoteState
from parts_sales.models import Part, Quote
from parts_sales.quote_errors import NotAbroad
from parts_sales.selectors import desk
from parts_sales.services import applications, inquiries, quote_answers, quotes
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-40"), pytest.mark.rule("PSL-10")]
AT = offers.AT


@pytest.fixture
def seller(company: cast.Tree) -> Person:
    return cast.member(company.service, "foreign_service_clerk", name_zh="周敏")


@pytest.fixture
def buyer(seller: Person) -> Customer:
    return serving.customer(seller, "Hans Werkzeug", region="FOREIGN", country="Germany")


@pytest.fixture
def bearing(clerk: Person) -> Part:
    made = stores.part(clerk, "20-4410", "主轴轴承组 P4")
    stores.price(made, "1000.00")
    return made


@pytest.fixture
def reviewed(seller: Person, manager: Person, company: cast.Tree, buyer: Customer, bearing: Part) -> Quote:
    """For abroad, at list, to be sent."""
    cast.member(company.service, "deputy_manager", name_zh="冯刚")
    return offers.reviewed(seller, offers.line(bearing), customer=buyer, incoterm="FOB")


def test_a_domestic_clerk_makes_no_quote_for_abroad_and_a_foreign_one_also_at_home(clerk, seller, buyer, bearing):
    with pytest.raises(NotAbroad):
        offers.draft(clerk, offers.line(bearing), customer=buyer, incoterm="FOB")

    assert not Quote.objects.exists()
    assert offers.draft(seller, offers.line(bearing), customer=buyer, incoterm="FOB").region == "FOREIGN"
    assert offers.draft(seller, offers.line(bearing), customer=serving.customer(clerk)).region == "DOMESTIC"


def test_no_quote_at_home_is_turned_into_one_for_abroad(clerk, buyer, bearing):
    made = offers.draft(clerk, offers.line(bearing))
    draft = offers.head(buyer, offers.line(bearing), incoterm="FOB")

    with pytest.raises(NotAbroad):
        quotes.change_quote(quote_id=made.pk, draft=draft, version=made.version, actor=actor_of(clerk), at=AT)

    assert Quote.objects.get(pk=made.pk).region == "DOMESTIC"


def test_a_domestic_clerk_carries_no_quote_for_abroad_on(clerk, seller, reviewed):
    act = {"quote_id": reviewed.pk, "actor": actor_of(clerk), "at": AT}

    for refused in (
        lambda: quote_answers.send_quote(way="FAX", **act),
        lambda: quotes.revise_quote(reason="降价", **act),
        lambda: quotes.lose_quote(reason="不要了", **act),
        lambda: quotes.copy_quote(**act),
        lambda: applications.apply_for_prices(reason="首单", **act),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert Quote.objects.get().state == QuoteState.APPROVED
    sent = quote_answers.send_quote(quote_id=reviewed.pk, way="FAX", actor=actor_of(seller), at=AT)
    with pytest.raises(NotAllowed):
        offers.confirm(sent, clerk)
    assert offers.confirm(sent, seller).region == "FOREIGN"


def test_pages_and_api_say_whose_it_is(client: Client, clerk, buyer, bearing, reviewed):
    signed_in(client, clerk)
    body = {"customer": buyer.pk, "lines": [{"part": bearing.pk, "quantity": "1"}]}

    page = client.get(reverse("parts_sales:quote_create") + f"?customer={buyer.pk}")
    found = client.get(reverse("parts_sales:quote_create"))
    refused = client.post("/api/v1/quotes/", body, content_type="application/json")

    assert page.status_code == 403
    assert "报价由外贸服务内勤负责" in page.content.decode()
    assert buyer.pk not in {one.pk for one in found.context["found"]}
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert "外贸服务内勤" in refused.json()["detail"]
    shown = client.get(reverse("parts_sales:quote_detail", args=[reviewed.pk]))
    assert shown.status_code == 200
    assert reverse("parts_sales:quote_send", args=[reviewed.pk]) not in shown.content.decode()
    customer_page = client.get(reverse("customers:customer_detail", args=[buyer.pk])).content.decode()
    assert reverse("parts_sales:quote_create") + f"?customer={buyer.pk}" not in customer_page


def test_an_inquiry_from_abroad_is_handed_to_who_quotes_there(clerk, seller, buyer):
    asked = {"way": "EMAIL", "wanted": "轴承两套", "received_at": AT, "customer_id": buyer.pk, "at": AT}

    with pytest.raises(InvalidInput) as refused:
        inquiries.record_inquiry(**asked, actor=actor_of(clerk))
    made = inquiries.record_inquiry(**asked, actor=actor_of(clerk), handed_to_id=seller.pk)

    assert (refused.value.at_fields(), "周敏" in str(refused.value)) == (("handed_to",), True)
    assert made.handed_to == seller


def test_what_waits_abroad_lies_on_the_foreign_clerks_desk(clerk, seller, buyer, reviewed):
    inquiries.record_inquiry(
        way="EMAIL", wanted="轴承", received_at=AT, customer_id=buyer.pk, at=AT, actor=actor_of(seller)
    )

    def waiting(person):
        return {one.code: one.count for one in desk.groups(actor_of(person), on=AT.date()) if one.count}

    assert waiting(seller) == {"inquiries": 1, "to_send": 1}
    assert waiting(clerk) == {}


def test_who_quoted_abroad_before_goes_on(company: cast.Tree, clerk: Person, seller: Person, buyer: Customer, bearing):
    other = cast.member(company.service, "service_clerk", name_zh="何静")
    Role.objects.create(code="counter", name_zh="柜台", permissions=["parts.make_quote"], position=99)
    foreign = Role.objects.get(code="foreign_service_clerk")
    Role.objects.filter(pk=foreign.pk).update(permissions=sorted({*foreign.permissions} - {"parts.quote_abroad"}))
    made = offers.draft(clerk, offers.line(bearing))
    Quote.objects.filter(pk=made.pk).update(region="FOREIGN", customer=buyer, created_at=timezone.now())

    import_module("parts_sales.migrations.0104_quotes_abroad").part(apps, None)

    def can(code):
        return "parts.quote_abroad" in Role.objects.get(code=code).permissions

    assert {code: can(code) for code in ("service_clerk", "foreign_service_clerk", "counter")} == {
        "service_clerk": False, "foreign_service_clerk": True, "counter": True,
    }  # fmt: skip
    granted = RoleAssignment.objects.filter(role__code="foreign_service_clerk").values_list("person", flat=True)
    assert set(granted) == {seller.pk, clerk.pk}
    assert other.pk not in granted
