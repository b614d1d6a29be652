import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.rules import amounts, months


@pytest.mark.rule("BUD-11", "BUD-22")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("1,234.50元", "1234.50"),
        ("¥ 1 234", "1234"),
        ("1.2万", "12000"),
        ("1.25万元", "12500"),
        ("0.3亿", "30000000"),
        ("(5)", "-5"),
        ("（5.10）", "-5.10"),
        ("\u22127", "-7"),
        ("7-", "-7"),
        ("1.5E3", "1500"),
        (".5", "0.5"),
        ("12,345,678.9", "12345678.9"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, value):
    assert amounts.parse(text) == Decimal(value)


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize("text", ["", " ", "-", "—", "——", "/", "无", "N/A"])
def test_blanks_and_dashes_are_nothing(text):
    assert amounts.parse(text) is None
    assert amounts.cell_amount(text) == Decimal("0.00")


@pytest.mark.rule("BUD-11", "BUD-22")
@pytest.mark.parametrize("text", ["abc", "12,34", "1,2345", "1.2.3", "待定", "#REF!", "1万2", "--5", "12%", "=A1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(amounts.AmountProblem) as refused:
        amounts.parse(text)

    assert refused.value.kind == "not_a_number"


@pytest.mark.rule("BUD-11")
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(5)", "negative"),
        ("-0.01", "negative"),
        ("1e11", "too_large"),
        ("99999999999", "too_large"),
        ("0.005", "too_exact"),
        ("12.345", "too_exact"),
        ("1.2345678万", "too_exact"),
    ],
)
def test_a_cell_takes_no_negative_and_no_absurd_amount(text, kind):
    with pytest.raises(amounts.AmountProblem) as refused:
        amounts.cell_amount(text)

    assert refused.value.kind == kind


@pytest.mark.rule("BUD-11")
def test_minus_nothing_is_nothing():
    assert str(amounts.cell_amount("-0.00")) == "0.00"
    assert amounts.cell_amount("1.234500万") == Decimal(12345)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(amounts.AmountProblem):
        amounts.cell_amount(text)


@given(st.decimals(min_value=0, max_value=amounts.LARGEST_CELL, places=2))
def test_what_is_written_with_separators_is_read_back(value):
    assert amounts.cell_amount(f"{value:,}") == value


@pytest.mark.rule("BUD-22")
@pytest.mark.parametrize(
    ("text", "month", "year"),
    [
        ("1月", 1, None),
        ("１２月", 12, None),
        ("一月", 1, None),
        ("十二月份", 12, None),
        ("十一 月", 11, None),
        ("2026年3月", 3, 2026),
        ("2026-01", 1, 2026),
        ("2026/07", 7, 2026),
        ("202609", 9, 2026),
        ("2026-04-01", 4, 2026),
        ("2026-04-01 00:00:00", 4, 2026),
        ("Jan", 1, None),
        ("September", 9, None),
        ("Sept.", 9, None),
        ("Jan-26", 1, 2026),
        ("5月预算", 5, None),
        ("6月(元)", 6, None),
        ("M8", 8, None),
    ],
)
def test_months_are_read_as_headings_write_them(text, month, year):
    assert months.month_heading(text) == months.MonthHeading(month, year)


@pytest.mark.parametrize(
    "text", ["", "13月", "合计", "Q1", "一季度", "Marketing", "Mayor", "2026", "1", "备注", "decoration"]
)
def test_other_headings_are_no_months(text):
    assert months.month_heading(text) is None
