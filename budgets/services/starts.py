"""How a draft begins: empty, from last year's budget, from last year's actuals (BUD-22).

A file comes in by `imports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgets import policies
from budgets.choices import BudgetState, CategoryKind, FiscalYearState, Scenario
from budgets.draft_errors import BudgetExists, NothingToStartFrom, ScenarioNeedsName, YearNotPlannable
from budgets.models import Budget, BudgetLine, BudgetVersion, Category, ControlMethod, FiscalYear
from budgets.rules import seasons
from budgets.selectors import history, versions
from budgets.selectors.budgets import lines_of
from budgets.services.lines import person_of
from core import audit, formats
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed
from core.money import ZERO
from organization.models import Department

EMPTY, FROM_BUDGET, FROM_ACTUALS = "empty", "budget", "actuals"
AS_THEY_FELL, BY_SEASONS, EVENLY = "months", "seasons", "evenly"


@dataclass(frozen=True, slots=True)
class Start:
    """Where a draft begins. `change` raises (0.05) or lowers every line, `changes` single categories instead.

    `spread` tells what becomes of the year's amounts: as the months fell, by the seasons of `season_years`, or evenly.
    """

    source: str = EMPTY
    change: Decimal = ZERO
    changes: Mapping[int, Decimal] = field(default_factory=dict)
    spread: str = AS_THEY_FELL
    season_years: tuple[int, ...] = ()

    def factor_of(self, category_id: int) -> Decimal:
        """What a category's amounts are multiplied by."""
        return 1 + self.changes.get(category_id, self.change)


@transaction.atomic
def start_budget(
    *,
    department_id: int,
    fiscal_year_id: int,
    start: Start,
    actor: Actor,
    at: datetime,
    scenario: str = Scenario.BASELINE,
    scenario_name: str = "",
) -> Budget:
    """Begin a draft for a department and year (BUD-10, BUD-22).

    Raises NotAllowed, YearNotPlannable, ScenarioNeedsName, BudgetExists, NothingToStartFrom; then nothing was made.
    """
    department = Department.objects.filter(pk=department_id).first()
    year = FiscalYear.objects.filter(pk=fiscal_year_id).first()
    if department is None or year is None:
        raise InvalidInput(problem=_("There is no such department or fiscal year."))
    if not actor.can(policies.MAKE, department.pk):
        raise NotAllowed(document=str(department))
    if year.state == FiscalYearState.CLOSED:
        raise YearNotPlannable(year=year.year)
    name = scenario_name.strip()
    if scenario == Scenario.NAMED and not name:
        raise ScenarioNeedsName
    budget = _new_budget(department, year, scenario, name if scenario == Scenario.NAMED else "", actor=actor, at=at)
    lines = _lines(budget, start)
    for position, line in enumerate(lines, 1):
        line.budget, line.position = budget, position * 10
    BudgetLine.objects.bulk_create(lines)
    if start.source != EMPTY:
        keep_as_started(budget, actor=actor, at=at)
    audit.record(
        kind=Budget.kind,
        document_id=budget.pk,
        label=str(budget),
        code="budget.start",
        actor=actor,
        at=at,
        after=BudgetState.DRAFT,
        facts={"started_from": audit.in_both(_words, start), "lines": len(lines)},
    )
    return budget


def _words(start: Start) -> str:
    """Where a draft began, for its timeline."""
    told = {FROM_BUDGET: _("last year's budget"), FROM_ACTUALS: _("last year's actuals")}.get(start.source)
    if told is None:
        return _("empty")
    return f"{told} {formats.percent(start.change, sign=True)}" if start.change else told


def keep_as_started(budget: Budget, *, actor: Actor, at: datetime) -> None:
    """Keep the draft's lines as version 0: what the first version's changes are marked against (BUD-11)."""
    if budget.versions.exists():
        return
    lines = lines_of(budget)
    BudgetVersion.objects.create(
        budget=budget,
        number=0,
        lines=versions.frozen_lines(lines),
        cost_total=sum((line.total for line in lines if line.category.kind != CategoryKind.REVENUE), ZERO),
        revenue_total=sum((line.total for line in lines if line.category.kind == CategoryKind.REVENUE), ZERO),
        submitted_by_id=actor.person_id or budget.created_by_id,
        submitted_at=at,
    )


def usable_leaves() -> list[Category]:
    """The categories lines can stand on: leaves in use, in the order of the tree."""
    groups = Category.objects.filter(parent__isnull=False).values("parent")
    leaves = Category.objects.filter(retired_at__isnull=True).exclude(pk__in=groups)
    return list(leaves.select_related("parent"))


def _new_budget(
    department: Department, year: FiscalYear, scenario: str, name: str, *, actor: Actor, at: datetime
) -> Budget:
    try:
        with transaction.atomic():
            return Budget.objects.create(
                department=department,
                fiscal_year=year,
                scenario=scenario,
                scenario_name=name,
                created_by_id=person_of(actor),
                created_at=at,
            )
    except IntegrityError as error:
        if "budgets_budget_one_per_scenario" not in str(error):
            raise
        raise BudgetExists(department=department.name, year=year.year) from None


def _lines(budget: Budget, start: Start) -> list[BudgetLine]:
    if start.source == FROM_BUDGET:
        return _from_budget(budget, start)
    if start.source == FROM_ACTUALS:
        return _from_actuals(budget, start)
    return [BudgetLine(category=category) for category in usable_leaves()]


def _from_budget(budget: Budget, start: Start) -> list[BudgetLine]:
    last_year = history.year_before(budget.fiscal_year)
    before = history.budget_in_force(department_id=budget.department_id, year=last_year)
    usable = {category.pk for category in usable_leaves()}
    old = [line for line in lines_of(before) if line.category_id in usable] if before else []
    if before is None or not old:
        raise NothingToStartFrom(department=budget.department.name, year=budget.fiscal_year.year - 1)
    _copy_methods(before, budget)
    return _spread(
        budget,
        start,
        [
            BudgetLine(
                category=line.category,
                project_id=line.project_id,
                description=line.description,
                rationale=line.rationale,
                amounts=seasons.scaled(line.amounts, start.factor_of(line.category_id)),
            )
            for line in old
        ],
    )


def _from_actuals(budget: Budget, start: Start) -> list[BudgetLine]:
    last_year = history.year_before(budget.fiscal_year)
    past = history.past_months(department_id=budget.department_id, year=last_year)
    usable = {category.pk: category for category in usable_leaves()}
    if not any(any(months.outlook) for months in past.values()):
        raise NothingToStartFrom(department=budget.department.name, year=budget.fiscal_year.year - 1)
    by_category: dict[int, list[tuple[int | None, list[Decimal]]]] = {}
    for (category_id, project_id), months in sorted(past.items(), key=lambda item: (item[0][0], item[0][1] or 0)):
        if category_id in usable and any(months.outlook):
            outlook = [max(month, ZERO) for month in months.outlook]
            by_category.setdefault(category_id, []).append((project_id, outlook))
    lines = []
    reserved = _reserved(budget, last_year)
    for category in usable.values():  # every category stands in the draft, those nobody spent on with nothing
        if category.kind == CategoryKind.CONTINGENCY:  # releases have taken from it: it begins as it was approved
            amounts = seasons.scaled(reserved.get(category.pk, [ZERO] * 12), start.factor_of(category.pk))
            lines.append(BudgetLine(category=category, amounts=amounts))
            continue
        for project_id, outlook in by_category.get(category.pk, [(None, [ZERO] * 12)]):
            amounts = seasons.scaled(outlook, start.factor_of(category.pk))
            lines.append(BudgetLine(category=category, project_id=project_id, amounts=amounts))
    return _spread(budget, start, lines)


def _reserved(budget: Budget, year: FiscalYear | None) -> dict[int, list[Decimal]]:
    """Last year's contingency as it was approved, by category (BUD-16)."""
    found: dict[int, list[Decimal]] = {}
    for line in history.lines_in_force(department_id=budget.department_id, year=year):
        if line.category.kind == CategoryKind.CONTINGENCY:
            months = found.setdefault(line.category_id, [ZERO] * 12)
            found[line.category_id] = [one + other for one, other in zip(months, line.amounts, strict=True)]
    return found


def _spread(budget: Budget, start: Start, lines: list[BudgetLine]) -> list[BudgetLine]:
    """Spread each line's year anew, if wished; a line without seasons in the chosen years keeps its months."""
    if start.spread == EVENLY:
        for line in lines:
            line.amounts = seasons.spread_evenly(line.total)
    elif start.spread == BY_SEASONS:
        past = _seasons(budget, lines, start.season_years)
        for line in lines:
            if line.category_id in past:
                line.amounts = seasons.spread_by_seasons(line.total, past[line.category_id])
    return lines


def _seasons(budget: Budget, lines: Iterable[BudgetLine], years: Iterable[int]) -> dict[int, list[list[Decimal]]]:
    ids = {line.category_id for line in lines}
    return history.seasons_of(department_id=budget.department_id, category_ids=ids, years=years)


def _copy_methods(before: Budget, budget: Budget) -> None:
    ControlMethod.objects.bulk_create(
        ControlMethod(
            budget=budget,
            category_id=method.category_id,
            who_may_spend=method.who_may_spend,
            limit=method.limit,
            proof=method.proof,
            method=method.method,
        )
        for method in before.control_methods.all()
    )
