"""Reads of budgets: which one may see, their totals, what changed since the last version (BUD-10, BUD-30, GEN-10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from approvals import selectors as approvals
from budgets import policies
from budgets.choices import CategoryKind
from budgets.models import Budget, BudgetLine, BudgetVersion, Category, ControlMethod, LineQuestion
from budgets.rules import contingency
from budgets.rules.contingency import Contingency
from core.actors import Actor
from core.money import ZERO

KIND = Budget.kind


def budgets_visible_to(actor: Actor) -> QuerySet[Budget]:
    """The budgets an actor may see (GEN-10): of one's own house, where a right holds, and those to be decided on."""
    budgets = Budget.objects.select_related("department", "fiscal_year")
    reach = actor.sight(policies.VIEW) | actor.scope_of(policies.MAKE) | actor.scope_of(policies.REVIEW)
    if reach.company:
        return budgets
    return budgets.filter(
        Q(department__in=reach.departments)
        | Q(created_by=actor.person_id or 0)
        | approvals.acted_on(actor=actor, kind=KIND)
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """The year's sums of a budget's lines by kind."""

    other_costs: Decimal = ZERO
    contingency: Decimal = ZERO
    revenue: Decimal = ZERO
    lines: int = 0
    without_reason: int = 0

    @property
    def costs(self) -> Decimal:
        """All costs, the contingency included."""
        return self.other_costs + self.contingency

    @property
    def result(self) -> Decimal:
        """Revenue less costs, 保本、微利 (BUD-10)."""
        return self.revenue - self.costs

    @property
    def result_share(self) -> Decimal | None:
        """The result as a fraction of revenue; None without revenue."""
        return self.result / self.revenue if self.revenue else None


_TOTALS = """
    SELECT l.budget_id, c.kind, count(*),
           count(*) FILTER (WHERE l.rationale = '' AND s.total > 0), coalesce(sum(s.total), 0)
      FROM budgets_budgetline l
      JOIN budgets_category c ON c.id = l.category_id
      CROSS JOIN LATERAL (SELECT sum(a) AS total FROM unnest(l.amounts) a) s
     WHERE l.budget_id = ANY(%s) GROUP BY l.budget_id, c.kind"""


def totals_of(budget_ids: Collection[int]) -> dict[int, Totals]:
    """The totals of several budgets in one statement; every id has its own, empty budgets included."""
    parts: dict[int, dict[str, tuple[int, int, Decimal]]] = {pk: {} for pk in budget_ids}
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [list(budget_ids)])
        for budget_id, kind, lines, bare, total in cursor.fetchall():
            parts[budget_id][kind] = (lines, bare, total)
    return {pk: _totals(kinds) for pk, kinds in parts.items()}


def _totals(kinds: Mapping[str, tuple[int, int, Decimal]]) -> Totals:
    def total(kind: str) -> Decimal:
        return kinds[kind][2] if kind in kinds else ZERO

    return Totals(
        other_costs=total(CategoryKind.COST),
        contingency=total(CategoryKind.CONTINGENCY),
        revenue=total(CategoryKind.REVENUE),
        lines=sum(lines for lines, _bare, _total in kinds.values()),
        without_reason=sum(bare for _lines, bare, _total in kinds.values()),
    )


def contingency_of(budget: Budget, totals: Totals) -> Contingency:
    """The budget's reserve against the bounds of its year (BUD-16)."""
    return contingency.judge(
        amount=totals.contingency,
        other_costs=totals.other_costs,
        least=budget.fiscal_year.contingency_least_share,
        most=budget.fiscal_year.contingency_most_share,
    )


def lines_of(budget: Budget) -> list[BudgetLine]:
    """A budget's lines in the order of the tree of categories, then their own."""
    lines = budget.lines.select_related("category__parent", "project")
    return sorted(lines, key=line_order)


def line_order(line: BudgetLine) -> tuple[Any, ...]:
    """Costs, then the contingency, then revenue; within each as the tree stands; within a category as entered."""
    rank = {CategoryKind.COST: 0, CategoryKind.CONTINGENCY: 1, CategoryKind.REVENUE: 2}[
        CategoryKind(line.category.kind)
    ]
    top = line.category.parent or line.category
    return (rank, top.position, top.code, line.category.position, line.category.code, line.position, line.pk)


def open_questions(budget: Budget) -> QuerySet[LineQuestion]:
    """Questions of reviewers that wait for an answer (BUD-30)."""
    return LineQuestion.objects.filter(budget=budget, answered_at__isnull=True)


def questions_of(budget: Budget) -> QuerySet[LineQuestion]:
    """All questions on a budget's lines, oldest first."""
    return LineQuestion.objects.filter(budget=budget).select_related("asked_by", "answered_by")


def control_methods_of(budget: Budget) -> QuerySet[ControlMethod]:
    """The annex of control methods in the order of categories (BUD-04)."""
    return ControlMethod.objects.filter(budget=budget).select_related("category__parent")


def cost_categories_of(budget: Budget) -> list[Category]:
    """The cost categories that have lines in a budget: each wants its control method (BUD-04)."""
    seen: dict[int, Category] = {}
    for line in lines_of(budget):
        if line.category.kind == CategoryKind.COST:
            seen.setdefault(line.category_id, line.category)
    return list(seen.values())


def without_method(budget: Budget) -> list[Category]:
    """The cost categories with amounts that have no control method yet (BUD-04)."""
    have = set(budget.control_methods.values_list("category_id", flat=True))
    seen: dict[int, Category] = {}
    for line in lines_of(budget):
        if line.category.kind == CategoryKind.COST and line.category_id not in have and line.total:
            seen.setdefault(line.category_id, line.category)
    return list(seen.values())


def baseline_of(budget: Budget) -> BudgetVersion | None:
    """What the draft is compared with: the last version submitted before this one, else the draft as it was started
    (BUD-30).
    """
    earlier = budget.versions.filter(number__lt=budget.version_number)
    return earlier.order_by("-number", "-submitted_at").first()
