"""What the benchmarks of scale measure on is a company as the services would have left it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from django.db import connection
from django.db.models import Count, Sum

from approvals.models import Case, Task
from approvals.selectors import chains
from approvals.services import decisions
from budgets.selectors import verification
from core import search_index
from core.models import SearchEntry
from expenses.models import Claim, Payable, SpendRequest
from parts_sales.models import ResultLine, SalesOrder
from tests.benchmarks.scale import filling, loading, sales
from tests.factories.organization import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> dict[str, int]:
    """A year until November: two hundred documents among four thousand entries."""
    return filling.fill(entries=4_000, documents=200, until=date(2026, 11, 20), years=1, say=lambda _line: None)


@pytest.mark.rule("QLT-01")
def test_a_filled_ledger_verifies_and_nothing_refers_to_what_is_not_there(filled: dict[str, int]) -> None:
    report = verification.verify()

    assert report.differences == ()
    assert report.entries == pytest.approx(4_000, rel=0.05)
    assert list(chains.broken_links()) == []
    assert filled["expenses_claim"] + filled["expenses_spendrequest"] == 200
    assert _orphans() == []
    assert Payable.objects.filter(paid__gt=0).exists()


@pytest.mark.rule("GEN-12")
def test_filled_documents_are_found_by_what_they_would_be_found_by(filled: dict[str, int]) -> None:
    kept = _entries()

    for kind in (Claim.kind, SpendRequest.kind):
        search_index.rebuild(kind)

    assert len(kept) == filled["core_searchentry"] - 11  # those of the vouchers' imports
    assert _entries() == kept


@pytest.mark.rule("LED-05b")
def test_work_goes_on_where_the_filler_left_it(filled: dict[str, int]) -> None:
    task = Task.objects.filter(case__state="RUNNING", case__subject_kind=Claim.kind, state="WAITING").first()
    assert task is not None
    held = Claim.objects.get(pk=task.case.subject_id)

    decisions.decide(
        task_id=task.pk, verdict="REJECT", reason="票据不全", actor=actor_of(task.person), at=task.waiting_since
    )

    assert Claim.objects.get(pk=held.pk).state == "REJECTED"
    assert Case.objects.get(pk=task.case_id).state == "REJECTED"
    assert verification.verify().differences == ()


def _entries() -> list[tuple[object, ...]]:
    rows = SearchEntry.objects.filter(subject_kind__in=[Claim.kind, SpendRequest.kind]).order_by(
        "subject_kind", "subject_id"
    )
    return list(rows.values_list("subject_kind", "subject_id", "number", "title", "text", "terms", "at"))


def _orphans(tables: Iterable[str] = tuple(loading.COLUMNS)) -> list[str]:
    """Foreign keys of the filled tables that point to nothing."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, f.attname
                 FROM pg_constraint c
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
                WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY(%s)""",
            [list(tables)],
        )
        keys = cursor.fetchall()
        for table, column, other, theirs in keys:
            cursor.execute(
                f"SELECT count(*) FROM {table} t LEFT JOIN {other} o ON o.{theirs} = t.{column}"
                f" WHERE t.{column} IS NOT NULL AND o.{theirs} IS NULL"
            )
            if cursor.fetchone() != (0,):
                found.append(f"{table}.{column}")
    assert len(keys) > 15
    return found


@pytest.mark.rule("QLT-05")
def test_filled_sales_stand_as_the_services_would_have_left_them() -> None:
    filling.fill(entries=400, documents=20, until=date(2026, 11, 20), years=1, say=lambda _line: None)

    rows = sales.fill_sales(orders=400, until=date(2026, 11, 20), say=lambda _line: None, vacuum=False)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert _orphans(rows) == []
    assert (rows["parts_sales_salesorder"], rows["parts_sales_quote"], rows["parts_sales_deliverynote"]) == (
        400,
        420,
        387,
    )
    gone = SalesOrder.objects.filter(state="CLOSED")
    sums = ResultLine.objects.aggregate(revenue=Sum("revenue"), orders=Count("order", distinct=True))
    assert (sums["orders"], sums["revenue"]) == (gone.count(), gone.aggregate(sum=Sum("base_total"))["sum"])
    assert SearchEntry.objects.filter(subject_kind=SalesOrder.kind).count() == 400
