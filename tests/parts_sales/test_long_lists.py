"""Lists of sales page through sorts by maker and customer as one whole list would stand (QLT-05, GEN-13)."""

from __future__ import annotations

import pytest

from core.long_lists import RowsLater
from parts_sales.selectors import order_pages
from parts_sales.selectors.order_pages import OrderQuestion
from tests.factories import customers as serving
from tests.factories import organization as cast
from tests.factories import parts as make
from tests.factories import sales
from tests.factories.organization import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-05", "GEN-13")]


@pytest.fixture
def orders(company: cast.Tree) -> None:
    """Seven orders of three clerks and two customers."""
    clerks = [cast.member(company.service, "service_clerk", name_zh=name) for name in ("安平", "陈静", "赵敏")]
    buyers = [serving.customer(clerks[0], name) for name in ("沈阳恒通", "大连机床")]
    part = make.part(clerks[0])
    for place in range(7):
        sales.order_of(clerks[place % 3], [sales.Piece(part, "1", f"{100 + place}.00")], customer=buyers[place % 2])


@pytest.mark.parametrize("sort", ["maker", "-maker", "customer", "-customer", "owed", "-owed", "-number", ""])
def test_pages_together_are_the_sorted_list(orders: None, manager, sort: str) -> None:
    rows = order_pages.orders_found(actor_of(manager), OrderQuestion(sort=sort))

    pages = RowsLater(rows, 2, few=("created_by",))
    shown = [row.pk for number in pages.page_range for row in pages.page(number)]

    assert (shown, len(shown)) == ([row.pk for row in rows], 7)


def test_only_as_many_as_are_filtered_stand_on_pages_by_maker(orders: None, manager) -> None:
    rows = order_pages.orders_found(actor_of(manager), OrderQuestion(sort="maker")).filter(customer__name_zh="大连机床")

    pages = RowsLater(rows, 2, few=("created_by",))

    assert [len(pages.page(number).object_list) for number in pages.page_range] == [2, 1]
