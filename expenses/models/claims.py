from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Category, Period, Project
from core import history
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField, TaxRateField, net_of
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import ClaimKind, ClaimState, Outcome
from expenses.models.requests import SpendRequest, SpendRequestLine
from organization.models import Department

EDITABLE = (ClaimState.DRAFT, ClaimState.RETURNED)


@history.track_values("version")
class Claim(Document):
    """An expense claim or a supplier's invoice (EXP-02). Submitting holds, final approval posts the actual (EXP-06).

    `total` is in the claim's currency; `base_total` is what counts against the budget, at the rate frozen when
    submitted (GEN-02b). `table_rate` is the rate finance keeps for its day; None in the base currency. `complaint` is
    the number of the complaint it is spent on (CMP-08).
    """

    kind: ClassVar[str] = "expense_claim"

    claim_kind = models.CharField(_("kind"), max_length=8, choices=ClaimKind.choices, default=ClaimKind.EXPENSE)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    state = StateField(choices=ClaimState.choices, default=ClaimState.DRAFT, protected=True)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    request = models.ForeignKey(
        SpendRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="claims", verbose_name=_("request")
    )
    complaint = models.CharField(_("complaint"), max_length=40, blank=True, default="", db_default="")
    currency = models.CharField(max_length=3, default="CNY")
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=1)
    rate_date = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=60, blank=True)
    table_rate = models.DecimalField(_("rate kept by finance"), max_digits=18, decimal_places=8, null=True, blank=True)
    total = AmountField(default=0)
    base_total = AmountField(default=0)
    is_above_request = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        triggers = (
            marks_search(
                "expense_claim", key="id", columns=("number", "title", "purpose", "complaint", "department_id")
            ),
        )
        indexes = (
            models.Index(fields=("department", "-created_at"), name="expenses_claim_department"),
            models.Index(fields=("created_by", "-created_at"), name="expenses_claim_maker"),
            models.Index(fields=("-created_at", "-id"), name="expenses_claim_newest"),
            models.Index(fields=("state", "-created_at", "-id"), name="expenses_claim_state"),
            models.Index(fields=("base_total",), name="expenses_claim_amount"),
            models.Index(fields=("title",), name="expenses_claim_title"),
            models.Index(fields=("complaint",), name="expenses_claim_complaint", condition=~Q(complaint="")),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["DRAFT", "CANCELLED"])
                | (Q(number__isnull=False) & Q(submitted_at__isnull=False)),
                name="expenses_claim_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(posted_at__isnull=False), name="expenses_claim_approved_is_posted"
            ),
            models.CheckConstraint(condition=Q(total__gte=0) & Q(rate__gt=0), name="expenses_claim_total"),
        )

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def rate_differs(self) -> bool:
        """Whether the author typed another rate than the one finance keeps (GEN-02b)."""
        return self.table_rate is not None and self.rate != self.table_rate

    @property
    def is_editable(self) -> bool:
        """Drafts and returned claims can be changed."""
        return self.state in EDITABLE

    @transition(field="state", source=EDITABLE, target=ClaimState.IN_REVIEW, permission=policies.can_submit_claim)
    def submit(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(field="state", source=ClaimState.IN_REVIEW, target=ClaimState.DRAFT, permission=policies.is_owner)
    def withdraw(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ClaimState.IN_REVIEW, target=ClaimState.RETURNED, permission=policies.by_approval)
    def send_back(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ClaimState.IN_REVIEW, target=ClaimState.REJECTED, permission=policies.by_approval)
    def reject(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ClaimState.IN_REVIEW, target=ClaimState.APPROVED, permission=policies.by_approval)
    def approve(self, *, at: datetime) -> None:
        self.posted_at = at

    @transition(
        field="state", source=ClaimState.IN_REVIEW, target=ClaimState.IN_REVIEW, permission=policies.can_submit_claim
    )
    def amend(self, *, at: datetime) -> None:
        self.submitted_at = at

    @transition(
        field="state", source=ClaimState.IN_REVIEW, target=ClaimState.IN_REVIEW, permission=policies.by_approval
    )
    def grant_less(self, *, at: datetime) -> None: ...

    @transition(field="state", source=EDITABLE, target=ClaimState.CANCELLED, permission=policies.is_owner)
    def cancel(self, *, at: datetime) -> None: ...


@history.track_values("invoice_code_key", "invoice_number_key", "supplier_key")
class ClaimLine(models.Model):
    """One expense. `amount` is tax-inclusive in the claim's currency, `base_amount` in the base currency (GEN-01,
    GEN-02b).

    `held` is what the line holds of the budget now, `from_request` how much of it came from the request's own hold, by
    estimate in `uses`; `taken` is the same while a step is being noted;
    `period` is the month it counts in, fixed when submitted. `is_prior_period` marks an expense of a month closed
    already (EXP-02b). Where an approver granted less, `claimed_amount` is what was asked for and `amount` is what was
    granted. `away_amount` is what corrections took from where it was posted, `reversed_amount` what stands nowhere
    any more, both in the base currency (EXP-08). The invoice is kept as typed; its keys are what is compared (EXP-05).
    """

    taken: dict[int, Decimal]

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    request_line = models.ForeignKey(
        SpendRequestLine, null=True, blank=True, on_delete=models.PROTECT, related_name="claim_lines"
    )
    description = models.CharField(_("description"), max_length=200)
    expense_date = models.DateField(_("date"))
    amount = AmountField(_("amount, tax included"))
    tax_rate = TaxRateField(_("tax rate"), default=0)
    base_amount = AmountField(default=0)
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    supplier_key = models.CharField(max_length=120, blank=True, default="", db_default="", editable=False)
    invoice_code = models.CharField(_("invoice code"), max_length=20, blank=True)
    invoice_number = models.CharField(_("invoice number"), max_length=30, blank=True)
    invoice_code_key = models.CharField(max_length=20, blank=True, default="", editable=False)
    invoice_number_key = models.CharField(max_length=30, blank=True, default="", editable=False)
    claimed_amount = AmountField(_("amount claimed"), null=True, blank=True)
    cut_reason = models.CharField(_("why less was granted"), max_length=500, blank=True)
    held = AmountField(default=0)
    from_request = AmountField(default=0)
    away_amount = AmountField(default=0)
    reversed_amount = AmountField(default=0)
    period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    is_prior_period = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        triggers = (
            marks_search(
                "expense_claim",
                key="claim_id",
                columns=("category_id", "description", "supplier", "invoice_code", "invoice_number"),
            ),
        )
        indexes = (
            models.Index(
                fields=("invoice_number_key", "invoice_code_key"),
                name="expenses_claimline_invkey",
                condition=~Q(invoice_number_key=""),
            ),
            models.Index(
                fields=("supplier_key", "expense_date"),
                name="expenses_claimline_supplier",
                condition=~Q(supplier_key=""),
            ),
            models.Index(fields=("claim",), name="expenses_claimline_prior", condition=Q(is_prior_period=True)),
            models.Index(fields=("claim",), name="expenses_claimline_holding", condition=Q(held__gt=0)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, claimed_amount__gt=0), name="expenses_claimline_positive"
            ),
            models.CheckConstraint(
                condition=Q(claimed_amount__isnull=True) | (Q(claimed_amount__gt=F("amount")) & ~Q(cut_reason="")),
                name="expenses_claimline_cut_says_why",
            ),
            models.CheckConstraint(
                condition=Q(away_amount__gte=0)
                & Q(away_amount__lte=F("base_amount"))
                & Q(reversed_amount__gte=0)
                & Q(reversed_amount__lte=F("base_amount")),
                name="expenses_claimline_corrected",
            ),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lte=1), name="expenses_claimline_tax"),
            models.CheckConstraint(
                condition=Q(held__gte=0) & Q(from_request__gte=0) & Q(from_request__lte=F("base_amount")),
                name="expenses_claimline_holds",
            ),
        )

    def __str__(self) -> str:
        return self.description

    @property
    def asked_amount(self) -> Decimal:
        """What the maker claimed, whatever was granted of it (EXP-02b)."""
        return Decimal(self.amount if self.claimed_amount is None else self.claimed_amount)

    @property
    def is_cut(self) -> bool:
        """Whether less was granted than claimed."""
        return self.claimed_amount is not None

    @property
    def net_amount(self) -> Decimal:
        """The amount without tax (GEN-02)."""
        return net_of(self.amount, self.tax_rate)

    @property
    def tax_amount(self) -> Decimal:
        """The tax in the amount: gross less net, so the two add up (GEN-02)."""
        return Decimal(self.amount) - self.net_amount


class EstimateUse(models.Model):
    """What a claim's line took of the hold of one estimate (EXP-02): a line may use several of its category."""

    claim_line = models.ForeignKey(ClaimLine, on_delete=models.CASCADE, related_name="uses")
    request_line = models.ForeignKey(SpendRequestLine, on_delete=models.PROTECT, related_name="uses")
    amount = AmountField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("claim_line", "request_line"), name="expenses_estimateuse_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="expenses_estimateuse_positive"),
        )

    def __str__(self) -> str:
        return f"{self.request_line}: {self.amount}"
