"""What parts sales tell agreements and leads: list prices, credit and debts (CUS-02, CUS-10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements import guidance
from agreements.services import leads
from agreements.services.inputs import LeadInput
from tests.factories import customers as serving
from tests.factories import money
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories.organization import actor_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.rule("CUS-02", "PSL-02")
def test_a_lead_shows_the_list_prices_of_what_is_wanted(client, clerk, outsider):
    part, today = make.part(clerk), timezone.localdate()
    make.price(part, "6480.00")

    (hint,) = guidance.prices_of(part.number, actor_of(clerk), on=today)
    assert "6,480.00" in hint.text
    assert hint.url == reverse("parts_sales:part_detail", args=[part.pk])
    assert guidance.prices_of("年度维保", actor_of(clerk), on=today) == []
    assert guidance.prices_of(part.number, actor_of(outsider), on=today) == []

    given = LeadInput("东方机床厂", "备件寄售", product=part.number, next_on=today + timedelta(days=3))
    lead = leads.record(lead=given, actor=actor_of(clerk), at=timezone.now())
    signed_in(client, clerk)
    assert hint.url in client.get(reverse("agreements:lead_detail", args=[lead.pk])).content.decode()


@pytest.mark.rule("CUS-10")
def test_finance_reads_what_a_customer_owes(company, clerk, finance_officer):
    customer, today = serving.customer(clerk, "沈阳恒通机械有限公司"), timezone.localdate()
    money.order(clerk, "1000.00", customer=customer)

    hints = guidance.credit_of(customer, actor_of(finance_officer), on=today)

    assert [hint.text for hint in hints][1:] == ["1,000.00", "0.00"]
    plain = cast.member(company.other, "employee")
    assert guidance.credit_of(customer, actor_of(plain), on=today) == []
