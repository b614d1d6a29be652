"""What an inquiry's words say of parts and quantities, to begin the quote with (PSL-10, PSL-11)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parts_sales.rules import wanted

KNOWN = {"20-4410", "20-4411", "YL-30210"}


@pytest.mark.rule("PSL-10")
@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("20-4410 × 2；YL-30210 轴承组 三套", {"20-4410": "2", "YL-30210": "3"}),
        ("20-4410\t2\n20-4411\t3.5", {"20-4410": "2", "20-4411": "3.5"}),
        ("20-4410x2, yl-30210 10 pcs", {"20-4410": "2", "YL-30210": "10"}),
        ("M2600 机床（2019 年）20-4410，2 件", {"20-4410": "2"}),  # a machine's number and a year are no quantity
        ("20-4410 主轴轴承组 M2600 2026-11-30 前要 4 件", {"20-4410": "4"}),
        ("２０－４４１０ ５个", {"20-4410": "5"}),
        ("YL-30210", {"YL-30210": "1"}),
        ("20-4410 0 件", {"20-4410": "1"}),
        ("20-44100 两件，A20-4410，20-4410-B", {}),  # part of another number
        ("主轴轴承组 P4，两套，月底前到货", {}),
    ],
)
def test_parts_are_read_with_their_quantities(words: str, named: dict[str, str]) -> None:
    assert {number: str(quantity) for number, quantity in wanted.named(words, KNOWN)} == named
    assert set(named) <= set(wanted.words_like_numbers(words))


@pytest.mark.rule("PSL-10")
def test_long_words_take_no_time_and_come_to_no_end_of_numbers() -> None:
    words = "1X" * 2000 + " ".join(f"A-{n}" for n in range(2000))

    assert len(wanted.words_like_numbers(words)) == wanted.MOST_WORDS
    assert list(wanted.named("20-4410 " * 500, KNOWN)) == [("20-4410", Decimal(1))] * 500
