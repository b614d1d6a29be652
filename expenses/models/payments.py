from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import kinds
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import PaymentState
from expenses.models.advances import Advance
from expenses.models.claims import Claim


class Payable(models.Model):
    """What the company owes one payee for one approved claim or advance, in the base currency (EXP-07).

    The payee is a person, or for a supplier's invoice the supplier, by `supplier_key` (as names are compared). `paid`
    counts what payments have prepared or paid, `offset` what advances cover (EXP-02b); the check constraint is the
    last guard against paying more than was approved. `since` is the day from which it is owed.
    """

    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="payables")
    advance = models.OneToOneField(Advance, null=True, on_delete=models.PROTECT, related_name="payable")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    supplier = models.CharField(max_length=120, blank=True)
    supplier_key = models.CharField(max_length=120, blank=True)
    amount = AmountField()
    paid = AmountField(default=0)
    offset = AmountField(default=0)
    since = models.DateField()

    class Meta:
        ordering = ("since", "pk")
        indexes = (
            models.Index(
                fields=("since",), name="expenses_payable_open", condition=Q(paid__lt=F("amount") - F("offset"))
            ),
            models.Index(fields=("supplier_key",), name="expenses_payable_supplier"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("claim", "advance", "person", "supplier_key"),
                nulls_distinct=False,
                name="expenses_payable_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, supplier_key="") | (Q(person__isnull=True) & ~Q(supplier_key="")),
                name="expenses_payable_one_payee",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & Q(offset__gte=0) & Q(paid__lte=F("amount") - F("offset")),
                name="expenses_payable_never_over",
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=False, advance__isnull=True) | Q(claim__isnull=True, advance__isnull=False),
                name="expenses_payable_one_document",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.payee}"

    @property
    def document(self) -> Claim | Advance:
        """The approved document it is owed for."""
        found = self.claim if self.claim is not None else self.advance
        if found is None:
            raise LookupError(self.pk)  # the check constraint forbids it
        return found

    @property
    def url(self) -> str:
        """The page of that document."""
        return kinds.get(self.document.kind).url_of(self.document.pk)

    @property
    def payee(self) -> str:
        """Who is owed it."""
        return self.person.name if self.person is not None else self.supplier

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid."""
        return Decimal(self.amount) - Decimal(self.offset) - Decimal(self.paid)


class PayeeAccount(models.Model):
    """Where a payee is paid: the holder, the number and the bank (EXP-07). Personal data: only its person and those who
    pay see it in full.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="payee_account"
    )
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    supplier_key = models.CharField(max_length=120, blank=True)
    holder = models.CharField(_("account holder"), max_length=80)
    account_number = models.CharField(_("account number"), max_length=40)
    bank = models.CharField(_("bank and branch"), max_length=120)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("supplier", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("supplier_key",), condition=~Q(supplier_key=""), name="expenses_payeeaccount_supplier"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, supplier_key="") | (Q(person__isnull=True) & ~Q(supplier_key="")),
                name="expenses_payeeaccount_one_payee",
            ),
        )

    def __str__(self) -> str:
        return self.holder


class Payment(Document):
    """Money paid for approved claims, to one payee or many in a batch (EXP-07).

    Prepared, its lines already count against what is owed, so that two cashiers never pay the same; the bank file is
    made of it. Paid, it says day, own account and the bank's reference, and can only be reversed.
    """

    kind: ClassVar[str] = "payment"

    state = StateField(choices=PaymentState.choices, default=PaymentState.PREPARED, protected=True)
    total = AmountField(default=0)
    pay_date = models.DateField(_("paid on"), null=True, blank=True)
    account = models.CharField(_("paid from"), max_length=80, blank=True)
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    exported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = (marks_search("payment", key="id", columns=("number", "account", "reference")),)
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False), name="expenses_payment_has_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PREPARED", "CANCELLED"]) | Q(pay_date__isnull=False),
                name="expenses_payment_paid_has_day",
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="expenses_payment_total"),
        )

    def __str__(self) -> str:
        return self.number or ""

    @transition(field="state", source=PaymentState.PREPARED, target=PaymentState.PAID, permission=policies.can_pay)
    def record(self, *, at: datetime) -> None: ...

    @transition(field="state", source=PaymentState.PREPARED, target=PaymentState.CANCELLED, permission=policies.can_pay)
    def cancel(self, *, at: datetime) -> None: ...

    @transition(field="state", source=PaymentState.PAID, target=PaymentState.REVERSED, permission=policies.can_pay)
    def reverse(self, *, at: datetime) -> None: ...

    @transition(field="state", source=PaymentState.PAID, target=PaymentState.PAID, permission=policies.can_pay)
    def reverse_lines(self, *, at: datetime) -> None: ...


class PaymentLine(models.Model):
    """What a payment pays of one payable, and where to. `given_back_at` says that it was cancelled or reversed."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="lines")
    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="lines")
    amount = AmountField()
    holder = models.CharField(max_length=80, blank=True)
    account_number = models.CharField(max_length=40, blank=True)
    bank = models.CharField(max_length=120, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("payment",), name="expenses_paymentline_back", condition=Q(given_back_at__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("payment", "payable"), name="expenses_paymentline_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenses_paymentline_positive"),
        )

    def __str__(self) -> str:
        return f"{self.payment} {self.amount}"
