from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import AdvanceState
from organization.models import Department


class Advance(Document):
    """Money a person is given before they spend it (EXP-02b): approved, paid, set against their claims, the rest given
    back. It holds no budget: the claims do. Amounts are in the base currency.

    `paid_amount` less `offset_amount` and `returned_amount` is what the person still owes the company.
    """

    kind: ClassVar[str] = "advance"

    state = StateField(choices=AdvanceState.choices, default=AdvanceState.IN_REVIEW, protected=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"))
    amount = AmountField(_("amount"))
    due_date = models.DateField(_("to be settled by"))
    paid_date = models.DateField(_("paid on"), null=True, blank=True)
    paid_amount = AmountField(default=0)
    offset_amount = AmountField(default=0)
    returned_amount = AmountField(default=0)

    class Meta:
        triggers = (marks_search("advance", key="id", columns=("number", "title", "purpose", "department_id")),)
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("created_by", "state"), name="expenses_advance_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="expenses_advance_has_number"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                & Q(paid_amount__gte=0)
                & Q(paid_amount__lte=F("amount"))
                & Q(offset_amount__gte=0)
                & Q(returned_amount__gte=0)
                & Q(paid_amount__gte=F("offset_amount") + F("returned_amount")),
                name="expenses_advance_amounts",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def outstanding(self) -> Decimal:
        """What the person still owes."""
        return Decimal(self.paid_amount) - Decimal(self.offset_amount) - Decimal(self.returned_amount)

    @property
    def is_settled(self) -> bool:
        """Paid in full and owed no more."""
        return bool(self.paid_amount == self.amount) and not self.outstanding

    @transition(
        field="state", source=AdvanceState.RETURNED, target=AdvanceState.IN_REVIEW, permission=policies.is_owner
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state",
        source=(AdvanceState.IN_REVIEW, AdvanceState.RETURNED),
        target=AdvanceState.CANCELLED,
        permission=policies.is_owner,
    )
    def cancel(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AdvanceState.IN_REVIEW, target=AdvanceState.RETURNED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AdvanceState.IN_REVIEW, target=AdvanceState.REJECTED, permission=policies.by_approval
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AdvanceState.IN_REVIEW, target=AdvanceState.APPROVED, permission=policies.by_approval
    )
    def approve(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=AdvanceState.APPROVED, target=AdvanceState.APPROVED, permission=policies.can_take_back
    )
    def give_back(self, *, at: datetime) -> None: ...


class AdvanceUse(models.Model):
    """What of an advance was set against what a claim owes its maker (EXP-02b)."""

    advance = models.ForeignKey(Advance, on_delete=models.PROTECT, related_name="uses")
    payable = models.ForeignKey("expenses.Payable", on_delete=models.PROTECT, related_name="uses")
    amount = AmountField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("advance", "payable"), name="expenses_advanceuse_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="expenses_advanceuse_positive"),
        )

    def __str__(self) -> str:
        return f"{self.advance} {self.amount}"


class AdvanceReturn(models.Model):
    """Money of an advance given back to the company: day, where to, reference."""

    advance = models.ForeignKey(Advance, on_delete=models.PROTECT, related_name="returns")
    amount = AmountField()
    return_date = models.DateField()
    account = models.CharField(max_length=80)
    reference = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="expenses_advancereturn_positive"),)

    def __str__(self) -> str:
        return f"{self.advance} {self.amount}"
