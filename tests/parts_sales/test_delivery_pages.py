"""The pages of delivery: desk, note, the keeper's list, dispatch, the order's line of steps (PSL-31, PSL-33, PSL-50)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import formats
from parts_sales.models import DeliveryNote
from parts_sales.selectors.steps import order_steps
from parts_sales.services import notes
from tests.factories import money, sales
from tests.factories import organization as cast
from tests.factories.organization import actor_of, signed_in
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


def made(hands, until: str = "", **fields) -> DeliveryNote:
    part = stocked(hands.clerk, **{"weight_kg": D("1.2"), "length_mm": 300} | fields)
    note = note_of(hands, paid_order(hands, sales.Piece(part, "2")))
    return go(hands, note, until=until or "TO_REVIEW")


def page(person, name, *args):
    return signed_in(Client(), person).get(reverse(f"parts_sales:{name}", args=args))


def send(person, name, /, *args, **data):
    return signed_in(Client(), person).post(reverse(f"parts_sales:{name}", args=args), data)


def state(note) -> str:
    return DeliveryNote.objects.get(pk=note.pk).state


@pytest.mark.rule("PSL-31")
def test_the_desk_shows_what_waits_for_its_reader_alone(hands):
    note, other = made(hands), made(hands, "TO_CONFIRM")

    def shown(person) -> list[DeliveryNote]:
        answer = signed_in(Client(), person).get(reverse("parts_sales:note_list"), {"view": "desk"})
        return list(answer.context["page"])

    assert shown(hands.deputy) == [note]
    assert shown(hands.keeper) == [other]
    assert shown(hands.clerk) == []


@pytest.mark.rule("PSL-31")
def test_a_step_is_one_button_for_who_takes_it(hands):
    note = made(hands)
    step = reverse("parts_sales:note_step", args=[note.pk, "review"])

    assert step in page(hands.deputy, "note_detail", note.pk).content.decode()
    assert step not in page(hands.clerk, "note_detail", note.pk).content.decode()
    assert send(hands.clerk, "note_step", note.pk, "review", version=note.version).status_code == 403
    assert send(hands.deputy, "note_step", note.pk, "review", version=note.version).status_code == 302
    assert state(note) == "TO_PRINT"


@pytest.mark.rule("PSL-31", "PSL-32")
def test_the_keeper_ticks_every_line_then_confirms_and_issues(hands):
    note = made(hands, "TO_CONFIRM")
    tick = {f"line-{line.pk}": "on" for line in note.lines.all()}

    assert send(hands.keeper, "note_goods", note.pk, version=note.version).status_code == 422
    assert send(hands.keeper, "note_goods", note.pk, version=note.version, **tick).status_code == 302
    assert state(note) == "TO_ISSUE"
    assert send(hands.keeper, "note_goods", note.pk, version=note.version + 1, **tick).status_code == 302
    assert state(note) == "TO_SHIP"
    assert page(hands.semi, "note_goods", note.pk).status_code == 404


@pytest.mark.rule("PSL-33")
def test_dispatch_says_what_the_rule_chose_and_why(hands):
    note = made(hands, "TO_SHIP", weight_kg=D(64))
    given = {
        "carrier": "EXPRESS", "carrier_name": "顺丰速运", "tracking_number": "SF1", "packages": "1", "version": note.version,
        "expected_date": (timezone.localdate() + timedelta(days=2)).isoformat(),
    }  # fmt: skip

    shown = page(hands.commerce, "note_ship", note.pk).content.decode()
    refused = send(hands.commerce, "note_ship", note.pk, **given)
    done = send(hands.commerce, "note_ship", note.pk, **given, reason="客户停机")

    assert "货运" in shown
    assert "重货" in shown
    assert (refused.status_code, done.status_code, state(note)) == (422, 302, "SHIPPED")


@pytest.mark.rule("PSL-30")
def test_notes_are_made_on_their_page_once(hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "3"))
    line = order.lines.get()
    given = {f"quantity-{line.pk}": "2", "request_key": "k1"}

    first = send(hands.clerk, "note_create", order.pk, **given)
    again = send(hands.clerk, "note_create", order.pk, **given)

    assert (first.status_code, again.status_code) == (302, 302)
    assert DeliveryNote.objects.get().lines.get().quantity == 2


@pytest.mark.rule("PSL-32", "GEN-06")
def test_cancelling_without_a_reason_shows_the_panel_again(hands):
    note = made(hands)

    refused = send(hands.clerk, "note_cancel", note.pk, reason=" ", version=note.version)

    assert refused.status_code == 422
    assert state(note) == "TO_REVIEW"
    assert send(hands.clerk, "note_cancel", note.pk, reason="改期", version=note.version).status_code == 302


# --- Where an order stands


def names(line) -> list[tuple[str, str]]:
    return [(str(step.name), step.state) for step in line.steps]


@pytest.mark.rule("PSL-50")
def test_before_the_money_it_waits_for_it_with_what_comes_after(hands):
    order = sales.order_of(hands.clerk, [sales.Piece(stocked(hands.clerk), "3")])

    (line,) = order_steps(order)

    assert names(line) == [
        ("已下单", "done"), ("货款", "now"), ("发货单", "ahead"), ("已复核", "ahead"), ("已打印", "ahead"),
        ("已签字", "ahead"), ("仓库已确认", "ahead"), ("已出库", "ahead"), ("全部发运", "ahead"),
    ]  # fmt: skip
    assert hands.clerk.name in str(line.steps[0].note)


@pytest.mark.rule("PSL-50")
def test_each_note_has_its_line_with_who_has_it_and_since_when(hands):
    part, iron = stocked(hands.clerk), stocked(hands.clerk, part_kind="HARDWARE")
    order = paid_order(hands, sales.Piece(part, "3"), sales.Piece(iron, "1"))
    system, _manual = notes.make_notes(order_id=order.pk, actor=actor_of(hands.clerk), at=timezone.now())
    go(hands, system, until="TO_CONFIRM")

    head, first, second = order_steps(type(order).objects.get(pk=order.pk))

    assert names(head) == [("已下单", "done"), ("货款", "done"), ("发货单", "done"), ("全部发运", "ahead")]
    assert names(first)[:5] == [
        ("已开单", "done"), ("已复核", "done"), ("已打印", "done"), ("已签字", "done"), ("确认货物", "now"),
    ]  # fmt: skip
    assert str(first.steps[4].note).startswith("何军 · ")
    assert names(second)[1] == ("签字", "now")
    assert str(second.steps[1].note).startswith("马国强")


@pytest.mark.rule("PSL-50", "GEN-17")
def test_the_api_says_where_an_order_stands_as_the_page_does(hands):
    note = made(hands, until="TO_SIGN")

    answer = signed_in(Client(), hands.clerk).get(f"/api/v1/sales-orders/{note.order_id}/").json()

    own, line = answer["where_it_stands"]
    shown = order_steps(type(note.order).objects.get(pk=note.order_id))
    assert (own["delivery_note"], line["delivery_note"]) == (None, note.number)
    assert [(one["name"], one["state"]) for one in own["steps"]] == names(shown[0])
    assert [(one["name"], one["state"]) for one in line["steps"]] == names(shown[1])
    (now,) = (one for one in line["steps"] if one["state"] == "now")
    assert now["told"].startswith("马国强")


@pytest.mark.rule("PSL-34")
def test_the_page_says_who_was_told_and_asks_where_nobody_was(hands):
    note = made(hands, until="SHIPPED")
    DeliveryNote.objects.filter(pk=note.pk).update(told_at=None)
    assert "客户未告知" in page(hands.clerk, "note_detail", note.pk).content.decode()
    rows = signed_in(Client(), hands.clerk).get(reverse("parts_sales:note_list"), {"view": "to_tell"})
    assert note.number in rows.content.decode()

    refused = send(hands.clerk, "note_tell", note.pk, way="PHONE", name="")
    done = send(hands.clerk, "note_tell", note.pk, way="PHONE", name="李工", version=note.version)

    assert (refused.status_code, done.status_code) == (422, 302)
    shown = page(hands.clerk, "note_detail", note.pk).content.decode()
    assert "李工" in shown
    assert "客户未告知" not in shown
    assert page(hands.keeper, "note_tell", note.pk).status_code == 403


@pytest.mark.rule("PSL-43")
def test_a_note_abroad_names_the_parts_customs_would_ask_about(hands):
    part = stocked(hands.clerk, number="YL-9", hs_code="", origin="中国")
    order = sales.order_of(
        hands.clerk, quote=sales.quote_of(hands.clerk, [sales.Piece(part, "2")], region="FOREIGN"), paid=True
    )
    note = note_of(hands, order)

    assert "商业发票将缺少" in page(hands.clerk, "note_detail", note.pk).content.decode()
    type(part).objects.filter(pk=part.pk).update(hs_code="8482.10")
    assert "商业发票将缺少" not in page(hands.clerk, "note_detail", note.pk).content.decode()


@pytest.mark.rule("PSL-50")
def test_money_and_notes_to_be_made_say_with_whom_they_lie_and_since_when(hands):
    order = money.order(hands.clerk, "600.00", part=stocked(hands.clerk))
    (unpaid,) = order_steps(order)
    money.pay(hands.finance, order)
    order.matches.update(matched_at=datetime(2020, 3, 5, 2, 30, tzinfo=UTC))
    (paid,) = order_steps(money.again(order))
    order.matches.update(matched_at=(later := timezone.now() + timedelta(minutes=3)))
    (later_paid,) = order_steps(money.again(order))

    assert str(unpaid.steps[1].note).endswith(f"财务 · {formats.moment(order.submitted_at)} 起")
    assert str(paid.steps[2].note) == f"{hands.clerk.name} · {formats.moment(order.submitted_at)} 起"
    assert str(later_paid.steps[2].note) == f"{hands.clerk.name} · {formats.moment(later)} 起"


@pytest.mark.rule("PSL-50")
def test_the_last_step_is_the_arrival(hands):
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "3"))))

    head, line = order_steps(type(note.order).objects.get(pk=note.order_id))

    assert names(head)[-1] == ("全部发运", "done")
    assert names(line)[-2:] == [("已发运", "done"), ("运输中", "now")]
    assert "顺丰速运" in str(line.steps[-1].note)


@pytest.mark.rule("PSL-50")
def test_the_line_asks_for_itself_and_costs_the_same_however_many_lines(hands):
    few = paid_order(hands, sales.Piece(stocked(hands.clerk), "1"))
    many = paid_order(hands, *(sales.Piece(stocked(hands.clerk), "1") for _line in range(5)))

    def cost(order) -> int:
        client = signed_in(Client(), hands.clerk)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = client.get(reverse("parts_sales:order_steps", args=[order.pk]))
        assert f'hx-get="{reverse("parts_sales:order_steps", args=[order.pk])}"' in answer.content.decode()
        return len(caught)

    cost(few)
    assert cost(few) == cost(many)
