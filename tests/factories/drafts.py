"""Drafts for tests, made and moved through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from django.utils import timezone

from approvals import selectors as cases
from approvals import services as approvals
from approvals.models import Task
from budgets.models import Budget, BudgetLine, Category, FiscalYear
from budgets.selectors.budgets import cost_categories_of
from budgets.services import budgets, lines, methods, starts
from budgets.services.lines import CellWrite, Written
from budgets.services.starts import Start
from core.actors import Actor
from organization.models import Department, Person
from tests.factories.budgets import leaf_category, planned_year
from tests.factories.organization import actor_of, member, put_in_charge

AT = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)


def year_2027() -> FiscalYear:
    """The year drafts are for, being planned."""
    return FiscalYear.objects.filter(year=2027).first() or planned_year(2027)


def draft(department: Department, maker: Person, *, start: Start | None = None, **fields: object) -> Budget:
    """A draft; without a start it has no lines at all."""
    made = starts.start_budget(
        department_id=department.pk,
        fiscal_year_id=year_2027().pk,
        start=start or Start(),
        actor=actor_of(maker),
        at=AT,
        **fields,  # type: ignore[arg-type]
    )
    if start is None:
        BudgetLine.objects.filter(budget=made).delete()
    return made


def line(
    budget: Budget,
    maker: Person,
    category: Category | None = None,
    amounts: Sequence[str | int] | str = (),
    **fields: str,
) -> BudgetLine:
    """A line with these months, or the same amount in each."""
    months = [amounts] * 12 if isinstance(amounts, str) else list(amounts)
    return lines.add_line(
        budget_id=budget.pk,
        category_id=(category or leaf_category()).pk,
        amounts=[Decimal(amount) for amount in months] if months else None,
        actor=actor_of(maker),
        at=AT,
        **fields,
    )


def contingency_category() -> Category:
    """The shipped contingency."""
    return Category.objects.get(kind="CONTINGENCY")


def whole_draft(department: Department, maker: Person) -> Budget:
    """A draft that can be submitted: two costs of 1,000 a month, 10 % contingency, 3,000 a month of revenue."""
    budget = draft(department, maker)
    line(budget, maker, leaf_category("备件"), "1000", rationale="按保有量")
    line(budget, maker, leaf_category("差旅"), "1000", rationale="按出差人次")
    line(budget, maker, contingency_category(), "200", rationale="预备")
    line(budget, maker, leaf_category("配件销售", kind="REVENUE"), "3000", rationale="按上年")
    methods_for(budget, maker)
    return Budget.objects.get(pk=budget.pk)


def methods_for(budget: Budget, maker: Person) -> None:
    """A control method for every cost the draft has."""
    wanted = [
        methods.Method(category.pk, "部门经理批准后使用", Decimal(5000), "发票、验收单")
        for category in cost_categories_of(budget)
    ]
    methods.set_control_methods(budget_id=budget.pk, methods=wanted, actor=actor_of(maker), at=AT)


def write(budget: Budget, who: Person | Actor, *cells: tuple[BudgetLine, int, str, str]) -> Written:
    """Set cells: (line, month, the value seen, the value wanted)."""
    actor = who if isinstance(who, Actor) else actor_of(who)
    wanted = [CellWrite(row.pk, month, Decimal(old), Decimal(new)) for row, month, old, new in cells]
    return lines.write_cells(budget_id=budget.pk, cells=wanted, actor=actor, at=AT)


def remove(budget: Budget, who: Person, row: BudgetLine) -> None:
    """Take a line off a draft."""
    lines.remove_line(budget_id=budget.pk, line_id=row.pk, actor=actor_of(who), at=AT)


def submit(budget: Budget, who: Person) -> Budget:
    """Send a draft to its reviewers; one without any control method gets them first."""
    if not budget.control_methods.exists():
        methods_for(budget, who)
    return budgets.submit_budget(budget_id=budget.pk, actor=actor_of(who), at=AT)


def decide(budget: Budget, who: Person, verdict: str = "APPROVE", reason: str = "") -> None:
    """A reviewer decides on what waits for them."""
    case = cases.case_of(Budget.kind, budget.pk)
    task = Task.objects.get(case=case, person=who, state="WAITING")
    why = reason or ("" if verdict == "APPROVE" else "外训依据不足")
    approvals.decide(task_id=task.pk, verdict=verdict, reason=why, actor=actor_of(who), at=timezone.now())


def in_force(budget: Budget, maker: Person, *deciders: Person) -> Budget:
    """Submit and let everybody approve in turn."""
    submit(budget, maker)
    for person in deciders:
        decide(budget, person)
    return Budget.objects.get(pk=budget.pk)


def cast_manager(department: Department) -> Person:
    """A department's manager, made when it has none."""
    department.refresh_from_db()
    if department.manager is None:
        put_in_charge(department, member(department, "department_manager", name_zh="林涛"))
    assert department.manager is not None
    return department.manager
