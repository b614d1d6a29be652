"""Lists as Excel (GEN-13)."""

from __future__ import annotations

import tracemalloc
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from core.list_workbooks import Sheet, write


@pytest.mark.rule("GEN-13")
def test_a_day_before_excels_first_stands_as_text_and_never_as_a_broken_number():
    days = [date(1, 1, 1), date(1899, 12, 31), date(2026, 9, 21), date(9999, 12, 31)]

    book = write([Sheet("单据", [("日期", 12)], ([day] for day in days))])

    shown = [row[0].value for row in openpyxl.load_workbook(book).active["A2:A5"]]
    assert shown[:2] == ["0001-01-01", "1899-12-31"]
    assert [value.date() for value in shown[2:]] == days[2:]


@pytest.mark.rule("GEN-13")
def test_big_figures_are_numbers_words_are_text_and_the_last_sheet_says_what_the_file_is():
    rows = [["=1+1", Decimal("21078000.00"), 7, None], ["http://a.cn", Decimal("-1.50"), 0, "x" * 40_000]]
    heads = [("名称", 10), ("金额", 12), ("数量", 8), ("说明", 8)]

    book = openpyxl.load_workbook(write([Sheet("甲/乙", heads, rows, sums=(1,))], about=[("列表", "单据")]))

    first, about = book.worksheets
    assert first.title == "甲 乙"
    assert [cell.data_type for cell in first[2]][:3] == ["s", "n", "n"]
    assert first["B2"].value == 21078000
    assert first["A3"].hyperlink is None
    assert len(first["D3"].value) == 32767
    assert first["B4"].value == 21077998.5
    assert [cell.value for cell in about[1]] == ["列表", "单据"]


@pytest.mark.rule("GEN-13", "QLT-06")
def test_a_file_is_written_row_by_row():
    """A hundred thousand rows take no more memory than ten: none of them is kept."""

    def peak(count: int) -> int:
        rows = ((f"EXP-2026-{number:06d}", Decimal(number)) for number in range(count))
        tracemalloc.start()
        write([Sheet("单据", [("编号", 18), ("金额", 12)], rows, sums=(1,))]).close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < peak(200) * 2 + 2_000_000
