"""Money is exact: one rounding, splits that add up (GEN-01, GEN-02)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import CENT, CurrencyMismatch, Money, net_of, rounded, split_amount

pytestmark = pytest.mark.rule("GEN-01")

amounts = st.decimals(min_value=Decimal(-(10**13)), max_value=Decimal(10**13), places=2)
weights = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False), min_size=1, max_size=60
)


@given(total=amounts, shares=weights)
def test_parts_add_up_to_the_cent(total, shares):
    parts = split_amount(total, shares)

    assert sum(parts) == total
    assert len(parts) == len(shares)


@given(total=amounts, shares=weights)
def test_no_part_is_a_cent_or_more_from_its_fair_share(total, shares):
    whole = sum(shares) or Decimal(len(shares))
    fair = [total * share / whole for share in (shares if sum(shares) else [Decimal(1)] * len(shares))]

    assert all(abs(part - share) < CENT for part, share in zip(split_amount(total, shares), fair, strict=True))


@given(total=amounts, shares=weights)
def test_a_cut_is_split_as_the_total_it_mirrors(total, shares):
    assert split_amount(-total, shares) == [-part for part in split_amount(total, shares)]


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [("100.00", (1, 1, 1), ("33.34", "33.33", "33.33")), ("0.05", (1, 1, 2), ("0.01", "0.01", "0.03")), ("0.01", (0, 0), ("0.01", "0.00"))],
)  # fmt: skip
def test_odd_cents_go_to_the_largest_remainders(total, shares, parts):
    assert split_amount(Decimal(total), shares) == [Decimal(part) for part in parts]


@pytest.mark.parametrize("bad", [(), (1, -1)])
def test_weights_are_needed_and_not_negative(bad):
    with pytest.raises(ValueError):
        split_amount(Decimal(1), bad)


@pytest.mark.parametrize(
    ("exact", "shown"),
    [("2.345", "2.35"), ("2.344999", "2.34"), ("-2.345", "-2.35"), ("0.005", "0.01"), ("1.1", "1.10")],
)
def test_halves_are_rounded_away_from_nothing(exact, shown):
    assert str(rounded(Decimal(exact))) == shown


def test_a_currency_without_cents_is_rounded_to_its_unit():
    assert Money.of(Decimal("100.5"), "JPY") == Money(Decimal(101), "JPY")


def test_currencies_are_not_mixed():
    with pytest.raises(CurrencyMismatch):
        Money.of(Decimal(1), "CNY") + Money.of(Decimal(1), "EUR")


def test_a_conversion_is_rounded_once():
    assert Money.of(Decimal("33.33"), "EUR").converted(rate=Decimal("7.8315"), currency="CNY").amount == Decimal(
        "261.02"
    )


@pytest.mark.rule("GEN-02")
@given(gross=amounts, rate=st.sampled_from([Decimal("0.13"), Decimal("0.06"), Decimal(0)]))
def test_net_and_tax_add_up(gross, rate):
    net = net_of(gross, rate)

    assert net == rounded(net)
    assert abs(net * (1 + rate) - gross) <= CENT
