"""New price lists: computed, compared, changed, released by somebody else from a day on (PSL-02)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import InvalidInput, NotAllowed, OwnDocument, StaleDocument, WrongState
from core.table_imports.targets import Row
from parts_sales.errors import DayPast
from parts_sales.errors_prices import ListPriceTaken, NoCostKnown, PriceRateMissing
from parts_sales.models import PartPrice, PriceList
from parts_sales.selectors import price_lists as selectors
from parts_sales.selectors import prices as reads
from parts_sales.services import price_lists
from parts_sales.services.price_list_import import PriceListTable
from tests.factories import budgets as money
from tests.factories import parts as make
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("PSL-02")]
D = Decimal


def soon(days: int = 5):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def part(clerk):
    made = make.part(clerk, "20-4410")
    make.cost(made, "5400.00")
    make.price(made, "6300.00")
    return made


def drawn(person, **fields):
    given = {"currency": "CNY", "margin_share": D("0.20"), "start_date": soon()} | fields
    made = price_lists.draw_up(**given, actor=actor_of(person), at=timezone.now())
    price_lists.compute(price_list_id=made.pk, at=timezone.now())
    return PriceList.objects.get(pk=made.pk)


def act(service, made, person, **more):
    return service(price_list_id=made.pk, actor=actor_of(person), at=timezone.now(), **more)


def test_cost_and_margin_make_the_price_beside_the_old_one(part, clerk, finance_officer):
    make.part(clerk)  # without a cost
    first = make.part(clerk)
    make.cost(first, "0.33")

    made = drawn(finance_officer)

    assert (made.state, made.line_count) == ("DRAFT", 2)
    line = made.lines.get(part=part)
    assert (line.cost, line.old_price, line.computed_price, line.price) == (D(5400), D(6300), D(6480), D(6480))
    assert made.lines.get(part=first).price == D("0.40")
    assert (selectors.compared(made).up, selectors.compared(made).first) == (1, 1)
    assert reads.prices_on([part.pk], on=soon()) == {part.pk: D(6300)}


def test_released_its_prices_hold_from_the_day_and_old_ones_stay_readable(part, finance_officer, finance_manager):
    made = drawn(finance_officer)

    act(price_lists.release, made, finance_manager)

    assert reads.prices_on([part.pk], on=soon(4)) == {part.pk: D(6300)}
    assert reads.prices_on([part.pk], on=soon(5)) == {part.pk: D(6480)}


def test_unchanged_prices_are_not_entered_again_and_later_ones_stay(part, clerk, finance_officer, finance_manager):
    same = make.part(clerk)
    make.cost(same, "100.00")
    make.price(same, "120.00")
    PartPrice.objects.filter(part=part).update(end_date=soon(20))
    make.price(part, "7000.00", since=soon(20))

    act(price_lists.release, drawn(finance_officer), finance_manager)

    assert PartPrice.objects.filter(part=same).count() == 1
    assert reads.prices_on([part.pk], on=soon(19)) == {part.pk: D(6480)}
    assert reads.prices_on([part.pk], on=soon(20)) == {part.pk: D(7000)}


def test_who_made_it_does_not_release_it_nor_does_who_sells(part, finance_officer, manager):
    made = drawn(finance_officer)

    with pytest.raises(OwnDocument):
        act(price_lists.release, made, finance_officer)
    with pytest.raises(NotAllowed):
        act(price_lists.release, made, manager)
    assert PriceList.objects.get(pk=made.pk).state == "DRAFT"


def test_a_price_is_set_by_hand_while_it_is_a_draft(part, finance_officer, finance_manager):
    made = drawn(finance_officer)

    changed = act(price_lists.set_prices, made, finance_officer, prices={part.pk: D("6500.00")}, version=made.version)

    line = changed.lines.get()
    assert (line.price, line.is_by_hand) == (D("6500.00"), True)
    with pytest.raises(StaleDocument):
        act(price_lists.set_prices, made, finance_officer, prices={part.pk: D(1)}, version=made.version)
    with pytest.raises(InvalidInput):
        act(price_lists.set_prices, made, finance_officer, prices={part.pk: D(0)})
    act(price_lists.release, made, finance_manager)
    with pytest.raises(WrongState):
        act(price_lists.set_prices, made, finance_officer, prices={part.pk: D(1)})


def test_a_file_sets_prices_of_a_draft_and_says_what_is_wrong(part, finance_officer):
    made = drawn(finance_officer)
    rows = [
        Row(2, {"list": made.number, "number": "20-4410", "price": "6600"}),
        Row(3, {"list": made.number, "number": "20-4410", "price": "6700"}),
        Row(4, {"list": made.number, "number": "99-9999", "price": "1"}),
        Row(5, {"list": "PRL-2000-0001", "number": "20-4410", "price": "1"}),
    ]
    target = PriceListTable()

    verdicts = target.check(rows, actor=actor_of(finance_officer))
    target.apply(rows[:1], actor=actor_of(finance_officer), at=timezone.now())

    assert [one.state for one in verdicts] == ["CHANGED", "BAD", "BAD", "BAD"]
    assert made.lines.get().price == D(6600)


def test_on_a_day_a_price_begins_already_it_is_refused_whole(part, clerk, finance_officer, finance_manager):
    other = make.part(clerk)
    make.cost(other, "10.00")
    made = drawn(finance_officer)
    make.price(other, "15.00", since=soon())

    with pytest.raises(ListPriceTaken):
        act(price_lists.release, made, finance_manager)

    assert PartPrice.objects.filter(part=part).count() == 1


def test_abroad_the_price_is_in_the_currency_at_the_days_rate(part, finance_officer):
    with pytest.raises(PriceRateMissing):
        drawn(finance_officer, currency="USD")
    money.exchange_rate("USD", "7.2", on=timezone.localdate())

    assert drawn(finance_officer, currency="USD").lines.get().price == D("900.00")  # 6 480.00 / 7.2


def test_what_makes_no_sense_is_refused(part, clerk, finance_officer, manager):
    with pytest.raises(NotAllowed):
        drawn(manager)
    with pytest.raises(DayPast):
        drawn(finance_officer, start_date=soon(-1))
    with pytest.raises(NoCostKnown):
        drawn(finance_officer, category="没有的组")


def test_computing_twice_changes_nothing(part, finance_officer):
    made = drawn(finance_officer)

    price_lists.compute(price_list_id=made.pk, at=timezone.now())

    assert made.lines.count() == 1
