"""Price lists, margins, what waits, and the discount abroad on their pages (PSL-02, PSL-41, PSL-51, PSL-52)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Job
from parts_sales.models import PriceApplication, PriceList, Quote, ResultPosting
from parts_sales.services import price_lists
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories import quotes as offers
from tests.factories import sales
from tests.factories.organization import signed_in
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, stocked

pytestmark = pytest.mark.django_db
D = Decimal


def get(person, name, *args, **query):
    return signed_in(Client(), person).get(reverse(f"parts_sales:{name}", args=args), query)


def post(person, name, *args, **data):
    return signed_in(Client(), person).post(reverse(f"parts_sales:{name}", args=args), data)


@pytest.mark.rule("PSL-02")
def test_a_price_list_is_computed_changed_and_released_on_its_page(clerk, finance_officer, finance_manager, run_jobs):
    part = make.part(clerk, "20-4410")
    make.cost(part, "5400.00")
    make.price(part, "6300.00")
    today = timezone.localdate().isoformat()
    assert "20" in get(finance_officer, "price_list_create").content.decode()

    made = post(
        finance_officer, "price_list_create", margin="20", currency="CNY", start_date=today, request_key="k" * 32
    )
    run_jobs()
    price_list = PriceList.objects.get()

    assert made.status_code == 302
    page = get(finance_officer, "price_list_detail", price_list.pk).content.decode()
    assert "6,480.00" in page
    assert "6,300.00" in page
    assert post(finance_officer, "price_list_line", price_list.pk, part.pk, price="6500").status_code == 302
    assert post(finance_officer, "price_list_line", price_list.pk, part.pk, price="x").status_code == 422
    assert post(finance_officer, "price_list_release", price_list.pk).status_code == 403
    PriceList.objects.filter(pk=price_list.pk).update(start_date=timezone.localdate() + timedelta(days=1))
    assert post(finance_manager, "price_list_release", price_list.pk).status_code == 302
    assert part.prices.latest("start_date").amount == D("6500.00")
    assert get(finance_manager, "price_list_detail", price_list.pk, format="xlsx").status_code == 200


@pytest.mark.rule("PSL-02")
def test_a_draft_is_given_up_with_a_reason(clerk, finance_officer):
    make.cost(make.part(clerk), "10.00")
    post(finance_officer, "price_list_create", margin="20", currency="CNY", start_date=timezone.localdate().isoformat())
    made = PriceList.objects.get()
    price_lists.compute(price_list_id=made.pk, at=timezone.now())

    assert post(finance_officer, "price_list_cancel", made.pk, reason="").status_code == 422
    assert post(finance_officer, "price_list_cancel", made.pk, reason="成本有误").status_code == 302
    assert PriceList.objects.get().state == "CANCELLED"


@pytest.mark.rule("PSL-51", "PSL-52")
def test_margins_and_what_waits_show_and_go_to_excel(company, finance_manager):
    hands = delivering.hands(company)
    order = sales.order_of(
        hands.clerk, [sales.Piece(stocked(hands.clerk), "2", "100.00", cost="80.00"), sales.Work()], paid=True
    )
    go(hands, note_of(hands, order), until="TO_SHIP")

    for by in ("order", "customer", "part", "month", "documents"):
        answer = get(finance_manager, "margin_list", by=by, what="all")
        assert answer.status_code == 200, by
        assert "280.00" in answer.content.decode(), by
        assert get(finance_manager, "margin_list", by=by, format="xlsx").status_code == 200
    text = get(finance_manager, "result_waiting_list").content.decode()
    assert str(ResultPosting.objects.get()) in text
    assert get(finance_manager, "result_waiting_list", format="xlsx").status_code == 200
    assert post(finance_manager, "results_post").status_code == 302
    assert Job.objects.filter(name="parts_sales.post_results").exists()


@pytest.mark.rule("PSL-41")
def test_the_discount_abroad_is_set_and_applied_for_on_the_quotes_page(company, manager, gm):
    seller = cast.member(company.service, "foreign_service_clerk", name_zh="周敏")
    part = make.part(seller)
    make.price(part, "99999.99")
    buyer = serving.customer(seller, "汉斯", region="FOREIGN", name_en="Hans", country="Germany")
    quote = offers.draft(seller, offers.line(part, "1"), customer=buyer, incoterm="FOB", at=timezone.now())

    page = get(seller, "quote_detail", quote.pk).content.decode()
    assert "90,000.00" in page  # a cent more would cost less
    assert post(seller, "quote_discount", quote.pk, share="200").status_code == 422
    assert post(seller, "quote_discount", quote.pk, share="92", version=quote.version).status_code == 302
    assert Quote.objects.get().goods_total == D("91999.99")
    assert post(seller, "quote_apply", quote.pk, reason="首单").status_code == 302

    application = PriceApplication.objects.get()
    assert get(seller, "application_detail", application.pk).status_code == 200
    assert application.asked_base == D("91999.99")
