from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from parts_sales import policies_money
from parts_sales.choices_money import CashPaper, ReceiptState, ReceiptWay
from parts_sales.models.orders import SalesOrder


@history.track_values("version", "matched_amount")
class Receipt(Document):
    """Money that came in (PSL-20): where, how much, when, from whom. Cash also says who brought it and what paper they
    got for it (PSL-24).

    `matched_amount` is what of it stands against orders; the check constraint is the last guard against matching more
    than came in. Amounts are in `currency`, `base_amount` in the base currency at the rate of the day it came.
    """

    kind: ClassVar[str] = "receipt"

    state = StateField(choices=ReceiptState.choices, default=ReceiptState.RECORDED, protected=True)
    way = models.CharField(_("how it came"), max_length=8, choices=ReceiptWay.choices, default=ReceiptWay.BANK)
    account = models.CharField(_("account"), max_length=80)
    received_date = models.DateField(_("received on"))
    payer = models.CharField(_("payer"), max_length=120)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("customer")
    )
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    rate_date = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=60, blank=True)
    amount = AmountField(_("amount"))
    base_amount = AmountField()
    matched_amount = AmountField(default=0)
    handed_by = models.CharField(_("brought by"), max_length=80, blank=True)
    paper = models.CharField(_("paper given"), max_length=8, choices=CashPaper.choices, blank=True)
    invoice_number = models.CharField(_("invoice number"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "receipt", key="id", columns=("number", "payer", "account", "reference", "handed_by", "customer_id")
            ),
        )
        indexes = (
            models.Index(fields=("-received_date", "-id"), name="parts_sales_receipt_day"),
            models.Index(fields=("customer", "-received_date"), name="parts_sales_receipt_customer"),
            models.Index(
                fields=("received_date",),
                name="parts_sales_receipt_open",
                condition=Q(state="RECORDED", matched_amount__lt=F("amount")),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="parts_sales_receipt_has_number"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0)
                & Q(base_amount__gte=0)
                & Q(rate__gt=0)
                & Q(matched_amount__gte=0)
                & Q(matched_amount__lte=F("amount")),
                name="parts_sales_receipt_never_over",
            ),
            models.CheckConstraint(
                condition=~Q(state="REVERSED") | Q(matched_amount=0), name="parts_sales_receipt_reversed_is_free"
            ),
            models.CheckConstraint(
                condition=Q(way="BANK", handed_by="", paper="")
                | (Q(way__in=["CASH", "PAYROLL"]) & ~Q(handed_by="") & ~Q(paper="")),
                name="parts_sales_receipt_cash_says_who",
            ),
            models.UniqueConstraint(
                fields=("account", "reference"),
                condition=~Q(reference="") & Q(state="RECORDED"),
                name="parts_sales_receipt_reference_once",
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def unmatched(self) -> Decimal:
        """What still stands against nothing."""
        return (
            Decimal(self.amount) - Decimal(self.matched_amount) if self.state == ReceiptState.RECORDED else Decimal(0)
        )

    @property
    def has_voucher(self) -> bool:
        """Whether a receipt voucher is drawn for it (PSL-24)."""
        return self.paper == CashPaper.VOUCHER

    @transition(
        field="state",
        source=ReceiptState.RECORDED,
        target=ReceiptState.RECORDED,
        permission=policies_money.can_keep_receipt,
    )
    def match(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ReceiptState.RECORDED,
        target=ReceiptState.RECORDED,
        permission=policies_money.can_keep_receipt,
    )
    def unmatch(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ReceiptState.RECORDED,
        target=ReceiptState.REVERSED,
        permission=policies_money.can_keep_receipt,
    )
    def reverse(self, *, at: datetime) -> None: ...


class ReceiptMatch(models.Model):
    """So much of a receipt stands against an order. `undone_at` says that it stands no more, `reason` why; `because` is
    why another customer than the order's paid.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="matches")
    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="matches")
    amount = AmountField()
    base_amount = AmountField()
    matched_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField()
    because = models.CharField(_("why another customer pays"), max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(base_amount__gte=0), name="parts_sales_receiptmatch_positive"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(reason="")),
                name="parts_sales_receiptmatch_undone_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount}"


class OrderInvoice(models.Model):
    """An invoice to the customer for what was shipped of an order; its number is the tax authority's. `due_date` is the
    last day to pay; `cancelled_at` says that it was taken back."""

    order = models.ForeignKey(SalesOrder, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(_("invoice number"), max_length=40)
    invoice_date = models.DateField(_("date of the invoice"))
    due_date = models.DateField(_("due"))
    amount = AmountField(_("amount"))
    base_amount = AmountField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("invoice_date", "pk")
        indexes = (
            models.Index(fields=("due_date",), name="parts_sales_invoice_due", condition=Q(cancelled_at__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("number",), condition=Q(cancelled_at__isnull=True), name="parts_sales_invoice_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(base_amount__gte=0), name="parts_sales_invoice_positive"
            ),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("invoice_date")), name="parts_sales_invoice_due_after_day"
            ),
        )

    def __str__(self) -> str:
        return self.number
