"""With stop nobody overdraws, however many post at once; with the lock taken out, rivals do (LED-03, LED-06)."""

import itertools
import threading
from functools import partial

import pytest
from django.db import connection

from budgets import locks
from budgets.choices import EntryKind
from budgets.errors import BudgetExhausted, InsufficientBudget, PostingConflict
from budgets.models import Category, ControlKey, LedgerEntry
from budgets.services import policies, writing
from budgets.services.policies import Control
from core.actors import SYSTEM
from tests.concurrency.race import outcomes_of, race
from tests.factories import budgets as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

RIVALS = 8


@pytest.fixture
def service(company):
    make.open_year()
    return company.service


@pytest.fixture
def parts(service):
    """A category with room for one hold of 100."""
    category = make.leaf_category("备件")
    make.appropriate(service, category, {9: "100.00"})
    return category


def holding(department, category, amount="100.00", month=9, **more):
    """A posting ready to start: all it needs is read before the race."""
    line = make.posting(department, category, month, amount)
    return lambda: make.post(line, **more)


# --- With the lock ------------------------------------------------------------------------------------------------


@pytest.mark.rule("LED-06")
def test_room_for_one_is_given_to_one(service, parts):
    outcomes = race(*(holding(service, parts) for _ in range(RIVALS)))

    assert outcomes_of(InsufficientBudget, outcomes) == RIVALS - 1
    assert all(outcome.params["available"] == "0.00" for outcome in outcomes if isinstance(outcome, InsufficientBudget))
    assert make.key_of(service, parts).committed == 100


@pytest.mark.rule("LED-06")
def test_room_in_a_month_of_the_year_is_given_to_one(service):
    category = make.leaf_category()
    make.appropriate(service, category, per_month="100.00")

    outcomes = race(*(holding(service, category, month=1) for _ in range(RIVALS)))

    assert outcomes_of(InsufficientBudget, outcomes) == RIVALS - 1
    assert make.key_of(service, category).committed == 100


@pytest.mark.rule("LED-03")
def test_the_same_posting_sent_by_all_stands_once(service, parts):
    by = make.source()

    outcomes = race(*(holding(service, parts, by=by) for _ in range(RIVALS)))

    assert sorted(outcome.posted for outcome in outcomes) == [0] * (RIVALS - 1) + [1]


@pytest.mark.rule("LED-02")
def test_a_key_posted_on_for_the_first_time_by_all_is_made_once(service):
    category = make.leaf_category(action="WARN")

    outcomes = race(*(holding(service, category, "1.00") for _ in range(RIVALS)))

    assert [outcome.posted for outcome in outcomes] == [1] * RIVALS
    assert make.key_of(service, category).committed == RIVALS


@pytest.mark.rule("LED-06")
def test_postings_on_two_keys_in_either_order_do_not_wait_for_each_other_for_ever(service):
    one, two = make.leaf_category(action="WARN"), make.leaf_category(action="WARN")
    for category in (one, two):
        make.appropriate(service, category, {9: "1.00"})
    forth = [make.posting(service, one, 9, "1.00"), make.posting(service, two, 9, "1.00", line=2)]

    def many(lines):
        return lambda: [make.post(*lines).posted for _ in range(10)]

    outcomes = race(*(many(forth if n % 2 else forth[::-1]) for n in range(RIVALS)))

    assert outcomes == [[2] * 10] * RIVALS


@pytest.mark.rule("LED-05")
def test_a_key_made_while_the_policy_changes_has_the_new_policy(service):
    for _round in range(5):
        category = make.leaf_category(action="WARN")

        def change(category=category):
            return policies.change_category_policy(
                category_id=category.pk,
                to=Control(action="RECORD"),
                reason="年度调整",
                version=None,
                actor=SYSTEM,
                at=make.AT,
            )

        race(change, holding(service, category, "1.00"))

        assert make.key_of(service, category).action == "RECORD"
        assert Category.objects.get(pk=category.pk).action == "RECORD"


# --- Controls: the lock taken out ---------------------------------------------------------------------------------


@pytest.fixture
def unlocked(monkeypatch):
    """Keys are read without a lock, and every rival has judged before the first one writes."""
    locked, barrier = locks.lock_keys, threading.Barrier(2)
    write = writing.write

    def wait_and_write(*given, **more):
        barrier.wait(20)
        return write(*given, **more)

    monkeypatch.setattr(locks, "lock_keys", partial(locked, lock=False))
    monkeypatch.setattr(writing, "write", wait_and_write)
    return monkeypatch


@pytest.fixture
def chains_apart(unlocked):
    """Each rival counts its entries from elsewhere, so that the chain does not tell them apart."""
    read, places = locks.lock_keys, itertools.count(1)

    def apart(ids):
        rows, place = read(ids), next(places)
        for row in rows.values():
            row.chain_length += 1000 * place
        return rows

    unlocked.setattr(locks, "lock_keys", apart)


@pytest.fixture
def unguarded(service):
    """The database's own check is dropped for this test."""
    name = "budgets_controlkey_never_over"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE budgets_controlkey DROP CONSTRAINT {name}")
        yield
        cursor.execute("TRUNCATE budgets_controlkey CASCADE")
        cursor.execute(f"ALTER TABLE budgets_controlkey ADD CONSTRAINT {name} {definition}")


@pytest.mark.rule("LED-06")
@pytest.mark.broken_ledger
def test_control_without_lock_and_guards_rivals_overdraw(service, parts, chains_apart, unguarded):
    outcomes = race(holding(service, parts), holding(service, parts))

    assert [outcome.posted for outcome in outcomes] == [1, 1]
    assert make.key_of(service, parts).committed == 200  # of 100: the rivals are real


@pytest.mark.rule("LED-06")
@pytest.mark.broken_ledger
def test_control_without_lock_the_check_of_the_database_refuses(service, parts, chains_apart):
    outcomes = race(holding(service, parts), holding(service, parts))

    assert outcomes_of(BudgetExhausted, outcomes) == 1
    assert make.key_of(service, parts).committed == 100


@pytest.mark.rule("LED-08")
def test_control_without_lock_the_chain_refuses_to_fork(service, parts, unlocked, unguarded):
    outcomes = race(holding(service, parts, "1.00"), holding(service, parts, "1.00"))

    assert outcomes_of(PostingConflict, outcomes) == 1
    assert LedgerEntry.objects.filter(kind=EntryKind.COMMITMENT).count() == 1


def test_the_check_is_back_after_the_controls(service):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'budgets_controlkey_never_over'")
        assert cursor.fetchone() == (1,)
    assert ControlKey.objects.count() == 0
