"""The control rule by itself: windows, checkpoints, tolerance, the guard (LED-05, docs/rules/control.md)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.rules import control, signs
from budgets.rules.control import Figures, Policy

pytestmark = pytest.mark.rule("LED-05")
CENTS = st.integers(min_value=0, max_value=20_000).map(lambda cents: Decimal(cents) / 100)
MONTHS = st.lists(CENTS, min_size=12, max_size=12)
SCOPES = st.sampled_from(["MONTH", "QUARTER_TO_DATE", "YEAR_TO_DATE", "YEAR"])


def year(**columns):
    """Figures with amounts by month: year(appropriated={1: 100}, committed={3: 20})."""
    figures = Figures()
    for column, months in columns.items():
        for month, amount in months.items():
            figures.column(column)[month - 1] = Decimal(amount)
    return figures


def judged(scope, month, amount, before, action="STOP", **policy):
    (verdict,) = control.judge(Policy(scope, action, **policy), before, year(committed={month: amount}))
    return verdict


# The worked table of docs/rules/control.md: 100 a month; held 250 in March, spent 80 in January and 30 in May.
WORKED = year(appropriated=dict.fromkeys(range(1, 13), 100), committed={3: 250, 11: 600}, actual={1: 80, 5: 30})


@pytest.mark.parametrize(
    ("scope", "month", "available", "through"),
    [
        ("MONTH", 3, -150, 3),
        ("MONTH", 5, 70, 5),
        ("QUARTER_TO_DATE", 2, -30, 3),
        ("QUARTER_TO_DATE", 5, 170, 5),
        ("QUARTER_TO_DATE", 11, -400, 11),
        ("YEAR_TO_DATE", 1, -30, 3),
        ("YEAR_TO_DATE", 5, 140, 5),
        ("YEAR_TO_DATE", 9, 140, 11),
        ("YEAR", 1, 240, 12),
    ],
)
def test_the_worked_table(scope, month, available, through):
    verdict = judged(scope, month, "1000", WORKED)

    assert (verdict.available, verdict.through) == (available, through)


def test_a_month_takes_what_no_later_month_misses():
    assert judged("YEAR_TO_DATE", 6, "140", WORKED).outcome == "WITHIN"
    assert judged("YEAR_TO_DATE", 6, "140.01", WORKED).outcome == "STOP"


def test_giving_back_is_never_refused():
    verdict = judged("MONTH", 3, "-1", WORKED)

    assert (verdict.outcome, verdict.asked) == ("WITHIN", -1)


def test_moving_a_hold_to_a_later_month_asks_nothing():
    (verdict,) = control.judge(Policy("YEAR_TO_DATE", "STOP"), WORKED, year(committed={3: -250, 12: 250}))

    assert verdict.outcome == "WITHIN"


def test_moving_a_hold_to_an_earlier_month_is_asked_there():
    (verdict,) = control.judge(Policy("YEAR_TO_DATE", "STOP"), WORKED, year(committed={11: -300, 1: 300}))

    assert (verdict.outcome, verdict.through) == ("STOP", 3)


def test_a_cut_cannot_take_what_is_held():
    (verdict,) = control.judge(Policy("YEAR", "STOP"), WORKED, year(appropriated={12: -241}))

    assert (verdict.outcome, verdict.short) == ("STOP", 1)


@pytest.mark.parametrize(("scope", "bound"), [("MONTH", 60), ("QUARTER_TO_DATE", 20), ("YEAR_TO_DATE", 5), ("YEAR", 5)])
def test_the_guard_adds_up_the_windows(scope, bound):
    assert control.guard(Policy(scope, "STOP", Decimal(5)), Figures(), Figures()) == bound


def test_the_guard_counts_an_excess_only_as_long_as_it_lasts():
    before, after = year(committed={1: 50}), year(committed={1: 20})

    assert control.guard(Policy("YEAR", "STOP"), before, after) == 20
    assert control.guard(Policy("YEAR", "STOP"), after, before) == 20


@pytest.mark.rule("LED-06")
@given(SCOPES, MONTHS, MONTHS, MONTHS, st.integers(1, 12), CENTS, CENTS)
def test_what_is_within_leaves_no_checkpoint_over(scope, appropriated, committed, actual, month, amount, tolerance):
    before, policy = Figures(appropriated, committed, actual), Policy(scope, "STOP", tolerance)
    first, last = control.window(scope, month)
    verdict = control.judge(policy, before, year(committed={month: amount or Decimal("0.01")}))[0]

    after = before.plus(year(committed={month: amount or Decimal("0.01")}))
    spare = [after.left(first, through) + tolerance for through in control.checkpoints(scope, month)]

    assert (verdict.outcome == "WITHIN") == (min(spare) >= 0)
    assert verdict.short == max(-min(spare), Decimal(0))
    assert verdict.through <= last


@pytest.mark.rule("LED-06")
@given(SCOPES, MONTHS, st.lists(st.tuples(st.integers(1, 12), CENTS), max_size=12), CENTS)
def test_the_guard_never_refuses_what_the_rule_lets_through(scope, appropriated, spent, tolerance):
    figures, policy = Figures(appropriated=appropriated), Policy(scope, "STOP", tolerance)
    for month, amount in spent:
        change = year(actual={month: amount})
        if any(verdict.outcome != "WITHIN" for verdict in control.judge(policy, figures, change)):
            continue
        after = figures.plus(change)
        guard = control.guard(policy, figures, after)
        assert guard is not None
        assert -after.left(1, 12) <= guard
        figures = after


# --- Signs --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("GEN-05b")
@pytest.mark.parametrize(
    ("kind", "budget", "actual", "word"),
    [
        ("COST", 100, 101, "U"),
        ("COST", 100, 99, "F"),
        ("REVENUE", 100, 101, "F"),
        ("REVENUE", 100, 99, "U"),
        ("COST", 100, 100, ""),
        ("CONTINGENCY", 0, 1, "U"),
    ],
)
def test_more_cost_is_unfavourable_and_more_income_favourable(kind, budget, actual, word):
    assert signs.judgement(budget=Decimal(budget), actual=Decimal(actual), kind=kind) == word


@pytest.mark.rule("GEN-05b")
def test_a_share_of_no_budget_is_not_applicable():
    assert signs.variance_share(budget=Decimal(0), actual=Decimal(5)) is None
    assert signs.variance_share(budget=Decimal(50), actual=Decimal(60)) == Decimal("0.2")
