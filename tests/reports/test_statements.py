"""The monthly statement and the receipt voucher, in both languages (PSL-23, PSL-24, PSL-25)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone, translation

from parts_sales.models import OrderInvoice
from parts_sales.selectors.statements import last_month
from parts_sales.services import statements
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.factories.organization import actor_of
from tests.reports.test_papers import content_of, pages_of, solid

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated(company, finance_officer):
    """1,234.56 invoiced and 234.56 paid in the month that ended last."""
    clerk = cast.member(company.service, "service_clerk", name_zh="李敏")
    customer = serving.customer(clerk, "沈阳恒通机械有限公司")
    month = last_month(timezone.localdate())
    order = money.ship(money.order(clerk, "1234.56", customer=customer))
    OrderInvoice.objects.filter(pk=money.bill(finance_officer, order).pk).update(invoice_date=month, due_date=month)
    money.pay(finance_officer, order, "234.56", on=month + timedelta(days=3))
    act = {"customer_id": customer.pk, "actor": actor_of(finance_officer), "at": timezone.now()}
    return statements.make_statement(month=month, **act)


def drawn(person, code, document, **more) -> str:
    return solid("".join(pages_of(content_of(person, code, id=document.pk, **more))))


@pytest.mark.rule("PSL-25")
def test_a_statement_says_what_was_owed_and_how_old_it_is(stated, finance_officer):
    said = drawn(finance_officer, "statement", stated)

    for words in (stated.number, "对账单", "沈阳恒通机械有限公司", "1,234.56", "234.56", "人民币壹仟元整", "1–30天"):
        assert solid(words) in said
    both = drawn(finance_officer, "statement", stated, words="both")
    assert solid("对账单 Statement of account") in both
    with translation.override("en"):
        assert solid("Owed at the end of the month") in drawn(finance_officer, "statement", stated)


@pytest.mark.rule("PSL-24", "PSL-23")
def test_a_voucher_states_the_amount_in_capitals_and_who_paid(finance_officer):
    cash = money.receipt(
        finance_officer, "1007.50", way="CASH", handed_by="李师傅", paper="VOUCHER", reference="", note="配件款"
    )

    said = drawn(finance_officer, "receipt_voucher", cash)

    for words in (cash.number, "收款收据", "人民币壹仟零柒元伍角整", "1,007.50", "李师傅", "今收到"):
        assert solid(words) in said
    transfer = money.receipt(finance_officer)
    with pytest.raises(Http404):
        drawn(finance_officer, "receipt_voucher", transfer)
