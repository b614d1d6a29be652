import core.migrating
import core.money
import core.transitions
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("expenses", "0001_initial"),
        ("expenses", "0002_initial"),
        ("expenses", "0003_request_changes_and_base_totals"),
        ("expenses", "0004_value_history"),
        ("expenses", "0005_rate_kept_by_finance"),
        ("expenses", "0006_estimate_uses"),
        ("expenses", "0007_fill_estimate_uses"),
        ("expenses", "0008_invoice_keys"),
        ("expenses", "0009_fill_invoice_keys"),
        ("expenses", "0010_index_invoice_keys"),
        ("expenses", "0011_payments"),
        ("expenses", "0012_debts_of_approved_claims"),
        ("expenses", "0013_corrections"),
        ("expenses", "0014_advances"),
        ("expenses", "0015_join_search"),
        ("expenses", "0016_mark_money"),
        ("expenses", "0017_search_imports"),
        ("expenses", "0020_expense_imports"),
        ("expenses", "0021_who_imports"),
        ("expenses", "0030_search"),
        ("expenses", "0031_mark_documents"),
        ("expenses", "0035_long_lists"),
        ("expenses", "0040_flags"),
        ("expenses", "0041_supplier_keys"),
        ("expenses", "0042_fill_supplier_keys"),
        ("expenses", "0043_index_supplier_keys"),
        ("expenses", "0044_long_lists"),
        ("expenses", "0050_stop_wishes_in_core"),
        ("expenses", "0051_corrections_of_rows"),
    ]

    initial = True

    dependencies = [
        ("budgets", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ImportSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True, verbose_name="source")),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "amounts_are",
                            models.CharField(
                                choices=[("GROSS", "with tax"), ("NET", "without tax; the tax column is added")],
                                default="GROSS",
                                max_length=5,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("name",),
                    },
                ),
                migrations.CreateModel(
                    name="Advance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(verbose_name="purpose")),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("due_date", models.DateField(verbose_name="to be settled by")),
                        ("paid_date", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        ("paid_amount", core.money.AmountField(default=0)),
                        ("offset_amount", core.money.AmountField(default=0)),
                        ("returned_amount", core.money.AmountField(default=0)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [models.Index(fields=["created_by", "state"], name="expenses_advance_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="expenses_advance_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__gt", 0),
                                    ("paid_amount__gte", 0),
                                    ("paid_amount__lte", models.F("amount")),
                                    ("offset_amount__gte", 0),
                                    ("returned_amount__gte", 0),
                                    (
                                        "paid_amount__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("offset_amount"), "+", models.F("returned_amount")
                                        ),
                                    ),
                                ),
                                name="expenses_advance_amounts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdvanceReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        ("return_date", models.DateField()),
                        ("account", models.CharField(max_length=80)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "advance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="expenses.advance",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="expenses_advancereturn_positive"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim_kind",
                            models.CharField(
                                choices=[("EXPENSE", "Expense claim"), ("INVOICE", "Supplier invoice")],
                                default="EXPENSE",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=60)),
                        (
                            "table_rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=8,
                                max_digits=18,
                                null=True,
                                verbose_name="rate kept by finance",
                            ),
                        ),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("is_above_request", models.BooleanField(default=False)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WITHIN", "Within budget"),
                                    ("WARN", "Over budget, flagged"),
                                    ("ESCALATE", "Over budget, the GM decides too"),
                                    ("RECORD", "Over budget, recorded"),
                                    ("STOP", "Over budget, stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="expenses_claim_department"),
                            models.Index(fields=["created_by", "-created_at"], name="expenses_claim_maker"),
                            models.Index(fields=["-created_at", "-id"], name="expenses_claim_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="expenses_claim_state"),
                            models.Index(fields=["base_total"], name="expenses_claim_amount"),
                            models.Index(fields=["title"], name="expenses_claim_title"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="expenses_claim_submitted_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "APPROVED"), _negated=True),
                                    ("posted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="expenses_claim_approved_is_posted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0), ("rate__gt", 0)), name="expenses_claim_total"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(max_length=200, verbose_name="description")),
                        ("expense_date", models.DateField(verbose_name="date")),
                        ("amount", core.money.AmountField(verbose_name="amount, tax included")),
                        (
                            "tax_rate",
                            core.money.TaxRateField(
                                decimal_places=4,
                                default=0,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                                verbose_name="tax rate",
                            ),
                        ),
                        ("base_amount", core.money.AmountField(default=0)),
                        ("supplier", models.CharField(blank=True, max_length=120, verbose_name="supplier")),
                        (
                            "supplier_key",
                            models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
                        ),
                        ("invoice_code", models.CharField(blank=True, max_length=20, verbose_name="invoice code")),
                        ("invoice_number", models.CharField(blank=True, max_length=30, verbose_name="invoice number")),
                        ("invoice_code_key", models.CharField(blank=True, default="", editable=False, max_length=20)),
                        ("invoice_number_key", models.CharField(blank=True, default="", editable=False, max_length=30)),
                        (
                            "claimed_amount",
                            core.money.AmountField(blank=True, null=True, verbose_name="amount claimed"),
                        ),
                        (
                            "cut_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="why less was granted"),
                        ),
                        ("held", core.money.AmountField(default=0)),
                        ("from_request", core.money.AmountField(default=0)),
                        ("away_amount", core.money.AmountField(default=0)),
                        ("reversed_amount", core.money.AmountField(default=0)),
                        ("is_prior_period", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="expenses.claim"
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.project",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("invoice_number_key", ""), _negated=True),
                                fields=["invoice_number_key", "invoice_code_key"],
                                name="expenses_claimline_invkey",
                            ),
                            models.Index(
                                condition=models.Q(("supplier_key", ""), _negated=True),
                                fields=["supplier_key", "expense_date"],
                                name="expenses_claimline_supplier",
                            ),
                            models.Index(
                                condition=models.Q(("is_prior_period", True)),
                                fields=["claim"],
                                name="expenses_claimline_prior",
                            ),
                            models.Index(
                                condition=models.Q(("held__gt", 0)), fields=["claim"], name="expenses_claimline_holding"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__gt", 0),
                                    models.Q(("amount", 0), ("claimed_amount__gt", 0)),
                                    _connector="OR",
                                ),
                                name="expenses_claimline_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("claimed_amount__isnull", True),
                                    models.Q(
                                        ("claimed_amount__gt", models.F("amount")),
                                        models.Q(("cut_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="expenses_claimline_cut_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("away_amount__gte", 0),
                                    ("away_amount__lte", models.F("base_amount")),
                                    ("reversed_amount__gte", 0),
                                    ("reversed_amount__lte", models.F("base_amount")),
                                ),
                                name="expenses_claimline_corrected",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tax_rate__gte", 0), ("tax_rate__lte", 1)),
                                name="expenses_claimline_tax",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("held__gte", 0),
                                    ("from_request__gte", 0),
                                    ("from_request__lte", models.F("base_amount")),
                                ),
                                name="expenses_claimline_holds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "correction_kind",
                            models.CharField(
                                choices=[("REVERSAL", "Reversal"), ("RECLASSIFICATION", "Reclassification")],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("total", core.money.AmountField(default=0)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WITHIN", "Within budget"),
                                    ("WARN", "Over budget, flagged"),
                                    ("ESCALATE", "Over budget, the GM decides too"),
                                    ("RECORD", "Over budget, recorded"),
                                    ("STOP", "Over budget, stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "to_category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "to_department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "to_period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "to_project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.project",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="expenses_correction_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "APPROVED"), _negated=True),
                                    ("posted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="expenses_correction_is_posted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("correction_kind", "REVERSAL"), _negated=True),
                                    models.Q(
                                        ("to_category__isnull", True),
                                        ("to_department__isnull", True),
                                        ("to_period__isnull", True),
                                        ("to_project__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="expenses_correction_reversal_goes_nowhere",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gt", 0)), name="expenses_correction_total"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectionLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                        (
                            "claim_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="expenses.claimline",
                            ),
                        ),
                        (
                            "correction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="expenses.correction",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "of_line",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="expenses.correctionline",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.period"
                            ),
                        ),
                        (
                            "posted_period",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.project",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("correction", "claim_line", "of_line"),
                                name="expenses_correctionline_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="expenses_correctionline_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("of_line__isnull", True),
                                    models.Q(("of_line", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="expenses_correctionline_of_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpenseImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("CHECKING", "Being checked"),
                                    ("UNREADABLE", "Cannot be read"),
                                    ("CHECKED", "Checked"),
                                    ("POSTING", "Being posted"),
                                    ("POSTED", "Posted"),
                                    ("REVERSING", "Being reversed"),
                                    ("REVERSED", "Reversed"),
                                    ("DISCARDED", "Let go"),
                                ],
                                default="CHECKING",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("file", models.FileField(max_length=200, upload_to="imports/%Y/%m/")),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("reading", models.JSONField(default=dict)),
                        ("counts", models.JSONField(default=dict)),
                        ("amounts", models.JSONField(default=dict)),
                        ("problem", models.JSONField(default=dict)),
                        ("beyond", models.JSONField(default=list)),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                        ("posted_total", core.money.AmountField(default=0)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="expenses.importsource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [models.Index(fields=["sha256"], name="expenses_import_same_file")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["POSTED", "REVERSING", "REVERSED"]), _negated=True),
                                    models.Q(("number__isnull", False), ("posted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="expenses_import_posted_has_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Flag",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_code",
                            models.CharField(
                                choices=[
                                    ("SAME", "Possibly the same expense"),
                                    ("SPLIT", "Possibly split below a limit"),
                                    ("PRICE", "Above the policy's price"),
                                    ("LATE", "Claimed late"),
                                    ("DAY_OFF", "On a weekend or holiday"),
                                    ("ROUND", "Round amount"),
                                    ("UNUSUAL", "Far above the usual"),
                                ],
                                max_length=8,
                                verbose_name="check",
                            ),
                        ),
                        ("line", models.PositiveSmallIntegerField(default=0)),
                        ("line_text", models.CharField(blank=True, max_length=200)),
                        ("facts", models.JSONField(default=dict)),
                        ("key", models.CharField(max_length=40)),
                        ("found_at", models.DateTimeField()),
                        ("is_current", models.BooleanField(default=True)),
                        ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                        ("explained_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="flags",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "explained_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("line", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("explanation", ""),
                                    models.Q(("explained_at__isnull", False), ("explained_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="expenses_flag_explained_by_somebody",
                            ),
                            models.UniqueConstraint(fields=("claim", "key"), name="expenses_flag_once_a_claim"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("GOOD", "Good"),
                                    ("BAD", "With problems"),
                                    ("KNOWN", "Brought in before"),
                                    ("SKIPPED", "No expense"),
                                    ("SHORT", "Over budget"),
                                    ("POSTED", "Posted"),
                                    ("REVERSED", "Reversed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        ("voucher", models.CharField(max_length=40)),
                        ("entry", models.CharField(max_length=20)),
                        ("expense_date", models.DateField(null=True)),
                        ("summary", models.CharField(max_length=200)),
                        ("subject", models.CharField(max_length=200)),
                        ("department_text", models.CharField(max_length=200)),
                        ("supplier", models.CharField(max_length=120)),
                        ("supplier_key", models.CharField(db_default="", default="", max_length=120)),
                        ("invoice_number", models.CharField(max_length=30)),
                        ("invoice_key", models.CharField(max_length=30)),
                        ("amount", core.money.AmountField(default=0)),
                        ("tax_amount", core.money.AmountField(default=0)),
                        ("problems", models.JSONField(default=list)),
                        ("cells", models.JSONField(default=list)),
                        ("available", core.money.AmountField(null=True)),
                        ("action", models.CharField(blank=True, default="", max_length=8)),
                        ("away_amount", core.money.AmountField(db_default=0, default=0)),
                        ("reversed_amount", core.money.AmountField(db_default=0, default=0)),
                        (
                            "category",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="expenses.expenseimport",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="expenses.importsource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("number",),
                        "indexes": [
                            models.Index(fields=["document", "state", "number"], name="expenses_importrow_shown"),
                            models.Index(
                                condition=models.Q(("state", "POSTED"), models.Q(("invoice_key", ""), _negated=True)),
                                fields=["invoice_key"],
                                name="expenses_importrow_invoice",
                            ),
                            models.Index(
                                condition=models.Q(("state", "POSTED"), models.Q(("supplier_key", ""), _negated=True)),
                                fields=["supplier_key", "expense_date"],
                                name="expenses_importrow_supplier",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state", "POSTED"),
                                    models.Q(
                                        ("amount", 0),
                                        models.Q(("reversed_amount", models.F("amount")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                fields=("source", "key"),
                                name="expenses_importrow_posted_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gte", models.F("away_amount")),
                                        ("away_amount__gte", models.F("reversed_amount")),
                                        ("reversed_amount__gte", 0),
                                    ),
                                    models.Q(
                                        ("amount__lte", models.F("away_amount")),
                                        ("away_amount__lte", models.F("reversed_amount")),
                                        ("reversed_amount__lte", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="expenses_importrow_corrected_within",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["GOOD", "SHORT", "POSTED", "REVERSED"]), _negated=True),
                                    models.Q(
                                        ("category__isnull", False),
                                        ("department__isnull", False),
                                        ("expense_date__isnull", False),
                                        ("period__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="expenses_importrow_good_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("SUBJECT", "Account"), ("DEPARTMENT", "Department")], max_length=10
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("text", models.CharField(max_length=200)),
                        ("is_left_out", models.BooleanField(default=False)),
                        (
                            "category",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="expenses.importsource",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("kind", "text"),
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "kind", "key"), name="expenses_importvalue_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("category__isnull", True), ("department__isnull", True), ("is_left_out", True)
                                    ),
                                    models.Q(
                                        ("category__isnull", False),
                                        ("department__isnull", True),
                                        ("is_left_out", False),
                                        ("kind", "SUBJECT"),
                                    ),
                                    models.Q(
                                        ("category__isnull", True),
                                        ("department__isnull", False),
                                        ("is_left_out", False),
                                        ("kind", "DEPARTMENT"),
                                    ),
                                    _connector="OR",
                                ),
                                name="expenses_importvalue_means_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payable",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("supplier", models.CharField(blank=True, max_length=120)),
                        ("supplier_key", models.CharField(blank=True, max_length=120)),
                        ("amount", core.money.AmountField()),
                        ("paid", core.money.AmountField(default=0)),
                        ("offset", core.money.AmountField(default=0)),
                        ("since", models.DateField()),
                        (
                            "advance",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payable",
                                to="expenses.advance",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payables",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("since", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    (
                                        "paid__lt",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("amount"), "-", models.F("offset")
                                        ),
                                    )
                                ),
                                fields=["since"],
                                name="expenses_payable_open",
                            ),
                            models.Index(fields=["supplier_key"], name="expenses_payable_supplier"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim", "advance", "person", "supplier_key"),
                                name="expenses_payable_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("supplier_key", "")),
                                    models.Q(("person__isnull", True), models.Q(("supplier_key", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="expenses_payable_one_payee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paid__gte", 0),
                                    ("offset__gte", 0),
                                    (
                                        "paid__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("amount"), "-", models.F("offset")
                                        ),
                                    ),
                                ),
                                name="expenses_payable_never_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("advance__isnull", True), ("claim__isnull", False)),
                                    models.Q(("advance__isnull", False), ("claim__isnull", True)),
                                    _connector="OR",
                                ),
                                name="expenses_payable_one_document",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdvanceUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        (
                            "advance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="expenses.advance"
                            ),
                        ),
                        (
                            "payable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="expenses.payable"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(fields=("advance", "payable"), name="expenses_advanceuse_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="expenses_advanceuse_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayeeAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("supplier", models.CharField(blank=True, max_length=120, verbose_name="supplier")),
                        ("supplier_key", models.CharField(blank=True, max_length=120)),
                        ("holder", models.CharField(max_length=80, verbose_name="account holder")),
                        ("account_number", models.CharField(max_length=40, verbose_name="account number")),
                        ("bank", models.CharField(max_length=120, verbose_name="bank and branch")),
                        ("changed_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payee_account",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("supplier", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supplier_key", ""), _negated=True),
                                fields=("supplier_key",),
                                name="expenses_payeeaccount_supplier",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person__isnull", False), ("supplier_key", "")),
                                    models.Q(("person__isnull", True), models.Q(("supplier_key", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="expenses_payeeaccount_one_payee",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("PREPARED", "Prepared for the bank"),
                                    ("PAID", "Paid"),
                                    ("REVERSED", "Reversed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="PREPARED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("total", core.money.AmountField(default=0)),
                        ("pay_date", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        ("account", models.CharField(blank=True, max_length=80, verbose_name="paid from")),
                        ("reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
                        ("exported_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "paid_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="expenses_payment_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["PREPARED", "CANCELLED"]),
                                    ("pay_date__isnull", False),
                                    _connector="OR",
                                ),
                                name="expenses_payment_paid_has_day",
                            ),
                            models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="expenses_payment_total"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        ("holder", models.CharField(blank=True, max_length=80)),
                        ("account_number", models.CharField(blank=True, max_length=40)),
                        ("bank", models.CharField(blank=True, max_length=120)),
                        ("given_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "payable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="expenses.payable"
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="expenses.payment"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("given_back_at__isnull", False)),
                                fields=["payment"],
                                name="expenses_paymentline_back",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("payment", "payable"), name="expenses_paymentline_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="expenses_paymentline_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpendRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CLOSED", "Closed"),
                                    ("EXPIRED", "Expired"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                        ("expected_date", models.DateField(verbose_name="expected on")),
                        ("end_date", models.DateField(verbose_name="to be used by")),
                        ("single_use", models.BooleanField(default=False, verbose_name="close after one claim")),
                        ("supplier", models.CharField(blank=True, max_length=120, verbose_name="supplier")),
                        (
                            "supplier_key",
                            models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
                        ),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("total", core.money.AmountField(default=0)),
                        ("approved_total", core.money.AmountField(default=0)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WITHIN", "Within budget"),
                                    ("WARN", "Over budget, flagged"),
                                    ("ESCALATE", "Over budget, the GM decides too"),
                                    ("RECORD", "Over budget, recorded"),
                                    ("STOP", "Over budget, stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="expenses_request_department"),
                            models.Index(fields=["created_by", "-created_at"], name="expenses_request_maker"),
                            models.Index(fields=["-created_at", "-id"], name="expenses_request_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="expenses_request_state"),
                            models.Index(fields=["total"], name="expenses_request_amount"),
                            models.Index(fields=["title"], name="expenses_request_title"),
                            models.Index(fields=["end_date"], name="expenses_request_end"),
                            models.Index(
                                condition=models.Q(("state", "APPROVED")),
                                fields=["end_date"],
                                name="expenses_request_open",
                            ),
                            models.Index(
                                condition=models.Q(("supplier_key", ""), _negated=True),
                                fields=["supplier_key", "expected_date"],
                                name="expenses_request_supplier",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="expenses_request_submitted_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gte", models.F("expected_date"))),
                                name="expenses_request_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0)), name="expenses_request_total"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FlagEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "check_code",
                            models.CharField(
                                choices=[
                                    ("SAME", "Possibly the same expense"),
                                    ("SPLIT", "Possibly split below a limit"),
                                    ("PRICE", "Above the policy's price"),
                                    ("LATE", "Claimed late"),
                                    ("DAY_OFF", "On a weekend or holiday"),
                                    ("ROUND", "Round amount"),
                                    ("UNUSUAL", "Far above the usual"),
                                ],
                                max_length=8,
                                verbose_name="check",
                            ),
                        ),
                        ("line", models.PositiveSmallIntegerField(default=0)),
                        ("line_text", models.CharField(blank=True, max_length=200)),
                        ("facts", models.JSONField(default=dict)),
                        ("key", models.CharField(max_length=40)),
                        ("found_at", models.DateTimeField()),
                        ("is_current", models.BooleanField(default=True)),
                        ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                        ("explained_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "explained_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="expenses.flag",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.spendrequest",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ClaimEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim_kind",
                            models.CharField(
                                choices=[("EXPENSE", "Expense claim"), ("INVOICE", "Supplier invoice")],
                                default="EXPENSE",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=60)),
                        (
                            "table_rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=8,
                                max_digits=18,
                                null=True,
                                verbose_name="rate kept by finance",
                            ),
                        ),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("is_above_request", models.BooleanField(default=False)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WITHIN", "Within budget"),
                                    ("WARN", "Over budget, flagged"),
                                    ("ESCALATE", "Over budget, the GM decides too"),
                                    ("RECORD", "Over budget, recorded"),
                                    ("STOP", "Over budget, stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("posted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.spendrequest",
                                verbose_name="request",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SpendRequestEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("APPROVED", "Approved"),
                                    ("CLOSED", "Closed"),
                                    ("EXPIRED", "Expired"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("purpose", models.TextField(blank=True, verbose_name="purpose")),
                        ("expected_date", models.DateField(verbose_name="expected on")),
                        ("end_date", models.DateField(verbose_name="to be used by")),
                        ("single_use", models.BooleanField(default=False, verbose_name="close after one claim")),
                        ("supplier", models.CharField(blank=True, max_length=120, verbose_name="supplier")),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("total", core.money.AmountField(default=0)),
                        ("approved_total", core.money.AmountField(default=0)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("WITHIN", "Within budget"),
                                    ("WARN", "Over budget, flagged"),
                                    ("ESCALATE", "Over budget, the GM decides too"),
                                    ("RECORD", "Over budget, recorded"),
                                    ("STOP", "Over budget, stopped"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="expenses.spendrequest",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SpendRequestLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(max_length=200, verbose_name="description")),
                        ("amount", core.money.AmountField(verbose_name="estimate")),
                        ("held", core.money.AmountField(default=0)),
                        ("used", core.money.AmountField(default=0)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                        (
                            "held_period",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.project",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="expenses.spendrequest",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("held__gt", 0)),
                                fields=["request"],
                                name="expenses_requestline_holding",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="expenses_requestline_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("held__gte", 0), ("used__gte", 0)),
                                name="expenses_requestline_holds_not_negative",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequestChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("POSTED", "Posted"), ("PENDING", "In review"), ("REFUSED", "Not granted")],
                                default="POSTED",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="expenses.spendrequest",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="expenses.spendrequestline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("changed_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="expenses_requestchange_not_zero"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EstimateUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        (
                            "claim_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uses",
                                to="expenses.claimline",
                            ),
                        ),
                        (
                            "request_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="expenses.spendrequestline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("claim_line", "request_line"), name="expenses_estimateuse_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="expenses_estimateuse_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("description", models.CharField(max_length=200, verbose_name="description")),
                        ("expense_date", models.DateField(verbose_name="date")),
                        ("amount", core.money.AmountField(verbose_name="amount, tax included")),
                        (
                            "tax_rate",
                            core.money.TaxRateField(
                                decimal_places=4,
                                default=0,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                                verbose_name="tax rate",
                            ),
                        ),
                        ("base_amount", core.money.AmountField(default=0)),
                        ("supplier", models.CharField(blank=True, max_length=120, verbose_name="supplier")),
                        ("invoice_code", models.CharField(blank=True, max_length=20, verbose_name="invoice code")),
                        ("invoice_number", models.CharField(blank=True, max_length=30, verbose_name="invoice number")),
                        (
                            "claimed_amount",
                            core.money.AmountField(blank=True, null=True, verbose_name="amount claimed"),
                        ),
                        (
                            "cut_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="why less was granted"),
                        ),
                        ("held", core.money.AmountField(default=0)),
                        ("from_request", core.money.AmountField(default=0)),
                        ("away_amount", core.money.AmountField(default=0)),
                        ("reversed_amount", core.money.AmountField(default=0)),
                        ("is_prior_period", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "category",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.claim",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="expenses.claimline",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.project",
                            ),
                        ),
                        (
                            "request_line",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.spendrequestline",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SpendRequestLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("description", models.CharField(max_length=200, verbose_name="description")),
                        ("amount", core.money.AmountField(verbose_name="estimate")),
                        ("held", core.money.AmountField(default=0)),
                        ("used", core.money.AmountField(default=0)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "category",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "held_period",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="expenses.spendrequestline",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.project",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="expenses.spendrequest",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="correction",
            name="import_row",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="expenses.importrow",
            ),
        ),
        migrations.AddField(
            model_name="flag",
            name="request",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="expenses.spendrequest"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="expenses.spendrequest",
                verbose_name="request",
            ),
        ),
        migrations.AddField(
            model_name="claimline",
            name="request_line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claim_lines",
                to="expenses.spendrequestline",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("import_row__isnull", True)),
                    models.Q(("claim__isnull", True), ("import_row__isnull", False)),
                    _connector="OR",
                ),
                name="expenses_correction_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim__isnull", False), ("request__isnull", True)),
                    models.Q(("claim__isnull", True), ("request__isnull", False)),
                    _connector="OR",
                ),
                name="expenses_flag_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("request", "key"), name="expenses_flag_once_a_request"),
        ),
        core.migrating.AddTriggers(
            model_name="advance",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.purpose, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.purpose, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('advance', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="6f3edeaa9fff87dea9b8304f51e13f71df483ba8",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_5dda4",
                        table="expenses_advance",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="correction",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.reason, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.reason, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('expense_correction', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="f9766061c15b332f6dfaeac2d38af5793a957668",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_f7cb8",
                        table="expenses_correction",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="expenseimport",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.file_name) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.file_name) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('expense_import', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="7520ea61c1d4dccd705847271230b6181d77a8b3",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_50741",
                        table="expenses_expenseimport",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="payment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.account, OLD.reference) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.account, NEW.reference) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('payment', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="600d9731910b811d9cfe86c9e7894170ca686291",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_46233",
                        table="expenses_payment",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="spendrequest",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.purpose, OLD.supplier, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.purpose, NEW.supplier, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('spend_request', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="00dd2e4a26bea8f3ed8b362d9abc87ac49291b70",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_f1c62",
                        table="expenses_spendrequest",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."approved_total" IS DISTINCT FROM (NEW."approved_total") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."end_date" IS DISTINCT FROM (NEW."end_date") OR OLD."expected_date" IS DISTINCT FROM (NEW."expected_date") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."single_use" IS DISTINCT FROM (NEW."single_use") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."supplier" IS DISTINCT FROM (NEW."supplier") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."total" IS DISTINCT FROM (NEW."total"))',
                        func='INSERT INTO "expenses_spendrequestevent" ("approved_total", "closed_at", "created_at", "created_by_id", "currency", "department_id", "end_date", "expected_date", "id", "number", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reminded_at", "single_use", "state", "submitted_at", "supplier", "title", "total") VALUES (OLD."approved_total", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."end_date", OLD."expected_date", OLD."id", OLD."number", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."purpose", OLD."reminded_at", OLD."single_use", OLD."state", OLD."submitted_at", OLD."supplier", OLD."title", OLD."total"); RETURN NULL;',
                        hash="5654491cf0f14f0223b5d89be1e980d6cc9bf5de",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_d3579",
                        table="expenses_spendrequest",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "expenses_spendrequestevent" ("approved_total", "closed_at", "created_at", "created_by_id", "currency", "department_id", "end_date", "expected_date", "id", "number", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reminded_at", "single_use", "state", "submitted_at", "supplier", "title", "total") VALUES (OLD."approved_total", OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."end_date", OLD."expected_date", OLD."id", OLD."number", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."reminded_at", OLD."single_use", OLD."state", OLD."submitted_at", OLD."supplier", OLD."title", OLD."total"); RETURN NULL;',
                        hash="d27d0ce9455bbbaba1e8197f5cf26a19f93a5238",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4d113",
                        table="expenses_spendrequest",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="flagevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="fe5c65a4f0cfb1fc33c3fc506b416cc46db4f98a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5e15a",
                        table="expenses_flagevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="flag",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "expenses_flagevent" ("check_code", "claim_id", "explained_at", "explained_by_id", "explanation", "facts", "found_at", "id", "is_current", "key", "line", "line_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (OLD."check_code", OLD."claim_id", OLD."explained_at", OLD."explained_by_id", OLD."explanation", OLD."facts", OLD."found_at", OLD."id", OLD."is_current", OLD."key", OLD."line", OLD."line_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."request_id"); RETURN NULL;',
                        hash="068bc2fac14b5f7f67c738ab78932171519e1af7",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_93ab6",
                        table="expenses_flag",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "expenses_flagevent" ("check_code", "claim_id", "explained_at", "explained_by_id", "explanation", "facts", "found_at", "id", "is_current", "key", "line", "line_text", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id") VALUES (OLD."check_code", OLD."claim_id", OLD."explained_at", OLD."explained_by_id", OLD."explanation", OLD."facts", OLD."found_at", OLD."id", OLD."is_current", OLD."key", OLD."line", OLD."line_text", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."request_id"); RETURN NULL;',
                        hash="fc9cd29ea43949f8f08946e4fb4d0fe31337d1dc",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4ae32",
                        table="expenses_flag",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="claimevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="42e9339c2209a49af2189787137ca2d745801f3a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c760e",
                        table="expenses_claimevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="claim",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.purpose, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.purpose, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('expense_claim', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="faaca5bf3a77796d7e9c23c7f0d429be655633be",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_7d46d",
                        table="expenses_claim",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."base_total" IS DISTINCT FROM (NEW."base_total") OR OLD."claim_kind" IS DISTINCT FROM (NEW."claim_kind") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_above_request" IS DISTINCT FROM (NEW."is_above_request") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."posted_at" IS DISTINCT FROM (NEW."posted_at") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_date" IS DISTINCT FROM (NEW."rate_date") OR OLD."rate_source" IS DISTINCT FROM (NEW."rate_source") OR OLD."request_id" IS DISTINCT FROM (NEW."request_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."table_rate" IS DISTINCT FROM (NEW."table_rate") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."total" IS DISTINCT FROM (NEW."total"))',
                        func='INSERT INTO "expenses_claimevent" ("base_total", "claim_kind", "created_at", "created_by_id", "currency", "department_id", "id", "is_above_request", "number", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "posted_at", "purpose", "rate", "rate_date", "rate_source", "request_id", "state", "submitted_at", "table_rate", "title", "total") VALUES (OLD."base_total", OLD."claim_kind", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."id", OLD."is_above_request", OLD."number", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."posted_at", OLD."purpose", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."request_id", OLD."state", OLD."submitted_at", OLD."table_rate", OLD."title", OLD."total"); RETURN NULL;',
                        hash="df8ab2f4b0ab098706230ec56c0586f01aa274ce",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_880ad",
                        table="expenses_claim",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "expenses_claimevent" ("base_total", "claim_kind", "created_at", "created_by_id", "currency", "department_id", "id", "is_above_request", "number", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "posted_at", "purpose", "rate", "rate_date", "rate_source", "request_id", "state", "submitted_at", "table_rate", "title", "total") VALUES (OLD."base_total", OLD."claim_kind", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."id", OLD."is_above_request", OLD."number", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."posted_at", OLD."purpose", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."request_id", OLD."state", OLD."submitted_at", OLD."table_rate", OLD."title", OLD."total"); RETURN NULL;',
                        hash="e4c278ac1ad7de5e8f805bbdfcf2ecaa95677f50",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_6b476",
                        table="expenses_claim",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="spendrequestevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="93a4088708511fb19c360c3cf937896360674ab4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_3e1e5",
                        table="expenses_spendrequestevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="spendrequestline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.request_id, OLD.category_id, OLD.description) IS NOT DISTINCT FROM ROW(NEW.request_id, NEW.category_id, NEW.description) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('spend_request', CASE WHEN TG_OP = 'DELETE' THEN OLD.request_id ELSE NEW.request_id END);\n            RETURN NULL;\n        ",
                        hash="9af17cb70a873c4afa2790b6f54dc1b6f064b1c6",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_c5f0c",
                        table="expenses_spendrequestline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "expenses_spendrequestlineevent" ("amount", "category_id", "description", "held", "held_period_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "request_id", "used") VALUES (OLD."amount", OLD."category_id", OLD."description", OLD."held", OLD."held_period_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."project_id", OLD."request_id", OLD."used"); RETURN NULL;',
                        hash="6a13af3fa6c96d8c7b84a4011b98be4e2712a6ca",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_4f82f",
                        table="expenses_spendrequestline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "expenses_spendrequestlineevent" ("amount", "category_id", "description", "held", "held_period_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "request_id", "used") VALUES (OLD."amount", OLD."category_id", OLD."description", OLD."held", OLD."held_period_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."request_id", OLD."used"); RETURN NULL;',
                        hash="1ea1494eabf7a2ff1d5217400ae24808118f5321",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_7c74b",
                        table="expenses_spendrequestline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="claimlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f52005b75eb03047c82058bcad71ac171355bbc7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_1f716",
                        table="expenses_claimlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="claimline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.claim_id, OLD.category_id, OLD.description, OLD.supplier, OLD.invoice_code, OLD.invoice_number) IS NOT DISTINCT FROM ROW(NEW.claim_id, NEW.category_id, NEW.description, NEW.supplier, NEW.invoice_code, NEW.invoice_number) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('expense_claim', CASE WHEN TG_OP = 'DELETE' THEN OLD.claim_id ELSE NEW.claim_id END);\n            RETURN NULL;\n        ",
                        hash="1a6467277868a53f88e020d8b0fa3381f6d952fd",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_07a4e",
                        table="expenses_claimline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."away_amount" IS DISTINCT FROM (NEW."away_amount") OR OLD."base_amount" IS DISTINCT FROM (NEW."base_amount") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."claim_id" IS DISTINCT FROM (NEW."claim_id") OR OLD."claimed_amount" IS DISTINCT FROM (NEW."claimed_amount") OR OLD."cut_reason" IS DISTINCT FROM (NEW."cut_reason") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."expense_date" IS DISTINCT FROM (NEW."expense_date") OR OLD."from_request" IS DISTINCT FROM (NEW."from_request") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invoice_code" IS DISTINCT FROM (NEW."invoice_code") OR OLD."invoice_number" IS DISTINCT FROM (NEW."invoice_number") OR OLD."is_prior_period" IS DISTINCT FROM (NEW."is_prior_period") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."request_line_id" IS DISTINCT FROM (NEW."request_line_id") OR OLD."reversed_amount" IS DISTINCT FROM (NEW."reversed_amount") OR OLD."supplier" IS DISTINCT FROM (NEW."supplier") OR OLD."tax_rate" IS DISTINCT FROM (NEW."tax_rate"))',
                        func='INSERT INTO "expenses_claimlineevent" ("amount", "away_amount", "base_amount", "category_id", "claim_id", "claimed_amount", "cut_reason", "description", "expense_date", "from_request", "held", "id", "invoice_code", "invoice_number", "is_prior_period", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "request_line_id", "reversed_amount", "supplier", "tax_rate") VALUES (OLD."amount", OLD."away_amount", OLD."base_amount", OLD."category_id", OLD."claim_id", OLD."claimed_amount", OLD."cut_reason", OLD."description", OLD."expense_date", OLD."from_request", OLD."held", OLD."id", OLD."invoice_code", OLD."invoice_number", OLD."is_prior_period", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."project_id", OLD."request_line_id", OLD."reversed_amount", OLD."supplier", OLD."tax_rate"); RETURN NULL;',
                        hash="75990d051c394449b10bd8726b08db93d0f1a6e5",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_3fb07",
                        table="expenses_claimline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "expenses_claimlineevent" ("amount", "away_amount", "base_amount", "category_id", "claim_id", "claimed_amount", "cut_reason", "description", "expense_date", "from_request", "held", "id", "invoice_code", "invoice_number", "is_prior_period", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "request_line_id", "reversed_amount", "supplier", "tax_rate") VALUES (OLD."amount", OLD."away_amount", OLD."base_amount", OLD."category_id", OLD."claim_id", OLD."claimed_amount", OLD."cut_reason", OLD."description", OLD."expense_date", OLD."from_request", OLD."held", OLD."id", OLD."invoice_code", OLD."invoice_number", OLD."is_prior_period", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."request_line_id", OLD."reversed_amount", OLD."supplier", OLD."tax_rate"); RETURN NULL;',
                        hash="9bc1086264678fa89cfe21e644136db336be5d61",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_771d9",
                        table="expenses_claimline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="spendrequestlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d60cf7f9b9d540c089fdea7c8f450fd114d77309",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a888a",
                        table="expenses_spendrequestlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
    ]
