import budgets.models.budgets
import core.migrating
import core.money
import core.transitions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("budgets", "0001_initial"),
        ("budgets", "0002_initial"),
        ("budgets", "0003_control_ledger_fields"),
        ("budgets", "0004_draft_history_and_contingency_bounds"),
        ("budgets", "0005_value_history"),
        ("budgets", "0006_adjustments"),
        ("budgets", "0007_exchange_rates"),
        ("budgets", "0008_keepers_of_rates"),
        ("budgets", "0009_ceilings"),
        ("budgets", "0010_keepers_of_ceilings"),
        ("budgets", "0011_carry_overs"),
        ("budgets", "0030_search"),
        ("budgets", "0031_mark_documents"),
    ]

    initial = True

    dependencies = [
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Adjustment",
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
                            "adjustment_kind",
                            models.CharField(
                                choices=[
                                    ("SUPPLEMENT", "Supplement"),
                                    ("CUT", "Cut"),
                                    ("TRANSFER", "Transfer"),
                                    ("CONTINGENCY_RELEASE", "Contingency release"),
                                    ("CARRY_OVER", "Carry-over"),
                                ],
                                max_length=20,
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
                        ("criteria", models.TextField(blank=True, verbose_name="criteria met")),
                        ("risk", models.TextField(blank=True, verbose_name="risk it answers")),
                        ("total", core.money.AmountField(default=0, verbose_name="amount")),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
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
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="budgets_adjustment_department"),
                            models.Index(fields=["created_by", "-created_at"], name="budgets_adjustment_maker"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(
                                        ("number__isnull", False),
                                        ("submitted_at__isnull", False),
                                        ("submitted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="budgets_adjustment_submitted_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "APPROVED"), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="budgets_adjustment_approved_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED", "RETURNED"]), ("total__gt", 0), _connector="OR"
                                ),
                                name="budgets_adjustment_moves_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("adjustment_kind", "CONTINGENCY_RELEASE"), _negated=True),
                                    ("state__in", ["DRAFT", "CANCELLED", "RETURNED"]),
                                    models.Q(("risk", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="budgets_adjustment_release_names_risk",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Budget",
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
                            "scenario",
                            models.CharField(
                                choices=[
                                    ("BASELINE", "Baseline"),
                                    ("OPTIMISTIC", "Optimistic"),
                                    ("PESSIMISTIC", "Pessimistic"),
                                    ("NAMED", "Named scenario"),
                                ],
                                default="BASELINE",
                                max_length=12,
                                verbose_name="scenario",
                            ),
                        ),
                        ("scenario_name", models.CharField(blank=True, max_length=60, verbose_name="scenario name")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("IN_FORCE", "In force"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("version_number", models.PositiveSmallIntegerField(default=1)),
                        ("contingency_reason", models.TextField(blank=True, verbose_name="reason for the contingency")),
                        (
                            "ceiling_reason",
                            models.TextField(blank=True, verbose_name="reason for going above the ceiling"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("in_force_at", models.DateTimeField(blank=True, null=True)),
                        ("change_sequence", models.PositiveBigIntegerField(default=0)),
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
                                related_name="budgets",
                                to="organization.department",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-fiscal_year__year", "department__position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="budgets_budget_submitted_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "IN_FORCE"), _negated=True),
                                    ("in_force_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="budgets_budget_in_force_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("lines", models.JSONField()),
                        ("cost_total", core.money.AmountField()),
                        ("revenue_total", core.money.AmountField()),
                        ("submitted_at", models.DateTimeField()),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="budgets.budget",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("budget", "-submitted_at"),
                    },
                ),
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("COST", "Cost"), ("REVENUE", "Revenue"), ("CONTINGENCY", "Contingency")],
                                default="COST",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[("FIXED", "Fixed"), ("VARIABLE", "Variable")],
                                default="VARIABLE",
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("MONTH", "Month"),
                                    ("QUARTER_TO_DATE", "Quarter to date"),
                                    ("YEAR_TO_DATE", "Year to date"),
                                    ("YEAR", "Year"),
                                ],
                                default="YEAR_TO_DATE",
                                max_length=16,
                                verbose_name="control scope",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("STOP", "Stop"),
                                    ("WARN", "Warn"),
                                    ("ESCALATE", "Escalate to the GM"),
                                    ("RECORD", "Record only"),
                                ],
                                default="STOP",
                                max_length=8,
                                verbose_name="when over budget",
                            ),
                        ),
                        ("tolerance_amount", core.money.AmountField(default=0, verbose_name="tolerance, amount")),
                        (
                            "tolerance_share",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="tolerance, share"
                            ),
                        ),
                        (
                            "needs_request",
                            models.BooleanField(default=False, verbose_name="claims need a spend request"),
                        ),
                        (
                            "default_tax_rate",
                            models.DecimalField(decimal_places=4, default=0, max_digits=5, verbose_name="tax rate"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="budgets.category",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "code"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tolerance_amount__gte", 0),
                                    ("tolerance_share__gte", 0),
                                    ("tolerance_share__lte", 1),
                                ),
                                name="budgets_category_tolerance",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                        ("rationale", models.TextField(blank=True, verbose_name="rationale")),
                        (
                            "amounts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=core.money.AmountField(), default=budgets.models.budgets.no_amounts, size=12
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="budgets.budget"
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "indexes": [models.Index(fields=["budget", "position"], name="budgets_line_budget")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amounts__len", 12)), name="budgets_budgetline_twelve_months"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CategoryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.CharField(max_length=20, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("COST", "Cost"), ("REVENUE", "Revenue"), ("CONTINGENCY", "Contingency")],
                                default="COST",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[("FIXED", "Fixed"), ("VARIABLE", "Variable")],
                                default="VARIABLE",
                                max_length=8,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("MONTH", "Month"),
                                    ("QUARTER_TO_DATE", "Quarter to date"),
                                    ("YEAR_TO_DATE", "Year to date"),
                                    ("YEAR", "Year"),
                                ],
                                default="YEAR_TO_DATE",
                                max_length=16,
                                verbose_name="control scope",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("STOP", "Stop"),
                                    ("WARN", "Warn"),
                                    ("ESCALATE", "Escalate to the GM"),
                                    ("RECORD", "Record only"),
                                ],
                                default="STOP",
                                max_length=8,
                                verbose_name="when over budget",
                            ),
                        ),
                        ("tolerance_amount", core.money.AmountField(default=0, verbose_name="tolerance, amount")),
                        (
                            "tolerance_share",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="tolerance, share"
                            ),
                        ),
                        (
                            "needs_request",
                            models.BooleanField(default=False, verbose_name="claims need a spend request"),
                        ),
                        (
                            "default_tax_rate",
                            models.DecimalField(decimal_places=4, default=0, max_digits=5, verbose_name="tax rate"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.category",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="budgets.category",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Ceiling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField(verbose_name="ceiling")),
                        ("set_at", models.DateTimeField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.category",
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
                            "set_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("department__position", "category__position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="budgets_ceiling_not_negative"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CellChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line_id", models.BigIntegerField()),
                        ("month", models.PositiveSmallIntegerField()),
                        ("what", models.CharField(default="amount", max_length=20)),
                        ("old", models.CharField(blank=True, max_length=200)),
                        ("new", models.CharField(blank=True, max_length=200)),
                        ("facts", models.JSONField(blank=True, default=dict)),
                        ("changed_at", models.DateTimeField()),
                        ("sequence", models.PositiveBigIntegerField()),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="budgets.budget"
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("budget", "sequence"),
                        "indexes": [
                            models.Index(fields=["budget", "line_id", "month"], name="budgets_cellchange_cell")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("budget", "sequence"), name="budgets_cellchange_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(("month__lte", 12)), name="budgets_cellchange_month"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("appropriated", core.money.AmountField(default=0)),
                        ("committed", core.money.AmountField(default=0)),
                        ("actual", core.money.AmountField(default=0)),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("MONTH", "Month"),
                                    ("QUARTER_TO_DATE", "Quarter to date"),
                                    ("YEAR_TO_DATE", "Year to date"),
                                    ("YEAR", "Year"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("STOP", "Stop"),
                                    ("WARN", "Warn"),
                                    ("ESCALATE", "Escalate to the GM"),
                                    ("RECORD", "Record only"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("tolerance_amount", core.money.AmountField(default=0)),
                        ("tolerance_share", models.DecimalField(decimal_places=4, default=0, max_digits=5)),
                        ("guard_amount", core.money.AmountField(null=True)),
                        ("chain_length", models.PositiveBigIntegerField(default=0)),
                        ("chain_head", models.CharField(blank=True, max_length=64)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("guard_amount__isnull", True),
                                    (
                                        "committed__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("appropriated"), "+", models.F("guard_amount")
                                            ),
                                            "-",
                                            models.F("actual"),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="budgets_controlkey_never_over",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlMethod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("who_may_spend", models.CharField(max_length=200, verbose_name="who may spend")),
                        ("limit", core.money.AmountField(blank=True, null=True, verbose_name="up to, each time")),
                        ("proof", models.CharField(max_length=300, verbose_name="on what proof")),
                        ("method", models.TextField(blank=True, verbose_name="method")),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="control_methods",
                                to="budgets.budget",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("category__position", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("budget", "category"), name="budgets_controlmethod_once"),
                            models.CheckConstraint(
                                condition=models.Q(("limit__isnull", True), ("limit__gt", 0), _connector="OR"),
                                name="budgets_controlmethod_limit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlOverride",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField(default=1)),
                        ("amount", core.money.AmountField()),
                        ("reason", models.TextField()),
                        ("granted_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="budgets.controlkey",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-granted_at",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["key"],
                                name="budgets_override_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="budgets_controloverride_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                                name="budgets_controloverride_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("granted_at"))),
                                name="budgets_controloverride_expires_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlPolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("MONTH", "Month"),
                                    ("QUARTER_TO_DATE", "Quarter to date"),
                                    ("YEAR_TO_DATE", "Year to date"),
                                    ("YEAR", "Year"),
                                ],
                                max_length=16,
                                verbose_name="control scope",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("STOP", "Stop"),
                                    ("WARN", "Warn"),
                                    ("ESCALATE", "Escalate to the GM"),
                                    ("RECORD", "Record only"),
                                ],
                                max_length=8,
                                verbose_name="when over budget",
                            ),
                        ),
                        ("tolerance_amount", core.money.AmountField(default=0, verbose_name="tolerance, amount")),
                        (
                            "tolerance_share",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="tolerance, share"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policies",
                                to="budgets.category",
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("category", "department"), name="budgets_controlpolicy_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("tolerance_amount__gte", 0),
                                    ("tolerance_share__gte", 0),
                                    ("tolerance_share__lte", 1),
                                ),
                                name="budgets_controlpolicy_tolerance",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ControlPolicyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("MONTH", "Month"),
                                    ("QUARTER_TO_DATE", "Quarter to date"),
                                    ("YEAR_TO_DATE", "Year to date"),
                                    ("YEAR", "Year"),
                                ],
                                max_length=16,
                                verbose_name="control scope",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("STOP", "Stop"),
                                    ("WARN", "Warn"),
                                    ("ESCALATE", "Escalate to the GM"),
                                    ("RECORD", "Record only"),
                                ],
                                max_length=8,
                                verbose_name="when over budget",
                            ),
                        ),
                        ("tolerance_amount", core.money.AmountField(default=0, verbose_name="tolerance, amount")),
                        (
                            "tolerance_share",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="tolerance, share"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
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
                                to="budgets.controlpolicy",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("day", models.DateField(verbose_name="rate of")),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18, verbose_name="exchange rate")),
                        ("source", models.CharField(max_length=60, verbose_name="source of the rate")),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-day", "currency"),
                        "constraints": [
                            models.UniqueConstraint(fields=("currency", "day"), name="budgets_exchangerate_once"),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)), name="budgets_exchangerate_positive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeRateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("day", models.DateField(verbose_name="rate of")),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18, verbose_name="exchange rate")),
                        ("source", models.CharField(max_length=60, verbose_name="source of the rate")),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="entered by",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="budgets.exchangerate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FiscalYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(unique=True)),
                        ("start_date", models.DateField()),
                        ("end_date", models.DateField()),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[("PLANNING", "Planning"), ("OPEN", "Open"), ("CLOSED", "Closed")],
                                default="PLANNING",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "contingency_least_share",
                            models.DecimalField(decimal_places=4, default=Decimal("0.1000"), max_digits=5),
                        ),
                        (
                            "contingency_most_share",
                            models.DecimalField(decimal_places=4, default=Decimal("0.1500"), max_digits=5),
                        ),
                    ],
                    options={
                        "ordering": ("-year",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gt", models.F("start_date"))),
                                name="budgets_fiscalyear_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("contingency_least_share__gte", 0),
                                    ("contingency_most_share__lte", 1),
                                    ("contingency_most_share__gte", models.F("contingency_least_share")),
                                ),
                                name="budgets_fiscalyear_contingency_bounds",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CeilingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("amount", core.money.AmountField(verbose_name="ceiling")),
                        ("set_at", models.DateTimeField()),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.category",
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
                                to="budgets.ceiling",
                            ),
                        ),
                        (
                            "set_by",
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
                            "fiscal_year",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.fiscalyear",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BudgetEvent",
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
                            "scenario",
                            models.CharField(
                                choices=[
                                    ("BASELINE", "Baseline"),
                                    ("OPTIMISTIC", "Optimistic"),
                                    ("PESSIMISTIC", "Pessimistic"),
                                    ("NAMED", "Named scenario"),
                                ],
                                default="BASELINE",
                                max_length=12,
                                verbose_name="scenario",
                            ),
                        ),
                        ("scenario_name", models.CharField(blank=True, max_length=60, verbose_name="scenario name")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("IN_FORCE", "In force"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("version_number", models.PositiveSmallIntegerField(default=1)),
                        ("contingency_reason", models.TextField(blank=True, verbose_name="reason for the contingency")),
                        (
                            "ceiling_reason",
                            models.TextField(blank=True, verbose_name="reason for going above the ceiling"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("in_force_at", models.DateTimeField(blank=True, null=True)),
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
                                to="budgets.budget",
                            ),
                        ),
                        (
                            "submitted_by",
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
                            "fiscal_year",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.fiscalyear",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AdjustmentEvent",
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
                            "adjustment_kind",
                            models.CharField(
                                choices=[
                                    ("SUPPLEMENT", "Supplement"),
                                    ("CUT", "Cut"),
                                    ("TRANSFER", "Transfer"),
                                    ("CONTINGENCY_RELEASE", "Contingency release"),
                                    ("CARRY_OVER", "Carry-over"),
                                ],
                                max_length=20,
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
                        ("criteria", models.TextField(blank=True, verbose_name="criteria met")),
                        ("risk", models.TextField(blank=True, verbose_name="risk it answers")),
                        ("total", core.money.AmountField(default=0, verbose_name="amount")),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
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
                                to="budgets.adjustment",
                            ),
                        ),
                        (
                            "submitted_by",
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
                            "fiscal_year",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.fiscalyear",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LineQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("line_id", models.BigIntegerField()),
                        ("line_label", models.CharField(max_length=200)),
                        ("version_number", models.PositiveSmallIntegerField()),
                        ("question", models.TextField(verbose_name="question")),
                        ("asked_at", models.DateTimeField()),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="budgets.budget",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("asked_at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="budgets_linequestion_answer_has_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Period",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField()),
                        ("start_date", models.DateField()),
                        ("end_date", models.DateField()),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[("OPEN", "Open"), ("CLOSED", "Closed")],
                                default="OPEN",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "fiscal_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="periods",
                                to="budgets.fiscalyear",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("start_date",),
                        "constraints": [
                            models.UniqueConstraint(fields=("fiscal_year", "month"), name="budgets_period_once"),
                            models.CheckConstraint(
                                condition=models.Q(("month__gte", 1), ("month__lte", 12)), name="budgets_period_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gt", models.F("start_date"))), name="budgets_period_days"
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        models.Func(models.F("start_date"), models.F("end_date"), function="daterange"),
                                        "&&",
                                    )
                                ],
                                name="budgets_period_no_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdjustmentLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("carried_kind", models.CharField(blank=True, max_length=40)),
                        ("carried_id", models.BigIntegerField(blank=True, null=True)),
                        ("carried_line", models.BigIntegerField(blank=True, null=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "adjustment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="budgets.adjustment",
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
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                        (
                            "from_period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.period"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount", 0), _negated=True), name="budgets_adjustmentline_not_zero"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_period__isnull", True), ("amount__gt", 0), _connector="OR"),
                                name="budgets_adjustmentline_carried_is_given",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("carried_id__isnull", True),
                                        ("carried_kind", ""),
                                        ("carried_line__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("carried_kind", ""), _negated=True),
                                        ("carried_id__isnull", False),
                                        ("carried_line__isnull", False),
                                        ("from_period__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="budgets_adjustmentline_carried_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("code",),
                    },
                ),
                migrations.CreateModel(
                    name="BudgetLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("description", models.CharField(blank=True, max_length=200, verbose_name="description")),
                        ("rationale", models.TextField(blank=True, verbose_name="rationale")),
                        (
                            "amounts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=core.money.AmountField(), default=budgets.models.budgets.no_amounts, size=12
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "budget",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.budget",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="budgets.budgetline",
                            ),
                        ),
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BudgetBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField()),
                        ("appropriated", core.money.AmountField(default=0)),
                        ("committed", core.money.AmountField(default=0)),
                        ("actual", core.money.AmountField(default=0)),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
                            ),
                        ),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="budgets.controlkey",
                            ),
                        ),
                        (
                            "fiscal_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.fiscalyear"
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.period"
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
                        "indexes": [
                            models.Index(fields=["fiscal_year", "department", "category"], name="budgets_balance_year")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "period", "project"),
                                name="budgets_budgetbalance_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BalanceSnapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("taken_at", models.DateTimeField()),
                        ("through_sequence", models.PositiveBigIntegerField(default=0)),
                        ("month", models.PositiveSmallIntegerField()),
                        ("appropriated", core.money.AmountField()),
                        ("committed", core.money.AmountField()),
                        ("actual", core.money.AmountField()),
                        (
                            "key",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.controlkey"
                            ),
                        ),
                        (
                            "fiscal_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.fiscalyear"
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.period"
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
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fiscal_year", "taken_at", "key", "period", "project"),
                                name="budgets_balancesnapshot_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdjustmentLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("carried_kind", models.CharField(blank=True, max_length=40)),
                        ("carried_id", models.BigIntegerField(blank=True, null=True)),
                        ("carried_line", models.BigIntegerField(blank=True, null=True)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "adjustment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.adjustment",
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
                                to="budgets.adjustmentline",
                            ),
                        ),
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
                            "from_period",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.period",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="budgets.period",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BudgetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("sheet", models.CharField(blank=True, max_length=120)),
                        ("sheets", models.JSONField(default=dict)),
                        ("mapping", models.JSONField(default=dict)),
                        ("preview", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("UPLOADED", "Uploaded"),
                                    ("MAPPED", "Checked"),
                                    ("APPLIED", "Applied"),
                                    ("DISCARDED", "Discarded"),
                                ],
                                default="UPLOADED",
                                max_length=10,
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "budget",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="budgets.budget"
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-uploaded_at",),
                        "indexes": [models.Index(fields=["budget", "sha256"], name="budgets_import_same_file")],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="controlkey",
            name="fiscal_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.fiscalyear"
            ),
        ),
        migrations.AddField(
            model_name="ceiling",
            name="fiscal_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ceilings", to="budgets.fiscalyear"
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="fiscal_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="budgets", to="budgets.fiscalyear"
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="fiscal_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="adjustments", to="budgets.fiscalyear"
            ),
        ),
        # Partitioned by fiscal year, which Django cannot say: the key is (id, year), the rest is Django's own.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    sql="""
                    CREATE SEQUENCE budgets_ledgerentry_id_seq AS bigint;
                    CREATE TABLE budgets_ledgerentry (
                        id bigint NOT NULL DEFAULT nextval('budgets_ledgerentry_id_seq'),
                        year smallint NOT NULL CHECK (year >= 0),
                        month smallint NOT NULL CHECK (month >= 0),
                        kind varchar(24) NOT NULL,
                        amount numeric(18, 2) NOT NULL,
                        source_kind varchar(40) NOT NULL,
                        source_id bigint NOT NULL,
                        source_line bigint NOT NULL,
                        occasion varchar(60) NOT NULL,
                        source_label varchar(200) NOT NULL,
                        reason text NOT NULL,
                        posted_at timestamptz NOT NULL,
                        sequence bigint NOT NULL CHECK (sequence >= 0),
                        previous_hash varchar(64) NOT NULL,
                        hash varchar(64) NOT NULL,
                        PRIMARY KEY (id, year)
                    ) PARTITION BY LIST (year);
                    ALTER SEQUENCE budgets_ledgerentry_id_seq OWNED BY budgets_ledgerentry.id;
                    """,
                    reverse_sql="DROP TABLE budgets_ledgerentry",
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="LedgerEntry",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("month", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("APPROPRIATION", "Appropriation"),
                                    ("APPROPRIATION_REVERSAL", "Appropriation reversed"),
                                    ("COMMITMENT", "Commitment"),
                                    ("COMMITMENT_REVERSAL", "Commitment reversed"),
                                    ("RELEASE", "Release"),
                                    ("RELEASE_REVERSAL", "Release reversed"),
                                    ("ACTUAL", "Actual"),
                                    ("ACTUAL_REVERSAL", "Actual reversed"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        ("source_kind", models.CharField(max_length=40)),
                        ("source_id", models.BigIntegerField()),
                        ("source_line", models.BigIntegerField()),
                        ("occasion", models.CharField(max_length=60)),
                        ("source_label", models.CharField(blank=True, max_length=200)),
                        ("reason", models.TextField(blank=True)),
                        ("posted_at", models.DateTimeField()),
                        ("sequence", models.PositiveBigIntegerField()),
                        ("previous_hash", models.CharField(blank=True, max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                    ],
                    options={
                        "ordering": ("key", "sequence"),
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.category"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.department"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="fiscal_year",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.fiscalyear"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="budgets.controlkey"
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="posted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="period",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.period"),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="project",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.project"
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="budgets.project",
            ),
        ),
        migrations.AddField(
            model_name="adjustmentline",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="budgets.project",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlkey",
            constraint=models.UniqueConstraint(
                fields=("fiscal_year", "department", "category"), name="budgets_controlkey_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ceiling",
            constraint=models.UniqueConstraint(
                fields=("fiscal_year", "department", "category"), name="budgets_ceiling_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "IN_FORCE")),
                fields=("department", "fiscal_year"),
                name="budgets_budget_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["CANCELLED", "REJECTED"]), _negated=True),
                fields=("department", "fiscal_year", "scenario", "scenario_name"),
                name="budgets_budget_one_per_scenario",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["source_kind", "source_id"], name="budgets_entry_source"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["fiscal_year", "posted_at"], name="budgets_entry_posted"),
        ),
        migrations.AddIndex(
            model_name="ledgerentry",
            index=models.Index(fields=["department", "category", "period"], name="budgets_entry_drill"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                fields=("year", "source_kind", "source_id", "source_line", "kind", "occasion", "period"),
                name="budgets_ledgerentry_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(fields=("year", "key", "sequence"), name="budgets_ledgerentry_sequence"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind__in", ["COMMITMENT", "RELEASE_REVERSAL", "ACTUAL"])),
                    models.Q(("amount__lt", 0), ("kind__in", ["COMMITMENT_REVERSAL", "RELEASE", "ACTUAL_REVERSAL"])),
                    models.Q(
                        ("kind__in", ["APPROPRIATION", "APPROPRIATION_REVERSAL"]),
                        models.Q(("amount", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="budgets_ledgerentry_sign",
            ),
        ),
        core.migrating.AddTriggers(
            model_name="budgetversion",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f860a9e8e6f75510d8f3e42c0ad1a4aeb88dbd97",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_080a9",
                        table="budgets_budgetversion",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="4a271ea5fc72e0870a3e4114d3961fa4397fc54f",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ddcf4",
                        table="budgets_budgetversion",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="category",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."default_tax_rate" IS DISTINCT FROM (NEW."default_tax_rate") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_shipped" IS DISTINCT FROM (NEW."is_shipped") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."nature" IS DISTINCT FROM (NEW."nature") OR OLD."needs_request" IS DISTINCT FROM (NEW."needs_request") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."tolerance_amount" IS DISTINCT FROM (NEW."tolerance_amount") OR OLD."tolerance_share" IS DISTINCT FROM (NEW."tolerance_share"))',
                        func='INSERT INTO "budgets_categoryevent" ("action", "code", "default_tax_rate", "id", "is_shipped", "kind", "name_en", "name_zh", "nature", "needs_request", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "scope", "tolerance_amount", "tolerance_share") VALUES (OLD."action", OLD."code", OLD."default_tax_rate", OLD."id", OLD."is_shipped", OLD."kind", OLD."name_en", OLD."name_zh", OLD."nature", OLD."needs_request", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."retired_at", OLD."scope", OLD."tolerance_amount", OLD."tolerance_share"); RETURN NULL;',
                        hash="5cf2b3546f5850d72a06251a6f4cbc68cc041272",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_bd38c",
                        table="budgets_category",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_categoryevent" ("action", "code", "default_tax_rate", "id", "is_shipped", "kind", "name_en", "name_zh", "nature", "needs_request", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "retired_at", "scope", "tolerance_amount", "tolerance_share") VALUES (OLD."action", OLD."code", OLD."default_tax_rate", OLD."id", OLD."is_shipped", OLD."kind", OLD."name_en", OLD."name_zh", OLD."nature", OLD."needs_request", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."retired_at", OLD."scope", OLD."tolerance_amount", OLD."tolerance_share"); RETURN NULL;',
                        hash="b7a190531d3f57ad495e5bb17b9a475880152c93",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_877bd",
                        table="budgets_category",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="categoryevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="22fcc49b694d1749c770e58733a489ab8f4b55e3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a9b84",
                        table="budgets_categoryevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="controlpolicy",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."action" IS DISTINCT FROM (NEW."action") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."tolerance_amount" IS DISTINCT FROM (NEW."tolerance_amount") OR OLD."tolerance_share" IS DISTINCT FROM (NEW."tolerance_share"))',
                        func='INSERT INTO "budgets_controlpolicyevent" ("action", "category_id", "department_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope", "tolerance_amount", "tolerance_share") VALUES (OLD."action", OLD."category_id", OLD."department_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason", OLD."scope", OLD."tolerance_amount", OLD."tolerance_share"); RETURN NULL;',
                        hash="ceac930e486a6f5e62c3e6545d32be1ca51b375d",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_ae923",
                        table="budgets_controlpolicy",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_controlpolicyevent" ("action", "category_id", "department_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "scope", "tolerance_amount", "tolerance_share") VALUES (OLD."action", OLD."category_id", OLD."department_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."scope", OLD."tolerance_amount", OLD."tolerance_share"); RETURN NULL;',
                        hash="9518f03fda48c4afad3d2debaff3db4eecb5dde5",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_6056c",
                        table="budgets_controlpolicy",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="controlpolicyevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="83ef981dc82db814b0d74c54f01f019faba22556",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b1def",
                        table="budgets_controlpolicyevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="exchangerate",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."source" IS DISTINCT FROM (NEW."source"))',
                        func='INSERT INTO "budgets_exchangerateevent" ("currency", "day", "entered_at", "entered_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source") VALUES (OLD."currency", OLD."day", OLD."entered_at", OLD."entered_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."rate", OLD."source"); RETURN NULL;',
                        hash="afe197688e7b29d84603c023ad9994ed1703d6b7",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_1c672",
                        table="budgets_exchangerate",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_exchangerateevent" ("currency", "day", "entered_at", "entered_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "source") VALUES (OLD."currency", OLD."day", OLD."entered_at", OLD."entered_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."source"); RETURN NULL;',
                        hash="3db73df0048503a6c4b1fa3b842459099d0c7c30",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_eaa7b",
                        table="budgets_exchangerate",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="exchangerateevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="2b61fa04fc49bdc99408e8f553fcf039f761d72a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d8249",
                        table="budgets_exchangerateevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="ceilingevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a1b59cbe571b3e8f116b4b8823607f5f7a821af4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a6326",
                        table="budgets_ceilingevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="ceiling",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."fiscal_year_id" IS DISTINCT FROM (NEW."fiscal_year_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."set_at" IS DISTINCT FROM (NEW."set_at") OR OLD."set_by_id" IS DISTINCT FROM (NEW."set_by_id"))',
                        func='INSERT INTO "budgets_ceilingevent" ("amount", "category_id", "department_id", "fiscal_year_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id") VALUES (OLD."amount", OLD."category_id", OLD."department_id", OLD."fiscal_year_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."set_at", OLD."set_by_id"); RETURN NULL;',
                        hash="75fa060f3b6704c04c0e01a07cc445faa9a48b02",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_47b08",
                        table="budgets_ceiling",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_ceilingevent" ("amount", "category_id", "department_id", "fiscal_year_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "set_at", "set_by_id") VALUES (OLD."amount", OLD."category_id", OLD."department_id", OLD."fiscal_year_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."set_at", OLD."set_by_id"); RETURN NULL;',
                        hash="bd303c5894e6f15ddc2107805c6dd3430a59f3cb",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_41962",
                        table="budgets_ceiling",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="budgetevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="b01aabdc9a5cc2a2eb89122741e1da06e7570fb5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_585f3",
                        table="budgets_budgetevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="budget",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.scenario_name, OLD.note, OLD.contingency_reason, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.scenario_name, NEW.note, NEW.contingency_reason, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('budget', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="fe14fc3379a3b05542e65da80694fd8d048422e5",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_b57ca",
                        table="budgets_budget",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."ceiling_reason" IS DISTINCT FROM (NEW."ceiling_reason") OR OLD."contingency_reason" IS DISTINCT FROM (NEW."contingency_reason") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."fiscal_year_id" IS DISTINCT FROM (NEW."fiscal_year_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."in_force_at" IS DISTINCT FROM (NEW."in_force_at") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."scenario" IS DISTINCT FROM (NEW."scenario") OR OLD."scenario_name" IS DISTINCT FROM (NEW."scenario_name") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."version_number" IS DISTINCT FROM (NEW."version_number"))',
                        func='INSERT INTO "budgets_budgetevent" ("ceiling_reason", "contingency_reason", "created_at", "created_by_id", "department_id", "fiscal_year_id", "id", "in_force_at", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scenario", "scenario_name", "state", "submitted_at", "submitted_by_id", "version_number") VALUES (OLD."ceiling_reason", OLD."contingency_reason", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."fiscal_year_id", OLD."id", OLD."in_force_at", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."scenario", OLD."scenario_name", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."version_number"); RETURN NULL;',
                        hash="a390151e22744a3019e1794e1f44b038c17382af",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_035f8",
                        table="budgets_budget",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_budgetevent" ("ceiling_reason", "contingency_reason", "created_at", "created_by_id", "department_id", "fiscal_year_id", "id", "in_force_at", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "scenario", "scenario_name", "state", "submitted_at", "submitted_by_id", "version_number") VALUES (OLD."ceiling_reason", OLD."contingency_reason", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."fiscal_year_id", OLD."id", OLD."in_force_at", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."scenario", OLD."scenario_name", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."version_number"); RETURN NULL;',
                        hash="fcf16c78788f49ab5dcc453c033f7a35744e13d7",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d0eba",
                        table="budgets_budget",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="adjustmentevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="fa0d33703df3a0a6992cbb3081d89db25ba84a4a",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_814e5",
                        table="budgets_adjustmentevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="adjustment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.purpose, OLD.criteria, OLD.risk, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.purpose, NEW.criteria, NEW.risk, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('budget_adjustment', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="0ce6dcaacce7c05da524f7044c22353f555ba91f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_9df7f",
                        table="budgets_adjustment",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."adjustment_kind" IS DISTINCT FROM (NEW."adjustment_kind") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."criteria" IS DISTINCT FROM (NEW."criteria") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."fiscal_year_id" IS DISTINCT FROM (NEW."fiscal_year_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."risk" IS DISTINCT FROM (NEW."risk") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."submitted_by_id" IS DISTINCT FROM (NEW."submitted_by_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."total" IS DISTINCT FROM (NEW."total"))',
                        func='INSERT INTO "budgets_adjustmentevent" ("adjustment_kind", "approved_at", "created_at", "created_by_id", "criteria", "department_id", "fiscal_year_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "risk", "state", "submitted_at", "submitted_by_id", "title", "total") VALUES (OLD."adjustment_kind", OLD."approved_at", OLD."created_at", OLD."created_by_id", OLD."criteria", OLD."department_id", OLD."fiscal_year_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."purpose", OLD."risk", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."title", OLD."total"); RETURN NULL;',
                        hash="e2e634778999f90a4e2611af0fd6150ce200a468",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_f1a65",
                        table="budgets_adjustment",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_adjustmentevent" ("adjustment_kind", "approved_at", "created_at", "created_by_id", "criteria", "department_id", "fiscal_year_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "risk", "state", "submitted_at", "submitted_by_id", "title", "total") VALUES (OLD."adjustment_kind", OLD."approved_at", OLD."created_at", OLD."created_by_id", OLD."criteria", OLD."department_id", OLD."fiscal_year_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."risk", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."title", OLD."total"); RETURN NULL;',
                        hash="c6904048ae3ee4725d1c717a57f1d26b2c7b4a5b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3036c",
                        table="budgets_adjustment",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="ledgerentry",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bbed1f0e1ed5a865c36cfa1b7670f70cd6dc8130",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_af75f",
                        table="budgets_ledgerentry",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="d5a9785ab532c872b9bb6516bfea034705eecd3d",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_33a87",
                        table="budgets_ledgerentry",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="budgetlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e7ac04cdc0e4cc37ebd93fba4ed456b1e4449019",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_99acc",
                        table="budgets_budgetlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="budgetline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.budget_id, OLD.category_id, OLD.description, OLD.rationale) IS NOT DISTINCT FROM ROW(NEW.budget_id, NEW.category_id, NEW.description, NEW.rationale) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('budget', CASE WHEN TG_OP = 'DELETE' THEN OLD.budget_id ELSE NEW.budget_id END);\n            RETURN NULL;\n        ",
                        hash="816b0a3275813ae49fd371de529715b312fbef26",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_e498c",
                        table="budgets_budgetline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."amounts" IS DISTINCT FROM (NEW."amounts") OR OLD."budget_id" IS DISTINCT FROM (NEW."budget_id") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."project_id" IS DISTINCT FROM (NEW."project_id") OR OLD."rationale" IS DISTINCT FROM (NEW."rationale"))',
                        func='INSERT INTO "budgets_budgetlineevent" ("amounts", "budget_id", "category_id", "description", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "rationale") VALUES (OLD."amounts", OLD."budget_id", OLD."category_id", OLD."description", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."project_id", OLD."rationale"); RETURN NULL;',
                        hash="e902daf72041acbe2b02d9eca756c8089757e51a",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_5d3ae",
                        table="budgets_budgetline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_budgetlineevent" ("amounts", "budget_id", "category_id", "description", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id", "rationale") VALUES (OLD."amounts", OLD."budget_id", OLD."category_id", OLD."description", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id", OLD."rationale"); RETURN NULL;',
                        hash="4a89ff3e8dceca9879de4236f8125e20f7ab15f2",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_47283",
                        table="budgets_budgetline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="adjustmentlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="ef51660db7ae772cac4ee11a5b0b381d1efcad25",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_78f84",
                        table="budgets_adjustmentlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="adjustmentline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.adjustment_id, OLD.category_id, OLD.department_id, OLD.note) IS NOT DISTINCT FROM ROW(NEW.adjustment_id, NEW.category_id, NEW.department_id, NEW.note) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('budget_adjustment', CASE WHEN TG_OP = 'DELETE' THEN OLD.adjustment_id ELSE NEW.adjustment_id END);\n            RETURN NULL;\n        ",
                        hash="49b7ae4964fabb9e16e6bf4c2ce603d18c4db841",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_66f58",
                        table="budgets_adjustmentline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "budgets_adjustmentlineevent" ("adjustment_id", "amount", "carried_id", "carried_kind", "carried_line", "category_id", "department_id", "from_period_id", "id", "note", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id") VALUES (OLD."adjustment_id", OLD."amount", OLD."carried_id", OLD."carried_kind", OLD."carried_line", OLD."category_id", OLD."department_id", OLD."from_period_id", OLD."id", OLD."note", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."project_id"); RETURN NULL;',
                        hash="18147667aefe0a4bc6159e38ec017540eebd24d0",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_8efb3",
                        table="budgets_adjustmentline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "budgets_adjustmentlineevent" ("adjustment_id", "amount", "carried_id", "carried_kind", "carried_line", "category_id", "department_id", "from_period_id", "id", "note", "period_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "project_id") VALUES (OLD."adjustment_id", OLD."amount", OLD."carried_id", OLD."carried_kind", OLD."carried_line", OLD."category_id", OLD."department_id", OLD."from_period_id", OLD."id", OLD."note", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."project_id"); RETURN NULL;',
                        hash="1fe7c1e4aeee0cf4ff17367cded3fddfb57b6390",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_163e0",
                        table="budgets_adjustmentline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
    ]
