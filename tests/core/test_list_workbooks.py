"""Lists as Excel (GEN-13)."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from core.list_workbooks import list_workbook


@pytest.mark.rule("GEN-13")
def test_a_day_before_excels_first_stands_as_text_and_never_as_a_broken_number():
    days = [date(1, 1, 1), date(1899, 12, 31), date(2026, 9, 21), date(9999, 12, 31)]

    book = list_workbook("单据", [("日期", 12)], iter([[day] for day in days]), sums=(), total="合计")

    shown = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(book)).active["A2:A5"]]
    assert shown[:2] == ["0001-01-01", "1899-12-31"]
    assert [value.date() for value in shown[2:]] == days[2:]
