"""What the amounts of a sheet's row say: months, or the quarters or the year they are spread from (BUD-22, GEN-16)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgets.rules import amounts, seasons
from budgets.rules.sheet_layout import QUARTERS, TOTAL, Layout, months_of_quarter
from core.money import ZERO, rounded, split_amount
from core.sheets.problems import Problem

MONTH, QUARTER, YEAR = 1, 3, 12
"""How finely a row says its amounts: what was spread over months is compared as it was given, without the odd cents."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, in yuan. `months` go from January to December, `given` are those the sheet names (from 0).

    `numbers`: how many amounts could be read at all; `has_amounts`: whether something stands where amounts are read.
    """

    months: tuple[Decimal, ...] = (ZERO,) * 12
    given: frozenset[int] = frozenset()
    grain: int = MONTH
    total: Decimal | None = None
    numbers: int = 0
    has_amounts: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def as_sum(self) -> Said:
        """What a row that adds up others says: with no months, its year."""
        if self.has_amounts or self.total is None:
            return self
        months = tuple(seasons.spread_evenly(rounded(self.total)))
        return Said(months, frozenset(range(12)), YEAR, self.total, self.numbers, True)


def difference(
    months: Sequence[Decimal], parts: Sequence[Sequence[Decimal]], grain: int, given: frozenset[int] | None = None
) -> list[Decimal]:
    """How far a sum is from its parts, month by month, quarter by quarter or over the year; only where it is given."""
    off = [
        months[i] - sum((part[i] for part in parts), ZERO) if given is None or i in given else ZERO for i in range(12)
    ]
    return [sum(off[first : first + grain], ZERO) for first in range(0, 12, grain)]


class AmountCells:
    """Reads the amounts of a sheet's rows. `flaws` are cells without a value to read."""

    def __init__(self, heading: Sequence[str], layout: Layout, flaws: Mapping[tuple[int, int], str]) -> None:
        self.heading, self.layout, self.flaws = heading, layout, flaws

    def read(self, index: int, cells: Sequence[str]) -> Said:
        """What row `index` says."""
        return _Row(self, index, cells).said()


class _Row:
    def __init__(self, sheet: AmountCells, index: int, cells: Sequence[str]) -> None:
        self.sheet, self.index, self.cells = sheet, index, cells
        self.layout = sheet.layout
        self.months = [ZERO] * 12
        self.given: set[int] = set()
        self.exact = ZERO
        self.numbers = self.own_units = 0
        self.has_amounts = False
        self.grain = MONTH
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def said(self) -> Said:
        for column, exact in self._amounts([role for role in self.layout.columns.values() if role.startswith("m")]):
            month = int(self.layout.columns[column][1:]) - 1
            self.given.add(month)
            self._add([month], exact, column)
        quarters = self._quarters()
        column, total = next(self._amounts([TOTAL], strict=False), (0, None))
        if total is not None and not self.layout.has_months and not self.layout.has_quarters:
            self.has_amounts, self.grain = True, YEAR
            self.given = set(range(12))
            self._add(range(12), total, column)
        elif total is not None and self.has_amounts and not self.problems:
            self._compare("total_differs_quarters" if quarters else "total_differs", total, self.months)
        if not self.problems and self.exact and sum(self.months, ZERO) != self.exact:
            facts = {"exact": str(self.exact.normalize()), "months": str(sum(self.months, ZERO))}
            self.notes.append(Problem("rounded", facts))
        if self.own_units and self.layout.factor != 1:
            self.notes.append(Problem("own_unit", {"count": self.own_units}))
        return Said(
            tuple(self.months),
            frozenset(self.given),
            self.grain,
            total,
            self.numbers,
            self.has_amounts,
            tuple(self.problems),
            tuple(self.notes),
        )

    def _quarters(self) -> bool:
        """Take the quarters whose months the sheet does not have or this row leaves empty; compare the others."""
        roles = set(self.layout.columns.values())
        no_months = not self.has_amounts
        spread = False
        for quarter in QUARTERS:
            months = months_of_quarter(quarter)
            has_columns = any(f"m{month + 1}" in roles for month in months)
            for column, exact in self._amounts([quarter], strict=not has_columns):
                if has_columns and not no_months:
                    self._compare("quarter_differs", exact, [self.months[month] for month in months], quarter=quarter)
                    continue
                self.given.update(months)
                self._add(months, exact, column)
                spread, self.grain = True, QUARTER
                if has_columns and exact:
                    self.notes.append(Problem("quarter_spread", {"quarter": quarter, "total": str(rounded(exact))}))
        return spread

    def _compare(self, code: str, exact: Decimal, months: Sequence[Decimal], **more: str) -> None:
        added = sum(months, ZERO)
        if rounded(exact) != added:
            self.notes.append(Problem(code, {"total": str(rounded(exact)), "months": str(added), **more}))

    def _add(self, months: Sequence[int], exact: Decimal, column: int) -> None:
        """An amount in yuan, spread evenly over its months to the cent."""
        self.has_amounts = True
        try:
            amount = amounts.checked(exact, text=self.cells[column])
        except amounts.AmountProblem as problem:
            self._problem(problem, column)
            return
        for month, share in zip(months, split_amount(amount, [1] * len(months)), strict=True):
            self.months[month] += share
        self.exact += exact

    def _amounts(self, wanted: Collection[str], *, strict: bool = True) -> Iterator[tuple[int, Decimal]]:
        """The amounts of some columns in yuan; what is none is a problem, or nothing where it is only compared."""
        for column, role in self.layout.columns.items():
            text = self.cells[column] if column < len(self.cells) else ""
            if not text or role not in wanted or (self.index, column) in self.sheet.flaws:
                continue
            try:
                written = amounts.read(text)
            except amounts.AmountProblem as problem:
                if strict:
                    self.has_amounts = True
                    self._problem(problem, column)
                continue
            if written is not None:
                self.numbers += 1
                self.own_units += written.names_unit
                yield column, written.times(self.layout.factor)

    def _problem(self, found: amounts.AmountProblem, column: int) -> None:
        role, heading = self.layout.columns[column], self.sheet.heading
        named = (heading[column] if column < len(heading) else "") or role
        facts = {"column": "" if role == TOTAL else named, "text": found.text[:40]}
        self.problems.append(Problem(found.kind, facts))
