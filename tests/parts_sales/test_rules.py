"""Floors, authority, foreign discounts: the tables of docs/rules/parts_sales.md (PSL-02, PSL-03, PSL-41)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parts_sales.rules import prices, tiers
from parts_sales.shipped import TIERS

D = Decimal


@pytest.mark.rule("PSL-02")
@pytest.mark.parametrize(
    ("cost", "margin", "price"),
    [("5400", "0.20", "6480.00"), ("62.00", "0.258", "78.00"), ("0.33", "0.15", "0.38"), ("0", "0.2", "0.00")],
)
def test_the_list_price_is_cost_with_its_margin(cost, margin, price):
    assert prices.list_price(cost=D(cost), margin_share=D(margin)) == D(price)


@pytest.mark.rule("PSL-03")
@pytest.mark.parametrize(
    ("cost", "price", "floor", "by"),
    [
        ("5417.00", "6480.00", "6156.00", "DISCOUNT"),
        ("148.06", "199.00", "189.05", "DISCOUNT"),
        ("2961.20", "3380.00", "3211.00", "DISCOUNT"),
        ("62.00", "78.00", "74.10", "DISCOUNT"),
        ("3000.00", "3380.00", "3240.00", "COST"),
        ("100.00", "100.00", "108.00", "COST"),
        (None, "100.00", "95.00", "DISCOUNT"),
        ("87.96", "100.00", "95.00", "DISCOUNT"),
        ("87.97", "100.00", "95.01", "COST"),
    ],
)
def test_the_floor_is_the_higher_of_cost_and_discount(cost, price, floor, by):
    found = prices.floor(
        cost=D(cost) if cost else None, price=D(price), minimum_margin=D("0.08"), manager_discount=D("0.05")
    )

    assert found == prices.Floor(D(floor), by)


@pytest.mark.rule("PSL-03")
@pytest.mark.parametrize(
    ("discount", "lowest"), [("0", "100.00"), ("0.02", "98.00"), ("0.05", "95.00"), ("0.20", "95.00")]
)
def test_nobody_goes_below_the_floor_alone(discount, lowest):
    assert prices.lowest_alone(price=D(100), floor=D("95.00"), discount=D(discount)) == D(lowest)


@pytest.mark.rule("PSL-41")
@pytest.mark.parametrize(
    ("value", "payable"),
    [
        ("0.01", "0.01"),
        ("20000", "19600.00"),
        ("20000.01", "19000.01"),
        ("50000", "47500.00"),
        ("50000.01", "46000.01"),
        ("99999.99", "91999.99"),
        ("100000", "90000.00"),
        ("100000.01", "90000.01"),
    ],
)
def test_the_tiers_to_the_cent(value, payable):
    assert tiers.payable(D(value), TIERS) == D(payable)


@pytest.mark.rule("PSL-41")
@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("49000", ("1000.01", "50000.01", "46000.01")),
        ("48421.07", ("1578.94", "50000.01", "46000.01")),
        ("48421.06", None),
        ("50000", ("0.01", "50000.01", "46000.01")),
        ("99999.99", ("0.01", "100000", "90000.00")),
        ("97000", None),
        ("97826.10", ("2173.90", "100000", "90000.00")),
        ("97826.08", None),
        ("19999", ("1.01", "20000.01", "19000.01")),
        ("100000", None),
    ],
)
def test_a_little_more_would_cost_less(value, hint):
    expected = tiers.Hint(*map(D, hint)) if hint else None

    assert tiers.hint(D(value), TIERS) == expected


@pytest.mark.rule("PSL-41")
@given(st.decimals("0.01", "250000", places=2))
def test_every_value_has_one_tier_and_a_hint_never_costs_more(value):
    found = tiers.hint(value, TIERS)

    assert sum(tier is tiers.tier_of(value, TIERS) for tier in TIERS) == 1
    assert found is None or (found.payable < tiers.payable(value, TIERS) and found.more > 0)


def test_nothing_has_no_tier():
    with pytest.raises(ValueError, match="worth"):
        tiers.tier_of(D(0), TIERS)
