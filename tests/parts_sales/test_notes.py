"""Delivery notes: made of an order, through their hands, issued once (PSL-30, PSL-31, PSL-32, PSL-42)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from core import list_workbooks
from core.errors import NotAllowed, OwnDocument, ReasonMissing, StaleDocument, WrongState
from core.models import AuditEvent, Notification
from parts_sales import exports_delivery
from parts_sales.errors import StockShort
from parts_sales.errors_delivery import (
    AnotherHand,
    DeputyReviews,
    MoreThanOrdered,
    NothingToDeliver,
    NotReleased,
    QuantityMissing,
)
from parts_sales.models import DeliveryNote, SalesOrderLine, StockBalance
from parts_sales.rules import steps
from parts_sales.selectors.note_pages import note_page
from parts_sales.selectors.notes import NoteQuestion, at_my_desk, notes_found, notes_visible_to, totals_of
from parts_sales.selectors.stock import differences
from parts_sales.services import notes
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, step, stocked

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


def standing(part) -> tuple[Decimal, Decimal]:
    balance = StockBalance.objects.get(part=part)
    return balance.on_hand, balance.reserved


def line_of(order) -> tuple[Decimal, Decimal, Decimal]:
    line = SalesOrderLine.objects.get(order=order)
    return line.reserved, line.noted, line.issued


# --- Making


@pytest.mark.rule("PSL-30")
def test_both_kinds_of_parts_give_both_notes(hands):
    bought, iron = stocked(hands.clerk), stocked(hands.clerk, part_kind="HARDWARE")
    half = stocked(hands.clerk, part_kind="SEMI_FINISHED")
    pieces = [sales.Piece(part, "2") for part in (bought, iron, half)]
    order = paid_order(hands, *pieces, sales.Work())

    made = notes.make_notes(order_id=order.pk, actor=actor_of(hands.clerk), at=timezone.now())

    assert [(note.note_kind, note.warehouse.code, note.lines.count()) for note in made] == [
        ("SYSTEM", "raw", 1), ("MANUAL", "semi", 2),
    ]  # fmt: skip
    assert [note.number[:8] for note in made] == [f"DN-{timezone.localdate().year}-"] * 2
    assert made[0].goods_base == D("200.00")


@pytest.mark.rule("PSL-30", "PSL-32")
def test_a_part_of_the_order_now_the_rest_later_and_no_more(hands):
    part = stocked(hands.clerk)
    order = paid_order(hands, sales.Piece(part, "5"))
    line = order.lines.get()

    note_of(hands, order, quantities={line.pk: D(2)})
    with pytest.raises(MoreThanOrdered):
        note_of(hands, order, quantities={line.pk: D("3.001")})
    rest = note_of(hands, order)

    assert rest.lines.get().quantity == 3
    assert line_of(order) == (5, 5, 0)
    assert standing(part) == (10, 5)
    with pytest.raises(NothingToDeliver):
        note_of(hands, order)


@pytest.mark.rule("PSL-21", "PSL-30")
def test_an_order_that_is_not_paid_gives_no_note(hands):
    part = stocked(hands.clerk)
    order = sales.order_of(hands.clerk, [sales.Piece(part, "1")])

    with pytest.raises(NotReleased):
        note_of(hands, order)

    assert not DeliveryNote.objects.exists()
    assert standing(part) == (10, 0)


@pytest.mark.rule("PSL-32")
def test_a_quantity_beyond_the_stock_is_refused_and_takes_nothing(hands):
    enough, short = stocked(hands.clerk), stocked(hands.clerk, "1")
    order = paid_order(hands, sales.Piece(enough, "1"), sales.Piece(short, "2"))

    with pytest.raises(StockShort):
        note_of(hands, order)

    assert standing(enough) == (10, 0)
    assert not SalesOrderLine.objects.filter(noted__gt=0).exists()


@pytest.mark.rule("PSL-31")
def test_nobody_but_the_clerks_makes_one(hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "1"))

    for person in (hands.deputy, hands.manager, hands.commerce, hands.finance, hands.keeper):
        with pytest.raises(NotAllowed):
            notes.make_notes(order_id=order.pk, actor=actor_of(person), at=timezone.now())


# --- From hand to hand

DOMESTIC = ["review", "print_out", "sign", "confirm", "issue", "ship"]
FOREIGN = ["print_out", "check_money", "sign", "confirm", "issue", "ship"]


@pytest.mark.rule("PSL-31", "PSL-42")
@pytest.mark.parametrize(
    ("region", "part_kind", "codes"),
    [
        ("DOMESTIC", "PURCHASED", DOMESTIC),
        ("DOMESTIC", "HARDWARE", DOMESTIC[2:]),
        ("FOREIGN", "PURCHASED", FOREIGN),
        ("FOREIGN", "SEMI_FINISHED", FOREIGN[1:]),
    ],
)
def test_it_goes_through_the_hands_of_its_table(hands, region, part_kind, codes):
    part = stocked(hands.clerk, part_kind=part_kind)
    quote = sales.quote_of(hands.clerk, [sales.Piece(part, "1")], region=region)
    note = note_of(hands, sales.order_of(hands.clerk, quote=quote, paid=True))

    done = go(hands, note)

    events = AuditEvent.objects.filter(subject_kind="delivery_note", subject_id=note.pk).order_by("pk")
    assert [event.code.partition(".")[2] for event in events] == ["create", *codes]
    assert len({event.actor_id for event in events}) == len({steps.STEPS[code].hand for code in codes}) + 1
    assert done.state == "SHIPPED"


@pytest.mark.rule("PSL-31", "ORG-05")
def test_each_step_is_refused_to_every_other_hand(hands):
    people = (hands.clerk, hands.deputy, hands.commerce, hands.finance, hands.keeper, hands.semi)
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))
    tried = 0

    while note.step is not None:
        for person in people:
            if person != hands.of(note):
                with pytest.raises(NotAllowed):
                    step(note, person)
                tried += 1
        note = step(note, hands.of(note))

    assert tried == 31


@pytest.mark.rule("PSL-31", "ORG-05", "ORG-06")
def test_one_person_is_one_hand_of_a_note(hands):
    part = stocked(hands.clerk)
    note = note_of(hands, paid_order(hands, sales.Piece(part, "1")))
    note = step(note, hands.deputy)
    note = step(note, hands.commerce)
    cast.give(hands.deputy, "department_manager", hands.deputy.department)

    with pytest.raises(AnotherHand):
        step(note, hands.deputy)


@pytest.mark.rule("PSL-31", "ORG-05")
def test_who_signs_does_not_review_and_the_note_goes_on(hands):
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))

    with pytest.raises(DeputyReviews, match=note.number):
        step(note, hands.manager)
    page = note_page(note=note, actor=actor_of(hands.manager), on=timezone.localdate())
    note = go(hands, note, until="TO_SIGN")

    assert not page.can_step
    assert step(note, hands.manager).state == "TO_CONFIRM"


@pytest.mark.rule("ORG-06")
def test_its_maker_takes_no_step_whatever_their_roles(hands):
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))
    cast.give(hands.clerk, "deputy_manager", hands.clerk.department)

    with pytest.raises(OwnDocument):
        step(note, hands.clerk)


@pytest.mark.rule("PSL-42")
def test_finance_finds_the_money_gone(hands):
    part = stocked(hands.clerk, part_kind="HARDWARE")
    quote = sales.quote_of(hands.clerk, [sales.Piece(part, "1")], region="FOREIGN")
    order = sales.order_of(hands.clerk, quote=quote, paid=True)
    note = note_of(hands, order)
    type(order).objects.filter(pk=order.pk).update(paid_base=0, paid_amount=0)

    with pytest.raises(NotReleased):
        step(note, hands.finance)


@pytest.mark.rule("PSL-31", "GEN-04")
def test_a_step_out_of_turn_or_on_an_old_page_is_refused(hands):
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))

    with pytest.raises(WrongState):
        notes.take_step(note_id=note.pk, code="sign", actor=actor_of(hands.manager), at=timezone.now())
    with pytest.raises(StaleDocument):
        step(note, hands.deputy, version=note.version + 1)


@pytest.mark.rule("PSL-31")
def test_the_next_hand_is_told_and_finds_it_at_its_desk(hands):
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))

    def desk(person) -> list[int]:
        actor = actor_of(person)
        return [row.pk for row in at_my_desk(notes_visible_to(actor), actor)]

    told = Notification.objects.filter(code="delivery_note.waits").values_list("person", flat=True)
    assert set(told) == {hands.deputy.pk}
    assert (desk(hands.deputy), desk(hands.manager), desk(hands.keeper)) == ([note.pk], [], [])
    note = go(hands, note, until="TO_CONFIRM")
    assert (desk(hands.deputy), desk(hands.keeper), desk(hands.semi)) == ([], [note.pk], [])


# --- Issuing and taking back


@pytest.mark.rule("PSL-32")
def test_issuing_reduces_stock_and_promise_once(hands):
    part = stocked(hands.clerk)
    order = paid_order(hands, sales.Piece(part, "4"))
    note = go(hands, note_of(hands, order), until="TO_ISSUE")

    step(note, hands.keeper)
    with pytest.raises(WrongState):
        notes.issue(note_id=note.pk, actor=actor_of(hands.keeper), at=timezone.now())

    assert standing(part) == (6, 0)
    assert line_of(order) == (0, 4, 4)
    assert differences() == []


@pytest.mark.rule("PSL-32")
@pytest.mark.parametrize(("until", "who"), [("TO_PRINT", "clerk"), ("TO_CONFIRM", "keeper"), ("TO_SHIP", "keeper")])
def test_a_cancelled_note_puts_everything_back(hands, until, who):
    part = stocked(hands.clerk)
    order = paid_order(hands, sales.Piece(part, "4"))
    note = go(hands, note_of(hands, order), until=until)
    actor = actor_of(getattr(hands, who))

    with pytest.raises(ReasonMissing):
        notes.cancel_note(note_id=note.pk, reason=" ", actor=actor, at=timezone.now())
    notes.cancel_note(note_id=note.pk, reason="客户改期", actor=actor, at=timezone.now())

    assert standing(part) == (10, 0)
    assert line_of(order) == (0, 0, 0)
    assert differences() == []
    assert note_of(hands, order).lines.get().quantity == 4


@pytest.mark.rule("PSL-32")
@pytest.mark.parametrize("until", ["TO_SIGN", "TO_SHIP"])
def test_what_the_order_had_promised_is_promised_to_it_again(hands, until):
    from parts_sales.services import stock
    from tests.factories import parts as make

    part = stocked(hands.clerk)
    order = paid_order(hands, sales.Piece(part, "4"))
    stock.reserve([make.line(part, "3", "order")], actor=actor_of(hands.clerk), at=timezone.now())
    SalesOrderLine.objects.update(reserved=3)
    note = go(hands, note_of(hands, order), until=until)
    who = hands.keeper if until == "TO_SHIP" else hands.clerk

    notes.cancel_note(note_id=note.pk, reason="客户改期", actor=actor_of(who), at=timezone.now())

    assert standing(part) == (10, 3)
    assert line_of(order) == (3, 0, 0)


@pytest.mark.rule("PSL-32", "ORG-03")
def test_the_keeper_of_another_warehouse_cancels_nothing_here(hands):
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1"))), until="TO_CONFIRM")

    with pytest.raises(NotAllowed):
        notes.cancel_note(note_id=note.pk, reason="x", actor=actor_of(hands.semi), at=timezone.now())
    notes.cancel_note(note_id=note.pk, reason="缺货", actor=actor_of(hands.keeper), at=timezone.now())


@pytest.mark.rule("PSL-32")
def test_issued_goods_are_taken_back_by_their_keeper_alone_and_shipped_ones_by_nobody(hands):
    note = go(hands, note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1"))), until="TO_SHIP")

    for person in (hands.clerk, hands.semi, hands.commerce):
        with pytest.raises(NotAllowed):
            notes.cancel_note(note_id=note.pk, reason="x", actor=actor_of(person), at=timezone.now())
    note = step(note, hands.commerce)
    with pytest.raises(WrongState):
        notes.cancel_note(note_id=note.pk, reason="x", actor=actor_of(hands.keeper), at=timezone.now())


# --- Who sees what


@pytest.mark.rule("GEN-10")
def test_keepers_see_the_notes_of_their_warehouse_and_others_outside_none(hands, company):
    note = note_of(hands, paid_order(hands, sales.Piece(stocked(hands.clerk), "1")))
    seller = cast.member(company.other, "salesperson")
    employee = cast.member(company.service, "employee")

    def sees(person) -> bool:
        return notes_visible_to(actor_of(person)).filter(pk=note.pk).exists()

    everybody = (hands.clerk, hands.deputy, hands.manager, hands.commerce, hands.finance, hands.keeper)
    assert all(sees(person) for person in everybody)
    assert not any(sees(person) for person in (hands.semi, seller, employee))


@pytest.mark.rule("PSL-30")
def test_a_note_of_nothing_says_that_a_quantity_is_missing(hands):
    order = paid_order(hands, sales.Piece(stocked(hands.clerk), "2"))
    line = order.lines.get()

    with pytest.raises(QuantityMissing):
        note_of(hands, order, quantities={line.pk: D(0)})
    note_of(hands, order)
    with pytest.raises(NothingToDeliver):
        note_of(hands, order, quantities={line.pk: D(0)})


@pytest.mark.rule("GEN-13")
def test_the_total_of_the_file_leaves_cancelled_notes_out_as_the_page_does(hands):
    part = stocked(hands.clerk)
    gone = note_of(hands, paid_order(hands, sales.Piece(part, "1", "300.00")))
    notes.cancel_note(note_id=gone.pk, reason="取消", actor=actor_of(hands.clerk), at=timezone.now())
    note_of(hands, paid_order(hands, sales.Piece(part, "1", "500.00")))
    rows = notes_found(actor_of(hands.clerk), NoteQuestion(), on=timezone.localdate())

    with list_workbooks.write([exports_delivery.notes_sheet(rows)]) as file:
        *found, last = load_workbook(file).active.iter_rows(min_row=2, min_col=8, max_col=8, values_only=True)

    assert sorted(value for (value,) in found) == [300, 500]
    assert last == (totals_of(rows)[1],) == (500,)
