"""The money of a year by department, category, project and month, now or as of a past moment (LED-07)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from budgets.choices import CategoryKind
from budgets.models import Category, FiscalYear, Project
from budgets.selectors import balances
from budgets.selectors.balances import BalanceRow as MonthRow
from budgets.selectors.balances import SpanRow
from core.actors import Scope
from organization.models import Department
from organization.selectors import departments_below


def month_rows(*, year: FiscalYear, scope: Scope, as_of: datetime | None = None) -> list[MonthRow]:
    """The balances of a year within a scope, now or as of a past moment, in one statement."""
    return balances.balance_rows(fiscal_year_id=year.pk, department_ids=_within(scope), as_of=as_of)


def span_rows(
    *, year: FiscalYear, scope: Scope, months: Collection[int], by_month: bool, as_of: datetime | None = None
) -> list[SpanRow]:
    """The same added up over the year, the `months` of a span beside it; by month where rows are months."""
    return balances.span_rows(
        fiscal_year_id=year.pk, department_ids=_within(scope), months=months, by_month=by_month, as_of=as_of
    )


def _within(scope: Scope) -> Collection[int] | None:
    return None if scope.company else scope.departments


def narrowed(scope: Scope, department_id: int | None) -> Scope:
    """What of a scope is left when a department is asked for: that department and all below it (RPT-02, GEN-10)."""
    if department_id is None:
        return scope
    below = departments_below(department_id=department_id)
    return Scope(departments=below if scope.company else below & scope.departments)


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category as reports need it: its name and the top of its branch."""

    pk: int
    name: str
    kind: str
    position: tuple[int, str]
    top_id: int

    @property
    def is_income(self) -> bool:
        return self.kind == CategoryKind.REVENUE

    @property
    def is_contingency(self) -> bool:
        return self.kind == CategoryKind.CONTINGENCY


class Names:
    """Names and trees of what figures are about, each read once."""

    def __init__(self) -> None:
        rows = {category.pk: category for category in Category.objects.all()}
        self.categories = {pk: self._facts(category, rows) for pk, category in rows.items()}
        self.departments = {department.pk: department for department in Department.objects.all()}
        self.department_order = _tree_order(self.departments.values())
        self.projects = {project.pk: project for project in Project.objects.all()}
        self._below: dict[int | None, list[int]] = {}
        for pk, category in rows.items():
            self._below.setdefault(category.parent_id, []).append(pk)

    def branch_of(self, category_id: int) -> frozenset[int]:
        """A category's id and those of all below it; only itself for one that does not exist."""
        return frozenset({category_id}).union(*(self.branch_of(pk) for pk in self._below.get(category_id, ())))

    def category_tree(self) -> list[tuple[CategoryFacts, int]]:
        """The categories from top to bottom, each with its level."""

        def walk(parent_id: int | None, level: int) -> Iterator[tuple[CategoryFacts, int]]:
            below = (self.categories[pk] for pk in self._below.get(parent_id, ()))
            for category in sorted(below, key=lambda one: one.position):
                yield category, level
                yield from walk(category.pk, level + 1)

        return list(walk(None, 0))

    @staticmethod
    def _facts(category: Category, rows: dict[int, Category]) -> CategoryFacts:
        top = category
        while top.parent_id is not None:
            top = rows[top.parent_id]
        return CategoryFacts(
            pk=category.pk,
            name=category.name,
            kind=category.kind,
            position=(category.position, category.code),
            top_id=top.pk,
        )


def _tree_order(departments: Iterable[Department]) -> dict[int, int]:
    below: dict[int | None, list[Department]] = {}
    for department in departments:
        below.setdefault(department.parent_id, []).append(department)
    order: dict[int, int] = {}

    def walk(parent_id: int | None) -> None:
        for department in sorted(below.get(parent_id, []), key=lambda d: (d.position, d.code)):
            order[department.pk] = len(order)
            walk(department.pk)

    walk(None)
    return order


__all__ = ["CategoryFacts", "MonthRow", "Names", "SpanRow", "month_rows", "narrowed", "span_rows"]
