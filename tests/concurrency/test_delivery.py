"""Two clerks, the same goods: they are issued once (PSL-32)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.errors import WrongState
from parts_sales.errors import StockShort
from parts_sales.errors_delivery import NothingToDeliver
from parts_sales.models import DeliveryNote, SalesOrderLine, StockBalance
from parts_sales.services import notes, returns
from parts_sales.services.inputs_delivery import ReturnInput
from tests.concurrency.race import outcomes_of, race
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("PSL-32")]


@pytest.fixture
def hands():
    return delivering.hands(cast.tree())


def making(hands, order):
    actor = actor_of(hands.clerk)
    return lambda: notes.make_notes(order_id=order.pk, actor=actor, at=timezone.now())


def test_two_notes_of_one_order_hold_its_goods_once(hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "5"))

    outcomes = race(making(hands, order), making(hands, order))

    assert outcomes_of(NothingToDeliver, outcomes) == 1
    assert SalesOrderLine.objects.get(order=order).noted == 5
    assert DeliveryNote.objects.count() == 1


def test_two_orders_for_the_last_piece_give_one_note(hands):
    part = stocked(hands.clerk, "1")
    orders = [paid_order(hands, sales.Piece(part, "1")) for _turn in range(2)]

    outcomes = race(*(making(hands, order) for order in orders))

    assert outcomes_of(StockShort, outcomes) == 1
    balance = StockBalance.objects.get(part=part)
    assert (balance.on_hand, balance.reserved) == (1, 1)


def test_two_keepers_issue_a_note_once(hands):
    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "4"))), until="TO_ISSUE")
    second = cast.person(hands.keeper.department)
    cast.give(second, "warehouse_keeper", note.warehouse)

    def issuing(person):
        actor = actor_of(person)
        return lambda: notes.issue(note_id=note.pk, actor=actor, at=timezone.now())

    outcomes = race(issuing(hands.keeper), issuing(second))

    assert outcomes_of(WrongState, outcomes) == 1
    assert StockBalance.objects.get(part=part).on_hand == 6


def test_cancelling_and_issuing_at_once_leave_one_of_them(hands):
    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "4"))), until="TO_ISSUE")
    keeper, clerk = actor_of(hands.keeper), actor_of(hands.clerk)

    race(
        lambda: notes.issue(note_id=note.pk, actor=keeper, at=timezone.now()),
        lambda: notes.cancel_note(note_id=note.pk, reason="改期", actor=clerk, at=timezone.now()),
    )

    note = DeliveryNote.objects.get(pk=note.pk)
    balance, line = StockBalance.objects.get(part=part), SalesOrderLine.objects.get(order=note.order_id)
    expected = {"TO_SHIP": (6, 0, 4, 4), "CANCELLED": (10, 0, 0, 0)}
    assert (balance.on_hand, balance.reserved, line.noted, line.issued) == expected[note.state]


def test_two_who_cancel_an_issued_note_put_its_goods_back_once(hands):
    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "4"))), until="TO_SHIP")
    second = cast.person(hands.keeper.department)
    cast.give(second, "warehouse_keeper", note.warehouse)

    def cancelling(person):
        actor = actor_of(person)
        return lambda: notes.cancel_note(note_id=note.pk, reason="客户改期", actor=actor, at=timezone.now())

    outcomes = race(cancelling(hands.keeper), cancelling(second))

    assert outcomes_of(WrongState, outcomes) == 1
    balance, line = StockBalance.objects.get(part=part), SalesOrderLine.objects.get(order=note.order_id)
    assert (balance.on_hand, balance.reserved) == (10, 0)  # as before the note, which had promised them itself
    assert (line.noted, line.issued, line.reserved) == (0, 0, 0)


@pytest.mark.rule("PSL-53")
def test_a_return_is_settled_once_credited_or_replaced(hands):
    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "4"))))
    wanted, at = ReturnInput("异响", "CREDIT", {line.pk: Decimal(2) for line in note.lines.all()}), timezone.now()
    made = returns.ask_return(note_id=note.pk, wanted=wanted, actor=actor_of(hands.clerk), at=at)
    keeper, counted = actor_of(hands.keeper), {line.pk: Decimal(2) for line in made.lines.all()}
    returns.receive(return_id=made.pk, quantities=counted, actor=keeper, at=at)
    returns.inspect(return_id=made.pk, good=counted, finding="完好", actor=keeper, at=at)
    finance, clerk = actor_of(hands.finance), actor_of(hands.clerk)

    outcomes = race(
        lambda: returns.credit(return_id=made.pk, actor=finance, at=timezone.now()),
        lambda: returns.credit(return_id=made.pk, actor=finance, at=timezone.now()),
        lambda: returns.replace(return_id=made.pk, actor=clerk, at=timezone.now()),
    )

    assert outcomes_of(WrongState, outcomes) == 2
    settled = type(made).objects.get(pk=made.pk)
    order = type(note.order).objects.get(pk=note.order_id)
    assert order.credited_base == (settled.credit_base if settled.state == "CREDITED" else 0)
    assert DeliveryNote.objects.filter(free_of=made).count() == (settled.state == "REPLACED")


def test_control_without_the_lock_the_database_is_the_last_guard(hands):
    """The same two rivals past the door: both find five left of the order, the constraint stops the second."""
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "5"))

    def note_them():
        with transaction.atomic():
            SalesOrderLine.objects.filter(order=order).update(noted=F("noted") + Decimal(5))

    outcomes = race(note_them, note_them)

    assert outcomes_of(IntegrityError, outcomes) == 1
