"""The company budget: the sum of the departments', by category, department and month, down to the line (BUD-25)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, Sum

from budgets.choices import BudgetState, CategoryKind
from budgets.models import Budget, BudgetBalance, BudgetLine, Category, FiscalYear
from budgets.rules.figures import MONTHS, added_up, change_share
from budgets.selectors.budget_lists import standing
from budgets.selectors.budgets import budgets_visible_to
from budgets.selectors.categories import on_or_below
from core.actors import Actor
from core.money import ZERO
from organization.models import Department

BY_CATEGORY, BY_DEPARTMENT = "category", "department"
ALL, SENT, IN_FORCE = "all", "sent", "in_force"
STATES = {
    ALL: (BudgetState.DRAFT, BudgetState.RETURNED, BudgetState.IN_REVIEW, BudgetState.IN_FORCE),
    SENT: (BudgetState.IN_REVIEW, BudgetState.IN_FORCE),
    IN_FORCE: (BudgetState.IN_FORCE,),
}
KINDS = (CategoryKind.COST, CategoryKind.CONTINGENCY, CategoryKind.REVENUE)


@dataclass(frozen=True, slots=True)
class Question:
    """Which year, in which order of rows, and which budgets count."""

    year: FiscalYear
    by: str = BY_CATEGORY
    states: str = ALL


def _months() -> list[Decimal]:
    return [ZERO] * MONTHS


@dataclass(slots=True)
class Node:
    """A row: twelve months of budget, last year's budget, and what it is made of. `ids` say what it is about."""

    key: str
    label: str
    ids: Mapping[str, int]
    order: tuple[object, ...]
    months: list[Decimal] = field(default_factory=_months)
    last: Decimal = ZERO
    children: dict[str, Node] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """The year."""
        return sum(self.months, ZERO)

    @property
    def share(self) -> Decimal | None:
        """By which fraction the year is above last year's budget."""
        return change_share(self.total, self.last or None)

    @property
    def below(self) -> list[Node]:
        """What it is made of, in order."""
        return sorted(self.children.values(), key=lambda node: node.order)


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The table: rows of costs (the contingency among them) and of revenue, their sums, the budgets behind it."""

    question: Question
    costs: Node
    revenue: Node
    budgets: Sequence[Budget]
    left_out: Sequence[Budget]

    @property
    def result(self) -> list[Decimal]:
        """Revenue less costs, month by month: 保本、微利 (BUD-10)."""
        return [income - cost for income, cost in zip(self.revenue.months, self.costs.months, strict=True)]

    @property
    def result_total(self) -> Decimal:
        """The year's result."""
        return self.revenue.total - self.costs.total


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the folded tree as pages and workbooks show it."""

    node: Node
    level: int
    parent: str
    has_below: bool


def rows_of(root: Node) -> Iterator[Row]:
    """A root's rows from top to bottom."""

    def walk(node: Node, level: int, parent: str) -> Iterator[Row]:
        yield Row(node, level, parent, bool(node.children))
        for child in node.below:
            yield from walk(child, level + 1, node.key)

    for top in root.below:
        yield from walk(top, 0, "")


def consolidated(*, question: Question, actor: Actor) -> Consolidation:
    """The sum of the budgets an actor sees, one a department: the one that stands (GEN-10).

    A constant number of statements, whatever the number of budgets and lines.
    """
    every, counted = _budgets(question, actor)
    categories = Category.objects.in_bulk()
    departments = Department.objects.in_bulk({budget.department_id for budget in every})
    costs, revenue = (Node(key=key, label="", ids={"income": own}, order=()) for key, own in (("c", 0), ("r", 1)))
    lines = BudgetLine.objects.filter(budget__in=[budget.pk for budget in counted])
    for department_id, category_id, amounts in lines.values_list("budget__department_id", "category_id", "amounts"):
        category = categories[category_id]
        root = revenue if category.kind == CategoryKind.REVENUE else costs
        for node in _nodes(root, question.by, departments[department_id], _chain(category, categories)):
            node.months = added_up((node.months, amounts))
    for department_id, category_id, last in _last_year(question.year, [budget.department_id for budget in counted]):
        category = categories[category_id]
        root = revenue if category.kind == CategoryKind.REVENUE else costs
        for node in _nodes(root, question.by, departments[department_id], _chain(category, categories)):
            node.last += last
    return Consolidation(
        question=question,
        costs=costs,
        revenue=revenue,
        budgets=counted,
        left_out=[budget for budget in every if budget not in counted],
    )


def lines_behind(
    *,
    question: Question,
    actor: Actor,
    category_id: int | None = None,
    department_id: int | None = None,
    income: bool | None = None,
) -> list[BudgetLine]:
    """The lines a row is made of, in the order of departments and categories; a category counts with all below it.

    `income` chooses revenue or costs; None takes both.
    """
    _every, counted = _budgets(question, actor)
    rows = BudgetLine.objects.filter(budget__in=[budget.pk for budget in counted])
    if department_id is not None:
        rows = rows.filter(budget__department=department_id)
    if income is not None:
        revenue = Q(category__kind=CategoryKind.REVENUE)
        rows = rows.filter(revenue if income else ~revenue)
    if category_id is not None:
        rows = rows.filter(on_or_below(category_id))
    found = rows.select_related("budget__department", "budget__fiscal_year", "category", "project")
    return sorted(found, key=_line_order)


def _budgets(question: Question, actor: Actor) -> tuple[list[Budget], list[Budget]]:
    """Every budget that stands, one a department, and of these the ones in a state that counts."""
    rows = list(budgets_visible_to(actor).filter(fiscal_year=question.year).order_by("department__position", "pk"))
    ids = standing(rows)
    every = [row for row in rows if row.pk in ids]
    return every, [row for row in every if row.state in STATES[question.states]]


def _nodes(root: Node, by: str, department: Department, chain: Sequence[Category]) -> Iterator[Node]:
    """The rows a figure counts in, from the root down; made on the way."""
    yield root
    steps = [
        (f"k{category.pk}", category.name, {"category": category.pk}, _category_order(category)) for category in chain
    ]
    place = (f"d{department.pk}", department.name, {"department": department.pk}, (department.position, department.pk))
    path = [place, *steps] if by == BY_DEPARTMENT else [*steps, place]
    node, ids = root, root.ids
    for key, label, own, order in path:
        ids = {**ids, **own}
        whole = f"{node.key}-{key}"
        if key not in node.children:
            node.children[key] = Node(key=whole, label=label, ids=ids, order=order)
        node = node.children[key]
        yield node


def _chain(category: Category, categories: Mapping[int, Category]) -> list[Category]:
    """From the top of the tree down to a category."""
    chain = [category]
    while chain[0].parent_id is not None:
        chain.insert(0, categories[chain[0].parent_id])
    return chain


def _category_order(category: Category) -> tuple[object, ...]:
    return (KINDS.index(CategoryKind(category.kind)), category.position, category.code)


def _line_order(line: BudgetLine) -> tuple[object, ...]:
    department = line.budget.department
    return (department.position, department.pk, *_category_order(line.category), line.position, line.pk)


def _last_year(year: FiscalYear, department_ids: Sequence[int]) -> list[tuple[int, int, Decimal]]:
    """Last year's budget, as adjusted, of the same departments."""
    rows = (
        BudgetBalance.objects.filter(fiscal_year__year=year.year - 1, department__in=department_ids)
        .values_list("department_id", "category_id")
        .annotate(total=Sum("appropriated"))
    )
    return [row for row in rows if row[2]]
