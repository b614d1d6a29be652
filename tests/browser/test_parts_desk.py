"""The clerk's desk, the account on a quote, money of somebody else, at their browsers (PSL-10 to PSL-34, PSL-12, PSL-20)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from core import jobs
from organization.models import Person
from parts_sales.models import BankDetails, DeliveryNote, Quote, ReceiptMatch
from tests.browser.seats import Room
from tests.factories import customers as serving
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories import parts as stores
from tests.factories import quotes as offers
from tests.parts_sales import delivering
from tests.parts_sales.delivering import Hands

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize("room", [("zh-hans", 1440), ("en", 390)], indirect=True, ids=["zh-1440", "en-390"])


@pytest.fixture
def firm(company: cast.Tree, manager: Person) -> Hands:
    return delivering.hands(company)


@BOTH
@pytest.mark.rule("PSL-11", "PSL-34", "QLT-50")
def test_a_clerk_sees_what_waits_and_what_is_late(room: Room, firm: Hands) -> None:
    today, part = timezone.localdate(), delivering.stocked(firm.clerk)
    late = sales.quote_of(firm.clerk, [sales.Piece(part)], state="SENT", valid_until=today - timedelta(days=2))
    sales.quote_of(firm.clerk, [sales.Piece(part)], state="APPROVED")
    paid = money.order(firm.clerk, "600.00", part=part)
    money.pay(firm.finance, paid)
    note = delivering.go(firm, delivering.note_of(firm, delivering.paid_order(firm, sales.Piece(part))))
    DeliveryNote.objects.filter(pk=note.pk).update(expected_date=today - timedelta(days=1))
    clerk = room.seat(firm.clerk)

    page = clerk.open(reverse("parts_sales:desk"))

    for code, number in (("sent", late.number), ("to_deliver", paid.number), ("underway", note.number)):
        card = page.locator(f"section[aria-labelledby='desk-{code}']")
        expect(card).to_contain_text(number)
        expect(card.locator(".sh-badge")).to_have_count(0 if code == "to_deliver" else 1)
    page.get_by_role("link", name=paid.number).click()
    expect(page).to_have_url(room.base + reverse("parts_sales:order_detail", args=[paid.pk]))
    start = clerk.open(reverse("reports:own"))
    expect(start.locator("#desk-sent")).to_be_visible()


@BOTH
@pytest.mark.rule("PSL-12", "QLT-50")
def test_a_quote_without_an_account_leads_to_where_finance_enters_it(room: Room, firm: Hands) -> None:
    part = stores.part(firm.clerk, "20-4410")
    stores.price(part, "6480.00")
    quote = offers.reviewed(firm.clerk, offers.line(part), bank_details="", at=timezone.now())
    clerk, finance = room.seat(firm.clerk), room.seat(firm.finance)

    def sends() -> None:
        page = clerk.open(reverse("parts_sales:quote_detail", args=[quote.pk]))
        page.get_by_role("button", name=clerk.says("Send to the customer")).locator("visible=true").first.click()
        page.locator("#send [name='way']").select_option("FAX")
        page.locator("#send button[type='submit']").click()

    sends()
    expect(clerk.page.locator(f"a[href='{reverse('parts_sales:price_rules')}']").last).to_be_visible()
    clerk.look()
    assert Quote.objects.get().state == "APPROVED"
    page = finance.open(reverse("parts_sales:price_rules"))
    page.locator(f"a[href='{reverse('parts_sales:bank_details_enter')}']").click()
    page.locator("[name='text']").fill("工商银行沈阳分行\n3301 0022")
    page.locator("[name='start_date']").fill(timezone.localdate().isoformat())
    finance.look()
    page.locator("main form [type='submit']").last.click()
    expect(page.locator("#banks-title")).to_be_visible()
    finance.look()
    assert BankDetails.objects.count() == 1

    sends()

    expect(clerk.page.locator("main")).to_contain_text("3301 0022")
    assert Quote.objects.get().state == "SENT"


@BOTH
@pytest.mark.rule("PSL-20", "QLT-50")
def test_finance_says_why_somebody_else_pays(room: Room, firm: Hands) -> None:
    payer, order = serving.customer(firm.clerk, "沈阳恒通集团有限公司"), money.order(firm.clerk, "700.00")
    receipt = money.receipt(firm.finance, "700.00", customer_id=payer.pk)
    jobs.run_all_waiting()
    finance = room.seat(firm.finance)
    to_match = reverse("parts_sales:receipt_match", args=[receipt.pk]) + f"?q={order.number}"

    page = finance.open(to_match)
    amount = page.locator(f"[name='amount-{order.pk}']")
    amount.fill("700.00")
    page.locator("form[method=post] .btn-primary").last.click()
    expect(page.locator("#id_reason_error")).to_contain_text(order.number)
    expect(page.locator("#id_reason_help")).to_be_visible()
    finance.look()
    expect(amount).to_have_value(re.compile("700"))
    page.locator("[name='reason']").fill("集团代付，附委托书")
    page.locator("form[method=post] .btn-primary").last.click()
    expect(page).to_have_url(room.base + reverse("parts_sales:receipt_detail", args=[receipt.pk]))
    expect(page.locator("main")).to_contain_text("集团代付")
    finance.look()
    assert ReceiptMatch.objects.get().because == "集团代付，附委托书"
