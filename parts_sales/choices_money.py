"""The codes of receipts, credit, invoices and statements."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class HoldKind(TextChoices):
    CREDIT = "CREDIT", pgettext_lazy("order on hold", "Credit")
    PERSON = "PERSON", pgettext_lazy("order on hold", "Stopped by hand")


class ReceiptState(TextChoices):
    RECORDED = "RECORDED", pgettext_lazy("receipt", "Received")
    REVERSED = "REVERSED", pgettext_lazy("receipt", "Reversed")


class ReceiptWay(TextChoices):
    BANK = "BANK", pgettext_lazy("receipt", "Bank transfer")
    CASH = "CASH", pgettext_lazy("receipt", "Cash")
    PAYROLL = "PAYROLL", pgettext_lazy("receipt", "Deducted from a wage")


TYPED_WAYS = [pair for pair in ReceiptWay.choices if pair[0] != ReceiptWay.PAYROLL]
"""What finance records by hand; a deduction is recorded where it is collected (PSL-23)."""


class CashPaper(TextChoices):
    VOUCHER = "VOUCHER", pgettext_lazy("receipt", "Receipt voucher")
    INVOICE = "INVOICE", pgettext_lazy("receipt", "Invoice")


class TermKind(TextChoices):
    MONTHLY = "MONTHLY", pgettext_lazy("credit terms", "Monthly settlement")
    ON_ARRIVAL = "ON_ARRIVAL", pgettext_lazy("credit terms", "Payment after arrival")


class TermState(TextChoices):
    IN_REVIEW = "IN_REVIEW", pgettext_lazy("credit terms", "In review")
    RETURNED = "RETURNED", pgettext_lazy("credit terms", "Returned")
    REJECTED = "REJECTED", pgettext_lazy("credit terms", "Refused")
    CANCELLED = "CANCELLED", pgettext_lazy("credit terms", "Given up")
    IN_FORCE = "IN_FORCE", pgettext_lazy("credit terms", "In force")
    SUSPENDED = "SUSPENDED", pgettext_lazy("credit terms", "Suspended")
    ENDED = "ENDED", pgettext_lazy("credit terms", "Ended")


LIVE_TERMS = (TermState.IN_FORCE, TermState.SUSPENDED)
"""A customer has one of these at most."""


class ReviewOutcome(TextChoices):
    KEEP = "KEEP", pgettext_lazy("credit review", "Go on as agreed")
    END = "END", pgettext_lazy("credit review", "End the terms")


class StatementState(TextChoices):
    MADE = "MADE", pgettext_lazy("statement", "To be sent")
    ISSUED = "ISSUED", pgettext_lazy("statement", "Sent for confirmation")
    CONFIRMED = "CONFIRMED", pgettext_lazy("statement", "Confirmed by the customer")
    DISPUTED = "DISPUTED", pgettext_lazy("statement", "Disputed by the customer")


class StatementEntry(TextChoices):
    INVOICE = "INVOICE", pgettext_lazy("statement", "Invoice")
    RECEIPT = "RECEIPT", pgettext_lazy("statement", "Payment received")
    CREDIT = "CREDIT", pgettext_lazy("statement", "Returned goods credited")
    CORRECTION = "CORRECTION", pgettext_lazy("statement", "Correction of earlier months")
