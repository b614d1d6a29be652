from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from budgets.models import Category, Period, Project
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import transition
from expenses import policies
from expenses.choices import CorrectionKind, CorrectionState, Outcome
from expenses.models.claims import Claim, ClaimLine
from organization.models import Department


class Correction(Document):
    """A posted claim put right: reversed, whole or by lines, or moved to another category, department or month
    (EXP-08). The claim stays as it was posted; finance approves, then the ledger takes both sides in one step.

    `department` is the claim's. What a reclassification leaves open (None) stays as it is.
    """

    kind: ClassVar[str] = "expense_correction"

    correction_kind = models.CharField(_("kind"), max_length=16, choices=CorrectionKind.choices)
    state = FSMField(choices=CorrectionState.choices, default=CorrectionState.IN_REVIEW, protected=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    to_department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_period = models.ForeignKey(Period, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    total = AmountField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = (marks_search("expense_correction", key="id", columns=("number", "reason", "department_id")),)
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="expenses_correction_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(posted_at__isnull=False), name="expenses_correction_is_posted"
            ),
            models.CheckConstraint(
                condition=~Q(correction_kind="REVERSAL")
                | Q(
                    to_department__isnull=True,
                    to_category__isnull=True,
                    to_project__isnull=True,
                    to_period__isnull=True,
                ),
                name="expenses_correction_reversal_goes_nowhere",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="expenses_correction_total"),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def title(self) -> str:
        """What it corrects, for lists and the ledger."""
        return f"{self.get_correction_kind_display()} {self.claim.number} {self.claim.title}"

    @property
    def is_reversal(self) -> bool:
        """Whether amounts go away instead of elsewhere."""
        return bool(self.correction_kind == CorrectionKind.REVERSAL)

    @transition(
        field="state", source=CorrectionState.RETURNED, target=CorrectionState.IN_REVIEW, permission=policies.is_owner
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state",
        source=(CorrectionState.IN_REVIEW, CorrectionState.RETURNED),
        target=CorrectionState.CANCELLED,
        permission=policies.is_owner,
    )
    def cancel(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=CorrectionState.IN_REVIEW,
        target=CorrectionState.RETURNED,
        permission=policies.by_approval,
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=CorrectionState.IN_REVIEW,
        target=CorrectionState.REJECTED,
        permission=policies.by_approval,
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=CorrectionState.IN_REVIEW,
        target=CorrectionState.APPROVED,
        permission=policies.by_approval,
    )
    def approve(self, *, at: datetime) -> None:
        self.posted_at = at


class CorrectionLine(models.Model):
    """How much of a claim's line is corrected, in the base currency, from where to where.

    It takes from what the claim itself posted, or (`of_line`) from what an earlier reclassification moved.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="lines")
    claim_line = models.ForeignKey(ClaimLine, on_delete=models.PROTECT, related_name="corrections")
    of_line = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    amount = AmountField()
    posted_period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("correction", "claim_line", "of_line"),
                nulls_distinct=False,
                name="expenses_correctionline_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenses_correctionline_positive"),
            models.CheckConstraint(
                condition=Q(of_line__isnull=True) | ~Q(of_line=F("pk")), name="expenses_correctionline_of_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.correction} {self.amount}"

    @property
    def target_department_id(self) -> int:
        """The department it counts in once moved."""
        return int(self.correction.to_department_id or self.department_id)

    @property
    def target_category_id(self) -> int:
        """The category it counts in once moved."""
        return int(self.correction.to_category_id or self.category_id)

    @property
    def target_project_id(self) -> int | None:
        """The project it counts for once moved; another department's projects are left behind."""
        if self.correction.to_project_id is not None:
            return int(self.correction.to_project_id)
        stays = self.project is None or self.project.department_id in {None, self.target_department_id}
        return self.project_id if stays else None
