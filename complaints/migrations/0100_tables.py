import core.migrating
import core.transitions
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("complaints", "0001_complaints")]

    initial = True

    dependencies = [
        ("customers", "0100_tables"),
        ("organization", "0100_tables"),
        ("parts_sales", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Complaint",
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
                            "source",
                            models.CharField(
                                choices=[
                                    ("PHONE", "Telephone"),
                                    ("EMAIL", "E-mail"),
                                    ("RETURN", "Return"),
                                    ("VISIT", "Visit"),
                                    ("FORM", "Public form"),
                                ],
                                max_length=8,
                                verbose_name="came by",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("CRITICAL", "Critical: danger or standstill"),
                                    ("MAJOR", "Major: works badly"),
                                    ("MINOR", "Minor: annoying"),
                                ],
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("happened", models.TextField(max_length=4000, verbose_name="what happened")),
                        ("wish", models.TextField(blank=True, max_length=2000, verbose_name="what the customer wants")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "Liability to be judged"),
                                    ("JUDGING", "Liability with the panel"),
                                    ("EXPLAINING", "To be explained"),
                                    ("NEGOTIATING", "Being negotiated"),
                                    ("ESCALATED", "Escalated"),
                                    ("NONCONFORMING", "Non-conformance to be reported"),
                                    ("MEASURES", "Measures under way"),
                                    ("TELLING", "Effective: customer to be told"),
                                    ("CLOSED", "Closed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("first_due", models.DateTimeField(verbose_name="first response due")),
                        ("resolve_due", models.DateTimeField(verbose_name="to be resolved by")),
                        ("responded_at", models.DateTimeField(blank=True, null=True, verbose_name="first response")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        (
                            "liable",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OURS", "We"),
                                    ("SUPPLIER", "Our supplier"),
                                    ("CUSTOMER", "The customer"),
                                    ("CARRIER", "The customer's carrier"),
                                    ("NOBODY", "Nobody: wear or force majeure"),
                                ],
                                max_length=8,
                                verbose_name="liable",
                            ),
                        ),
                        ("cause", models.CharField(blank=True, max_length=80, verbose_name="cause")),
                        ("cause_key", models.CharField(blank=True, db_index=True, max_length=80)),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("UNDERSTOOD", "Explained, understood"),
                                    ("NEGOTIATED", "Settled by negotiation"),
                                    ("EFFECTIVE", "Measures effective"),
                                ],
                                max_length=10,
                                verbose_name="how it ended",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="outcome")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="customers.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="division concerned",
                            ),
                        ),
                        (
                            "machine",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.machine",
                                verbose_name="machine",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.salesorder",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.part",
                                verbose_name="part",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                        (
                            "salesperson",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="salesperson",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="complaints_complaint_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="complaints_complaint_state"),
                            models.Index(fields=["part", "closed_at"], name="complaints_complaint_part"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="complaints_complaint_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "CLOSED"), _negated=True),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        models.Q(("ending", ""), _negated=True),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_complaint_closed_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["EXPLAINING", "NONCONFORMING", "MEASURES", "TELLING", "CLOSED"]),
                                        _negated=True,
                                    ),
                                    models.Q(("liable", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="complaints_complaint_judged",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComplaintEvent",
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
                            "source",
                            models.CharField(
                                choices=[
                                    ("PHONE", "Telephone"),
                                    ("EMAIL", "E-mail"),
                                    ("RETURN", "Return"),
                                    ("VISIT", "Visit"),
                                    ("FORM", "Public form"),
                                ],
                                max_length=8,
                                verbose_name="came by",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("CRITICAL", "Critical: danger or standstill"),
                                    ("MAJOR", "Major: works badly"),
                                    ("MINOR", "Minor: annoying"),
                                ],
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("happened", models.TextField(max_length=4000, verbose_name="what happened")),
                        ("wish", models.TextField(blank=True, max_length=2000, verbose_name="what the customer wants")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "Liability to be judged"),
                                    ("JUDGING", "Liability with the panel"),
                                    ("EXPLAINING", "To be explained"),
                                    ("NEGOTIATING", "Being negotiated"),
                                    ("ESCALATED", "Escalated"),
                                    ("NONCONFORMING", "Non-conformance to be reported"),
                                    ("MEASURES", "Measures under way"),
                                    ("TELLING", "Effective: customer to be told"),
                                    ("CLOSED", "Closed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("first_due", models.DateTimeField(verbose_name="first response due")),
                        ("resolve_due", models.DateTimeField(verbose_name="to be resolved by")),
                        ("responded_at", models.DateTimeField(blank=True, null=True, verbose_name="first response")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        (
                            "liable",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("OURS", "We"),
                                    ("SUPPLIER", "Our supplier"),
                                    ("CUSTOMER", "The customer"),
                                    ("CARRIER", "The customer's carrier"),
                                    ("NOBODY", "Nobody: wear or force majeure"),
                                ],
                                max_length=8,
                                verbose_name="liable",
                            ),
                        ),
                        ("cause", models.CharField(blank=True, max_length=80, verbose_name="cause")),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("UNDERSTOOD", "Explained, understood"),
                                    ("NEGOTIATED", "Settled by negotiation"),
                                    ("EFFECTIVE", "Measures effective"),
                                ],
                                max_length=10,
                                verbose_name="how it ended",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="outcome")),
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
                            "customer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.customer",
                                verbose_name="customer",
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
                                verbose_name="division concerned",
                            ),
                        ),
                        (
                            "machine",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.machine",
                                verbose_name="machine",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesorder",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.part",
                                verbose_name="part",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                        (
                            "salesperson",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="salesperson",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LiabilityReport",
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
                            "liable",
                            models.CharField(
                                choices=[
                                    ("OURS", "We"),
                                    ("SUPPLIER", "Our supplier"),
                                    ("CUSTOMER", "The customer"),
                                    ("CARRIER", "The customer's carrier"),
                                    ("NOBODY", "Nobody: wear or force majeure"),
                                ],
                                max_length=8,
                                verbose_name="liable",
                            ),
                        ),
                        ("cause", models.CharField(max_length=80, verbose_name="cause")),
                        ("analysis", models.TextField(max_length=4000, verbose_name="analysis")),
                        ("conclusion", models.TextField(max_length=2000, verbose_name="conclusion")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "With the panel"),
                                    ("RETURNED", "Returned"),
                                    ("CONFIRMED", "Confirmed"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="liability_reports",
                                to="complaints.complaint",
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
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="complaints_liability_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("liable__in", ("OURS", "SUPPLIER")), _negated=True),
                                    ("responsible__isnull", False),
                                    _connector="OR",
                                ),
                                name="complaints_liability_ours_has_department",
                            ),
                            models.UniqueConstraint(fields=("complaint",), name="complaints_liability_one"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiabilityReportEvent",
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
                            "liable",
                            models.CharField(
                                choices=[
                                    ("OURS", "We"),
                                    ("SUPPLIER", "Our supplier"),
                                    ("CUSTOMER", "The customer"),
                                    ("CARRIER", "The customer's carrier"),
                                    ("NOBODY", "Nobody: wear or force majeure"),
                                ],
                                max_length=8,
                                verbose_name="liable",
                            ),
                        ),
                        ("cause", models.CharField(max_length=80, verbose_name="cause")),
                        ("analysis", models.TextField(max_length=4000, verbose_name="analysis")),
                        ("conclusion", models.TextField(max_length=2000, verbose_name="conclusion")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "With the panel"),
                                    ("RETURNED", "Returned"),
                                    ("CONFIRMED", "Confirmed"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="complaints.complaint",
                            ),
                        ),
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="complaints.liabilityreport",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NonConformanceReport",
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
                        ("item", models.CharField(max_length=120, verbose_name="what does not conform")),
                        ("quantity", models.PositiveIntegerField(default=1, verbose_name="quantity")),
                        ("required", models.TextField(max_length=1000, verbose_name="required")),
                        ("found", models.TextField(max_length=4000, verbose_name="found")),
                        (
                            "disposition",
                            models.CharField(
                                choices=[
                                    ("REPAIR", "Repair"),
                                    ("REPLACE", "Replace"),
                                    ("CONCEDE", "Accept as it is, with the customer's agreement"),
                                    ("TAKE_BACK", "Take back"),
                                    ("SCRAP", "Scrap"),
                                ],
                                max_length=10,
                                verbose_name="what becomes of it",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[("ISSUED", "Issued")], default="ISSUED", max_length=50, protected=True
                            ),
                        ),
                        (
                            "complaint",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nonconformance",
                                to="complaints.complaint",
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
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="analysed with",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.part",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="complaints_ncr_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="complaints_ncr_quantity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NonConformanceReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("item", models.CharField(max_length=120, verbose_name="what does not conform")),
                        ("quantity", models.PositiveIntegerField(default=1, verbose_name="quantity")),
                        ("required", models.TextField(max_length=1000, verbose_name="required")),
                        ("found", models.TextField(max_length=4000, verbose_name="found")),
                        (
                            "disposition",
                            models.CharField(
                                choices=[
                                    ("REPAIR", "Repair"),
                                    ("REPLACE", "Replace"),
                                    ("CONCEDE", "Accept as it is, with the customer's agreement"),
                                    ("TAKE_BACK", "Take back"),
                                    ("SCRAP", "Scrap"),
                                ],
                                max_length=10,
                                verbose_name="what becomes of it",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[("ISSUED", "Issued")], default="ISSUED", max_length=50, protected=True
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="complaints.complaint",
                            ),
                        ),
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
                            "expert",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="analysed with",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.part",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="complaints.nonconformancereport",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PublicIntake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("company", models.CharField(max_length=160, verbose_name="company")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("order_number", models.CharField(blank=True, max_length=40, verbose_name="order number")),
                        ("happened", models.TextField(max_length=4000, verbose_name="what happened")),
                        ("wish", models.TextField(blank=True, max_length=2000, verbose_name="what the customer wants")),
                        ("language", models.CharField(default="zh-hans", max_length=7)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "To be looked at"),
                                    ("TAKEN", "Recorded as a complaint"),
                                    ("SET_ASIDE", "Set aside"),
                                ],
                                default="WAITING",
                                max_length=10,
                            ),
                        ),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        ("handled_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                        (
                            "complaint",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intake",
                                to="complaints.complaint",
                            ),
                        ),
                        (
                            "handled_by",
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
                        "ordering": ("-received_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["state", "-received_at", "-id"], name="complaints_intake_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("complaint__isnull", True), ("handled_at__isnull", True), ("state", "WAITING")
                                    ),
                                    models.Q(
                                        ("complaint__isnull", False), ("handled_at__isnull", False), ("state", "TAKEN")
                                    ),
                                    models.Q(
                                        ("complaint__isnull", True),
                                        ("handled_at__isnull", False),
                                        ("state", "SET_ASIDE"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaints_intake_handled_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Talk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "talk_kind",
                            models.CharField(
                                choices=[
                                    ("RESPONSE", "First response"),
                                    ("CONTACT", "Contact"),
                                    ("EXPLANATION", "Explanation"),
                                    ("NEGOTIATION", "Negotiation"),
                                    ("TOLD", "Told of the result"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="what was said")),
                        (
                            "answer",
                            models.TextField(blank=True, max_length=2000, verbose_name="what the customer says"),
                        ),
                        ("is_letter", models.BooleanField(default=False)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="talks",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                    },
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="complaint",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.happened, OLD.wish, OLD.contact, OLD.phone, OLD.cause, OLD.customer_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.happened, NEW.wish, NEW.contact, NEW.phone, NEW.cause, NEW.customer_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('complaint', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="cc1067d64a48fab639de6ccac2f6245609089150",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_33d34",
                        table="complaints_complaint",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."ending" IS DISTINCT FROM (NEW."ending") OR OLD."first_due" IS DISTINCT FROM (NEW."first_due") OR OLD."happened" IS DISTINCT FROM (NEW."happened") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."liable" IS DISTINCT FROM (NEW."liable") OR OLD."machine_id" IS DISTINCT FROM (NEW."machine_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."part_id" IS DISTINCT FROM (NEW."part_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."resolve_due" IS DISTINCT FROM (NEW."resolve_due") OR OLD."responded_at" IS DISTINCT FROM (NEW."responded_at") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."salesperson_id" IS DISTINCT FROM (NEW."salesperson_id") OR OLD."severity" IS DISTINCT FROM (NEW."severity") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."wish" IS DISTINCT FROM (NEW."wish"))',
                        func='INSERT INTO "complaints_complaintevent" ("cause", "closed_at", "contact", "created_at", "created_by_id", "customer_id", "department_id", "email", "ending", "first_due", "happened", "id", "liable", "machine_id", "number", "order_id", "outcome", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "resolve_due", "responded_at", "responsible_id", "salesperson_id", "severity", "source", "state", "submitted_at", "title", "wish") VALUES (OLD."cause", OLD."closed_at", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."email", OLD."ending", OLD."first_due", OLD."happened", OLD."id", OLD."liable", OLD."machine_id", OLD."number", OLD."order_id", OLD."outcome", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."resolve_due", OLD."responded_at", OLD."responsible_id", OLD."salesperson_id", OLD."severity", OLD."source", OLD."state", OLD."submitted_at", OLD."title", OLD."wish"); RETURN NULL;',
                        hash="7ca48ca1e0a5214558adbd5c24447399b90c67b6",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_d8766",
                        table="complaints_complaint",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "complaints_complaintevent" ("cause", "closed_at", "contact", "created_at", "created_by_id", "customer_id", "department_id", "email", "ending", "first_due", "happened", "id", "liable", "machine_id", "number", "order_id", "outcome", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "resolve_due", "responded_at", "responsible_id", "salesperson_id", "severity", "source", "state", "submitted_at", "title", "wish") VALUES (OLD."cause", OLD."closed_at", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."email", OLD."ending", OLD."first_due", OLD."happened", OLD."id", OLD."liable", OLD."machine_id", OLD."number", OLD."order_id", OLD."outcome", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."resolve_due", OLD."responded_at", OLD."responsible_id", OLD."salesperson_id", OLD."severity", OLD."source", OLD."state", OLD."submitted_at", OLD."title", OLD."wish"); RETURN NULL;',
                        hash="dece0c61429f6ab0f4d5bb6a18b54d4a3ebad48a",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_a79b8",
                        table="complaints_complaint",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="complaintevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="74052a534e71dac9970ee5a73a0d0ce95ee9fa73",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_17d31",
                        table="complaints_complaintevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="liabilityreport",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.cause, OLD.analysis, OLD.conclusion) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.cause, NEW.analysis, NEW.conclusion) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('liability_report', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="16059f8e621fa255be197520bf3e4ba4b42e722f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_381c1",
                        table="complaints_liabilityreport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."analysis" IS DISTINCT FROM (NEW."analysis") OR OLD."cause" IS DISTINCT FROM (NEW."cause") OR OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."conclusion" IS DISTINCT FROM (NEW."conclusion") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."liable" IS DISTINCT FROM (NEW."liable") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."responsible_id" IS DISTINCT FROM (NEW."responsible_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "complaints_liabilityreportevent" ("analysis", "cause", "complaint_id", "conclusion", "confirmed_at", "created_at", "created_by_id", "id", "liable", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "state", "submitted_at") VALUES (OLD."analysis", OLD."cause", OLD."complaint_id", OLD."conclusion", OLD."confirmed_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."liable", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."responsible_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="2be8aa4077ae738d8dc5c3ff9ebf087f330edf35",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_fa05d",
                        table="complaints_liabilityreport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "complaints_liabilityreportevent" ("analysis", "cause", "complaint_id", "conclusion", "confirmed_at", "created_at", "created_by_id", "id", "liable", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "responsible_id", "state", "submitted_at") VALUES (OLD."analysis", OLD."cause", OLD."complaint_id", OLD."conclusion", OLD."confirmed_at", OLD."created_at", OLD."created_by_id", OLD."id", OLD."liable", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."responsible_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="61b85b4bba3fedaf01875f6b743cdc2fe47db8d8",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_40e36",
                        table="complaints_liabilityreport",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="liabilityreportevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d31498d50ba1cf99f80df171c996ec9b855f12e4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_32144",
                        table="complaints_liabilityreportevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="nonconformancereport",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.item, OLD.required, OLD.found) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.item, NEW.required, NEW.found) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('nonconformance_report', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="7f02f49cba6d057fd5553de33db49e81ca178919",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_ef91f",
                        table="complaints_nonconformancereport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."complaint_id" IS DISTINCT FROM (NEW."complaint_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."disposition" IS DISTINCT FROM (NEW."disposition") OR OLD."expert_id" IS DISTINCT FROM (NEW."expert_id") OR OLD."found" IS DISTINCT FROM (NEW."found") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."item" IS DISTINCT FROM (NEW."item") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."part_id" IS DISTINCT FROM (NEW."part_id") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."required" IS DISTINCT FROM (NEW."required") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "complaints_nonconformancereportevent" ("complaint_id", "created_at", "created_by_id", "disposition", "expert_id", "found", "id", "item", "number", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "required", "state", "submitted_at") VALUES (OLD."complaint_id", OLD."created_at", OLD."created_by_id", OLD."disposition", OLD."expert_id", OLD."found", OLD."id", OLD."item", OLD."number", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."quantity", OLD."required", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="a7d1453b61b0f45c098fb6239ebc39bddc9c6004",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_f6b3c",
                        table="complaints_nonconformancereport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "complaints_nonconformancereportevent" ("complaint_id", "created_at", "created_by_id", "disposition", "expert_id", "found", "id", "item", "number", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "required", "state", "submitted_at") VALUES (OLD."complaint_id", OLD."created_at", OLD."created_by_id", OLD."disposition", OLD."expert_id", OLD."found", OLD."id", OLD."item", OLD."number", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quantity", OLD."required", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="e8600aca9ecb34cc673cb79b32437affca8ccdb9",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4a8c3",
                        table="complaints_nonconformancereport",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="nonconformancereportevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e5c1042b2576c32bf9bafa96641caebb78bd8722",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d1529",
                        table="complaints_nonconformancereportevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="talk",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8c049738a3964979c8f15ff7c34c993f09773345",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_77fec",
                        table="complaints_talk",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="db8b445db6e57faba4171eaaf3eee493408ab2ec",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_2242c",
                        table="complaints_talk",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
    ]
