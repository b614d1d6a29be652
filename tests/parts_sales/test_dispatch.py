"""Carriers, dispatch, arrival (PSL-33, PSL-34): the table of docs/rules/parts_sales.md."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail as mail_outbox
from django.utils import timezone

from core import formats
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEvent, Notification
from core.post import send_waiting
from parts_sales.errors_delivery import CarrierOverruled, DayImpossible, PackagingMissing
from parts_sales.rules.carriers import Bounds, Load, advise
from parts_sales.selectors.notes import late, notes_visible_to, to_tell
from parts_sales.services import dispatch
from parts_sales.services.inputs_delivery import Told
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, sending, stocked

D = Decimal
BOUNDS = Bounds(D(30), D(1200), D(20_000))


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


def ready(hands, **fields):
    """A note whose goods were issued."""
    part = stocked(hands.clerk, **{"weight_kg": D("1.2"), "length_mm": 300} | fields)
    return go(hands, note_of(hands, paid_order(hands, sales.Piece(part, "1"))), until="TO_SHIP")


def ship(hands, note, person=None, **changed):
    actor = actor_of(person or hands.commerce)
    return dispatch.ship(note_id=note.pk, sent=sending(**changed), actor=actor, at=timezone.now())


@pytest.mark.rule("PSL-33")
@pytest.mark.parametrize(
    ("weight", "longest", "value", "flags", "carrier", "packs", "sure"),
    [
        ("1.2", 300, "800", "", "EXPRESS", False, True),
        ("30", 1200, "19999.99", "", "EXPRESS", False, True),
        ("30.001", 300, "800", "", "FREIGHT", False, True),
        ("1.2", 1201, "800", "", "FREIGHT", False, True),
        ("1.2", 300, "20000", "", "EXPRESS", True, True),
        ("85", 900, "46000", "v", "FREIGHT", True, True),
        ("0.4", 120, "300", "v", "EXPRESS", True, True),
        ("2", 500, "600", "f", "EXPRESS", True, True),
        (None, None, "800", "", "EXPRESS", False, False),
    ],
)
def test_weight_size_and_value_choose_the_carrier(weight, longest, value, flags, carrier, packs, sure):
    load = Load(D(weight) if weight else None, longest, D(value), "v" in flags, "f" in flags)

    advice = advise(load, BOUNDS)

    assert (advice.carrier, advice.needs_packaging, advice.is_sure) == (carrier, packs, sure)


@pytest.mark.django_db
@pytest.mark.rule("PSL-33")
def test_another_carrier_needs_its_reason(hands):
    note = ready(hands, weight_kg=D(64))

    with pytest.raises(CarrierOverruled):
        ship(hands, note, weight_kg=None)
    done = ship(hands, note, weight_kg=None, reason="客户停机，空运")

    assert (done.carrier_rule, done.carrier, done.carrier_reason) == ("FREIGHT", "EXPRESS", "客户停机，空运")


@pytest.mark.django_db
@pytest.mark.rule("PSL-33")
def test_valuable_and_fragile_goods_need_their_packaging_noted(hands):
    note = ready(hands, is_fragile=True)

    with pytest.raises(PackagingMissing):
        ship(hands, note, packaging=" ")

    assert ship(hands, note, packaging="泡沫加木箱").packaging == "泡沫加木箱"


@pytest.mark.django_db
@pytest.mark.rule("PSL-33")
def test_what_the_scales_say_counts_before_what_the_catalogue_says(hands):
    note = ready(hands)

    with pytest.raises(CarrierOverruled):
        ship(hands, note, weight_kg=D("30.5"))


@pytest.mark.django_db
@pytest.mark.rule("PSL-34", "ORG-05")
def test_commerce_alone_dispatches(hands):
    note = ready(hands)

    for person in (hands.clerk, hands.keeper, hands.finance, hands.manager):
        with pytest.raises(NotAllowed):
            ship(hands, note, person)


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"carrier_name": ""}, InvalidInput),
        ({"expected_date": None}, InvalidInput),
        ({"packages": 0}, InvalidInput),
        ({"carrier": "PIGEON"}, InvalidInput),
        ({"expected_date": timezone.localdate() - timedelta(days=1)}, DayImpossible),
    ],
)
def test_a_dispatch_says_how_and_until_when(hands, changed, error):
    with pytest.raises(error):
        ship(hands, ready(hands), **changed)


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_late_arrivals_show_until_they_arrive(hands):
    today = timezone.localdate()
    note = ship(hands, ready(hands), expected_date=today)
    rows = notes_visible_to(actor_of(hands.commerce))

    assert not late(rows, on=today)
    assert [row.pk for row in late(rows, on=today + timedelta(days=1))] == [note.pk]
    with pytest.raises(DayImpossible):
        dispatch.arrive(note_id=note.pk, day=today + timedelta(days=1), actor=actor_of(hands.clerk), at=timezone.now())
    dispatch.arrive(note_id=note.pk, day=today, actor=actor_of(hands.clerk), at=timezone.now())

    assert not late(rows, on=today + timedelta(days=9))


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_the_carrier_names_another_day(hands):
    today = timezone.localdate()
    note = ship(hands, ready(hands), expected_date=today)
    actor, at = actor_of(hands.clerk), timezone.now()

    with pytest.raises(DayImpossible):
        dispatch.follow_up(note_id=note.pk, expected=today - timedelta(days=1), reason="", actor=actor, at=at)
    moved = dispatch.follow_up(
        note_id=note.pk, expected=today + timedelta(days=2), reason="中转场积压", actor=actor, at=at
    )

    assert moved.expected_date == today + timedelta(days=2)


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_late_goods_are_told_of_once_a_day(hands):
    note = ship(hands, ready(hands), expected_date=timezone.localdate())
    tomorrow = timezone.now() + timedelta(days=1)

    assert dispatch.tell_of_late(at=timezone.now()) == 0
    for at in (tomorrow, tomorrow + timedelta(minutes=1), tomorrow + timedelta(days=1)):
        assert dispatch.tell_of_late(at=at) == 1

    told = Notification.objects.filter(code="delivery_note.late", subject_id=note.pk)
    assert sorted(told.values_list("person", flat=True)) == sorted([hands.clerk.pk, hands.commerce.pk] * 2)


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
@pytest.mark.parametrize(
    ("region", "subject", "words"),
    [("DOMESTIC", "您的货物已发出", "预计到货"), ("FOREIGN", "Your goods are on their way", "Expected arrival")],
)
def test_the_customer_is_told_carrier_number_and_day_in_their_language(hands, region, subject, words):
    part = stocked(hands.clerk, weight_kg=D("1.2"), length_mm=300)
    quote = sales.quote_of(hands.clerk, [sales.Piece(part, "2")], region=region)
    order = sales.order_of(hands.clerk, quote=quote, paid=True)
    note = go(hands, note_of(hands, order), until="TO_SHIP")

    with pytest.raises(InvalidInput):
        ship(hands, note, address="nobody")
    ship(hands, note, address="stores@example.com")
    assert send_waiting(at=timezone.now()) >= 1

    sent = next(mail for mail in mail_outbox.outbox if mail.to == ["stores@example.com"])
    assert sent.subject.startswith(subject)
    for said in (words, "SF1234567890", "顺丰速运", order.number, part.number):
        assert said in sent.body


# --- The customer is told (PSL-34)


def tell(note, person, way="PHONE", **fields):
    return dispatch.tell_customer(note_id=note.pk, told=Told(way, **fields), actor=actor_of(person), at=timezone.now())


def untold(hands):
    """The list of whom to tell, which is of one mind with the pages of the notes."""
    notes = notes_visible_to(actor_of(hands.commerce))
    listed = [note.pk for note in to_tell(notes)]
    assert sorted(listed) == sorted(note.pk for note in notes if note.is_to_tell)
    return listed


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_who_is_not_told_by_mail_shows_until_somebody_tells_them(hands):
    note = ship(hands, ready(hands), address="")
    assert note.is_to_tell
    assert untold(hands) == [note.pk]

    for way, fields in (("PHONE", {"name": " "}), ("EMAIL", {"name": "李工"}), ("PIGEON", {"name": "李工"})):
        with pytest.raises(InvalidInput):
            tell(note, hands.clerk, way, **fields)
    with pytest.raises(NotAllowed):
        tell(note, hands.keeper, name="李工")
    told = tell(note, hands.clerk, name="李工")

    assert (told.told_name, told.told_way, told.is_to_tell) == ("李工", "PHONE", False)
    assert untold(hands) == []
    event = AuditEvent.objects.get(code="delivery_note.tell", subject_id=note.pk)
    assert event.facts["told"] == {"zh": "电话 · 李工", "en": "Telephone · 李工"}


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_another_day_is_told_anew_in_a_letter_that_says_so(hands):
    today = timezone.localdate()
    note = ship(hands, ready(hands), address="stores@example.com")
    assert not note.is_to_tell

    day = today + timedelta(days=9)
    moved = dispatch.follow_up(
        note_id=note.pk, expected=day, reason="中转积压", actor=actor_of(hands.clerk), at=timezone.now()
    )
    assert moved.is_to_tell
    assert untold(hands) == [note.pk]
    told = tell(note, hands.commerce, "EMAIL", address="stores@example.com")
    send_waiting(at=timezone.now())

    assert (told.told_date, told.is_to_tell) == (day, False)
    first, second = (mail for mail in mail_outbox.outbox if mail.to == ["stores@example.com"])
    assert first.subject.startswith("您的货物已发出")
    assert second.subject.startswith("您的货物将改期到达")
    assert formats.day(day) in second.body


@pytest.mark.django_db
@pytest.mark.rule("PSL-34")
def test_who_fetches_the_goods_knows(hands):
    note = ship(hands, ready(hands), carrier="PICKUP", reason="客户自提", expected_date=None, address="")

    assert not note.is_to_tell
    assert untold(hands) == []
