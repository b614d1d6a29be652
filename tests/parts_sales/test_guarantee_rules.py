"""A guarantee's limits, dates and deductions, as docs/rules/parts_sales.md has them (PSL-23)."""

from datetime import date
from decimal import Decimal

import pytest

from parts_sales.rules import guarantees as rules

pytestmark = [pytest.mark.rule("PSL-23")]
LIMITS = rules.Limits()


@pytest.mark.parametrize(
    ("total", "for_customer", "altogether", "has_overdue", "refused", "warned"),
    [
        ("1000.00", "0", "0", False, "", ""),
        ("1000.01", "0", "0", False, "OVER_LIMIT", ""),
        ("400.00", "600.00", "600.00", False, "", ""),
        ("400.01", "600.00", "600.00", False, "SPLIT", ""),
        ("1000.00", "0", "2000.00", False, "", ""),
        ("1000.00", "0", "2000.01", False, "", "MANY"),
        ("0.01", "0", "0.01", True, "OVERDUE", ""),
    ],
)
def test_what_may_be_guaranteed(total, for_customer, altogether, has_overdue, refused, warned):
    standing = rules.Standing(Decimal(for_customer), Decimal(altogether), has_overdue)

    assert rules.judge(Decimal(total), standing, LIMITS) == rules.Answer(refused, warned)


@pytest.mark.parametrize(
    ("dispatched", "due"),
    [
        (date(2026, 3, 15), date(2026, 4, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_it_is_due_one_calendar_month_after_dispatch(dispatched, due):
    assert rules.due_on(dispatched) == due


def test_it_is_overdue_the_day_after_and_proposed_after_the_days_of_grace():
    due = date(2026, 2, 28)

    assert not rules.is_overdue(due, on=due)
    assert rules.is_overdue(due, on=date(2026, 3, 1))
    assert rules.proposal_on(due, grace_days=7) == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("wage", "amount", "parts"),
    [
        ("5000.00", "1000.00", ["1000.00"]),
        ("4999.99", "1000.00", ["500.00", "500.00"]),
        ("1666.66", "1000.00", ["250.00", "250.00", "250.00", "250.00"]),
        ("2000.00", "1000.00", ["333.34", "333.33", "333.33"]),
    ],
)
def test_no_month_takes_over_a_fifth_of_the_wage(wage, amount, parts):
    most = rules.most_a_month(Decimal(wage))

    found = rules.deductions(Decimal(amount), monthly_most=most)

    assert found == list(enumerate(Decimal(part) for part in parts))
    assert sum(part for _place, part in found) == Decimal(amount)
    assert max(part for _place, part in found) <= Decimal(wage) * rules.WAGE_SHARE


@pytest.mark.parametrize(
    ("taken", "parts"),
    [
        ({}, {0: "1000.00"}),
        ({0: "1000.00"}, {1: "1000.00"}),
        ({0: "500.00"}, {0: "500.00", 1: "500.00"}),
        ({0: "800.00"}, {0: "200.00", 1: "800.00"}),
        ({0: "1000.00", 1: "900.00", 2: "1200.00"}, {1: "100.00", 3: "900.00"}),
    ],
)
def test_what_other_guarantees_take_of_the_same_wage_leaves_less_room(taken, parts):
    """Of a wage of 5 000.00: at most 1 000.00 a month altogether."""
    beside = {place: Decimal(amount) for place, amount in taken.items()}

    found = rules.deductions(Decimal(1000), monthly_most=rules.most_a_month(Decimal(5000)), taken=beside)

    assert dict(found) == {place: Decimal(part) for place, part in parts.items()}


@pytest.mark.parametrize(("amount", "most"), [("0", "100"), ("100", "0"), ("1000.00", "16.66")])
def test_what_cannot_be_deducted_is_refused(amount, most):
    with pytest.raises(ValueError, match=r"nothing to deduct|five years"):
        rules.deductions(Decimal(amount), monthly_most=Decimal(most))
