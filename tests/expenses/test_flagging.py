"""The arithmetic of the checks (EXP-05); the figures of docs/rules/checks.md."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.calendar import is_working_day
from expenses import flagging
from expenses.choices import Check
from expenses.flagging import Expense, Figures, Limit, Other
from tests.factories.expenses import TODAY

pytestmark = pytest.mark.django_db  # days entered by hand are looked for

WORKED = date(2026, 9, 16)
"""A Wednesday."""
SATURDAY = date(2026, 9, 19)
SWAPPED = date(2026, 9, 20)
"""A Sunday worked for the national holiday."""


def expense(number=1, *, amount="100.00", day=WORKED, supplier="恒力", category=1, decided=False) -> Expense:
    money = Decimal(amount)
    return Expense(number, number, "密封圈", category, day, money, money, supplier, supplier, decided)


def other(amount, *, total=None, day=WORKED, supplier="恒力", category=1, mine=True, document=9) -> Other:
    money = Decimal(amount)
    return Other(
        "expense_claim", document, "EXP-2026-0009", 1, category, day, money, supplier, Decimal(total or amount), mine
    )


# --- Arithmetic ------------------------------------------------------------------------------------------------------

LIMITS = [Limit(Decimal("50000.00"), Decimal("50000.00")), Limit(Decimal("200000.00"), Decimal("200000.00"))]


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    ("own", "others", "limit"),
    [
        ("30000.00", [other("20000.00")], "50000.00"),
        ("30000.00", [other("19999.99")], None),
        ("50000.00", [other("20000.00")], None),  # decided above the limit by itself
        ("30000.00", [other("20000.00", total="60000.00")], None),  # the other one was
        ("30000.00", [other("20000.00", day=WORKED - timedelta(days=7))], "50000.00"),
        ("30000.00", [other("20000.00", day=WORKED - timedelta(days=8))], None),
        ("30000.00", [other("20000.00", category=2)], None),
        ("30000.00", [other("20000.00", mine=False)], "50000.00"),  # to the same supplier
        ("30000.00", [other("20000.00", mine=False, supplier="凯宾")], None),
        ("90000.00", [other("80000.00"), other("40000.00", document=10)], "200000.00"),
    ],
)
def test_a_split_passes_a_limit_together_and_none_of_it_alone(own, others, limit):
    told = list(
        flagging.splits(
            [expense(amount=own)], others, LIMITS, total=Decimal(own), figures=Figures(frozenset()), category_names={}
        )
    )

    assert [one.facts["limit"] for one in told] == ([limit] if limit else [])


@pytest.mark.rule("EXP-05")
def test_what_stands_on_a_request_was_decided_with_it():
    told = flagging.splits(
        [expense(amount="30000.00", decided=True)], [other("20000.00")], LIMITS, total=Decimal(30000),
        figures=Figures(frozenset()), category_names={},
    )  # fmt: skip

    assert list(told) == []


@pytest.mark.rule("EXP-05")
@pytest.mark.parametrize(
    ("samples", "highest"),
    [
        # Median 100, median deviation 10: 100 + 3.5 × 14.826
        (["80", "90", "100", "110", "120"], "151.89"),
        # All the same: the spread is a tenth of the median
        (["100"] * 5, "135.00"),
        # One outlier moves neither median nor spread
        (["80", "90", "100", "110", "99999"], "151.89"),
    ],
)
def test_the_usual_is_the_median_and_its_deviation(samples, highest):
    _middle, most = flagging.usual_range([Decimal(one) for one in samples], factor=Decimal("3.5"))

    assert most == Decimal(highest)


@pytest.mark.rule("EXP-05")
def test_too_few_samples_say_nothing_and_only_above_is_far():
    figures = Figures(frozenset(), far_samples=5)
    few, enough = [Decimal(100)] * 4, [Decimal(100)] * 5

    def told(amount, samples):
        return [one.check for one in flagging.far_from_usual([expense(amount=amount)], figures, {1: samples})]

    assert (told("900.00", few), told("900.00", enough), told("135.00", enough), told("1.00", enough)) == (
        [], [Check.UNUSUAL], [], [],
    )  # fmt: skip


@pytest.mark.rule("EXP-05")
def test_round_late_and_days_off():
    figures = Figures(frozenset())
    amounts = [expense(1, amount="3000.00"), expense(2, amount="999.00"), expense(3, amount="3500.00")]
    days = [expense(1, day=WORKED), expense(2, day=SATURDAY), expense(3, day=SWAPPED)]
    old = [expense(1, day=TODAY - timedelta(days=60)), expense(2, day=TODAY - timedelta(days=61))]

    assert [one.line for one in flagging.round_amounts(amounts, figures)] == [1]
    assert [one.line for one in flagging.days_off(days, is_working_day=is_working_day)] == [2]
    assert [one.line for one in flagging.late(old, figures, today=TODAY)] == [2]
