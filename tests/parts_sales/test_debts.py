"""Debts by age, and what was done to collect them (PSL-25)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed
from parts_sales.models import DunningEntry
from parts_sales.selectors import debts
from parts_sales.services import dunning
from parts_sales.services.inputs_money import DunningInput
from tests.factories import customers as serving
from tests.factories import money
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-25")]
D = Decimal


@pytest.fixture
def customer(clerk, finance_officer):
    """Owes 300 that is 40 days late, 200 not due, and has 500 shipped and not invoiced."""
    made = serving.customer(clerk, "沈阳恒通机械有限公司")
    order = money.order(clerk, "1000.00", customer=made)
    money.pay(finance_officer, order, "100.00")
    money.ship(order)
    money.bill(finance_officer, order, days_ago=40, amount="400.00")
    money.bill(finance_officer, order, days_ago=1, days=30, amount="200.00")
    return made


def test_what_is_paid_goes_to_the_oldest_invoice_and_the_rest_stands_by_age(customer, finance_officer):
    (row,) = debts.debts(actor_of(finance_officer), on=timezone.localdate())

    assert (row.customer, row.ages, row.unbilled) == (customer, (200, 0, 300, 0, 0), 400)
    assert (row.overdue, row.total, row.last) == (300, 500, None)
    assert debts.total_row([row, row]).ages == (400, 0, 600, 0, 0)
    left = [one.left for one in debts.open_invoices(customer.pk, on=timezone.localdate())]
    assert left == [300, 200]


def test_what_was_done_is_kept_with_what_was_overdue_then(customer, clerk, finance_officer, outsider):
    today = timezone.localdate()
    act = {"customer_id": customer.pk, "at": timezone.now()}
    draft = DunningInput(today, "PHONE", "答应月底付款", "王会计", today + timedelta(days=8), D("300.00"))
    with pytest.raises(NotAllowed):
        dunning.record_dunning(**act, draft=draft, actor=actor_of(outsider))
    for wrong in (
        DunningInput(today + timedelta(days=1), "PHONE", "x"),
        DunningInput(today, "PIGEON", "x"),
        DunningInput(today, "PHONE", " "),
        DunningInput(today, "PHONE", "x", promised_date=today - timedelta(days=1)),
    ):
        with pytest.raises(InvalidInput):
            dunning.record_dunning(**act, draft=wrong, actor=actor_of(finance_officer))

    made = dunning.record_dunning(**act, draft=draft, actor=actor_of(clerk))

    assert (made.owed, DunningEntry.objects.count()) == (300, 1)
    silent = debts.debts(actor_of(finance_officer), on=today, only=debts.SILENT)
    assert silent == []
    assert debts.debts(actor_of(finance_officer), on=today, only=debts.OVERDUE)[0].last == made


def test_debts_on_their_pages(client: Client, customer, finance_officer, outsider):
    signed_in(client, finance_officer)
    page = client.get(reverse("parts_sales:debt_list")).content.decode()
    assert "300.00" in page
    url = reverse("parts_sales:dunning_add", args=[customer.pk])
    data = {"day": timezone.localdate().isoformat(), "way": "PHONE", "said": "答应月底付款", "request_key": "d1"}

    done = client.post(url, data)

    detail = client.get(done.url).content.decode()
    assert "答应月底付款" in detail
    signed_in(client, outsider)
    assert client.get(done.url).status_code == 404


@pytest.mark.rule("PSL-53")
def test_what_was_credited_on_a_paid_order_is_to_be_paid_back(client: Client, customer, clerk, finance_officer):
    order = money.order(clerk, "800.00", customer=customer)
    money.pay(finance_officer, order)
    type(order).objects.filter(pk=order.pk).update(credited_amount=D("123.45"), credited_base=D("123.45"))

    (row,) = debts.debts(actor_of(finance_officer), on=timezone.localdate())

    assert (row.to_pay_back, row.unbilled, row.total) == (D("123.45"), 400, 500)
    assert debts.debt_page(customer=customer, on=timezone.localdate()).row.to_pay_back == D("123.45")
    assert money.again(order).to_pay_back == D("123.45")
    signed_in(client, finance_officer)
    for name, pk in (("parts_sales:order_detail", order.pk), ("customers:customer_detail", customer.pk)):
        assert "123.45" in client.get(reverse(name, args=[pk])).content.decode()
    assert "123.45" in client.get(reverse("parts_sales:debt_list")).content.decode()
