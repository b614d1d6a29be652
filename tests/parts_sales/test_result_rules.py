"""What shipped goods bring and cost, as docs/rules/parts_sales.md has it (PSL-51, PSL-52)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parts_sales.rules import results as rules


@pytest.mark.rule("PSL-52")
@pytest.mark.parametrize(
    ("amount", "quantity", "notes", "shares"),
    [
        ("100.00", "3", ["1", "1", "1"], ["33.33", "33.34", "33.33"]),
        ("100.00", "3", ["2", "1"], ["66.67", "33.33"]),
        ("0.01", "2", ["1", "1"], ["0.01", "0.00"]),
        ("1080.00", "2", ["2"], ["1080.00"]),
    ],
)
def test_a_lines_shares_follow_its_deliveries(amount, quantity, notes, shares):
    gone, found = Decimal(0), []
    for now in map(Decimal, notes):
        gone += now
        found.append(rules.share_of(Decimal(amount), quantity=Decimal(quantity), gone=gone, standing=sum(found)))

    assert found == [Decimal(share) for share in shares]


@pytest.mark.rule("PSL-52")
@given(
    st.decimals("0.00", "999999.99", places=2),
    st.lists(st.decimals("0.001", "500", places=3), min_size=1, max_size=8),
)
def test_however_it_is_delivered_the_shares_add_up(amount, notes):
    gone, found = Decimal(0), Decimal(0)
    for now in notes:
        gone += now
        share = rules.share_of(amount, quantity=sum(notes), gone=gone, standing=found)
        assert share >= 0
        found += share

    assert found == amount


@pytest.mark.rule("PSL-52")
def test_more_than_was_ordered_has_no_share():
    with pytest.raises(ValueError, match="more than was ordered"):
        rules.share_of(Decimal(10), quantity=Decimal(2), gone=Decimal("2.001"))


@pytest.mark.rule("PSL-51")
@pytest.mark.parametrize(
    ("revenue", "cost", "margin", "share", "stands"),
    [
        ("1080.00", "1000.00", "80.00", "0.0741", "COVERED"),
        ("1087.00", "1000.00", "87.00", "0.0800", "MARGIN"),
        ("1000.00", "1000.00", "0.00", "0.0000", "COVERED"),
        ("999.99", "1000.00", "-0.01", "0.0000", "LOSS"),
        ("0.00", "50.00", "-50.00", None, "LOSS"),
        ("0.00", "0.00", "0.00", None, "COVERED"),
    ],
)
def test_margin_against_the_standard(revenue, cost, margin, share, stands):
    result = rules.Result(Decimal(revenue), Decimal(cost))

    assert result.margin == Decimal(margin)
    assert result.share == (None if share is None else Decimal(share))
    assert result.against(Decimal("0.08")) == stands


@pytest.mark.rule("PSL-51")
def test_results_add_up():
    found = rules.total(
        [rules.Result(Decimal("10.00"), Decimal("8.00")), rules.Result(Decimal("5.50"), Decimal("6.00"))]
    )

    assert (found.revenue, found.cost, found.margin) == (Decimal("15.50"), Decimal("14.00"), Decimal("1.50"))
    assert rules.total([]) == rules.Result()
