import core.migrating
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("customers", "0001_customers"), ("customers", "0002_keepers_of_customers")]

    initial = True

    dependencies = [
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Address",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "use",
                            models.CharField(
                                choices=[
                                    ("DELIVERY", "Delivery"),
                                    ("INVOICE", "Invoice"),
                                    ("REGISTERED", "Registered"),
                                ],
                                default="DELIVERY",
                                max_length=10,
                                verbose_name="used for",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="address")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("receiver", models.CharField(blank=True, max_length=80, verbose_name="received by")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                    ],
                    options={
                        "ordering": ("use", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("is_main", models.BooleanField(default=False, verbose_name="main contact")),
                    ],
                    options={
                        "ordering": ("-is_main", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Customer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=32, unique=True, verbose_name="customer number")),
                        ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=160, verbose_name="English name")),
                        (
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                                verbose_name="domestic or foreign",
                            ),
                        ),
                        ("country", models.CharField(blank=True, max_length=60, verbose_name="country or region")),
                        ("tax_number", models.CharField(blank=True, max_length=40, verbose_name="tax number")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · regular customer"),
                                    ("C", "C · occasional customer"),
                                ],
                                default="C",
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("bank", models.CharField(blank=True, max_length=160, verbose_name="bank and branch")),
                        ("bank_account", models.CharField(blank=True, max_length=60, verbose_name="bank account")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
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
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                        (
                            "name_keys",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=400), default=list, size=None
                            ),
                        ),
                        ("tax_key", models.CharField(blank=True, max_length=40)),
                        ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archived at")),
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
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="served by",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_from",
                                to="customers.customer",
                                verbose_name="merged into",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked after by",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("number",),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["name_keys"], name="customers_customer_names"
                            ),
                            models.Index(fields=["department"], name="customers_customer_house"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name_en", ""), ("name_zh", ""), _negated=True),
                                name="customers_customer_has_name",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True), models.Q(("tax_key", ""), _negated=True)
                                ),
                                fields=("tax_key",),
                                name="customers_customer_tax_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True), ("archived_at__isnull", False), _connector="OR"
                                ),
                                name="customers_customer_merged_is_archived",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("merged_into__isnull", True),
                                    models.Q(("merged_into", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="customers_customer_not_merged_into_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("email", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("is_main", models.BooleanField(default=False, verbose_name="main contact")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="customers.contact",
                            ),
                        ),
                        (
                            "came_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.customer",
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
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AddressEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "use",
                            models.CharField(
                                choices=[
                                    ("DELIVERY", "Delivery"),
                                    ("INVOICE", "Invoice"),
                                    ("REGISTERED", "Registered"),
                                ],
                                default="DELIVERY",
                                max_length=10,
                                verbose_name="used for",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="address")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("receiver", models.CharField(blank=True, max_length=80, verbose_name="received by")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="customers.address",
                            ),
                        ),
                        (
                            "came_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.customer",
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
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CustomerEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=32, verbose_name="customer number")),
                        ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=160, verbose_name="English name")),
                        (
                            "region",
                            models.CharField(
                                choices=[("DOMESTIC", "Domestic"), ("FOREIGN", "Foreign")],
                                default="DOMESTIC",
                                max_length=8,
                                verbose_name="domestic or foreign",
                            ),
                        ),
                        ("country", models.CharField(blank=True, max_length=60, verbose_name="country or region")),
                        ("tax_number", models.CharField(blank=True, max_length=40, verbose_name="tax number")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · regular customer"),
                                    ("C", "C · occasional customer"),
                                ],
                                default="C",
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="telephone")),
                        ("bank", models.CharField(blank=True, max_length=160, verbose_name="bank and branch")),
                        ("bank_account", models.CharField(blank=True, max_length=60, verbose_name="bank account")),
                        ("currency", models.CharField(default="CNY", max_length=3, verbose_name="currency")),
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
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                        ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archived at")),
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
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="served by",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.customer",
                                verbose_name="merged into",
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
                                verbose_name="looked after by",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CustomerMerge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moved", models.JSONField(default=dict)),
                        ("filled", models.JSONField(default=dict)),
                        ("reason", models.TextField(verbose_name="reason")),
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
                            "merged",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merge",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "survivor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("survivor", models.F("merged")), _negated=True),
                                name="customers_customermerge_two",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Machine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("serial_number", models.CharField(max_length=60, verbose_name="serial number")),
                        ("installed_on", models.DateField(blank=True, null=True, verbose_name="installed on")),
                        ("warranty_until", models.DateField(blank=True, null=True, verbose_name="warranty until")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "came_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("model", "serial_number", "pk"),
                        "indexes": [models.Index(fields=["serial_number"], name="customers_machine_serial")],
                    },
                ),
                migrations.CreateModel(
                    name="MachineEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("serial_number", models.CharField(max_length=60, verbose_name="serial number")),
                        ("installed_on", models.DateField(blank=True, null=True, verbose_name="installed on")),
                        ("warranty_until", models.DateField(blank=True, null=True, verbose_name="warranty until")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        (
                            "came_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="customers.customer",
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="customers.machine",
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
            model_name="contact",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="customers.customer"
            ),
        ),
        migrations.AddField(
            model_name="address",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="customers.customer",
            ),
        ),
        migrations.AddField(
            model_name="address",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="customers.customer"
            ),
        ),
        core.migrating.AddTriggers(
            model_name="customer",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.name_zh, OLD.name_en, OLD.tax_number, OLD.owner_id, OLD.department_id, OLD.country) IS NOT DISTINCT FROM ROW(NEW.id, NEW.name_zh, NEW.name_en, NEW.tax_number, NEW.owner_id, NEW.department_id, NEW.country) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('customer', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="03a416941228afbd926cf7942d2f1a980495b0df",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_e787d",
                        table="customers_customer",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."bank" IS DISTINCT FROM (NEW."bank") OR OLD."bank_account" IS DISTINCT FROM (NEW."bank_account") OR OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."incoterm" IS DISTINCT FROM (NEW."incoterm") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."tax_number" IS DISTINCT FROM (NEW."tax_number"))',
                        func='INSERT INTO "customers_customerevent" ("archived_at", "bank", "bank_account", "country", "created_at", "created_by_id", "currency", "department_id", "grade", "id", "incoterm", "merged_into_id", "name_en", "name_zh", "note", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region", "tax_number") VALUES (OLD."archived_at", OLD."bank", OLD."bank_account", OLD."country", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."grade", OLD."id", OLD."incoterm", OLD."merged_into_id", OLD."name_en", OLD."name_zh", OLD."note", OLD."number", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."region", OLD."tax_number"); RETURN NULL;',
                        hash="63806f90cfd75873b683824e6e83b926cff3cc2b",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_538ec",
                        table="customers_customer",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "customers_customerevent" ("archived_at", "bank", "bank_account", "country", "created_at", "created_by_id", "currency", "department_id", "grade", "id", "incoterm", "merged_into_id", "name_en", "name_zh", "note", "number", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region", "tax_number") VALUES (OLD."archived_at", OLD."bank", OLD."bank_account", OLD."country", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."grade", OLD."id", OLD."incoterm", OLD."merged_into_id", OLD."name_en", OLD."name_zh", OLD."note", OLD."number", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."region", OLD."tax_number"); RETURN NULL;',
                        hash="20d94e23fc7e98e316cfa5e017487be04d21eb53",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_939ca",
                        table="customers_customer",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="contactevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="148e5d94a0b9a7b4c299fcf9d6ddcbb2c9c45508",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_a1838",
                        table="customers_contactevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="contact",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.customer_id, OLD.name, OLD.phone, OLD.email, OLD.retired_at) IS NOT DISTINCT FROM ROW(NEW.customer_id, NEW.name, NEW.phone, NEW.email, NEW.retired_at) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('customer', CASE WHEN TG_OP = 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END);\n            RETURN NULL;\n        ",
                        hash="426404762ece7e1685247104926a85bb553c4f7d",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_4fa33",
                        table="customers_contact",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."came_from_id" IS DISTINCT FROM (NEW."came_from_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_main" IS DISTINCT FROM (NEW."is_main") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at"))',
                        func='INSERT INTO "customers_contactevent" ("came_from_id", "customer_id", "email", "id", "is_main", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "retired_at") VALUES (OLD."came_from_id", OLD."customer_id", OLD."email", OLD."id", OLD."is_main", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."position", OLD."retired_at"); RETURN NULL;',
                        hash="685093e09f6d74806e1934657e63a292f98a192d",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_1e394",
                        table="customers_contact",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "customers_contactevent" ("came_from_id", "customer_id", "email", "id", "is_main", "name", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "retired_at") VALUES (OLD."came_from_id", OLD."customer_id", OLD."email", OLD."id", OLD."is_main", OLD."name", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."retired_at"); RETURN NULL;',
                        hash="15b24eabfa29b9b668b4e959fe46c46defc1b3f6",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_2a63b",
                        table="customers_contact",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="addressevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="4be97e8d2f762b3c44204c258ffc09b3d484fb50",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_47703",
                        table="customers_addressevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="address",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.customer_id, OLD.text, OLD.retired_at) IS NOT DISTINCT FROM ROW(NEW.customer_id, NEW.text, NEW.retired_at) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('customer', CASE WHEN TG_OP = 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END);\n            RETURN NULL;\n        ",
                        hash="ad1b2bbacbdf6673254e22c2b5bf0dbfc7c7af42",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_353db",
                        table="customers_address",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."came_from_id" IS DISTINCT FROM (NEW."came_from_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postcode" IS DISTINCT FROM (NEW."postcode") OR OLD."receiver" IS DISTINCT FROM (NEW."receiver") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."use" IS DISTINCT FROM (NEW."use"))',
                        func='INSERT INTO "customers_addressevent" ("came_from_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "receiver", "retired_at", "text", "use") VALUES (OLD."came_from_id", OLD."customer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."phone", OLD."postcode", OLD."receiver", OLD."retired_at", OLD."text", OLD."use"); RETURN NULL;',
                        hash="68de04b69f92f88d636f818db4d5e1c5bd463fe5",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_08510",
                        table="customers_address",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "customers_addressevent" ("came_from_id", "customer_id", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postcode", "receiver", "retired_at", "text", "use") VALUES (OLD."came_from_id", OLD."customer_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."phone", OLD."postcode", OLD."receiver", OLD."retired_at", OLD."text", OLD."use"); RETURN NULL;',
                        hash="d9499e04ca16988db86057fa423e14831fe61b52",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_9d6a5",
                        table="customers_address",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="customerevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="67bbcdaa8b0ad9058ebdd1abf75818e71639ffeb",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_92226",
                        table="customers_customerevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="customermerge",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="ae2b4135b463a8d5304abe646f1c9e1e2e69828c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_c5074",
                        table="customers_customermerge",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="a3d0df4530e8414da1e8602abd9be9ac1162c673",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_2fba2",
                        table="customers_customermerge",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="machine",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.customer_id, OLD.model, OLD.serial_number, OLD.retired_at) IS NOT DISTINCT FROM ROW(NEW.customer_id, NEW.model, NEW.serial_number, NEW.retired_at) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('customer', CASE WHEN TG_OP = 'DELETE' THEN OLD.customer_id ELSE NEW.customer_id END);\n            RETURN NULL;\n        ",
                        hash="d39fbcea30b2793db78afeffc07d86e3dd3b8e3f",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_f074b",
                        table="customers_machine",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."came_from_id" IS DISTINCT FROM (NEW."came_from_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."installed_on" IS DISTINCT FROM (NEW."installed_on") OR OLD."model" IS DISTINCT FROM (NEW."model") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at") OR OLD."serial_number" IS DISTINCT FROM (NEW."serial_number") OR OLD."warranty_until" IS DISTINCT FROM (NEW."warranty_until"))',
                        func='INSERT INTO "customers_machineevent" ("came_from_id", "customer_id", "id", "installed_on", "model", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "serial_number", "warranty_until") VALUES (OLD."came_from_id", OLD."customer_id", OLD."id", OLD."installed_on", OLD."model", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."retired_at", OLD."serial_number", OLD."warranty_until"); RETURN NULL;',
                        hash="90ff54bcb0af4849f3aaf684b6174097982adc09",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_dea82",
                        table="customers_machine",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "customers_machineevent" ("came_from_id", "customer_id", "id", "installed_on", "model", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "serial_number", "warranty_until") VALUES (OLD."came_from_id", OLD."customer_id", OLD."id", OLD."installed_on", OLD."model", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."retired_at", OLD."serial_number", OLD."warranty_until"); RETURN NULL;',
                        hash="5918b068fdcbdb92749222c3be19654c18d99828",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_ec749",
                        table="customers_machine",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="machineevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="7e3f7511fea9545477af7651b5b5902071de81fe",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_05e32",
                        table="customers_machineevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
    ]
