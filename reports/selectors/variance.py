"""The variance table (RPT-02): a tree of rows with their money, within what the actor may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.models import FiscalYear
from core import formats
from core.actors import Scope
from core.money import ZERO
from reports.choices import Rows, Span
from reports.rules import Figures, months_of
from reports.selectors.figures import MonthRow, Names, SpanRow, narrowed, span_rows

NO_PROJECT = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What the table is asked: year, span ending with a month, row order, moment, and whether cost or income."""

    year: FiscalYear
    span: str
    month: int
    rows: str = Rows.DEPARTMENT
    as_of: datetime | None = None
    income: bool = False
    department_id: int | None = None
    category_id: int | None = None
    project_id: int | None = None

    @property
    def months(self) -> range:
        return months_of(self.span, self.month)

    @property
    def is_under_way(self) -> bool:
        """Whether twelve months of budget stand against a year that is not over: most rows are below it then."""
        return self.span == Span.YEAR and self.year.start_date <= timezone.localdate() < self.year.end_date


@dataclass(slots=True)
class Node:
    """A row: its name, its money, the rows below it. `ids` say what it is about: department, category, project,
    quarter, month."""

    key: str
    label: str
    ids: dict[str, int]
    order: tuple[int | str, ...] = ()
    figures: Figures = field(default_factory=Figures)
    children: dict[str, Node] = field(default_factory=dict)

    @property
    def below(self) -> list[Node]:
        """The rows below, in order, without empty ones."""
        shown = [node for node in self.children.values() if not node.figures.is_empty]
        return sorted(shown, key=lambda node: node.order)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, their total, and what stands beside: the contingency that is not among the costs."""

    question: Question
    rows: list[Node]
    total: Figures
    contingency: Decimal
    widest: Decimal

    @property
    def is_plan_only(self) -> bool:
        """Whether nothing can have been posted: a year that is ahead, revenue nobody ever posted. Then there is no
        actual, rather than one of zero.
        """
        total = self.total
        if total.spent or total.held:
            return False
        return self.question.year.is_ahead or (self.question.income and not total.last_year)

    def node(self, key: str) -> Node | None:
        """The row with this key, at any depth."""
        waiting = list(self.rows)
        while waiting:
            node = waiting.pop()
            if node.key == key:
                return node
            waiting.extend(node.children.values())
        return None


def variance_table(*, question: Question, scope: Scope, names: Names | None = None) -> Table:
    """The table for a question: every figure from balances, costs without contingency, or income (GEN-05b).

    Statements: balances of this year and of the last, both as of the moment asked for (LED-07), names. Their number
    does not depend on the rows.
    """
    names = names or Names()
    scope = narrowed(scope, question.department_id)
    before = FiscalYear.objects.filter(year=question.year.year - 1).first()
    now, earlier = (_rows_of(year, question, scope) for year in (question.year, before))
    path = _path_of(question, names)
    takes = taken(question, names)
    root = Node(key="", label=_("Company"), ids={})
    contingency = ZERO
    for row, figures in _cells(now, earlier):
        if names.categories[row.category_id].is_contingency and not question.income:
            contingency += figures.year
        if takes(row):
            _add(root, path(row), figures)
    rows = root.below
    return Table(
        question=question,
        rows=rows,
        total=root.figures,
        contingency=contingency,
        widest=max((abs(leaf.figures.variance) for node in rows for leaf in (node, *node.below)), default=ZERO),
    )


def taken(question: Question, names: Names) -> Callable[[MonthRow | SpanRow], bool]:
    """Which balances a question is about: its kind without contingency, its branch, its project (RPT-02)."""
    branch = names.branch_of(question.category_id) if question.category_id is not None else None

    def takes(row: MonthRow | SpanRow) -> bool:
        category = names.categories[row.category_id]
        return (
            not category.is_contingency
            and category.is_income == question.income
            and (branch is None or row.category_id in branch)
            and (question.project_id is None or (row.project_id or NO_PROJECT) == question.project_id)
        )

    return takes


def _rows_of(year: FiscalYear | None, question: Question, scope: Scope) -> list[SpanRow]:
    if year is None:
        return []
    by_month = question.rows == Rows.MONTH
    return span_rows(year=year, scope=scope, months=question.months, by_month=by_month, as_of=question.as_of)


def _cells(now: list[SpanRow], earlier: list[SpanRow]) -> Iterable[tuple[SpanRow, Figures]]:
    """The money of both years where it is, before it is placed in the tree."""
    found = {row[:4]: (row, Figures(row.year, row.to_date, row.committed, row.actual, row.spent, ZERO)) for row in now}
    for row in earlier:
        if row.actual:
            found.setdefault(row[:4], (row, Figures()))[1].last_year = row.actual
    return found.values()


Step = tuple[str, str, int, tuple[int | str, ...]]
"""One level of a row's path: what it is (department, category, project, quarter, month), name, id and place."""


def _path_of(question: Question, names: Names) -> Callable[[SpanRow], list[Step]]:
    def department(row: SpanRow) -> Step:
        found = names.departments[row.department_id]
        return ("department", found.name, found.pk, (names.department_order[found.pk],))

    def top(row: SpanRow) -> Step:
        found = names.categories[names.categories[row.category_id].top_id]
        return ("category", found.name, found.pk, found.position)

    def leaf(row: SpanRow) -> list[Step]:
        found = names.categories[row.category_id]
        return [] if found.pk == found.top_id else [("category", found.name, found.pk, found.position)]

    def project(row: SpanRow) -> Step:
        found = names.projects.get(row.project_id or NO_PROJECT)
        if found is None:
            return ("project", _("Without project"), NO_PROJECT, ("~",))
        return ("project", found.name, found.pk, (found.code,))

    def quarter(row: SpanRow) -> Step:
        number = (row.month - 1) // 3 + 1
        return ("quarter", _("Quarter %(number)s") % {"number": number}, number, (number,))

    def month(row: SpanRow) -> Step:
        return ("month", formats.month_name(row.month), row.month, (row.month,))

    paths: dict[str, Callable[[SpanRow], list[Step]]] = {
        Rows.DEPARTMENT: lambda row: [department(row), top(row), *leaf(row)],
        Rows.CATEGORY: lambda row: [top(row), *leaf(row), department(row)],
        Rows.PROJECT: lambda row: [project(row), department(row), top(row)],
        Rows.MONTH: lambda row: [quarter(row), month(row), top(row)],
    }
    return paths[question.rows]


def _add(root: Node, path: Iterable[Step], figures: Figures) -> None:
    root.figures.add(figures)
    node = root
    for kind, label, pk, order in path:
        key = f"{node.key}.{kind[0]}{pk}" if node.key else f"{kind[0]}{pk}"
        child = node.children.get(key)
        if child is None:
            child = node.children[key] = Node(key=key, label=label, ids={**node.ids, kind: pk}, order=order)
        child.figures.add(figures)
        node = child


def span_label(span: str) -> str:
    """The span in words."""
    return str(Span(span).label)
