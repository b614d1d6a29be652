from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets import policies
from budgets.choices import BudgetState, Scenario
from budgets.models.categories import Category, Project
from budgets.models.years import FiscalYear
from core import history
from core.models.base import Document
from core.models.protect import APPEND_ONLY
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from organization.models import Department

EDITABLE = (BudgetState.DRAFT, BudgetState.RETURNED)


def no_amounts() -> list[Decimal]:
    """Twelve months of nothing."""
    return [Decimal("0.00")] * 12


@history.track_values("version", "change_sequence")
class Budget(Document):
    """A department's budget for a year in one scenario, with numbered versions; one at most is in force (BUD-10,
    BUD-30).
    """

    kind: ClassVar[str] = "budget"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="budgets")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="budgets")
    scenario = models.CharField(_("scenario"), max_length=12, choices=Scenario.choices, default=Scenario.BASELINE)
    scenario_name = models.CharField(_("scenario name"), max_length=60, blank=True)
    state = StateField(choices=BudgetState.choices, default=BudgetState.DRAFT, protected=True)
    version_number = models.PositiveSmallIntegerField(default=1)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    contingency_reason = models.TextField(_("reason for the contingency"), blank=True)
    ceiling_reason = models.TextField(_("reason for going above the ceiling"), blank=True)
    note = models.TextField(_("note"), blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    change_sequence = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ("-fiscal_year__year", "department__position", "pk")
        triggers = (
            marks_search(
                "budget", key="id", columns=("number", "scenario_name", "note", "contingency_reason", "department_id")
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("department", "fiscal_year"), condition=Q(state="IN_FORCE"), name="budgets_budget_one_in_force"
            ),
            models.UniqueConstraint(
                fields=("department", "fiscal_year", "scenario", "scenario_name"),
                condition=~Q(state__in=["CANCELLED", "REJECTED"]),
                name="budgets_budget_one_per_scenario",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="budgets_budget_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="IN_FORCE") | Q(in_force_at__isnull=False), name="budgets_budget_in_force_has_time"
            ),
        )

    def __str__(self) -> str:
        return self.number or _("Budget %(department)s %(year)s") % {
            "department": self.department,
            "year": self.fiscal_year,
        }

    @property
    def is_editable(self) -> bool:
        """Drafts and returned budgets can be changed; everything else is frozen (BUD-31)."""
        return self.state in EDITABLE

    @property
    def is_in_review(self) -> bool:
        """Somebody has to decide on it now."""
        return str(self.state) == BudgetState.IN_REVIEW

    @property
    def is_alive(self) -> bool:
        """On its way: being drafted or reviewed."""
        return self.is_editable or self.is_in_review

    @property
    def reading(self) -> int:
        """Rises with every change, of the document and of its cells: what another system read it at (GEN-17)."""
        return self.version + self.change_sequence

    @property
    def scenario_label(self) -> str:
        """The scenario in words: its own name, or that of its kind (BUD-10)."""
        return self.scenario_name or str(Scenario(self.scenario).label)

    @transition(field="state", source=EDITABLE, target=BudgetState.IN_REVIEW, permission=policies.can_submit)
    def submit(self, *, at: datetime, by: int | None) -> None:
        self.submitted_at, self.submitted_by_id = at, by

    @transition(field="state", source=BudgetState.IN_REVIEW, target=BudgetState.DRAFT, permission=policies.can_withdraw)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=BudgetState.IN_REVIEW, target=BudgetState.RETURNED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None:
        self.version_number += 1

    @transition(
        field="state", source=BudgetState.IN_REVIEW, target=BudgetState.REJECTED, permission=policies.by_approval
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=BudgetState.IN_REVIEW, target=BudgetState.IN_FORCE, permission=policies.by_approval
    )
    def put_in_force(self, *, at: datetime) -> None:
        self.in_force_at = at

    @transition(field="state", source=EDITABLE, target=BudgetState.CANCELLED, permission=policies.can_submit)
    def cancel(self, *, at: datetime) -> None: ...


@history.track_values("version")
class BudgetLine(models.Model):
    """A line of a budget: category, optional project, why, and twelve monthly amounts (BUD-10).

    `amounts[0]` is the first month of the fiscal year. `version` rises with each change of the line.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    description = models.CharField(_("description"), max_length=200, blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    amounts = ArrayField(AmountField(), size=12, default=no_amounts)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")
        triggers = (marks_search("budget", key="budget_id", columns=("category_id", "description", "rationale")),)
        indexes = (models.Index(fields=("budget", "position"), name="budgets_line_budget"),)
        constraints = (models.CheckConstraint(condition=Q(amounts__len=12), name="budgets_budgetline_twelve_months"),)

    def __str__(self) -> str:
        return self.description or str(self.category)

    @property
    def total(self) -> Decimal:
        """The year's amount."""
        return sum(self.amounts, Decimal("0.00"))


class CellChange(models.Model):
    """What a cell of a draft was and became, by whom, when: the grid's history and what others poll for (BUD-11).

    `month` 1–12 is a cell; 0 is the line itself (added, removed, renamed, moved), told by `what` and `old`/`new` as
    text.
    `sequence` counts the budget's changes without a gap. `facts` keep a removed line whole, so that it can come back.
    """

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="changes")
    line_id = models.BigIntegerField()
    month = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=20, default="amount")
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    sequence = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("budget", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("budget", "sequence"), name="budgets_cellchange_sequence"),
            models.CheckConstraint(condition=Q(month__lte=12), name="budgets_cellchange_month"),
        )
        indexes = (models.Index(fields=("budget", "line_id", "month"), name="budgets_cellchange_cell"),)

    def __str__(self) -> str:
        return f"{self.line_id}/{self.month}: {self.old} → {self.new}"


class BudgetVersion(models.Model):
    """A version as it was submitted: its lines frozen, so that the next one can be compared with it (BUD-30).

    Number 0 is the draft as it was started, which the first version is compared with.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    lines = models.JSONField()
    cost_total = AmountField()
    revenue_total = AmountField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ("budget", "-submitted_at")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.budget} v{self.number}"


class ControlMethod(models.Model):
    """How a cost of a budget is controlled: who may spend, up to what, on what proof (BUD-04)."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="control_methods")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    who_may_spend = models.CharField(_("who may spend"), max_length=200)
    limit = AmountField(_("up to, each time"), null=True, blank=True)
    proof = models.CharField(_("on what proof"), max_length=300)
    method = models.TextField(_("method"), blank=True)

    class Meta:
        ordering = ("category__position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("budget", "category"), name="budgets_controlmethod_once"),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(limit__gt=0), name="budgets_controlmethod_limit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.category}: {self.who_may_spend}"


class LineQuestion(models.Model):
    """A reviewer's question on one line and the author's answer (BUD-30)."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="questions")
    line_id = models.BigIntegerField()
    line_label = models.CharField(max_length=200)
    version_number = models.PositiveSmallIntegerField()
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="budgets_linequestion_answer_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.question[:60]
