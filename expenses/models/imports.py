from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgets.models import Category, Period
from core.models.base import Document
from core.models.search import marks_search
from core.money import AmountField
from core.transitions import StateField, transition
from expenses import policies
from expenses.choices import AmountsAre, ImportRowState, ImportState, ImportValueKind
from organization.models import Department


class ImportSource(models.Model):
    """An accounting system that expenses come from, with what was learned of its exports (EXP-09).

    `columns` says what a column with a certain heading is, as it was read the last time.
    """

    name = models.CharField(_("source"), max_length=60, unique=True)
    columns = models.JSONField(default=dict)
    amounts_are = models.CharField(max_length=5, choices=AmountsAre.choices, default=AmountsAre.GROSS)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ImportValue(models.Model):
    """What a source's account or department is here: a category, a department, or nothing of ours (left out)."""

    source = models.ForeignKey(ImportSource, on_delete=models.CASCADE, related_name="values")
    kind = models.CharField(max_length=10, choices=ImportValueKind.choices)
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=200)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    is_left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ("kind", "text")
        constraints = (
            models.UniqueConstraint(fields=("source", "kind", "key"), name="expenses_importvalue_once"),
            models.CheckConstraint(
                condition=Q(is_left_out=True, category__isnull=True, department__isnull=True)
                | Q(is_left_out=False, kind="SUBJECT", category__isnull=False, department__isnull=True)
                | Q(is_left_out=False, kind="DEPARTMENT", category__isnull=True, department__isnull=False),
                name="expenses_importvalue_means_one",
            ),
        )

    def __str__(self) -> str:
        return self.text


class ExpenseImport(Document):
    """A file of expenses from an accounting system: read, checked as a whole, posted as a whole (EXP-09, GEN-16).

    `reading` says how the file is read: sheet, heading row, columns, whether amounts hold the tax; with it stand the
    first rows and what the file calls its accounts and departments. `counts` are rows by state, `amounts` their sums.
    `problem` is the refusal that ended the last step, as code and facts. `beyond` are keys exceeded where the policy
    lets it pass.
    """

    kind: ClassVar[str] = "expense_import"

    state = StateField(choices=ImportState.choices, default=ImportState.CHECKING, protected=True)
    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="imports")
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=200)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    amounts = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    beyond = models.JSONField(default=list)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_total = AmountField(default=0)

    class Meta:
        triggers = (marks_search("expense_import", key="id", columns=("number", "file_name")),)
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("sha256",), name="expenses_import_same_file"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["POSTED", "REVERSING", "REVERSED"])
                | (Q(number__isnull=False) & Q(posted_at__isnull=False)),
                name="expenses_import_posted_has_number",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.file_name

    @transition(
        field="state",
        source=(ImportState.CHECKED, ImportState.UNREADABLE),
        target=ImportState.CHECKING,
        permission=policies.can_import_document,
    )
    def check_again(self, *, at: datetime) -> None: ...

    @transition(field="state", source=ImportState.CHECKING, target=ImportState.CHECKED, permission=policies.by_system)
    def checked(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ImportState.CHECKING, target=ImportState.UNREADABLE, permission=policies.by_system
    )
    def refuse(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(ImportState.CHECKED, ImportState.UNREADABLE, ImportState.CHECKING),
        target=ImportState.DISCARDED,
        permission=policies.can_import_document,
    )
    def discard(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(ImportState.CHECKED, ImportState.POSTED),
        target=ImportState.POSTING,
        permission=policies.can_import_document,
    )
    def begin_posting(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ImportState.POSTING, target=ImportState.POSTED, permission=policies.can_import_document
    )
    def post(self, *, at: datetime) -> None:
        self.posted_at = self.posted_at or at
        self.submitted_at = self.submitted_at or at

    @transition(field="state", source=ImportState.POSTING, target=ImportState.CHECKED, permission=policies.by_system)
    def end_posting(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=(ImportState.POSTING, ImportState.REVERSING),
        target=ImportState.POSTED,
        permission=policies.by_system,
    )
    def stay_posted(self, *, at: datetime) -> None: ...

    @transition(
        field="state",
        source=ImportState.POSTED,
        target=ImportState.REVERSING,
        permission=policies.can_reverse_import,
    )
    def begin_reversing(self, *, at: datetime) -> None: ...

    @transition(
        field="state", source=ImportState.REVERSING, target=ImportState.REVERSED, permission=policies.can_reverse_import
    )
    def reverse(self, *, at: datetime) -> None: ...


class ImportRow(models.Model):
    """A row of the file as it was read. `number` is its row on the sheet; `amount` is gross, in the base currency,
    below zero where the source takes an expense back (GEN-02b).

    `complaint` is the number of the complaint it was spent on (CMP-08).
    `key` names the voucher's line within its source: it can be posted once. `problems` hold codes with their facts,
    `cells` what stands in the file, for rows that are not good. `available` is what was left for a row over budget,
    `action` the policy that keeps it out. `away_amount` is what corrections took from where it was posted,
    `reversed_amount` what stands nowhere any more (EXP-08); both have the sign of `amount`. A row that was wholly
    reversed can be brought in again.
    """

    document = models.ForeignKey(ExpenseImport, on_delete=models.CASCADE, related_name="rows")
    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=ImportRowState.choices)
    key = models.CharField(max_length=64)
    voucher = models.CharField(max_length=40)
    entry = models.CharField(max_length=20)
    expense_date = models.DateField(null=True)
    summary = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    department_text = models.CharField(max_length=200)
    supplier = models.CharField(max_length=120)
    supplier_key = models.CharField(max_length=120, default="", db_default="")
    invoice_number = models.CharField(max_length=30)
    invoice_key = models.CharField(max_length=30)
    complaint = models.CharField(max_length=40, default="", db_default="", blank=True)
    amount = AmountField(default=0)
    tax_amount = AmountField(default=0)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, null=True, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    available = AmountField(null=True)
    action = models.CharField(max_length=8, default="", blank=True)
    away_amount = AmountField(default=0, db_default=0)
    reversed_amount = AmountField(default=0, db_default=0)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=("document", "state", "number"), name="expenses_importrow_shown"),
            models.Index(
                fields=("invoice_key",),
                name="expenses_importrow_invoice",
                condition=Q(state="POSTED") & ~Q(invoice_key=""),
            ),
            models.Index(
                fields=("supplier_key", "expense_date"),
                name="expenses_importrow_supplier",
                condition=Q(state="POSTED") & ~Q(supplier_key=""),
            ),
            models.Index(fields=("complaint",), name="expenses_importrow_complaint", condition=~Q(complaint="")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("source", "key"),
                name="expenses_importrow_posted_once",
                condition=Q(state="POSTED") & (Q(amount=0) | ~Q(reversed_amount=F("amount"))),
            ),
            models.CheckConstraint(
                condition=Q(reversed_amount__gte=0, away_amount__gte=F("reversed_amount"), amount__gte=F("away_amount"))
                | Q(reversed_amount__lte=0, away_amount__lte=F("reversed_amount"), amount__lte=F("away_amount")),
                name="expenses_importrow_corrected_within",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["GOOD", "SHORT", "POSTED", "REVERSED"])
                | Q(category__isnull=False, department__isnull=False, period__isnull=False, expense_date__isnull=False),
                name="expenses_importrow_good_is_whole",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.voucher} {self.summary}".strip()

    @property
    def label(self) -> str:
        """By what documents name it: its import and its row on the sheet."""
        return f"{self.document.number or self.document.file_name}/{self.number}"

    @property
    def net_amount(self) -> Decimal:
        """The amount without its tax; the two add up (GEN-02)."""
        return Decimal(self.amount) - Decimal(self.tax_amount)

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.summary or self.voucher or self.subject
