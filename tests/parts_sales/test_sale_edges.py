"""Where a sale nearly slips: a cent below list, a prepared order whose quote ended, freight passed on, lines named
twice (PSL-03, PSL-13 to PSL-15, PSL-32, PSL-34, PSL-52).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from budgets.models import BudgetBalance
from core import audit
from core.errors import InvalidInput
from core.models import AuditEvent
from organization.models import Person
from parts_sales.choices import OrderState, QuoteState
from parts_sales.choices_delivery import Carrier
from parts_sales.errors_delivery import TrackingMissing
from parts_sales.exports_guarantee import guarantees_sheet
from parts_sales.handlers import DISCOUNTED, QuoteHandler
from parts_sales.models import Guarantee, Quote, ResultLine, SalesOrder
from parts_sales.quote_errors import FreightMomentImpossible, FreightNotConfirmed, RevisionForAnother
from parts_sales.selectors import guarantees as reads
from parts_sales.services import dispatch, notes, orders, quote_answers, quotes
from tests.factories import budgets as spending
from tests.factories import customers as serving
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.factories.organization import actor_of, signed_in
from tests.factories.quotes import AT, head, later, line
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, sending, stocked

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


@pytest.mark.rule("PSL-03")
@pytest.mark.parametrize(
    ("price", "shown"),
    [("1118.00", "0"), ("1117.99", "0.0001"), ("1062.10", "0.0500"), ("1062.09", "0.0501"), ("1118.01", "0")],
)
def test_a_cent_below_list_is_a_discount_and_a_cent_beyond_a_limit_is_beyond_it(clerk, manager, price, shown):
    part = stores.part(clerk, "20-4410")
    stores.price(part, "1118.00")

    made = offers.submitted(clerk, line(part, price=price))

    facts = QuoteHandler().facts(made.pk)
    assert (DISCOUNTED in facts.flags, D(facts.summary["discount"])) == (D(shown) > 0, D(shown))


def prepared(clerk: Person, **fields: object) -> SalesOrder:
    part = stores.part(clerk)
    stores.price(part, "500.00")
    made = offers.sent(clerk, line(part), **fields)
    return orders.prepare_order(quote_id=made.pk, actor=actor_of(clerk), at=AT)


@pytest.mark.rule("PSL-13", "PSL-14")
@pytest.mark.parametrize("end", [quotes.revise_quote, quotes.lose_quote])
def test_an_order_prepared_for_a_quote_ends_with_it(clerk, manager, end):
    order = prepared(clerk)

    end(quote_id=order.quote_id, reason="客户认为偏高", actor=actor_of(clerk), at=later(hours=1))

    assert SalesOrder.objects.get(pk=order.pk).state == OrderState.CANCELLED
    told = AuditEvent.objects.get(subject_kind="sales_order", subject_id=order.pk, code="sales_order.cancel")
    assert told.reason == "客户认为偏高"


@pytest.mark.rule("PSL-15")
def test_an_order_is_not_prepared_before_its_freight_is_agreed(clerk, manager):
    with pytest.raises(FreightNotConfirmed):
        prepared(clerk, expected_freight=D(300))
    quote = Quote.objects.get()
    assert not SalesOrder.objects.exists()

    agree(clerk, quote, AT)

    assert orders.prepare_order(quote_id=quote.pk, actor=actor_of(clerk), at=AT).state == OrderState.PREPARED


def agree(clerk: Person, quote: Quote, when) -> Quote:
    return quote_answers.confirm_freight(
        quote_id=quote.pk, way="PHONE", name="王强", agreed_at=when, actor=actor_of(clerk), at=AT
    )


@pytest.mark.rule("PSL-15")
@pytest.mark.parametrize("off", [timedelta(days=-2000), timedelta(minutes=-1), timedelta(minutes=1)])
def test_freight_is_agreed_after_the_quote_was_made_and_not_in_the_future(clerk, manager, off):
    part = stores.part(clerk)
    stores.price(part, "500.00")
    made = offers.sent(clerk, line(part), expected_freight=D(300))

    with pytest.raises(FreightMomentImpossible) as refused:
        agree(clerk, made, AT + off)

    assert refused.value.at_fields() == ("when",)
    assert agree(clerk, made, AT).freight_confirmed_at == AT


@pytest.mark.rule("PSL-13")
def test_a_revision_stays_with_its_customer_and_names_the_quote_it_is_made_from(clerk, manager):
    part = stores.part(clerk)
    stores.price(part, "500.00")
    first, other = offers.sent(clerk, line(part)), serving.customer(clerk, "大连精工机床有限公司")
    second = quotes.revise_quote(quote_id=first.pk, reason="偏高", actor=actor_of(clerk), at=AT)
    given = {"quote_id": second.pk, "version": None, "actor": actor_of(clerk), "at": AT}

    with pytest.raises(RevisionForAnother) as refused:
        quotes.change_quote(draft=head(other, line(part)), **given)
    assert refused.value.at_fields() == ("customer",)
    quotes.change_quote(draft=head(first.customer, line(part, "2")), **given)

    assert Quote.objects.get(pk=second.pk).customer == first.customer
    event = AuditEvent.objects.get(code="quote.revise")
    with translation.override("zh-hans"):
        assert (audit.fact_label("from_quote"), event.facts["from_quote"]) == ("来源报价单", first.number)


@pytest.mark.rule("PSL-52", "PSL-51")
def test_freight_passed_on_stands_against_its_own_category_and_is_no_margin(hands):
    year = timezone.localdate().year
    spending.open_year(year)
    goods = sales.Piece(stocked(hands.clerk), "2", "100.00")
    order = paid_order(hands, goods, sales.Work("FREIGHT", amount="500.00"), sales.Work("LABOUR", amount="80.00"))

    note = go(hands, note_of(hands, order), until="TO_SHIP")

    def stands(code: str) -> Decimal:
        return sum((row.actual for row in BudgetBalance.objects.filter(category__code=code)), D(0))

    assert {code: stands(code) for code in ("R01", "R02", "C08")} == {"R01": 200, "R02": 80, "C08": -500}
    freight = ResultLine.objects.get(order_line__kind="FREIGHT")
    assert (freight.revenue, freight.cost, freight.is_costed) == (500, 500, True)
    notes.cancel_note(note_id=note.pk, reason="改期", actor=actor_of(hands.keeper), at=timezone.now())
    assert {code: stands(code) for code in ("R01", "R02", "C08")} == {"R01": 0, "R02": 0, "C08": 0}


@pytest.mark.rule("PSL-23", "GEN-13")
def test_only_what_has_left_and_stands_is_still_owed(client: Client, company, clerk):
    engineer = cast.member(company.service, "commissioning_engineer", name_zh="陈刚")
    now, day = timezone.now(), timezone.localdate()
    left = {"confirmed_at": now, "dispatched_date": day, "due_date": day + timedelta(days=30)}
    said = {"CANCELLED": {}, "ASKED": {}, "APPROVED": {"confirmed_at": now}, "OPEN": left, "DEDUCTING": left}
    for number, (state, more) in enumerate(said.items()):
        order = money.order(clerk, "1000.00")
        Guarantee.objects.create(
            number=f"PG-T-{number}", department=order.department, customer=order.customer, order=order, state=state,
            guarantor=engineer, amount=order.base_total, reason="客户停机", created_by=clerk, created_at=now, **more,
        )  # fmt: skip

    rows = Guarantee.objects.order_by("pk")
    owed = {row.state: row.owed for row in rows}
    assert owed == {"CANCELLED": 0, "ASKED": 0, "APPROVED": 0, "OPEN": 1000, "DEDUCTING": 1000}
    sheet = guarantees_sheet(Guarantee.objects.order_by("pk"))
    assert [cells[9] for cells in sheet.rows] == list(owed.values())
    assert list(sheet.sums) == [9]
    assert reads.amount_of(rows) == 3000
    api = signed_in(client, engineer).get("/api/v1/guarantees/").json()["results"]
    assert {one["state"]: D(one["owed"]) for one in api} == owed
    page = client.get(reverse("parts_sales:guarantee_detail", args=[rows.get(state="ASKED").pk])).content.decode()
    assert "已付清" not in page


@pytest.mark.rule("PSL-32", "PSL-53")
def test_a_line_named_twice_is_refused(client: Client, hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "4", "25.50"))
    line_id = order.lines.get().pk
    signed_in(client, hands.clerk)

    for name in ("api:delivery-notes-list", "api:delivery-notes-of-order"):
        twice = {"order": order.pk, "lines": [{"order_line": line_id, "quantity": "2"}] * 2}
        answer = client.post(reverse(name), twice, content_type="application/json")
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["lines"])
    assert not order.notes.exists()


@pytest.mark.rule("PSL-34")
def test_the_number_of_a_parcel_is_asked_for_but_not_of_what_the_customer_fetches(hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk, weight_kg=D("1.2"), length_mm=300), "1"))
    note = go(hands, note_of(hands, order), until="TO_SHIP")

    def ship(**changed):
        actor = actor_of(hands.commerce)
        dispatch.ship(note_id=note.pk, sent=sending(**changed), actor=actor, at=timezone.now())

    for blank in ("", " ", "\u200b"):
        with pytest.raises(TrackingMissing) as refused:
            ship(tracking_number=blank)
    assert refused.value.at_fields() == ("tracking_number",)
    ship(carrier=Carrier.PICKUP, carrier_name="", tracking_number="", reason="客户自提")


def test_money_of_a_year_long_past_is_told_so(finance_officer):
    with pytest.raises(InvalidInput) as refused, translation.override("en"):
        money.receipt(finance_officer, received_date=date(1900, 1, 1))
    assert "1 Jan 2000" in str(refused.value.params["problem"])
    assert refused.value.at_fields() == ("received_date",)


@pytest.mark.rule("GEN-17")
def test_a_page_of_another_order_is_refused_not_empty(client: Client, clerk):
    for _turn in range(3):
        sales.quote_of(clerk, [sales.Work()], state=QuoteState.SENT)
    signed_in(client, clerk)
    coming = client.get("/api/v1/quotes/?ordering=number&page_size=1").json()["next"]

    for other in ("-number", "total"):
        answer = client.get(coming.replace("ordering=number", f"ordering={other}"))
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["cursor"])
    assert len(client.get(coming).json()["results"]) == 1


@pytest.mark.rule("GEN-01", "GEN-17")
def test_amounts_of_lines_stand_beside_the_currency_of_their_document(client: Client, clerk):
    quote = sales.quote_of(clerk, [sales.Piece(stores.part(clerk), "2", "54.00")], currency="EUR", rate=D("7.8"))
    order = sales.order_of(clerk, quote=quote)
    signed_in(client, clerk)

    for path in (f"quotes/{quote.pk}/", f"sales-orders/{order.pk}/"):
        found = client.get(f"/api/v1/{path}").json()
        assert (found["currency"], {one["currency"] for one in found["lines"]}) == ("EUR", {"EUR"})
