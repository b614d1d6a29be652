from decimal import Decimal

import pytest
from django import forms

from core.forms import MoneyField, plain_number


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1,234.50", "1234.50"),
        ("１，２３４．５", "1234.5"),
        ("(5)", "-5"),
        ("\u2212300", "-300"),
        ("¥ 9,860.00 元", "9860.00"),
        ("abc", "abc"),
        ("1,234,567", "1234567"),
        ("12,50", "12,50"),
        ("1,2,3.4", "1,2,3.4"),
        ("1234,567", "1234,567"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, plain):
    assert plain_number(typed) == plain


def test_a_money_field_gives_exact_decimals():
    assert MoneyField().clean("1,234.50") == Decimal("1234.50")


@pytest.mark.parametrize("typed", ["1.234", "12a", "NaN", "Infinity", "99999999999999999.00", "12,50", "1,5", ",5"])
def test_a_money_field_refuses_what_is_no_amount(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)
