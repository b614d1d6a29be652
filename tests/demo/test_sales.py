"""The demo's sales: a month of whole stories that come to the budget's revenue, and what waits at the counter (QLT-55)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from budgets.selectors import verification
from demo import abroad, counter, plan, serving
from demo.selling import SALES, Selling
from demo.stage import Stage
from parts_sales.models import (
    CreditTerm,
    DeliveryNote,
    Inquiry,
    OrderInvoice,
    PriceApplication,
    Quote,
    SalesOrder,
    SalesReturn,
    StockBalance,
    Violation,
)
from parts_sales.selectors import stock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.rule("QLT-55"),
    pytest.mark.parametrize("stage", [("SVC", "WHS")], indirect=True),
]
FEW = ("20-44", "22-15", "31-00", "31-02", "51-24", "55-22")
"""Parts of each kind, dear and cheap."""


@pytest.fixture
def selling(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Selling:
    """Customers, some parts with stock, rates; two months have been told, the second is under way."""
    monkeypatch.setattr(serving, "FAMILIES", [one for one in serving.FAMILIES if one.start in FEW])
    monkeypatch.setattr(serving, "REPLACED", ())
    today = date(2024, 4, 2)
    with translation.override("zh-hans"):
        serving.serve(stage, founded=date(2023, 10, 20), today=today)
        abroad.keep_rates(stage, first=date(2024, 1, 1), today=today)
        made = Selling(stage, slow_from=date(2024, 3, 1))
        made.grant_credit(day=date(2024, 1, 2))
        made.month(year=2024, month=2, age=2)
        made.month(year=2024, month=3, age=2, until=date(2024, 3, 12))
    return made


def test_a_months_sales_come_to_the_budgets_revenue(stage: Stage, selling: Selling):
    orders = SalesOrder.objects.filter(order_date__month=2)
    planned = sum(plan.monthly(name, plan.yearly_amount("SVC", name, age=2))[1] for name in plan.REVENUE["SVC"])
    sold = sum((order.base_total for order in orders), Decimal(0))

    assert orders.count() == SALES
    assert abs(sold / planned - 1) < Decimal("0.08")
    assert set(orders.values_list("state", flat=True)) <= {"CLOSED", "SHIPPED"}
    assert set(orders.values_list("region", flat=True)) == {"DOMESTIC", "FOREIGN"}
    assert OrderInvoice.objects.filter(order__in=orders).count() == SALES
    assert set(DeliveryNote.objects.filter(order__in=orders).values_list("state", flat=True)) == {"ARRIVED"}
    assert Inquiry.objects.filter(received_at__month=2, state="QUOTED").count() == SALES


def test_the_month_under_way_stands_at_the_desks_it_has_reached(stage: Stage, selling: Selling):
    begun = Quote.objects.filter(created_at__month=3)

    assert 0 < begun.count() <= SALES
    assert begun.exclude(state="CONFIRMED").exists() or DeliveryNote.objects.exclude(state="ARRIVED").exists()
    assert not stock.differences()
    assert not StockBalance.objects.filter(on_hand__lt=0).exists()
    assert not verification.verify().differences


def test_it_is_the_same_every_time(stage: Stage, selling: Selling):
    first, second = (
        [
            (sale.customer.pk, sale.day, [(line.part_id, line.quantity, line.unit_price) for line in sale.lines])
            for sale in Selling(stage, slow_from=date(2024, 3, 1)).planned(year=2024, month=5, age=2)
        ]
        for _again in range(2)
    )

    assert first == second


def test_the_counter_has_something_in_every_state(stage: Stage, selling: Selling):
    with translation.override("zh-hans"):
        counter.waits(stage, selling, today=date(2024, 4, 2))

    assert set(Quote.objects.values_list("state", flat=True)) >= {
        "DRAFT", "IN_REVIEW", "RETURNED", "APPROVED", "SENT", "CONFIRMED", "LOST", "SUPERSEDED",
    }  # fmt: skip
    assert set(PriceApplication.objects.values_list("state", flat=True)) == {"APPROVED", "IN_REVIEW"}
    assert set(Inquiry.objects.values_list("state", flat=True)) == {"OPEN", "QUOTED", "CLOSED"}
    assert set(CreditTerm.objects.values_list("state", flat=True)) == {"IN_FORCE", "IN_REVIEW"}
    assert Violation.objects.get().state == "PROPOSED"
    assert SalesReturn.objects.filter(state="ASKED").exists()
