"""What each row of a workbook is, and what is wrong with it (BUD-22, GEN-16). Pure: rows of text in, findings out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.rules import amounts, sheet_layout
from budgets.rules.sheet_amounts import YEAR, AmountCells, Said, difference
from budgets.rules.sheet_blocks import Range
from budgets.rules.sheet_layout import (
    CATEGORY,
    CODE,
    DESCRIPTION,
    IGNORE,
    LINE_ID,
    PROJECT,
    QUARTERS,
    RATIONALE,
    TOTAL,
    Layout,
)
from budgets.rules.sheet_names import KnownCategory, Names
from core.money import ZERO, rounded
from core.sheets.headings import letter, squeezed
from core.sheets.problems import Problem

LINE, SUBTOTAL, HEADING, REMARK, BAD = "line", "subtotal", "heading", "remark", "bad"
_RESULTS = {"结果", "利润", "毛利", "净利润", "盈亏", "收支差额", "收支结余", "结余", "result", "profit", "margin"}
_PART = re.compile(r"[\s(（\-–—•·*]*(其中|of\s*which\b|includ(ing|es)\b|incl\b|thereof\b)", re.IGNORECASE)
_SIGNED = re.compile(
    r"[^\d:]{0,6}?(编制|编报|制表|填报|填表|审核|复核|审批|批准|核准|审定|签字|签名|签章|盖章|负责人|主管|经理|经办|日期|备注|说明|附注|注)"
    r"(人|者|员|部门|单位|日期|时间|签字|签名|签章|意见)*\d?([:(].*)?"
    r"|(prepared|reviewed|approved|checked|submitted|signed|compiled)(by|on)?(:.*)?"
    r"|(date|notes?|remarks?|signature|comments?)\d?(:.*)?"
)
PART_OF_ABOVE, UNNAMED_SUM = "part_of_above", "unnamed_sum"
NEED_NO_CATEGORY = {PART_OF_ABOVE, UNNAMED_SUM}
"""Why a row with amounts is not added, unless somebody gives it a category."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet after the heading. `number` is as Excel counts; `months` go from January to December."""

    number: int
    kind: str
    name: str = ""
    category_id: int | None = None
    description: str = ""
    project: str = ""
    rationale: str = ""
    months: tuple[Decimal, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    suggestions: tuple[int, ...] = ()
    line_id: int | None = None

    @property
    def total(self) -> Decimal:
        """The year's amount."""
        return sum(self.months, ZERO)


def read(
    rows: Sequence[Sequence[str]],
    layout: Layout,
    names: Names,
    *,
    fixes: Mapping[int, int] | None = None,
    flaws: Mapping[tuple[int, int], str] | None = None,
    merged: Sequence[Range] | None = None,
) -> list[Row]:
    """Every row below the heading, classified. `fixes` are categories the user chose, by row number; `flaws` cells that
    hold an Excel error or a formula without its result (“=…”), by row and column from 0; `merged` the merged cells,
    None where the format does not tell them.
    """
    reader = _Reader(rows, layout, names, fixes or {}, flaws or {}, merged)
    found = [reader.row(index) for index in range(layout.header_row + 1, len(rows))]
    placed = _groups_with_amounts([row for row in found if row is not None], names)
    return _checked(_sums_without_a_name(placed, reader, names), reader.said, names)


class _Reader:
    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        layout: Layout,
        names: Names,
        fixes: Mapping[int, int],
        flaws: Mapping[tuple[int, int], str],
        merged: Sequence[Range] | None,
    ) -> None:
        self.rows, self.layout, self.names, self.fixes, self.flaws = rows, layout, names, fixes, flaws
        self.tells_merged = merged is not None
        heading = rows[layout.header_row] if layout.header_row < len(rows) else ()
        self.cells = AmountCells(heading, layout, flaws)
        self.said: dict[int, Said] = {}
        self.unnamed: dict[int, bool] = {}
        """Rows with amounts and no name, and whether they stand beside a category cell merged over them."""
        self.beside = _beside_merged(layout, merged or (), len(rows))
        self.under: int | None = None
        self.group: int | None = None
        self.last: KnownCategory | None = None
        self.last_name = ""
        self.after_line = self.after_part = False

    def row(self, index: int) -> Row | None:
        cells = [text.strip() for text in self.rows[index]]
        if not any(cells):
            return None
        part = {role: self._cell(cells, role) for role in (CATEGORY, CODE, DESCRIPTION, PROJECT, RATIONALE)}
        label = part[CATEGORY] or part[DESCRIPTION] or part[CODE] or next((c for c in cells if _is_word(c)), "")
        said = self.said[index + 1] = self.cells.read(index, cells)
        flawed = self._flawed(index)
        row = Row(
            number=index + 1,
            kind=LINE,
            name=label,
            description=part[DESCRIPTION][:200],
            project=part[PROJECT],
            rationale=part[RATIONALE],
            months=said.months,
            problems=said.problems + flawed,
            notes=said.notes,
            line_id=_line_id(self._cell(cells, LINE_ID)),
        )
        if (added_up := _added_up(row, (part[CATEGORY], part[DESCRIPTION], part[CODE], label))) is not None:
            return self._sum(added_up, said)
        return self._placed(row, part, next(text for text in cells if text), is_flawed=bool(flawed))

    def _placed(self, row: Row, part: Mapping[str, str], first: str, *, is_flawed: bool) -> Row:
        said, category = self.said[row.number], self._category(row.number, part)
        is_named = any(part[role] for role in (CATEGORY, CODE, DESCRIPTION))
        is_signature = category is None and _is_signature(first)
        if not said.numbers and (is_signature or (not is_named and said.problems and not is_flawed)):
            return replace(row, kind=REMARK, months=(), problems=(), notes=())  # a signature or a date below the table
        if self._is_part(row, part, category):
            self.after_part = True
            notes = (Problem(PART_OF_ABOVE), *said.notes) if said.numbers else ()
            return replace(row, kind=REMARK, problems=(), notes=notes)
        if said.has_amounts or is_flawed:
            return self._line(row, category, part)
        if said.total and category is not None and not category.is_leaf:
            said = self.said[row.number] = said.as_sum()  # its year is compared with the rows below it
            return self._line(replace(row, months=said.months), category, part)
        if said.total:
            only = Problem("only_total", {"total": str(rounded(said.total))})
            return self._line(replace(row, problems=(only, *row.problems)), category, part)
        return self._without_amounts(row, category, part)

    def _sum(self, row: Row, said: Said) -> Row:
        self.after_line, self.after_part = True, False
        if row.notes and row.notes[0].code == "result_row":
            return row
        said = self.said[row.number] = said.as_sum()
        notes = tuple(note for note in row.notes if note.code == "own_unit")
        return replace(row, months=said.months, notes=notes if said.has_amounts else (Problem("no_amounts"),))

    def _is_part(self, row: Row, part: Mapping[str, str], category: KnownCategory | None) -> bool:
        """Whether a row says that it is a part of the line above it (“其中：…”): it is in there already."""
        if row.number in self.fixes or row.line_id is not None or not self.after_line:
            return False
        if part[CATEGORY]:
            same = category is not None and self.last is not None and category.id == self.last.id
            return bool(_PART.match(_plain(part[CATEGORY])) or (same and _PART.match(_plain(part[DESCRIPTION]))))
        return bool(_PART.match(_plain(part[DESCRIPTION] or row.name)))

    def _flawed(self, index: int) -> tuple[Problem, ...]:
        """The cells of a row that hold no value to read where one is read."""
        found: dict[str, list[str]] = {}
        for column, role in sorted(self.layout.columns.items()):
            text = self.flaws.get((index, column))
            if text is None or role == IGNORE or self._is_only_compared(role):
                continue
            place = f"{letter(column)}{index + 1}"
            if text.startswith("="):
                found.setdefault("uncounted", []).append(place)
            else:
                found.setdefault("excel_error", []).append(f"{place} {text}")
        return tuple(Problem(code, {"cells": ", ".join(cells)}) for code, cells in found.items())

    def _is_only_compared(self, role: str) -> bool:
        if role == TOTAL:
            return self.layout.has_months or self.layout.has_quarters
        months = {f"m{month + 1}" for month in sheet_layout.months_of_quarter(role)} if role in QUARTERS else set()
        return bool(months & set(self.layout.columns.values()))

    def _without_amounts(self, row: Row, category: KnownCategory | None, part: Mapping[str, str]) -> Row:
        if category is None:
            if part[CATEGORY] or part[CODE]:
                self.last, self.last_name, self.group = None, part[CATEGORY] or part[CODE], None
            return replace(row, kind=REMARK, problems=())
        self.after_line = self.after_part = False
        if not category.is_leaf:
            self.under, self.last, self.last_name = category.id, None, ""
            return replace(row, kind=HEADING, category_id=category.id, problems=())
        self.last, self.last_name = category, row.name
        return replace(row, kind=REMARK, category_id=category.id, notes=(Problem("no_amounts"),))

    def _line(self, row: Row, category: KnownCategory | None, part: Mapping[str, str]) -> Row:
        own_name = part[CATEGORY] or part[CODE]
        is_merged = row.number - 1 in self.beside
        is_bare = not own_name and not part[DESCRIPTION] and row.number not in self.fixes
        if is_bare and all(problem.code == "only_total" for problem in row.problems):
            self.unnamed[row.number] = is_merged
        name, code = own_name or part[DESCRIPTION], "unknown_category"
        close: tuple[int, ...] = ()
        if category is None and not own_name:
            if self.last is not None and self.group is None:
                if is_merged or (not self.tells_merged and part[DESCRIPTION] and not self.after_part):
                    category = self.last  # a cell merged over several rows has its text in the first one only
                    row = replace(row, name=self.last_name)
                else:
                    name, close = "", (self.last.id,)
            elif is_merged and self.group is None and self.last_name:
                name = self.last_name
        if category is None:
            if own_name:
                self.last, self.last_name, self.group = None, own_name, None
                self.after_line, self.after_part = True, False
            close += tuple(found.id for found in self.names.suggestions(name) if found.id not in close)
            problem = Problem(code if name else "no_category", {"name": name})
            return replace(row, kind=BAD, problems=(problem, *row.problems), suggestions=close)
        if own_name or row.number in self.fixes or not is_merged:
            self.after_part = False
        if not _PART.match(_plain(own_name or part[DESCRIPTION])):  # items of a group may all be called parts of it
            self.after_line = category.is_leaf
        if category.is_leaf:
            self.last, self.last_name = category, row.name
        else:
            self.under, self.last, self.last_name = category.id, None, ""
        return replace(row, kind=BAD if row.problems else LINE, category_id=category.id)

    def _category(self, number: int, part: Mapping[str, str]) -> KnownCategory | None:
        if number in self.fixes:
            return self.names.by_id.get(self.fixes[number])
        found = self.names.find(name=part[CATEGORY], code=part[CODE], under=self.under)
        if found is not None:
            self.group = None if found.is_leaf else found.id
            return self._below(self.group, part[DESCRIPTION]) or found
        if part[CATEGORY] or part[CODE] or not part[DESCRIPTION]:
            return None
        if self.group is not None:  # the group's cell is merged over its items: each item names its own category
            return self._below(self.group, part[DESCRIPTION])
        if self.last_name and number - 1 in self.beside:  # beside a category, known or not
            return None
        return self._below(self.under, part[DESCRIPTION]) if self.last is None else None

    def _below(self, group: int | None, name: str) -> KnownCategory | None:
        found = self.names.find(name=name, under=group) if group is not None and name else None
        return found if found is not None and group is not None and self.names.is_below(found.id, group) else None

    def _cell(self, cells: Sequence[str], role: str) -> str:
        column = self.layout.column_of(role)
        return cells[column] if column is not None and column < len(cells) else ""


def _beside_merged(layout: Layout, merged: Sequence[Range], height: int) -> frozenset[int]:
    """The rows whose category is the one of a row above, its cell being merged over both."""
    columns = {column for role in (CATEGORY, CODE) if (column := layout.column_of(role)) is not None}
    steps = [0] * (height + 1)
    for first, left, last, right in merged:
        if first < last and first + 1 < height and any(left <= column <= right for column in columns):
            steps[first + 1] += 1
            steps[min(last + 1, height)] -= 1
    return frozenset(index for index, depth in enumerate(itertools.accumulate(steps)) if depth > 0)


def _plain(text: str) -> str:
    return sheet_layout.without_numbering(text)


def _is_word(text: str) -> bool:
    """Whether a cell holds words, not an amount or a mark for none."""
    try:
        return amounts.read(text) is None and text.strip("-—–/ ") != ""
    except amounts.AmountProblem:
        return True


def _is_signature(text: str) -> bool:
    """Whether a cell is a label below the table: who made it, who looked at it, when."""
    return bool(text) and bool(_SIGNED.fullmatch(squeezed(text)))


def _line_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _added_up(row: Row, texts: Sequence[str]) -> Row | None:
    """The row as a sum or a result, if that is what it says it is: it is compared, not read."""
    for text in texts:
        if text and sheet_layout.is_subtotal(text):
            return replace(row, kind=SUBTOTAL, name=text, problems=())
    if squeezed(sheet_layout.without_numbering(row.name)) in _RESULTS:
        return replace(row, kind=SUBTOTAL, problems=(), notes=(Problem("result_row"),))
    return None


def _groups_with_amounts(rows: list[Row], names: Names) -> list[Row]:
    """A parent category with amounts adds up the rows below it; with no such rows it is a row that cannot be placed."""
    result: list[Row] = []
    for index, row in enumerate(rows):
        category = names.by_id.get(row.category_id) if row.category_id else None
        if row.kind not in {LINE, BAD} or category is None or category.is_leaf:
            result.append(row)
            continue
        below = [
            later for later in rows[index + 1 :] if later.category_id and names.is_below(later.category_id, category.id)
        ]
        if below:
            notes = tuple(note for note in row.notes if note.code == "own_unit")
            result.append(replace(row, kind=SUBTOTAL, problems=(), notes=notes))
        else:
            close = tuple(child.id for child in names.children(category.id)[:5])
            problem = Problem("category_is_group", {"name": category.name_zh})
            result.append(
                replace(row, kind=BAD, category_id=None, problems=(problem, *row.problems), suggestions=close)
            )
    return result


def _sums_without_a_name(rows: Sequence[Row], reader: _Reader, names: Names) -> list[Row]:
    """Rows with amounts and no name that add up the rows above are sums; the others stay as they were placed."""
    result: list[Row] = []
    for row in rows:
        placed = row
        if row.kind in {LINE, BAD} and row.number in reader.unnamed:
            is_merged, said = reader.unnamed[row.number], reader.said[row.number].as_sum()
            if not any(said.months):
                placed = replace(row, kind=REMARK, category_id=None, problems=(), notes=())
            elif _adds_up(said, result, reader, names, least=2 if is_merged else 1):
                note = Problem(UNNAMED_SUM)
                placed = replace(row, kind=SUBTOTAL, category_id=None, months=said.months, problems=(), suggestions=())
                placed = replace(placed, name="" if is_merged else row.name, notes=(note,))
                reader.said[row.number] = said
        result.append(placed)
    return result


def _adds_up(said: Said, above: Sequence[Row], reader: _Reader, names: Names, *, least: int) -> bool:
    block: list[Row] = []
    blocks: list[list[Row]] = []
    for earlier in reversed(above):
        if earlier.kind == SUBTOTAL and block:
            blocks.append(list(block))
            if earlier.category_id is None:
                break
        elif earlier.kind in {LINE, BAD}:
            block.append(earlier)
    everything = [earlier for earlier in above if earlier.kind in {LINE, BAD}]
    costs = [earlier for earlier in everything if not _is_revenue(earlier, names)]
    revenue = [earlier for earlier in everything if _is_revenue(earlier, names)]
    for parts in (*blocks, block, costs, revenue, everything):
        if len(parts) < least or not any(part.total for part in parts):
            continue
        grain = max(said.grain, *(reader.said[part.number].grain for part in parts))
        if not any(difference(said.months, [part.months for part in parts], grain, said.given)):
            return True
    return False


def _checked(rows: list[Row], said: Mapping[int, Said], names: Names) -> list[Row]:
    """Each subtotal with whether it agrees with the rows it adds up."""
    result = list(rows)
    for index, row in enumerate(rows):
        if row.kind != SUBTOTAL or any(note.code in {"result_row", "no_amounts", UNNAMED_SUM} for note in row.notes):
            continue
        candidates = _candidates(rows, index, names)
        if candidates:
            note = next((own for parts in candidates if (own := _verdict(row, parts, said)).code == "sum_agrees"), None)
            result[index] = replace(row, notes=(note or _verdict(row, candidates[0], said), *row.notes))
    return result


def _verdict(row: Row, parts: Sequence[Row], said: Mapping[int, Said]) -> Problem:
    """Whether a sum agrees with its parts; they are compared as finely as all of them were given."""
    grain = max([said[row.number].grain, *(said[part.number].grain for part in parts)])
    off = difference(row.months, [part.months for part in parts if part.months], grain)
    if not any(off):
        return Problem("sum_agrees", {"total": str(row.total)})
    place = next(i for i, amount in enumerate(off) if amount)
    facts = {"total": str(row.total), "difference": str(sum(off, ZERO))}
    if grain == YEAR:
        return Problem("year_differs", facts)
    month = place + 1 if grain == 1 else QUARTERS[place]
    if sum(off, ZERO) == 0:
        return Problem("month_differs", facts | {"difference": str(off[place]), "month": month})
    return Problem("sum_differs", facts | {"month": month})


def _candidates(rows: Sequence[Row], index: int, names: Names) -> list[list[Row]]:
    """The sets of rows a subtotal may mean, likeliest first."""
    row = rows[index]
    if row.category_id is not None:
        parent = row.category_id
        return [[r for r in rows if r.kind in {LINE, BAD} and r.category_id and names.is_below(r.category_id, parent)]]
    above = [r for r in rows[:index] if r.kind in {LINE, BAD}]
    block: list[Row] = []
    for earlier in reversed(rows[:index]):
        if earlier.kind == SUBTOTAL and earlier.category_id is None:
            break
        if earlier.kind in {LINE, BAD}:
            block.insert(0, earlier)
    costs = [r for r in above if not _is_revenue(r, names)]
    revenue = [r for r in above if _is_revenue(r, names)]
    if "收入" in row.name or "revenue" in row.name.lower():
        return [revenue, block]
    if sheet_layout.is_grand_total(row.name) or not block:
        return [costs, above, block]
    return [block, costs, above]


def _is_revenue(row: Row, names: Names) -> bool:
    category = names.by_id.get(row.category_id) if row.category_id else None
    return category is not None and category.kind == "REVENUE"
