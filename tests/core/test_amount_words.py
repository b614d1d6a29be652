"""Amounts in English words (PSL-40)."""

from decimal import Decimal

import pytest

from core.amount_words import in_words

pytestmark = pytest.mark.rule("PSL-40")


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("90000.00", "USD", "SAY USD NINETY THOUSAND ONLY"),
        ("91999.99", "USD", "SAY USD NINETY-ONE THOUSAND NINE HUNDRED AND NINETY-NINE AND CENTS NINETY-NINE ONLY"),
        ("0.05", "EUR", "SAY EUR ZERO AND CENTS FIVE ONLY"),
        ("1000017.10", "USD", "SAY USD ONE MILLION SEVENTEEN AND CENTS TEN ONLY"),
        ("115", "JPY", "SAY JPY ONE HUNDRED AND FIFTEEN ONLY"),
    ],
)
def test_an_amount_in_words(amount, currency, words):
    assert in_words(Decimal(amount), currency) == words


def test_less_than_nothing_has_no_words():
    with pytest.raises(ValueError, match="no amount"):
        in_words(Decimal(-1), "USD")
