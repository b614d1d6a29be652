"""Posting: entries, balances and key totals together, once, all or nothing (LED-01 to LED-04)."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from budgets.choices import EntryKind
from budgets.errors import (
    CategoryRetired,
    ContingencyNotSpendable,
    InsufficientBudget,
    NotALeaf,
    PeriodClosed,
    PostingConflict,
    YearNotOpen,
)
from budgets.models import BudgetBalance, Category, ControlKey, LedgerEntry
from budgets.services import ledger
from core.actors import SYSTEM
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(company):
    make.open_year()
    return company.service


@pytest.fixture
def parts():
    return make.leaf_category("备件")


@pytest.mark.rule("LED-01")
@pytest.mark.rule("LED-02")
def test_entry_balance_and_totals_change_together(service, parts, owner, actor_of):
    make.appropriate(service, parts, {9: "1000.00"})
    by = make.source("EXP-2026-0001 主轴")

    result = make.post(make.posting(service, parts, 9, "300.00"), by=by, actor=actor_of(owner), reason="急修")

    entry = LedgerEntry.objects.get(source_kind="test", source_id=by.document_id)
    assert result.posted == 1
    assert (entry.year, entry.month, entry.kind, entry.amount) == (2026, 9, "COMMITMENT", Decimal("300.00"))
    assert (entry.department, entry.category, entry.posted_by, entry.reason) == (service, parts, owner, "急修")
    assert (entry.source_label, entry.posted_at) == ("EXP-2026-0001 主轴", make.AT)
    balance = BudgetBalance.objects.get(key=entry.key, month=9)
    assert (balance.appropriated, balance.committed, balance.actual) == (1000, 300, 0)
    key = make.key_of(service, parts)
    assert (key.appropriated, key.committed, key.actual, key.chain_length) == (1000, 300, 0, 2)
    assert key.chain_head == entry.hash


@pytest.mark.rule("LED-03")
def test_what_stands_is_not_posted_again(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by, line = make.source(), make.posting(service, parts, 9, "300.00")
    make.post(line, by=by)

    again = make.post(line, by=by)

    assert again.posted == 0
    assert make.key_of(service, parts).committed == 300


@pytest.mark.rule("LED-03")
def test_another_occasion_of_the_same_line_is_posted(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by, line = make.source(), make.posting(service, parts, 9, "300.00")
    make.post(line, by=by, occasion="submit:1")
    make.post(make.posting(service, parts, 9, "-300.00", EntryKind.RELEASE), by=by, occasion="submit:1")

    assert make.post(line, by=by, occasion="submit:2").posted == 1


@pytest.mark.rule("LED-03")
def test_the_same_line_with_another_amount_is_refused(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by = make.source()
    make.post(make.posting(service, parts, 9, "300.00"), by=by)

    with pytest.raises(PostingConflict):
        make.post(make.posting(service, parts, 9, "301.00"), by=by)


@pytest.mark.rule("LED-03")
def test_a_retry_after_the_month_closed_still_answers(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by, line = make.source(), make.posting(service, parts, 9, "300.00")
    make.post(line, by=by)
    make.close(9)

    assert make.post(line, by=by).posted == 0


@pytest.mark.rule("LED-04")
def test_a_closed_month_takes_no_postings_and_an_open_one_the_correction(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by = make.source()
    make.post(make.posting(service, parts, 9, "300.00", EntryKind.ACTUAL), by=by)
    make.close(9)

    with pytest.raises(PeriodClosed):
        make.post(make.posting(service, parts, 9, "-300.00", EntryKind.ACTUAL_REVERSAL), by=by)
    make.post(make.posting(service, parts, 10, "-300.00", EntryKind.ACTUAL_REVERSAL), by=by)

    assert make.key_of(service, parts).actual == 0
    assert LedgerEntry.objects.filter(source_id=by.document_id).count() == 2


@pytest.mark.rule("BUD-01")
def test_a_planned_year_takes_appropriations_only(company, parts):
    make.planned_year(2027)
    make.appropriate(company.service, parts, {1: "500.00"}, year=2027)

    with pytest.raises(YearNotOpen):
        make.post(make.posting(company.service, parts, 1, "10.00", year=2027))


@pytest.mark.rule("BUD-33")
def test_the_contingency_is_never_spent_directly(service):
    reserve = Category.objects.get(kind="CONTINGENCY", is_shipped=True)
    make.appropriate(service, reserve, {1: "500.00"})

    with pytest.raises(ContingencyNotSpendable):
        make.post(make.posting(service, reserve, 1, "10.00"))


@pytest.mark.rule("BUD-03")
def test_groups_and_retired_categories_take_nothing_new(service):
    group = Category.objects.get(code="C02")
    retired = make.leaf_category(retired_at=make.AT)

    with pytest.raises(NotALeaf):
        make.post(make.posting(service, group, 1, "10.00", EntryKind.APPROPRIATION))
    with pytest.raises(CategoryRetired):
        make.post(make.posting(service, retired, 1, "10.00", EntryKind.APPROPRIATION))


@pytest.mark.rule("BUD-03")
def test_a_retired_category_still_gives_back_what_it_holds(service, parts):
    make.appropriate(service, parts, {9: "1000.00"})
    by = make.source()
    make.post(make.posting(service, parts, 9, "300.00"), by=by)
    Category.objects.filter(pk=parts.pk).update(retired_at=make.AT)

    make.post(make.posting(service, parts, 9, "-300.00", EntryKind.RELEASE), by=by)

    assert make.key_of(service, parts).committed == 0


@pytest.mark.rule("LED-01")
@pytest.mark.parametrize("statement", [
    "UPDATE budgets_ledgerentry SET amount = 1",
    "DELETE FROM budgets_ledgerentry",
    "UPDATE budgets_ledgerentry_2026 SET amount = 1",
    "DELETE FROM budgets_ledgerentry_2026",
])  # fmt: skip
def test_the_database_refuses_to_change_entries(service, parts, statement):
    make.appropriate(service, parts, {9: "1000.00"})

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic(), connection.cursor() as c:
        c.execute(statement)


@pytest.mark.rule("LED-01")
def test_a_partition_carries_the_guard_against_truncation(service):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'budgets_ledgerentry_2026'::regclass"
            " AND tgname LIKE 'pgtrigger_no_truncate%'"
        )
        assert cursor.fetchone() == (1,)


def test_a_refusal_writes_nothing(service, parts):
    make.appropriate(service, parts, {9: "100.00"})
    other = make.leaf_category()
    before = LedgerEntry.objects.count()

    with pytest.raises(InsufficientBudget):
        make.post(make.posting(service, parts, 9, "60.00"), make.posting(service, other, 9, "1.00", line=2))

    assert LedgerEntry.objects.count() == before
    assert make.key_of(service, parts).committed == 0


@pytest.mark.parametrize(("kind", "amount"), [("COMMITMENT", "-1.00"), ("RELEASE", "1.00"), ("ACTUAL", "0.005")])
def test_wrong_signs_and_parts_of_a_cent_are_programming_errors(service, parts, kind, amount):
    with pytest.raises(ValueError):
        make.post(make.posting(service, parts, 9, amount, EntryKind(kind)))


@pytest.mark.rule("LED-06")
def test_the_check_of_the_database_speaks_as_the_domain_error(service, parts, monkeypatch):
    make.appropriate(service, parts, {9: "100.00"})
    monkeypatch.setattr(ledger.control, "judge", lambda *_given: [])

    with pytest.raises(InsufficientBudget), transaction.atomic():
        make.post(make.posting(service, parts, 9, "100.01"))

    assert make.key_of(service, parts).committed == 0


@pytest.mark.rule("LED-06")
def test_an_overshooting_posting_cannot_lift_its_own_guard(service):
    lenient = make.leaf_category(tolerance_amount=Decimal("5.00"), tolerance_share=Decimal("0.10"))
    key = make.appropriate(service, lenient, {1: "50.00", 9: "50.00"})
    assert key.guard_amount == Decimal("15.00")

    make.post(make.posting(service, lenient, 9, "115.00"))

    assert make.key_of(service, lenient).guard_amount == Decimal("15.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        ControlKey.objects.filter(pk=key.pk).update(committed=Decimal("115.01"))


def test_projects_share_the_key_and_keep_their_balances(service, parts):
    one, two = make.project(), make.project()
    make.appropriate(service, parts, {9: "100.00"}, project=one)

    make.post(make.posting(service, parts, 9, "60.00", project=two), make.posting(service, parts, 9, "40.00", line=2))

    rows = BudgetBalance.objects.filter(category=parts).values_list("project", "appropriated", "committed")
    assert set(rows) == {(one.pk, 100, 0), (two.pk, 0, 60), (None, 0, 40)}


@pytest.mark.rule("LED-05b")
def test_a_claim_on_a_request_is_counted_once(service, parts):
    make.appropriate(service, parts, {9: "100.00"})
    request, claim = make.source("REQ-1"), make.source("EXP-1")
    make.post(make.posting(service, parts, 9, "100.00"), by=request)

    make.post(
        make.posting(service, parts, 9, "-80.00", EntryKind.RELEASE, by=request),
        make.posting(service, parts, 9, "80.00"),
        by=claim,
        occasion="claim:1",
    )

    assert make.key_of(service, parts).committed == 100
    holders = ledger.reads.held_by(key_id=make.key_of(service, parts).pk, actor=SYSTEM)
    held = {holder.label: holder.amount for holder in holders}
    assert held == {"EXP-1": 80, "REQ-1": 20}
