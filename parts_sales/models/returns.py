from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department
from parts_sales import policies
from parts_sales import policies_delivery as delivering
from parts_sales.choices_delivery import Remedy, ReturnState
from parts_sales.models.notes import DeliveryNote, DeliveryNoteLine

OPEN = (ReturnState.ASKED, ReturnState.RECEIVED, ReturnState.INSPECTED)


@history.track_values("version")
class SalesReturn(Document):
    """Goods of a delivery note that come back (PSL-53): why, what was received, what the inspection found, credit or
    replacement. `complaint` names the complaint it belongs to. `credit_base` is what was credited, in the base
    currency, `credit_amount` in the order's.
    """

    kind: ClassVar[str] = "sales_return"

    note = models.ForeignKey(
        DeliveryNote, on_delete=models.PROTECT, related_name="returns", verbose_name=_("delivery note")
    )
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="returns", verbose_name=_("customer"))
    state = StateField(choices=ReturnState.choices, default=ReturnState.ASKED, protected=True)
    remedy = models.CharField(_("wanted"), max_length=12, choices=Remedy.choices)
    reason = models.TextField(_("reason"), max_length=1000)
    complaint = models.CharField(_("complaint"), max_length=40, blank=True)
    finding = models.TextField(_("finding"), max_length=1000, blank=True)
    credit_amount = AmountField(default=0)
    credit_base = AmountField(default=0)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    inspected_at = models.DateTimeField(_("inspected"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "sales_return", key="id", columns=("number", "customer_id", "reason", "complaint", "department_id")
            ),
        )
        indexes = (
            models.Index(fields=("-created_at", "-id"), name="parts_sales_return_newest"),
            models.Index(fields=("state", "-created_at"), name="parts_sales_return_state"),
            models.Index(fields=("complaint",), name="parts_sales_return_complaint", condition=~Q(complaint="")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_return_has_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="parts_sales_return_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["INSPECTED", "CREDITED", "REPLACED", "REFUSED"]) | ~Q(finding=""),
                name="parts_sales_return_inspected_says_what",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.state in OPEN

    @transition(
        field="state", source=ReturnState.ASKED, target=ReturnState.RECEIVED, permission=delivering.can_keep_return
    )
    def receive(self, *, at: datetime) -> None:
        self.received_at = at

    @transition(
        field="state", source=ReturnState.RECEIVED, target=ReturnState.INSPECTED, permission=delivering.can_keep_return
    )
    def inspect(self, *, at: datetime, finding: str) -> None:
        self.inspected_at, self.finding = at, finding

    @transition(
        field="state", source=ReturnState.INSPECTED, target=ReturnState.CREDITED, permission=delivering.can_credit
    )
    def credit(self, *, at: datetime) -> None:
        self.settled_at = at

    @transition(
        field="state", source=ReturnState.INSPECTED, target=ReturnState.REPLACED, permission=delivering.can_ask_return
    )
    def replace(self, *, at: datetime) -> None:
        self.settled_at = at

    @transition(field="state", source=ReturnState.REPLACED, target=ReturnState.INSPECTED, permission=policies.by_system)
    def take_back_replacement(self, *, at: datetime) -> None:
        self.settled_at = None

    @transition(
        field="state", source=ReturnState.INSPECTED, target=ReturnState.REFUSED, permission=delivering.can_ask_return
    )
    def refuse(self, *, at: datetime) -> None:
        self.settled_at = at

    @transition(
        field="state", source=ReturnState.ASKED, target=ReturnState.CANCELLED, permission=delivering.can_ask_return
    )
    def cancel(self, *, at: datetime) -> None: ...


@history.track_values()
class SalesReturnLine(models.Model):
    """So much of a note's line: `quantity` was announced, `received` came, `good` of it goes back into stock."""

    sales_return = models.ForeignKey(SalesReturn, on_delete=models.PROTECT, related_name="lines")
    note_line = models.ForeignKey(DeliveryNoteLine, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    received = models.DecimalField(_("received"), max_digits=12, decimal_places=3, default=0)
    good = models.DecimalField(_("good"), max_digits=12, decimal_places=3, default=0)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("sales_return", "note_line"), name="parts_sales_returnline_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0)
                & Q(received__gte=0)
                & Q(received__lte=F("quantity"))
                & Q(good__gte=0)
                & Q(good__lte=F("received")),
                name="parts_sales_returnline_quantities",
            ),
        )

    def __str__(self) -> str:
        return str(self.note_line)

    @property
    def plain_quantity(self) -> Decimal:
        """The quantity without trailing zeros."""
        return Decimal(formats.plain(self.quantity))
