from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department
from parts_sales import policies_money
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_money import StatementEntry, StatementState
from parts_sales.models.orders import SalesOrder


class Statement(Document):
    """What a customer owed when a month began, what was invoiced, received and credited in it, what it owes at its end
    (PSL-25). Frozen as it was made, in the base currency. `ages` are the unpaid invoices of its last day by how late
    they were (rules.credit.ages), `unbilled` what had been shipped and not been invoiced when it was made.
    """

    kind: ClassVar[str] = "statement"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="statements", verbose_name=_("customer")
    )
    state = StateField(choices=StatementState.choices, default=StatementState.MADE, protected=True)
    month = models.DateField(_("month"))
    opening = AmountField()
    charged = AmountField()
    received = AmountField()
    credited = AmountField(default=0)
    closing = AmountField()
    unbilled = AmountField(default=0)
    ages = ArrayField(AmountField(), default=list)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_way = models.CharField(_("sent by"), max_length=8, choices=ConfirmedBy.choices, blank=True)
    sent_to = models.CharField(_("sent to"), max_length=254, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_way = models.CharField(_("how it was answered"), max_length=8, choices=ConfirmedBy.choices, blank=True)
    answered_name = models.CharField(_("who answered"), max_length=80, blank=True)
    dispute = models.CharField(_("what is disputed"), max_length=1000, blank=True)

    class Meta:
        ordering = ("-month", "-pk")
        triggers = (marks_search("statement", key="id", columns=("number", "customer_id", "department_id")),)
        constraints = (
            models.CheckConstraint(condition=Q(number__isnull=False), name="parts_sales_statement_has_number"),
            models.UniqueConstraint(fields=("customer", "month"), name="parts_sales_statement_once"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("charged") - F("received") - F("credited")),
                name="parts_sales_statement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state="MADE") | Q(sent_at__isnull=False), name="parts_sales_statement_sent_before_answered"
            ),
            models.CheckConstraint(
                condition=~Q(state="DISPUTED") | ~Q(dispute=""), name="parts_sales_statement_dispute_says_what"
            ),
        )

    def __str__(self) -> str:
        return self.number or ""

    @property
    def overdue(self) -> Decimal:
        """What of the unpaid invoices was late on the last day of the month."""
        return sum(self.ages[1:], Decimal(0))

    @transition(
        field="state",
        source=(StatementState.MADE, StatementState.ISSUED),
        target=StatementState.ISSUED,
        permission=policies_money.can_answer_statement,
    )
    def send(self, *, at: datetime, way: str, to: str) -> None:
        self.sent_at, self.sent_way, self.sent_to = at, way, to

    @transition(
        field="state",
        source=(StatementState.MADE, StatementState.DISPUTED),
        target=StatementState.MADE,
        permission=policies_money.can_answer_statement,
    )
    def renew(self, *, at: datetime) -> None:
        self.sent_at = self.answered_at = None
        self.sent_way = self.sent_to = self.answered_way = self.answered_name = self.dispute = ""

    @transition(
        field="state",
        source=(StatementState.ISSUED, StatementState.DISPUTED),
        target=StatementState.CONFIRMED,
        permission=policies_money.can_answer_statement,
    )
    def confirm(self, *, at: datetime, way: str, name: str) -> None:
        self.answered_at, self.answered_way, self.answered_name = at, way, name

    @transition(
        field="state",
        source=StatementState.ISSUED,
        target=StatementState.DISPUTED,
        permission=policies_money.can_answer_statement,
    )
    def contest(self, *, at: datetime, way: str, name: str, what: str) -> None:
        self.answered_at, self.answered_way, self.answered_name, self.dispute = at, way, name, what


class StatementLine(models.Model):
    """One invoice, payment or credit of the month, as the statement was made. What lowers the debt is below zero."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    day = models.DateField()
    entry = models.CharField(max_length=10, choices=StatementEntry.choices)
    number = models.CharField(max_length=40, blank=True)
    order = models.ForeignKey(SalesOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = AmountField()
    balance = AmountField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.number} {self.amount}"
