"""Which columns of amounts are this year's budget, where a sheet has them more than once: last year's actuals beside
the budget, two years side by side (BUD-22).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from budgets.rules.months import MonthHeading, month_heading
from budgets.rules.sheet_layout import QUARTERS, TOTAL, role_of
from core.sheets.headings import squeezed

Range = tuple[int, int, int, int]
"""Merged cells: first row, first column, last row, last column, counted from 0."""

ROWS_ABOVE = 3
_PAST = r"上一?年度?|去年度?|前年度?|往年|历年|上期|同期|(?:last|prior|previous)year"
_THIS = r"本年度?|今年度?|当年度?|本期|(?:this|current)year"
_NEXT = r"下一?年度?|明年度?|来年|nextyear"
_OTHER = r"实际|执行|完成|预计|预测|发生|决算|差异|增减|outlook|actuals?|forecast|estimated?|variance|difference"
_BUDGET = r"预算|计划|申报|budget|plan(?:ned)?"
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)年?度?|(?<!\d)\d\d年度?|fy(?:20)?\d\d"
_FILLING = (
    r"[数额值情况表稿]|金额|合计|费用|支出|成本|人民币|百万元?|万元|千元|元|年度|截至|\d{1,2}(?:月份?)?[-~至到]\d{1,2}月份?"
    r"|[()\[\]（）\-—–_/·、，,.:：+&]|of|the|for|amounts?|full|year|ytd|rmb|cny"
)
_WORDS = re.compile(f"{_PAST}|{_THIS}|{_NEXT}|{_OTHER}|{_BUDGET}|{_YEAR}")
_LOOSE = re.compile(f"{_WORDS.pattern}|{_FILLING}")
_NO_HEAD = re.compile(r"日期|单位|编制|制表|填报|date|unit|prepared")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known beside the cells: the draft's year, the month it begins with, and the merged cells where the format
    tells them (None: it does not).
    """

    year: int | None = None
    start: int = 1
    merged: Sequence[Range] | None = None

    def fiscal(self, found: MonthHeading) -> int | None:
        """The fiscal year of a month that names its year."""
        return None if found.year is None else found.year - (found.month < self.start)

    def near(self, header_row: int) -> Around:
        """Only the merged cells about a heading."""
        if self.merged is None:
            return self
        close = [own for own in self.merged if own[2] >= header_row - ROWS_ABOVE and own[0] <= header_row + 1]
        return replace(self, merged=close)

    def anchor(self, row: int, column: int) -> Range | None:
        """The merged cells a place belongs to."""
        return next((own for own in self.merged or () if own[0] <= row <= own[2] and own[1] <= column <= own[3]), None)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of amounts: what it is, what the headings above say it belongs to, and the fiscal year they name."""

    role: str
    label: str = ""
    year: int | None = None


@dataclass(slots=True)
class Block:
    """Columns that are one year's amounts once. `fit` says how much they read like the draft's budget."""

    label: str
    year: int | None = None
    fit: tuple[int, int] = (0, 0)
    columns: dict[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What its headings call it."""
        return self.label or (str(self.year) if self.year else "")

    @property
    def first(self) -> int:
        """The column it begins with, which names it."""
        return min(self.columns)

    @property
    def last(self) -> int:
        """The column it ends with."""
        return max(self.columns)

    @property
    def is_doubtful(self) -> bool:
        """Whether its headings say that it is something else than the draft's budget."""
        return self.fit[0] < 0 or (self.fit[1] < 0 and self.fit[0] <= 0)


def heads_of(rows: Sequence[Sequence[str]], header_row: int, around: Around) -> dict[int, Head]:
    """The columns of amounts with what stands above (or, for a month over several columns, below) their headings."""
    if header_row >= len(rows):
        return {}
    around = around.near(header_row)
    width = max(len(row) for row in rows[: header_row + 2])
    own = {column: own_heading(rows, header_row, column, around) for column in range(width)}
    below = _kinds_below(rows, header_row, width, own)
    if below:
        own = {column: text or _to_the_left(own, column, below) for column, text in own.items()}
    roles = {column: role for column, text in own.items() if (role := role_of(text)) and is_amount(role)}
    if not roles:  # “2026年实际” and “2027年预算” alone are whole years
        own = {column: text for column in own if _is_head(text := _cell(rows, header_row, column))}
        roles = dict.fromkeys(own, TOTAL)
    if not roles:
        return {}
    start = min(roles)
    heads = {}
    for column, role in roles.items():
        texts = [
            text
            for row in range(max(0, header_row - ROWS_ABOVE), header_row)
            if (text := _group_head(rows, row, column, start, around))
        ]
        if below.get(column):
            texts.append(below[column])
        if role == TOTAL and _is_head(own[column]):
            texts.append(own[column])
        label = " ".join(dict.fromkeys(texts))
        named = month_heading(own[column])
        year = around.fiscal(named) if named is not None else _year_in(own[column])
        heads[column] = Head(role, label, year if year is not None else _year_in(label))
    return heads


def blocks_of(rows: Sequence[Sequence[str]], header_row: int, around: Around) -> list[Block]:
    """The columns of amounts as blocks, from the left; months count, else quarters, else whole years."""
    heads = heads_of(rows, header_row, around)
    leading: list[int] = []
    for is_kind in (_is_month, _is_quarter, _is_total):
        leading = leading or [column for column, head in sorted(heads.items()) if is_kind(head.role)]
    blocks: list[Block] = []
    for column in leading:
        head = heads[column]
        block = _continued(head, [own for own in blocks if own.label == head.label], around)
        if block is None:
            block = Block(head.label, head.year)
            blocks.append(block)
        block.columns[column] = head.role
        block.year = block.year if head.year is None else head.year
    for block in blocks:
        block.fit = _fit(block.label, block.year, around)
    for column, head in sorted(heads.items()):
        beside = None if column in leading else _block_for(column, head, blocks, around)
        if beside is not None and head.role not in beside.columns.values():
            beside.columns[column] = head.role
    return blocks


def _continued(head: Head, blocks: Sequence[Block], around: Around) -> Block | None:
    """The block a month goes on with: of its year; or the one before it, where only one of the two names its year and
    the months go on.
    """
    free = [block for block in blocks if head.role not in block.columns.values()]
    if head.year is not None and (same := [block for block in free if block.year == head.year]):
        return same[-1]
    last = blocks[-1] if blocks else None
    if last not in free or last is None or (head.year is not None and last.year is not None):
        return None
    if head.year is None and last.year is None:
        return last
    return last if _place(head.role, around) > _place(last.columns[last.last], around) else None


def _place(role: str, around: Around) -> int:
    """Where a month or quarter stands in the fiscal year."""
    return (int(role[1:]) - around.start) % 12 if _is_month(role) else int(role[1:]) if _is_quarter(role) else 0


def chosen_block(blocks: Sequence[Block], wanted: int | None = None) -> Block | None:
    """The block somebody chose by its first column, else the one that reads most like the draft's budget; None where
    two read alike.
    """
    if wanted is not None and (found := next((block for block in blocks if block.first == wanted), None)):
        return found
    best = max((block.fit for block in blocks), default=None)
    alike = [block for block in blocks if block.fit == best]
    return alike[0] if len(alike) == 1 else None


def fit_of_name(name: str, around: Around) -> tuple[int, int]:
    """How much the name of a sheet reads like the draft's budget."""
    return _fit(name, _year_in(name), around)


def own_heading(rows: Sequence[Sequence[str]], header_row: int, column: int, around: Around) -> str:
    """What heads a column: its cell in the heading row, or the cell above when that one is empty."""
    text = _cell(rows, header_row, column)
    if text or not header_row:
        return text
    anchor = around.anchor(header_row, column)
    if anchor is not None and anchor[1] == column:
        return _cell(rows, anchor[0], column)
    return _cell(rows, header_row - 1, column)


def is_amount(role: str) -> bool:
    """Whether a column holds amounts."""
    return _is_month(role) or _is_quarter(role) or _is_total(role)


def _is_month(role: str) -> bool:
    return role.startswith("m")


def _is_quarter(role: str) -> bool:
    return role in QUARTERS


def _is_total(role: str) -> bool:
    return role == TOTAL


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column].strip() if 0 <= row < len(rows) and column < len(rows[row]) else ""


def _is_head(text: str) -> bool:
    """Whether a text says which year or kind of amounts stands below it, and little else."""
    plain = squeezed(text)
    if not plain or not _WORDS.search(plain) or _NO_HEAD.search(plain):
        return False
    rest = _LOOSE.sub("", plain)
    return len(rest) <= 6 and not re.search(r"\d", rest)


def _group_head(rows: Sequence[Sequence[str]], row: int, column: int, start: int, around: Around) -> str:
    """The heading of a group of columns in a row above: merged over them, or written over the first of them only."""
    anchor = around.anchor(row, column)
    at = anchor[1] if anchor is not None else column
    while anchor is None and at >= start and not _cell(rows, row, at):
        at -= 1
    if at < start:
        return ""
    other = around.anchor(row, at)
    if other is not None and other != anchor and other[1] != other[3]:
        return ""  # merged over others, not over this column
    text = _cell(rows, anchor[0] if anchor is not None else row, at)
    return text if _is_head(text) else ""


def _kinds_below(rows: Sequence[Sequence[str]], header_row: int, width: int, own: Mapping[int, str]) -> dict[int, str]:
    """The row below the months where it says “预算” and “实际” under each of them."""
    months = [column for column, text in own.items() if month_heading(text)]
    if not months:
        return {}
    texts = {column: text for column in range(min(months), width) if (text := _cell(rows, header_row + 1, column))}
    if len(texts) < 2 or not all(_is_head(text) or role_of(text) == TOTAL for text in texts.values()):
        return {}
    return {column: text for column, text in texts.items() if _is_head(text)}


def _to_the_left(own: Mapping[int, str], column: int, below: Mapping[int, str]) -> str:
    while column in below and column >= 0:
        if own.get(column):
            return own[column]
        column -= 1
    return ""


def _year_in(text: str) -> int | None:
    for found in re.findall(_YEAR, unicodedata.normalize("NFKC", text).lower()):
        digits = re.sub(r"\D", "", found)
        return int(digits) if len(digits) == 4 else 2000 + int(digits)
    return None


def _fit(label: str, named: int | None, around: Around) -> tuple[int, int]:
    """How much a heading reads like the draft's budget: its year (1, 0 unsaid, −1), then its kind (1, 0, −1)."""
    plain = squeezed(label)
    if named is not None and around.year is not None:
        year = 1 if named == around.year else -1
    elif re.search(_PAST, plain):
        year = -1
    else:
        year = 1 if re.search(f"{_THIS}|{_NEXT}", plain) else 0
    kind = -1 if re.search(_OTHER, plain) else 1 if re.search(_BUDGET, plain) else 0
    return year, kind


def _block_for(column: int, head: Head, blocks: Sequence[Block], around: Around) -> Block | None:
    """Where a quarter or a whole year beside the months belongs: under the same heading, else beside them."""
    alike = [block for block in blocks if (block.label, block.year) == (head.label, head.year)]
    names_another = head.label or head.year is not None
    if not alike and names_another and (len(blocks) != 1 or min(_fit(head.label, head.year, around)) < 0):
        return None
    candidates = alike or list(blocks)
    before = [block for block in candidates if block.first < column]
    return before[-1] if before else next(iter(candidates), None)
