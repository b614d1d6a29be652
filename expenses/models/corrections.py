from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Category, Period, Project
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import CorrectionKind, CorrectionState, Outcome
from expenses.models.claims import Claim, ClaimLine
from expenses.models.imports import ImportRow
from organization.models import Department


class Correction(Document):
    """A posted expense put right: a claim, or one row of an import, reversed, whole or in part, or moved to another
    category, department or month (EXP-08). What it corrects stays as it was posted; finance approves, then the ledger
    takes both sides in one step.

    `department` is that of the claim or row. What a reclassification leaves open (None) stays as it is.
    """

    kind: ClassVar[str] = "expense_correction"

    correction_kind = models.CharField(_("kind"), max_length=16, choices=CorrectionKind.choices)
    state = StateField(choices=CorrectionState.choices, default=CorrectionState.IN_REVIEW, protected=True)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    import_row = models.ForeignKey(
        ImportRow, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
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
                condition=Q(claim__isnull=False, import_row__isnull=True)
                | Q(claim__isnull=True, import_row__isnull=False),
                name="expenses_correction_of_one_thing",
            ),
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
        return f"{self.get_correction_kind_display()} {self.subject_number} {self.subject_title}"

    @property
    def subject_number(self) -> str:
        """What is corrected, by number: a claim's, or an import's with its row on the sheet."""
        return (self.claim.number or "") if self.claim is not None else self.row.label

    @property
    def subject_title(self) -> str:
        """What the claim or row is about."""
        return self.claim.title if self.claim is not None else self.row.title

    @property
    def made_by_id(self) -> int:
        """Who made what is corrected: the claimant, or who brought the import in."""
        return int(self.claim.created_by_id if self.claim is not None else self.row.document.created_by_id)

    @property
    def row(self) -> ImportRow:
        """The row of an import it corrects; only where it corrects no claim."""
        if self.import_row is None:
            raise ValueError("a correction without a subject")
        return self.import_row

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
    """How much of a claim's line, or of the row of an import, is corrected, in the base currency, from where to where.

    It takes from what was posted at first, or (`of_line`) from what an earlier reclassification moved. `amount` is
    above zero also for a row that gives money back; `sign` says which way the money goes.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="lines")
    claim_line = models.ForeignKey(
        ClaimLine, null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    of_line = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    amount = AmountField()
    posted_period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    left: Decimal
    """What of it still stands; only where a selector says it sets it."""

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
    def key(self) -> str:
        """The name of what it takes from, as forms and the API's service know it (`Standing.key`)."""
        if self.of_line_id is not None:
            return f"m{self.of_line_id}"
        return f"c{self.claim_line_id}" if self.claim_line_id is not None else f"r{self.correction.import_row_id}"

    @property
    def what(self) -> str:
        """What the line or row is about."""
        return self.claim_line.description if self.claim_line is not None else self.correction.subject_title

    @property
    def sign(self) -> int:
        """1 for what was spent, -1 for a row that gives money back."""
        row = self.correction.import_row
        return -1 if row is not None and row.amount < 0 else 1

    @property
    def signed_amount(self) -> Decimal:
        """The amount as it counts in the ledger."""
        return Decimal(self.amount) * self.sign

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
