"""What each row of a workbook is, and what is wrong with it (BUD-22, GEN-16). Pure: rows of text in, findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from budgets.rules import amounts, seasons, sheet_layout
from budgets.rules.sheet_layout import CATEGORY, CODE, DESCRIPTION, IGNORE, LINE_ID, PROJECT, RATIONALE, TOTAL, Layout
from budgets.rules.sheet_names import KnownCategory, Names
from core.money import ZERO, rounded

LINE, SUBTOTAL, HEADING, REMARK, BAD = "line", "subtotal", "heading", "remark", "bad"
_RESULTS = {"结果", "利润", "毛利", "净利润", "盈亏", "收支差额", "收支结余", "结余", "result", "profit", "margin"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about a row, as a code with its facts; words are found when it is shown."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


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
) -> list[Row]:
    """Every row below the heading, classified. `fixes` are categories the user chose, by row number; `flaws` cells that
    hold an Excel error or a formula without its result (“=…”), by row and column from 0.
    """
    reader = _Reader(rows, layout, names, fixes or {}, flaws or {})
    found = [reader.row(index) for index in range(layout.header_row + 1, len(rows))]
    return _checked(_groups_with_amounts([row for row in found if row is not None], names), names)


class _Reader:
    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        layout: Layout,
        names: Names,
        fixes: Mapping[int, int],
        flaws: Mapping[tuple[int, int], str],
    ) -> None:
        self.rows, self.layout, self.names, self.fixes, self.flaws = rows, layout, names, fixes, flaws
        self.heading = rows[layout.header_row] if layout.header_row < len(rows) else ()
        self.under: int | None = None
        self.group: int | None = None
        self.last: KnownCategory | None = None
        self.last_name = ""

    def row(self, index: int) -> Row | None:
        cells = [text.strip() for text in self.rows[index]]
        if not any(cells):
            return None
        part = {role: self._cell(cells, role) for role in (CATEGORY, CODE, DESCRIPTION, PROJECT, RATIONALE)}
        label = part[CATEGORY] or part[DESCRIPTION] or part[CODE] or next((c for c in cells if c), "")
        months, problems, notes, has_amounts = self._amounts(index, cells)
        flawed = self._flawed(index)
        problems += flawed
        row = Row(
            number=index + 1,
            kind=LINE,
            name=label,
            description=part[DESCRIPTION][:200],
            project=part[PROJECT],
            rationale=part[RATIONALE],
            months=months,
            problems=problems,
            notes=notes,
            line_id=_line_id(self._cell(cells, LINE_ID)),
        )
        if (added_up := _added_up(row, (part[CATEGORY], part[DESCRIPTION], part[CODE], label))) is not None:
            return added_up
        category = self._category(index + 1, part)
        is_named = any(part[role] for role in (CATEGORY, CODE, DESCRIPTION))
        if not is_named and problems and not flawed and not any(months):
            return replace(row, kind=REMARK, problems=())  # a signature or a date below the table
        if has_amounts or flawed:
            return self._line(row, category, part)
        total = self._total(cells)
        if total and (category is None or category.is_leaf):
            only = Problem("only_total", {"total": str(rounded(total))})
            return self._line(replace(row, problems=(only, *problems)), category, part)
        return self._without_amounts(row, category)

    def _flawed(self, index: int) -> tuple[Problem, ...]:
        """The cells of a row that hold no value to read where one is read."""
        found: dict[str, list[str]] = {}
        for column, role in sorted(self.layout.columns.items()):
            text = self.flaws.get((index, column))
            if text is None or role == IGNORE or (role == TOTAL and self.layout.has_months):
                continue
            place = f"{sheet_layout.letter(column)}{index + 1}"
            if text.startswith("="):
                found.setdefault("uncounted", []).append(place)
            else:
                found.setdefault("excel_error", []).append(f"{place} {text}")
        return tuple(Problem(code, {"cells": ", ".join(cells)}) for code, cells in found.items())

    def _without_amounts(self, row: Row, category: KnownCategory | None) -> Row:
        if category is None:
            return replace(row, kind=REMARK, problems=())
        if not category.is_leaf:
            self.under, self.last = category.id, None
            return replace(row, kind=HEADING, category_id=category.id, problems=())
        self.last, self.last_name = category, row.name
        return replace(row, kind=REMARK, category_id=category.id, notes=(Problem("no_amounts"),))

    def _line(self, row: Row, category: KnownCategory | None, part: Mapping[str, str]) -> Row:
        if category is None and self.last is not None and self.group is None and not (part[CATEGORY] or part[CODE]):
            category = self.last  # a cell merged over several rows has its text in the first one only
            row = replace(row, name=self.last_name)
        if category is None:
            name = part[CATEGORY] or part[CODE] or part[DESCRIPTION]
            close = tuple(found.id for found in self.names.suggestions(name))
            code = "unknown_category" if name else "no_category"
            return replace(row, kind=BAD, problems=(Problem(code, {"name": name}), *row.problems), suggestions=close)
        if category.is_leaf:
            self.last, self.last_name = category, row.name
        else:
            self.under, self.last = category.id, None
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
        return self._below(self.under, part[DESCRIPTION]) if self.last is None else None

    def _below(self, group: int | None, name: str) -> KnownCategory | None:
        found = self.names.find(name=name, under=group) if group is not None and name else None
        return found if found is not None and group is not None and self.names.is_below(found.id, group) else None

    def _cell(self, cells: Sequence[str], role: str) -> str:
        column = self.layout.column_of(role)
        return cells[column] if column is not None and column < len(cells) else ""

    def _amounts(
        self, index: int, cells: Sequence[str]
    ) -> tuple[tuple[Decimal, ...], tuple[Problem, ...], tuple[Problem, ...], bool]:
        factor = Decimal(self.layout.factor)
        months, problems, notes = [ZERO] * 12, [], []
        has_amounts = False
        exact_sum = ZERO
        for column, role in self.layout.columns.items():
            text = cells[column] if column < len(cells) else ""
            if not role.startswith("m") or not text or (index, column) in self.flaws:
                continue
            try:
                exact = amounts.parse(text)
                if exact is None:
                    continue
                has_amounts = True
                months[int(role[1:]) - 1] += amounts.checked(exact * factor, text=text)
                exact_sum += exact * factor
            except amounts.AmountProblem as problem:
                has_amounts = True
                heading = self.heading[column] if column < len(self.heading) else ""
                problems.append(Problem(problem.kind, {"column": heading or role, "text": problem.text[:40]}))
        total = self._total(cells)
        if total is not None and not self.layout.has_months:
            try:
                months, has_amounts = seasons.spread_evenly(amounts.checked(total)), True
            except amounts.AmountProblem as problem:
                problems.append(Problem(problem.kind, {"column": "", "text": str(total)}))
                has_amounts = True
        elif total is not None and has_amounts and not problems and rounded(total) != sum(months, ZERO):
            notes.append(Problem("total_differs", {"total": str(rounded(total)), "months": str(sum(months, ZERO))}))
        if not problems and exact_sum and sum(months, ZERO) != exact_sum:
            notes.append(Problem("rounded", {"exact": str(exact_sum.normalize()), "months": str(sum(months, ZERO))}))
        return tuple(months), tuple(problems), tuple(notes), has_amounts

    def _total(self, cells: Sequence[str]) -> Decimal | None:
        text = self._cell(cells, TOTAL)
        try:
            exact = amounts.parse(text) if text else None
        except amounts.AmountProblem:
            return None
        return exact * self.layout.factor if exact is not None else None


def _line_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _added_up(row: Row, texts: Sequence[str]) -> Row | None:
    """The row as a sum or a result, if that is what it says it is: it is compared, not read."""
    for text in texts:
        if text and sheet_layout.is_subtotal(text):
            return replace(row, kind=SUBTOTAL, name=text, problems=())
    if sheet_layout.squeezed(sheet_layout.without_numbering(row.name)) in _RESULTS:
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
            result.append(replace(row, kind=SUBTOTAL, problems=(), notes=()))
        else:
            close = tuple(child.id for child in names.children(category.id)[:5])
            problem = Problem("category_is_group", {"name": category.name_zh})
            result.append(
                replace(row, kind=BAD, category_id=None, problems=(problem, *row.problems), suggestions=close)
            )
    return result


def _checked(rows: list[Row], names: Names) -> list[Row]:
    """Each subtotal with whether it agrees with the rows it adds up."""
    result = list(rows)
    for index, row in enumerate(rows):
        if row.kind != SUBTOTAL or any(note.code == "result_row" for note in row.notes):
            continue
        differences = [_difference(row, candidate) for candidate in _candidates(rows, index, names)]
        if not differences:
            continue
        if any(not any(difference) for difference in differences):
            note = Problem("sum_agrees", {"total": str(row.total)})
        else:
            off = sum(differences[0], ZERO)
            month = next(i + 1 for i, amount in enumerate(differences[0]) if amount)
            note = Problem("sum_differs", {"total": str(row.total), "difference": str(off), "month": month})
        result[index] = replace(row, notes=(note,))
    return result


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


def _difference(row: Row, parts: Sequence[Row]) -> list[Decimal]:
    return [row.months[i] - sum((part.months[i] for part in parts if part.months), ZERO) for i in range(12)]
