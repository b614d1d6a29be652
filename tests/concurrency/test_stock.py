"""Two clerks, the last piece: one of them gets it (PSL-32)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from core.actors import SYSTEM
from parts_sales.errors import StockShort
from parts_sales.models import StockBalance, StockMovement
from parts_sales.services import stock
from tests.concurrency.race import outcomes_of, race
from tests.factories import organization as cast
from tests.factories import parts as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.rule("PSL-01", "PSL-32")]


@pytest.fixture
def clerk():
    return cast.member(cast.tree().service, "service_clerk")


def test_two_cannot_reserve_the_last_piece(clerk):
    part = make.part(clerk)
    make.receive(part, "5")

    def reserve(order):
        return lambda: stock.reserve([make.line(part, "3", f"order:{order}")], actor=SYSTEM, at=timezone.now())

    outcomes = race(reserve(1), reserve(2))

    assert outcomes_of(StockShort, outcomes) == 1
    balance = StockBalance.objects.get(part=part)
    assert (balance.on_hand, balance.reserved) == (5, 3)


def test_the_same_line_twice_at_once_moves_once(clerk):
    part = make.part(clerk)
    make.receive(part, "5")

    def reserve():
        stock.reserve([make.line(part, "2", "order:1:1")], actor=SYSTEM, at=timezone.now())

    assert race(reserve, reserve) == [None, None]
    assert StockMovement.objects.filter(source="order:1:1").count() == 1


def test_lines_in_opposite_orders_never_wait_in_a_ring(clerk):
    one, other = make.part(clerk), make.part(clerk)
    for part in (one, other):
        make.receive(part, "100")

    def reserve(*parts):
        def act():
            for _turn in range(10):
                stock.reserve([make.line(part, "1") for part in parts], actor=SYSTEM, at=timezone.now())

        return act

    assert race(reserve(one, other), reserve(other, one)) == [None, None]
    assert set(StockBalance.objects.values_list("reserved", flat=True)) == {Decimal(20)}


def test_the_first_movements_of_a_part_meet_without_a_clash(clerk):
    part = make.part(clerk)

    assert race(*[lambda: make.receive(part, "1")] * 3) == [None] * 3
    assert StockBalance.objects.get(part=part).on_hand == 3


def test_control_without_the_lock_the_database_is_the_last_guard(clerk):
    """The same two rivals past the door: both find room, the constraint stops the second."""
    part = make.part(clerk)
    make.receive(part, "5")

    def reserve():
        with transaction.atomic():
            StockBalance.objects.filter(part=part).update(reserved=F("reserved") + 3)

    outcomes = race(reserve, reserve)

    assert outcomes_of(IntegrityError, outcomes) == 1
