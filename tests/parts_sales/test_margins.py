"""What orders, customers, parts and months brought and cost, seen by who sees costs, of their departments (PSL-51)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from customers.models import Customer
from customers.services.merging import merge_customers
from parts_sales.selectors import results as selectors
from parts_sales.selectors.results import MarginQuestion
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-51")]
D = Decimal
STANDARD = D("0.08")


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


@pytest.fixture
def sold(hands):
    """One part with margin to one customer, twice; another one at a loss, without a known cost, and freight."""
    good, bad, dark = (stocked(hands.clerk) for _turn in range(3))
    first, second = serving.customer(hands.clerk, "沈阳恒通"), serving.customer(hands.clerk, "大连机床")
    for customer, lines in (
        (first, [sales.Piece(good, "2", "100.00", cost="80.00"), sales.Work("LABOUR", amount="30.00")]),
        (first, [sales.Piece(good, "1", "100.00", cost="80.00")]),
        (second, [sales.Piece(bad, "1", "90.00", cost="95.00"), sales.Piece(dark, "1", "10.00")]),
    ):
        order = sales.order_of(hands.clerk, lines, customer=customer, paid=True)
        go(hands, note_of(hands, order), until="TO_SHIP")
    return good, bad, dark


def rows(person, by, **asked):
    question = MarginQuestion(by=by, **asked)
    found = selectors.groups_found(actor_of(person), question, standard=STANDARD)
    return selectors.margin_rows(list(found), by, standard=STANDARD)


def shown(person, by, **asked):
    return [(row.label, row.result.revenue, row.result.cost, row.stands) for row in rows(person, by, **asked)]


def test_each_way_of_looking_adds_up_to_the_same(hands, sold):
    for by in (selectors.ORDER, selectors.CUSTOMER, selectors.PART, selectors.MONTH):
        found = rows(hands.manager, by)
        assert (sum(row.result.revenue for row in found), sum(row.result.cost for row in found)) == (D(430), D(335)), by


def test_customers_and_parts_stand_against_cover_cost_small_margin(hands, sold):
    good, bad, dark = sold

    assert shown(hands.manager, selectors.CUSTOMER) == [
        ("沈阳恒通", D("330.00"), D("240.00"), "MARGIN"),
        ("大连机床", D("100.00"), D("95.00"), "COVERED"),
    ]
    parts = {row.key: row for row in rows(hands.manager, selectors.PART)}
    assert (parts[good.pk].quantity, parts[bad.pk].stands) == (3, "LOSS")
    assert (parts[dark.pk].is_costed, parts[None].result.revenue) == (False, D("30.00"))


@pytest.mark.rule("CUS-01")
def test_what_a_merged_customer_brought_counts_for_the_one_that_goes_on(hands, sold):
    first, second = Customer.objects.get(name_zh="沈阳恒通"), Customer.objects.get(name_zh="大连机床")
    merge_customers(
        survivor_id=first.pk, merged_id=second.pk, reason="同一集团", version=None, actor=actor_of(hands.manager),
        at=timezone.now(),
    )  # fmt: skip

    for sort in ("", "name", "-revenue"):
        found = shown(hands.manager, selectors.CUSTOMER, sort=sort)
        assert found == [("沈阳恒通", D("430.00"), D("335.00"), "MARGIN")], sort
    narrowed = rows(hands.manager, selectors.PART, customer=first.pk)
    question = MarginQuestion(by=selectors.CUSTOMER)
    groups = selectors.groups_found(actor_of(hands.manager), question, standard=STANDARD)
    assert sum(row.result.revenue for row in narrowed) == 430
    assert selectors.group_count(actor_of(hands.manager), question, groups) == 1


@pytest.mark.parametrize(("only", "count"), [("LOSS", 1), ("COVERED", 0), ("MARGIN", 3), ("uncosted", 1)])
def test_only_some_are_asked_for(hands, sold, only, count):
    assert len(rows(hands.manager, selectors.PART, only=only)) == count


def test_the_documents_behind_a_part_are_its_notes(hands, sold):
    question = MarginQuestion(by=selectors.DOCUMENTS, part=sold[0].pk)

    found = selectors.documents_found(actor_of(hands.manager), question, standard=STANDARD)

    assert [(line.revenue, line.posting.note.note_kind) for line in found] == [(D(100), "SYSTEM"), (D(200), "SYSTEM")]


def test_the_page_counts_parts_alone_unless_asked_for_work_too(hands, sold):
    """What work costs comes with the expense claims: beside its revenue parts would seem to bring more."""
    client = signed_in(Client(), hands.manager)

    def total(**asked):
        return client.get(reverse("parts_sales:margin_list"), {"by": "month"} | asked).context["total"]

    assert [(total(what=what).revenue, total(what=what).cost) for what in ("", "work", "all")] == [
        (D(400), D(335)), (D(30), D(0)), (D(430), D(335)),
    ]  # fmt: skip
    assert called(hands.manager, what="parts").json()["total"]["revenue"] == "400.00"


def test_another_department_sees_nothing_and_who_sees_no_cost_is_shut_out(hands, sold, company):
    other = cast.member(company.other, "department_manager")
    assert rows(other, selectors.ORDER) == []

    assert signed_in(Client(), hands.clerk).get(reverse("parts_sales:margin_list")).status_code == 403


def test_the_month_leads_to_its_documents(hands, sold):
    today = timezone.localdate()
    page = signed_in(Client(), hands.manager).get(reverse("parts_sales:margin_list"), {"by": "month"})

    text = page.content.decode()
    assert f"{today:%Y-%m}" in text
    assert f"since={today.replace(day=1)}" in text
    assert "by=documents" in text


# --- API


def called(person, **asked):
    client = signed_in(Client(), person)
    return client.post(reverse("api:sales-results-margins"), asked, content_type="application/json")


@pytest.mark.rule("GEN-17")
@pytest.mark.parametrize("by", ["order", "customer", "part", "month"])
def test_the_api_groups_as_the_page_does(hands, sold, by):
    found = called(hands.manager, by=by, what="all").json()

    assert called(hands.manager, by=by).json()["total"]["revenue"] == "400.00", "parts alone, as on the page"
    assert found["total"] == {
        "revenue": "430.00", "cost": "335.00", "margin": "95.00", "share": "0.2209", "stands": "MARGIN",
        "is_costed": False,
    }  # fmt: skip
    assert (found["standard"], found["currency"], found["count"]) == ("0.0800", "CNY", len(rows(hands.manager, by)))
    told = [(row["label"], D(row["revenue"]), D(row["cost"]), row["stands"]) for row in found["rows"]]
    assert told == shown(hands.manager, by)


@pytest.mark.rule("GEN-17")
def test_the_api_narrows_sorts_and_pages_and_hides_costs(hands, sold, company):
    customer = called(hands.manager, by="customer", ordering="margin", page_size=1, page=2).json()
    part = called(hands.manager, by="part", only="LOSS").json()["rows"]
    work = called(hands.manager, by="part", ordering="quantity", what="work").json()["rows"]
    other = cast.member(company.other, "department_manager")

    assert (customer["count"], customer["pages"], customer["rows"][0]["label"]) == (2, 2, "沈阳恒通")
    assert [(row["id"], row["margin"], row["share"]) for row in part] == [(sold[1].pk, "-5.00", "-0.0556")]
    assert [row["revenue"] for row in work if row["id"] is None] == ["30.00"]
    assert called(hands.manager, by="month", page=9).json()["rows"] == []
    assert called(other, by="order").status_code == 403  # sees no costs (decision 0202)
    assert called(hands.clerk, by="order").status_code == 403
    assert called(hands.manager, since="2026-02-01", until="2026-01-01").status_code == 400
