"""What finance looks at first: where each department's budget stands, the months, what is stuck (RPT-05)."""

from __future__ import annotations

from dataclasses import dataclass

from approvals.choices import StepState
from approvals.models import Step
from budgets.choices import PeriodState
from budgets.models import Budget, FiscalYear, Period
from core.models import Job, JobState
from organization.models import Department


@dataclass(frozen=True, slots=True)
class Progress:
    """A department's budget of a year: None where nobody has begun."""

    department: Department
    budget: Budget | None


def budget_progress(*, year: FiscalYear) -> list[Progress]:
    """Each department that has or had a budget, with its baseline budget of the year. Two statements."""
    budgets = {
        budget.department_id: budget
        for budget in Budget.objects.filter(fiscal_year=year).exclude(state="CANCELLED").order_by("pk")
    }
    ever = Department.objects.filter(budgets__isnull=False, status="ACTIVE").distinct().order_by("position", "code")
    return [Progress(department=department, budget=budgets.get(department.pk)) for department in ever]


def months_of_year(*, year: FiscalYear) -> list[Period]:
    """The months with their states."""
    return list(Period.objects.filter(fiscal_year=year).order_by("month"))


def first_open(periods: list[Period]) -> Period | None:
    """The earliest month still open: the next to close."""
    return next((period for period in periods if period.state == PeriodState.OPEN), None)


def stuck_steps() -> list[Step]:
    """Approvals that nobody can decide: finance mends the route (APR-11)."""
    return list(Step.objects.filter(state=StepState.STUCK).select_related("case__department")[:10])


def failed_jobs() -> int:
    """Background work that gave up and waits for somebody to look."""
    return Job.objects.filter(state=JobState.FAILED).count()
