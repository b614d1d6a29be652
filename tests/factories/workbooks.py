"""Workbooks as departments really send them: merged cells, title rows, subtotals, amounts as text. Made with openpyxl.

Three of them are whole budgets, each messy in its own way and each with its true content beside it; the others are broken or hostile.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

BLUE = PatternFill("solid", fgColor="DDE6F5")
GREY = PatternFill("solid", fgColor="EEEEEE")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a workbook says, as a person would read it: months by category code and description."""

    lines: dict[tuple[str, str], list[Decimal]]

    @property
    def total(self) -> Decimal:
        return sum((sum(months, Decimal(0)) for months in self.lines.values()), Decimal(0))


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def months(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


# --- 1. The finance office's form: units of 10 000, merged categories, subtotals below each block -----------------


def finance_form() -> tuple[bytes, Truth]:
    """单位：万元, three title rows, category cells merged over their items, 小计 and 合计 rows, a remark and a signature."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = "2027 年度部门预算申报表"
    cover.merge_cells("A1:F3")
    sheet = book.create_sheet("费用预算")
    sheet["A1"] = "2027 年度费用预算表"
    sheet.merge_cells("A1:Q1")
    sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), CENTRE
    sheet["A2"] = "编制部门：售后服务部"
    sheet.merge_cells("A2:H2")
    sheet["N2"] = "单位：万元"
    heads = ["序号", "费用类别", "项目内容", "编制依据", *[f"{month}月" for month in range(1, 13)], "全年合计"]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(4, column, head)
        cell.fill, cell.alignment, cell.font = BLUE, CENTRE, Font(bold=True)
    blocks = [
        ("备件及更换", "C01", [("常用易损件", "20.43", "按保有量"), ("大修备件", "10.27", "按台时")]),
        ("培训与发展", "C03", [("内训", "1.2", ""), ("外训", "3.755", "二季度集中")]),
    ]
    row, lines = 5, {}
    leaves = {"内训": "C03-1", "外训": "C03-2"}
    for number, (name, code, items) in enumerate(blocks, 1):
        first, sums = row, [Decimal(0)] * 12
        for item, amount, why in items:
            values = [Decimal(amount) + Decimal(month) / 100 for month in range(12)]
            sheet.cell(row, 3, item)
            sheet.cell(row, 4, why)
            for month, value in enumerate(values):
                sheet.cell(row, 5 + month, float(value)).number_format = "#,##0.00"
            sheet.cell(row, 17, float(sum(values)))
            lines[leaves.get(item, code), item] = [value * 10_000 for value in values]
            sums = [left + right for left, right in zip(sums, values, strict=True)]
            row += 1
        sheet.cell(first, 1, number)
        sheet.cell(first, 2, name)
        if row - first > 1:
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=2, end_column=2)
        _sum_row(sheet, row, "小计", sums)
        row += 1
    plain = [("差旅费", "C17"), ("办公费", "C06-4")]
    for name, _code in plain[1:]:
        values = [Decimal("1.05")] * 12
        sheet.cell(row, 2, name)
        for month, value in enumerate(values):
            sheet.cell(row, 5 + month, float(value))
        lines["C06-4", ""] = [value * 10_000 for value in values]
        row += 1
    everything = [sum((line[month] for line in lines.values()), Decimal(0)) / 10_000 for month in range(12)]
    _sum_row(sheet, row, "合  计", everything)
    sheet.cell(row + 2, 1, "备注：以上均为含税金额")
    sheet.cell(row + 3, 1, "部门负责人：")
    sheet.cell(row + 3, 8, "填表日期：2026-11-12")
    return saved(book), Truth(lines)


def _sum_row(sheet, row, label, values):
    sheet.cell(row, 2, label).font = Font(bold=True)
    for month, value in enumerate(values):
        cell = sheet.cell(row, 5 + month, float(value))
        cell.fill, cell.font = GREY, Font(bold=True)
    sheet.cell(row, 17, float(sum(values)))


# --- 2. Typed by hand: amounts as text, ISO months with quarters between, group sums on top, one unknown category --


def typed_by_hand(*, with_errors: bool = True) -> tuple[bytes, Truth]:
    """Amounts such as “1,234.50元”, “1.2万”, “-”, full-width digits; 2027-01 headings with Q columns; parents with sums above."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet["B2"] = "售后服务部预算（草稿）"
    heads = ["科目编码", "科目名称", "说明"]
    for month in range(1, 13):
        heads.append(f"2027-{month:02}")
        if month % 3 == 0:
            heads.append(f"Q{month // 3}小计")
    heads += ["年度合计", "备注"]
    for column, head in enumerate(heads, 2):
        sheet.cell(4, column, head).fill = BLUE
    rent = ["12,000.00元"] * 12
    water = [
        "1.37万",
        "１２，６００",
        "11400",
        "9,100",
        "9100元",
        "11,400.00",
        "14900",
        "1.48万",
        "11400",
        "9,100.50",
        "9100",
        "-",
    ]
    row = 5
    parsed = {
        "C06-1": months(*["12000"] * 12),
        "C06-2": months(
            "13700", "12600", "11400", "9100", "9100", "11400", "14900", "14800", "11400", "9100.50", "9100", "0"
        ),
    }
    overhead = [left + right for left, right in zip(*parsed.values(), strict=True)]
    _hand_row(sheet, row, "C06", "间接费用", "", [f"{value:,.2f}" for value in overhead])
    _hand_row(sheet, row + 1, "C06-1", "  场地分摊", "新厂房", rent)
    _hand_row(sheet, row + 2, "", "（二）水电", "", water)
    row += 3
    lines = {("C06-1", "新厂房"): parsed["C06-1"], ("C06-2", ""): parsed["C06-2"]}
    if with_errors:
        _hand_row(sheet, row, "", "差旅交通费用", "", ["5000"] * 12)
        _hand_row(sheet, row + 1, "C08", "运输与物流", "", ["待定", *["7000"] * 11])
        _hand_row(sheet, row + 2, "C11", "质量控制与检测", "", ["(300)", *["100"] * 11])
        row += 3
    _hand_row(sheet, row, "", "研发", "样机试验", ["0.5万", "", " ", "—", *["5,000"] * 8])
    lines["C15", "样机试验"] = months("5000", "0", "0", "0", *["5000"] * 8)
    _hand_row(sheet, row + 1, "", "配件销售收入", "", ["20万元"] * 12)
    _hand_row(sheet, row + 2, "", "结果", "", ["0"] * 12)
    return saved(book), Truth(lines)


def _hand_row(sheet, row, code, name, what, texts):
    sheet.cell(row, 2, code)
    sheet.cell(row, 3, name)
    sheet.cell(row, 4, what)
    column = 5
    for month, text in enumerate(texts, 1):
        sheet.cell(row, column, text)
        column += 1
        if month % 3 == 0:
            sheet.cell(row, column, "不读")
            column += 1


# --- 3. A text file from another system: GB18030, semicolons, English months, codes, a wrong total ----------------


def from_another_system() -> tuple[bytes, Truth]:
    """A CSV in GB18030: codes and English month names, thousands in quotes, a grand total that is off by 0.40."""
    heads = ["Category code", "Category", "Description", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec", "Total"]  # fmt: skip
    rows = [
        ("C04", "客服工具与软件", "工单系统 30 席", ["6,633.33"] * 11 + ["6,633.37"]),
        ("C14", "外包服务", "夜间热线", ["39000"] * 12),
        (
            "C09",
            "设备与工具",
            "诊断仪",
            ["0", "0", "144,000", "0", "0", "144,000", "0", "0", "144,000", "0", "0", "144,000"],
        ),
    ]
    out, lines = [";".join(heads)], {}
    sums = [Decimal(0)] * 12
    for code, name, what, texts in rows:
        values = [Decimal(text.replace(",", "")) for text in texts]
        lines[code, what] = values
        sums = [left + right for left, right in zip(sums, values, strict=True)]
        out.append(";".join([code, name, what, *(f'"{text}"' for text in texts), str(sum(values))]))
    sums[11] += Decimal("0.40")
    out.append(";".join(["", "总计", "", *map(str, sums), str(sum(sums))]))
    return "\r\n".join(out).encode("gb18030"), Truth(lines)


# --- Broken, disguised and hostile files --------------------------------------------------------------------------


def uncounted_formulas() -> bytes:
    """A workbook written by a program: the months are formulas nobody has counted."""
    book = Workbook()
    sheet = book.active
    sheet.append(["类别", *[f"{month}月" for month in range(1, 13)]])
    sheet.append(["备件及更换", *[f"=100*{month}" for month in range(1, 13)]])
    sheet.append(["研发", *[100] * 12])
    return saved(book)


def excel_errors() -> bytes:
    """Errors as Excel keeps them, typed and as results; a formula whose result is an empty text is nothing wrong."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("预算")
        sheet.write_row(0, 0, ["类别", *[f"{month}月" for month in range(1, 13)], "全年"])
        for row, name in enumerate(("备件及更换", "办公费", "#REF!"), 1):
            sheet.write_row(row, 0, [name, *[100] * 12])
        sheet.write_formula(1, 3, "=B2/0", None, "#DIV/0!")
        sheet.write_formula(1, 5, "=A9", None, "#N/A")
        sheet.write_formula(2, 4, '=IF(B3>0,"",1)', None, "")
        sheet.write_formula(2, 13, "=SUM(B2:M2)", None, "#DIV/0!")
        sheet.write_formula(3, 0, "=Sheet9!A1", None, "#REF!")
    return _rewritten(buffer.getvalue(), b'<c r="E3">', b'<c r="E3" t="str">')  # as Excel says that it is a text


def _rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with something else in its first sheet."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(result, "w") as made:
        for entry in given.infolist():
            part = given.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                assert part.count(old) == 1
                part = part.replace(old, new)
            made.writestr(entry, part)
    return result.getvalue()


def picture() -> bytes:
    """A PNG picture that calls itself a workbook."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\x00" * 4000


def broken() -> bytes:
    """A workbook cut off in the middle."""
    content, _truth = finance_form()
    return content[: len(content) // 2]


def binary_book() -> bytes:
    """What Excel saves as .xlsb: parts in a format of their own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    return buffer.getvalue()


def other_zip() -> bytes:
    """A zip file with something else in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return buffer.getvalue()


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to 200 MB."""
    content, _truth = finance_form()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        with new.open("xl/media/image1.png", "w") as stream:
            for _ in range(200):
                stream.write(b"\x00" * 1024 * 1024)
    return buffer.getvalue()


def far_cell() -> bytes:
    """A workbook whose second cell stands in the last row and column there are."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "类别"
    sheet[f"{get_column_letter(16384)}1048576"] = "x"
    return saved(book)


def entity_bomb() -> bytes:
    """A workbook whose strings are XML that multiplies itself."""
    content, _truth = finance_form()
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    xml = b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY l0 "lol">' + laughs + b"]><sst><si><t>&l9;</t></si></sst>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, xml if entry.filename == "xl/sharedStrings.xml" else old.read(entry))
    return buffer.getvalue()
