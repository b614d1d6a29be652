"""Offers to customers abroad: who confirms, what discount is granted by whom, the contract (PSL-40, PSL-41, PSL-41b)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core import attachments
from core.errors import InvalidInput, NotAllowed
from core.models import Mail
from parts_sales import letters
from parts_sales.handlers import BEYOND_TABLE, WITHIN_TABLE, PriceApplicationHandler
from parts_sales.models import PriceApplication, Quote, QuoteLine
from parts_sales.quote_errors import (
    DiscountNotGranted,
    FreightAgainstIncoterm,
    IncotermMissing,
    IncotermPlaceMissing,
    NothingDiscounted,
    PriceNotGranted,
)
from parts_sales.selectors import abroad, holders
from parts_sales.services import applications, discounts, quote_answers, quote_content, quotes
from tests.factories import budgets as money
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories import quotes as offers
from tests.factories.expenses import approve
from tests.factories.expenses import deciders as deciders_of
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-41")]
D = Decimal
AT = offers.AT


@pytest.fixture
def seller(company):
    """Quotes for customers abroad."""
    return cast.member(company.service, "foreign_service_clerk", name_zh="周敏")


@pytest.fixture(autouse=True)
def deciders(company, manager, gm):
    """Who reviews and grants: deputy, manager, export sales, general manager."""
    return {
        "deputy": cast.member(company.service, "deputy_manager", name_zh="冯刚"),
        "export": cast.member(company.other, "export_sales_manager", company_wide=True, name_zh="钱进"),
    }


@pytest.fixture
def buyer(seller):
    return serving.customer(seller, "Hans Werkzeug", region="FOREIGN", name_en="Hans Werkzeug GmbH", country="Germany")


def listed(seller, amount, currency="CNY"):
    part = make.part(seller)
    make.price(part, amount, currency=currency)
    return part


def offer(seller, buyer, list_price, price, *more, currency="CNY", **fields):
    """A draft for one part at a list price, offered at another."""
    line = offers.line(listed(seller, list_price, currency), "1", price)
    return offers.draft(seller, line, *more, customer=buyer, currency=currency, incoterm="FOB", **fields)


def found(quote):
    return abroad.discount_of(quote, list(quote.lines.all()), on=quote.quote_date)


def apply(quote, seller):
    return applications.apply_for_prices(quote_id=quote.pk, reason="首单", actor=actor_of(seller), at=AT)


def waits_for(document):
    return {person.name_zh for person in deciders_of(document)}


@pytest.mark.parametrize(
    ("value", "least"),
    [
        ("20000.00", "19600.00"), ("20000.01", "19000.01"), ("50000.00", "47500.00"), ("50000.01", "46000.01"),
        ("99999.99", "91999.99"), ("100000.00", "90000.00"),
    ],
)  # fmt: skip
def test_within_the_table_the_manager_decides_and_a_cent_beyond_it_export_sales(
    seller, buyer, manager, deciders, value, least
):
    within = apply(offer(seller, buyer, value, least), seller)
    beyond = apply(offer(seller, buyer, value, str(D(least) - D("0.01"))), seller)

    assert (within.list_base, within.asked_base, within.least_base) == (D(value), D(least), D(least))
    handler = PriceApplicationHandler()
    assert WITHIN_TABLE in handler.facts(within.pk).flags
    assert BEYOND_TABLE in handler.facts(beyond.pk).flags
    assert (waits_for(within), waits_for(beyond)) == ({manager.name_zh}, {deciders["export"].name_zh})


def test_beyond_the_table_the_general_manager_decides_last(seller, buyer, gm):
    quote = reviewed(offer(seller, buyer, "100000.00", "80000.00"), seller)
    asked = apply(quote, seller)

    agreed = approve(asked, at=AT)

    assert PriceApplication.objects.get(pk=asked.pk).state == "APPROVED"
    assert (len(agreed), agreed[-1]) == (2, gm)
    assert send(quote, seller).state == "SENT"


def test_a_discount_is_granted_before_the_quote_goes_out(seller, buyer):
    quote = reviewed(offer(seller, buyer, "100000.00", "90000.00"), seller)

    with pytest.raises(DiscountNotGranted):
        send(quote, seller)
    asked = apply(quote, seller)
    with pytest.raises(DiscountNotGranted):
        send(quote, seller)
    approve(asked, at=AT)

    assert send(quote, seller).state == "SENT"


def test_without_a_discount_nothing_is_applied_for(seller, buyer):
    quote = reviewed(offer(seller, buyer, "100000.00", "100000.00"), seller)

    with pytest.raises(NothingDiscounted):
        apply(quote, seller)
    assert send(quote, seller).state == "SENT"


def test_a_grant_holds_for_a_revision_at_the_same_price_and_no_lower(seller, buyer):
    quote = reviewed(offer(seller, buyer, "100000.00", "91000.00"), seller)
    approve(apply(quote, seller), at=AT)
    send(quote, seller)

    again = quotes.revise_quote(quote_id=quote.pk, reason="改条款", actor=actor_of(seller), at=AT)
    assert abroad.is_granted(again, list(again.lines.all()), on=again.quote_date)
    QuoteLine.objects.filter(quote=again).update(quantity=2, amount=D("182000.00"))
    assert not abroad.is_granted(again, list(again.lines.all()), on=again.quote_date), "granted for one"
    QuoteLine.objects.filter(quote=again).update(quantity=1, unit_price=D("90999.99"), amount=D("90999.99"))

    assert not abroad.is_granted(again, list(again.lines.all()), on=again.quote_date)


def test_freight_and_labour_do_not_count_and_the_rate_is_that_of_the_quotes_day(seller, buyer):
    money.exchange_rate("USD", "7.1234", on=date(2026, 9, 1))
    work = offers.line(None, "1", "5000.00", kind="LABOUR", name="Commissioning")
    quote = offer(seller, buyer, "14038.24", "12915.18", work, currency="USD")

    discount = found(quote)

    assert discount.value == D("100000.00")  # 14 038.24 × 7.1234, rounded once
    assert (discount.share, discount.least) == (D("0.90"), D("90000.00"))


def test_what_is_above_its_list_price_makes_up_for_no_other_discount(seller, buyer):
    dear = offers.line(listed(seller, "1000.00"), "1", "3000.00")
    quote = offer(seller, buyer, "10000.00", "9000.00", dear)

    assert (found(quote).value, found(quote).asked, found(quote).is_within) == (D("11000.00"), D("10000.00"), False)


def test_just_below_a_bound_the_page_says_that_more_costs_less(seller, buyer):
    assert found(offer(seller, buyer, "99999.99", "99999.99")).hint.payable == D("90000.00")
    assert found(offer(seller, buyer, "100000.00", "100000.00")).hint is None


def test_one_share_for_all_goods_never_falls_below_what_the_table_grants(seller, buyer):
    lines = [offers.line(listed(seller, "333.35"), "40") for _turn in range(3)]
    quote = offers.draft(seller, *lines, customer=buyer, incoterm="FOB")

    done = discounts.offer_share(quote_id=quote.pk, share=D("0.95"), actor=actor_of(seller), at=AT)

    assert found(done).is_within
    assert done.lines.first().unit_price == D("316.69")  # 316.6825 rounded half up would be 316.68: a cent too low
    with pytest.raises(InvalidInput):
        discounts.offer_share(quote_id=quote.pk, share=D("1.01"), actor=actor_of(seller), at=AT)


def test_only_the_maker_sets_the_discount_of_a_draft(seller, buyer, manager):
    quote = offer(seller, buyer, "1000.00", "1000.00")

    with pytest.raises(NotAllowed):
        discounts.offer_share(quote_id=quote.pk, share=D("0.98"), actor=actor_of(manager), at=AT)


def test_cost_is_a_warning_to_who_decides_not_a_floor(seller, buyer):
    quote = offer(seller, buyer, "100000.00", "90000.00")
    make.cost(quote.lines.get().part, "88000.00")
    again(quote, seller, buyer)

    flags = PriceApplicationHandler().facts(apply(Quote.objects.get(pk=quote.pk), seller).pk).flags

    assert {"below_floor", WITHIN_TABLE} <= flags


@pytest.mark.rule("PSL-03")
def test_below_cost_with_the_minimum_margin_an_offer_at_list_is_applied_for_too(seller, buyer, manager):
    part = listed(seller, "1000.00")
    make.cost(part, "950.00")  # with 8 %: 1 026.00
    quote = reviewed(offers.draft(seller, offers.line(part), customer=buyer, incoterm="FOB"), seller)

    with pytest.raises(PriceNotGranted):
        send(quote, seller)
    asked = apply(quote, seller)
    assert (waits_for(asked), asked.is_beyond) == ({manager.name_zh}, False)
    assert {"below_floor", WITHIN_TABLE} <= PriceApplicationHandler().facts(asked.pk).flags
    approve(asked, at=AT)

    assert send(quote, seller).state == "SENT"


@pytest.mark.rule("PSL-03", "ORG-08")
def test_abroad_the_floor_tells_the_cost_and_is_shown_to_who_sees_costs(seller, buyer, manager):
    quote = offer(seller, buyer, "100000.00", "90000.00")
    part = quote.lines.get().part
    make.cost(part, "83333.00")
    asked = apply(again(quote, seller, buyer), seller)
    pages = [
        reverse("parts_sales:quote_detail", args=[quote.pk]),
        reverse("parts_sales:application_detail", args=[asked.pk]),
        f"{reverse('parts_sales:quote_parts')}?part={part.number}&customer={buyer.pk}",
        reverse("api:quotes-detail", args=[quote.pk]),
        reverse("parts_sales:quote_edit", args=[quote.pk]),
    ]

    def shows(person, page):
        text = signed_in(Client(), person).get(page).content.decode().replace(",", "")
        return "89999.64" in text or "83333" in text

    assert [shows(seller, page) for page in pages] == [False] * 5
    assert [shows(manager, page) for page in (pages[0], pages[1], pages[3])] == [True] * 3


@pytest.mark.rule("PSL-03", "ORG-08")
def test_abroad_the_table_takes_the_place_of_the_managers_own_discount(seller, buyer, manager):
    quote = offer(seller, buyer, "100000.00", "90000.00")
    make.cost(quote.lines.get().part, "83333.00")  # with 8 %: 89 999.64; the manager's 5 % would stop at 95 000.00
    quote = reviewed(again(quote, seller, buyer), seller)
    assert quote.lines.get().floor == D("89999.64")

    asked = apply(quote, seller)
    assert waits_for(asked) == {manager.name_zh}
    assert "below_floor" not in PriceApplicationHandler().facts(asked.pk).flags
    approve(asked, at=AT)

    assert send(quote, seller).state == "SENT"


def test_a_currency_without_list_prices_does_not_escape_the_table(seller, buyer):
    money.exchange_rate("EUR", "8.0000", on=date(2026, 9, 1))
    part = listed(seller, "1000.00")
    quote = offers.draft(seller, offers.line(part, "100", "112.50"), customer=buyer, currency="EUR", incoterm="FOB")

    assert quote.lines.get().list_price == D("125.00")
    assert (found(quote).value, found(quote).is_within) == (D("100000.00"), True)
    with pytest.raises(DiscountNotGranted):
        send(reviewed(quote, seller), seller)


@pytest.mark.rule("PSL-40")
def test_the_deputy_confirms_model_and_price_abroad(seller, buyer, deciders):
    quote = offer(seller, buyer, "300000.00", "300000.00")

    quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)

    assert waits_for(quote) == {deciders["deputy"].name_zh}
    assert len(approve(Quote.objects.get(pk=quote.pk), at=AT)) == 1


@pytest.mark.rule("PSL-40")
def test_the_contract_is_passed_to_the_foreign_salesperson_by_name(seller, buyer, clerk):
    quote = reviewed(offer(seller, buyer, "1000.00", "1000.00"), seller)

    with pytest.raises(InvalidInput):
        send(quote, seller, way="SALES", to=" ")
    assert send(quote, seller, way="SALES", to="梁雪").sent_to == "梁雪"


@pytest.mark.rule("PSL-40")
def test_a_salesperson_of_the_house_gets_the_contract_to_pass_on(seller, buyer, company):
    seller_abroad = cast.member(company.other, "foreign_salesperson", name_zh="梁雪", email="liang@example.com")
    quote = reviewed(offer(seller, buyer, "1000.00", "1000.00"), seller)
    assert [person.pk for person in holders.salespeople()] == [seller_abroad.pk]

    send(quote, seller, way="SALES", to="梁雪", language="en")

    letter = Mail.objects.get(kind="OUTSIDE", facts__document=quote.pk)
    subject, said = letters.write(letter)
    assert letter.address == "liang@example.com"
    assert quote.number in subject
    assert "Hans Werkzeug GmbH" in " ".join(said) or buyer.name_zh in " ".join(said)
    assert [one.name for one in letters.enclose(letter)] == [f"{quote.number}.pdf"]


def test_a_grant_beyond_the_table_does_not_reach_a_smaller_order(seller, buyer):
    part = listed(seller, "50000.00")
    quote = offers.draft(seller, offers.line(part, "2", "40000.00"), customer=buyer, incoterm="FOB")
    asked = apply(quote, seller)
    approve(asked, at=AT)
    assert abroad.is_granted(quote, list(quote.lines.all()), on=quote.quote_date)

    smaller = offers.head(buyer, offers.line(part, "1", "40000.00"), incoterm="FOB")
    quote = quotes.change_quote(quote_id=quote.pk, draft=smaller, version=None, actor=actor_of(seller), at=AT)
    assert (found(quote).value, found(quote).share) == (D("50000.00"), D("0.95"))
    assert not abroad.is_granted(quote, list(quote.lines.all()), on=quote.quote_date)

    dearer = offers.head(buyer, offers.line(part, "1", "47500.00"), incoterm="FOB")
    quote = quotes.change_quote(quote_id=quote.pk, draft=dearer, version=None, actor=actor_of(seller), at=AT)
    assert abroad.is_granted(quote, list(quote.lines.all()), on=quote.quote_date)


@pytest.mark.rule("PSL-41b")
def test_abroad_the_tax_is_nothing_and_the_incoterm_stands(seller, buyer):
    quote = offer(seller, buyer, "1000.00", "1000.00")
    assert quote.lines.get().tax_rate == 0
    Quote.objects.filter(pk=quote.pk).update(incoterm="")

    with pytest.raises(IncotermMissing):
        quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)


@pytest.mark.rule("PSL-40", "PSL-41b")
def test_abroad_the_incoterm_names_its_place_up_to_the_order(seller, buyer):
    quote = offer(seller, buyer, "1000.00", "1000.00", incoterm_place=" ")
    with pytest.raises(IncotermPlaceMissing, match="FOB"):
        quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)

    draft = replace(offers.head(buyer, *quote_content.typed_lines(quote), incoterm="FOB"), incoterm_place="Dalian ")
    quotes.change_quote(quote_id=quote.pk, draft=draft, version=None, actor=actor_of(seller), at=AT)
    quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)
    offers.approve(quote, at=AT)
    sent = quote_answers.send_quote(quote_id=quote.pk, way="FAX", actor=actor_of(seller), at=AT)
    order = offers.confirm(sent, seller)
    revision = quotes.copy_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)

    assert [sent.delivery_term, order.delivery_term, revision.delivery_term] == ["FOB Dalian"] * 3


@pytest.mark.rule("PSL-40")
@pytest.mark.parametrize(
    ("incoterm", "payer", "is_refused"),
    [("CIF", "BUYER", True), ("DAP", "BUYER", True), ("CIF", "SELLER", False), ("CPT", "PREPAID", False),
     ("FOB", "BUYER", False)],
)  # fmt: skip
def test_freight_collect_contradicts_a_term_with_carriage_paid(seller, buyer, incoterm, payer, is_refused):
    freight = [offers.line(None, "1", "80.00", kind="FREIGHT", name="Freight")] if payer == "PREPAID" else []
    quote = offer(seller, buyer, "1000.00", "1000.00", *freight)
    Quote.objects.filter(pk=quote.pk).update(incoterm=incoterm, freight_payer=payer, expected_freight=D("80.00"))

    def submit():
        return quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)

    if is_refused:
        with pytest.raises(FreightAgainstIncoterm):
            submit()
    assert is_refused or submit().state == "IN_REVIEW"


# --- Parts


def again(quote, seller, buyer):
    """The same typed once more, after costs or prices were entered."""
    draft = offers.head(buyer, *quote_content.typed_lines(quote), incoterm="FOB")
    return quotes.change_quote(quote_id=quote.pk, draft=draft, version=None, actor=actor_of(seller), at=AT)


def plate():
    """A picture of the machine's plate."""
    made = io.BytesIO()
    Image.new("RGB", (600, 300), "navy").save(made, "PNG")
    return SimpleUploadedFile("plate.png", made.getvalue())


def reviewed(quote, seller):
    quotes.submit_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)
    approve(Quote.objects.get(pk=quote.pk), at=AT)
    return Quote.objects.get(pk=quote.pk)


def send(quote, seller, way="FAX", **more):
    return quote_answers.send_quote(quote_id=quote.pk, way=way, actor=actor_of(seller), at=AT, **more)


@pytest.mark.rule("PSL-40")
def test_pictures_and_parameters_lie_with_the_offer_for_who_confirms_the_model(seller, buyer, deciders, outsider):
    quote = offer(seller, buyer, "1000.00", "1000.00")
    page = reverse("parts_sales:quote_detail", args=[quote.pk])
    assert "尚未收集" in signed_in(Client(), seller).get(page).content.decode()
    kept = attachments.attach(
        kind=quote.kind, document_id=quote.pk, file=plate(), name="plate.png",
        actor=actor_of(seller), at=AT,
    )  # fmt: skip
    draft = replace(offers.head(buyer, *quote_content.typed_lines(quote), incoterm="FOB"), parameters="400 V / 50 Hz")
    quotes.change_quote(quote_id=quote.pk, draft=draft, version=None, actor=actor_of(seller), at=AT)

    shown = signed_in(Client(), deciders["deputy"])
    text = shown.get(page).content.decode()
    small = reverse("parts_sales:quote_picture", args=[quote.pk, kept.pk])

    assert "400 V / 50 Hz" in text
    assert small in text
    assert "尚未收集" not in text
    assert shown.get(small)["Content-Type"] == "image/jpeg"
    assert signed_in(Client(), outsider).get(small).status_code == 404
    copied = quotes.copy_quote(quote_id=quote.pk, actor=actor_of(seller), at=AT)
    assert copied.parameters == "400 V / 50 Hz"
