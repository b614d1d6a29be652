"""Departments are told what became of their money when a year closed (BUD-35)."""

from __future__ import annotations

from datetime import datetime

from budgets.choices import BudgetState
from budgets.models import Budget, FiscalYear
from budgets.selectors import carry_overs
from core import formats, jobs, notifications
from organization import selectors as organization


@jobs.handler("budgets.tell_lapsed")
def tell_lapsed(*, fiscal_year_id: int, at: datetime, **_later: object) -> None:
    """Tell each department's manager what lapsed and what was carried over. Safe to run late and twice."""
    year = FiscalYear.objects.get(pk=fiscal_year_id)
    lapses = carry_overs.lapsed_of(year)
    rows = Budget.objects.filter(fiscal_year=year, state=BudgetState.IN_FORCE, department__in=lapses)
    for budget in rows.select_related("department"):
        head = organization.manager_of(department_id=budget.department_id)
        lapse = lapses[budget.department_id]
        notifications.notify(
            [head.pk] if head is not None else [],
            code="fiscal_year.lapsed",
            kind=Budget.kind,
            document_id=budget.pk,
            label=str(budget),
            key=f"fiscal_year.lapsed:{budget.pk}",
            at=at,
            facts={
                "year": year.year,
                "department": budget.department.name_zh,
                "department_en": budget.department.name_en,
                "lapsed": formats.amount(lapse.lapsed),
                "carried": formats.amount(lapse.carried),
            },
        )
