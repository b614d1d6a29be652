import core.money
import core.transitions
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0002_keepers_of_customers"),
        ("organization", "0033_staff_imports"),
        ("parts_sales", "0031_who_signs_delivery_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start_date", models.DateField()),
                ("end_date", models.DateField()),
                ("turnover", core.money.AmountField()),
                ("paid_on_time", core.money.AmountField()),
                ("paid_late", core.money.AmountField()),
                ("overdue", core.money.AmountField()),
                ("days_late", models.DecimalField(decimal_places=1, max_digits=7)),
                ("most_days_late", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(choices=[("KEEP", "Go on as agreed"), ("END", "End the terms")], max_length=6),
                ),
                ("note", models.CharField(max_length=1000, verbose_name="finding")),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CreditTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            ("REJECTED", "Refused"),
                            ("CANCELLED", "Given up"),
                            ("IN_FORCE", "In force"),
                            ("SUSPENDED", "Suspended"),
                            ("ENDED", "Ended"),
                        ],
                        default="IN_REVIEW",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "term_kind",
                    models.CharField(
                        choices=[("MONTHLY", "Monthly settlement"), ("ON_ARRIVAL", "Payment after arrival")],
                        default="MONTHLY",
                        max_length=12,
                        verbose_name="terms",
                    ),
                ),
                ("limit_amount", core.money.AmountField(verbose_name="credit limit")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days to pay")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("review_due", models.DateField(blank=True, null=True, verbose_name="to be evaluated by")),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CreditTermEvent",
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
                            ("IN_REVIEW", "In review"),
                            ("RETURNED", "Returned"),
                            ("REJECTED", "Refused"),
                            ("CANCELLED", "Given up"),
                            ("IN_FORCE", "In force"),
                            ("SUSPENDED", "Suspended"),
                            ("ENDED", "Ended"),
                        ],
                        default="IN_REVIEW",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "term_kind",
                    models.CharField(
                        choices=[("MONTHLY", "Monthly settlement"), ("ON_ARRIVAL", "Payment after arrival")],
                        default="MONTHLY",
                        max_length=12,
                        verbose_name="terms",
                    ),
                ),
                ("limit_amount", core.money.AmountField(verbose_name="credit limit")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days to pay")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("review_due", models.DateField(blank=True, null=True, verbose_name="to be evaluated by")),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DunningEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("PHONE", "Telephone"),
                            ("EMAIL", "E-mail"),
                            ("FAX", "Fax"),
                            ("LETTER", "Letter or signed copy"),
                            ("CHAT", "Chat message"),
                            ("VISIT", "In person"),
                        ],
                        max_length=8,
                        verbose_name="how",
                    ),
                ),
                ("spoke_with", models.CharField(blank=True, max_length=80, verbose_name="with whom")),
                ("said", models.CharField(max_length=1000, verbose_name="what was done and said")),
                ("promised_date", models.DateField(blank=True, null=True, verbose_name="promised for")),
                ("promised_amount", core.money.AmountField(blank=True, null=True, verbose_name="amount promised")),
                ("owed", core.money.AmountField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-day", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="OrderInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="invoice number")),
                ("invoice_date", models.DateField(verbose_name="date of the invoice")),
                ("due_date", models.DateField(verbose_name="due")),
                ("amount", core.money.AmountField(verbose_name="amount")),
                ("base_amount", core.money.AmountField()),
                ("recorded_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ("invoice_date", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    core.transitions.StateField(
                        choices=[("RECORDED", "Received"), ("REVERSED", "Reversed")],
                        default="RECORDED",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("BANK", "Bank transfer"), ("CASH", "Cash")],
                        default="BANK",
                        max_length=4,
                        verbose_name="how it came",
                    ),
                ),
                ("account", models.CharField(max_length=80, verbose_name="account")),
                ("received_date", models.DateField(verbose_name="received on")),
                ("payer", models.CharField(max_length=120, verbose_name="payer")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                ("rate_date", models.DateField(blank=True, null=True)),
                ("rate_source", models.CharField(blank=True, max_length=60)),
                ("amount", core.money.AmountField(verbose_name="amount")),
                ("base_amount", core.money.AmountField()),
                ("matched_amount", core.money.AmountField(default=0)),
                ("handed_by", models.CharField(blank=True, max_length=80, verbose_name="brought by")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[("VOUCHER", "Receipt voucher"), ("INVOICE", "Invoice")],
                        max_length=8,
                        verbose_name="paper given",
                    ),
                ),
                ("invoice_number", models.CharField(blank=True, max_length=40, verbose_name="invoice number")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ReceiptEvent",
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
                        choices=[("RECORDED", "Received"), ("REVERSED", "Reversed")],
                        default="RECORDED",
                        max_length=50,
                        protected=True,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("BANK", "Bank transfer"), ("CASH", "Cash")],
                        default="BANK",
                        max_length=4,
                        verbose_name="how it came",
                    ),
                ),
                ("account", models.CharField(max_length=80, verbose_name="account")),
                ("received_date", models.DateField(verbose_name="received on")),
                ("payer", models.CharField(max_length=120, verbose_name="payer")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
                ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                ("rate_date", models.DateField(blank=True, null=True)),
                ("rate_source", models.CharField(blank=True, max_length=60)),
                ("amount", core.money.AmountField(verbose_name="amount")),
                ("base_amount", core.money.AmountField()),
                ("handed_by", models.CharField(blank=True, max_length=80, verbose_name="brought by")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[("VOUCHER", "Receipt voucher"), ("INVOICE", "Invoice")],
                        max_length=8,
                        verbose_name="paper given",
                    ),
                ),
                ("invoice_number", models.CharField(blank=True, max_length=40, verbose_name="invoice number")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReceiptMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", core.money.AmountField()),
                ("base_amount", core.money.AmountField()),
                ("matched_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=32, null=True, unique=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    core.transitions.StateField(
                        choices=[
                            ("ISSUED", "Sent for confirmation"),
                            ("CONFIRMED", "Confirmed by the customer"),
                            ("DISPUTED", "Disputed by the customer"),
                        ],
                        default="ISSUED",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("opening", core.money.AmountField()),
                ("charged", core.money.AmountField()),
                ("received", core.money.AmountField()),
                ("closing", core.money.AmountField()),
                ("unbilled", core.money.AmountField(default=0)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PHONE", "Telephone"),
                            ("EMAIL", "E-mail"),
                            ("FAX", "Fax"),
                            ("LETTER", "Letter or signed copy"),
                            ("CHAT", "Chat message"),
                            ("VISIT", "In person"),
                        ],
                        max_length=8,
                        verbose_name="how it was answered",
                    ),
                ),
                ("answered_name", models.CharField(blank=True, max_length=80, verbose_name="who answered")),
                ("dispute", models.CharField(blank=True, max_length=1000, verbose_name="what is disputed")),
            ],
            options={
                "ordering": ("-month", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("day", models.DateField()),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("INVOICE", "Invoice"),
                            ("RECEIPT", "Payment received"),
                            ("CORRECTION", "Correction of earlier months"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40)),
                ("amount", core.money.AmountField()),
                ("balance", core.money.AmountField()),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesorder",
            name="change_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="salesorder",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="salesorder",
            name="parts_sales_order_paid",
        ),
        migrations.RemoveConstraint(
            model_name="salesorder",
            name="parts_sales_order_hold_says_why",
        ),
        migrations.AddField(
            model_name="salesorder",
            name="hold_kind",
            field=models.CharField(
                blank=True, choices=[("CREDIT", "Credit"), ("PERSON", "Stopped by hand")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="hold_reason_en",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="paid_amount",
            field=core.money.AmountField(default=0),
        ),
        migrations.AddField(
            model_name="salesorderevent",
            name="hold_kind",
            field=models.CharField(
                blank=True, choices=[("CREDIT", "Credit"), ("PERSON", "Stopped by hand")], max_length=8
            ),
        ),
        migrations.AddField(
            model_name="salesorderevent",
            name="hold_reason_en",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="salesorder",
            name="state",
            field=core.transitions.StateField(
                choices=[
                    ("PREPARED", "To be confirmed by the customer"),
                    ("OPEN", "Open"),
                    ("ON_HOLD", "On hold"),
                    ("SHIPPED", "Shipped"),
                    ("CLOSED", "Closed"),
                    ("CANCELLED", "Cancelled"),
                ],
                default="OPEN",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AlterField(
            model_name="salesorderevent",
            name="state",
            field=core.transitions.StateField(
                choices=[
                    ("PREPARED", "To be confirmed by the customer"),
                    ("OPEN", "Open"),
                    ("ON_HOLD", "On hold"),
                    ("SHIPPED", "Shipped"),
                    ("CLOSED", "Closed"),
                    ("CANCELLED", "Cancelled"),
                ],
                default="OPEN",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AddField(
            model_name="creditreview",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="creditterm",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="creditterm",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_terms",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="creditterm",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.department"
            ),
        ),
        migrations.AddField(
            model_name="creditreview",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="parts_sales.creditterm"
            ),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="credit_term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="parts_sales.creditterm",
            ),
        ),
        migrations.AddField(
            model_name="salesorderevent",
            name="credit_term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="parts_sales.creditterm",
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__gte", 0),
                    ("rate__gt", 0),
                    ("paid_amount__gte", 0),
                    ("paid_amount__lte", models.F("total")),
                    ("paid_base__gte", 0),
                    ("paid_base__lte", models.F("base_total")),
                ),
                name="parts_sales_order_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="salesorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ON_HOLD"), _negated=True),
                    models.Q(models.Q(("hold_reason", ""), _negated=True), models.Q(("hold_kind", ""), _negated=True)),
                    _connector="OR",
                ),
                name="parts_sales_order_hold_says_why",
            ),
        ),
        migrations.AddField(
            model_name="credittermevent",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="credittermevent",
            name="customer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="credittermevent",
            name="department",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organization.department",
            ),
        ),
        migrations.AddField(
            model_name="credittermevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="past_values",
                related_query_name="past_values",
                to="parts_sales.creditterm",
            ),
        ),
        migrations.AddField(
            model_name="dunningentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dunningentry",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="dunning", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="orderinvoice",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="orderinvoice",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="parts_sales.salesorder"
            ),
        ),
        migrations.AddField(
            model_name="orderinvoice",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="receipts",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="receiptevent",
            name="created_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="receiptevent",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="receiptevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="past_values",
                related_query_name="past_values",
                to="parts_sales.receipt",
            ),
        ),
        migrations.AddField(
            model_name="receiptmatch",
            name="matched_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="receiptmatch",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="parts_sales.salesorder"
            ),
        ),
        migrations.AddField(
            model_name="receiptmatch",
            name="receipt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="parts_sales.receipt"
            ),
        ),
        migrations.AddField(
            model_name="receiptmatch",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statements",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="department",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.department"
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parts_sales.salesorder",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="parts_sales.statement"
            ),
        ),
        migrations.AddIndex(
            model_name="creditterm",
            index=models.Index(fields=["state", "review_due"], name="parts_sales_credit_due"),
        ),
        migrations.AddConstraint(
            model_name="creditterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                name="parts_sales_creditterm_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("limit_amount__gt", 0), ("days__gte", 1), ("days__lte", 365)),
                name="parts_sales_creditterm_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["IN_FORCE", "SUSPENDED"]), _negated=True),
                    ("review_due__isnull", False),
                    _connector="OR",
                ),
                name="parts_sales_creditterm_has_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["IN_FORCE", "SUSPENDED"])),
                fields=("customer",),
                name="parts_sales_creditterm_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["IN_REVIEW", "RETURNED"])),
                fields=("customer",),
                name="parts_sales_creditterm_one_asked",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditterm",
            trigger=pgtrigger.compiler.Trigger(
                name="marks_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('credit_term', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                    hash="d1743d0e1dee4b5e5ff08720017fb123987bbe14",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_marks_search_5255f",
                    table="parts_sales_creditterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditterm",
            trigger=pgtrigger.compiler.Trigger(
                name="change_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."limit_amount" IS DISTINCT FROM (NEW."limit_amount") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."review_due" IS DISTINCT FROM (NEW."review_due") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."suspended_at" IS DISTINCT FROM (NEW."suspended_at") OR OLD."term_kind" IS DISTINCT FROM (NEW."term_kind"))',
                    func='INSERT INTO "parts_sales_credittermevent" ("approved_at", "created_at", "created_by_id", "customer_id", "days", "department_id", "ended_at", "id", "limit_amount", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due", "state", "submitted_at", "suspended_at", "term_kind") VALUES (OLD."approved_at", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."days", OLD."department_id", OLD."ended_at", OLD."id", OLD."limit_amount", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason", OLD."review_due", OLD."state", OLD."submitted_at", OLD."suspended_at", OLD."term_kind"); RETURN NULL;',
                    hash="b51e5a96baa1c9d0ec29d9406f90d0c8ec8719f1",
                    operation="UPDATE",
                    pgid="pgtrigger_change_update_149ae",
                    table="parts_sales_creditterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="creditterm",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "parts_sales_credittermevent" ("approved_at", "created_at", "created_by_id", "customer_id", "days", "department_id", "ended_at", "id", "limit_amount", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due", "state", "submitted_at", "suspended_at", "term_kind") VALUES (OLD."approved_at", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."days", OLD."department_id", OLD."ended_at", OLD."id", OLD."limit_amount", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."review_due", OLD."state", OLD."submitted_at", OLD."suspended_at", OLD."term_kind"); RETURN NULL;',
                    hash="b27410e19ce428d6beaedc377107fb0b25aaf040",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_80492",
                    table="parts_sales_creditterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credittermevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1edd2d30e30f2fa3e29eb482e1e60d1db6389d88",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8e8d3",
                    table="parts_sales_credittermevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="dunningentry",
            index=models.Index(fields=["customer", "-day"], name="parts_sales_dunning_customer"),
        ),
        migrations.AddIndex(
            model_name="orderinvoice",
            index=models.Index(
                condition=models.Q(("cancelled_at__isnull", True)), fields=["due_date"], name="parts_sales_invoice_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderinvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)), fields=("number",), name="parts_sales_invoice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderinvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("base_amount__gte", 0)), name="parts_sales_invoice_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderinvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_date__gte", models.F("invoice_date"))),
                name="parts_sales_invoice_due_after_day",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["-received_date", "-id"], name="parts_sales_receipt_day"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["customer", "-received_date"], name="parts_sales_receipt_customer"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("matched_amount__lt", models.F("amount")), ("state", "RECORDED")),
                fields=["received_date"],
                name="parts_sales_receipt_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                name="parts_sales_receipt_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0),
                    ("base_amount__gte", 0),
                    ("rate__gt", 0),
                    ("matched_amount__gte", 0),
                    ("matched_amount__lte", models.F("amount")),
                ),
                name="parts_sales_receipt_never_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "REVERSED"), _negated=True), ("matched_amount", 0), _connector="OR"
                ),
                name="parts_sales_receipt_reversed_is_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_by", ""), ("paper", ""), ("way", "BANK")),
                    models.Q(
                        ("way", "CASH"),
                        models.Q(("handed_by", ""), _negated=True),
                        models.Q(("paper", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="parts_sales_receipt_cash_says_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("reference", ""), _negated=True), ("state", "RECORDED")),
                fields=("account", "reference"),
                name="parts_sales_receipt_reference_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="marks_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.payer, OLD.account, OLD.reference, OLD.handed_by, OLD.customer_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.payer, NEW.account, NEW.reference, NEW.handed_by, NEW.customer_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('receipt', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                    hash="1a4d6b2d75f941226c081a27d94b2835c6968862",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_marks_search_294fa",
                    table="parts_sales_receipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="change_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."account" IS DISTINCT FROM (NEW."account") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."base_amount" IS DISTINCT FROM (NEW."base_amount") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."handed_by" IS DISTINCT FROM (NEW."handed_by") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invoice_number" IS DISTINCT FROM (NEW."invoice_number") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."paper" IS DISTINCT FROM (NEW."paper") OR OLD."payer" IS DISTINCT FROM (NEW."payer") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_date" IS DISTINCT FROM (NEW."rate_date") OR OLD."rate_source" IS DISTINCT FROM (NEW."rate_source") OR OLD."received_date" IS DISTINCT FROM (NEW."received_date") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."way" IS DISTINCT FROM (NEW."way"))',
                    func='INSERT INTO "parts_sales_receiptevent" ("account", "amount", "base_amount", "created_at", "created_by_id", "currency", "customer_id", "handed_by", "id", "invoice_number", "note", "number", "paper", "payer", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_date", "rate_source", "received_date", "reference", "state", "submitted_at", "way") VALUES (OLD."account", OLD."amount", OLD."base_amount", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."handed_by", OLD."id", OLD."invoice_number", OLD."note", OLD."number", OLD."paper", OLD."payer", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."received_date", OLD."reference", OLD."state", OLD."submitted_at", OLD."way"); RETURN NULL;',
                    hash="ff9f9703d2f488d629a76e20e3bc5280621a6c41",
                    operation="UPDATE",
                    pgid="pgtrigger_change_update_00f58",
                    table="parts_sales_receipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "parts_sales_receiptevent" ("account", "amount", "base_amount", "created_at", "created_by_id", "currency", "customer_id", "handed_by", "id", "invoice_number", "note", "number", "paper", "payer", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_date", "rate_source", "received_date", "reference", "state", "submitted_at", "way") VALUES (OLD."account", OLD."amount", OLD."base_amount", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."handed_by", OLD."id", OLD."invoice_number", OLD."note", OLD."number", OLD."paper", OLD."payer", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."received_date", OLD."reference", OLD."state", OLD."submitted_at", OLD."way"); RETURN NULL;',
                    hash="0406934fbd0e289e3568b5aea6bc3b269a54fbb0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7958e",
                    table="parts_sales_receipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receiptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7206019514fc6fa67b80c2807534dc26122438bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4530e",
                    table="parts_sales_receiptevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("base_amount__gte", 0)), name="parts_sales_receiptmatch_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptmatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("undone_at__isnull", True)),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="parts_sales_receiptmatch_undone_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__isnull", False)), name="parts_sales_statement_has_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(fields=("customer", "month"), name="parts_sales_statement_once"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "closing",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("opening"), "+", models.F("charged")
                            ),
                            "-",
                            models.F("received"),
                        ),
                    )
                ),
                name="parts_sales_statement_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "DISPUTED"), _negated=True),
                    models.Q(("dispute", ""), _negated=True),
                    _connector="OR",
                ),
                name="parts_sales_statement_dispute_says_what",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statement",
            trigger=pgtrigger.compiler.Trigger(
                name="marks_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('statement', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                    hash="7f1fd3f2d24e144e5771d8d10480ffb788298c7b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_marks_search_c16f8",
                    table="parts_sales_statement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesorder",
            trigger=pgtrigger.compiler.Trigger(
                name="change_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."base_total" IS DISTINCT FROM (NEW."base_total") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."credit_term_id" IS DISTINCT FROM (NEW."credit_term_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."due_date" IS DISTINCT FROM (NEW."due_date") OR OLD."freight_payer" IS DISTINCT FROM (NEW."freight_payer") OR OLD."hold_kind" IS DISTINCT FROM (NEW."hold_kind") OR OLD."hold_reason" IS DISTINCT FROM (NEW."hold_reason") OR OLD."hold_reason_en" IS DISTINCT FROM (NEW."hold_reason_en") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incoterm" IS DISTINCT FROM (NEW."incoterm") OR OLD."machine" IS DISTINCT FROM (NEW."machine") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_date" IS DISTINCT FROM (NEW."order_date") OR OLD."part_delivery_at" IS DISTINCT FROM (NEW."part_delivery_at") OR OLD."part_delivery_by_id" IS DISTINCT FROM (NEW."part_delivery_by_id") OR OLD."quote_id" IS DISTINCT FROM (NEW."quote_id") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."ship_to" IS DISTINCT FROM (NEW."ship_to") OR OLD."shipped_at" IS DISTINCT FROM (NEW."shipped_at") OR OLD."shipping_method" IS DISTINCT FROM (NEW."shipping_method") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."total" IS DISTINCT FROM (NEW."total"))',
                    func='INSERT INTO "parts_sales_salesorderevent" ("base_total", "closed_at", "contact", "created_at", "created_by_id", "credit_term_id", "currency", "customer_id", "department_id", "due_date", "freight_payer", "hold_kind", "hold_reason", "hold_reason_en", "id", "incoterm", "machine", "number", "order_date", "part_delivery_at", "part_delivery_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "rate", "region", "ship_to", "shipped_at", "shipping_method", "state", "submitted_at", "total") VALUES (OLD."base_total", OLD."closed_at", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."credit_term_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."due_date", OLD."freight_payer", OLD."hold_kind", OLD."hold_reason", OLD."hold_reason_en", OLD."id", OLD."incoterm", OLD."machine", OLD."number", OLD."order_date", OLD."part_delivery_at", OLD."part_delivery_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."quote_id", OLD."rate", OLD."region", OLD."ship_to", OLD."shipped_at", OLD."shipping_method", OLD."state", OLD."submitted_at", OLD."total"); RETURN NULL;',
                    hash="36be5531ee4ef0e5ed83c6b05bfc045bdd41ab55",
                    operation="UPDATE",
                    pgid="pgtrigger_change_update_7c8d1",
                    table="parts_sales_salesorder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="salesorder",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "parts_sales_salesorderevent" ("base_total", "closed_at", "contact", "created_at", "created_by_id", "credit_term_id", "currency", "customer_id", "department_id", "due_date", "freight_payer", "hold_kind", "hold_reason", "hold_reason_en", "id", "incoterm", "machine", "number", "order_date", "part_delivery_at", "part_delivery_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "rate", "region", "ship_to", "shipped_at", "shipping_method", "state", "submitted_at", "total") VALUES (OLD."base_total", OLD."closed_at", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."credit_term_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."due_date", OLD."freight_payer", OLD."hold_kind", OLD."hold_reason", OLD."hold_reason_en", OLD."id", OLD."incoterm", OLD."machine", OLD."number", OLD."order_date", OLD."part_delivery_at", OLD."part_delivery_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quote_id", OLD."rate", OLD."region", OLD."ship_to", OLD."shipped_at", OLD."shipping_method", OLD."state", OLD."submitted_at", OLD."total"); RETURN NULL;',
                    hash="204a88827d08d07bf393f0f64f638f00e9d6ec53",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9bc20",
                    table="parts_sales_salesorder",
                    when="AFTER",
                ),
            ),
        ),
    ]
