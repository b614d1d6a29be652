"""The clerk's desk: what waits, what is late, only what is theirs to do (PSL-10 to PSL-53)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parts_sales.models import DeliveryNote
from parts_sales.selectors import desk
from parts_sales.services import inquiries, notes
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    made = delivering.hands(company)
    cast.put_in_charge(company.service, made.manager)
    return made


def found(person):
    """How many wait and how many are late, by group, without what is empty."""
    groups = desk.groups(actor_of(person), on=timezone.localdate())
    return {group.code: (group.count, group.late) for group in groups if group.count}


def quoted(hands, state, **fields):
    part = delivering.stocked(hands.clerk)
    return sales.quote_of(hands.clerk, [sales.Piece(part)], state=state, **fields)


@pytest.mark.rule("PSL-10", "PSL-11", "PSL-14")
def test_inquiries_and_quotes_wait_and_what_ran_out_is_late(hands):
    today, yesterday = timezone.localdate(), timezone.localdate() - timedelta(days=1)
    inquiries.record_inquiry(
        way="PHONE",
        caller="恒通",
        wanted="轴承",
        received_at=timezone.now(),
        actor=actor_of(hands.clerk),
        at=timezone.now(),
    )
    quoted(hands, "APPROVED", valid_until=today)
    quoted(hands, "SENT", valid_until=today)
    quoted(hands, "SENT", valid_until=yesterday)
    quoted(hands, "RETURNED")
    quoted(hands, "IN_REVIEW")

    assert found(hands.clerk) == {"inquiries": (1, 0), "to_send": (1, 0), "sent": (2, 1), "returned": (1, 0)}


@pytest.mark.rule("PSL-21", "PSL-22")
def test_orders_wait_to_be_delivered_once_goods_may_leave(hands):
    part = delivering.stocked(hands.clerk)
    paid, unpaid = (money.order(hands.clerk, "600.00", part=part) for _turn in range(2))
    assert found(hands.clerk) == {}

    money.pay(hands.finance, paid)
    assert found(hands.clerk) == {"to_deliver": (1, 0)}
    note = notes.make_notes(order_id=paid.pk, actor=actor_of(hands.clerk), at=timezone.now())[0]
    assert found(hands.clerk) == {}

    money.term(hands.manager, unpaid.customer, "100.00")
    money.order(hands.clerk, "600.00", part=part, customer=unpaid.customer)
    assert found(hands.clerk) == {"held": (1, 0)}
    assert note.state == "TO_REVIEW"


@pytest.mark.rule("PSL-34")
def test_goods_that_did_not_arrive_in_time_are_late(hands):
    part = delivering.stocked(hands.clerk)
    note = delivering.go(hands, delivering.note_of(hands, delivering.paid_order(hands, sales.Piece(part))))
    assert found(hands.clerk) == {"underway": (1, 0)}

    DeliveryNote.objects.filter(pk=note.pk).update(expected_date=timezone.localdate() - timedelta(days=1))

    assert found(hands.clerk) == {"underway": (1, 1)}
    page = signed_in(Client(), hands.clerk).get(reverse("parts_sales:desk")).content.decode()
    assert note.number in page
    assert "1 项超期" in page


@pytest.mark.rule("GEN-10", "PSL-10")
def test_a_desk_is_for_who_quotes_and_holds_their_department_alone(hands, company):
    far = cast.member(company.other, "service_clerk", name_zh="丁一")
    quoted(hands, "SENT")

    assert (found(far), found(hands.manager), found(hands.commerce)) == ({}, {}, {})
    assert signed_in(Client(), hands.manager).get(reverse("parts_sales:desk")).status_code == 403
    assert signed_in(Client(), far).get(reverse("parts_sales:desk")).status_code == 200


@pytest.mark.rule("RPT-05")
def test_the_start_page_of_a_clerk_shows_the_desk(hands):
    quote = quoted(hands, "SENT")

    start = signed_in(Client(), hands.clerk).get(reverse("reports:own")).content.decode()

    assert quote.number in start
    assert reverse("parts_sales:desk") in start
    assert (
        reverse("parts_sales:desk")
        not in signed_in(Client(), hands.commerce).get(reverse("reports:own")).content.decode()
    )
