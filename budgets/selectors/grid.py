"""A budget as the grid shows it: lines under their parent category, last year beside them, sums below (BUD-10,
BUD-11).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count

from budgets.choices import CategoryKind
from budgets.models import Budget, BudgetLine, BudgetVersion, Category, FiscalYear
from budgets.rules.figures import added_up, change_share
from budgets.selectors import history
from budgets.selectors.budgets import Totals, baseline_of, lines_of, open_questions
from budgets.selectors.history import PastMonths, Place
from budgets.selectors.remarks import remarked_lines
from budgets.selectors.versions import baseline_amounts, changed_months
from core.money import ZERO

LAST_YEAR, LAST_VERSION = "year", "version"
NO_MONTHS: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line.

    `first` and `second` are what stands beside it for comparison; None where nothing can be said of this line alone.
    """

    line: BudgetLine
    label: str
    note: str
    first: Decimal | None
    second: Decimal | None
    before: tuple[Decimal, ...]
    changed: frozenset[int]
    base: tuple[Decimal, ...]
    questions: int
    remarks: int = 0

    @property
    def kind(self) -> str:
        return str(self.line.category.kind)

    @property
    def share(self) -> Decimal | None:
        """By how much the year differs from the second comparison."""
        return change_share(self.line.total, self.second)


@dataclass(frozen=True, slots=True)
class GridGroup:
    """The lines below one top category. A category with a single line of its own has no heading."""

    key: str
    label: str
    kind: str
    has_heading: bool
    rows: tuple[GridRow, ...]
    months: tuple[Decimal, ...]
    first: Decimal | None
    second: Decimal | None

    @property
    def total(self) -> Decimal:
        return sum(self.months, ZERO)

    @property
    def share(self) -> Decimal | None:
        return change_share(self.total, self.second)


@dataclass(frozen=True, slots=True)
class GridSum:
    """A row at the foot: costs, revenue or result."""

    code: str
    months: tuple[Decimal, ...]
    first: Decimal | None
    second: Decimal | None
    lines: int = 0

    @property
    def total(self) -> Decimal:
        return sum(self.months, ZERO)

    @property
    def share(self) -> Decimal | None:
        return change_share(self.total, self.second)


@dataclass(frozen=True, slots=True)
class Grid:
    """Everything the grid draws.

    `calendar` are the calendar months of the columns, the fiscal year's first one first.
    """

    budget: Budget
    compare: str
    last_year: FiscalYear | None
    last_year_is_over: bool
    baseline_number: int | None
    calendar: tuple[int, ...]
    groups: tuple[GridGroup, ...]
    costs: GridSum
    revenue: GridSum
    result: GridSum
    totals: Totals
    missing: tuple[Category, ...] = field(default=())
    """Categories with money spent or budgeted last year that have no line now."""

    @property
    def rows(self) -> list[GridRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def changed_cells(self) -> int:
        return sum(len(row.changed) for row in self.rows)


def grid_of(budget: Budget, *, compare: str = LAST_YEAR) -> Grid:
    """The grid of a budget in a constant number of statements, however many lines it has."""
    lines = lines_of(budget)
    last_year = history.year_before(budget.fiscal_year)
    baseline = baseline_of(budget)
    base = baseline_amounts(baseline)
    asked = Counter(
        dict(open_questions(budget).values_list("line_id").annotate(n=Count("pk")).values_list("line_id", "n"))
    )
    said = remarked_lines(budget)
    if compare == LAST_VERSION and baseline is not None:
        beside: _Beside = _VersionBeside(base, baseline)
    else:
        compare = LAST_YEAR
        past = history.past_months(department_id=budget.department_id, year=last_year)
        old_lines = history.lines_in_force(department_id=budget.department_id, year=last_year)
        beside = _YearBeside(lines, past, old_lines)
    groups = _groups(lines, beside, base if baseline else None, asked, said)
    costs = _sum("costs", [g for g in groups if g.kind != CategoryKind.REVENUE], beside, revenue=False)
    revenue = _sum("revenue", [g for g in groups if g.kind == CategoryKind.REVENUE], beside, revenue=True)
    start = budget.fiscal_year.start_date.month
    return Grid(
        budget=budget,
        compare=compare,
        last_year=last_year,
        last_year_is_over=last_year is not None and last_year.state == "CLOSED",
        baseline_number=baseline.number if baseline else None,
        calendar=tuple((start - 1 + offset) % 12 + 1 for offset in range(12)),
        groups=tuple(groups),
        costs=costs,
        revenue=revenue,
        result=_result(costs, revenue),
        totals=_totals(lines),
        missing=beside.missing(lines),
    )


class _Beside:
    """What stands beside lines, groups and sums for comparison."""

    def of_line(self, line: BudgetLine) -> tuple[Decimal | None, Decimal | None, tuple[Decimal, ...]]:
        """First and second comparison of the year, and the months behind the second."""
        raise NotImplementedError

    def of_categories(self, ids: set[int], lines: Sequence[BudgetLine]) -> tuple[Decimal | None, Decimal | None]:
        """Both comparisons of whole categories."""
        raise NotImplementedError

    def of_kind(self, *, revenue: bool) -> tuple[Decimal | None, Decimal | None]:
        """Both comparisons of all costs or all revenue."""
        raise NotImplementedError

    def missing(self, lines: Sequence[BudgetLine]) -> tuple[Category, ...]:
        """Categories that had money and have no line now."""
        return ()


class _YearBeside(_Beside):
    """Last year's budget and its outlook, from the ledger.

    The ledger knows categories and projects, not lines: a line has figures of its own where it is the only one of its
    category and project, and its old budget where last year's budget had a line of the same words. Of revenue nothing
    is foreseen as long as none was posted: what months without sales leave over is no outlook.
    """

    def __init__(
        self, lines: Sequence[BudgetLine], past: Mapping[Place, PastMonths], old_lines: Sequence[BudgetLine]
    ) -> None:
        self.past = past
        self.count = Counter((line.category_id, line.project_id) for line in lines)
        self.per_category = Counter(line.category_id for line in lines)
        self.worded: dict[tuple[int, int | None, str], Decimal] = defaultdict(lambda: ZERO)
        for line in old_lines:
            self.worded[line.category_id, line.project_id, line.description] += line.total
        self.by_category: dict[int, list[PastMonths]] = defaultdict(list)
        for (category, _project), months in past.items():
            self.by_category[category].append(months)
        self.categories = Category.objects.select_related("parent").in_bulk({pk for pk, _project in past})
        income = {pk for pk, own in self.categories.items() if own.kind == CategoryKind.REVENUE}
        earned = any(any(part.actual) for pk in income for part in self.by_category[pk])
        self.unforeseen = set() if earned else income

    def of_line(self, line: BudgetLine) -> tuple[Decimal | None, Decimal | None, tuple[Decimal, ...]]:
        months = self._months(line)
        if months is not None and line.category_id in self.unforeseen:
            return _year(months, "appropriated"), None, NO_MONTHS
        if months is not None:
            outlook = tuple(added_up(part.outlook for part in months))
            return _year(months, "appropriated"), sum(outlook, ZERO), outlook
        words = (line.category_id, line.project_id, line.description)
        return self.worded.get(words), None, NO_MONTHS

    def _months(self, line: BudgetLine) -> list[PastMonths] | None:
        if self.per_category[line.category_id] == 1 and line.project_id is None:
            return self.by_category.get(line.category_id)
        place = (line.category_id, line.project_id)
        return [self.past[place]] if self.count[place] == 1 and place in self.past else None

    def of_categories(self, ids: set[int], lines: Sequence[BudgetLine]) -> tuple[Decimal | None, Decimal | None]:
        months = [part for pk in ids for part in self.by_category.get(pk, [])]
        if not months:
            return None, None
        return _year(months, "appropriated"), None if ids & self.unforeseen else _year(months, "outlook")

    def of_kind(self, *, revenue: bool) -> tuple[Decimal | None, Decimal | None]:
        ids = {pk for pk, own in self.categories.items() if (own.kind == CategoryKind.REVENUE) == revenue}
        return self.of_categories(ids, ())

    def missing(self, lines: Sequence[BudgetLine]) -> tuple[Category, ...]:
        here = {line.category_id for line in lines}
        return tuple(
            own
            for pk, own in self.categories.items()
            if pk not in here and own.retired_at is None and any(any(m.outlook) for m in self.by_category[pk])
        )


class _VersionBeside(_Beside):
    """The version before this one, removed lines included in its sums."""

    def __init__(self, base: Mapping[int, Sequence[Decimal]], version: BudgetVersion) -> None:
        self.base = base
        self.version = version

    def of_line(self, line: BudgetLine) -> tuple[Decimal | None, Decimal | None, tuple[Decimal, ...]]:
        months = tuple(self.base.get(line.pk, NO_MONTHS))
        total = sum(months, ZERO) if months else None
        return total, total, months

    def of_categories(self, ids: set[int], lines: Sequence[BudgetLine]) -> tuple[Decimal | None, Decimal | None]:
        rows = [row for row in self.version.lines if row["category"] in ids]
        return self._total(rows)

    def of_kind(self, *, revenue: bool) -> tuple[Decimal | None, Decimal | None]:
        rows = [row for row in self.version.lines if (row["category_kind"] == CategoryKind.REVENUE) == revenue]
        return self._total(rows)

    def _total(self, rows: Sequence[dict[str, Any]]) -> tuple[Decimal, Decimal]:
        total = sum((Decimal(amount) for row in rows for amount in row["amounts"]), ZERO)
        return total, total


def _year(months: Sequence[PastMonths], what: str) -> Decimal:
    return sum((sum(getattr(part, what), ZERO) for part in months), ZERO)


def _groups(
    lines: Sequence[BudgetLine],
    beside: _Beside,
    base: dict[int, list[Decimal]] | None,
    asked: Mapping[int, int],
    said: Mapping[int, int],
) -> list[GridGroup]:
    by_top: dict[tuple[str, int], list[BudgetLine]] = {}
    for line in lines:
        top = line.category.parent or line.category
        by_top.setdefault((line.category.kind, top.pk), []).append(line)
    groups = []
    for (kind, top_id), own in by_top.items():
        top = own[0].category.parent or own[0].category
        has_heading = len(own) > 1 or own[0].category.parent_id is not None
        rows = tuple(_row(line, top, beside, base, asked, said, under=has_heading) for line in own)
        ids = {top_id} | {line.category_id for line in own}
        first, second = beside.of_categories(ids, own)
        groups.append(
            GridGroup(
                key=f"{kind.lower()}{top_id}",
                label=top.name,
                kind=kind,
                has_heading=has_heading,
                rows=rows,
                months=tuple(added_up(line.amounts for line in own)),
                first=first,
                second=second,
            )
        )
    return groups


def _row(
    line: BudgetLine,
    top: Category,
    beside: _Beside,
    base: dict[int, list[Decimal]] | None,
    asked: Mapping[int, int],
    said: Mapping[int, int],
    *,
    under: bool,
) -> GridRow:
    first, second, before = beside.of_line(line)
    is_top = line.category_id == top.pk
    label = line.description if is_top and under and line.description else line.category.name
    words = [line.description] if line.description and label != line.description else []
    if line.project is not None:
        words.append(line.project.name)
    return GridRow(
        line=line,
        label=label,
        note=" · ".join(words),
        first=first,
        second=second,
        before=before,
        changed=changed_months(line, base) if base is not None else frozenset(),
        base=tuple(base.get(line.pk, [ZERO] * 12)) if base is not None else NO_MONTHS,
        questions=asked.get(line.pk, 0),
        remarks=said.get(line.pk, 0),
    )


def _sum(code: str, groups: Sequence[GridGroup], beside: _Beside, *, revenue: bool) -> GridSum:
    first, second = beside.of_kind(revenue=revenue)
    return GridSum(
        code=code,
        months=tuple(added_up(group.months for group in groups)),
        first=first,
        second=second,
        lines=sum(len(group.rows) for group in groups),
    )


def _result(costs: GridSum, revenue: GridSum) -> GridSum:
    def less(left: Decimal | None, right: Decimal | None) -> Decimal | None:
        return None if left is None and right is None else (left or ZERO) - (right or ZERO)

    is_unforeseen = revenue.first is not None and revenue.second is None
    return GridSum(
        code="result",
        months=tuple(income - cost for income, cost in zip(revenue.months, costs.months, strict=True)),
        first=less(revenue.first, costs.first),
        second=None if is_unforeseen else less(revenue.second, costs.second),
    )


def _totals(lines: Sequence[BudgetLine]) -> Totals:
    def total(kind: str) -> Decimal:
        return sum((line.total for line in lines if line.category.kind == kind), ZERO)

    return Totals(
        other_costs=total(CategoryKind.COST),
        contingency=total(CategoryKind.CONTINGENCY),
        revenue=total(CategoryKind.REVENUE),
        lines=len(lines),
        without_reason=sum(1 for line in lines if not line.rationale and line.total > 0),
    )
