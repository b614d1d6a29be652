"""Lists of very many documents: counted so far and no further, and saying so (QLT-05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import long_lists
from expenses.models import Claim
from expenses.selectors import lists
from expenses.selectors.lists import ListQuestion
from tests.factories.organization import actor_of, signed_in
from tests.permissions.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.rule("QLT-05")]


@pytest.fixture
def world(db: None, ledger_partitions: None) -> World:
    """Two claims that finance sees."""
    made = World()
    made.approved_claim  # noqa: B018 - makes it
    made.other_approved_claim  # noqa: B018
    return made


def _page(client: Client, world: World) -> str:
    reader = signed_in(client, world.people["finance_manager"])
    address = reverse("expenses:claim_list")
    return reader.get(address, {"scope": "all"}, headers={"accept-language": "en"}).content.decode()


def test_a_list_within_bounds_tells_its_number_and_total(client: Client, world: World) -> None:
    total = sum(claim.base_total for claim in Claim.objects.all())

    actor, question = actor_of(world.people["finance_manager"]), ListQuestion()
    totals = lists.totals_of_claims(lists.claims_found(actor, question), actor, question)

    assert (totals.count, totals.total, totals.is_cut) == (Claim.objects.count(), total, False)
    assert "narrow the list" not in _page(client, world)


def test_a_longer_list_tells_neither_and_says_why(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (long_lists, lists):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)

    shown = _page(client, world)

    assert " documents: narrow the list" in shown
    assert "Total of" not in shown
    assert "of more than 1" in shown


@pytest.mark.parametrize(
    ("found", "totals_of"),
    [(lists.claims_found, lists.totals_of_claims), (lists.requests_found, lists.totals_of_requests)],
)
def test_of_a_long_list_of_ones_departments_nobody_asks_what_else_one_decided_on(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[..., Any],
    totals_of: Callable[..., lists.Totals],
) -> None:
    world.approved_claim, world.request  # noqa: B018 - makes them
    for module in (long_lists, lists):
        monkeypatch.setattr(module, "MOST_COUNTED", 0)
    actor = actor_of(world.people["manager"])

    with CaptureQueriesContext(connection) as asked:
        totals = totals_of(found(actor, ListQuestion()), actor, ListQuestion())

    assert totals.is_cut
    assert not [query for query in asked.captured_queries if "approvals_case" in query["sql"]]


def test_pages_end_where_counting_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lists, "MOST_COUNTED", 1)
    pages = long_lists.LongPaginator(Claim.objects.order_by("pk"), 1)

    assert (pages.count, pages.num_pages, pages.is_cut) == (1, 1, True)
    assert pages.get_page(7).number == 1


@pytest.mark.parametrize("sort", ["", "amount", "-amount"])
def test_a_page_of_a_long_list_comes_from_an_index(world: World, sort: str) -> None:
    rows = lists.claims_found(actor_of(world.people["finance_manager"]), ListQuestion(sort=sort))[:50]
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off"
        )

    plan = rows.explain()

    assert "expenses_claim_amount" in plan if sort else "expenses_claim_newest" in plan
