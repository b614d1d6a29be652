"""Finding one's way in a workbook nobody made for us: heading row, what each column is, the unit (BUD-22)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgets.rules.months import MonthHeading, month_heading

IGNORE, CATEGORY, CODE, DESCRIPTION, PROJECT, RATIONALE, TOTAL = (
    "ignore",
    "category",
    "code",
    "description",
    "project",
    "rationale",
    "total",
)
LINE_ID = "line_id"
ROLES = (
    IGNORE,
    CATEGORY,
    CODE,
    DESCRIPTION,
    PROJECT,
    RATIONALE,
    TOTAL,
    *(f"m{month}" for month in range(1, 13)),
    LINE_ID,
)
"""What a column can be; m1 is January, whatever month the fiscal year begins with."""

LINE_HEADING, ORIGIN_SHEET = "shouhou-line", "shouhou-origin"
"""What our own files carry hidden: the line of each row, and a sheet with the budget and the sequence they were written
at, so that they know what they started from when they come back.
"""

HEADING_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (LINE_ID, (LINE_HEADING,)),
    (CODE, ("科目编码", "科目代码", "类别编码", "编码", "代码", "code", "categorycode", "accountcode")),
    (
        CATEGORY,
        (
            "费用类别",
            "费用科目",
            "预算科目",
            "科目名称",
            "类别",
            "科目",
            "费用项目",
            "成本项目",
            "项目类别",
            "category",
            "account",
        ),
    ),
    (RATIONALE, ("依据", "编制依据", "测算依据", "编制说明", "理由", "rationale", "basis", "justification")),
    (PROJECT, ("产品线", "项目编号", "所属项目", "project", "productline")),
    (
        TOTAL,
        (
            "全年",
            "年度合计",
            "全年合计",
            "合计",
            "总计",
            "年合计",
            "年度预算",
            "全年预算",
            "total",
            "yeartotal",
            "year",
        ),
    ),
    (
        DESCRIPTION,
        (
            "说明",
            "内容",
            "明细",
            "项目",
            "用途",
            "摘要",
            "备注",
            "描述",
            "事项",
            "description",
            "item",
            "details",
            "note",
        ),
    ),
)
_QUARTER = re.compile(
    r"(q[1-4]|[1-4一二三四]季度?|第[一二三四1-4]季度?|季度合计|季度小计|小计|[上下]半年|h[12]|subtotal)"
)
_UNITS = (
    (re.compile(r"单位[::]?(人民币)?万元|\(万元\)|万元"), 10_000),
    (re.compile(r"单位[::]?(人民币)?千元|\(千元\)|千元"), 1_000),
)
_OF_WHAT = r"(of)?(all|the)?(costs?|expenses?|expenditures?|revenues?|income|budget|year)?"
_SUBTOTAL = re.compile(
    rf"(小计|合计|总计|共计|累计|subtotal|total|^sum)[::]?$|^(sub|grand)?totals?{_OF_WHAT}[::]?$|^sum{_OF_WHAT}[::]?$"
)
_GRAND = re.compile(rf"(合计|总计|共计|累计|grandtotal)[::]?$|^(grand)?totals?{_OF_WHAT}[::]?$")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[(（]?\d+(?:[.．-]\d+)*[)）、.．]|\d+(?:[.．]\d+)+(?=\D)|[①-⑳]|[-–—•·*>]+)\s*"
)

LOOK_AT_ROWS = 30


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is read: the heading row (0-based), what each column is, and what one unit of an amount is worth."""

    header_row: int
    columns: dict[int, str] = field(default_factory=dict)
    factor: int = 1

    @property
    def has_months(self) -> bool:
        """Whether at least one column is a month."""
        return any(role.startswith("m") for role in self.columns.values())

    def column_of(self, role: str) -> int | None:
        """The first column with this role."""
        return next((column for column, own in sorted(self.columns.items()) if own == role), None)


def letter(column: int) -> str:
    """0 is A, 25 Z, 26 AA: as Excel heads its columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def squeezed(text: str) -> str:
    """A heading or name without blanks, width or case: what is compared."""
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", text)).lower()


def guess(rows: Sequence[Sequence[str]]) -> Layout:
    """The likeliest layout of a sheet: the row with most headings among the first thirty, its columns, the unit."""
    best, best_score = 0, -1.0
    for index, row in enumerate(rows[:LOOK_AT_ROWS]):
        score = _heading_score(row)
        if score > best_score:
            best, best_score = index, score
    columns = guess_columns(rows, best)
    return Layout(header_row=best, columns=columns, factor=guess_factor(rows[: best + 1]))


def guess_columns(rows: Sequence[Sequence[str]], header_row: int) -> dict[int, str]:
    """What each column is, by its heading; a heading split over two rows is read from both."""
    if header_row >= len(rows):
        return {}
    heading = list(rows[header_row])
    above = list(rows[header_row - 1]) if header_row else []
    columns: dict[int, str] = {}
    taken: set[str] = set()
    for index, own in enumerate(heading):
        text = own or (above[index] if index < len(above) else "")
        role = role_of(text)
        if role in taken:
            role = DESCRIPTION if role == CATEGORY and DESCRIPTION not in taken else IGNORE
        columns[index] = role
        if role != IGNORE:
            taken.add(role)
    if CATEGORY not in taken and CODE not in taken and DESCRIPTION in taken:
        columns = {index: CATEGORY if role == DESCRIPTION else role for index, role in columns.items()}
    return columns


def role_of(text: str) -> str:
    """What a column with this heading is."""
    month = month_heading(text)
    if isinstance(month, MonthHeading):
        return f"m{month.month}"
    plain = re.sub(r"\((元|万元|千元)\)|[::*]", "", squeezed(text))
    if not plain or (_QUARTER.fullmatch(plain)):
        return IGNORE
    for role, words in HEADING_WORDS:
        if plain in words:
            return role
    for role, words in HEADING_WORDS:
        if any(len(word) > 1 and plain.startswith(word) for word in words) and len(plain) <= 14:
            return role
    return IGNORE


def years_named(row: Sequence[str]) -> set[int]:
    """The years the month headings of a row name."""
    return {found.year for text in row if (found := month_heading(text)) and found.year}


def guess_factor(rows: Sequence[Sequence[str]]) -> int:
    """1, 1 000 or 10 000: what “单位：万元” above the table says."""
    for row in rows:
        for text in row:
            plain = squeezed(text)
            for pattern, worth in _UNITS:
                if plain and pattern.search(plain):
                    return worth
    return 1


def is_subtotal(text: str) -> bool:
    """Whether a row's name says that it adds up others: 小计, 合计, Total."""
    return bool(_SUBTOTAL.search(squeezed(text)))


def is_grand_total(text: str) -> bool:
    """Whether it adds up everything above, not only the block before it."""
    return bool(_GRAND.search(squeezed(text))) and "小计" not in text and "subtotal" not in text.lower()


def without_numbering(text: str) -> str:
    """A name without the number it is listed under: “（一）备件” and “1.2 办公费” lose it."""
    return _NUMBERING.sub("", unicodedata.normalize("NFKC", text).strip()).strip()


def _heading_score(row: Sequence[str]) -> float:
    roles = [role_of(text) for text in row if text]
    months = len({role for role in roles if role.startswith("m")})
    known = len({role for role in roles if role in {CATEGORY, CODE, DESCRIPTION, TOTAL, RATIONALE, PROJECT}})
    return months + 0.5 * known
