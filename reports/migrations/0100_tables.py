import core.migrating
import core.money
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_saved_views"),
        ("reports", "0002_report_runs"),
        ("reports", "0020_move_saved_views"),
        ("reports", "0021_drop_saved_views"),
        ("reports", "0040_budget_alerts"),
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
                    name="BudgetAlert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alert_kind",
                            models.CharField(
                                choices=[
                                    ("USED", "Budget used"),
                                    ("RUN_RATE", "Runs out before year end"),
                                    ("MONTH", "Month differs from plan"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField(default=0)),
                        ("threshold", models.DecimalField(decimal_places=4, default=0, max_digits=7)),
                        ("budget", core.money.AmountField(verbose_name="budget")),
                        ("used", core.money.AmountField(verbose_name="used")),
                        ("gone_month", models.PositiveSmallIntegerField(null=True)),
                        ("found_at", models.DateTimeField(verbose_name="found at")),
                        ("run", models.UUIDField()),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                        (
                            "fiscal_year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budgets.fiscalyear"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-found_at", "-pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("acknowledged_at__isnull", True)),
                                fields=["department", "-found_at"],
                                name="reports_budgetalert_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fiscal_year", "department", "category", "alert_kind", "month", "threshold"),
                                name="reports_budgetalert_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("acknowledged_at__isnull", True),
                                    models.Q(("acknowledged_by__isnull", False), models.Q(("note", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="reports_budgetalert_acknowledged_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__lte", 12)), name="reports_budgetalert_month"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("paper", models.CharField(max_length=40)),
                        ("parameters", models.JSONField(default=dict)),
                        ("form", models.CharField(choices=[("pdf", "PDF"), ("xlsx", "Excel")], max_length=8)),
                        ("language", models.CharField(max_length=10)),
                        ("title", models.CharField(max_length=200)),
                        ("asked_at", models.DateTimeField()),
                        ("scope", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("QUEUED", "Being made"),
                                    ("DONE", "Ready"),
                                    ("CANCELLED", "Cancelled"),
                                    ("FAILED", "Failed"),
                                    ("EXPIRED", "Expired"),
                                ],
                                default="QUEUED",
                                max_length=10,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("file", models.CharField(blank=True, max_length=200)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("pages", models.PositiveIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_runs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-asked_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["asked_by", "-asked_at"], name="reports_run_mine"),
                            models.Index(
                                condition=models.Q(("state", "DONE")),
                                fields=["expires_at"],
                                name="reports_run_expiring",
                            ),
                            models.Index(
                                condition=models.Q(("file", ""), _negated=True),
                                fields=["file"],
                                name="reports_run_file",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["QUEUED", "DONE"])),
                                fields=("asked_by", "digest"),
                                name="reports_run_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "QUEUED"), ("ended_at__isnull", False), _connector="OR"),
                                name="reports_run_end_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DONE"), _negated=True),
                                    models.Q(
                                        models.Q(("file", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                        ("expires_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_run_done_has_file",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
