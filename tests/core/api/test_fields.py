"""Numbers as the API's description writes them (api.md)."""

from __future__ import annotations

import pytest
from rest_framework import serializers

from core.api.fields import AmountSerializerField, PlainDecimalField, RateSerializerField


@pytest.mark.rule("GEN-01", "QLT-42")
@pytest.mark.parametrize("field", [AmountSerializerField(), RateSerializerField(), PlainDecimalField(6, 3)])
@pytest.mark.parametrize(
    "typed", ["1e0", "1E-2", "١", "１", "0x1", "1_0", "1,0", "NaN", "Infinity", "", ".", "-", "+1"]
)
def test_a_number_is_digits_and_a_point(field: serializers.DecimalField, typed: str) -> None:
    with pytest.raises(serializers.ValidationError):
        field.run_validation(typed)


@pytest.mark.rule("GEN-01")
@pytest.mark.parametrize(
    ("typed", "read"), [("9860.00", "9860.00"), (" 12 ", "12.00"), (3, "3.00"), (0.5, "0.50"), ("0", "0.00")]
)
def test_an_amount_is_read_as_written(typed: object, read: str) -> None:
    assert str(AmountSerializerField().run_validation(typed)) == read
