from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.rules import seasons

amounts = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2)
years = st.lists(st.lists(amounts, min_size=12, max_size=12), min_size=1, max_size=4)


def per_month(*values):
    return [Decimal(value) for value in values]


@pytest.mark.rule("BUD-14")
def test_the_worked_table_of_the_rule_page():
    quiet_winter = per_month(50, 50, 100, 100, 100, 100, 100, 100, 100, 100, 50, 50)
    late_year = per_month(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 500, 500)

    one = seasons.spread_by_seasons(Decimal("120000.00"), [quiet_winter])
    both = seasons.spread_by_seasons(Decimal("120000.00"), [quiet_winter, late_year])

    assert one == per_month(
        "6000", "6000", "12000", "12000", "12000", "12000", "12000", "12000", "12000", "12000", "6000", "6000"
    )
    assert both == per_month(
        "3000", "3000", "6000", "6000", "6000", "6000", "6000", "6000", "6000", "6000", "33000", "33000"
    )


@pytest.mark.rule("BUD-14")
def test_an_even_spread_gives_the_odd_cents_to_the_first_months():
    months = seasons.spread_evenly(Decimal("100.00"))

    assert months == [Decimal("8.34")] * 4 + [Decimal("8.33")] * 8


@pytest.mark.rule("BUD-14", "GEN-01")
@given(total=amounts, past=years)
def test_seasons_always_add_up_to_the_cent(total, past):
    if not any(any(year) for year in past):
        with pytest.raises(seasons.NoSeasons):
            seasons.spread_by_seasons(total, past)
        return

    months = seasons.spread_by_seasons(total, past)

    assert sum(months) == total
    assert all(month >= 0 and month == month.quantize(Decimal("0.01")) for month in months)


@pytest.mark.rule("BUD-14")
@given(total=amounts, year=st.lists(amounts, min_size=12, max_size=12).filter(any))
def test_no_month_is_off_its_exact_share_by_a_cent_or_more(total, year):
    months = seasons.spread_by_seasons(total, [year])

    shares = seasons.month_shares([year])
    whole = sum(shares)
    assert all(
        abs(month - total * share / whole) < Decimal("0.01") for month, share in zip(months, shares, strict=True)
    )


@pytest.mark.rule("BUD-22")
@given(months=st.lists(amounts, min_size=12, max_size=12), percent=st.integers(-99, 300))
def test_scaling_rounds_the_year_once(months, percent):
    factor = 1 + Decimal(percent) / 100

    raised = seasons.scaled(months, factor)

    assert abs(sum(raised) - sum(months) * factor) <= Decimal("0.005")


@pytest.mark.rule("BUD-14")
def test_a_year_with_a_credit_gives_that_month_nothing():
    year = per_month(-100, 300, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0)

    assert seasons.spread_by_seasons(Decimal("40.00"), [year])[:3] == per_month("0.00", "30.00", "10.00")
