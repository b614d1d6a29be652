from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department
from parts_sales import policies, policies_guarantee
from parts_sales.choices_guarantee import STANDING, UNPAID, GuaranteeState
from parts_sales.models.orders import SalesOrder
from parts_sales.models.receipts import Receipt
from parts_sales.rules import guarantees as rules


@history.track_values("version")
class Guarantee(Document):
    """Goods of an order leave first, on the word of a colleague at the customer's site (PSL-23).

    `amount` is the order's total in the base currency, frozen when the guarantor confirms it. From `dispatched_date` on
    the customer has until `due_date`; overdue is derived from it. `consent_at` says that the guarantor agreed to the
    deduction of `proposed_amount`; the wage is never kept, the months of the plan are (`DeductionMonth`).
    """

    kind: ClassVar[str] = "guarantee"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="guarantees", verbose_name=_("customer")
    )
    order = models.ForeignKey(
        SalesOrder, on_delete=models.PROTECT, related_name="guarantees", verbose_name=_("sales order")
    )
    guarantor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guarantees", verbose_name=_("guarantor")
    )
    state = StateField(choices=GuaranteeState.choices, default=GuaranteeState.ASKED, protected=True)
    amount = AmountField(_("amount"))
    reason = models.CharField(_("reason"), max_length=1000)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    dispatched_date = models.DateField(_("dispatched on"), null=True, blank=True)
    due_date = models.DateField(_("due"), null=True, blank=True)
    proposed_date = models.DateField(_("deduction proposed on"), null=True, blank=True)
    proposed_amount = AmountField(_("deduction proposed"), default=0)
    consent_at = models.DateTimeField(_("agreed to the deduction at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "guarantee", key="id", columns=("number", "customer_id", "order_id", "guarantor_id", "department_id")
            ),
        )
        indexes = (
            models.Index(fields=("guarantor", "state"), name="parts_sales_guarantee_who"),
            models.Index(fields=("-created_at", "-id"), name="parts_sales_guarantee_newest"),
            models.Index(
                fields=("due_date",), name="parts_sales_guarantee_due", condition=Q(state__in=["OPEN", "DEDUCTING"])
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(amount__gt=0) & Q(proposed_amount__gte=0) & ~Q(reason=""),
                name="parts_sales_guarantee_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ASKED", "REJECTED", "CANCELLED"]) | Q(confirmed_at__isnull=False),
                name="parts_sales_guarantee_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["OPEN", "DEDUCTING", "COLLECTED"])
                | Q(dispatched_date__isnull=False, due_date__isnull=False),
                name="parts_sales_guarantee_has_due",
            ),
            models.UniqueConstraint(
                fields=("order",), condition=Q(state__in=[str(one) for one in STANDING]),
                name="parts_sales_guarantee_one_standing",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or ""

    @property
    def title(self) -> str:
        """What deciders read: customer, guarantor, amount."""
        return f"{self.customer} · {self.guarantor.name} · {formats.amount(self.amount)}"

    @property
    def owed(self) -> Decimal:
        """What is still owed on it, in the base currency: nothing before its goods have left, or once it has ended."""
        return self.order.owed_base if self.state in UNPAID else Decimal(0)

    @property
    def has_left(self) -> bool:
        """Whether goods have left on it."""
        return self.dispatched_date is not None

    @property
    def is_overdue(self) -> bool:
        """Whether the customer should have paid before today; derived, never kept."""
        return self.is_overdue_on(timezone.localdate())

    def is_overdue_on(self, day: date) -> bool:
        """Whether the customer should have paid before this day."""
        return self.state in UNPAID and self.due_date is not None and rules.is_overdue(self.due_date, on=day)

    @transition(
        field="state",
        source=GuaranteeState.ASKED,
        target=GuaranteeState.IN_REVIEW,
        permission=policies_guarantee.can_confirm,
    )
    def confirm(self, *, at: datetime, amount: Decimal) -> None:
        self.confirmed_at, self.submitted_at, self.amount = at, at, amount

    @transition(
        field="state",
        source=(GuaranteeState.ASKED, GuaranteeState.IN_REVIEW, GuaranteeState.APPROVED),
        target=GuaranteeState.CANCELLED,
        permission=policies_guarantee.can_give_up,
    )
    def cancel(self, *, at: datetime) -> None:
        self.ended_at = at

    @transition(
        field="state", source=GuaranteeState.IN_REVIEW, target=GuaranteeState.ASKED, permission=policies.by_approval
    )
    def send_back(self, *, at: datetime) -> None:
        self.confirmed_at = None

    @transition(
        field="state",
        source=(GuaranteeState.IN_REVIEW, GuaranteeState.ASKED),
        target=GuaranteeState.REJECTED,
        permission=policies.by_approval,
    )
    def reject(self, *, at: datetime) -> None:
        self.ended_at = at

    @transition(
        field="state", source=GuaranteeState.IN_REVIEW, target=GuaranteeState.APPROVED, permission=policies.by_approval
    )
    def approve(self, *, at: datetime) -> None:
        self.approved_at = at

    @transition(
        field="state", source=GuaranteeState.APPROVED, target=GuaranteeState.OPEN, permission=policies.by_system
    )
    def dispatch(self, *, at: datetime, day: date) -> None:
        self.dispatched_date, self.due_date = day, rules.due_on(day)

    @transition(
        field="state", source=GuaranteeState.OPEN, target=GuaranteeState.DEDUCTING, permission=policies.by_system
    )
    def propose(self, *, at: datetime, day: date, amount: Decimal) -> None:
        self.proposed_date, self.proposed_amount = day, amount

    @transition(
        field="state",
        source=GuaranteeState.DEDUCTING,
        target=GuaranteeState.DEDUCTING,
        permission=policies_guarantee.is_guarantor,
    )
    def consent(self, *, at: datetime) -> None:
        self.consent_at = at

    @transition(
        field="state",
        source=GuaranteeState.DEDUCTING,
        target=GuaranteeState.DEDUCTING,
        permission=policies_guarantee.can_collect,
    )
    def plan(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=GuaranteeState.DEDUCTING,
        target=GuaranteeState.DEDUCTING,
        permission=policies_guarantee.can_collect,
    )
    def collect(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(GuaranteeState.APPROVED, *UNPAID),
        target=GuaranteeState.SETTLED,
        permission=policies.by_system,
    )
    def settle(self, *, at: datetime) -> None:
        self.ended_at = at

    @transition(
        field="state", source=GuaranteeState.DEDUCTING, target=GuaranteeState.COLLECTED, permission=policies.by_system
    )
    def complete(self, *, at: datetime) -> None:
        self.ended_at = at

    @transition(field="state", source=GuaranteeState.SETTLED, target=GuaranteeState.OPEN, permission=policies.by_system)
    def reopen(self, *, at: datetime) -> None:
        self.ended_at = None

    @transition(
        field="state", source=GuaranteeState.SETTLED, target=GuaranteeState.APPROVED, permission=policies.by_system
    )
    def reinstate(self, *, at: datetime) -> None:
        self.ended_at = None

    @transition(
        field="state",
        source=(GuaranteeState.COLLECTED, GuaranteeState.SETTLED),
        target=GuaranteeState.DEDUCTING,
        permission=policies.by_system,
    )
    def resume(self, *, at: datetime) -> None:
        self.ended_at = None


class DeductionMonth(models.Model):
    """What is deducted of a guarantor's wage in one month (PSL-23); `receipt` is the money once it was collected, with
    the voucher the guarantor got. A receipt that was reversed collects nothing."""

    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="months")
    month = models.DateField(_("month"))
    amount = AmountField(_("amount"))
    receipt = models.OneToOneField(Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="deduction")

    class Meta:
        ordering = ("month", "pk")
        constraints = (
            models.UniqueConstraint(fields=("guarantee", "month"), name="parts_sales_deduction_once_a_month"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="parts_sales_deduction_positive"),
        )

    def __str__(self) -> str:
        return f"{self.guarantee} {self.month:%Y-%m}"

    @property
    def is_collected(self) -> bool:
        """Whether the money of this month has come in and stands."""
        return self.receipt is not None and self.receipt.state == "RECORDED"
