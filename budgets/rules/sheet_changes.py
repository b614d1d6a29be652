"""What a workbook would change in a draft, cell by cell, and where it meets what somebody else did meanwhile (BUD-22).

Pure: lines and rows in, findings out. A line is compared with its row value by value, three ways: what the file says,
what the draft holds now, and what the draft held when the file left it (or came in, for a file that is not from here).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

CATEGORY, PROJECT, DESCRIPTION, RATIONALE = "category", "project", "description", "rationale"
LINE, BACK = "line", "back"
"""Parts of a clash over a whole line: to be removed, to be brought back."""
CHANGE, KEPT, CLASH = "change", "kept", "clash"
LONGEST_KEPT = 200
"""The history keeps so many characters of a text."""

Value = str | Decimal
Cell = tuple[int, str]
"""A line and what of it: a month “1”–“12” of the fiscal year, or one of its words."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a line holds. Categories and projects by their id, as text; months the fiscal year's first one first."""

    category: str
    project: str
    description: str
    rationale: str
    amounts: tuple[Decimal, ...]

    def part(self, name: str) -> Value:
        """A month or a word."""
        return self.amounts[int(name) - 1] if name.isdecimal() else str(getattr(self, name))

    @property
    def is_blank(self) -> bool:
        """A place for a category that nobody filled in yet."""
        return not (self.project or self.description or any(self.amounts))


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A row of the file; `line_id` where the file itself says which line it is."""

    number: int
    content: Content
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What happened in the draft since the file left it: old values of cells, who did what last, lines that came and
    went.
    """

    before: Mapping[Cell, Value] = field(default_factory=dict)
    by: Mapping[Cell, str] = field(default_factory=dict)
    added: Collection[int] = ()
    removed: Mapping[int, str] = field(default_factory=dict)

    def touched(self, line_id: int) -> str:
        """Who changed something of a line last; empty for nobody."""
        return next((who for (line, _part), who in reversed(list(self.by.items())) if line == line_id), "")


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. CHANGE is written, KEPT is somebody else's and stays, CLASH needs a choice."""

    line_id: int
    part: str
    now: Value
    new: Value
    verdict: str = CHANGE
    by: str = ""

    @property
    def token(self) -> str:
        """What the choice about it is called."""
        return f"{self.line_id}-{self.part}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a draft's lines."""

    cells: tuple[Difference, ...] = ()
    added: tuple[SheetLine, ...] = ()
    removed: tuple[int, ...] = ()
    kept_lines: tuple[int, ...] = ()
    clashes: tuple[Difference, ...] = ()
    back: Mapping[int, SheetLine] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the draft stays as it is."""
        return not (self.cells or self.added or self.removed or self.clashes)


def compare(
    rows: Sequence[SheetLine],
    lines: Mapping[int, Content],
    *,
    parts: Sequence[str],
    meanwhile: Meanwhile,
    staying: Iterable[SheetLine] = (),
) -> Plan:
    """What bringing the rows in would change. `parts` are the values the file has at all; `staying` rows are left out,
    their lines stay as they are.
    """
    matched = _matched([*rows, *staying], lines, parts)
    cells: list[Difference] = []
    clashes: list[Difference] = []
    added: list[SheetLine] = []
    back: dict[int, SheetLine] = {}
    for row in rows:
        line_id = matched.get(row.number)
        if line_id is not None:
            for found in _differences(line_id, lines[line_id], row, parts, meanwhile):
                (clashes if found.verdict == CLASH else cells).append(found)
        elif row.line_id is not None and row.line_id in meanwhile.removed and row.line_id not in back:
            back[row.line_id] = row
            who = meanwhile.removed[row.line_id]
            clashes.append(Difference(row.line_id, BACK, "", row.content.description, CLASH, who))
        else:
            added.append(row)
    missing = [pk for pk in lines if pk not in set(matched.values())]
    kept = tuple(pk for pk in missing if pk in meanwhile.added)
    removed = []
    for pk in missing:
        if pk in meanwhile.added:
            continue
        if who := meanwhile.touched(pk):
            clashes.append(Difference(pk, LINE, sum(lines[pk].amounts, Decimal(0)), "", CLASH, who))
        else:
            removed.append(pk)
    return Plan(tuple(cells), tuple(added), tuple(removed), kept, tuple(clashes), back)


def _matched(rows: Sequence[SheetLine], lines: Mapping[int, Content], parts: Sequence[str]) -> dict[int, int]:
    """The line of each row, by the row's number: by the id the file carries, else by what the line is for."""
    found: dict[int, int] = {}
    free = dict(lines)
    for row in rows:
        if row.line_id is not None and row.line_id in free:
            found[row.number] = row.line_id
            del free[row.line_id]
    named = [part for part in (CATEGORY, PROJECT, DESCRIPTION) if part == CATEGORY or part in parts]
    by_name: dict[tuple[Value, ...], list[int]] = defaultdict(list)
    blank: dict[str, list[int]] = defaultdict(list)
    for pk, content in free.items():
        by_name[tuple(content.part(name) for name in named)].append(pk)
        if content.is_blank:
            blank[content.category].append(pk)
    taken: set[int] = set()
    for places in (by_name, None):
        for row in rows:
            if row.number in found or row.line_id is not None:
                continue
            if places is None:
                candidates = blank[row.content.category]
            else:
                candidates = places[tuple(row.content.part(name) for name in named)]
            first = next((pk for pk in candidates if pk not in taken), None)
            if first is not None:
                found[row.number] = first
                taken.add(first)
    return found


def _differences(
    line_id: int, now: Content, row: SheetLine, parts: Sequence[str], meanwhile: Meanwhile
) -> Iterable[Difference]:
    for part in parts:
        old, new = now.part(part), row.content.part(part)
        if old == new:
            continue
        cell = (line_id, part)
        if cell not in meanwhile.before:
            yield Difference(line_id, part, old, new)
            continue
        untouched = _as_kept(new) == _as_kept(meanwhile.before[cell])
        yield Difference(line_id, part, old, new, KEPT if untouched else CLASH, meanwhile.by.get(cell, ""))


def _as_kept(value: Value) -> Value:
    return value[:LONGEST_KEPT] if isinstance(value, str) else value
