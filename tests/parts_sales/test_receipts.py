"""Money is recorded by finance, matched in parts, never twice; the clerk is told at once (PSL-20, PSL-24)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from budgets.models import ExchangeRate
from core import jobs, list_workbooks
from core.errors import DomainError, InvalidInput, NotAllowed, ReasonMissing, StaleDocument
from core.models import AuditEvent, Notification
from parts_sales import exports_money
from parts_sales.errors_money import (
    MatchUndone,
    OrderNotPayable,
    OrderOverpaid,
    OtherCurrency,
    OwnOrder,
    PayerDiffers,
    ReceiptShort,
    ReceiptTwice,
)
from parts_sales.models import Receipt, ReceiptMatch, SalesOrder
from parts_sales.selectors.orders import may_ship
from parts_sales.selectors.receipts import ReceiptQuestion, receipts_found, receipts_visible_to, totals_of
from parts_sales.services import orders, receipts
from parts_sales.services.inputs_money import MatchInput
from tests.factories import customers as serving
from tests.factories import money
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-20")]
D = Decimal


def match(finance, receipt, *pairs, **more):
    parts = [MatchInput(order.pk, D(amount)) for order, amount in pairs]
    return receipts.match_receipt(
        receipt_id=receipt.pk, parts=parts, actor=actor_of(finance), at=timezone.now(), **more
    )


def test_money_is_matched_to_several_orders_in_parts_and_the_clerk_is_told_at_once(clerk, finance_officer):
    one, other = money.order(clerk, "600.00"), money.order(clerk, "900.00")
    receipt = money.receipt(finance_officer, "1000.00")
    assert receipt.number == f"RCP-{timezone.localdate().year}-0001"

    done = match(finance_officer, receipt, (one, "600.00"), (other, "300.00"))

    assert (done.matched_amount, done.unmatched) == (900, 100)
    one, other = money.again(one), money.again(other)
    assert (one.is_paid, other.is_paid, other.owed) == (True, False, 600)
    assert may_ship(one).allowed
    assert not may_ship(other).allowed
    told = Notification.objects.filter(person=clerk, code="sales_order.paid")
    assert {row.subject_id for row in told} == {one.pk, other.pk}
    assert AuditEvent.objects.filter(subject_kind="sales_order", code="sales_order.paid").count() == 2


def test_what_stands_unmatched_is_listed_with_its_sum(clerk, finance_officer):
    order = money.order(clerk, "600.00")
    match(finance_officer, money.receipt(finance_officer, "600.00"), (order, "600.00"))
    left = money.receipt(finance_officer, "250.00")

    rows = receipts_found(actor_of(finance_officer), ReceiptQuestion(state="unmatched"))

    assert list(rows) == [left]
    totals = totals_of(receipts_found(actor_of(finance_officer), ReceiptQuestion()))
    assert (totals.count, totals.total, totals.unmatched) == (2, 850, 250)


@pytest.mark.parametrize(
    ("amount", "more", "error"),
    [
        ("600.01", {}, OrderOverpaid),
        ("500.00", {"version": 9}, StaleDocument),
        ("0.00", {}, InvalidInput),
    ],
)
def test_no_more_is_matched_than_is_owed(clerk, finance_officer, amount, more, error):
    order, receipt = money.order(clerk, "600.00"), money.receipt(finance_officer, "1000.00")

    with pytest.raises(error):
        match(finance_officer, receipt, (order, amount), **more)

    assert not ReceiptMatch.objects.exists()
    assert money.again(order).paid_amount == 0


def test_no_more_is_matched_than_came_in(clerk, finance_officer):
    one, other = money.order(clerk, "600.00"), money.order(clerk, "600.00")
    receipt = money.receipt(finance_officer, "1000.00")

    with pytest.raises(ReceiptShort):
        match(finance_officer, receipt, (one, "600.00"), (other, "400.01"))
    with pytest.raises(InvalidInput):
        match(finance_officer, receipt, (one, "100.00"), (one, "100.00"))

    assert money.again(one).paid_amount == 0
    match(finance_officer, receipt, (one, "600.00"), (other, "400.00"))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Receipt.objects.filter(pk=receipt.pk).update(matched_amount=D("1000.01"))


def test_finance_alone_records_and_nobody_for_an_order_of_their_own(clerk, manager, finance_officer):
    order = money.order(clerk)
    with pytest.raises(NotAllowed):
        money.receipt(clerk)
    receipt = money.receipt(finance_officer)
    with pytest.raises(NotAllowed):
        match(manager, receipt, (order, "1000.00"))
    SalesOrder.objects.filter(pk=order.pk).update(created_by=finance_officer)
    with pytest.raises(OwnOrder):
        match(finance_officer, receipt, (order, "1000.00"))


@pytest.mark.parametrize("known", ["customer", "name"])
def test_money_of_another_customer_pays_for_an_order_only_with_a_reason(clerk, finance_officer, known):
    payer = serving.customer(clerk, "沈阳恒通集团有限公司")
    own, foreign = money.order(clerk, "300.00", customer=payer), money.order(clerk, "700.00")
    given = {"customer_id": payer.pk, "payer": "王强"} if known == "customer" else {"payer": payer.name_zh}
    receipt = money.receipt(finance_officer, **given)
    match(finance_officer, receipt, (own, "300.00"))

    with pytest.raises(PayerDiffers) as refused:
        match(finance_officer, receipt, (foreign, "700.00"))
    assert (refused.value.params["order"], refused.value.params["customer"]) == (str(foreign), foreign.customer.name)
    assert (money.again(foreign).paid_amount, ReceiptMatch.objects.count()) == (0, 1)
    match(finance_officer, receipt, (foreign, "700.00"), reason="集团代付，附委托书")

    assert money.again(foreign).is_paid
    assert list(ReceiptMatch.objects.order_by("pk").values_list("because", flat=True)) == ["", "集团代付，附委托书"]
    assert AuditEvent.objects.filter(code="receipt.match").latest("pk").reason == "集团代付，附委托书"
    assert AuditEvent.objects.filter(code="sales_order.paid").latest("pk").reason == "集团代付，附委托书"


def test_money_of_a_payer_nobody_knows_is_matched_as_finance_says(clerk, finance_officer):
    order = money.order(clerk, "300.00")

    match(finance_officer, money.receipt(finance_officer, "300.00", payer="某某个人"), (order, "300.00"))

    assert money.again(order).is_paid


def test_the_page_marks_orders_of_other_customers_and_asks_why(client: Client, clerk, finance_officer):
    payer, foreign = serving.customer(clerk, "沈阳恒通集团有限公司"), money.order(clerk, "700.00")
    receipt = money.receipt(finance_officer, "700.00", customer_id=payer.pk)
    jobs.run_all_waiting()
    signed_in(client, finance_officer)
    to_match = reverse("parts_sales:receipt_match", args=[receipt.pk]) + f"?q={foreign.number}"
    typed = {f"amount-{foreign.pk}": "700.00", "version": receipt.version}

    refused = client.post(to_match, {**typed, "request_key": "k1"})
    done = client.post(to_match, {**typed, "request_key": "k2", "reason": "集团代付"})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reason"]
    assert foreign.number in refused.context["form"].errors["reason"][0]
    page = refused.content.decode()
    assert "只要金额填在标有“其他客户”的订单上就必须说明" in page
    assert "选填" not in page
    assert done.status_code == 302
    assert "集团代付" in client.get(reverse("parts_sales:receipt_detail", args=[receipt.pk])).content.decode()


def test_the_api_asks_why_too(client: Client, clerk, finance_officer):
    payer, foreign = serving.customer(clerk, "沈阳恒通集团有限公司"), money.order(clerk, "700.00")
    receipt = money.receipt(finance_officer, "700.00", customer_id=payer.pk)
    signed_in(client, finance_officer)
    body = {"parts": [{"order": foreign.pk, "amount": "700.00"}]}

    def call(given):
        return client.post(f"/api/v1/receipts/{receipt.pk}/match/", given, content_type="application/json")

    refused = call(body).json()
    assert (refused["code"], list(refused["fields"])) == ("payer_differs", ["reason"])
    assert call({**body, "reason": "集团代付"}).json()["matches"][0]["because"] == "集团代付"


def test_nothing_counts_as_paid_before_finance_has_recorded_it(clerk, finance_officer):
    prepared = money.order(clerk, "600.00")
    SalesOrder.objects.filter(pk=prepared.pk).update(state="PREPARED")
    came = money.receipt(finance_officer, "600.00")

    with pytest.raises(OrderNotPayable):
        match(finance_officer, came, (prepared, "600.00"))
    with pytest.raises(InvalidInput):
        money.receipt(finance_officer, received_date=timezone.localdate() + timedelta(days=1))

    assert not money.again(prepared).is_paid


def test_cancelled_orders_take_no_money_and_paid_ones_are_not_cancelled(clerk, finance_officer):
    order, gone = money.order(clerk), money.order(clerk)
    act = {"actor": actor_of(clerk), "at": timezone.now(), "reason": "客户取消"}
    orders.cancel_order(order_id=gone.pk, **act)

    with pytest.raises(OrderNotPayable):
        match(finance_officer, money.receipt(finance_officer), (gone, "10.00"))
    money.pay(finance_officer, order, "10.00")
    with pytest.raises(DomainError) as refused:
        orders.cancel_order(order_id=order.pk, **act)

    assert refused.value.code == "money_matched"


def test_a_match_is_undone_with_a_reason_and_the_order_owes_again(clerk, finance_officer):
    order = money.order(clerk)
    receipt = money.pay(finance_officer, order)
    one = receipt.matches.get()
    act = {"receipt_id": receipt.pk, "match_ids": [one.pk], "actor": actor_of(finance_officer), "at": timezone.now()}

    with pytest.raises(ReasonMissing):
        receipts.unmatch(**act, reason="")
    done = receipts.unmatch(**act, reason="记错订单")

    assert (done.matched_amount, money.again(order).owed) == (0, 1000)
    assert not may_ship(money.again(order)).allowed
    assert Notification.objects.filter(person=clerk, code="sales_order.unpaid").count() == 1
    with pytest.raises(MatchUndone):
        receipts.unmatch(**act, reason="再来")


@pytest.mark.rule("GEN-14")
def test_a_reversed_receipt_stays_readable_and_its_orders_owe_again(clerk, finance_officer):
    one, other = money.order(clerk, "300.00"), money.order(clerk, "700.00")
    receipt = money.receipt(finance_officer)
    match(finance_officer, receipt, (one, "300.00"), (other, "700.00"))

    done = receipts.reverse_receipt(
        receipt_id=receipt.pk, reason="支票退票", actor=actor_of(finance_officer), at=timezone.now()
    )

    assert (done.state, done.matched_amount, done.unmatched, done.amount) == ("REVERSED", 0, 0, 1000)
    assert [money.again(order).paid_amount for order in (one, other)] == [0, 0]
    assert receipt.matches.filter(undone_at__isnull=False).count() == 2


def test_one_bank_reference_is_recorded_once_until_it_is_reversed(finance_officer):
    first = money.receipt(finance_officer, reference="ICBC-778")

    with pytest.raises(ReceiptTwice):
        money.receipt(finance_officer, reference="ICBC-778")
    receipts.reverse_receipt(receipt_id=first.pk, reason="记错", actor=actor_of(finance_officer), at=timezone.now())

    assert money.receipt(finance_officer, reference="ICBC-778").number.endswith("0002")


@pytest.mark.rule("PSL-24")
def test_cash_says_who_brought_it_and_which_paper_they_got(clerk, finance_officer):
    for fields in ({"handed_by": ""}, {"paper": ""}, {"paper": "INVOICE", "invoice_number": ""}):
        with pytest.raises(InvalidInput):
            money.receipt(finance_officer, way="CASH", **({"handed_by": "王建国", "paper": "VOUCHER"} | fields))
    order = money.order(clerk, "480.00")
    cash = money.receipt(finance_officer, "480.00", way="CASH", handed_by="王建国", paper="VOUCHER", reference="")
    assert cash.has_voucher
    assert not may_ship(order).allowed

    match(finance_officer, cash, (order, "480.00"))

    assert may_ship(money.again(order)).allowed


@pytest.mark.rule("GEN-01")
def test_foreign_money_is_matched_in_the_orders_currency_and_counts_at_its_frozen_rate(clerk, finance_officer):
    today = timezone.localdate()
    ExchangeRate.objects.create(
        currency="USD",
        day=today,
        rate=D("7.2"),
        source="中国银行",
        entered_by=finance_officer,
        entered_at=timezone.now(),
    )
    order = money.order(clerk, "100.00", currency="USD", rate=D("7.1"), base_total=D("710.00"))
    in_yuan, in_dollars = money.receipt(finance_officer), money.receipt(finance_officer, "100.00", currency="USD")
    assert in_dollars.base_amount == 720

    with pytest.raises(OtherCurrency):
        match(finance_officer, in_yuan, (order, "100.00"))
    match(finance_officer, in_dollars, (order, "33.33"))
    assert money.again(order).paid_base == D("236.64")
    match(finance_officer, in_dollars, (order, "66.67"))

    assert (money.again(order).paid_base, money.again(order).is_paid) == (710, True)


@pytest.mark.parametrize("days", [1, -9999])
def test_money_is_recorded_when_it_has_come(finance_officer, days):
    with pytest.raises(InvalidInput):
        money.receipt(finance_officer, received_date=timezone.localdate() + timedelta(days=days))


@pytest.mark.rule("GEN-10")
def test_money_is_seen_by_finance_and_by_who_sells_what_it_is_for(clerk, manager, finance_officer, outsider, gm):
    order = money.order(clerk)
    money.pay(finance_officer, order)
    money.receipt(finance_officer, "5.00")

    seen = {who: receipts_visible_to(actor_of(who)).count() for who in (clerk, manager, finance_officer, gm, outsider)}

    assert seen == {clerk: 2, manager: 2, finance_officer: 2, gm: 2, outsider: 0}


def test_finance_records_and_matches_on_the_page(client: Client, clerk, finance_officer):
    order = money.order(clerk, "600.00")
    signed_in(client, finance_officer)
    data = {
        "way": "BANK", "account": "工行 1234", "received_date": timezone.localdate().isoformat(), "amount": "600.00",
        "currency": "CNY", "payer": "恒通", "customer_id": order.customer_id, "reference": "A1", "request_key": "k1",
    }  # fmt: skip

    made = client.post(reverse("parts_sales:receipt_create"), data)
    again = client.post(reverse("parts_sales:receipt_create"), data)

    receipt = Receipt.objects.get()
    to_match = reverse("parts_sales:receipt_match", args=[receipt.pk])
    assert (made.url, again.url) == (to_match, to_match)
    assert 'value="600.00"' in client.get(to_match).content.decode()
    done = client.post(to_match, {f"amount-{order.pk}": "600.00", "version": receipt.version, "request_key": "k2"})
    assert done.url == reverse("parts_sales:receipt_detail", args=[receipt.pk])
    page = client.get(done.url).content.decode()
    assert order.number in page
    refused = client.post(to_match, {f"amount-{order.pk}": "1.00", "request_key": "k3"})
    assert refused.status_code == 422
    assert money.again(order).is_paid


@pytest.mark.rule("GEN-13")
def test_the_total_of_the_file_is_that_of_the_page(clerk, finance_officer):
    money.receipt(finance_officer, "1000.00")
    gone = money.receipt(finance_officer, "300.00")
    receipts.reverse_receipt(receipt_id=gone.pk, reason="录错", actor=actor_of(finance_officer), at=timezone.now())
    rows = receipts_found(actor_of(finance_officer), ReceiptQuestion())

    with list_workbooks.write([exports_money.receipts_sheet(rows)]) as file:
        *found, last = load_workbook(file).active.iter_rows(min_row=2, min_col=12, max_col=12, values_only=True)

    assert [value for (value,) in found] == [300, 1000]
    assert last == (totals_of(rows).total,) == (1000,)


@pytest.mark.rule("PSL-24")
def test_the_page_says_at_each_field_what_cash_needs(client: Client, finance_officer):
    signed_in(client, finance_officer)
    data = {
        "way": "CASH", "account": "现金柜", "received_date": timezone.localdate().isoformat(), "amount": "480.00",
        "currency": "CNY", "payer": "王建国", "request_key": "k1",
    }  # fmt: skip
    create = reverse("parts_sales:receipt_create")

    without = client.post(create, data)
    no_number = client.post(create, data | {"handed_by": "王建国", "paper": "INVOICE"})
    body = {name: value for name, value in data.items() if name != "request_key"}
    api = client.post("/api/v1/receipts/", body, content_type="application/json")

    assert set(without.context["form"].errors) == {"handed_by", "paper"}
    assert set(no_number.context["form"].errors) == {"invoice_number"}
    assert (api.status_code, list(api.json()["fields"])) == (400, ["handed_by"])
    assert not Receipt.objects.exists()
