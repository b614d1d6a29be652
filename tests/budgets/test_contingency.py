from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.rules import contingency

amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999999999.99"), places=2)


@pytest.mark.rule("BUD-16")
@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        ("9999.99", "below"),
        ("10000.00", "within"),
        ("12500.00", "within"),
        ("15000.00", "within"),
        ("15000.01", "above"),
        ("0.00", "below"),
    ],
)
def test_both_ends_of_the_bounds_are_allowed(amount, verdict):
    judged = contingency.judge(amount=Decimal(amount), other_costs=Decimal("100000.00"))

    assert judged.verdict == verdict
    assert judged.is_out_of_bounds == (verdict != "within")


@pytest.mark.rule("BUD-16")
def test_the_bounds_are_the_years():
    judged = contingency.judge(
        amount=Decimal("5.00"), other_costs=Decimal("100.00"), least=Decimal("0.05"), most=Decimal("0.08")
    )

    assert judged.verdict == "within"
    assert (judged.least_amount, judged.most_amount) == (Decimal("5.0000"), Decimal("8.0000"))


@pytest.mark.rule("BUD-16")
def test_without_costs_there_is_no_share_to_judge():
    assert contingency.judge(amount=Decimal(0), other_costs=Decimal(0)).verdict == "none"
    assert contingency.judge(amount=Decimal(1), other_costs=Decimal(0)).verdict == "above"
    assert contingency.judge(amount=Decimal(1), other_costs=Decimal(0)).share is None


@pytest.mark.rule("BUD-16")
@given(other=amounts, amount=amounts)
def test_no_rounding_decides(other, amount):
    judged = contingency.judge(amount=amount, other_costs=other)

    assert (judged.verdict == "within") == (10 * amount >= other and 20 * amount <= 3 * other)


@pytest.mark.rule("BUD-16")
@pytest.mark.parametrize(
    ("least", "most", "problem"),
    [("0.10", "0.15", ""), ("0.1", "0.1", ""), ("0.2", "0.1", "order"), ("0", "1.1", "range")],
)
def test_bounds_that_make_no_sense_are_named(least, most, problem):
    assert contingency.bounds_problem(Decimal(least), Decimal(most)) == problem
