from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import formats, history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from customers.models import Customer
from organization.models import Department
from parts_sales import policies_money
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_money import LIVE_TERMS, ReviewOutcome, TermKind, TermState


@history.track_values("version")
class CreditTerm(Document):
    """On what terms a customer is delivered to before it pays (PSL-22): a limit in the base currency and the days
    within which an invoice is paid. The row is the lock under which exposure is judged.

    `review_due` is the last day on which the terms hold without having been evaluated again.
    """

    kind: ClassVar[str] = "credit_term"

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="credit_terms", verbose_name=_("customer")
    )
    state = StateField(choices=TermState.choices, default=TermState.IN_REVIEW, protected=True)
    term_kind = models.CharField(_("terms"), max_length=12, choices=TermKind.choices, default=TermKind.MONTHLY)
    limit_amount = AmountField(_("credit limit"))
    days = models.PositiveSmallIntegerField(_("days to pay"))
    reason = models.TextField(_("reason"), max_length=2000)
    approved_at = models.DateTimeField(null=True, blank=True)
    review_due = models.DateField(_("to be evaluated by"), null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (marks_search("credit_term", key="id", columns=("number", "customer_id", "department_id")),)
        indexes = (models.Index(fields=("state", "review_due"), name="parts_sales_credit_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(number__isnull=False) & Q(submitted_at__isnull=False),
                name="parts_sales_creditterm_has_number",
            ),
            models.CheckConstraint(
                condition=Q(limit_amount__gt=0) & Q(days__gte=1) & Q(days__lte=365),
                name="parts_sales_creditterm_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["IN_FORCE", "SUSPENDED"]) | Q(review_due__isnull=False),
                name="parts_sales_creditterm_has_review",
            ),
            models.UniqueConstraint(
                fields=("customer",), condition=Q(state__in=["IN_FORCE", "SUSPENDED"]),
                name="parts_sales_creditterm_one_live",
            ),
            models.UniqueConstraint(
                fields=("customer",), condition=Q(state__in=["IN_REVIEW", "RETURNED"]),
                name="parts_sales_creditterm_one_asked",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number or ""

    @property
    def title(self) -> str:
        """What deciders read: the customer and what is asked for."""
        return f"{self.customer} · {self.get_term_kind_display()} · {formats.amount(self.limit_amount)}"

    def holds(self, *, on: date) -> bool:
        """Whether goods leave under them on a day: in force, and evaluated in time whether or not the clock has run
        (PSL-22).
        """
        return self.state == TermState.IN_FORCE and (self.review_due is None or self.review_due >= on)

    @staticmethod
    def holding(*, on: date) -> Q:
        """Where `holds` is true, for terms of many customers at once."""
        return Q(state=TermState.IN_FORCE) & (Q(review_due__isnull=True) | Q(review_due__gte=on))

    @property
    def is_live(self) -> bool:
        """In force or suspended."""
        return self.state in LIVE_TERMS

    @transition(
        field="state",
        source=TermState.RETURNED,
        target=TermState.IN_REVIEW,
        permission=policies_money.is_applicant,
    )
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state",
        source=(TermState.IN_REVIEW, TermState.RETURNED),
        target=TermState.CANCELLED,
        permission=policies_money.is_applicant,
    )
    def cancel(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=TermState.IN_REVIEW, target=TermState.RETURNED, permission=policies_money.by_approval
    )
    def send_back(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(TermState.IN_REVIEW, TermState.RETURNED),
        target=TermState.REJECTED,
        permission=policies_money.by_approval,
    )
    def reject(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=TermState.IN_REVIEW, target=TermState.IN_FORCE, permission=policies_money.by_approval
    )
    def approve(self, *, at: datetime, review_due: date) -> None:
        self.approved_at, self.review_due = at, review_due

    @transition(
        field="state", source=TermState.IN_FORCE, target=TermState.SUSPENDED, permission=policies_money.can_suspend
    )
    def suspend(self, *, at: datetime) -> None:
        self.suspended_at = at

    @transition(field="state", source=LIVE_TERMS, target=TermState.IN_FORCE, permission=policies_money.can_evaluate)
    def keep(self, *, at: datetime, review_due: date) -> None:
        self.suspended_at, self.review_due = None, review_due

    @transition(field="state", source=LIVE_TERMS, target=TermState.ENDED, permission=policies_money.can_suspend)
    def end(self, *, at: datetime) -> None:
        self.ended_at = at


class CreditReview(models.Model):
    """One evaluation of credit terms with finance's data of the span (PSL-22); amounts in the base currency."""

    term = models.ForeignKey(CreditTerm, on_delete=models.PROTECT, related_name="reviews")
    start_date = models.DateField()
    end_date = models.DateField()
    turnover = AmountField()
    paid_on_time = AmountField()
    paid_late = AmountField()
    overdue = AmountField()
    days_late = models.DecimalField(max_digits=7, decimal_places=1)
    most_days_late = models.PositiveIntegerField()
    outcome = models.CharField(max_length=6, choices=ReviewOutcome.choices)
    note = models.CharField(_("finding"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.term} {self.end_date}"


class DunningEntry(models.Model):
    """What was done to collect what a customer owes (PSL-25); `owed` is what was overdue then."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="dunning")
    day = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=8, choices=ConfirmedBy.choices)
    spoke_with = models.CharField(_("with whom"), max_length=80, blank=True)
    said = models.CharField(_("what was done and said"), max_length=1000)
    promised_date = models.DateField(_("promised for"), null=True, blank=True)
    promised_amount = AmountField(_("amount promised"), null=True, blank=True)
    owed = AmountField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=("customer", "-day"), name="parts_sales_dunning_customer"),)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.day}"
