"""Goods that come back: received, inspected, credited or replaced (PSL-53)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import DomainError, InvalidInput, NotAllowed, OwnDocument, ReasonMissing, WrongState
from parts_sales.errors import StockShort
from parts_sales.errors_delivery import MoreThanDelivered, NotDispatched
from parts_sales.models import SalesOrderLine, StockBalance
from parts_sales.selectors.stock import differences
from parts_sales.services import issued_hooks, notes, returns
from parts_sales.services.inputs_delivery import ReturnInput
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-53")]
D = Decimal


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


@pytest.fixture
def note(hands):
    """Four of ten are underway, at 25.50 each."""
    part = stocked(hands.clerk)
    return go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "4", "25.50"))))


def ask(hands, note, quantity="3", remedy="CREDIT", **changed):
    given = {"reason": "轴承异响", "remedy": remedy, "quantities": {note.lines.get().pk: D(quantity)}}
    return returns.ask_return(
        note_id=note.pk, wanted=ReturnInput(**given | changed), actor=actor_of(hands.clerk), at=timezone.now()
    )


def act(service, made, person, **more):
    return service(return_id=made.pk, actor=actor_of(person), at=timezone.now(), **more)


def received(hands, made, quantity="3"):
    return act(returns.receive, made, hands.keeper, quantities={made.lines.get().pk: D(quantity)})


def inspected(hands, made, good="2"):
    return act(returns.inspect, made, hands.keeper, good={made.lines.get().pk: D(good)}, finding="一套保持架断裂")


def on_hand(note) -> Decimal:
    return StockBalance.objects.get(part=note.lines.get().part_id).on_hand


def counts(note) -> tuple[Decimal, Decimal]:
    return note.lines.get().returned, SalesOrderLine.objects.get(order=note.order_id).returned


def test_it_is_received_inspected_and_credited(hands, note):
    made = ask(hands, note)
    assert counts(note) == (3, 0)

    received(hands, made)
    assert (counts(note), on_hand(note)) == ((3, 3), 6)
    inspected(hands, made)
    assert on_hand(note) == 8
    done = act(returns.credit, made, hands.finance)

    assert (done.state, done.credit_base, done.credit_amount) == ("CREDITED", D("76.50"), D("76.50"))
    assert differences() == []


def test_what_did_not_come_can_be_asked_for_again(hands, note):
    made = ask(hands, note, "4")

    received(hands, made, "1")

    assert counts(note) == (1, 1)
    with pytest.raises(MoreThanDelivered):
        ask(hands, note, "3.001")
    ask(hands, note, "3")


def test_free_replacements_go_through_the_same_hands_and_are_not_counted_on_the_order(hands, note):
    made = ask(hands, note, remedy="REPLACEMENT")
    received(hands, made)
    inspected(hands, made)

    fresh = act(returns.replace, made, hands.clerk)
    fresh = go(hands, fresh)

    line = SalesOrderLine.objects.get(order=note.order_id)
    assert (fresh.is_free, fresh.state, fresh.lines.get().quantity) == (True, "SHIPPED", 3)
    assert (line.noted, line.issued, line.returned) == (4, 4, 3)
    assert on_hand(note) == 5
    made = type(made).objects.get(pk=made.pk)
    assert made.state == "REPLACED"


def test_a_cancelled_replacement_opens_the_return_again(hands, note):
    made = ask(hands, note, remedy="REPLACEMENT")
    received(hands, made)
    inspected(hands, made)
    fresh = act(returns.replace, made, hands.clerk)

    notes.cancel_note(note_id=fresh.pk, reason="客户改要退款", actor=actor_of(hands.clerk), at=timezone.now())

    made = type(made).objects.get(pk=made.pk)
    assert made.state == "INSPECTED"
    balance = StockBalance.objects.get(part=note.lines.get().part_id)
    assert (balance.on_hand, balance.reserved) == (8, 0)


def test_refused_goods_leave_the_stock_again(hands, note):
    made = ask(hands, note)
    received(hands, made)
    inspected(hands, made)

    with pytest.raises(ReasonMissing):
        act(returns.refuse, made, hands.clerk, reason="")
    act(returns.refuse, made, hands.clerk, reason="超出质保且为使用不当")

    assert (counts(note), on_hand(note)) == ((0, 0), 6)


def test_a_cancelled_return_leaves_everything_as_it_was(hands, note):
    made = ask(hands, note)

    act(returns.cancel, made, hands.clerk, reason="客户自行修复")

    assert counts(note) == (0, 0)
    with pytest.raises(WrongState):
        received(hands, made)


def test_each_hand_does_its_own_part_alone(hands, note):
    made = ask(hands, note)
    line = made.lines.get().pk

    for person in (hands.commerce, hands.finance, hands.semi, hands.manager):
        with pytest.raises(NotAllowed):
            act(returns.receive, made, person, quantities={line: D(3)})
    received(hands, made)
    inspected(hands, made)
    for person in (hands.keeper, hands.clerk, hands.manager, hands.commerce):
        with pytest.raises(NotAllowed):
            act(returns.credit, made, person)
    with pytest.raises(NotAllowed):
        returns.ask_return(
            note_id=note.pk, wanted=ReturnInput("x", "CREDIT", {}), actor=actor_of(hands.deputy), at=timezone.now()
        )


def test_who_asked_neither_receives_nor_credits(hands, note):
    made = ask(hands, note)
    cast.give(hands.clerk, "warehouse_keeper", note.warehouse)

    with pytest.raises(OwnDocument):
        act(returns.receive, made, hands.clerk, quantities={made.lines.get().pk: D(3)})


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"remedy": "GIFT"}, InvalidInput),
        ({"quantities": {}}, InvalidInput),
        ({"quantities": {0: D(1)}}, InvalidInput),
    ],
)
def test_what_makes_no_sense_is_refused(hands, note, changed, error):
    with pytest.raises(error):
        ask(hands, note, **changed)


def test_what_was_not_dispatched_is_cancelled_instead(hands):
    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "1"))), until="TO_SHIP")

    with pytest.raises(NotDispatched):
        ask(hands, note, "1")


def test_a_replacement_that_is_not_in_stock_is_refused(hands, note):
    made = ask(hands, note, remedy="REPLACEMENT")
    received(hands, made)
    inspected(hands, made, "0")
    StockBalance.objects.update(on_hand=2)

    with pytest.raises(StockShort):
        act(returns.replace, made, hands.clerk)

    made = type(made).objects.get(pk=made.pk)
    assert made.state == "INSPECTED"


@pytest.mark.rule("PSL-52")
def test_whoever_listens_is_told_of_issue_taking_back_and_credit(hands, note, monkeypatch):
    heard: list[tuple[str, object]] = []
    names = ("issued", "taken_back", "credited")
    hook = issued_hooks.Hook(**{name: lambda of, name=name, **_more: heard.append((name, of)) for name in names})
    monkeypatch.setattr(issued_hooks, "_hooks", [hook])
    other = go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1"))), until="TO_SHIP")

    notes.cancel_note(note_id=other.pk, reason="x", actor=actor_of(hands.keeper), at=timezone.now())
    made = ask(hands, note)
    received(hands, made)
    inspected(hands, made)
    act(returns.credit, made, hands.finance)

    assert heard == [("issued", other), ("taken_back", other), ("credited", made)]


def test_a_listener_that_refuses_undoes_the_issue(hands, monkeypatch):
    def no(_note, **_more):
        raise DomainError

    part = stocked(hands.clerk)
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "1"))), until="TO_ISSUE")
    monkeypatch.setattr(issued_hooks, "_hooks", [issued_hooks.Hook(issued=no)])

    with pytest.raises(DomainError):
        notes.issue(note_id=note.pk, actor=actor_of(hands.keeper), at=timezone.now())

    assert on_hand(note) == 10
