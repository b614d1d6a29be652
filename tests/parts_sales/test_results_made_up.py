"""Goods that left before results were counted are counted by the daily run, once, on the day they left (PSL-52)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from parts_sales import tasks
from parts_sales.models import DeliveryNote, ResultLine, ResultPosting
from parts_sales.services import issued_hooks, results, results_made_up
from tests.factories import organization as cast
from tests.factories import sales
from tests.factories.organization import actor_of
from tests.parts_sales import delivering
from tests.parts_sales.delivering import go, note_of, paid_order, stocked
from tests.parts_sales.test_results import cancel, returned, returns

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-52")]
D = Decimal


@pytest.fixture
def hands(company: cast.Tree) -> delivering.Hands:
    return delivering.hands(company)


@pytest.fixture
def uncounted(monkeypatch):
    """As it was before: goods leave and nobody counts what they bring."""
    rest = [hook for hook in issued_hooks._hooks if hook is not results.HOOK]
    assert len(rest) == len(issued_hooks._hooks) - 1

    def switch(*, on: bool) -> None:
        monkeypatch.setattr(issued_hooks, "_hooks", rest if on else [*rest, results.HOOK])

    switch(on=True)
    return switch


def three_notes(hands):
    """Three of one line at 33.33, cost 10.00, and work for 50.00, one piece a note."""
    order = paid_order(
        hands, sales.Piece(stocked(hands.clerk), "3", "33.33", cost="10.00"), sales.Work("LABOUR", amount="50.00")
    )
    line = order.lines.get(kind="GOODS")
    return [note_of(hands, order, quantities={line.pk: D(1)}) for _turn in range(3)]


def counted():
    return [(row.note_id, row.revenue, row.cost) for row in ResultPosting.objects.order_by("pk")]


def test_each_note_gets_its_share_on_its_day_once(hands, uncounted):
    first, second, third = (go(hands, note, until="TO_SHIP") for note in three_notes(hands))
    left = timezone.now() - timedelta(days=40)
    DeliveryNote.objects.filter(pk=first.pk).update(issued_at=left)

    tasks.mind_results()
    tasks.mind_results()

    assert counted() == [
        (first.pk, D("33.33"), D("10.00")), (second.pk, D("33.33"), D("10.00")), (third.pk, D("83.33"), D("10.00")),
    ]  # fmt: skip
    assert ResultLine.objects.earliest("pk").day == timezone.localdate(left)
    assert not results_made_up.notes_without().exists()


def test_what_a_later_note_has_counted_is_not_counted_again(hands, uncounted):
    made = three_notes(hands)
    first = go(hands, made[0], until="TO_SHIP")
    uncounted(on=False)
    second = go(hands, made[1], until="TO_SHIP")
    assert counted() == [(second.pk, D("66.66"), D("10.00"))]  # all that left, less what stands

    results_made_up.make_up(at=timezone.now())
    third = go(hands, made[2], until="TO_SHIP")

    assert counted()[1:] == [(first.pk, D("0.00"), D("10.00")), (third.pk, D("83.33"), D("10.00"))]


def test_what_was_taken_back_is_not_counted(hands, uncounted):
    note = go(hands, three_notes(hands)[0], until="TO_SHIP")
    cancel(hands, note)

    assert (results_made_up.make_up(at=timezone.now()), counted()) == (0, [])


def test_a_credited_return_is_made_up_with_its_note(hands, uncounted):
    made = returned(hands)
    returns.credit(return_id=made.pk, actor=actor_of(hands.finance), at=timezone.now())

    results_made_up.make_up(at=timezone.now())
    results_made_up.make_up(at=timezone.now())

    found = [(row.occasion, row.revenue, row.cost) for row in ResultPosting.objects.order_by("pk")]
    assert found == [("ISSUE", D("102.00"), D("80.00")), ("CREDIT", D("-76.50"), D("-40.00"))]
