"""Exports of accounting systems as they really come: titles above, sums between, headings again, closings, red letters."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import xlsxwriter

SUBJECTS = (("660201", "管理费用_差旅费"), ("660202", "管理费用_办公费"), ("640105", "主营业务成本_运输费"))
SUPPLIERS = ("顺丰速运有限公司", "中国铁路", "京东企业购", "上海虹桥宾馆", "")


@dataclass(slots=True)
class Truth:
    """What an export says: good rows with their amounts, and how many are no expense."""

    good: dict[int, Decimal] = field(default_factory=dict)
    skipped: int = 0
    bad: dict[int, str] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        return sum(self.good.values(), Decimal(0))


def yonyou_rows(
    count: int, *, departments: tuple[str, ...] = ("售后服务部",), seed: int = 7
) -> tuple[list[list[str]], Truth]:
    """Rows of a 用友-style voucher list, sums and closings of each month among them; with bad ones if asked."""
    rng = random.Random(seed)
    heading = [
        "日期",
        "凭证号数",
        "分录号",
        "摘要",
        "科目编码",
        "科目名称",
        "部门",
        "借方金额",
        "贷方金额",
        "供应商",
        "发票号",
    ]
    rows: list[list[str]] = [["凭证明细账"], ["单位：某装备制造有限公司", "", "2026.01-2026.12"], [], heading]
    truth = Truth()
    day, voucher, entry = date(2026, 1, 2), 1, 0
    per_month = max(count // 12, 1)
    for number in range(count):
        if number and number % per_month == 0 and day.month < 12:
            rows.append(["", "", "", "本月合计", "", "", "", f"{truth.total:,.2f}", "", "", ""])
            rows.append([day.isoformat(), f"记-{voucher + 900:04}", "1", "期间损益结转", "660201", "管理费用_差旅费", departments[0], "", "5000.00", "", ""])  # fmt: skip
            truth.skipped += 2
            day = date(2026, day.month + 1, 1)
            voucher, entry = 1, 0
            if day.month == 7:
                rows.append(list(heading))
        entry += 1
        if entry > 4:
            voucher, entry = voucher + 1, 1
            if rng.random() < 0.3 and (day + timedelta(1)).month == day.month:
                day += timedelta(1)
        code, name = SUBJECTS[rng.randrange(len(SUBJECTS))]
        amount = Decimal(rng.randrange(100, 90000)) / 100
        red = rng.random() < 0.01
        text = f"-{amount}" if red else f"{amount:,.2f}"
        rows.append(
            [
                day.strftime(("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")[number % 3]), f"记-{voucher:04}", str(entry),
                f"{'红冲' if red else '报'} {name.split('_')[1]}，第 {number} 笔", code, name,
                departments[number % len(departments)], text, "", SUPPLIERS[number % len(SUPPLIERS)],
                f"2631200000{number:08}" if number % 4 == 0 else "",
            ]
        )  # fmt: skip
        truth.good[len(rows)] = -amount if red else amount
    rows.append(["合计", "", "", "", "", "", "", f"{truth.total:,.2f}", "", "", ""])
    truth.skipped += 1
    return rows, truth


def spoil(rows: list[list[str]], truth: Truth, *, count: int = 4) -> None:
    """Make some good rows bad, each in its own way."""
    ways = {
        "bad_amount": (7, "一百元"),
        "bad_day": (0, "2026-13-45"),
        "subject_unknown": (4, "999999"),
        "no_amount": (7, ""),
        "too_exact": (7, "12.345"),
    }
    numbers = sorted(truth.good)[10 : 10 + count * 7 : 7]
    for number, (code, (column, text)) in zip(numbers, ways.items(), strict=False):
        rows[number - 1][column] = text
        if code == "subject_unknown":
            rows[number - 1][5] = "其他杂项"
        truth.bad[number] = code
        del truth.good[number]


def as_csv(rows: list[list[str]], encoding: str = "gb18030") -> bytes:
    """The rows as a program on a Chinese Windows writes them."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(rows: list[list[str]]) -> bytes:
    """The rows as a workbook: a cover sheet, amounts as numbers, days as days where they are ISO."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"constant_memory": True, "in_memory": True}) as book:
        cover = book.add_worksheet("说明")
        cover.write_string(0, 0, "导出说明")
        sheet = book.add_worksheet("凭证")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                if column in {7, 8} and text.replace(",", "").replace(".", "").lstrip("-").isdigit():
                    sheet.write_number(number, column, float(text.replace(",", "")))
                elif column == 0 and len(text) == 10 and text[4] == "-" and text[5:7] < "13":
                    sheet.write_datetime(number, column, date.fromisoformat(text), day)
                elif text:
                    sheet.write_string(number, column, text)
    return memory.getvalue()
