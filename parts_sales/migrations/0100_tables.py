import core.migrating
import core.money
import core.transitions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("parts_sales", "0001_parts"),
        ("parts_sales", "0002_keepers_of_parts"),
        ("parts_sales", "0003_quotes_and_orders"),
        ("parts_sales", "0010_quotes_sent_and_applied_for"),
        ("parts_sales", "0011_deciders_of_violations"),
        ("parts_sales", "0020_orders_money_credit"),
        ("parts_sales", "0021_who_applies_for_credit"),
        ("parts_sales", "0030_delivery_notes"),
        ("parts_sales", "0031_who_signs_delivery_notes"),
        ("parts_sales", "0040_guarantees"),
        ("parts_sales", "0041_who_guarantees"),
        ("parts_sales", "0042_what_was_credited"),
        ("parts_sales", "0045_results"),
        ("parts_sales", "0046_discounts_and_price_lists"),
        ("parts_sales", "0047_who_grants_discounts_abroad"),
    ]

    initial = True

    dependencies = [
        ("customers", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CreditTerm",
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
                                related_name="credit_terms",
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
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [models.Index(fields=["state", "review_due"], name="parts_sales_credit_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="parts_sales_creditterm_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("limit_amount__gt", 0), ("days__gte", 1), ("days__lte", 365)),
                                name="parts_sales_creditterm_figures",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["IN_FORCE", "SUSPENDED"]), _negated=True),
                                    ("review_due__isnull", False),
                                    _connector="OR",
                                ),
                                name="parts_sales_creditterm_has_review",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["IN_FORCE", "SUSPENDED"])),
                                fields=("customer",),
                                name="parts_sales_creditterm_one_live",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["IN_REVIEW", "RETURNED"])),
                                fields=("customer",),
                                name="parts_sales_creditterm_one_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            models.CharField(
                                choices=[("KEEP", "Go on as agreed"), ("END", "End the terms")], max_length=6
                            ),
                        ),
                        ("note", models.CharField(max_length=1000, verbose_name="finding")),
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
                            "term",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="parts_sales.creditterm",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.creditterm",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryNote",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "note_kind",
                            models.CharField(
                                choices=[("SYSTEM", "System note"), ("MANUAL", "Manual note")],
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("TO_REVIEW", "To be reviewed"),
                                    ("TO_PRINT", "To be printed"),
                                    ("TO_CHECK", "With finance"),
                                    ("TO_SIGN", "With the department manager"),
                                    ("TO_CONFIRM", "With the warehouse"),
                                    ("TO_ISSUE", "To be issued"),
                                    ("TO_SHIP", "Issued, to be shipped"),
                                    ("SHIPPED", "Underway"),
                                    ("ARRIVED", "Arrived"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="since")),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("ship_to", models.TextField(blank=True, max_length=500, verbose_name="delivery address")),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                        ("goods_base", core.money.AmountField(default=0)),
                        (
                            "weight_kg",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="weight in kg"
                            ),
                        ),
                        ("packages", models.PositiveSmallIntegerField(default=1, verbose_name="packages")),
                        ("packaging", models.CharField(blank=True, max_length=200, verbose_name="packaging")),
                        (
                            "carrier_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXPRESS", "Express"),
                                    ("FREIGHT", "Freight forwarder"),
                                    ("PICKUP", "Fetched by the customer"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "carrier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXPRESS", "Express"),
                                    ("FREIGHT", "Freight forwarder"),
                                    ("PICKUP", "Fetched by the customer"),
                                ],
                                max_length=8,
                                verbose_name="way of dispatch",
                            ),
                        ),
                        (
                            "carrier_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why another way"),
                        ),
                        ("carrier_name", models.CharField(blank=True, max_length=80, verbose_name="carrier")),
                        (
                            "tracking_number",
                            models.CharField(blank=True, max_length=60, verbose_name="tracking number"),
                        ),
                        ("expected_date", models.DateField(blank=True, null=True, verbose_name="expected arrival")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="issued")),
                        ("shipped_at", models.DateTimeField(blank=True, null=True, verbose_name="dispatched")),
                        ("told_address", models.EmailField(blank=True, max_length=160, verbose_name="told at")),
                        ("arrived_date", models.DateField(blank=True, null=True, verbose_name="arrived")),
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
                                related_name="notes",
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
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.warehouse",
                                verbose_name="warehouse",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="parts_sales_note_house"),
                            models.Index(fields=["customer", "-created_at"], name="parts_sales_note_customer"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_note_newest"),
                            models.Index(fields=["state", "since"], name="parts_sales_note_desk"),
                            models.Index(
                                condition=models.Q(("state", "SHIPPED")),
                                fields=["expected_date"],
                                name="parts_sales_note_underway",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_note_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["TO_SHIP", "SHIPPED", "ARRIVED"]), _negated=True),
                                    ("issued_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="parts_sales_note_issued_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["SHIPPED", "ARRIVED"]), _negated=True),
                                    models.Q(("shipped_at__isnull", False), models.Q(("carrier", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="parts_sales_note_shipped_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("carrier", ""),
                                    ("carrier", models.F("carrier_rule")),
                                    models.Q(("carrier_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="parts_sales_note_overruled_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ARRIVED"), _negated=True),
                                    ("arrived_date__isnull", False),
                                    _connector="OR",
                                ),
                                name="parts_sales_note_arrived_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("packages__gte", 1)), name="parts_sales_note_packages"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscountTier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("upper", core.money.AmountField(blank=True, null=True, verbose_name="up to")),
                        ("is_inclusive", models.BooleanField(default=True, verbose_name="the bound belongs to it")),
                        (
                            "share",
                            models.DecimalField(decimal_places=4, max_digits=5, verbose_name="share of the list price"),
                        ),
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
                        "ordering": ("-start_date", models.OrderBy(models.F("upper"), nulls_last=True)),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("start_date", "upper"),
                                name="parts_sales_discounttier_bound_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gt", 0), ("share__lte", 1)),
                                name="parts_sales_discounttier_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("upper__isnull", True), ("upper__gt", 0), _connector="OR"),
                                name="parts_sales_discounttier_bound",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscountTierEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("upper", core.money.AmountField(blank=True, null=True, verbose_name="up to")),
                        ("is_inclusive", models.BooleanField(default=True, verbose_name="the bound belongs to it")),
                        (
                            "share",
                            models.DecimalField(decimal_places=4, max_digits=5, verbose_name="share of the list price"),
                        ),
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
                                to="parts_sales.discounttier",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DunningEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "promised_amount",
                            core.money.AmountField(blank=True, null=True, verbose_name="amount promised"),
                        ),
                        ("owed", core.money.AmountField()),
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dunning",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-day", "-pk"),
                        "indexes": [models.Index(fields=["customer", "-day"], name="parts_sales_dunning_customer")],
                    },
                ),
                migrations.CreateModel(
                    name="Guarantee",
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
                                    ("ASKED", "To be confirmed by the guarantor"),
                                    ("IN_REVIEW", "In review"),
                                    ("APPROVED", "Goods may leave"),
                                    ("OPEN", "Waiting for the customer's money"),
                                    ("DEDUCTING", "Deduction proposed"),
                                    ("SETTLED", "Settled by the customer"),
                                    ("COLLECTED", "Collected from the guarantor"),
                                    ("REJECTED", "Refused"),
                                    ("CANCELLED", "Given up"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                        ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved at")),
                        ("dispatched_date", models.DateField(blank=True, null=True, verbose_name="dispatched on")),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "proposed_date",
                            models.DateField(blank=True, null=True, verbose_name="deduction proposed on"),
                        ),
                        ("proposed_amount", core.money.AmountField(default=0, verbose_name="deduction proposed")),
                        (
                            "consent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="agreed to the deduction at"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
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
                                related_name="guarantees",
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
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guarantees",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="guarantor",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["guarantor", "state"], name="parts_sales_guarantee_who"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_guarantee_newest"),
                            models.Index(
                                condition=models.Q(("state__in", ["OPEN", "DEDUCTING"])),
                                fields=["due_date"],
                                name="parts_sales_guarantee_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number__isnull", False),
                                    ("amount__gt", 0),
                                    ("proposed_amount__gte", 0),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                name="parts_sales_guarantee_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["ASKED", "REJECTED", "CANCELLED"]),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="parts_sales_guarantee_confirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["OPEN", "DEDUCTING", "COLLECTED"]), _negated=True),
                                    models.Q(("dispatched_date__isnull", False), ("due_date__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_guarantee_has_due",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Inquiry",
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
                        ("caller", models.CharField(blank=True, max_length=160, verbose_name="who asks")),
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
                                default="PHONE",
                                max_length=8,
                                verbose_name="came by",
                            ),
                        ),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("wanted", models.TextField(max_length=4000, verbose_name="parts and quantities")),
                        ("received_at", models.DateTimeField(verbose_name="received at")),
                        ("handed_over_at", models.DateTimeField(verbose_name="handed over at")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "To be quoted"),
                                    ("QUOTED", "Quoted"),
                                    ("CLOSED", "Closed without a quote"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
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
                                related_name="inquiries",
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
                            ),
                        ),
                        (
                            "handed_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="parts_sales_inquiry_house"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_inquiry_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="parts_sales_inquiry_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_inquiry_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("customer__isnull", False),
                                    models.Q(("caller", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="parts_sales_inquiry_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("handed_over_at__gte", models.F("received_at"))),
                                name="parts_sales_inquiry_handed_over_after",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InquiryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("caller", models.CharField(blank=True, max_length=160, verbose_name="who asks")),
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
                                default="PHONE",
                                max_length=8,
                                verbose_name="came by",
                            ),
                        ),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("wanted", models.TextField(max_length=4000, verbose_name="parts and quantities")),
                        ("received_at", models.DateTimeField(verbose_name="received at")),
                        ("handed_over_at", models.DateTimeField(verbose_name="handed over at")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "To be quoted"),
                                    ("QUOTED", "Quoted"),
                                    ("CLOSED", "Closed without a quote"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
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
                            "handed_to",
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
                                to="parts_sales.inquiry",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        (
                            "part_kind",
                            models.CharField(
                                choices=[
                                    ("PURCHASED", "Purchased part"),
                                    ("HARDWARE", "Hardware"),
                                    ("SEMI_FINISHED", "Semi-finished part"),
                                ],
                                default="PURCHASED",
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("category", models.CharField(blank=True, max_length=60, verbose_name="product group")),
                        (
                            "fits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="fits",
                            ),
                        ),
                        ("has_own_warehouse", models.BooleanField(default=False)),
                        ("unit", models.CharField(default="件", max_length=10, verbose_name="unit")),
                        (
                            "weight_kg",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="weight in kg"
                            ),
                        ),
                        ("length_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="length in mm")),
                        ("width_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="width in mm")),
                        ("height_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="height in mm")),
                        ("is_valuable", models.BooleanField(default=False, verbose_name="valuable")),
                        ("is_fragile", models.BooleanField(default=False, verbose_name="fragile")),
                        ("hs_code", models.CharField(blank=True, max_length=14, verbose_name="HS code")),
                        ("origin", models.CharField(blank=True, max_length=60, verbose_name="country of origin")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="parts_sales.part",
                                verbose_name="successor",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.warehouse",
                                verbose_name="warehouse",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("number",),
                        "indexes": [
                            models.Index(
                                fields=["number"], name="parts_sales_part_beginning", opclasses=("varchar_pattern_ops",)
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("number"), name="parts_sales_part_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("successor__isnull", True),
                                    models.Q(("successor", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="parts_sales_part_not_own_successor",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight_kg__isnull", True), ("weight_kg__gte", 0), _connector="OR"),
                                name="parts_sales_part_weight",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryNoteLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part_number", models.CharField(max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        ("own_reserved", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("returned", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="parts_sales.deliverynote",
                                verbose_name="delivery note",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parts_sales.part"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0),
                                    ("own_reserved__gte", 0),
                                    ("own_reserved__lte", models.F("quantity")),
                                    ("returned__gte", 0),
                                    ("returned__lte", models.F("quantity")),
                                ),
                                name="parts_sales_noteline_quantities",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartCost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("amount", core.money.AmountField(verbose_name="standard cost")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is from")),
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
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="costs", to="parts_sales.part"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("part", "-start_date"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "start_date"), name="parts_sales_partcost_day_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="parts_sales_partcost_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartCostEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("amount", core.money.AmountField(verbose_name="standard cost")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where it is from")),
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
                            "part",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="parts_sales.partcost",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                        (
                            "part_kind",
                            models.CharField(
                                choices=[
                                    ("PURCHASED", "Purchased part"),
                                    ("HARDWARE", "Hardware"),
                                    ("SEMI_FINISHED", "Semi-finished part"),
                                ],
                                default="PURCHASED",
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("category", models.CharField(blank=True, max_length=60, verbose_name="product group")),
                        (
                            "fits",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="fits",
                            ),
                        ),
                        ("has_own_warehouse", models.BooleanField(default=False)),
                        ("unit", models.CharField(default="件", max_length=10, verbose_name="unit")),
                        (
                            "weight_kg",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="weight in kg"
                            ),
                        ),
                        ("length_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="length in mm")),
                        ("width_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="width in mm")),
                        ("height_mm", models.PositiveIntegerField(blank=True, null=True, verbose_name="height in mm")),
                        ("is_valuable", models.BooleanField(default=False, verbose_name="valuable")),
                        ("is_fragile", models.BooleanField(default=False, verbose_name="fragile")),
                        ("hs_code", models.CharField(blank=True, max_length=14, verbose_name="HS code")),
                        ("origin", models.CharField(blank=True, max_length=60, verbose_name="country of origin")),
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
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
                                to="parts_sales.part",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.part",
                                verbose_name="successor",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.warehouse",
                                verbose_name="warehouse",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PartPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(blank=True, null=True, verbose_name="until (not included)")),
                        ("amount", core.money.AmountField(verbose_name="list price")),
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
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="parts_sales.part",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("part", "currency", "-start_date"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="parts_sales_partprice_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end_date__isnull", True),
                                    ("end_date__gt", models.F("start_date")),
                                    _connector="OR",
                                ),
                                name="parts_sales_partprice_days",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (
                                        models.Func(
                                            models.F("part_id"),
                                            models.F("part_id"),
                                            models.Value("[]"),
                                            function="int8range",
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(
                                            models.Func(
                                                models.F("currency"),
                                                function="hashtextextended",
                                                template="%(function)s(%(expressions)s, 0)",
                                            ),
                                            models.Func(
                                                models.F("currency"),
                                                function="hashtextextended",
                                                template="%(function)s(%(expressions)s, 0)",
                                            ),
                                            models.Value("[]"),
                                            function="int8range",
                                        ),
                                        "&&",
                                    ),
                                    (
                                        models.Func(models.F("start_date"), models.F("end_date"), function="daterange"),
                                        "&&",
                                    ),
                                ],
                                name="parts_sales_partprice_no_overlap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartPriceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(blank=True, null=True, verbose_name="until (not included)")),
                        ("amount", core.money.AmountField(verbose_name="list price")),
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
                            "part",
                            models.ForeignKey(
                                db_constraint=False,
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
                                to="parts_sales.partprice",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PriceApplication",
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
                            "application_kind",
                            models.CharField(
                                choices=[("FLOOR", "Below the floor"), ("TIER", "Discount abroad")],
                                default="FLOOR",
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
                                    ("APPROVED", "Approved"),
                                    ("REJECTED", "Refused"),
                                    ("CANCELLED", "Taken back"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("below_base", core.money.AmountField(default=0, verbose_name="below the floor by")),
                        ("list_base", core.money.AmountField(default=0, verbose_name="goods at list price")),
                        ("asked_base", core.money.AmountField(default=0, verbose_name="goods at the prices asked for")),
                        ("least_base", core.money.AmountField(default=0, verbose_name="granted by the table down to")),
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
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="parts_sales_papp_house"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_papp_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_priceapplication_submitted_has_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceApplicationLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        ("list_price", core.money.AmountField(blank=True, null=True, verbose_name="list price")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price, tax included")),
                        ("unit_base", core.money.AmountField()),
                        ("floor", core.money.AmountField(verbose_name="floor")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="parts_sales.priceapplication",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parts_sales.part"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="PriceFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("MINIMUM_MARGIN", "Minimum margin on cost"),
                                    ("TAX_PARTS", "Tax rate of parts"),
                                    ("TAX_SERVICES", "Tax rate of services"),
                                    ("TAX_EXPORT", "Tax rate of exports"),
                                ],
                                max_length=20,
                                verbose_name="figure",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=6, verbose_name="value")),
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
                        "ordering": ("code", "-start_date"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "start_date"), name="parts_sales_pricefigure_day_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lt", 10)),
                                name="parts_sales_pricefigure_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceFigureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("MINIMUM_MARGIN", "Minimum margin on cost"),
                                    ("TAX_PARTS", "Tax rate of parts"),
                                    ("TAX_SERVICES", "Tax rate of services"),
                                    ("TAX_EXPORT", "Tax rate of exports"),
                                ],
                                max_length=20,
                                verbose_name="figure",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=6, verbose_name="value")),
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
                                to="parts_sales.pricefigure",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PriceList",
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
                                    ("COMPUTING", "Being computed"),
                                    ("DRAFT", "Draft"),
                                    ("RELEASED", "Released"),
                                    ("CANCELLED", "Given up"),
                                ],
                                default="COMPUTING",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=8, default=1, max_digits=18, verbose_name="exchange rate"
                            ),
                        ),
                        (
                            "margin_share",
                            models.DecimalField(decimal_places=4, max_digits=6, verbose_name="margin standard"),
                        ),
                        ("category", models.CharField(blank=True, max_length=60, verbose_name="product group")),
                        ("start_date", models.DateField(verbose_name="holds from")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("line_count", models.PositiveIntegerField(default=0)),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_pricelist_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0), ("margin_share__gte", 0)),
                                name="parts_sales_pricelist_figures",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "RELEASED"), _negated=True),
                                    models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_pricelist_released_says_who",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceListEvent",
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
                                    ("COMPUTING", "Being computed"),
                                    ("DRAFT", "Draft"),
                                    ("RELEASED", "Released"),
                                    ("CANCELLED", "Given up"),
                                ],
                                default="COMPUTING",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=8, default=1, max_digits=18, verbose_name="exchange rate"
                            ),
                        ),
                        (
                            "margin_share",
                            models.DecimalField(decimal_places=4, max_digits=6, verbose_name="margin standard"),
                        ),
                        ("category", models.CharField(blank=True, max_length=60, verbose_name="product group")),
                        ("start_date", models.DateField(verbose_name="holds from")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("line_count", models.PositiveIntegerField(default=0)),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
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
                                to="parts_sales.pricelist",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="released by",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PriceListLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cost", core.money.AmountField(verbose_name="cost")),
                        ("old_price", core.money.AmountField(blank=True, null=True, verbose_name="old price")),
                        ("computed_price", core.money.AmountField(verbose_name="computed price")),
                        ("price", core.money.AmountField(verbose_name="new price")),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parts_sales.part"
                            ),
                        ),
                        (
                            "price_list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="parts_sales.pricelist",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("part__number",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("price_list", "part"), name="parts_sales_pricelistline_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price__gt", 0)), name="parts_sales_pricelistline_price"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quote",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("APPROVED", "Reviewed, to be sent"),
                                    ("SENT", "Sent"),
                                    ("CONFIRMED", "Confirmed by the customer"),
                                    ("SUPERSEDED", "Replaced by a revision"),
                                    ("LOST", "Lost"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("revision", models.PositiveSmallIntegerField(default=1)),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("quote_date", models.DateField(verbose_name="date")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=60)),
                        (
                            "shipping_method",
                            models.CharField(blank=True, max_length=80, verbose_name="shipping method"),
                        ),
                        (
                            "freight_payer",
                            models.CharField(
                                choices=[
                                    ("BUYER", "Buyer, freight collect"),
                                    ("PREPAID", "Buyer, we pay in advance"),
                                    ("SELLER", "We bear it"),
                                ],
                                default="BUYER",
                                max_length=8,
                                verbose_name="freight",
                            ),
                        ),
                        (
                            "expected_freight",
                            core.money.AmountField(blank=True, null=True, verbose_name="freight expected"),
                        ),
                        (
                            "incoterm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXW", "EXW"),
                                    ("FCA", "FCA"),
                                    ("FOB", "FOB"),
                                    ("CFR", "CFR"),
                                    ("CIF", "CIF"),
                                    ("CPT", "CPT"),
                                    ("CIP", "CIP"),
                                    ("DAP", "DAP"),
                                    ("DDP", "DDP"),
                                ],
                                max_length=3,
                                verbose_name="Incoterm",
                            ),
                        ),
                        ("bank_details", models.TextField(blank=True, max_length=500, verbose_name="bank details")),
                        ("terms", models.TextField(blank=True, max_length=2000, verbose_name="terms")),
                        ("goods_total", core.money.AmountField(default=0)),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "sent_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EMAIL", "E-mail"),
                                    ("FAX", "Fax"),
                                    ("LETTER", "Letter or signed copy"),
                                    ("CHAT", "Chat message"),
                                    ("VISIT", "In person"),
                                    ("SALES", "Passed to the foreign salesperson"),
                                ],
                                max_length=8,
                                verbose_name="sent by",
                            ),
                        ),
                        ("sent_to", models.CharField(blank=True, max_length=160, verbose_name="sent to")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                        (
                            "confirmed_way",
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
                                verbose_name="confirmed by",
                            ),
                        ),
                        ("confirmed_name", models.CharField(blank=True, max_length=80, verbose_name="who confirmed")),
                        ("confirmed_proof", models.CharField(blank=True, max_length=300, verbose_name="proof")),
                        ("freight_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "freight_confirmed_way",
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
                            ),
                        ),
                        ("freight_confirmed_name", models.CharField(blank=True, max_length=80)),
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
                                related_name="quotes",
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
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotes",
                                to="parts_sales.inquiry",
                                verbose_name="inquiry",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="parts_sales.quote",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="parts_sales_quote_house"),
                            models.Index(fields=["customer", "-created_at"], name="parts_sales_quote_customer"),
                            models.Index(fields=["created_by", "-created_at"], name="parts_sales_quote_maker"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_quote_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="parts_sales_quote_state"),
                            models.Index(fields=["base_total"], name="parts_sales_quote_amount"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["DRAFT", "CANCELLED"]),
                                    models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_quote_submitted_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "CONFIRMED"), _negated=True),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        models.Q(("confirmed_way", ""), _negated=True),
                                        models.Q(("confirmed_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="parts_sales_quote_confirmed_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0), ("rate__gt", 0)), name="parts_sales_quote_total"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replaces__isnull", True), ("revision", 1)),
                                    models.Q(("replaces__isnull", False), ("revision__gt", 1)),
                                    _connector="OR",
                                ),
                                name="parts_sales_quote_revision",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceApplicationEvent",
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
                            "application_kind",
                            models.CharField(
                                choices=[("FLOOR", "Below the floor"), ("TIER", "Discount abroad")],
                                default="FLOOR",
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
                                    ("APPROVED", "Approved"),
                                    ("REJECTED", "Refused"),
                                    ("CANCELLED", "Taken back"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("below_base", core.money.AmountField(default=0, verbose_name="below the floor by")),
                        ("list_base", core.money.AmountField(default=0, verbose_name="goods at list price")),
                        ("asked_base", core.money.AmountField(default=0, verbose_name="goods at the prices asked for")),
                        ("least_base", core.money.AmountField(default=0, verbose_name="granted by the table down to")),
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
                                to="parts_sales.priceapplication",
                            ),
                        ),
                        (
                            "quote",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.quote",
                                verbose_name="quote",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QuoteEvent",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("DRAFT", "Draft"),
                                    ("IN_REVIEW", "In review"),
                                    ("RETURNED", "Returned"),
                                    ("APPROVED", "Reviewed, to be sent"),
                                    ("SENT", "Sent"),
                                    ("CONFIRMED", "Confirmed by the customer"),
                                    ("SUPERSEDED", "Replaced by a revision"),
                                    ("LOST", "Lost"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="DRAFT",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("revision", models.PositiveSmallIntegerField(default=1)),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("quote_date", models.DateField(verbose_name="date")),
                        ("valid_until", models.DateField(verbose_name="valid until")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        ("rate_date", models.DateField(blank=True, null=True)),
                        ("rate_source", models.CharField(blank=True, max_length=60)),
                        (
                            "shipping_method",
                            models.CharField(blank=True, max_length=80, verbose_name="shipping method"),
                        ),
                        (
                            "freight_payer",
                            models.CharField(
                                choices=[
                                    ("BUYER", "Buyer, freight collect"),
                                    ("PREPAID", "Buyer, we pay in advance"),
                                    ("SELLER", "We bear it"),
                                ],
                                default="BUYER",
                                max_length=8,
                                verbose_name="freight",
                            ),
                        ),
                        (
                            "expected_freight",
                            core.money.AmountField(blank=True, null=True, verbose_name="freight expected"),
                        ),
                        (
                            "incoterm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXW", "EXW"),
                                    ("FCA", "FCA"),
                                    ("FOB", "FOB"),
                                    ("CFR", "CFR"),
                                    ("CIF", "CIF"),
                                    ("CPT", "CPT"),
                                    ("CIP", "CIP"),
                                    ("DAP", "DAP"),
                                    ("DDP", "DDP"),
                                ],
                                max_length=3,
                                verbose_name="Incoterm",
                            ),
                        ),
                        ("bank_details", models.TextField(blank=True, max_length=500, verbose_name="bank details")),
                        ("terms", models.TextField(blank=True, max_length=2000, verbose_name="terms")),
                        ("goods_total", core.money.AmountField(default=0)),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "sent_way",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EMAIL", "E-mail"),
                                    ("FAX", "Fax"),
                                    ("LETTER", "Letter or signed copy"),
                                    ("CHAT", "Chat message"),
                                    ("VISIT", "In person"),
                                    ("SALES", "Passed to the foreign salesperson"),
                                ],
                                max_length=8,
                                verbose_name="sent by",
                            ),
                        ),
                        ("sent_to", models.CharField(blank=True, max_length=160, verbose_name="sent to")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                        (
                            "confirmed_way",
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
                                verbose_name="confirmed by",
                            ),
                        ),
                        ("confirmed_name", models.CharField(blank=True, max_length=80, verbose_name="who confirmed")),
                        ("confirmed_proof", models.CharField(blank=True, max_length=300, verbose_name="proof")),
                        ("freight_confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "freight_confirmed_way",
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
                            ),
                        ),
                        ("freight_confirmed_name", models.CharField(blank=True, max_length=80)),
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
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.inquiry",
                                verbose_name="inquiry",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.quote",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.quote",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="QuoteLine",
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
                                choices=[
                                    ("GOODS", "Part"),
                                    ("FREIGHT", "Freight paid in advance"),
                                    ("TRAVEL", "Travel"),
                                    ("LABOUR", "Labour"),
                                ],
                                default="GOODS",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("part_number", models.CharField(blank=True, max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=3, default=1, max_digits=12, verbose_name="quantity"),
                        ),
                        ("list_price", core.money.AmountField(blank=True, null=True, verbose_name="list price")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price, tax included")),
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
                        ("amount", core.money.AmountField(default=0, verbose_name="amount, tax included")),
                        ("cost", core.money.AmountField(blank=True, null=True)),
                        ("floor", core.money.AmountField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
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
                        (
                            "quote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="parts_sales.quote",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0), ("amount__gte", 0)),
                                name="parts_sales_quoteline_amounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "GOODS"), _negated=True), ("part__isnull", False), _connector="OR"
                                ),
                                name="parts_sales_quoteline_goods_have_part",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("GOODS", "Part"),
                                    ("FREIGHT", "Freight paid in advance"),
                                    ("TRAVEL", "Travel"),
                                    ("LABOUR", "Labour"),
                                ],
                                default="GOODS",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("part_number", models.CharField(blank=True, max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=3, default=1, max_digits=12, verbose_name="quantity"),
                        ),
                        ("list_price", core.money.AmountField(blank=True, null=True, verbose_name="list price")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price, tax included")),
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
                        ("amount", core.money.AmountField(default=0, verbose_name="amount, tax included")),
                        ("cost", core.money.AmountField(blank=True, null=True)),
                        ("floor", core.money.AmountField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
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
                                to="parts_sales.quoteline",
                            ),
                        ),
                        (
                            "quote",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.quote",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                                choices=[("RECORDED", "Received"), ("REVERSED", "Reversed")],
                                default="RECORDED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("BANK", "Bank transfer"),
                                    ("CASH", "Cash"),
                                    ("PAYROLL", "Deducted from a wage"),
                                ],
                                default="BANK",
                                max_length=8,
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
                                related_name="receipts",
                                to="customers.customer",
                                verbose_name="customer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["-received_date", "-id"], name="parts_sales_receipt_day"),
                            models.Index(fields=["customer", "-received_date"], name="parts_sales_receipt_customer"),
                            models.Index(
                                condition=models.Q(("matched_amount__lt", models.F("amount")), ("state", "RECORDED")),
                                fields=["received_date"],
                                name="parts_sales_receipt_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="parts_sales_receipt_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__gt", 0),
                                    ("base_amount__gte", 0),
                                    ("rate__gt", 0),
                                    ("matched_amount__gte", 0),
                                    ("matched_amount__lte", models.F("amount")),
                                ),
                                name="parts_sales_receipt_never_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "REVERSED"), _negated=True),
                                    ("matched_amount", 0),
                                    _connector="OR",
                                ),
                                name="parts_sales_receipt_reversed_is_free",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("handed_by", ""), ("paper", ""), ("way", "BANK")),
                                    models.Q(
                                        ("way__in", ["CASH", "PAYROLL"]),
                                        models.Q(("handed_by", ""), _negated=True),
                                        models.Q(("paper", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="parts_sales_receipt_cash_says_who",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(models.Q(("reference", ""), _negated=True), ("state", "RECORDED")),
                                fields=("account", "reference"),
                                name="parts_sales_receipt_reference_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeductionMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(verbose_name="month")),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        (
                            "guarantee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="months",
                                to="parts_sales.guarantee",
                            ),
                        ),
                        (
                            "receipt",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deduction",
                                to="parts_sales.receipt",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("month", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("guarantee", "month"), name="parts_sales_deduction_once_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="parts_sales_deduction_positive"
                            ),
                        ],
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
                                choices=[
                                    ("BANK", "Bank transfer"),
                                    ("CASH", "Cash"),
                                    ("PAYROLL", "Deducted from a wage"),
                                ],
                                default="BANK",
                                max_length=8,
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
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.receipt",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrder",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
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
                        (
                            "hold_kind",
                            models.CharField(
                                blank=True, choices=[("CREDIT", "Credit"), ("PERSON", "Stopped by hand")], max_length=8
                            ),
                        ),
                        ("hold_reason", models.CharField(blank=True, max_length=500, verbose_name="why it waits")),
                        ("hold_reason_en", models.CharField(blank=True, max_length=500)),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("ship_to", models.TextField(blank=True, max_length=500, verbose_name="delivery address")),
                        ("order_date", models.DateField(verbose_name="date")),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        (
                            "shipping_method",
                            models.CharField(blank=True, max_length=80, verbose_name="shipping method"),
                        ),
                        (
                            "freight_payer",
                            models.CharField(
                                choices=[
                                    ("BUYER", "Buyer, freight collect"),
                                    ("PREPAID", "Buyer, we pay in advance"),
                                    ("SELLER", "We bear it"),
                                ],
                                default="BUYER",
                                max_length=8,
                                verbose_name="freight",
                            ),
                        ),
                        (
                            "incoterm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXW", "EXW"),
                                    ("FCA", "FCA"),
                                    ("FOB", "FOB"),
                                    ("CFR", "CFR"),
                                    ("CIF", "CIF"),
                                    ("CPT", "CPT"),
                                    ("CIP", "CIP"),
                                    ("DAP", "DAP"),
                                    ("DDP", "DDP"),
                                ],
                                max_length=3,
                                verbose_name="Incoterm",
                            ),
                        ),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("paid_amount", core.money.AmountField(default=0)),
                        ("paid_base", core.money.AmountField(default=0)),
                        ("credited_amount", core.money.AmountField(default=0)),
                        ("credited_base", core.money.AmountField(default=0)),
                        ("shipped_base", core.money.AmountField(default=0)),
                        ("billed_base", core.money.AmountField(default=0)),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("part_delivery_at", models.DateTimeField(blank=True, null=True)),
                        ("shipped_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "credit_term",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="parts_sales.creditterm",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
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
                            ),
                        ),
                        (
                            "part_delivery_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="part delivery agreed by",
                            ),
                        ),
                        (
                            "quote",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order",
                                to="parts_sales.quote",
                                verbose_name="quote",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="parts_sales_order_house"),
                            models.Index(fields=["customer", "-created_at"], name="parts_sales_order_customer"),
                            models.Index(fields=["created_by", "-created_at"], name="parts_sales_order_maker"),
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_order_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="parts_sales_order_state"),
                            models.Index(fields=["base_total"], name="parts_sales_order_amount"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_order_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total__gte", 0),
                                    ("rate__gt", 0),
                                    ("paid_amount__gte", 0),
                                    ("paid_amount__lte", models.F("total")),
                                    ("paid_base__gte", 0),
                                    ("paid_base__lte", models.F("base_total")),
                                    ("credited_amount__gte", 0),
                                    ("credited_amount__lte", models.F("total")),
                                    ("credited_base__gte", 0),
                                    ("credited_base__lte", models.F("base_total")),
                                ),
                                name="parts_sales_order_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("shipped_base__gte", 0),
                                    ("shipped_base__lte", models.F("base_total")),
                                    ("billed_base__gte", 0),
                                    ("billed_base__lte", models.F("base_total")),
                                ),
                                name="parts_sales_order_shipped",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ON_HOLD"), _negated=True),
                                    models.Q(
                                        models.Q(("hold_reason", ""), _negated=True),
                                        models.Q(("hold_kind", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="parts_sales_order_hold_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultPosting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "occasion",
                            models.CharField(
                                choices=[
                                    ("ISSUE", "Goods issued"),
                                    ("TAKE_BACK", "Issue taken back"),
                                    ("CREDIT", "Return credited"),
                                ],
                                max_length=9,
                                verbose_name="occasion",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="date")),
                        ("revenue", core.money.AmountField(default=0, verbose_name="revenue")),
                        ("cost", core.money.AmountField(default=0, verbose_name="cost")),
                        (
                            "state",
                            models.CharField(
                                choices=[("WAITING", "Waits"), ("POSTED", "Posted")],
                                default="WAITING",
                                max_length=7,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("NO_YEAR", "No fiscal year is set up for the day"),
                                    ("CLOSED", "No month is open for the day"),
                                    ("BUDGET", "The budget does not cover the cost"),
                                    ("CATEGORY", "The category takes no postings"),
                                ],
                                max_length=8,
                                verbose_name="why it waits",
                            ),
                        ),
                        ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="tried last")),
                        ("posted_at", models.DateTimeField(blank=True, null=True, verbose_name="posted")),
                        ("created_at", models.DateTimeField()),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="parts_sales.deliverynote",
                                verbose_name="delivery note",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="parts_sales.salesorder",
                                verbose_name="order",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-day", "-pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "WAITING")), fields=["id"], name="parts_sales_result_waits"
                            ),
                            models.Index(fields=["day"], name="parts_sales_result_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("posted_at__isnull", True), ("state", "WAITING")),
                                    models.Q(("posted_at__isnull", False), ("state", "POSTED"), ("why", "")),
                                    _connector="OR",
                                ),
                                name="parts_sales_result_posted_has_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReceiptMatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", core.money.AmountField()),
                        ("base_amount", core.money.AmountField()),
                        ("matched_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "matched_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="parts_sales.receipt",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="parts_sales.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("base_amount__gte", 0)),
                                name="parts_sales_receiptmatch_positive",
                            ),
                            models.CheckConstraint(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderInvoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, verbose_name="invoice number")),
                        ("invoice_date", models.DateField(verbose_name="date of the invoice")),
                        ("due_date", models.DateField(verbose_name="due")),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("base_amount", core.money.AmountField()),
                        ("recorded_at", models.DateTimeField()),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="parts_sales.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("invoice_date", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at__isnull", True)),
                                fields=["due_date"],
                                name="parts_sales_invoice_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at__isnull", True)),
                                fields=("number",),
                                name="parts_sales_invoice_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("base_amount__gte", 0)),
                                name="parts_sales_invoice_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_date__gte", models.F("invoice_date"))),
                                name="parts_sales_invoice_due_after_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GuaranteeEvent",
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
                                    ("ASKED", "To be confirmed by the guarantor"),
                                    ("IN_REVIEW", "In review"),
                                    ("APPROVED", "Goods may leave"),
                                    ("OPEN", "Waiting for the customer's money"),
                                    ("DEDUCTING", "Deduction proposed"),
                                    ("SETTLED", "Settled by the customer"),
                                    ("COLLECTED", "Collected from the guarantor"),
                                    ("REJECTED", "Refused"),
                                    ("CANCELLED", "Given up"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("amount", core.money.AmountField(verbose_name="amount")),
                        ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                        ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved at")),
                        ("dispatched_date", models.DateField(blank=True, null=True, verbose_name="dispatched on")),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "proposed_date",
                            models.DateField(blank=True, null=True, verbose_name="deduction proposed on"),
                        ),
                        ("proposed_amount", core.money.AmountField(default=0, verbose_name="deduction proposed")),
                        (
                            "consent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="agreed to the deduction at"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
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
                            ),
                        ),
                        (
                            "guarantor",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="guarantor",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.guarantee",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesorder",
                                verbose_name="sales order",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrderEvent",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
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
                        (
                            "hold_kind",
                            models.CharField(
                                blank=True, choices=[("CREDIT", "Credit"), ("PERSON", "Stopped by hand")], max_length=8
                            ),
                        ),
                        ("hold_reason", models.CharField(blank=True, max_length=500, verbose_name="why it waits")),
                        ("hold_reason_en", models.CharField(blank=True, max_length=500)),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("machine", models.CharField(blank=True, max_length=120, verbose_name="machine")),
                        ("ship_to", models.TextField(blank=True, max_length=500, verbose_name="delivery address")),
                        ("order_date", models.DateField(verbose_name="date")),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("rate", models.DecimalField(decimal_places=8, default=1, max_digits=18)),
                        (
                            "shipping_method",
                            models.CharField(blank=True, max_length=80, verbose_name="shipping method"),
                        ),
                        (
                            "freight_payer",
                            models.CharField(
                                choices=[
                                    ("BUYER", "Buyer, freight collect"),
                                    ("PREPAID", "Buyer, we pay in advance"),
                                    ("SELLER", "We bear it"),
                                ],
                                default="BUYER",
                                max_length=8,
                                verbose_name="freight",
                            ),
                        ),
                        (
                            "incoterm",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXW", "EXW"),
                                    ("FCA", "FCA"),
                                    ("FOB", "FOB"),
                                    ("CFR", "CFR"),
                                    ("CIF", "CIF"),
                                    ("CPT", "CPT"),
                                    ("CIP", "CIP"),
                                    ("DAP", "DAP"),
                                    ("DDP", "DDP"),
                                ],
                                max_length=3,
                                verbose_name="Incoterm",
                            ),
                        ),
                        ("total", core.money.AmountField(default=0)),
                        ("base_total", core.money.AmountField(default=0)),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("part_delivery_at", models.DateTimeField(blank=True, null=True)),
                        ("shipped_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                            "credit_term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.creditterm",
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
                            ),
                        ),
                        (
                            "part_delivery_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="part delivery agreed by",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.salesorder",
                            ),
                        ),
                        (
                            "quote",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.quote",
                                verbose_name="quote",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrderLine",
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
                                choices=[
                                    ("GOODS", "Part"),
                                    ("FREIGHT", "Freight paid in advance"),
                                    ("TRAVEL", "Travel"),
                                    ("LABOUR", "Labour"),
                                ],
                                default="GOODS",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("part_number", models.CharField(blank=True, max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=3, default=1, max_digits=12, verbose_name="quantity"),
                        ),
                        ("list_price", core.money.AmountField(blank=True, null=True, verbose_name="list price")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price, tax included")),
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
                        ("amount", core.money.AmountField(default=0, verbose_name="amount, tax included")),
                        ("cost", core.money.AmountField(blank=True, null=True)),
                        ("floor", core.money.AmountField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("reserved", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("noted", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("issued", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("returned", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="parts_sales.salesorder",
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
                        (
                            "warehouse",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "pk"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0), ("amount__gte", 0)),
                                name="parts_sales_orderline_amounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "GOODS"), _negated=True),
                                    models.Q(("part__isnull", False), ("warehouse__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_orderline_goods_have_part",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reserved__gte", 0),
                                    ("issued__gte", 0),
                                    ("noted__gte", models.F("issued")),
                                    ("noted__lte", models.F("quantity")),
                                    ("returned__gte", 0),
                                    ("returned__lte", models.F("issued")),
                                ),
                                name="parts_sales_orderline_quantities",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bearing",
                            models.CharField(
                                choices=[
                                    ("GOODS", "Parts sold"),
                                    ("WORK", "Work and freight"),
                                    ("FREE", "Replaced without charge"),
                                ],
                                default="GOODS",
                                max_length=5,
                            ),
                        ),
                        ("day", models.DateField()),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12)),
                        ("revenue", core.money.AmountField(default=0)),
                        ("cost", core.money.AmountField(default=0)),
                        ("is_costed", models.BooleanField(default=True)),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="customers.customer"
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
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.part",
                            ),
                        ),
                        (
                            "posting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="parts_sales.resultposting",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.salesorder",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="parts_sales.salesorderline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "indexes": [
                            models.Index(fields=["department", "day"], name="parts_sales_resultline_day"),
                            models.Index(fields=["part", "day"], name="parts_sales_resultline_part"),
                            models.Index(fields=["customer", "day"], name="parts_sales_resultline_buyer"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("posting", "order_line"), name="parts_sales_resultline_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryNoteLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("part_number", models.CharField(max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        ("own_reserved", models.DecimalField(decimal_places=3, default=0, max_digits=12)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "note",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.deliverynote",
                                verbose_name="delivery note",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.deliverynoteline",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.part",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesorderline",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrderLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("GOODS", "Part"),
                                    ("FREIGHT", "Freight paid in advance"),
                                    ("TRAVEL", "Travel"),
                                    ("LABOUR", "Labour"),
                                ],
                                default="GOODS",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("part_number", models.CharField(blank=True, max_length=40, verbose_name="part number")),
                        ("name_zh", models.CharField(max_length=200, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                        ("unit", models.CharField(blank=True, max_length=10, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=3, default=1, max_digits=12, verbose_name="quantity"),
                        ),
                        ("list_price", core.money.AmountField(blank=True, null=True, verbose_name="list price")),
                        ("unit_price", core.money.AmountField(verbose_name="unit price, tax included")),
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
                        ("amount", core.money.AmountField(default=0, verbose_name="amount, tax included")),
                        ("cost", core.money.AmountField(blank=True, null=True)),
                        ("floor", core.money.AmountField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "order",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesorder",
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
                                to="parts_sales.salesorderline",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesReturn",
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
                                    ("ASKED", "Goods expected"),
                                    ("RECEIVED", "Received, to be inspected"),
                                    ("INSPECTED", "Inspected, to be settled"),
                                    ("CREDITED", "Credited"),
                                    ("REPLACED", "Replaced"),
                                    ("REFUSED", "Refused"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        (
                            "remedy",
                            models.CharField(
                                choices=[("CREDIT", "Credit"), ("REPLACEMENT", "Free replacement")],
                                max_length=12,
                                verbose_name="wanted",
                            ),
                        ),
                        ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                        ("complaint", models.CharField(blank=True, max_length=40, verbose_name="complaint")),
                        ("finding", models.TextField(blank=True, max_length=1000, verbose_name="finding")),
                        ("credit_amount", core.money.AmountField(default=0)),
                        ("credit_base", core.money.AmountField(default=0)),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="received")),
                        ("inspected_at", models.DateTimeField(blank=True, null=True, verbose_name="inspected")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
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
                                related_name="returns",
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
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="parts_sales.deliverynote",
                                verbose_name="delivery note",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="parts_sales_return_newest"),
                            models.Index(fields=["state", "-created_at"], name="parts_sales_return_state"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_return_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="parts_sales_return_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["INSPECTED", "CREDITED", "REPLACED", "REFUSED"]), _negated=True
                                    ),
                                    models.Q(("finding", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="parts_sales_return_inspected_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryNoteEvent",
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
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                            ),
                        ),
                        (
                            "note_kind",
                            models.CharField(
                                choices=[("SYSTEM", "System note"), ("MANUAL", "Manual note")],
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("TO_REVIEW", "To be reviewed"),
                                    ("TO_PRINT", "To be printed"),
                                    ("TO_CHECK", "With finance"),
                                    ("TO_SIGN", "With the department manager"),
                                    ("TO_CONFIRM", "With the warehouse"),
                                    ("TO_ISSUE", "To be issued"),
                                    ("TO_SHIP", "Issued, to be shipped"),
                                    ("SHIPPED", "Underway"),
                                    ("ARRIVED", "Arrived"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("ship_to", models.TextField(blank=True, max_length=500, verbose_name="delivery address")),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                        ("goods_base", core.money.AmountField(default=0)),
                        (
                            "weight_kg",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=10, null=True, verbose_name="weight in kg"
                            ),
                        ),
                        ("packages", models.PositiveSmallIntegerField(default=1, verbose_name="packages")),
                        ("packaging", models.CharField(blank=True, max_length=200, verbose_name="packaging")),
                        (
                            "carrier_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXPRESS", "Express"),
                                    ("FREIGHT", "Freight forwarder"),
                                    ("PICKUP", "Fetched by the customer"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "carrier",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EXPRESS", "Express"),
                                    ("FREIGHT", "Freight forwarder"),
                                    ("PICKUP", "Fetched by the customer"),
                                ],
                                max_length=8,
                                verbose_name="way of dispatch",
                            ),
                        ),
                        (
                            "carrier_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why another way"),
                        ),
                        ("carrier_name", models.CharField(blank=True, max_length=80, verbose_name="carrier")),
                        (
                            "tracking_number",
                            models.CharField(blank=True, max_length=60, verbose_name="tracking number"),
                        ),
                        ("expected_date", models.DateField(blank=True, null=True, verbose_name="expected arrival")),
                        ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="issued")),
                        ("shipped_at", models.DateTimeField(blank=True, null=True, verbose_name="dispatched")),
                        ("told_address", models.EmailField(blank=True, max_length=160, verbose_name="told at")),
                        ("arrived_date", models.DateField(blank=True, null=True, verbose_name="arrived")),
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.deliverynote",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.warehouse",
                                verbose_name="warehouse",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesorder",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "free_of",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesreturn",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesReturnEvent",
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
                                    ("ASKED", "Goods expected"),
                                    ("RECEIVED", "Received, to be inspected"),
                                    ("INSPECTED", "Inspected, to be settled"),
                                    ("CREDITED", "Credited"),
                                    ("REPLACED", "Replaced"),
                                    ("REFUSED", "Refused"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        (
                            "remedy",
                            models.CharField(
                                choices=[("CREDIT", "Credit"), ("REPLACEMENT", "Free replacement")],
                                max_length=12,
                                verbose_name="wanted",
                            ),
                        ),
                        ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                        ("complaint", models.CharField(blank=True, max_length=40, verbose_name="complaint")),
                        ("finding", models.TextField(blank=True, max_length=1000, verbose_name="finding")),
                        ("credit_amount", core.money.AmountField(default=0)),
                        ("credit_base", core.money.AmountField(default=0)),
                        ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="received")),
                        ("inspected_at", models.DateTimeField(blank=True, null=True, verbose_name="inspected")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
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
                            ),
                        ),
                        (
                            "note",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.deliverynote",
                                verbose_name="delivery note",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.salesreturn",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SalesReturnLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        (
                            "received",
                            models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="received"),
                        ),
                        ("good", models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="good")),
                        (
                            "note_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_lines",
                                to="parts_sales.deliverynoteline",
                            ),
                        ),
                        (
                            "sales_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="parts_sales.salesreturn",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("sales_return", "note_line"), name="parts_sales_returnline_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0),
                                    ("received__gte", 0),
                                    ("received__lte", models.F("quantity")),
                                    ("good__gte", 0),
                                    ("good__lte", models.F("received")),
                                ),
                                name="parts_sales_returnline_quantities",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesReturnLineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("quantity", models.DecimalField(decimal_places=3, max_digits=12, verbose_name="quantity")),
                        (
                            "received",
                            models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="received"),
                        ),
                        ("good", models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="good")),
                        (
                            "note_line",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.deliverynoteline",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.salesreturnline",
                            ),
                        ),
                        (
                            "sales_return",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.salesreturn",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
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
                                    ("MADE", "To be sent"),
                                    ("ISSUED", "Sent for confirmation"),
                                    ("CONFIRMED", "Confirmed by the customer"),
                                    ("DISPUTED", "Disputed by the customer"),
                                ],
                                default="MADE",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("month", models.DateField(verbose_name="month")),
                        ("opening", core.money.AmountField()),
                        ("charged", core.money.AmountField()),
                        ("received", core.money.AmountField()),
                        ("credited", core.money.AmountField(default=0)),
                        ("closing", core.money.AmountField()),
                        ("unbilled", core.money.AmountField(default=0)),
                        (
                            "ages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=core.money.AmountField(), default=list, size=None
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                        (
                            "sent_way",
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
                                verbose_name="sent by",
                            ),
                        ),
                        ("sent_to", models.CharField(blank=True, max_length=254, verbose_name="sent to")),
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
                                related_name="statements",
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
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-month", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_statement_has_number"
                            ),
                            models.UniqueConstraint(fields=("customer", "month"), name="parts_sales_statement_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "closing",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("opening"), "+", models.F("charged")
                                                ),
                                                "-",
                                                models.F("received"),
                                            ),
                                            "-",
                                            models.F("credited"),
                                        ),
                                    )
                                ),
                                name="parts_sales_statement_adds_up",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "MADE"), ("sent_at__isnull", False), _connector="OR"),
                                name="parts_sales_statement_sent_before_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DISPUTED"), _negated=True),
                                    models.Q(("dispute", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="parts_sales_statement_dispute_says_what",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatementLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("day", models.DateField()),
                        (
                            "entry",
                            models.CharField(
                                choices=[
                                    ("INVOICE", "Invoice"),
                                    ("RECEIPT", "Payment received"),
                                    ("CREDIT", "Returned goods credited"),
                                    ("CORRECTION", "Correction of earlier months"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("amount", core.money.AmountField()),
                        ("balance", core.money.AmountField()),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="parts_sales.salesorder",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="parts_sales.statement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                    },
                ),
                migrations.CreateModel(
                    name="StockBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "on_hand",
                            models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="on hand"),
                        ),
                        (
                            "reserved",
                            models.DecimalField(decimal_places=3, default=0, max_digits=12, verbose_name="reserved"),
                        ),
                        ("counted_at", models.DateTimeField(blank=True, null=True, verbose_name="counted at")),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="parts_sales.part",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("part", "warehouse"),
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "warehouse"), name="parts_sales_stockbalance_once"),
                            models.CheckConstraint(
                                condition=models.Q(("on_hand__gte", 0)), name="parts_sales_stockbalance_on_hand"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reserved__gte", 0), ("reserved__lte", models.F("on_hand"))),
                                name="parts_sales_stockbalance_reserved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockMovement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "move",
                            models.CharField(
                                choices=[
                                    ("RECEIVE", "Received"),
                                    ("ISSUE", "Issued"),
                                    ("RESERVE", "Reserved"),
                                    ("RELEASE", "Reservation given back"),
                                    ("COUNT", "Counted"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("on_hand_change", models.DecimalField(decimal_places=3, max_digits=12)),
                        ("reserved_change", models.DecimalField(decimal_places=3, max_digits=12)),
                        ("on_hand_after", models.DecimalField(decimal_places=3, max_digits=12)),
                        ("reserved_after", models.DecimalField(decimal_places=3, max_digits=12)),
                        ("source", models.CharField(blank=True, max_length=80)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField()),
                        (
                            "balance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="parts_sales.stockbalance",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                fields=("source", "move", "balance"),
                                name="parts_sales_stockmovement_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Violation",
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
                        ("happened_on", models.DateField(verbose_name="happened on")),
                        ("facts", models.TextField(max_length=4000, verbose_name="facts")),
                        (
                            "proposal",
                            models.TextField(blank=True, max_length=2000, verbose_name="the manager's proposal"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=2000, verbose_name="management's decision"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("REPORTED", "Reported"),
                                    ("PROPOSED", "Measure proposed"),
                                    ("DECIDED", "Decided"),
                                ],
                                default="REPORTED",
                                max_length=50,
                                protected=True,
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
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="violations",
                                to="parts_sales.inquiry",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person concerned",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False)), name="parts_sales_violation_has_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "REPORTED"), models.Q(("proposal", ""), _negated=True), _connector="OR"
                                ),
                                name="parts_sales_violation_has_proposal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "DECIDED"), _negated=True),
                                    models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parts_sales_violation_has_decision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("created_by")), _negated=True),
                                name="parts_sales_violation_not_of_reporter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ViolationEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("happened_on", models.DateField(verbose_name="happened on")),
                        ("facts", models.TextField(max_length=4000, verbose_name="facts")),
                        (
                            "proposal",
                            models.TextField(blank=True, max_length=2000, verbose_name="the manager's proposal"),
                        ),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=2000, verbose_name="management's decision"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("REPORTED", "Reported"),
                                    ("PROPOSED", "Measure proposed"),
                                    ("DECIDED", "Decided"),
                                ],
                                default="REPORTED",
                                max_length=50,
                                protected=True,
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
                            ),
                        ),
                        (
                            "inquiry",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="parts_sales.inquiry",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person concerned",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="parts_sales.violation",
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
            model_name="priceapplication",
            name="quote",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="parts_sales.quote",
                verbose_name="quote",
            ),
        ),
        migrations.AddField(
            model_name="guarantee",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="guarantees",
                to="parts_sales.salesorder",
                verbose_name="sales order",
            ),
        ),
        migrations.AddField(
            model_name="deliverynote",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="parts_sales.salesorder",
                verbose_name="order",
            ),
        ),
        migrations.AddField(
            model_name="deliverynoteline",
            name="order_line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="note_lines", to="parts_sales.salesorderline"
            ),
        ),
        migrations.AddField(
            model_name="resultposting",
            name="sales_return",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="parts_sales.salesreturn",
                verbose_name="return",
            ),
        ),
        migrations.AddField(
            model_name="deliverynote",
            name="free_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="parts_sales.salesreturn",
            ),
        ),
        migrations.AddConstraint(
            model_name="priceapplication",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "IN_REVIEW")),
                fields=("quote", "application_kind"),
                name="parts_sales_priceapplication_one_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["ASKED", "IN_REVIEW", "APPROVED", "OPEN", "DEDUCTING"])),
                fields=("order",),
                name="parts_sales_guarantee_one_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverynoteline",
            constraint=models.UniqueConstraint(fields=("note", "order_line"), name="parts_sales_noteline_once"),
        ),
        migrations.AddConstraint(
            model_name="resultposting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("note__isnull", False), ("sales_return__isnull", True)),
                    models.Q(("note__isnull", True), ("sales_return__isnull", False)),
                    _connector="OR",
                ),
                name="parts_sales_result_of_one_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultposting",
            constraint=models.UniqueConstraint(
                fields=("note", "sales_return", "occasion"), name="parts_sales_result_once", nulls_distinct=False
            ),
        ),
        core.migrating.AddTriggers(
            model_name="creditterm",
            triggers=[
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
            ],
        ),
        core.migrating.AddTriggers(
            model_name="credittermevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="1edd2d30e30f2fa3e29eb482e1e60d1db6389d88",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8e8d3",
                        table="parts_sales_credittermevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="discounttier",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_discounttierevent" ("entered_at", "entered_by_id", "id", "is_inclusive", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "start_date", "upper") VALUES (OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."is_inclusive", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."share", OLD."start_date", OLD."upper"); RETURN NULL;',
                        hash="9003e2d2cfac85253f82248c0e761c8dbdedb86d",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_13575",
                        table="parts_sales_discounttier",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_discounttierevent" ("entered_at", "entered_by_id", "id", "is_inclusive", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "start_date", "upper") VALUES (OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."is_inclusive", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."share", OLD."start_date", OLD."upper"); RETURN NULL;',
                        hash="1bb5c7a5c26a08532bdc698c8f1a8cf9fb553a32",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_2c85f",
                        table="parts_sales_discounttier",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="discounttierevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e3dabb35bd75620960fdcf846e1dd8b42d2793a7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_f339c",
                        table="parts_sales_discounttierevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="inquiry",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.caller, OLD.machine, OLD.wanted, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.caller, NEW.machine, NEW.wanted, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('inquiry', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="1bfeccb9bfdc091350a3c0c294b7453838bb2bae",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_04c81",
                        table="parts_sales_inquiry",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."caller" IS DISTINCT FROM (NEW."caller") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."handed_over_at" IS DISTINCT FROM (NEW."handed_over_at") OR OLD."handed_to_id" IS DISTINCT FROM (NEW."handed_to_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."machine" IS DISTINCT FROM (NEW."machine") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."wanted" IS DISTINCT FROM (NEW."wanted") OR OLD."way" IS DISTINCT FROM (NEW."way"))',
                        func='INSERT INTO "parts_sales_inquiryevent" ("caller", "created_at", "created_by_id", "customer_id", "department_id", "handed_over_at", "handed_to_id", "id", "machine", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "state", "submitted_at", "wanted", "way") VALUES (OLD."caller", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."handed_over_at", OLD."handed_to_id", OLD."id", OLD."machine", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."received_at", OLD."state", OLD."submitted_at", OLD."wanted", OLD."way"); RETURN NULL;',
                        hash="9467e2db7791515e7ab2560f89c52f1238c14d61",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_eb8d3",
                        table="parts_sales_inquiry",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_inquiryevent" ("caller", "created_at", "created_by_id", "customer_id", "department_id", "handed_over_at", "handed_to_id", "id", "machine", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_at", "state", "submitted_at", "wanted", "way") VALUES (OLD."caller", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."handed_over_at", OLD."handed_to_id", OLD."id", OLD."machine", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."received_at", OLD."state", OLD."submitted_at", OLD."wanted", OLD."way"); RETURN NULL;',
                        hash="e3a2b55edf5944f502f2768183ad486404a0dfeb",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1de3d",
                        table="parts_sales_inquiry",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="inquiryevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e010cfdcdaa00781c471eaac31b41861e03af347",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_1acbf",
                        table="parts_sales_inquiryevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="part",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.name_zh, OLD.name_en, OLD.category, OLD.fits, OLD.retired_at) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.name_zh, NEW.name_en, NEW.category, NEW.fits, NEW.retired_at) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('part', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="2f5ebcdaca2ab8d2ecdc5d6e3c5924c677dbcfff",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_764d0",
                        table="parts_sales_part",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."fits" IS DISTINCT FROM (NEW."fits") OR OLD."has_own_warehouse" IS DISTINCT FROM (NEW."has_own_warehouse") OR OLD."height_mm" IS DISTINCT FROM (NEW."height_mm") OR OLD."hs_code" IS DISTINCT FROM (NEW."hs_code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_fragile" IS DISTINCT FROM (NEW."is_fragile") OR OLD."is_valuable" IS DISTINCT FROM (NEW."is_valuable") OR OLD."length_mm" IS DISTINCT FROM (NEW."length_mm") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."part_kind" IS DISTINCT FROM (NEW."part_kind") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."warehouse_id" IS DISTINCT FROM (NEW."warehouse_id") OR OLD."weight_kg" IS DISTINCT FROM (NEW."weight_kg") OR OLD."width_mm" IS DISTINCT FROM (NEW."width_mm"))',
                        func='INSERT INTO "parts_sales_partevent" ("category", "created_at", "created_by_id", "fits", "has_own_warehouse", "height_mm", "hs_code", "id", "is_fragile", "is_valuable", "length_mm", "name_en", "name_zh", "note", "number", "origin", "part_kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "successor_id", "unit", "warehouse_id", "weight_kg", "width_mm") VALUES (OLD."category", OLD."created_at", OLD."created_by_id", OLD."fits", OLD."has_own_warehouse", OLD."height_mm", OLD."hs_code", OLD."id", OLD."is_fragile", OLD."is_valuable", OLD."length_mm", OLD."name_en", OLD."name_zh", OLD."note", OLD."number", OLD."origin", OLD."part_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."retired_at", OLD."successor_id", OLD."unit", OLD."warehouse_id", OLD."weight_kg", OLD."width_mm"); RETURN NULL;',
                        hash="eb7e5661eb135cb3ef0c62fbd5d4ec4c1b96b37c",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_2b0f3",
                        table="parts_sales_part",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_partevent" ("category", "created_at", "created_by_id", "fits", "has_own_warehouse", "height_mm", "hs_code", "id", "is_fragile", "is_valuable", "length_mm", "name_en", "name_zh", "note", "number", "origin", "part_kind", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "successor_id", "unit", "warehouse_id", "weight_kg", "width_mm") VALUES (OLD."category", OLD."created_at", OLD."created_by_id", OLD."fits", OLD."has_own_warehouse", OLD."height_mm", OLD."hs_code", OLD."id", OLD."is_fragile", OLD."is_valuable", OLD."length_mm", OLD."name_en", OLD."name_zh", OLD."note", OLD."number", OLD."origin", OLD."part_kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."retired_at", OLD."successor_id", OLD."unit", OLD."warehouse_id", OLD."weight_kg", OLD."width_mm"); RETURN NULL;',
                        hash="0d5e44450756744f4ca7cfa417791ff34faef7d4",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d5f32",
                        table="parts_sales_part",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="partcost",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_partcostevent" ("amount", "entered_at", "entered_by_id", "id", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_date") VALUES (OLD."amount", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."source", OLD."start_date"); RETURN NULL;',
                        hash="6a452f80e6a252f955eed564ad57b9ba9db4a444",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_210d3",
                        table="parts_sales_partcost",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_partcostevent" ("amount", "entered_at", "entered_by_id", "id", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "start_date") VALUES (OLD."amount", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."source", OLD."start_date"); RETURN NULL;',
                        hash="aefc55631342fe020f73fd5003f0e04eb8d1ed48",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_99e75",
                        table="parts_sales_partcost",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="partcostevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8e14f33fec5cfb9cbb3e5ab6cc3e00af4a12ed09",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8f284",
                        table="parts_sales_partcostevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="partevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="213ea3e18d3b6d0368b6dc4f5b157cc1cf601f08",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_1f667",
                        table="parts_sales_partevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="partprice",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_partpriceevent" ("amount", "currency", "end_date", "entered_at", "entered_by_id", "id", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date") VALUES (OLD."amount", OLD."currency", OLD."end_date", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."start_date"); RETURN NULL;',
                        hash="166c76e3336e9141d3838986a2068c527b39f737",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_8631c",
                        table="parts_sales_partprice",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_partpriceevent" ("amount", "currency", "end_date", "entered_at", "entered_by_id", "id", "part_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date") VALUES (OLD."amount", OLD."currency", OLD."end_date", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."part_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."start_date"); RETURN NULL;',
                        hash="bd9ccbe4d1baa5b2416bb8851525331c8b6fca46",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_40e0d",
                        table="parts_sales_partprice",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="partpriceevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="27e3daf990d1fb51d4071f0a13fd85cf55cfdb14",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_05c64",
                        table="parts_sales_partpriceevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="pricefigure",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_pricefigureevent" ("code", "entered_at", "entered_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date", "value") VALUES (OLD."code", OLD."entered_at", OLD."entered_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."start_date", OLD."value"); RETURN NULL;',
                        hash="d51daf6170d2a0366202966bbdf78bdba8eb01e5",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_d6baf",
                        table="parts_sales_pricefigure",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_pricefigureevent" ("code", "entered_at", "entered_by_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_date", "value") VALUES (OLD."code", OLD."entered_at", OLD."entered_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."start_date", OLD."value"); RETURN NULL;',
                        hash="203967099e961f732f33d49a0e5c3d46c60bdd97",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_74187",
                        table="parts_sales_pricefigure",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="pricefigureevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="3ce89ba46c99b8f0358b5ab7806c7cc094630260",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e71d0",
                        table="parts_sales_pricefigureevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="pricelist",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.note, OLD.category) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.note, NEW.category) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('price_list', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="d1092e2d06dff84f7f99558202dccbc33b7f60c4",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_dc864",
                        table="parts_sales_pricelist",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."line_count" IS DISTINCT FROM (NEW."line_count") OR OLD."margin_share" IS DISTINCT FROM (NEW."margin_share") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."released_at" IS DISTINCT FROM (NEW."released_at") OR OLD."released_by_id" IS DISTINCT FROM (NEW."released_by_id") OR OLD."start_date" IS DISTINCT FROM (NEW."start_date") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "parts_sales_pricelistevent" ("category", "created_at", "created_by_id", "currency", "id", "line_count", "margin_share", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "released_at", "released_by_id", "start_date", "state", "submitted_at") VALUES (OLD."category", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."id", OLD."line_count", OLD."margin_share", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."rate", OLD."released_at", OLD."released_by_id", OLD."start_date", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="ad7f371e4116392fab5ab3ccb428ab4e9f2b8ebb",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_94c10",
                        table="parts_sales_pricelist",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_pricelistevent" ("category", "created_at", "created_by_id", "currency", "id", "line_count", "margin_share", "note", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "released_at", "released_by_id", "start_date", "state", "submitted_at") VALUES (OLD."category", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."id", OLD."line_count", OLD."margin_share", OLD."note", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."rate", OLD."released_at", OLD."released_by_id", OLD."start_date", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="73efacf354e06f99e92e8504ea696711204ef674",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_d0a4c",
                        table="parts_sales_pricelist",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="pricelistevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="58769197cb73a22090ba16e9672eeb992a59902f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6e76c",
                        table="parts_sales_pricelistevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="quote",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.machine, OLD.contact, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.machine, NEW.contact, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('quote', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="b709e135908f995f00f45677cf5ffc7f49ce1be4",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_16bf6",
                        table="parts_sales_quote",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."bank_details" IS DISTINCT FROM (NEW."bank_details") OR OLD."base_total" IS DISTINCT FROM (NEW."base_total") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_name" IS DISTINCT FROM (NEW."confirmed_name") OR OLD."confirmed_proof" IS DISTINCT FROM (NEW."confirmed_proof") OR OLD."confirmed_way" IS DISTINCT FROM (NEW."confirmed_way") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."expected_freight" IS DISTINCT FROM (NEW."expected_freight") OR OLD."freight_confirmed_at" IS DISTINCT FROM (NEW."freight_confirmed_at") OR OLD."freight_confirmed_name" IS DISTINCT FROM (NEW."freight_confirmed_name") OR OLD."freight_confirmed_way" IS DISTINCT FROM (NEW."freight_confirmed_way") OR OLD."freight_payer" IS DISTINCT FROM (NEW."freight_payer") OR OLD."goods_total" IS DISTINCT FROM (NEW."goods_total") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incoterm" IS DISTINCT FROM (NEW."incoterm") OR OLD."inquiry_id" IS DISTINCT FROM (NEW."inquiry_id") OR OLD."machine" IS DISTINCT FROM (NEW."machine") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."quote_date" IS DISTINCT FROM (NEW."quote_date") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_date" IS DISTINCT FROM (NEW."rate_date") OR OLD."rate_source" IS DISTINCT FROM (NEW."rate_source") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_to" IS DISTINCT FROM (NEW."sent_to") OR OLD."sent_way" IS DISTINCT FROM (NEW."sent_way") OR OLD."shipping_method" IS DISTINCT FROM (NEW."shipping_method") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."terms" IS DISTINCT FROM (NEW."terms") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until"))',
                        func='INSERT INTO "parts_sales_quoteevent" ("approved_at", "bank_details", "base_total", "confirmed_at", "confirmed_name", "confirmed_proof", "confirmed_way", "contact", "created_at", "created_by_id", "currency", "customer_id", "department_id", "expected_freight", "freight_confirmed_at", "freight_confirmed_name", "freight_confirmed_way", "freight_payer", "goods_total", "id", "incoterm", "inquiry_id", "machine", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_date", "rate", "rate_date", "rate_source", "region", "replaces_id", "revision", "sent_at", "sent_to", "sent_way", "shipping_method", "state", "submitted_at", "terms", "total", "valid_until") VALUES (OLD."approved_at", OLD."bank_details", OLD."base_total", OLD."confirmed_at", OLD."confirmed_name", OLD."confirmed_proof", OLD."confirmed_way", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."expected_freight", OLD."freight_confirmed_at", OLD."freight_confirmed_name", OLD."freight_confirmed_way", OLD."freight_payer", OLD."goods_total", OLD."id", OLD."incoterm", OLD."inquiry_id", OLD."machine", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."quote_date", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."region", OLD."replaces_id", OLD."revision", OLD."sent_at", OLD."sent_to", OLD."sent_way", OLD."shipping_method", OLD."state", OLD."submitted_at", OLD."terms", OLD."total", OLD."valid_until"); RETURN NULL;',
                        hash="ea213732ed123533eb172682fe12c08892ae0d90",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_c23b4",
                        table="parts_sales_quote",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_quoteevent" ("approved_at", "bank_details", "base_total", "confirmed_at", "confirmed_name", "confirmed_proof", "confirmed_way", "contact", "created_at", "created_by_id", "currency", "customer_id", "department_id", "expected_freight", "freight_confirmed_at", "freight_confirmed_name", "freight_confirmed_way", "freight_payer", "goods_total", "id", "incoterm", "inquiry_id", "machine", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_date", "rate", "rate_date", "rate_source", "region", "replaces_id", "revision", "sent_at", "sent_to", "sent_way", "shipping_method", "state", "submitted_at", "terms", "total", "valid_until") VALUES (OLD."approved_at", OLD."bank_details", OLD."base_total", OLD."confirmed_at", OLD."confirmed_name", OLD."confirmed_proof", OLD."confirmed_way", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."customer_id", OLD."department_id", OLD."expected_freight", OLD."freight_confirmed_at", OLD."freight_confirmed_name", OLD."freight_confirmed_way", OLD."freight_payer", OLD."goods_total", OLD."id", OLD."incoterm", OLD."inquiry_id", OLD."machine", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quote_date", OLD."rate", OLD."rate_date", OLD."rate_source", OLD."region", OLD."replaces_id", OLD."revision", OLD."sent_at", OLD."sent_to", OLD."sent_way", OLD."shipping_method", OLD."state", OLD."submitted_at", OLD."terms", OLD."total", OLD."valid_until"); RETURN NULL;',
                        hash="104f718904f1e49f18f81f933cd3ea427ee57a4b",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_eca47",
                        table="parts_sales_quote",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="priceapplicationevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e2a688ba56874c303e8ed1a465b551afbb32b5b4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e17ce",
                        table="parts_sales_priceapplicationevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="priceapplication",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.reason, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.reason, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('price_application', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="a639118452100ed5d7a5f7d54d336703726adc82",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_af9e2",
                        table="parts_sales_priceapplication",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."application_kind" IS DISTINCT FROM (NEW."application_kind") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."asked_base" IS DISTINCT FROM (NEW."asked_base") OR OLD."below_base" IS DISTINCT FROM (NEW."below_base") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."least_base" IS DISTINCT FROM (NEW."least_base") OR OLD."list_base" IS DISTINCT FROM (NEW."list_base") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."quote_id" IS DISTINCT FROM (NEW."quote_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "parts_sales_priceapplicationevent" ("application_kind", "approved_at", "asked_base", "below_base", "created_at", "created_by_id", "currency", "department_id", "id", "least_base", "list_base", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "reason", "state", "submitted_at") VALUES (OLD."application_kind", OLD."approved_at", OLD."asked_base", OLD."below_base", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."id", OLD."least_base", OLD."list_base", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."quote_id", OLD."reason", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="a97ce820b1cc4b612faa5365a539e734380d3a6f",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_b0a64",
                        table="parts_sales_priceapplication",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_priceapplicationevent" ("application_kind", "approved_at", "asked_base", "below_base", "created_at", "created_by_id", "currency", "department_id", "id", "least_base", "list_base", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quote_id", "reason", "state", "submitted_at") VALUES (OLD."application_kind", OLD."approved_at", OLD."asked_base", OLD."below_base", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."id", OLD."least_base", OLD."list_base", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quote_id", OLD."reason", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="a6cc53a3e976b2f3079df8ca78ed7b1a3d5fe781",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_3ebb7",
                        table="parts_sales_priceapplication",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="quoteevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="409899ea8e0255920cd6dc18b9f3c6aa9b187df0",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_bdd15",
                        table="parts_sales_quoteevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="quoteline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.quote_id, OLD.part_number, OLD.name_zh, OLD.name_en) IS NOT DISTINCT FROM ROW(NEW.quote_id, NEW.part_number, NEW.name_zh, NEW.name_en) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('quote', CASE WHEN TG_OP = 'DELETE' THEN OLD.quote_id ELSE NEW.quote_id END);\n            RETURN NULL;\n        ",
                        hash="7c2dba92ab3eb44b80586fecbcba89a57b0b2592",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_4953c",
                        table="parts_sales_quoteline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_quotelineevent" ("amount", "cost", "floor", "id", "kind", "list_price", "name_en", "name_zh", "note", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "quote_id", "tax_rate", "unit", "unit_price") VALUES (OLD."amount", OLD."cost", OLD."floor", OLD."id", OLD."kind", OLD."list_price", OLD."name_en", OLD."name_zh", OLD."note", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."quantity", OLD."quote_id", OLD."tax_rate", OLD."unit", OLD."unit_price"); RETURN NULL;',
                        hash="1b2ab453e82e19d4902a1a7cbc57db4be2eedd9b",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_69d59",
                        table="parts_sales_quoteline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_quotelineevent" ("amount", "cost", "floor", "id", "kind", "list_price", "name_en", "name_zh", "note", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "quote_id", "tax_rate", "unit", "unit_price") VALUES (OLD."amount", OLD."cost", OLD."floor", OLD."id", OLD."kind", OLD."list_price", OLD."name_en", OLD."name_zh", OLD."note", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."quantity", OLD."quote_id", OLD."tax_rate", OLD."unit", OLD."unit_price"); RETURN NULL;',
                        hash="d8dbf2b0a282a30cb9c3240e93b165efa7ba3478",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_8ddfc",
                        table="parts_sales_quoteline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="quotelineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="2919743453eef08e795cec1202a353a02268b735",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_624e4",
                        table="parts_sales_quotelineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="receipt",
            triggers=[
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
            ],
        ),
        core.migrating.AddTriggers(
            model_name="receiptevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7206019514fc6fa67b80c2807534dc26122438bf",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_4530e",
                        table="parts_sales_receiptevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesorder",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.machine, OLD.contact, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.machine, NEW.contact, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('sales_order', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="995c89495428fa81e036be6e4dfb55d01f4a42d2",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_2b80e",
                        table="parts_sales_salesorder",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
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
                pgtrigger.compiler.Trigger(
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
            ],
        ),
        core.migrating.AddTriggers(
            model_name="guaranteeevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="5f5bc1382183e4cf8fc302e2fbd534b74998439f",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_49bf0",
                        table="parts_sales_guaranteeevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="guarantee",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.order_id, OLD.guarantor_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.order_id, NEW.guarantor_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('guarantee', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="55221a71919af2277396ab133c23fd1b324db1b5",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_9618c",
                        table="parts_sales_guarantee",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."consent_at" IS DISTINCT FROM (NEW."consent_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."dispatched_date" IS DISTINCT FROM (NEW."dispatched_date") OR OLD."due_date" IS DISTINCT FROM (NEW."due_date") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."guarantor_id" IS DISTINCT FROM (NEW."guarantor_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."proposed_amount" IS DISTINCT FROM (NEW."proposed_amount") OR OLD."proposed_date" IS DISTINCT FROM (NEW."proposed_date") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "parts_sales_guaranteeevent" ("amount", "approved_at", "confirmed_at", "consent_at", "created_at", "created_by_id", "customer_id", "department_id", "dispatched_date", "due_date", "ended_at", "guarantor_id", "id", "number", "order_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_date", "reason", "state", "submitted_at") VALUES (OLD."amount", OLD."approved_at", OLD."confirmed_at", OLD."consent_at", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."dispatched_date", OLD."due_date", OLD."ended_at", OLD."guarantor_id", OLD."id", OLD."number", OLD."order_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."proposed_amount", OLD."proposed_date", OLD."reason", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="09e8f62a7e3f6a72d1517a410f161c716526632e",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_36ecd",
                        table="parts_sales_guarantee",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_guaranteeevent" ("amount", "approved_at", "confirmed_at", "consent_at", "created_at", "created_by_id", "customer_id", "department_id", "dispatched_date", "due_date", "ended_at", "guarantor_id", "id", "number", "order_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_amount", "proposed_date", "reason", "state", "submitted_at") VALUES (OLD."amount", OLD."approved_at", OLD."confirmed_at", OLD."consent_at", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."dispatched_date", OLD."due_date", OLD."ended_at", OLD."guarantor_id", OLD."id", OLD."number", OLD."order_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."proposed_amount", OLD."proposed_date", OLD."reason", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="2f48132be6984f2c133211e5c61a61480854092e",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_10d34",
                        table="parts_sales_guarantee",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesorderevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8af27f7558bb5dcb6046a1b99eec195489a71a73",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b7945",
                        table="parts_sales_salesorderevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesorderline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.order_id, OLD.part_number, OLD.name_zh, OLD.name_en) IS NOT DISTINCT FROM ROW(NEW.order_id, NEW.part_number, NEW.name_zh, NEW.name_en) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('sales_order', CASE WHEN TG_OP = 'DELETE' THEN OLD.order_id ELSE NEW.order_id END);\n            RETURN NULL;\n        ",
                        hash="e9800a4755d5cbed8d4f7ba53d2c6aba2545e327",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_af093",
                        table="parts_sales_salesorderline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."cost" IS DISTINCT FROM (NEW."cost") OR OLD."floor" IS DISTINCT FROM (NEW."floor") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."list_price" IS DISTINCT FROM (NEW."list_price") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."part_id" IS DISTINCT FROM (NEW."part_id") OR OLD."part_number" IS DISTINCT FROM (NEW."part_number") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."tax_rate" IS DISTINCT FROM (NEW."tax_rate") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."unit_price" IS DISTINCT FROM (NEW."unit_price") OR OLD."warehouse_id" IS DISTINCT FROM (NEW."warehouse_id"))',
                        func='INSERT INTO "parts_sales_salesorderlineevent" ("amount", "cost", "floor", "id", "kind", "list_price", "name_en", "name_zh", "note", "order_id", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "tax_rate", "unit", "unit_price", "warehouse_id") VALUES (OLD."amount", OLD."cost", OLD."floor", OLD."id", OLD."kind", OLD."list_price", OLD."name_en", OLD."name_zh", OLD."note", OLD."order_id", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."quantity", OLD."tax_rate", OLD."unit", OLD."unit_price", OLD."warehouse_id"); RETURN NULL;',
                        hash="7a80fba7e3c2064b9edb50ee0e84f0eecf0a2084",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_48fc6",
                        table="parts_sales_salesorderline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_salesorderlineevent" ("amount", "cost", "floor", "id", "kind", "list_price", "name_en", "name_zh", "note", "order_id", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "tax_rate", "unit", "unit_price", "warehouse_id") VALUES (OLD."amount", OLD."cost", OLD."floor", OLD."id", OLD."kind", OLD."list_price", OLD."name_en", OLD."name_zh", OLD."note", OLD."order_id", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."quantity", OLD."tax_rate", OLD."unit", OLD."unit_price", OLD."warehouse_id"); RETURN NULL;',
                        hash="67e82fdd7dc979378ff2f0475817a0e65193b148",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_f05c4",
                        table="parts_sales_salesorderline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="resultline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f339e49dc4f48f0aeace43536a313417963e1f13",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_2fcb7",
                        table="parts_sales_resultline",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="1a44bd212ac155f27761eee9c2197ffdf7eec527",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_23981",
                        table="parts_sales_resultline",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="deliverynotelineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="177c83844d03ff2d9d3f09ae8550376a4f7a335d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8508a",
                        table="parts_sales_deliverynotelineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="deliverynoteline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.note_id, OLD.part_number, OLD.name_zh, OLD.name_en) IS NOT DISTINCT FROM ROW(NEW.note_id, NEW.part_number, NEW.name_zh, NEW.name_en) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('delivery_note', CASE WHEN TG_OP = 'DELETE' THEN OLD.note_id ELSE NEW.note_id END);\n            RETURN NULL;\n        ",
                        hash="c8631cf9cd79b0a7583dbe12e537b279b3c32d26",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_b4335",
                        table="parts_sales_deliverynoteline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."note_id" IS DISTINCT FROM (NEW."note_id") OR OLD."order_line_id" IS DISTINCT FROM (NEW."order_line_id") OR OLD."own_reserved" IS DISTINCT FROM (NEW."own_reserved") OR OLD."part_id" IS DISTINCT FROM (NEW."part_id") OR OLD."part_number" IS DISTINCT FROM (NEW."part_number") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."quantity" IS DISTINCT FROM (NEW."quantity") OR OLD."unit" IS DISTINCT FROM (NEW."unit"))',
                        func='INSERT INTO "parts_sales_deliverynotelineevent" ("id", "name_en", "name_zh", "note_id", "order_line_id", "own_reserved", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "unit") VALUES (OLD."id", OLD."name_en", OLD."name_zh", OLD."note_id", OLD."order_line_id", OLD."own_reserved", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."quantity", OLD."unit"); RETURN NULL;',
                        hash="6178b6e1a1615b3a56401c8a73319219e396009a",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_f480b",
                        table="parts_sales_deliverynoteline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_deliverynotelineevent" ("id", "name_en", "name_zh", "note_id", "order_line_id", "own_reserved", "part_id", "part_number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "unit") VALUES (OLD."id", OLD."name_en", OLD."name_zh", OLD."note_id", OLD."order_line_id", OLD."own_reserved", OLD."part_id", OLD."part_number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."quantity", OLD."unit"); RETURN NULL;',
                        hash="d8b0ddacf49d9afa9d5d32e3c430660d48dbef64",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b7ca9",
                        table="parts_sales_deliverynoteline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesorderlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bc343e251344fe1ade6273e6987ca457168c398c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a9aeb",
                        table="parts_sales_salesorderlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesreturn",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.reason, OLD.complaint, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.reason, NEW.complaint, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('sales_return', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="c485fe8f947e9ee38ba4cb27222846dc308ddcae",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_31bf8",
                        table="parts_sales_salesreturn",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."complaint" IS DISTINCT FROM (NEW."complaint") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."credit_amount" IS DISTINCT FROM (NEW."credit_amount") OR OLD."credit_base" IS DISTINCT FROM (NEW."credit_base") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."finding" IS DISTINCT FROM (NEW."finding") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inspected_at" IS DISTINCT FROM (NEW."inspected_at") OR OLD."note_id" IS DISTINCT FROM (NEW."note_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."remedy" IS DISTINCT FROM (NEW."remedy") OR OLD."settled_at" IS DISTINCT FROM (NEW."settled_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "parts_sales_salesreturnevent" ("complaint", "created_at", "created_by_id", "credit_amount", "credit_base", "customer_id", "department_id", "finding", "id", "inspected_at", "note_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "remedy", "settled_at", "state", "submitted_at") VALUES (OLD."complaint", OLD."created_at", OLD."created_by_id", OLD."credit_amount", OLD."credit_base", OLD."customer_id", OLD."department_id", OLD."finding", OLD."id", OLD."inspected_at", OLD."note_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason", OLD."received_at", OLD."remedy", OLD."settled_at", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="010c374771a7b2109111b604938a15ace3cf2d01",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_6b8eb",
                        table="parts_sales_salesreturn",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_salesreturnevent" ("complaint", "created_at", "created_by_id", "credit_amount", "credit_base", "customer_id", "department_id", "finding", "id", "inspected_at", "note_id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "received_at", "remedy", "settled_at", "state", "submitted_at") VALUES (OLD."complaint", OLD."created_at", OLD."created_by_id", OLD."credit_amount", OLD."credit_base", OLD."customer_id", OLD."department_id", OLD."finding", OLD."id", OLD."inspected_at", OLD."note_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."received_at", OLD."remedy", OLD."settled_at", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="db49c3c2ca853132a75112e9766afd66a863780d",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_88ad2",
                        table="parts_sales_salesreturn",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="deliverynoteevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="ad7be8b330ecfad79c7a92b5f1e4ba01f555f13d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_664f0",
                        table="parts_sales_deliverynoteevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="deliverynote",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.contact, OLD.tracking_number, OLD.carrier_name, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.contact, NEW.tracking_number, NEW.carrier_name, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('delivery_note', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="bf1c1a16519bdd6c466a87bc58936d2aa0f07478",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_dc449",
                        table="parts_sales_deliverynote",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."arrived_date" IS DISTINCT FROM (NEW."arrived_date") OR OLD."carrier" IS DISTINCT FROM (NEW."carrier") OR OLD."carrier_name" IS DISTINCT FROM (NEW."carrier_name") OR OLD."carrier_reason" IS DISTINCT FROM (NEW."carrier_reason") OR OLD."carrier_rule" IS DISTINCT FROM (NEW."carrier_rule") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."expected_date" IS DISTINCT FROM (NEW."expected_date") OR OLD."free_of_id" IS DISTINCT FROM (NEW."free_of_id") OR OLD."goods_base" IS DISTINCT FROM (NEW."goods_base") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."note_kind" IS DISTINCT FROM (NEW."note_kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."order_id" IS DISTINCT FROM (NEW."order_id") OR OLD."packages" IS DISTINCT FROM (NEW."packages") OR OLD."packaging" IS DISTINCT FROM (NEW."packaging") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."remark" IS DISTINCT FROM (NEW."remark") OR OLD."ship_to" IS DISTINCT FROM (NEW."ship_to") OR OLD."shipped_at" IS DISTINCT FROM (NEW."shipped_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."told_address" IS DISTINCT FROM (NEW."told_address") OR OLD."tracking_number" IS DISTINCT FROM (NEW."tracking_number") OR OLD."warehouse_id" IS DISTINCT FROM (NEW."warehouse_id") OR OLD."weight_kg" IS DISTINCT FROM (NEW."weight_kg"))',
                        func='INSERT INTO "parts_sales_deliverynoteevent" ("arrived_date", "carrier", "carrier_name", "carrier_reason", "carrier_rule", "contact", "created_at", "created_by_id", "customer_id", "department_id", "expected_date", "free_of_id", "goods_base", "id", "issued_at", "note_kind", "number", "order_id", "packages", "packaging", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "remark", "ship_to", "shipped_at", "state", "submitted_at", "told_address", "tracking_number", "warehouse_id", "weight_kg") VALUES (OLD."arrived_date", OLD."carrier", OLD."carrier_name", OLD."carrier_reason", OLD."carrier_rule", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."expected_date", OLD."free_of_id", OLD."goods_base", OLD."id", OLD."issued_at", OLD."note_kind", OLD."number", OLD."order_id", OLD."packages", OLD."packaging", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."region", OLD."remark", OLD."ship_to", OLD."shipped_at", OLD."state", OLD."submitted_at", OLD."told_address", OLD."tracking_number", OLD."warehouse_id", OLD."weight_kg"); RETURN NULL;',
                        hash="bd0c3ddf72f13ff271f0d0f87f8cbf3059c72473",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_6d18e",
                        table="parts_sales_deliverynote",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_deliverynoteevent" ("arrived_date", "carrier", "carrier_name", "carrier_reason", "carrier_rule", "contact", "created_at", "created_by_id", "customer_id", "department_id", "expected_date", "free_of_id", "goods_base", "id", "issued_at", "note_kind", "number", "order_id", "packages", "packaging", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "region", "remark", "ship_to", "shipped_at", "state", "submitted_at", "told_address", "tracking_number", "warehouse_id", "weight_kg") VALUES (OLD."arrived_date", OLD."carrier", OLD."carrier_name", OLD."carrier_reason", OLD."carrier_rule", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."expected_date", OLD."free_of_id", OLD."goods_base", OLD."id", OLD."issued_at", OLD."note_kind", OLD."number", OLD."order_id", OLD."packages", OLD."packaging", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."region", OLD."remark", OLD."ship_to", OLD."shipped_at", OLD."state", OLD."submitted_at", OLD."told_address", OLD."tracking_number", OLD."warehouse_id", OLD."weight_kg"); RETURN NULL;',
                        hash="5250d859e2f71732a90eaecc966c73cbb1a8dc4a",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_4ed1e",
                        table="parts_sales_deliverynote",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesreturnevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c66742f510ddef1dcdf71e3fe4a3d497c77d75a5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_16541",
                        table="parts_sales_salesreturnevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesreturnline",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "parts_sales_salesreturnlineevent" ("good", "id", "note_line_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "received", "sales_return_id") VALUES (OLD."good", OLD."id", OLD."note_line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."quantity", OLD."received", OLD."sales_return_id"); RETURN NULL;',
                        hash="60a71ae302c15364a2c24276532f4f2f65960542",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_a6976",
                        table="parts_sales_salesreturnline",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_salesreturnlineevent" ("good", "id", "note_line_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantity", "received", "sales_return_id") VALUES (OLD."good", OLD."id", OLD."note_line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."quantity", OLD."received", OLD."sales_return_id"); RETURN NULL;',
                        hash="bc25259789b2d19da3ced34b395d3251ea05f1d3",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_fc25b",
                        table="parts_sales_salesreturnline",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="salesreturnlineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a85d82a4d5067b46786a4cc0121ed240bafe8a50",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_56636",
                        table="parts_sales_salesreturnlineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="statement",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.customer_id, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.customer_id, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('statement', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="7f1fd3f2d24e144e5771d8d10480ffb788298c7b",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_c16f8",
                        table="parts_sales_statement",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="stockmovement",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="bef45c10f47de4c7338f484aaec67883991be501",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_136cd",
                        table="parts_sales_stockmovement",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="2707be6754c389d4915e6eb8db528a51661f1623",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_9b229",
                        table="parts_sales_stockmovement",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="violation",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.person_id, OLD.facts, OLD.proposal, OLD.decision, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.person_id, NEW.facts, NEW.proposal, NEW.decision, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('violation', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="52905752a8c355c7b8f4f8f3ac22c2ed7daabdc8",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_119c1",
                        table="parts_sales_violation",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."happened_on" IS DISTINCT FROM (NEW."happened_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."inquiry_id" IS DISTINCT FROM (NEW."inquiry_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."proposal" IS DISTINCT FROM (NEW."proposal") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "parts_sales_violationevent" ("created_at", "created_by_id", "decided_at", "decision", "department_id", "facts", "happened_on", "id", "inquiry_id", "number", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "state", "submitted_at") VALUES (OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decision", OLD."department_id", OLD."facts", OLD."happened_on", OLD."id", OLD."inquiry_id", OLD."number", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."proposal", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="483a2cc3d5da69c095c1ef09474b1f8c72c9f8fc",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_a726d",
                        table="parts_sales_violation",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "parts_sales_violationevent" ("created_at", "created_by_id", "decided_at", "decision", "department_id", "facts", "happened_on", "id", "inquiry_id", "number", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal", "state", "submitted_at") VALUES (OLD."created_at", OLD."created_by_id", OLD."decided_at", OLD."decision", OLD."department_id", OLD."facts", OLD."happened_on", OLD."id", OLD."inquiry_id", OLD."number", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."proposal", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="3e994b442eba5deb0f46006eb6e993ed0b62f366",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e0957",
                        table="parts_sales_violation",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="violationevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="8b196fa981b86c19726de32ba6d0f36505a4bf1d",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_814b0",
                        table="parts_sales_violationevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
    ]
