"""Amounts in Chinese capitals, as the banks' rules and their own examples have them (GEN-11)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capitals import DIGITS, capitals


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10.05", "壹拾元零伍分"),
        ("16.40", "壹拾陆元肆角整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("20000", "贰万元整"),
        ("100100", "壹拾万零壹佰元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("100000000", "壹亿元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("10001000100", "壹佰亿零壹佰万零壹佰元整"),
        ("1200000000000", "壹万贰仟亿元整"),
        ("-5.20", "负伍元贰角整"),
    ],
)
def test_examples_of_the_rules(amount, text):
    assert capitals(Decimal(amount)) == text


@given(st.decimals(min_value="0.01", max_value="9999999999999.99", places=2))
def test_every_amount_reads_back_to_itself(amount):
    assert read_back(capitals(amount)) == amount


def test_what_no_document_carries_is_refused():
    with pytest.raises(ValueError, match="larger"):
        capitals(Decimal("10000000000000.00"))


def read_back(text: str) -> Decimal:
    """The amount of a text in capitals, by the other way round."""
    total = section = group = digit = 0
    cents = Decimal(0)
    for letter in text.removesuffix("整"):
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in "拾佰仟":
            group += (digit or 1) * {"拾": 10, "佰": 100, "仟": 1000}[letter]
            digit = 0
        elif letter == "万":
            section += (group + digit) * 10_000
            group = digit = 0
        elif letter == "亿":
            total += (section + group + digit) * 100_000_000
            section = group = digit = 0
        elif letter == "元":
            total += section + group + digit
            section = group = digit = 0
        elif letter in "角分":
            cents += digit * Decimal("0.1" if letter == "角" else "0.01")
            digit = 0
    return total + cents
