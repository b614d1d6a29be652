"""Stock: one door, a movement and its balance together, nothing beyond what is there (PSL-01, PSL-32)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actors import SYSTEM
from core.errors import DomainError, NotAllowed, ReasonMissing
from organization.models import Warehouse
from parts_sales.errors import CountBelowReserved, CountStale, NotReserved, StockShort
from parts_sales.models import StockBalance, StockMovement
from parts_sales.selectors.stock import differences, warehouses_kept_by
from parts_sales.services import stock
from tests.factories import parts as make
from tests.factories.organization import actor_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-01")]
D = Decimal


def standing(part) -> tuple[Decimal, Decimal]:
    balance = StockBalance.objects.get(part=part)
    return balance.on_hand, balance.reserved


def count(part, counted, *, actor, seen=None, reason="盘点"):
    return stock.count(
        part_id=part.pk, warehouse_id=part.warehouse_id, counted=D(counted), seen=None if seen is None else D(seen),
        reason=reason, actor=actor, at=timezone.now(),
    )  # fmt: skip


def test_what_is_reserved_is_issued_once(clerk):
    part, at = make.part(clerk), timezone.now()
    make.receive(part, "10")
    lines = [make.line(part, "4", "order:1:1")]

    stock.reserve(lines, actor=SYSTEM, at=at)
    stock.reserve(lines, actor=SYSTEM, at=at)
    assert standing(part) == (10, 4)
    stock.issue(lines, from_reservation=True, actor=SYSTEM, at=at)
    stock.issue(lines, from_reservation=True, actor=SYSTEM, at=at)

    assert standing(part) == (6, 0)
    assert StockMovement.objects.count() == 3
    assert differences() == []


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda line: stock.reserve([line], actor=SYSTEM, at=timezone.now()), StockShort),
        (lambda line: stock.issue([line], from_reservation=False, actor=SYSTEM, at=timezone.now()), StockShort),
        (lambda line: stock.issue([line], from_reservation=True, actor=SYSTEM, at=timezone.now()), NotReserved),
        (lambda line: stock.release([line], actor=SYSTEM, at=timezone.now()), NotReserved),
    ],
)
def test_nothing_moves_beyond_what_is_there(clerk, act, error):
    part = make.part(clerk)
    make.receive(part, "10")
    stock.reserve([make.line(part, "4")], actor=SYSTEM, at=timezone.now())

    with pytest.raises(error):
        act(make.line(part, "6.001"))

    assert standing(part) == (10, 4)
    assert StockMovement.objects.count() == 2


def test_exactly_what_is_free_can_be_promised(clerk):
    part = make.part(clerk)
    make.receive(part, "10")

    stock.reserve([make.line(part, "10")], actor=SYSTEM, at=timezone.now())

    assert standing(part) == (10, 10)


def test_a_line_that_is_refused_takes_the_others_along(clerk):
    enough, short = make.part(clerk), make.part(clerk)
    make.receive(enough, "5")
    make.receive(short, "1")

    with pytest.raises(StockShort):
        stock.reserve([make.line(enough, "5"), make.line(short, "2")], actor=SYSTEM, at=timezone.now())

    assert standing(enough) == (5, 0)


def test_the_database_refuses_stock_below_nothing_and_promises_beyond_it(clerk):
    part = make.part(clerk)
    make.receive(part, "1")

    for values in ({"on_hand": -1}, {"reserved": 2}, {"reserved": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StockBalance.objects.update(**values)


def test_movements_are_never_changed(clerk):
    make.receive(make.part(clerk), "1")

    for act in (lambda: StockMovement.objects.update(reason="x"), lambda: StockMovement.objects.all().delete()):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            act()


# --- Counts


def test_a_count_moves_the_difference_and_needs_its_reason(clerk, keeper):
    part, actor = make.part(clerk), actor_of(keeper)
    make.receive(part, "10")

    with pytest.raises(ReasonMissing):
        count(part, "8", actor=actor, reason=" ")
    count(part, "8", actor=actor, reason="两套损坏")

    movement = StockMovement.objects.latest("pk")
    assert (movement.move, movement.on_hand_change, movement.reason, movement.by) == ("COUNT", -2, "两套损坏", keeper)
    assert standing(part) == (8, 0)


def test_a_count_that_agrees_needs_none(clerk, keeper):
    part = make.part(clerk)
    make.receive(part, "10")

    assert count(part, "10", actor=actor_of(keeper), reason="").counted_at is not None


def test_a_count_on_an_old_reading_or_below_the_promises_is_refused(clerk, keeper):
    part, actor = make.part(clerk), actor_of(keeper)
    make.receive(part, "10")
    stock.reserve([make.line(part, "6")], actor=SYSTEM, at=timezone.now())

    with pytest.raises(CountStale):
        count(part, "9", actor=actor, seen="9")
    with pytest.raises(CountBelowReserved):
        count(part, "5", actor=actor, seen="10")

    assert standing(part) == (10, 6)


def test_one_counts_only_the_warehouses_one_keeps(clerk, keeper):
    hardware = make.part(clerk, part_kind="HARDWARE")

    with pytest.raises(NotAllowed):
        count(hardware, "1", actor=actor_of(keeper))

    assert warehouses_kept_by(actor_of(keeper)) == {Warehouse.objects.get(code="raw").pk}
    assert warehouses_kept_by(actor_of(clerk)) == frozenset()


def test_the_page_enters_a_count(clerk, keeper):
    part = make.part(clerk)
    make.receive(part, "10")
    client, address = signed_in(Client(), keeper), reverse("parts_sales:stock_count", args=[part.pk, part.warehouse_id])

    refused = client.post(address, {"counted": "8", "seen": "10"})
    done = client.post(address, {"counted": "8", "seen": "10", "reason": "盘亏"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert standing(part) == (8, 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["receive", "reserve", "release", "issue"]), st.integers(1, 6)), max_size=12))
def test_whatever_happens_balances_are_their_movements(clerk, moves):
    part = make.part(clerk)
    for name, quantity in moves:
        line = make.line(part, str(quantity))
        try:
            if name == "receive":
                make.receive(part, str(quantity))
            elif name == "issue":
                stock.issue([line], from_reservation=True, actor=SYSTEM, at=timezone.now())
            else:
                getattr(stock, name)([line], actor=SYSTEM, at=timezone.now())
        except DomainError:
            pass

    assert differences() == []
    assert not StockBalance.objects.filter(reserved__gt=0, on_hand=0).exists()


@pytest.mark.rule("GEN-17")
def test_the_api_shows_stock_by_warehouse_and_takes_counts(clerk, keeper):
    part = make.part(clerk)
    make.receive(part, "10")
    other = Warehouse.objects.exclude(pk=part.warehouse_id).order_by("pk")[0]
    path, client = f"/api/v1/parts/{part.pk}/", signed_in(Client(), keeper)

    def call(**body):
        answer = client.post(f"{path}count/", {"warehouse": part.warehouse_id} | body, content_type="application/json")
        return answer.status_code, answer.json()

    assert call(counted="7")[1]["code"] == "reason_missing"
    assert call(counted="7", seen="9", reason="盘点")[1]["code"] == "count_stale"
    assert call(counted="7", reason="盘点", warehouse=other.pk)[0] == 403
    status, shown = call(counted="7", seen="10", reason="盘点")

    assert (status, [(one["on_hand"], one["reserved"]) for one in shown["stock"]]) == (200, [("7.000", "0.000")])
    assert standing(part) == (7, 0)
    told = signed_in(Client(), clerk)
    assert told.get(path).json()["stock"][0]["warehouse"] == part.warehouse_id
    assert told.post(f"{path}count/", {}, content_type="application/json").status_code == 403
