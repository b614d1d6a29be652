"""How a sheet is read: what a column can be, and which words in a workbook nobody made for us say so (BUD-22)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from budgets.rules.months import MonthHeading, month_heading
from core.sheets.headings import squeezed

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
QUARTERS = ("q1", "q2", "q3", "q4")
ROLES = (
    IGNORE,
    CATEGORY,
    CODE,
    DESCRIPTION,
    PROJECT,
    RATIONALE,
    TOTAL,
    *(f"m{month}" for month in range(1, 13)),
    *QUARTERS,
    LINE_ID,
)
"""What a column can be; m1 is January and q1 January to March, whatever month the fiscal year begins with."""

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
    r"(?:(?:19|20)?\d\d年度?|(?:19|20)\d\d[-/]?)?(?:第?(?P<own>[1-4一二三四])季度?|q(?P<q>[1-4])|(?P<n>[1-4])q)"
    r"(?:小计|合计|预算数?|计划数?|金额|subtotal|total|budget|plan)*[-/']?(?:(?:19|20)\d\d)?"
)
_NOT_READ = re.compile(r"(季度合计|季度小计|小计|[上下]半年|h[12]|subtotal)")
_OF_WHAT = r"(of)?(all|the)?(costs?|expenses?|expenditures?|revenues?|income|budget|year)?"
_SUBTOTAL = re.compile(
    rf"(小计|合计|总计|共计|累计|subtotal|total|^sum)[::]?$|^(sub|grand)?totals?{_OF_WHAT}[::]?$|^sum{_OF_WHAT}[::]?$"
)
_GRAND = re.compile(rf"(合计|总计|共计|累计|grandtotal)[::]?$|^(grand)?totals?{_OF_WHAT}[::]?$")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）、.．]|[(（]?\d+(?:[.．-]\d+)*[)）、.．]|\d+(?:[.．]\d+)+(?=\D)|[①-⑳]|[-–—•·*>]+)\s*"
)


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

    @property
    def has_quarters(self) -> bool:
        """Whether at least one column is a quarter."""
        return any(role in QUARTERS for role in self.columns.values())

    @property
    def months_read(self) -> frozenset[int]:
        """The calendar months, from 1, that the columns speak of: all of them where there is only a whole year."""
        roles = set(self.columns.values())
        named = {int(role[1:]) for role in roles if role.startswith("m")}
        named.update(month + 1 for role in roles if role in QUARTERS for month in months_of_quarter(role))
        return frozenset(named or range(1, 13))

    def column_of(self, role: str) -> int | None:
        """The first column with this role."""
        return next((column for column, own in sorted(self.columns.items()) if own == role), None)


def months_of_quarter(role: str) -> tuple[int, int, int]:
    """The months of a quarter, from 0 for January."""
    first = (int(role[1:]) - 1) * 3
    return first, first + 1, first + 2


def role_of(text: str) -> str:
    """What a column with this heading is."""
    month = month_heading(text)
    if isinstance(month, MonthHeading):
        return f"m{month.month}"
    plain = re.sub(r"\((元|万元|千元|百万元)\)|[::*]", "", squeezed(text))
    if quarter := _QUARTER.fullmatch(plain):
        named = quarter["own"] or quarter["q"] or quarter["n"]
        return QUARTERS["一二三四".find(named) if named in "一二三四" else int(named) - 1]
    if not plain or _NOT_READ.fullmatch(plain):
        return IGNORE
    for role, words in HEADING_WORDS:
        if plain in words:
            return role
    for role, words in HEADING_WORDS:
        if any(len(word) > 1 and plain.startswith(word) for word in words) and len(plain) <= 14:
            return role
    return IGNORE


def is_subtotal(text: str) -> bool:
    """Whether a row's name says that it adds up others: 小计, 合计, Total."""
    return bool(_SUBTOTAL.search(squeezed(text)))


def is_grand_total(text: str) -> bool:
    """Whether it adds up everything above, not only the block before it."""
    return bool(_GRAND.search(squeezed(text))) and "小计" not in text and "subtotal" not in text.lower()


def without_numbering(text: str) -> str:
    """A name without the number it is listed under: “（一）备件” and “1.2 办公费” lose it."""
    return _NUMBERING.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
