"""An offer abroad from the discount to the order, at both sides of a bound; a manual note for semi-finished parts (PSL-40,
PSL-41, PSL-30, PSL-31).
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from organization.models import Person, Warehouse
from parts_sales.models import DeliveryNote, PriceApplication, Quote, SalesOrder, StockBalance
from tests.browser.seats import Room, Seat
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import sales

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True, ids=["zh-1440", "en-390"])


@pytest.fixture
def people(company: cast.Tree, manager: Person, gm: Person) -> dict[str, Person]:
    """Who offers, confirms and grants."""
    return {
        "clerk": cast.member(company.service, "foreign_service_clerk", name_zh="周敏"),
        "deputy": cast.member(company.service, "deputy_manager", name_zh="冯刚"),
        "export": cast.member(company.other, "export_sales_manager", company_wide=True, name_zh="钱进"),
        "manager": manager,
        "gm": gm,
    }


def press(seat: Seat, words: str) -> None:
    """Press the button of these words that can be seen."""
    seat.page.get_by_role("button", name=seat.says(words)).locator("visible=true").first.click()
    seat.look()


@BOTH
@pytest.mark.rule("PSL-40", "PSL-41", "QLT-50")
@pytest.mark.parametrize(
    ("listed", "share", "asked"), [("99999.99", "92", "91999.99"), ("100000.00", "90", "90000.00")]
)
def test_an_offer_abroad_with_the_discount_of_its_tier_becomes_an_order(
    room: Room, people: dict[str, Person], listed: str, share: str, asked: str
) -> None:
    part = stores.part(
        people["clerk"], "30-1000", "主轴总成", name_en="Spindle unit", hs_code="84661000", origin="China"
    )
    stores.price(part, listed)
    buyer = serving.customer(
        people["clerk"], "汉斯机床", region="FOREIGN", name_en="Hans Werkzeug GmbH", country="Germany"
    )
    clerk = room.seat(people["clerk"])
    page = clerk.open(f"{reverse('parts_sales:quote_create')}?customer={buyer.pk}")
    page.locator("[data-part]").first.fill("30-1000")
    page.locator("[name='incoterm']").select_option("FOB")
    page.locator("[name='incoterm_place']").fill("Dalian")
    page.locator("[name='expected_freight']").fill("0")
    page.locator("[name='bank_details']").fill("Bank of China 4563 5101")
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/parts/quotes/\d+/$"))
    quote = Quote.objects.get()

    press(clerk, "Discount for all")
    expect(page.locator("#discount [name='share']")).to_have_value(f"{share}.00")
    page.locator("#discount button[type='submit']").click()
    expect(page.locator("#discount-title")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"{Decimal(asked):,}")
    press(clerk, "Apply for the discount")
    page.locator("#apply textarea").fill("首单 first order")
    page.locator("#apply button[type='submit']").click()
    expect(page.locator("#applications-title")).to_be_visible()
    clerk.look()
    application = PriceApplication.objects.get()
    assert (application.list_base, application.asked_base) == (Decimal(listed), Decimal(asked))
    assert application.is_beyond is False

    page.locator(f"form[action$='/quotes/{quote.pk}/submit/'] button").click()
    expect(page.locator(".sh-title-number")).to_contain_text("QUO-")
    decide(room, people["deputy"], reverse("parts_sales:quote_detail", args=[quote.pk]))
    decide(room, people["manager"], reverse("parts_sales:application_detail", args=[application.pk]))

    page = clerk.open(reverse("parts_sales:quote_detail", args=[quote.pk]))
    press(clerk, "Send to the customer")
    page.locator("#send [name='way']").select_option("SALES")
    page.locator("#send [name='to']").fill("梁雪")
    page.locator("#send button[type='submit']").click()
    press(clerk, "Customer confirmed")
    page.locator("#confirm [name='name']").fill("Hans Meier")
    page.locator("#confirm [name='proof']").fill("signed contract")
    page.locator("#confirm button[type='submit']").click()
    expect(page.locator("a", has_text="SO-").first).to_be_visible()
    clerk.look()
    order = SalesOrder.objects.get()
    assert (order.total, order.delivery_term, order.region) == (Decimal(asked), "FOB Dalian", "FOREIGN")


@BOTH
@pytest.mark.rule("PSL-41", "QLT-50")
def test_one_offer_goes_up_over_the_bound_and_down_again(room: Room, people: dict[str, Person]) -> None:
    """A cent more makes the order cheaper: the editor says so just below the bound, and not on it."""
    for number, price in (("30-1000", "99999.99"), ("30-2000", "0.01")):
        stores.price(stores.part(people["clerk"], number, "主轴总成", name_en="Spindle unit"), price)
    buyer = serving.customer(people["clerk"], "汉斯机床", region="FOREIGN", name_en="Hans Werkzeug", country="Germany")
    clerk = room.seat(people["clerk"])
    page = clerk.open(f"{reverse('parts_sales:quote_create')}?customer={buyer.pk}")
    part, hint = page.locator("[data-part]"), page.locator("#quote-sums .sh-q-note", has_text="90,000.00")

    part.first.fill("30-1000")
    part.first.press("Tab")
    expect(hint).to_contain_text("0.01")
    expect(hint).to_contain_text("100,000.00")
    clerk.look()
    part.nth(1).fill("30-2000")
    part.nth(1).press("Tab")
    expect(page.locator("#quote-sums .is-total dd")).to_have_text("100,000.00")
    expect(hint).to_have_count(0)
    page.locator("[name='incoterm']").select_option("FOB")
    page.locator("[name='incoterm_place']").fill("Dalian")
    page.locator("[name='expected_freight']").fill("0")
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/parts/quotes/\d+/$"))
    quote = Quote.objects.get()
    press(clerk, "Discount for all")
    expect(page.locator("#discount [name='share']")).to_have_value("90.00")

    page = clerk.open(reverse("parts_sales:quote_edit", args=[quote.pk]))
    expect(hint).to_have_count(0)
    page.locator("[data-remove]").nth(1).click()
    expect(hint).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile(r"/parts/quotes/\d+/$"))
    expect(page.locator(".sh-q-note", has_text="90,000.00")).to_be_visible()
    press(clerk, "Discount for all")
    expect(page.locator("#discount [name='share']")).to_have_value("92.00")
    page.locator("#discount button[type='submit']").click()
    expect(page.locator("main")).to_contain_text("91,999.99")
    assert Quote.objects.get(pk=quote.pk).goods_total == Decimal("91999.99")


def decide(room: Room, person: Person, path: str) -> None:
    """Somebody whose turn it is agrees, at their own browser, also where they are warned first."""
    seat = room.seat(person)
    page = seat.open(path)
    page.locator(".sh-bar-main").click()
    anyway = page.locator("#decide-approve button.btn-primary")
    if anyway.count():
        seat.look()
        anyway.click()
    expect(page.locator("#decide-approve")).to_have_count(0)
    seat.look()


@BOTH
@pytest.mark.rule("PSL-30", "PSL-31", "QLT-50")
def test_semi_finished_parts_go_by_a_manual_note(room: Room, company: cast.Tree, manager: Person) -> None:
    maker = cast.member(company.service, "service_clerk", name_zh="李敏")
    keeper = cast.person(company.other, name_zh="曹颖")
    cast.give(keeper, "warehouse_keeper", Warehouse.objects.get(code="semi"))
    part = stores.part(maker, "66-0100", "半成品床身", part_kind="SEMI_FINISHED")
    stores.receive(part, "5")
    order = sales.order_of(maker, [sales.Piece(part, "2", "800.00")], paid=True)

    clerk = room.seat(maker)
    page = clerk.open(reverse("parts_sales:note_create", args=[order.pk]))
    page.locator("main form button[type='submit']").last.click()
    expect(page).to_have_url(re.compile(r"/parts/notes/\d+/$"))
    clerk.look()
    note = DeliveryNote.objects.get()
    assert (note.note_kind, note.warehouse.code, note.state) == ("MANUAL", "semi", "TO_SIGN")

    boss = room.seat(manager)
    page = boss.open(reverse("parts_sales:note_detail", args=[note.pk]))
    page.locator(f"form[action$='/notes/{note.pk}/step/sign/'] button").click()
    expect(page.locator(".sh-badge, .sh-state").first).to_be_visible()
    boss.look()

    store = room.seat(keeper)
    for _step in ("confirm", "issue"):
        page = store.open(reverse("parts_sales:note_goods", args=[note.pk]))
        for box in page.locator("main form input[type='checkbox']").all():
            box.check()
        page.locator("main form button[type='submit']").last.click()
        expect(page).to_have_url(re.compile(rf"/parts/notes/{note.pk}/$"))
        store.look()

    note = DeliveryNote.objects.get()
    assert (note.state, StockBalance.objects.get(part=part).on_hand) == ("TO_SHIP", 3)
