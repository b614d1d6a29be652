"""The worked tables of docs/rules/parts_sales.md on quotes (PSL-03, PSL-12, PSL-15)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parts_sales.rules import quotes as rules

LIST, FLOOR = Decimal("6480.00"), Decimal("6156.00")


@pytest.mark.rule("PSL-03")
@pytest.mark.parametrize(
    ("price", "granted_by", "deputy_may"),
    [
        ("6480.00", rules.FREELY, True), ("6479.99", rules.MANAGER, True), ("6350.40", rules.MANAGER, True),
        ("6350.39", rules.MANAGER, False), ("6156.00", rules.MANAGER, False), ("6155.99", rules.APPLICATION, False),
    ],
)  # fmt: skip
def test_a_price_says_who_grants_it(price: str, granted_by: str, deputy_may: bool) -> None:
    unit = Decimal(price)

    found = rules.granted_by(unit_price=unit, list_price=LIST, unit_base=unit, floor=FLOOR, own_discount=Decimal(0))

    assert found == granted_by
    assert rules.within(unit_price=unit, list_price=LIST, discount=Decimal("0.02")) is deputy_may


@pytest.mark.rule("PSL-03")
def test_a_price_without_list_price_is_the_managers_and_one_below_a_floor_by_cost_needs_an_application() -> None:
    alone = {"unit_price": Decimal(100), "unit_base": Decimal(100), "own_discount": Decimal(0)}

    assert rules.granted_by(**alone, list_price=None, floor=Decimal(100)) == rules.MANAGER
    assert rules.granted_by(**alone, list_price=None, floor=None) == rules.APPLICATION
    assert rules.granted_by(**alone, list_price=Decimal(100), floor=Decimal(108)) == rules.APPLICATION


@pytest.mark.rule("PSL-12")
def test_tax_is_rounded_line_by_line() -> None:
    goods, services = Decimal("0.13"), Decimal("0.06")
    lines = [
        ("12700.80", goods), ("1990.00", goods), ("3160.30", goods), ("468.00", goods), ("800.00", services),
        ("1080.00", services),
    ]  # fmt: skip

    found = rules.total((Decimal(amount), rate) for amount, rate in lines)

    assert (found.gross, found.net, found.tax) == (Decimal("20199.10"), Decimal("17985.19"), Decimal("2213.91"))


@pytest.mark.rule("PSL-15")
@pytest.mark.parametrize(
    ("bears", "expected", "asked"),
    [
        (True, "299.99", False), (True, "300.00", True), (True, "300.01", True), (False, "900.00", False),
        (True, None, False),
    ],
)  # fmt: skip
def test_freight_is_agreed_from_the_least_amount_on(bears: bool, expected: str | None, asked: bool) -> None:
    amount = Decimal(expected) if expected else None

    assert rules.freight_to_confirm(buyer_bears=bears, expected=amount, least=Decimal(300)) is asked
