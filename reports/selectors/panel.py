"""What stands beside a chosen row of the variance table: month by month, and the largest documents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator

from core.actors import Scope
from core.money import ZERO
from reports.rules import months_in_quarter
from reports.selectors import documents
from reports.selectors.documents import SourceDocument
from reports.selectors.figures import Names, month_rows, narrowed
from reports.selectors.variance import Node, Question, taken

LARGEST = 8


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a row."""

    month: int
    budget: Decimal
    actual: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class Panel:
    """A row in detail, with the documents that weigh most in its actual; with `is_long` there are too many postings to
    be summed, and it is the latest of them.
    """

    node: Node
    title: str
    above: str
    months: list[Month]
    largest: list[SourceDocument]
    largest_sum: Decimal
    documents: int
    is_long: bool


def row_panel(
    *, question: Question, scope: Scope, node: Node, names: Names, withheld: frozenset[str] = frozenset()
) -> Panel:
    """The panel of a row (RPT-02): the second click; its documents are the third."""
    category_ids = names.branch_of(node.ids["category"]) if "category" in node.ids else None
    takes = taken(question, names)
    months = {m: [ZERO, ZERO, ZERO] for m in range(1, 13)}
    within = narrowed(scope, question.department_id)
    for row in month_rows(year=question.year, scope=within, as_of=question.as_of):
        if not takes(row):
            continue
        if category_ids is not None and row.category_id not in category_ids:
            continue
        if row.department_id != node.ids.get("department", row.department_id):
            continue
        if "project" in node.ids and (row.project_id or 0) != node.ids["project"]:
            continue
        if not _is_of(row.month, node):
            continue
        sums = months[row.month]
        sums[0] += row.appropriated
        sums[1] += row.actual
        sums[2] += row.committed
    place = documents.where(question=question, scope=scope, ids=node.ids, names=names, withheld=withheld)
    behind = documents.behind_figure(place, figure="actual", amount=node.figures.actual)
    largest = documents.as_documents(behind.rows[:LARGEST])
    parts = [
        names.projects[question.project_id].name if question.project_id in names.projects else "",
        names.departments[node.ids["department"]].name if "department" in node.ids else "",
        names.categories[node.ids["category"]].name if "category" in node.ids else "",
    ]
    return Panel(
        node=node,
        title=node.label,
        above=" · ".join(part for part in parts if part and part != node.label),
        months=[Month(month=m, budget=b, actual=x, held=c) for m, (b, x, c) in months.items()],
        largest=largest,
        largest_sum=sum((document.amount for document in largest), ZERO),
        documents=0 if behind.is_long else Paginator(behind.rows, LARGEST).count,
        is_long=behind.is_long,
    )


def _is_of(month: int, node: Node) -> bool:
    """Whether a month belongs to a row: any does where the row is of no month or quarter."""
    if "month" in node.ids:
        return month == node.ids["month"]
    return "quarter" not in node.ids or month in months_in_quarter(node.ids["quarter"])
