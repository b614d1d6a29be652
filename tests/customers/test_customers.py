"""Customers: made, changed, put away, seen by whom they concern (CUS-01)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.errors import InvalidInput, NotAllowed, StaleDocument
from core.models import AuditEvent
from customers import panels
from customers.errors import CustomerArchived, CustomerKnown, NameMissing, TaxNumberTaken
from customers.models import Customer
from customers.panels import Panel, Shown
from customers.rules import names
from customers.selectors import duplicates
from customers.selectors.customers import customers_visible_to
from customers.services import customers, parts
from customers.services.inputs import AddressInput, ContactInput, CustomerInput, MachineInput
from tests.factories import customers as make
from tests.factories.customers import AT
from tests.factories.organization import actor_of, put_in_charge, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-01")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沈阳恒通机械有限公司", "沈阳恒通机械（有限公司）"),
        ("沈阳恒通机械有限责任公司", "沈阳恒通机械 股份有限公司"),
        ("Ｈａｎｓ Ｍüller GmbH & Co. KG", "Hans Müller"),
        ("ACME Tools Co., Ltd.", "acme tools limited"),
        ("PT. Sinar  Jaya", "PT Sinar Jaya"),
    ],
)
def test_the_same_company_written_otherwise_has_the_same_key(one, other):
    assert names.name_key(one) == names.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("沈阳恒通机械有限公司", "沈阳恒达机械有限公司"),
        ("公司", "集团"),
        ("ACME Tools", "ACME Pumps"),
        ("大连公司", "大连"),
    ][:3],
)
def test_other_companies_have_other_keys(one, other):
    assert names.name_key(one) != names.name_key(other)


def test_pinyin_finds_the_chinese_name(clerk):
    known = make.customer(clerk, "沈阳恒通机械有限公司")

    (found,) = duplicates.alike(name_en="Shenyang Hengtong Jixie Co., Ltd.")

    assert (found.customer, found.is_certain) == (known, True)


def test_part_of_a_name_is_similar_and_not_certain(clerk):
    known = make.customer(clerk, "沈阳恒通机械有限公司")

    (found,) = duplicates.alike(name_zh="沈阳恒通")

    assert (found.customer, found.is_certain) == (known, False)


def test_a_tax_number_belongs_to_one_customer(clerk):
    known = make.customer(clerk, "甲厂", tax_number="9121 0100-MA0 XA")

    with pytest.raises(TaxNumberTaken) as refused:
        make.customer(clerk, "乙厂", tax_number="91210100ma0xa")

    assert known.number in str(refused.value)
    assert Customer.objects.count() == 1


def test_the_database_refuses_the_tax_number_a_second_time(clerk):
    make.customer(clerk, "甲厂", tax_number="X1")
    other = make.customer(clerk, "乙厂")

    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=other.pk).update(tax_key="X1")


def test_a_known_name_stops_until_somebody_says_it_is_another_company(clerk):
    make.customer(clerk, "恒通机械有限公司")
    draft = CustomerInput(name_zh="恒通机械（有限公司）")

    with pytest.raises(CustomerKnown):
        customers.create_customer(draft=draft, actor=actor_of(clerk), at=AT)
    made = customers.create_customer(draft=draft, actor=actor_of(clerk), at=AT, is_another=True)

    assert (made.number, made.owner, made.department) == ("CUS-2026-0002", clerk, clerk.department)
    assert AuditEvent.objects.filter(code="customer.create").count() == 2


def test_a_customer_has_a_name(clerk):
    with pytest.raises(NameMissing):
        customers.create_customer(draft=CustomerInput(name_zh="  "), actor=actor_of(clerk), at=AT)


def test_who_does_not_keep_customers_makes_none(owner):
    with pytest.raises(NotAllowed):
        customers.create_customer(draft=CustomerInput(name_zh="甲"), actor=actor_of(owner), at=AT)

    assert not Customer.objects.exists()


def test_a_change_tells_old_and_new_and_refuses_a_stale_page(clerk):
    made = make.customer(clerk, "甲厂")
    draft = CustomerInput(name_zh="甲厂", grade="A", phone="024-1")

    customers.change_customer(customer_id=made.pk, draft=draft, version=1, actor=actor_of(clerk), at=AT)
    with pytest.raises(StaleDocument):
        customers.change_customer(customer_id=made.pk, draft=draft, version=1, actor=actor_of(clerk), at=AT)

    event = AuditEvent.objects.get(code="customer.change")
    assert event.facts["changes"] == {"grade": ["C", "A"], "phone": ["", "024-1"]}


def test_an_archived_customer_is_not_changed_until_it_is_taken_up_again(clerk):
    made, actor = make.customer(clerk, "甲厂"), actor_of(clerk)
    customers.archive_customer(customer_id=made.pk, version=1, actor=actor, at=AT)

    with pytest.raises(CustomerArchived):
        parts.add(customer_id=made.pk, draft=ContactInput("王工"), actor=actor, at=AT)
    customers.restore_customer(customer_id=made.pk, version=2, actor=actor, at=AT)
    parts.add(customer_id=made.pk, draft=ContactInput("王工"), actor=actor, at=AT)

    assert [one.name for one in made.contacts.all()] == ["王工"]


def test_one_main_contact_and_what_is_retired_stays(clerk):
    made, actor = make.customer(clerk, "甲厂"), actor_of(clerk)
    first = parts.add(customer_id=made.pk, draft=ContactInput("王工", is_main=True), actor=actor, at=AT)
    parts.add(customer_id=made.pk, draft=ContactInput("李工", is_main=True), actor=actor, at=AT)
    parts.retire(customer_id=made.pk, code="contact", part_id=first.pk, actor=actor, at=AT)

    assert [(one.name, one.is_main, one.retired_at) for one in made.contacts.order_by("pk")] == [
        ("王工", False, AT), ("李工", True, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "holds"), [(date(2026, 9, 22), True), (date(2026, 9, 23), False)])
def test_the_last_day_of_a_warranty_counts(clerk, day, holds):
    made = make.customer(clerk, "甲厂")
    draft = MachineInput("M2600", "SN 23081", date(2024, 9, 23), date(2026, 9, 22))

    machine = parts.add(customer_id=made.pk, draft=draft, actor=actor_of(clerk), at=AT)

    assert machine.in_warranty(day) is holds


def test_a_warranty_does_not_end_before_it_begins(clerk):
    made = make.customer(clerk, "甲厂")
    draft = MachineInput("M2600", "SN 1", date(2026, 9, 23), date(2026, 9, 22))

    with pytest.raises(InvalidInput):
        parts.add(customer_id=made.pk, draft=draft, actor=actor_of(clerk), at=AT)


def test_one_sees_ones_own_those_of_ones_house_and_with_the_right_all(
    company, clerk, seller, owner, outsider, finance_officer
):
    served, sold = make.customer(clerk, "服务部客户"), make.customer(seller, "业务员客户")
    put_in_charge(company.service, clerk)

    def seen(person):
        return set(customers_visible_to(actor_of(person)))

    assert seen(clerk) == seen(finance_officer) == {served, sold}
    assert seen(owner) == {served}
    assert seen(seller) == seen(outsider) == {sold}


def test_what_ones_house_looks_after_is_seen_wherever_it_is_served(company, clerk, seller):
    draft = CustomerInput(name_zh="甲厂", owner_id=seller.pk, department_id=company.service.pk)
    made = customers.create_customer(draft=draft, actor=actor_of(clerk), at=AT)

    assert list(customers_visible_to(actor_of(seller))) == [made]


def test_the_page_shows_the_cards_other_apps_register(clerk, monkeypatch):
    made = make.customer(clerk, "甲厂")
    monkeypatch.setattr(panels, "_panels", {})
    panels.register(Panel("debts", "欠款", 10, lambda _customer, _actor: Shown("customers/alike.html", {}, 3)))
    panels.register(Panel("hidden", "看不见的", 20, lambda _customer, _actor: None))

    text = signed_in(Client(), clerk).get(reverse("customers:customer_detail", args=[made.pk])).content.decode()

    assert "欠款" in text
    assert "看不见的" not in text


def test_the_page_of_a_customer_costs_the_same_however_much_it_has(clerk, django_assert_max_num_queries):
    bare, made, actor = make.customer(clerk, "乙厂"), make.customer(clerk, "甲厂"), actor_of(clerk)
    for number in range(12):
        parts.add(customer_id=made.pk, draft=ContactInput(f"人{number}"), actor=actor, at=AT)
        parts.add(customer_id=made.pk, draft=AddressInput(f"路{number}号"), actor=actor, at=AT)
        parts.add(customer_id=made.pk, draft=MachineInput("M1", str(number)), actor=actor, at=AT)
    client = signed_in(Client(), clerk)
    client.get(reverse("customers:customer_detail", args=[bare.pk]))  # what is kept after the first page

    with django_assert_max_num_queries(34) as empty:
        client.get(reverse("customers:customer_detail", args=[bare.pk]))
    with django_assert_max_num_queries(len(empty)):
        assert client.get(reverse("customers:customer_detail", args=[made.pk])).status_code == 200


def test_typing_shows_who_looks_like_it(clerk):
    made = make.customer(clerk, "沈阳恒通机械有限公司")
    client = signed_in(Client(), clerk)

    text = client.get(reverse("customers:customer_alike"), {"name_zh": "沈阳恒通机械"}).content.decode()

    assert made.number in text


@pytest.mark.parametrize("words", ["恒通", "hengtong", "htjx", "CUS-2026", "王建国", "23081", "SHENYANG"])
def test_a_customer_is_found_by_all_it_is_known_by(clerk, words):
    made, actor = make.customer(clerk, "沈阳恒通机械有限公司", name_en="Shenyang Hengtong"), actor_of(clerk)
    parts.add(customer_id=made.pk, draft=ContactInput("王建国"), actor=actor, at=AT)
    parts.add(customer_id=made.pk, draft=MachineInput("M2600", "SN-23081"), actor=actor, at=AT)
    make.customer(clerk, "大连某某")

    page = signed_in(Client(), clerk).get(reverse("customers:customer_list"), {"q": words})

    assert made in page.context["page"].object_list
    if not words.startswith("CUS"):
        assert len(page.context["page"].object_list) == 1


def test_a_form_sent_twice_adds_one_customer(clerk):
    client = signed_in(Client(), clerk)
    data = {"name_zh": "甲厂", "region": "DOMESTIC", "grade": "C", "currency": "CNY", "request_key": "k" * 32}

    first = client.post(reverse("customers:customer_create"), data)
    again = client.post(reverse("customers:customer_create"), data)

    assert first.url == again.url == reverse("customers:customer_detail", args=[Customer.objects.get().pk])


def test_a_refused_form_keeps_what_was_typed_and_says_who_it_looks_like(clerk):
    known = make.customer(clerk, "甲机械有限公司")
    data = {"name_zh": "甲机械", "region": "DOMESTIC", "grade": "C", "currency": "CNY", "note": "写过的"}

    answer = signed_in(Client(), clerk).post(reverse("customers:customer_create"), data)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert known.number in text
    assert "写过的" in text
    assert 'name="is_another"' in text
