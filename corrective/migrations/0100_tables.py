import core.migrating
import core.transitions
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("corrective", "0001_corrective_actions"), ("corrective", "0002_who_writes_measures")]

    initial = True

    dependencies = [
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CorrectiveAction",
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
                        ("subject_kind", models.CharField(blank=True, max_length=40)),
                        ("subject_id", models.BigIntegerField(blank=True, null=True)),
                        ("subject_label", models.CharField(blank=True, max_length=200, verbose_name="concerns")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("problem", models.TextField(max_length=4000, verbose_name="what is wrong")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "Measures to be written"),
                                    ("IN_REVIEW", "With the experts"),
                                    ("RUNNING", "Being carried out"),
                                    ("IMPLEMENTED", "Effect to be verified"),
                                    ("KEPT", "Effective, kept up"),
                                    ("CLOSED", "Closed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("round_number", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                        ("plan_due", models.DateField(verbose_name="measures to be written by")),
                        ("next_check", models.DateField(blank=True, null=True, verbose_name="next check")),
                        ("keep_until", models.DateField(blank=True, null=True, verbose_name="kept up until")),
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
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["department", "-created_at"], name="corrective_action_house"),
                            models.Index(fields=["-created_at", "-id"], name="corrective_action_newest"),
                            models.Index(fields=["state", "-created_at", "-id"], name="corrective_action_state"),
                            models.Index(fields=["subject_kind", "subject_id"], name="corrective_action_subject"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="corrective_action_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("subject_id__isnull", True), ("subject_kind", "")),
                                    models.Q(
                                        models.Q(("subject_kind", ""), _negated=True), ("subject_id__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_action_subject_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "KEPT"), _negated=True),
                                    models.Q(("next_check__isnull", False), ("keep_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="corrective_action_kept_has_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "CLOSED"), _negated=True),
                                    ("closed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="corrective_action_closed_at",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CorrectiveActionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("subject_kind", models.CharField(blank=True, max_length=40)),
                        ("subject_id", models.BigIntegerField(blank=True, null=True)),
                        ("subject_label", models.CharField(blank=True, max_length=200, verbose_name="concerns")),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("problem", models.TextField(max_length=4000, verbose_name="what is wrong")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "Measures to be written"),
                                    ("IN_REVIEW", "With the experts"),
                                    ("RUNNING", "Being carried out"),
                                    ("IMPLEMENTED", "Effect to be verified"),
                                    ("KEPT", "Effective, kept up"),
                                    ("CLOSED", "Closed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("round_number", models.PositiveSmallIntegerField(default=1, verbose_name="round")),
                        ("plan_due", models.DateField(verbose_name="measures to be written by")),
                        ("next_check", models.DateField(blank=True, null=True, verbose_name="next check")),
                        ("keep_until", models.DateField(blank=True, null=True, verbose_name="kept up until")),
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
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="responsible department",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="corrective.correctiveaction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EffectReport",
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
                        ("is_effective", models.BooleanField(verbose_name="effective")),
                        ("finding", models.TextField(max_length=4000, verbose_name="what was seen")),
                        (
                            "figures",
                            models.TextField(blank=True, max_length=2000, verbose_name="figures before and after"),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "With the panel"),
                                    ("RETURNED", "Returned"),
                                    ("CONFIRMED", "Confirmed"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        "ordering": ("-created_at", "-pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="corrective_report_has_number",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "measure_kind",
                            models.CharField(
                                choices=[("CORRECTIVE", "Corrective"), ("PREVENTIVE", "Preventive")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(max_length=1000, verbose_name="measure")),
                        ("due_date", models.DateField(verbose_name="due on")),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="what was done")),
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrective_measures",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["due_date"],
                                name="corrective_measure_due",
                            ),
                            models.Index(fields=["owner", "due_date"], name="corrective_measure_owner"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_at__isnull", True),
                                    models.Q(models.Q(("result", ""), _negated=True), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="corrective_measure_done_says_what",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "method",
                            models.CharField(
                                choices=[("FIVE_WHY", "5 whys"), ("FISHBONE", "Fishbone diagram")],
                                default="FIVE_WHY",
                                max_length=10,
                                verbose_name="how the cause was found",
                            ),
                        ),
                        ("root_cause", models.TextField(blank=True, max_length=2000, verbose_name="root cause")),
                        (
                            "effect_measure",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="how the effect will be measured"
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("implemented_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="corrective.correctiveaction",
                            ),
                        ),
                        (
                            "written_by",
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
                        "ordering": ("action", "number"),
                        "constraints": [
                            models.UniqueConstraint(fields=("action", "number"), name="corrective_round_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_at__isnull", True),
                                    models.Q(
                                        models.Q(("root_cause", ""), _negated=True),
                                        models.Q(("effect_measure", ""), _negated=True),
                                        ("written_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="corrective_round_approved_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeasureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "measure_kind",
                            models.CharField(
                                choices=[("CORRECTIVE", "Corrective"), ("PREVENTIVE", "Preventive")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(max_length=1000, verbose_name="measure")),
                        ("due_date", models.DateField(verbose_name="due on")),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="what was done")),
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
                                to="corrective.measure",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="corrective.round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EffectReportEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("is_effective", models.BooleanField(verbose_name="effective")),
                        ("finding", models.TextField(max_length=4000, verbose_name="what was seen")),
                        (
                            "figures",
                            models.TextField(blank=True, max_length=2000, verbose_name="figures before and after"),
                        ),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "With the panel"),
                                    ("RETURNED", "Returned"),
                                    ("CONFIRMED", "Confirmed"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                                to="corrective.effectreport",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="corrective.round",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_kind",
                            models.CharField(
                                choices=[("FOLLOW_UP", "Follow-up"), ("KEEPING", "Kept up")], max_length=10
                            ),
                        ),
                        ("finding", models.TextField(max_length=2000, verbose_name="finding")),
                        ("in_order", models.BooleanField(verbose_name="in order")),
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
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="corrective.correctiveaction",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="corrective.measure",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="corrective.round",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Cause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "branch",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("PEOPLE", "People"),
                                    ("MACHINE", "Machine"),
                                    ("MATERIAL", "Material"),
                                    ("METHOD", "Method"),
                                    ("SURROUNDINGS", "Environment"),
                                    ("MEASUREMENT", "Measurement"),
                                ],
                                max_length=12,
                                verbose_name="branch",
                            ),
                        ),
                        ("text", models.CharField(max_length=500, verbose_name="cause")),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="causes",
                                to="corrective.round",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position",),
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "position"), name="corrective_cause_once")
                        ],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="measure",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="corrective.round"
            ),
        ),
        migrations.AddField(
            model_name="effectreport",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="corrective.round"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(fields=("round", "position"), name="corrective_measure_once"),
        ),
        migrations.AddConstraint(
            model_name="effectreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["IN_REVIEW", "RETURNED"])),
                fields=("round",),
                name="corrective_report_one_running",
            ),
        ),
        core.migrating.AddTriggers(
            model_name="correctiveaction",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.problem, OLD.subject_label, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.problem, NEW.subject_label, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('corrective_action', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="f36ef06ac45b1c84ab0175a5ada405003e7ef2b2",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_8e04a",
                        table="corrective_correctiveaction",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."keep_until" IS DISTINCT FROM (NEW."keep_until") OR OLD."next_check" IS DISTINCT FROM (NEW."next_check") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."plan_due" IS DISTINCT FROM (NEW."plan_due") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."round_number" IS DISTINCT FROM (NEW."round_number") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."subject_kind" IS DISTINCT FROM (NEW."subject_kind") OR OLD."subject_label" IS DISTINCT FROM (NEW."subject_label") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                        func='INSERT INTO "corrective_correctiveactionevent" ("closed_at", "created_at", "created_by_id", "department_id", "id", "keep_until", "next_check", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_due", "problem", "round_number", "state", "subject_id", "subject_kind", "subject_label", "submitted_at", "title") VALUES (OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."id", OLD."keep_until", OLD."next_check", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."plan_due", OLD."problem", OLD."round_number", OLD."state", OLD."subject_id", OLD."subject_kind", OLD."subject_label", OLD."submitted_at", OLD."title"); RETURN NULL;',
                        hash="aa7e42f99a9b3da6662a1b7dabd98381b9c4f749",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_26a61",
                        table="corrective_correctiveaction",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "corrective_correctiveactionevent" ("closed_at", "created_at", "created_by_id", "department_id", "id", "keep_until", "next_check", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_due", "problem", "round_number", "state", "subject_id", "subject_kind", "subject_label", "submitted_at", "title") VALUES (OLD."closed_at", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."id", OLD."keep_until", OLD."next_check", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."plan_due", OLD."problem", OLD."round_number", OLD."state", OLD."subject_id", OLD."subject_kind", OLD."subject_label", OLD."submitted_at", OLD."title"); RETURN NULL;',
                        hash="d4a1f3a0575e37e3a968d401974be0f22be6dac6",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1bdfd",
                        table="corrective_correctiveaction",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="correctiveactionevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="113d92b96508258728449b829b1e5acd7bf24e17",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_996c3",
                        table="corrective_correctiveactionevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="measureevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d88c8ef6573d72a5cfbbe95f555bb31d63d12745",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_2bf10",
                        table="corrective_measureevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="measure",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "corrective_measureevent" ("done_at", "done_by_id", "due_date", "id", "measure_kind", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "result", "round_id", "text") VALUES (OLD."done_at", OLD."done_by_id", OLD."due_date", OLD."id", OLD."measure_kind", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."result", OLD."round_id", OLD."text"); RETURN NULL;',
                        hash="2915ec9db4bfb15bc0919d506488703eb2289d95",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_0d514",
                        table="corrective_measure",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "corrective_measureevent" ("done_at", "done_by_id", "due_date", "id", "measure_kind", "owner_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "result", "round_id", "text") VALUES (OLD."done_at", OLD."done_by_id", OLD."due_date", OLD."id", OLD."measure_kind", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."result", OLD."round_id", OLD."text"); RETURN NULL;',
                        hash="13839c04a9cc1ee3e1794591e5d92b8eb7fea288",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_c97ed",
                        table="corrective_measure",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="effectreportevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="52caab5fd6435fe3774448af4c69a6cee44b5228",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_998f1",
                        table="corrective_effectreportevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="effectreport",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.finding, OLD.figures) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.finding, NEW.figures) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('effect_report', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="59e81398fe2042b2b8f064ec6b8cda6edab34f90",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_db9d0",
                        table="corrective_effectreport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."finding" IS DISTINCT FROM (NEW."finding") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_effective" IS DISTINCT FROM (NEW."is_effective") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "corrective_effectreportevent" ("confirmed_at", "created_at", "created_by_id", "figures", "finding", "id", "is_effective", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state", "submitted_at") VALUES (OLD."confirmed_at", OLD."created_at", OLD."created_by_id", OLD."figures", OLD."finding", OLD."id", OLD."is_effective", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."round_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="b3593a4bce908fb62ddb9a4d7fc081895385a850",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_ca08b",
                        table="corrective_effectreport",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "corrective_effectreportevent" ("confirmed_at", "created_at", "created_by_id", "figures", "finding", "id", "is_effective", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state", "submitted_at") VALUES (OLD."confirmed_at", OLD."created_at", OLD."created_by_id", OLD."figures", OLD."finding", OLD."id", OLD."is_effective", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."round_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="638e37474538ee9b2ed4a155dfdf5c800a04e127",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_810b3",
                        table="corrective_effectreport",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="check",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d01e416cc33c0039ac76ec64462f5e97ddd71710",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_78f25",
                        table="corrective_check",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="264645984358f831e067987cb3ed93c6099ab4c9",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_71deb",
                        table="corrective_check",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
    ]
