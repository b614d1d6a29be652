"""Real rivals on money that is to be moved: spenders, other adjustments, the closing of the month (BUD-32, LED-06)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from budgets.errors import BudgetExhausted, InsufficientBudget
from budgets.models import Adjustment, LedgerEntry
from budgets.services import adjustments
from core.errors import WrongState
from tests.concurrency.race import outcomes_of, race
from tests.concurrency.test_ledger_races import chains_apart, holding, service, unguarded, unlocked  # noqa: F401  fixtures
from tests.factories import adjustments as make
from tests.factories import budgets as money

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.rule("BUD-32"),
    pytest.mark.usefixtures("division_manager", "finance_manager", "gm"),
]


@pytest.fixture
def category(transactional_db, ledger_partitions, company):
    """A stopped category with 100.00 in September."""
    money.open_year(2026)
    made = money.leaf_category("出差费用")
    money.appropriate(company.service, made, {9: "100.00"})
    return made


@pytest.fixture
def target(category):
    return money.leaf_category("办公费")


def last_step(manager, kind, *lines):
    """An adjustment that waits for its last decider, and that decision ready to be made."""
    made = make.submitted(manager, kind, *lines)
    make.decide(made, "APPROVE")
    make.decide(made, "APPROVE")
    return made, partial(make.decide, made, "APPROVE")


@pytest.mark.rule("LED-06")
def test_a_cut_and_a_hold_cannot_both_have_the_same_money(manager, company, category):
    made, deciding = last_step(manager, "CUT", make.line(company.service, category, "-100.00"))

    outcomes = race(deciding, holding(company.service, category))

    assert outcomes_of(InsufficientBudget, outcomes) == 1
    key = money.key_of(company.service, category)
    assert (key.appropriated, key.committed) in {(Decimal(0), Decimal(0)), (Decimal(100), Decimal(100))}
    state = Adjustment.objects.get(pk=made.pk).state
    assert state == ("APPROVED" if key.appropriated == 0 else "IN_REVIEW")


@pytest.mark.rule("LED-06")
def test_two_transfers_cannot_both_take_the_same_money(manager, company, category, target):
    pair = (make.line(company.service, category, "-80.00"), make.line(company.service, target, "80.00"))
    first, deciding = last_step(manager, "TRANSFER", *pair)
    second, also = last_step(manager, "TRANSFER", *pair)

    outcomes = race(deciding, also)

    assert outcomes_of(InsufficientBudget, outcomes) == 1
    assert money.key_of(company.service, category).appropriated == Decimal(20)
    assert money.key_of(company.service, target).appropriated == Decimal(80)
    assert sorted(Adjustment.objects.values_list("state", flat=True)) == ["APPROVED", "IN_REVIEW"]
    assert LedgerEntry.objects.filter(source_kind="budget_adjustment").count() == 2
    assert {first.pk, second.pk} == set(Adjustment.objects.values_list("pk", flat=True))


@pytest.mark.rule("LED-06")
def test_transfers_there_and_back_at_once_do_not_wait_for_each_other(manager, company, category, target):
    """Keys are locked in the order of their ids, whichever way the money goes."""
    money.appropriate(company.service, target, {9: "100.00"})
    _there, deciding = last_step(
        manager,
        "TRANSFER",
        make.line(company.service, category, "-60.00"),
        make.line(company.service, target, "60.00"),
    )
    _back, also = last_step(
        manager,
        "TRANSFER",
        make.line(company.service, target, "-30.00"),
        make.line(company.service, category, "30.00"),
    )

    outcomes = race(deciding, also)

    assert outcomes_of(Exception, outcomes) == 0
    assert money.key_of(company.service, category).appropriated == Decimal(70)
    assert money.key_of(company.service, target).appropriated == Decimal(130)


@pytest.mark.rule("GEN-04")
def test_a_last_decision_made_twice_at_once_posts_once(manager, company, category):
    made, deciding = last_step(manager, "SUPPLEMENT", make.line(company.service, category, "50.00"))

    outcomes = race(deciding, deciding)

    assert outcomes_of(Exception, outcomes) == 1
    assert LedgerEntry.objects.filter(source_kind=made.kind, source_id=made.pk).count() == 1
    assert money.key_of(company.service, category).appropriated == Decimal(150)


@pytest.mark.rule("GEN-03")
def test_submitted_twice_at_once_it_has_one_number(manager, company, category):
    made = make.draft(manager, "SUPPLEMENT", make.line(company.service, category, "50.00"))
    actor = make.actor_of(manager)

    def submitting():
        return adjustments.submit_adjustment(adjustment_id=made.pk, actor=actor, at=make.AT)

    outcomes = race(submitting, submitting, submitting)

    assert outcomes_of(WrongState, outcomes) == 2
    assert Adjustment.objects.get(pk=made.pk).number == "ADJ-2026-0001"


@pytest.mark.rule("LED-04")
def test_closing_the_month_and_the_last_decision_do_one_after_the_other(manager, company, category):
    for month in range(1, 9):
        money.close(month)
    made, deciding = last_step(manager, "SUPPLEMENT", make.line(company.service, category, "50.00"))

    outcomes = race(deciding, partial(money.close, 9))

    posted = LedgerEntry.objects.filter(source_kind=made.kind, source_id=made.pk).count()
    state = Adjustment.objects.get(pk=made.pk).state
    assert not isinstance(outcomes[1], Exception)
    assert (posted, state) in {(1, "APPROVED"), (0, "IN_REVIEW")}


@pytest.mark.rule("LED-06")
@pytest.mark.broken_ledger
def test_control_without_lock_and_guards_a_cut_takes_what_is_held(manager, company, category, request):
    _made, deciding = last_step(manager, "CUT", make.line(company.service, category, "-100.00"))
    spending = holding(company.service, category)
    for taken_out in ("chains_apart", "unguarded"):
        request.getfixturevalue(taken_out)

    outcomes = race(deciding, spending)

    assert outcomes_of(Exception, outcomes) == 0
    key = money.key_of(company.service, category)
    assert (key.appropriated, key.committed) == (0, 100)  # held without a budget: the rivals are real


@pytest.mark.rule("LED-06")
@pytest.mark.broken_ledger
def test_control_without_lock_the_check_of_the_database_refuses(manager, company, category, request):
    _made, deciding = last_step(manager, "CUT", make.line(company.service, category, "-100.00"))
    spending = holding(company.service, category)
    request.getfixturevalue("chains_apart")

    outcomes = race(deciding, spending)

    assert outcomes_of(BudgetExhausted, outcomes) == 1
