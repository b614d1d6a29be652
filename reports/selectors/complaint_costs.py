"""What complaints cost each budget: department, category and month, down to complaint and paper (CMP-08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from complaints.selectors import costs
from complaints.selectors.costs import CostLine
from core import kinds
from core.actors import Actor, Scope
from core.money import ZERO
from reports.selectors.figures import Names, month_rows, narrowed
from reports.selectors.variance import Question

HUNDREDTH = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class BudgetCost:
    """What complaints cost one department's category. `spent` is all that was spent there in the same months; None for
    income, of which complaints take back. `complaints` is how many there are.
    """

    department_id: int
    department: str
    category_id: int
    category: str
    posted: Decimal
    held: Decimal
    spent: Decimal | None
    complaints: int

    @property
    def share(self) -> Decimal | None:
        """The part of all that was spent, to the hundredth of a percent; None where that is nothing."""
        return (self.posted / self.spent).quantize(HUNDREDTH, ROUND_HALF_UP) if self.spent else None


@dataclass(frozen=True, slots=True)
class PaperCost:
    """What one paper of a complaint did to one budget in a month. Title and pages are empty for who may not
    see them."""

    complaint: str
    complaint_title: str
    complaint_url: str
    label: str
    number: str
    url: str
    month: int
    department: str
    category: str
    posted: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class CostTable:
    """The budgets, the months with any cost, the papers, and what all come to."""

    budgets: Sequence[BudgetCost]
    months: Sequence[tuple[int, Decimal, Decimal]]
    papers: Sequence[PaperCost]
    posted: Decimal
    held: Decimal
    complaints: int


def complaint_costs(question: Question, *, actor: Actor, scope: Scope) -> CostTable:
    """The table of a question, within the departments of a scope; papers by complaint, then month."""
    names, scope = Names(), narrowed(scope, question.department_id)
    categories = names.branch_of(question.category_id) if question.category_id is not None else None
    lines = costs.costs_of_year(year=question.year, months=question.months, scope=scope, categories=categories)
    return CostTable(
        budgets=_budgets(lines, question, scope, names),
        months=_months(lines, question),
        papers=_papers(lines, actor, names),
        posted=sum((line.posted for line in lines), ZERO),
        held=sum((line.held for line in lines), ZERO),
        complaints=len({line.complaint for line in lines}),
    )


def _budgets(lines: Sequence[CostLine], question: Question, scope: Scope, names: Names) -> list[BudgetCost]:
    spent: defaultdict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for row in month_rows(year=question.year, scope=scope):
        if row.month in question.months:
            spent[row.department_id, row.category_id] += row.actual
    found: defaultdict[tuple[int, int], list[CostLine]] = defaultdict(list)
    for line in lines:
        found[line.department_id, line.category_id].append(line)
    rows = [
        BudgetCost(
            department_id=department,
            department=names.departments[department].name,
            category_id=category,
            category=names.categories[category].name,
            posted=sum((line.posted for line in own), ZERO),
            held=sum((line.held for line in own), ZERO),
            spent=None if names.categories[category].is_income else spent[department, category],
            complaints=len({line.complaint for line in own}),
        )
        for (department, category), own in found.items()
    ]
    order = {category.pk: place for place, (category, _level) in enumerate(names.category_tree())}
    return sorted(rows, key=lambda row: (names.department_order[row.department_id], order[row.category_id]))


def _months(lines: Sequence[CostLine], question: Question) -> list[tuple[int, Decimal, Decimal]]:
    own = {month: [line for line in lines if line.month == month] for month in question.months}
    return [
        (month, sum((line.posted for line in rows), ZERO), sum((line.held for line in rows), ZERO))
        for month, rows in own.items()
        if rows
    ]


def _papers(lines: Sequence[CostLine], actor: Actor, names: Names) -> list[PaperCost]:
    complaints = costs.complaints_named({line.complaint for line in lines}, actor)
    numbers, pages = costs.numbers_of(lines), costs.papers_seen(lines, actor)
    rows = []
    for line in sorted(lines, key=lambda one: (one.complaint, one.month, one.kind, one.document_id)):
        complaint, key = complaints.get(line.complaint), (line.kind, line.document_id)
        rows.append(
            PaperCost(
                complaint=line.complaint,
                complaint_title=complaint.title if complaint is not None else "",
                complaint_url=kinds.get(complaint.kind).url_of(complaint.pk) if complaint is not None else "",
                label=str(kinds.get(line.kind).label),
                number=numbers.get(key, ""),
                url=pages.get(key, ""),
                month=line.month,
                department=names.departments[line.department_id].name,
                category=names.categories[line.category_id].name,
                posted=line.posted,
                held=line.held,
            )
        )
    return rows
