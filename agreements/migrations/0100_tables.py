import core.migrating
import core.money
import core.transitions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("agreements", "0001_agreements")]

    initial = True

    dependencies = [
        ("customers", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Agreement",
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
                        ("subject", models.CharField(max_length=200, verbose_name="subject")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "Under review"),
                                    ("READY", "To be signed"),
                                    ("SIGNED", "Signed"),
                                    ("DECLINED", "Declined"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
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
                                related_name="agreements",
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
                                verbose_name="department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "renews",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renewals",
                                to="agreements.agreement",
                                verbose_name="renews",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="agreements_agreement_house"),
                            models.Index(fields=["-created_at", "-id"], name="agreements_agreement_newest"),
                            models.Index(fields=["customer", "-created_at"], name="agreements_agreement_customer"),
                            models.Index(
                                condition=models.Q(("state", "SIGNED")),
                                fields=["end_date"],
                                name="agreements_agreement_ends",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gte", models.F("start_date"))),
                                name="agreements_agreement_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_on__isnull", False), ("state", "SIGNED")),
                                    models.Q(models.Q(("state", "SIGNED"), _negated=True), ("signed_on__isnull", True)),
                                    _connector="OR",
                                ),
                                name="agreements_agreement_signed_on",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("DRAFT", "CANCELLED")),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agreements_agreement_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)), name="agreements_agreement_rate"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("subject", models.CharField(max_length=200, verbose_name="subject")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "Under review"),
                                    ("READY", "To be signed"),
                                    ("SIGNED", "Signed"),
                                    ("DECLINED", "Declined"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
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
                                verbose_name="department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "renews",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                                verbose_name="renews",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementReview",
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
                            "grounds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("AMOUNT", "Large amount"),
                                        ("TECHNICAL", "Special technical terms"),
                                        ("CONTRACT", "Special contract terms"),
                                        ("HAND", "Asked for by hand"),
                                        ("AMENDMENT", "Amendment"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        ("product", models.CharField(max_length=300, verbose_name="product")),
                        (
                            "technical_requirements",
                            models.TextField(blank=True, max_length=4000, verbose_name="technical requirements"),
                        ),
                        ("quantities", models.CharField(max_length=300, verbose_name="quantities")),
                        ("dates", models.CharField(max_length=300, verbose_name="dates")),
                        ("special_terms", models.TextField(blank=True, max_length=4000, verbose_name="special terms")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "To be started"),
                                    ("RUNNING", "Being answered"),
                                    ("SIGN", "Concluded: sign"),
                                    ("DECLINE", "Concluded: decline"),
                                    ("RETURNED", "Returned"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("net_price", core.money.AmountField(default=0, verbose_name="net price")),
                        (
                            "required_margin",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="required margin"
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")],
                                max_length=6,
                                verbose_name="order risk",
                            ),
                        ),
                        ("overruled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "overruling",
                            models.TextField(blank=True, max_length=2000, verbose_name="why finance is overruled"),
                        ),
                        ("concluded_at", models.DateTimeField(blank=True, null=True)),
                        ("conclusion", models.TextField(blank=True, max_length=4000, verbose_name="conclusion")),
                        (
                            "explanation",
                            models.TextField(blank=True, max_length=4000, verbose_name="explanation to the customer"),
                        ),
                        (
                            "alternative",
                            models.TextField(blank=True, max_length=4000, verbose_name="alternative proposed"),
                        ),
                        (
                            "told_how",
                            models.CharField(blank=True, max_length=300, verbose_name="how the customer was told"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "concluded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "overruled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "started_by",
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
                        "indexes": [
                            models.Index(fields=["state", "-created_at", "-id"], name="agreements_review_state"),
                            models.Index(fields=["-created_at", "-id"], name="agreements_review_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="agreements_review_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DECLINE"), _negated=True),
                                    models.Q(
                                        models.Q(("explanation", ""), _negated=True),
                                        models.Q(("alternative", ""), _negated=True),
                                        models.Q(("told_how", ""), _negated=True),
                                        ("concluded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_review_decline_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("overruled_at__isnull", True),
                                    models.Q(
                                        models.Q(("overruling", ""), _negated=True), ("overruled_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_review_overruling_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("subject", models.CharField(max_length=200, verbose_name="subject")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until")),
                        ("amount", core.money.AmountField(default=0, verbose_name="amount")),
                        ("base_amount", core.money.AmountField(default=0)),
                        ("net_amount", core.money.AmountField(default=0)),
                        ("terms", models.TextField(blank=True, max_length=6000, verbose_name="terms")),
                        (
                            "special_technical",
                            models.TextField(blank=True, max_length=2000, verbose_name="special technical terms"),
                        ),
                        (
                            "special_contract",
                            models.TextField(blank=True, max_length=2000, verbose_name="special contract terms"),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        ("signed_for_us", models.CharField(blank=True, max_length=80, verbose_name="signed for us by")),
                        (
                            "signed_for_customer",
                            models.CharField(blank=True, max_length=80, verbose_name="signed for the customer by"),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="agreements.agreement",
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
                    ],
                    options={
                        "ordering": ("start_date", "pk"),
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "number"), name="agreements_version_once"),
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gte", models.F("start_date"))),
                                name="agreements_version_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="agreements_version_amount"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_on__isnull", True),
                                    models.Q(
                                        ("number__isnull", False),
                                        models.Q(("signed_for_us", ""), _negated=True),
                                        models.Q(("signed_for_customer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_version_signed_by_both",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("signed_on__isnull", False)),
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("agreement_id"),
                                            models.F("agreement_id"),
                                            models.Value("[]"),
                                            function="int8range",
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.F("start_date"),
                                            models.F("end_date"),
                                            models.Value("[]"),
                                            function="daterange",
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="agreements_version_one_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementReviewEvent",
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
                            "grounds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("AMOUNT", "Large amount"),
                                        ("TECHNICAL", "Special technical terms"),
                                        ("CONTRACT", "Special contract terms"),
                                        ("HAND", "Asked for by hand"),
                                        ("AMENDMENT", "Amendment"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        ("product", models.CharField(max_length=300, verbose_name="product")),
                        (
                            "technical_requirements",
                            models.TextField(blank=True, max_length=4000, verbose_name="technical requirements"),
                        ),
                        ("quantities", models.CharField(max_length=300, verbose_name="quantities")),
                        ("dates", models.CharField(max_length=300, verbose_name="dates")),
                        ("special_terms", models.TextField(blank=True, max_length=4000, verbose_name="special terms")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "To be started"),
                                    ("RUNNING", "Being answered"),
                                    ("SIGN", "Concluded: sign"),
                                    ("DECLINE", "Concluded: decline"),
                                    ("RETURNED", "Returned"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("net_price", core.money.AmountField(default=0, verbose_name="net price")),
                        (
                            "required_margin",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=5, verbose_name="required margin"
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High")],
                                max_length=6,
                                verbose_name="order risk",
                            ),
                        ),
                        ("overruled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "overruling",
                            models.TextField(blank=True, max_length=2000, verbose_name="why finance is overruled"),
                        ),
                        ("concluded_at", models.DateTimeField(blank=True, null=True)),
                        ("conclusion", models.TextField(blank=True, max_length=4000, verbose_name="conclusion")),
                        (
                            "explanation",
                            models.TextField(blank=True, max_length=4000, verbose_name="explanation to the customer"),
                        ),
                        (
                            "alternative",
                            models.TextField(blank=True, max_length=4000, verbose_name="alternative proposed"),
                        ),
                        (
                            "told_how",
                            models.CharField(blank=True, max_length=300, verbose_name="how the customer was told"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                            ),
                        ),
                        (
                            "concluded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "overruled_by",
                            models.ForeignKey(
                                blank=True,
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
                                to="agreements.agreementreview",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreementversion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgreementLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("product", models.CharField(max_length=160, verbose_name="product or service")),
                        (
                            "technical",
                            models.CharField(blank=True, max_length=500, verbose_name="technical requirement"),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="unit")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price")),
                        (
                            "tax_rate",
                            core.money.TaxRateField(
                                decimal_places=4,
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                                verbose_name="tax rate",
                            ),
                        ),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="delivered by")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="agreements.agreementversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "position"), name="agreements_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0), ("quantity__gt", 0), ("unit_price__gte", 0)),
                                name="agreements_line_amount",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Amendment",
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
                            "asked_by",
                            models.CharField(
                                choices=[("CUSTOMER", "The customer"), ("US", "We")],
                                max_length=8,
                                verbose_name="asked for by",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("change", models.TextField(max_length=4000, verbose_name="change wanted")),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("TECHNICAL", "R&D"),
                                        ("RESOURCES", "Planning centre"),
                                        ("CONDITIONS", "Business lead"),
                                        ("INSPECTION", "Inspection"),
                                        ("FINANCE", "Finance"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                                verbose_name="parts touched",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "Under review"),
                                    ("RETURNED", "Returned"),
                                    ("READY", "To be confirmed and signed"),
                                    ("SIGNED", "Signed"),
                                    ("DECLINED", "Refused"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        (
                            "confirmed_by_us",
                            models.CharField(blank=True, max_length=80, verbose_name="confirmed for us by"),
                        ),
                        ("confirmed_by_us_on", models.DateField(blank=True, null=True)),
                        (
                            "confirmed_by_customer",
                            models.CharField(blank=True, max_length=80, verbose_name="confirmed for the customer by"),
                        ),
                        ("confirmed_by_customer_on", models.DateField(blank=True, null=True)),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        ("refusal", models.TextField(blank=True, max_length=4000, verbose_name="why it is refused")),
                        (
                            "told_how",
                            models.CharField(blank=True, max_length=300, verbose_name="how the customer was told"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="agreements.agreement",
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
                            "proposed",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendment",
                                to="agreements.agreementversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="agreements_amendment_has_number",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("IN_REVIEW", "RETURNED", "READY"))),
                                fields=("agreement",),
                                name="agreements_amendment_one_running",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "SIGNED"), _negated=True),
                                    models.Q(
                                        ("confirmed_by_customer_on__isnull", False),
                                        ("confirmed_by_us_on__isnull", False),
                                        ("signed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_amendment_confirmed_by_both",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DECLINED"), _negated=True),
                                    models.Q(
                                        models.Q(("refusal", ""), _negated=True),
                                        models.Q(("told_how", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_amendment_refusal_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AmendmentEvent",
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
                            "asked_by",
                            models.CharField(
                                choices=[("CUSTOMER", "The customer"), ("US", "We")],
                                max_length=8,
                                verbose_name="asked for by",
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("change", models.TextField(max_length=4000, verbose_name="change wanted")),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("TECHNICAL", "R&D"),
                                        ("RESOURCES", "Planning centre"),
                                        ("CONDITIONS", "Business lead"),
                                        ("INSPECTION", "Inspection"),
                                        ("FINANCE", "Finance"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                                verbose_name="parts touched",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "Under review"),
                                    ("RETURNED", "Returned"),
                                    ("READY", "To be confirmed and signed"),
                                    ("SIGNED", "Signed"),
                                    ("DECLINED", "Refused"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        (
                            "confirmed_by_us",
                            models.CharField(blank=True, max_length=80, verbose_name="confirmed for us by"),
                        ),
                        ("confirmed_by_us_on", models.DateField(blank=True, null=True)),
                        (
                            "confirmed_by_customer",
                            models.CharField(blank=True, max_length=80, verbose_name="confirmed for the customer by"),
                        ),
                        ("confirmed_by_customer_on", models.DateField(blank=True, null=True)),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        ("refusal", models.TextField(blank=True, max_length=4000, verbose_name="why it is refused")),
                        (
                            "told_how",
                            models.CharField(blank=True, max_length=300, verbose_name="how the customer was told"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
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
                                to="agreements.amendment",
                            ),
                        ),
                        (
                            "proposed",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreementversion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Lead",
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
                        ("name", models.CharField(max_length=160, verbose_name="prospect")),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("need", models.TextField(max_length=2000, verbose_name="what they need")),
                        ("source", models.CharField(blank=True, max_length=160, verbose_name="source")),
                        ("product", models.CharField(blank=True, max_length=200, verbose_name="product chosen")),
                        ("amount", core.money.AmountField(blank=True, null=True, verbose_name="amount expected")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("LEAD", "Lead"),
                                    ("POTENTIAL", "Potential"),
                                    ("INTENDED", "Intended"),
                                    ("CHOSEN", "Product chosen"),
                                    ("AGREED", "Agreed"),
                                    ("PAID", "Paid"),
                                    ("DATED", "Start confirmed"),
                                    ("TOLD", "Customer told"),
                                    ("IN_SERVICE", "In service"),
                                    ("SURVEYED", "Surveyed"),
                                    ("LOST", "Lost"),
                                ],
                                default="LEAD",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="next step on")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        (
                            "paid_reference",
                            models.CharField(blank=True, max_length=120, verbose_name="reference of the payment"),
                        ),
                        ("service_start", models.DateField(blank=True, null=True, verbose_name="service from")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="customer told on")),
                        ("survey", models.CharField(blank=True, max_length=300, verbose_name="survey")),
                        ("lost_why", models.CharField(blank=True, max_length=500, verbose_name="why it was lost")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="agreements.agreement",
                                verbose_name="agreement",
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
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="customers.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "delivered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="delivered by",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
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
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="agreements_lead_house"),
                            models.Index(fields=["-created_at", "-id"], name="agreements_lead_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="agreements_lead_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="agreements_lead_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            ("CHOSEN", "AGREED", "PAID", "DATED", "TOLD", "IN_SERVICE", "SURVEYED"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("product", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreements_lead_chosen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("AGREED", "PAID", "DATED", "TOLD", "IN_SERVICE", "SURVEYED")),
                                        _negated=True,
                                    ),
                                    ("customer__isnull", False),
                                    _connector="OR",
                                ),
                                name="agreements_lead_is_customer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("PAID", "DATED", "TOLD", "IN_SERVICE", "SURVEYED")),
                                        _negated=True,
                                    ),
                                    models.Q(("paid_by__isnull", False), ("paid_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agreements_lead_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("DATED", "TOLD", "IN_SERVICE", "SURVEYED")), _negated=True),
                                    ("service_start__isnull", False),
                                    _connector="OR",
                                ),
                                name="agreements_lead_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("TOLD", "IN_SERVICE", "SURVEYED")), _negated=True),
                                    models.Q(("agreement__isnull", False), ("told_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="agreements_lead_told",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "LOST"), _negated=True),
                                    models.Q(("lost_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreements_lead_lost_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("PHONE", "Telephone"),
                                    ("VISIT", "Visit"),
                                    ("MAIL", "E-mail or letter"),
                                    ("CHAT", "Messenger"),
                                    ("FAIR", "Fair"),
                                    ("RESEARCH", "Market research"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=8,
                                verbose_name="how",
                            ),
                        ),
                        ("person", models.CharField(blank=True, max_length=80, verbose_name="spoke to")),
                        ("text", models.TextField(max_length=4000, verbose_name="what was said")),
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
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="agreements.lead",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="LeadEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(max_length=160, verbose_name="prospect")),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("need", models.TextField(max_length=2000, verbose_name="what they need")),
                        ("source", models.CharField(blank=True, max_length=160, verbose_name="source")),
                        ("product", models.CharField(blank=True, max_length=200, verbose_name="product chosen")),
                        ("amount", core.money.AmountField(blank=True, null=True, verbose_name="amount expected")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("LEAD", "Lead"),
                                    ("POTENTIAL", "Potential"),
                                    ("INTENDED", "Intended"),
                                    ("CHOSEN", "Product chosen"),
                                    ("AGREED", "Agreed"),
                                    ("PAID", "Paid"),
                                    ("DATED", "Start confirmed"),
                                    ("TOLD", "Customer told"),
                                    ("IN_SERVICE", "In service"),
                                    ("SURVEYED", "Surveyed"),
                                    ("LOST", "Lost"),
                                ],
                                default="LEAD",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("next_step", models.CharField(blank=True, max_length=200, verbose_name="next step")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="next step on")),
                        ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                        (
                            "paid_reference",
                            models.CharField(blank=True, max_length=120, verbose_name="reference of the payment"),
                        ),
                        ("service_start", models.DateField(blank=True, null=True, verbose_name="service from")),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="customer told on")),
                        ("survey", models.CharField(blank=True, max_length=300, verbose_name="survey")),
                        ("lost_why", models.CharField(blank=True, max_length=500, verbose_name="why it was lost")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
                                verbose_name="agreement",
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
                            "customer",
                            models.ForeignKey(
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
                        (
                            "delivered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="delivered by",
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
                                verbose_name="department",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "paid_by",
                            models.ForeignKey(
                                blank=True,
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
                                to="agreements.lead",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PlanItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="what is delivered")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("due_date", models.DateField(verbose_name="until")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("created_at", models.DateTimeField()),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan",
                                to="agreements.agreement",
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
                                verbose_name="delivered by",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who delivers",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due_date", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_on__isnull", True)),
                                fields=["due_date"],
                                name="agreements_plan_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_date__gte", models.F("start_date"))),
                                name="agreements_plan_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_on__isnull", True), ("done_by__isnull", False), _connector="OR"
                                ),
                                name="agreements_plan_done_by",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("text", models.CharField(max_length=300, verbose_name="what is delivered")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("due_date", models.DateField(verbose_name="until")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                        ("created_at", models.DateTimeField()),
                        (
                            "agreement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreement",
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
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="delivered by",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who delivers",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="agreements.planitem",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("TECHNICAL", "R&D"),
                                    ("RESOURCES", "Planning centre"),
                                    ("CONDITIONS", "Business lead"),
                                    ("INSPECTION", "Inspection"),
                                    ("FINANCE", "Finance"),
                                ],
                                max_length=10,
                                verbose_name="part of the review",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("YES", "Yes"), ("YES_IF", "Yes, if"), ("NO", "No")],
                                max_length=6,
                                verbose_name="answer",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                        ("condition", models.TextField(blank=True, max_length=2000, verbose_name="conditions")),
                        ("points", models.JSONField(blank=True, default=dict)),
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
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="agreements.agreementreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(fields=("review", "part"), name="agreements_answer_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_by__isnull", False)),
                                fields=("review", "answered_by"),
                                name="agreements_answer_one_part_each",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer", ""),
                                    models.Q(
                                        models.Q(("reason", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreements_answer_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "YES_IF"), _negated=True),
                                    models.Q(("condition", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreements_answer_if_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAnswerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("TECHNICAL", "R&D"),
                                    ("RESOURCES", "Planning centre"),
                                    ("CONDITIONS", "Business lead"),
                                    ("INSPECTION", "Inspection"),
                                    ("FINANCE", "Finance"),
                                ],
                                max_length=10,
                                verbose_name="part of the review",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("YES", "Yes"), ("YES_IF", "Yes, if"), ("NO", "No")],
                                max_length=6,
                                verbose_name="answer",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                        ("condition", models.TextField(blank=True, max_length=2000, verbose_name="conditions")),
                        ("points", models.JSONField(blank=True, default=dict)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
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
                                to="agreements.reviewanswer",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agreements.agreementreview",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReviewCost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "cost_kind",
                            models.CharField(
                                choices=[
                                    ("PARTS", "Parts and material"),
                                    ("LABOUR", "Labour"),
                                    ("TRAVEL", "Travel"),
                                    ("FREIGHT", "Freight"),
                                    ("OUTSIDE", "Bought services"),
                                    ("OTHER", "Other"),
                                ],
                                max_length=8,
                                verbose_name="kind of cost",
                            ),
                        ),
                        ("text", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="costs",
                                to="agreements.agreementreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "constraints": [
                            models.UniqueConstraint(fields=("review", "position"), name="agreements_cost_once"),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="agreements_cost_amount"
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="agreementreview",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="agreements.agreementversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("ASKED", "RUNNING"))),
                fields=("of",),
                name="agreements_review_one_running",
            ),
        ),
        core.migrating.AddTriggers(
            model_name="agreement",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.subject, OLD.customer_id, OLD.owner_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.subject, NEW.customer_id, NEW.owner_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('agreement', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="234cc239a555a2da764c9134a6f164905b402044",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_511dd",
                        table="agreements_agreement",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="whole",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        declare="DECLARE here RECORD;",
                        func="\n        SELECT a.number, a.start_date, a.end_date, min(v.start_date) AS first, max(v.end_date) AS last,\n               sum(v.end_date - v.start_date + 1) AS days\n          INTO here\n          FROM agreements_agreement a\n          LEFT JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.signed_on IS NOT NULL\n         WHERE a.id = NEW.id AND a.state = 'SIGNED'\n         GROUP BY a.id;\n        IF FOUND AND (here.days IS DISTINCT FROM here.end_date - here.start_date + 1\n                      OR here.first IS DISTINCT FROM here.start_date OR here.last IS DISTINCT FROM here.end_date)\n        THEN\n            RAISE EXCEPTION 'agreements: versions of % leave a gap between its first and last day', here.number\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="e1485dfc18f17b310fb8d7a559b92ee50e4db086",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_whole_2116c",
                        table="agreements_agreement",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."end_date" IS DISTINCT FROM (NEW."end_date") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_date" IS DISTINCT FROM (NEW."rate_date") OR OLD."renews_id" IS DISTINCT FROM (NEW."renews_id") OR OLD."signed_on" IS DISTINCT FROM (NEW."signed_on") OR OLD."start_date" IS DISTINCT FROM (NEW."start_date") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "agreements_agreementevent" ("created_at", "created_by_id", "currency", "customer_id", "department_id", "end_date", "id", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_date", "renews_id", "signed_on", "start_date", "state", "subject", "submitted_at") VALUES (OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."end_date", OLD."id", OLD."number", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."rate", OLD."rate_date", OLD."renews_id", OLD."signed_on", OLD."start_date", OLD."state", OLD."subject", OLD."submitted_at"); RETURN NULL;',
                        hash="dd3017e873b088996adc1f464983a848f888eb55",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_97655",
                        table="agreements_agreement",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_agreementevent" ("created_at", "created_by_id", "currency", "customer_id", "department_id", "end_date", "id", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_date", "renews_id", "signed_on", "start_date", "state", "subject", "submitted_at") VALUES (OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."end_date", OLD."id", OLD."number", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."rate_date", OLD."renews_id", OLD."signed_on", OLD."start_date", OLD."state", OLD."subject", OLD."submitted_at"); RETURN NULL;',
                        hash="4fd9221d1a9c15c557eda963e6204e3f3756880d",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_a07e3",
                        table="agreements_agreement",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="agreementevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="10a426d334db94a2d51d3555cf1d4c20cc116b1d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_ab134",
                        table="agreements_agreementevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="agreementversion",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="whole",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        declare="DECLARE here RECORD;",
                        func="\n        SELECT a.number, a.start_date, a.end_date, min(v.start_date) AS first, max(v.end_date) AS last,\n               sum(v.end_date - v.start_date + 1) AS days\n          INTO here\n          FROM agreements_agreement a\n          LEFT JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.signed_on IS NOT NULL\n         WHERE a.id = NEW.agreement_id AND a.state = 'SIGNED'\n         GROUP BY a.id;\n        IF FOUND AND (here.days IS DISTINCT FROM here.end_date - here.start_date + 1\n                      OR here.first IS DISTINCT FROM here.start_date OR here.last IS DISTINCT FROM here.end_date)\n        THEN\n            RAISE EXCEPTION 'agreements: versions of % leave a gap between its first and last day', here.number\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="3b51b8416931d154837de56c2d3aa145efc2b5be",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_whole_c50e7",
                        table="agreements_agreementversion",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="whole_after_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        constraint="CONSTRAINT",
                        declare="DECLARE here RECORD;",
                        func="\n        SELECT a.number, a.start_date, a.end_date, min(v.start_date) AS first, max(v.end_date) AS last,\n               sum(v.end_date - v.start_date + 1) AS days\n          INTO here\n          FROM agreements_agreement a\n          LEFT JOIN agreements_agreementversion v ON v.agreement_id = a.id AND v.signed_on IS NOT NULL\n         WHERE a.id = OLD.agreement_id AND a.state = 'SIGNED'\n         GROUP BY a.id;\n        IF FOUND AND (here.days IS DISTINCT FROM here.end_date - here.start_date + 1\n                      OR here.first IS DISTINCT FROM here.start_date OR here.last IS DISTINCT FROM here.end_date)\n        THEN\n            RAISE EXCEPTION 'agreements: versions of % leave a gap between its first and last day', here.number\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="dcd7bdc83f8b4600a43f00f2297e8e2e1e73af34",
                        operation="DELETE",
                        pgid="pgtrigger_whole_after_delete_8380e",
                        table="agreements_agreementversion",
                        timing="DEFERRABLE INITIALLY DEFERRED",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="signed_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF OLD.signed_on IS NOT NULL\n           AND (to_jsonb(NEW) - 'end_date') IS DISTINCT FROM (to_jsonb(OLD) - 'end_date') THEN\n            RAISE EXCEPTION 'agreements: a signed version is not changed, only ended'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ",
                        hash="d18cf11699f387f830417986551864a51bdd1103",
                        operation="UPDATE",
                        pgid="pgtrigger_signed_stays_febcc",
                        table="agreements_agreementversion",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.agreement_id, OLD.terms, OLD.special_technical, OLD.special_contract) IS NOT DISTINCT FROM ROW(NEW.agreement_id, NEW.terms, NEW.special_technical, NEW.special_contract) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('agreement', CASE WHEN TG_OP = 'DELETE' THEN OLD.agreement_id ELSE NEW.agreement_id END);\n            RETURN NULL;\n        ",
                        hash="42b9bec28ce0b8435b97d3fb14649bb74a005e6b",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_66849",
                        table="agreements_agreementversion",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="agreementreviewevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bf840ea930f3e41890fb86dd58da1f66d4a64369",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_ed82d",
                        table="agreements_agreementreviewevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="agreementreview",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.product, OLD.technical_requirements, OLD.special_terms, OLD.conclusion) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.product, NEW.technical_requirements, NEW.special_terms, NEW.conclusion) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('agreement_review', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="fb5c8c525f97d3b9c25fb126006b5fbf0c5aa4eb",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_ed85a",
                        table="agreements_agreementreview",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="concluded_whole",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF NEW.state IN ('SIGN', 'DECLINE')\n           AND (NOT EXISTS (SELECT 1 FROM agreements_reviewanswer WHERE review_id = NEW.id)\n                OR EXISTS (SELECT 1 FROM agreements_reviewanswer WHERE review_id = NEW.id AND answer = '')) THEN\n            RAISE EXCEPTION 'agreements: review % is concluded before every answer is there', NEW.number\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.state = 'SIGN' AND NEW.overruled_at IS NULL\n           AND EXISTS (SELECT 1 FROM agreements_reviewanswer\n                        WHERE review_id = NEW.id AND part = 'FINANCE' AND answer = 'NO') THEN\n            RAISE EXCEPTION 'agreements: review % goes over the no of finance', NEW.number\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="c3c528622e8da3c6877d3bbf87c239736e4bd06a",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_concluded_whole_277f5",
                        table="agreements_agreementreview",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."alternative" IS DISTINCT FROM (NEW."alternative") OR OLD."concluded_at" IS DISTINCT FROM (NEW."concluded_at") OR OLD."concluded_by_id" IS DISTINCT FROM (NEW."concluded_by_id") OR OLD."conclusion" IS DISTINCT FROM (NEW."conclusion") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."dates" IS DISTINCT FROM (NEW."dates") OR OLD."explanation" IS DISTINCT FROM (NEW."explanation") OR OLD."grounds" IS DISTINCT FROM (NEW."grounds") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."net_price" IS DISTINCT FROM (NEW."net_price") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."of_id" IS DISTINCT FROM (NEW."of_id") OR OLD."overruled_at" IS DISTINCT FROM (NEW."overruled_at") OR OLD."overruled_by_id" IS DISTINCT FROM (NEW."overruled_by_id") OR OLD."overruling" IS DISTINCT FROM (NEW."overruling") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."quantities" IS DISTINCT FROM (NEW."quantities") OR OLD."required_margin" IS DISTINCT FROM (NEW."required_margin") OR OLD."risk" IS DISTINCT FROM (NEW."risk") OR OLD."special_terms" IS DISTINCT FROM (NEW."special_terms") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."technical_requirements" IS DISTINCT FROM (NEW."technical_requirements") OR OLD."told_how" IS DISTINCT FROM (NEW."told_how"))',
                        func='INSERT INTO "agreements_agreementreviewevent" ("agreement_id", "alternative", "concluded_at", "concluded_by_id", "conclusion", "created_at", "created_by_id", "dates", "explanation", "grounds", "id", "net_price", "number", "of_id", "overruled_at", "overruled_by_id", "overruling", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "quantities", "required_margin", "risk", "special_terms", "started_at", "started_by_id", "state", "submitted_at", "technical_requirements", "told_how") VALUES (OLD."agreement_id", OLD."alternative", OLD."concluded_at", OLD."concluded_by_id", OLD."conclusion", OLD."created_at", OLD."created_by_id", OLD."dates", OLD."explanation", OLD."grounds", OLD."id", OLD."net_price", OLD."number", OLD."of_id", OLD."overruled_at", OLD."overruled_by_id", OLD."overruling", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."product", OLD."quantities", OLD."required_margin", OLD."risk", OLD."special_terms", OLD."started_at", OLD."started_by_id", OLD."state", OLD."submitted_at", OLD."technical_requirements", OLD."told_how"); RETURN NULL;',
                        hash="ee30bb59e5decacca0281d7fc722fa5cf94fc99d",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_9e48f",
                        table="agreements_agreementreview",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_agreementreviewevent" ("agreement_id", "alternative", "concluded_at", "concluded_by_id", "conclusion", "created_at", "created_by_id", "dates", "explanation", "grounds", "id", "net_price", "number", "of_id", "overruled_at", "overruled_by_id", "overruling", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "quantities", "required_margin", "risk", "special_terms", "started_at", "started_by_id", "state", "submitted_at", "technical_requirements", "told_how") VALUES (OLD."agreement_id", OLD."alternative", OLD."concluded_at", OLD."concluded_by_id", OLD."conclusion", OLD."created_at", OLD."created_by_id", OLD."dates", OLD."explanation", OLD."grounds", OLD."id", OLD."net_price", OLD."number", OLD."of_id", OLD."overruled_at", OLD."overruled_by_id", OLD."overruling", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."product", OLD."quantities", OLD."required_margin", OLD."risk", OLD."special_terms", OLD."started_at", OLD."started_by_id", OLD."state", OLD."submitted_at", OLD."technical_requirements", OLD."told_how"); RETURN NULL;',
                        hash="955bc5ab12bfc10eb4885b4dba4233c7ac1c631b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d4040",
                        table="agreements_agreementreview",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="agreementline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="signed_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF EXISTS (SELECT 1 FROM agreements_agreementversion\n                    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END\n                      AND signed_on IS NOT NULL) THEN\n            RAISE EXCEPTION 'agreements: lines of a signed version are not changed'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="c5f51305c900a59be36522f846fdeb139a961abb",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_signed_stays_b6dc6",
                        table="agreements_agreementline",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="amendment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.reason, OLD.change, OLD.refusal) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.reason, NEW.change, NEW.refusal) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('amendment', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="baeacf99a1d7adea0e324e098b707946f82dcd6f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_14466",
                        table="agreements_amendment",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."asked_by" IS DISTINCT FROM (NEW."asked_by") OR OLD."change" IS DISTINCT FROM (NEW."change") OR OLD."confirmed_by_customer" IS DISTINCT FROM (NEW."confirmed_by_customer") OR OLD."confirmed_by_customer_on" IS DISTINCT FROM (NEW."confirmed_by_customer_on") OR OLD."confirmed_by_us" IS DISTINCT FROM (NEW."confirmed_by_us") OR OLD."confirmed_by_us_on" IS DISTINCT FROM (NEW."confirmed_by_us_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."parts" IS DISTINCT FROM (NEW."parts") OR OLD."proposed_id" IS DISTINCT FROM (NEW."proposed_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."refusal" IS DISTINCT FROM (NEW."refusal") OR OLD."signed_on" IS DISTINCT FROM (NEW."signed_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."told_how" IS DISTINCT FROM (NEW."told_how"))',
                        func='INSERT INTO "agreements_amendmentevent" ("agreement_id", "asked_by", "change", "confirmed_by_customer", "confirmed_by_customer_on", "confirmed_by_us", "confirmed_by_us_on", "created_at", "created_by_id", "id", "number", "parts", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_id", "reason", "refusal", "signed_on", "state", "submitted_at", "told_how") VALUES (OLD."agreement_id", OLD."asked_by", OLD."change", OLD."confirmed_by_customer", OLD."confirmed_by_customer_on", OLD."confirmed_by_us", OLD."confirmed_by_us_on", OLD."created_at", OLD."created_by_id", OLD."id", OLD."number", OLD."parts", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."proposed_id", OLD."reason", OLD."refusal", OLD."signed_on", OLD."state", OLD."submitted_at", OLD."told_how"); RETURN NULL;',
                        hash="9fd2cf3a4643f23962694ad00776645a29220ddf",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_273aa",
                        table="agreements_amendment",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_amendmentevent" ("agreement_id", "asked_by", "change", "confirmed_by_customer", "confirmed_by_customer_on", "confirmed_by_us", "confirmed_by_us_on", "created_at", "created_by_id", "id", "number", "parts", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_id", "reason", "refusal", "signed_on", "state", "submitted_at", "told_how") VALUES (OLD."agreement_id", OLD."asked_by", OLD."change", OLD."confirmed_by_customer", OLD."confirmed_by_customer_on", OLD."confirmed_by_us", OLD."confirmed_by_us_on", OLD."created_at", OLD."created_by_id", OLD."id", OLD."number", OLD."parts", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."proposed_id", OLD."reason", OLD."refusal", OLD."signed_on", OLD."state", OLD."submitted_at", OLD."told_how"); RETURN NULL;',
                        hash="5d503e4ae40d83b48b4ba337be5390c2972901d7",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0833d",
                        table="agreements_amendment",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="amendmentevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="761f0ec6e501bcdc949d7b4a519ec2919f7ebe1c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c5a16",
                        table="agreements_amendmentevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="lead",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.name, OLD.contact, OLD.phone, OLD.need, OLD.product, OLD.customer_id, OLD.owner_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.name, NEW.contact, NEW.phone, NEW.need, NEW.product, NEW.customer_id, NEW.owner_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('lead', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="0a1673d0dc48ef879373c5be0c992d3893c5f0f6",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_8bfa3",
                        table="agreements_lead",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."agreement_id" IS DISTINCT FROM (NEW."agreement_id") OR OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."delivered_by_id" IS DISTINCT FROM (NEW."delivered_by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."lost_why" IS DISTINCT FROM (NEW."lost_why") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."need" IS DISTINCT FROM (NEW."need") OR OLD."next_on" IS DISTINCT FROM (NEW."next_on") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."paid_by_id" IS DISTINCT FROM (NEW."paid_by_id") OR OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."paid_reference" IS DISTINCT FROM (NEW."paid_reference") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."product" IS DISTINCT FROM (NEW."product") OR OLD."service_start" IS DISTINCT FROM (NEW."service_start") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."survey" IS DISTINCT FROM (NEW."survey") OR OLD."told_on" IS DISTINCT FROM (NEW."told_on"))',
                        func='INSERT INTO "agreements_leadevent" ("agreement_id", "amount", "contact", "created_at", "created_by_id", "customer_id", "delivered_by_id", "department_id", "email", "id", "lost_why", "name", "need", "next_on", "next_step", "number", "owner_id", "paid_by_id", "paid_on", "paid_reference", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "product", "service_start", "source", "state", "submitted_at", "survey", "told_on") VALUES (OLD."agreement_id", OLD."amount", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."delivered_by_id", OLD."department_id", OLD."email", OLD."id", OLD."lost_why", OLD."name", OLD."need", OLD."next_on", OLD."next_step", OLD."number", OLD."owner_id", OLD."paid_by_id", OLD."paid_on", OLD."paid_reference", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."product", OLD."service_start", OLD."source", OLD."state", OLD."submitted_at", OLD."survey", OLD."told_on"); RETURN NULL;',
                        hash="09db2f7b34cd3ecea5f81fe28af323e67bbeb7a3",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_0fbe0",
                        table="agreements_lead",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_leadevent" ("agreement_id", "amount", "contact", "created_at", "created_by_id", "customer_id", "delivered_by_id", "department_id", "email", "id", "lost_why", "name", "need", "next_on", "next_step", "number", "owner_id", "paid_by_id", "paid_on", "paid_reference", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "product", "service_start", "source", "state", "submitted_at", "survey", "told_on") VALUES (OLD."agreement_id", OLD."amount", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."delivered_by_id", OLD."department_id", OLD."email", OLD."id", OLD."lost_why", OLD."name", OLD."need", OLD."next_on", OLD."next_step", OLD."number", OLD."owner_id", OLD."paid_by_id", OLD."paid_on", OLD."paid_reference", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."product", OLD."service_start", OLD."source", OLD."state", OLD."submitted_at", OLD."survey", OLD."told_on"); RETURN NULL;',
                        hash="4390ac5e0546579783567936fdd7a0dbc452796b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c017f",
                        table="agreements_lead",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="leadcontact",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="9c5c90879891dfc0d55815d26002d82fa59c5905",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b1bd2",
                        table="agreements_leadcontact",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="97f3ac739a38f2819b2c1f6a5a233a73c6bcb82e",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_88dc0",
                        table="agreements_leadcontact",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="leadevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a885e5f6535965b11dc8be3f87fcddefc6a3ddf6",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_58c72",
                        table="agreements_leadevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="planitem",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "agreements_planitemevent" ("agreement_id", "created_at", "created_by_id", "department_id", "done_by_id", "done_on", "due_date", "id", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date", "text") VALUES (OLD."agreement_id", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."done_by_id", OLD."done_on", OLD."due_date", OLD."id", OLD."note", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."start_date", OLD."text"); RETURN NULL;',
                        hash="1851f04df68c9e0dd14247c55534ce0b004e986f",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_8b36f",
                        table="agreements_planitem",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_planitemevent" ("agreement_id", "created_at", "created_by_id", "department_id", "done_by_id", "done_on", "due_date", "id", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date", "text") VALUES (OLD."agreement_id", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."done_by_id", OLD."done_on", OLD."due_date", OLD."id", OLD."note", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."start_date", OLD."text"); RETURN NULL;',
                        hash="cb1bc21a0ee08936359b4698a087cd9e9ab1eb6c",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_813ac",
                        table="agreements_planitem",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="planitemevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="b188a76ddc795c0553f7a118e21831245f16e2ba",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_79c32",
                        table="agreements_planitemevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="reviewanswer",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="concluded_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF EXISTS (SELECT 1 FROM agreements_agreementreview\n                    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END\n                      AND state IN ('SIGN', 'DECLINE')) THEN\n            RAISE EXCEPTION 'agreements: answers of a concluded review are not changed'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="e9f255a393df80d401ff9cc8c2e8aa730a021079",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_concluded_stays_02d66",
                        table="agreements_reviewanswer",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "agreements_reviewanswerevent" ("answer", "answered_at", "answered_by_id", "condition", "id", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "review_id") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."condition", OLD."id", OLD."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."points", OLD."reason", OLD."review_id"); RETURN NULL;',
                        hash="212ecf424ae5d1c40c66352465f473619c52485a",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_8fcf7",
                        table="agreements_reviewanswer",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "agreements_reviewanswerevent" ("answer", "answered_at", "answered_by_id", "condition", "id", "part", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "reason", "review_id") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."condition", OLD."id", OLD."part", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."points", OLD."reason", OLD."review_id"); RETURN NULL;',
                        hash="d5bac9964c9c44a45628ba363e43766682b9760b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1e892",
                        table="agreements_reviewanswer",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="reviewanswerevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d2d7ecf6ffe6498e52ab09499292e8d1bdf8ef23",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_91366",
                        table="agreements_reviewanswerevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="reviewcost",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="concluded_stays",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        IF EXISTS (SELECT 1 FROM agreements_agreementreview\n                    WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END\n                      AND state IN ('SIGN', 'DECLINE')) THEN\n            RAISE EXCEPTION 'agreements: answers of a concluded review are not changed'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ",
                        hash="54b8578bef08f0b77d0ad4fcea7f6133230f241f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_concluded_stays_66de8",
                        table="agreements_reviewcost",
                        when="AFTER",
                    ),
                )
            ],
        ),
    ]
