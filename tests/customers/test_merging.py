"""Two customers that are one company (CUS-01)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.errors import NotAllowed, ReasonMissing
from core.models import AuditEvent
from customers import referrers
from customers.errors import CustomerMerged, SameCustomer
from customers.models import Customer, CustomerMerge, Machine
from customers.referrers import Referrer
from customers.selectors import duplicates
from customers.services import customers, parts
from customers.services.inputs import ContactInput, CustomerInput, MachineInput
from customers.services.merging import merge_customers
from tests.factories import customers as make
from tests.factories.customers import AT
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("CUS-01")]


@pytest.fixture
def both(manager):
    """A customer known twice, each with something the other has not."""
    goes_on = make.customer(manager, "恒通机械有限公司", phone="024-1")
    goes = make.customer(manager, "沈阳恒通机械", tax_number="X1", phone="024-2", bank="工商银行")
    actor = actor_of(manager)
    parts.add(customer_id=goes_on.pk, draft=ContactInput("王工", is_main=True), actor=actor, at=AT)
    parts.add(customer_id=goes.pk, draft=ContactInput("李工", is_main=True), actor=actor, at=AT)
    parts.add(customer_id=goes.pk, draft=MachineInput("M2600", "1"), actor=actor, at=AT)
    return goes_on, goes


def merge(survivor: Customer, merged: Customer, person: Any, **more: Any) -> Any:
    return merge_customers(
        **{"survivor_id": survivor.pk, "merged_id": merged.pk, "reason": "同一家", "version": None, **more},
        actor=actor_of(person),
        at=AT,
    )


def test_everything_goes_to_the_survivor_and_the_merged_one_stays_as_it_was(manager, both):
    goes_on, goes = both

    merge(goes_on, goes, manager)

    goes_on, goes = Customer.objects.get(pk=goes_on.pk), Customer.objects.get(pk=goes.pk)
    assert (goes_on.phone, goes_on.bank, goes_on.tax_number, goes_on.tax_key) == ("024-1", "工商银行", "X1", "X1")
    assert (goes.name_zh, goes.phone, goes.tax_number, goes.merged_into) == ("沈阳恒通机械", "024-2", "X1", goes_on)
    assert [(one.name, one.is_main) for one in goes_on.contacts.all()] == [("王工", True), ("李工", False)]
    assert Machine.objects.get().came_from == goes
    kept = CustomerMerge.objects.get()
    assert kept.moved["machine"] == [Machine.objects.get().pk]
    assert kept.filled == {"tax_number": "X1", "bank": "工商银行"}
    assert set(AuditEvent.objects.filter(reason="同一家").values_list("code", flat=True)) == {
        "customer.absorb", "customer.merge",
    }  # fmt: skip


def test_the_rows_of_other_apps_go_along(manager, both, monkeypatch):
    moved: list[tuple[int, ...]] = []
    monkeypatch.setattr(referrers, "_referrers", {})

    def carry(*ids: int) -> list[int]:
        moved.append(ids)
        return [7, 8]

    referrers.register(Referrer("quote", "报价", lambda _customer: 2, carry))

    merge(both[0], both[1], manager)

    assert moved == [(both[1].pk, both[0].pk)]
    assert CustomerMerge.objects.get().moved["quote"] == [7, 8]


def test_a_refusing_app_takes_the_whole_merge_back(manager, both, monkeypatch):
    def refuse(_merged, _survivor):
        raise NotAllowed(document="quote")

    monkeypatch.setattr(referrers, "_referrers", {})
    referrers.register(Referrer("quote", "报价", lambda _customer: 0, refuse))

    with pytest.raises(NotAllowed):
        merge(both[0], both[1], manager)

    assert not CustomerMerge.objects.exists()
    assert both[1].machines.count() == 1


def test_a_merged_customer_takes_part_in_nothing_new(manager, both):
    goes_on, goes = both
    merge(goes_on, goes, manager)

    with pytest.raises(CustomerMerged):
        parts.add(customer_id=goes.pk, draft=ContactInput("新"), actor=actor_of(manager), at=AT)
    with pytest.raises(CustomerMerged):
        merge(goes, goes_on, manager)
    with pytest.raises(CustomerMerged):
        customers.restore_customer(customer_id=goes.pk, version=None, actor=actor_of(manager), at=AT)


def test_its_name_and_number_lead_to_the_survivor(manager, both):
    goes_on, goes = both
    merge(goes_on, goes, manager)

    (alike,) = duplicates.alike(name_zh="沈阳恒通机械股份有限公司")
    page = signed_in(Client(), manager).get(reverse("customers:customer_list"), {"q": goes.number})

    assert alike.customer == goes_on
    assert goes_on in page.context["page"].object_list
    assert (
        goes_on.name
        in signed_in(Client(), manager).get(reverse("customers:customer_detail", args=[goes.pk])).content.decode()
    )


def test_merges_of_merges_lead_to_the_last(manager, both):
    goes_on, goes = both
    merge(goes_on, goes, manager)
    last = make.customer(manager, "总厂")

    merge(last, goes_on, manager)

    assert Customer.objects.get(pk=goes.pk).merged_into == last


@pytest.mark.parametrize("reason", ["", " \u200b"])
def test_a_merge_has_a_reason(manager, both, reason):
    with pytest.raises(ReasonMissing):
        merge(both[0], both[1], manager, reason=reason)


def test_nobody_merges_without_the_right_or_one_with_itself(manager, both, company):
    from tests.factories import organization as cast

    clerk = cast.member(company.service, "service_clerk")
    with pytest.raises(NotAllowed):
        merge(both[0], both[1], clerk)
    with pytest.raises(SameCustomer):
        merge(both[0], both[0], manager)


def test_merges_are_never_changed(manager, both):
    merge(both[0], both[1], manager)

    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        CustomerMerge.objects.update(reason="x")


def test_the_page_shows_both_and_merges(manager, both):
    goes_on, goes = both
    client, address = signed_in(Client(), manager), reverse("customers:customer_merge", args=[goes.pk])

    page = client.get(address, {"into": goes_on.pk}).content.decode()
    done = client.post(address, {"survivor": goes_on.pk, "reason": "同一家", "version": goes.version})

    assert goes_on.number in page
    assert done.url == reverse("customers:customer_detail", args=[goes_on.pk])
    assert Customer.objects.get(pk=goes.pk).merged_into == goes_on


def test_the_api_merges_and_refuses_what_one_does_not_see(manager, both):
    client = signed_in(Client(), manager)
    address = f"/api/v1/customers/{both[1].pk}/merge/"

    unseen = client.post(address, {"survivor": 999_999, "reason": "x"}, content_type="application/json")
    done = client.post(address, {"survivor": both[0].pk, "reason": "同一家"}, content_type="application/json")

    assert (unseen.status_code, done.status_code) == (400, 200)
    assert done.json()["machines"][0]["serial_number"] == "1"


@pytest.mark.rule("GEN-17")
def test_the_api_changes_contacts_addresses_and_machines(manager, both):
    client = signed_in(Client(), manager)
    address = f"/api/v1/customers/{both[0].pk}/"

    def call(move, **body):
        answer = client.post(f"{address}{move}/", body, content_type="application/json")
        return answer.status_code, answer.json()

    _status, shown = call("add-machine", model="M2600", serial_number="77", warranty_until="2026-09-22")
    machine = next(one for one in shown["machines"] if one["serial_number"] == "77")
    status, shown = call("change-machine", id=machine["id"], warranty_until="2027-09-22", version=machine["version"])
    changed = next(one for one in shown["machines"] if one["id"] == machine["id"])
    assert (status, changed["model"], changed["warranty_until"]) == (200, "M2600", "2027-09-22")
    stale = call("change-machine", id=machine["id"], note="x", version=machine["version"])
    assert (stale[0], stale[1]["code"]) == (409, "stale_document")
    assert call("change-machine", id=Machine.objects.exclude(customer=both[0])[0].pk, note="x")[0] == 400
    _status, shown = call("add-contact", name="李工", phone="024-1")
    contact = next(one for one in shown["contacts"] if one["name"] == "李工")
    _status, shown = call("change-contact", id=contact["id"], is_main=True)
    told = next(one for one in shown["contacts"] if one["id"] == contact["id"])
    assert (told["phone"], told["is_main"]) == ("024-1", True)
    _status, shown = call("add-address", text="铁西区 1 号")
    _status, shown = call("change-address", id=shown["addresses"][-1]["id"], text="铁西区 2 号")
    assert [one["text"] for one in shown["addresses"]] == ["铁西区 2 号"]


def test_the_api_makes_and_changes_customers(manager):
    client = signed_in(Client(), manager)

    made = client.post("/api/v1/customers/", {"name_zh": "甲厂"}, content_type="application/json")
    address = f"/api/v1/customers/{made.json()['id']}/"
    changed = client.patch(address, {"phone": "1", "version": 1}, content_type="application/json")
    stale = client.patch(address, {"phone": "2", "version": 1}, content_type="application/json")
    known = client.post("/api/v1/customers/", {"name_zh": "甲厂"}, content_type="application/json")

    assert (made.status_code, changed.json()["phone"], changed.json()["name_zh"]) == (201, "1", "甲厂")
    assert (stale.json()["code"], known.json()["code"]) == ("stale_document", "customer_known")
    assert CustomerInput().currency == "CNY"
