from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgets import policies
from budgets.choices import AdjustmentKind, AdjustmentState
from budgets.models.categories import Category, Project
from budgets.models.years import FiscalYear, Period
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from organization.models import Department

ADJUSTMENT_EDITABLE = (AdjustmentState.DRAFT, AdjustmentState.RETURNED)


@history.track_values("version")
class Adjustment(Document):
    """A change of approved budgets: supplement, cut, transfer, contingency release, carry-over (BUD-32 to BUD-35).

    `department` is the one that asks; lines of a transfer may be another's. `total` is what is moved: all that lines
    gain, or for a cut all they lose. Approval posts every line to the ledger or none. `fiscal_year` is the one that
    gains: of a carry-over the new one.
    """

    kind: ClassVar[str] = "budget_adjustment"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="adjustments")
    adjustment_kind = models.CharField(_("kind"), max_length=20, choices=AdjustmentKind.choices)
    state = StateField(choices=AdjustmentState.choices, default=AdjustmentState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    criteria = models.TextField(_("criteria met"), blank=True)
    risk = models.TextField(_("risk it answers"), blank=True)
    total = AmountField(_("amount"), default=0)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "budget_adjustment",
                key="id",
                columns=("number", "title", "purpose", "criteria", "risk", "department_id"),
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="budgets_adjustment_department"),
            models.Index(fields=("created_by", "-created_at"), name="budgets_adjustment_maker"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False) & Q(submitted_by__isnull=False)),
                name="budgets_adjustment_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(approved_at__isnull=False),
                name="budgets_adjustment_approved_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED", "RETURNED"]) | Q(total__gt=0),
                name="budgets_adjustment_moves_something",
            ),
            models.CheckConstraint(
                condition=~Q(adjustment_kind="CONTINGENCY_RELEASE")
                | Q(state__in=["DRAFT", "CANCELLED", "RETURNED"])
                | ~Q(risk=""),
                name="budgets_adjustment_release_names_risk",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def sign(self) -> str:
        """+ or − before its total; nothing where it moves within the budget."""
        return AdjustmentKind(self.adjustment_kind).sign

    @property
    def effect(self) -> Decimal | None:
        """By how much it changes the budget; None where it moves within."""
        total: Decimal = self.total
        return {"+": total, "": None}.get(self.sign, -total)

    @property
    def is_editable(self) -> bool:
        """Drafts and returned adjustments can be changed; what is in review or decided is frozen."""
        return self.state in ADJUSTMENT_EDITABLE

    @property
    def is_in_review(self) -> bool:
        """Somebody has to decide on it now."""
        return str(self.state) == AdjustmentState.IN_REVIEW

    @property
    def is_in_force(self) -> bool:
        """Approved and posted."""
        return str(self.state) == AdjustmentState.APPROVED

    @transition(
        field="state",
        source=ADJUSTMENT_EDITABLE,
        target=AdjustmentState.IN_REVIEW,
        permission=policies.can_submit_adjustment,
    )
    def submit(self, *, at: datetime, by: int | None) -> None:
        self.submitted_at, self.submitted_by_id = at, by

    @transition(
        field="state",
        source=AdjustmentState.IN_REVIEW,
        target=AdjustmentState.DRAFT,
        permission=policies.can_withdraw,
    )
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=AdjustmentState.IN_REVIEW,
        target=AdjustmentState.RETURNED,
        permission=policies.by_approval,
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=AdjustmentState.IN_REVIEW,
        target=AdjustmentState.REJECTED,
        permission=policies.by_approval,
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=AdjustmentState.IN_REVIEW,
        target=AdjustmentState.APPROVED,
        permission=policies.by_approval,
    )
    def approve(self, *, at: datetime) -> None:
        self.approved_at = at

    @transition(
        field="state",
        source=ADJUSTMENT_EDITABLE,
        target=AdjustmentState.CANCELLED,
        permission=policies.can_submit_adjustment,
    )
    def cancel(self, *, at: datetime) -> None: ...


@history.track_values()
class AdjustmentLine(models.Model):
    """What an adjustment does to one category in one month: `amount` is signed, plus gives money, minus takes it.

    A line of a carry-over takes the same amount from `from_period`, a month of the year before. Where it carries an
    open commitment, `carried_kind`, `carried_id` and `carried_line` name the document and line that hold it (BUD-35).
    """

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="lines")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    amount = AmountField(_("amount"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    from_period = models.ForeignKey(Period, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_kind = models.CharField(max_length=40, blank=True)
    carried_id = models.BigIntegerField(null=True, blank=True)
    carried_line = models.BigIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        triggers = (
            marks_search("budget_adjustment", key="adjustment_id", columns=("category_id", "department_id", "note")),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(amount=0), name="budgets_adjustmentline_not_zero"),
            models.CheckConstraint(
                condition=Q(from_period__isnull=True) | Q(amount__gt=0), name="budgets_adjustmentline_carried_is_given"
            ),
            models.CheckConstraint(
                condition=Q(carried_kind="", carried_id__isnull=True, carried_line__isnull=True)
                | (
                    ~Q(carried_kind="")
                    & Q(carried_id__isnull=False, carried_line__isnull=False, from_period__isnull=False)
                ),
                name="budgets_adjustmentline_carried_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.period} {self.amount}"
