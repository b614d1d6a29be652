from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from budgets.choices import ControlAction, ControlScope, EntryKind
from budgets.models.categories import Category, Project
from budgets.models.years import FiscalYear, Period
from core.models.protect import APPEND_ONLY
from core.money import AmountField
from organization.models import Department


class ControlKey(models.Model):
    """What spending is controlled on: a department's category in a fiscal year (LED-02, LED-05).

    Its row is the lock every posting takes, and it carries the year's totals, the policy in force and the head of the
    key's hash chain (LED-08). `guard_amount` is by how much used may exceed appropriated; None does not guard
    (warn, escalate, record). The check constraint is the last guard behind the lock (LED-06).
    """

    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    appropriated = AmountField(default=0)
    committed = AmountField(default=0)
    actual = AmountField(default=0)
    scope = models.CharField(max_length=16, choices=ControlScope.choices)
    action = models.CharField(max_length=8, choices=ControlAction.choices)
    tolerance_amount = AmountField(default=0)
    tolerance_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    guard_amount = AmountField(null=True)
    chain_length = models.PositiveBigIntegerField(default=0)
    chain_head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("fiscal_year", "department", "category"), name="budgets_controlkey_once"),
            models.CheckConstraint(
                condition=Q(guard_amount__isnull=True)
                | Q(committed__lte=F("appropriated") + F("guard_amount") - F("actual")),
                name="budgets_controlkey_never_over",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year_id}/{self.department_id}/{self.category_id}"


class BudgetBalance(models.Model):
    """The sums of a key's entries in one month and project (LED-02), with year, department and category."""

    key = models.ForeignKey(ControlKey, on_delete=models.PROTECT, related_name="balances")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField()
    appropriated = AmountField(default=0)
    committed = AmountField(default=0)
    actual = AmountField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key", "period", "project"), nulls_distinct=False, name="budgets_budgetbalance_once"
            ),
        )
        indexes = (models.Index(fields=("fiscal_year", "department", "category"), name="budgets_balance_year"),)

    def __str__(self) -> str:
        return f"{self.key} {self.month}"


class LedgerEntry(models.Model):
    """One posting, never changed or deleted (LED-01). The table is partitioned by fiscal year (`year`).

    `amount` is signed: what it adds to the column of its kind. Source (kind, document, line), kind, occasion and
    period name the posting, once (LED-03); `occasion` tells apart what happens to a line more than once, such as
    `submit:2` or `claim:17`.
    `sequence` counts the key's entries; `hash` is over content and `previous_hash` (LED-08).
    """

    id = models.BigAutoField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    key = models.ForeignKey(ControlKey, on_delete=models.PROTECT, related_name="entries")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=EntryKind.choices)
    amount = AmountField()
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    source_line = models.BigIntegerField()
    occasion = models.CharField(max_length=60)
    source_label = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    sequence = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("key", "sequence")
        triggers = APPEND_ONLY
        constraints = (
            models.UniqueConstraint(
                fields=("year", "source_kind", "source_id", "source_line", "kind", "occasion", "period"),
                name="budgets_ledgerentry_once",
            ),
            models.UniqueConstraint(fields=("year", "key", "sequence"), name="budgets_ledgerentry_sequence"),
            models.CheckConstraint(
                condition=Q(kind__in=["COMMITMENT", "RELEASE_REVERSAL", "ACTUAL"], amount__gt=0)
                | Q(kind__in=["COMMITMENT_REVERSAL", "RELEASE", "ACTUAL_REVERSAL"], amount__lt=0)
                | (Q(kind__in=["APPROPRIATION", "APPROPRIATION_REVERSAL"]) & ~Q(amount=0)),
                name="budgets_ledgerentry_sign",
            ),
        )
        indexes = (
            models.Index(fields=("source_kind", "source_id"), name="budgets_entry_source"),
            models.Index(fields=("fiscal_year", "posted_at"), name="budgets_entry_posted"),
            models.Index(fields=("department", "category", "period"), name="budgets_entry_drill"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.source_label}"


class ControlOverride(models.Model):
    """Leave to exceed a key's budget by an amount until a moment, with its reason (LED-05).

    It holds in the control window that contains `month`: the month, its quarter, or the year, as the key's scope
    says.
    """

    key = models.ForeignKey(ControlKey, on_delete=models.PROTECT, related_name="overrides")
    month = models.PositiveSmallIntegerField(default=1)
    amount = AmountField()
    reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-granted_at",)
        indexes = (models.Index(fields=("key",), name="budgets_override_open", condition=Q(ended_at__isnull=True)),)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="budgets_controloverride_positive"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="budgets_controloverride_month"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="budgets_controloverride_expires_later"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} +{self.amount}"


class BalanceSnapshot(models.Model):
    """A key's balance in a month and project at a past moment; "as of" adds the entries since (LED-07).

    It sums the entries up to `through_sequence` posted at `taken_at` or before; one posted before but committed after
    has a later sequence, and is added by whoever reads the snapshot.
    """

    taken_at = models.DateTimeField()
    through_sequence = models.PositiveBigIntegerField(default=0)
    key = models.ForeignKey(ControlKey, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.ForeignKey(FiscalYear, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    month = models.PositiveSmallIntegerField()
    appropriated = AmountField()
    committed = AmountField()
    actual = AmountField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("fiscal_year", "taken_at", "key", "period", "project"),
                nulls_distinct=False,
                name="budgets_balancesnapshot_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.month} {self.taken_at:%Y-%m-%d}"
