import core.migrating
import core.money
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("approvals", "0001_initial"),
        ("approvals", "0002_initial"),
        ("approvals", "0003_rounds_and_origins"),
        ("approvals", "0004_managers_of_other_departments"),
        ("approvals", "0005_moves"),
        ("approvals", "0006_number_steps"),
        ("approvals", "0007_step_number_once"),
        ("approvals", "0008_questions"),
        ("approvals", "0009_delegations"),
        ("approvals", "0010_reviews"),
        ("approvals", "0011_taken_back"),
        ("approvals", "0020_task_reminders"),
        ("approvals", "0025_long_lists"),
        ("approvals", "0026_decided_cases"),
    ]

    initial = True

    dependencies = [
        ("core", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Route",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document_kind", models.CharField(max_length=40)),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
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
                        "ordering": ("document_kind", "department_id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("retired_at__isnull", True)),
                                fields=("document_kind", "department"),
                                name="approvals_route_one_in_use",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("RUNNING", "Running"),
                                    ("APPROVED", "Approved"),
                                    ("RETURNED", "Returned"),
                                    ("REJECTED", "Rejected"),
                                    ("WITHDRAWN", "Withdrawn"),
                                    ("LAPSED", "Lapsed"),
                                ],
                                default="RUNNING",
                                max_length=10,
                            ),
                        ),
                        ("number", models.CharField(max_length=32)),
                        ("title", models.CharField(max_length=200)),
                        ("amount", core.money.AmountField(null=True)),
                        ("currency", models.CharField(default="CNY", max_length=3)),
                        ("facts", models.JSONField(default=dict)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("document_version", models.PositiveIntegerField()),
                        ("started_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("chain_length", models.PositiveIntegerField(default=0)),
                        ("chain_head", models.CharField(blank=True, max_length=64)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "continues",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="approvals.case",
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
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.route"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-started_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["subject_kind", "subject_id", "round"], name="approvals_case_subject"),
                            models.Index(
                                condition=models.Q(("state__in", ["APPROVED", "RETURNED", "REJECTED"])),
                                fields=["ended_at"],
                                include=("author", "state"),
                                name="approvals_case_decided",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "RUNNING")),
                                fields=("subject_kind", "subject_id"),
                                name="approvals_case_one_running",
                            ),
                            models.UniqueConstraint(
                                fields=("subject_kind", "subject_id", "round"), name="approvals_case_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("state", "RUNNING")),
                                    models.Q(
                                        models.Q(("state", "RUNNING"), _negated=True), ("ended_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="approvals_case_end_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "who",
                            models.CharField(
                                choices=[
                                    ("ROLE_IN_DEPARTMENT", "A role in the document's department"),
                                    ("MANAGER", "The department's manager"),
                                    ("MANAGER_ABOVE", "The manager above"),
                                    ("OTHER_MANAGERS", "The managers of the other departments concerned"),
                                    ("PERSON", "A named person"),
                                    ("ROLE_IN_COMPANY", "A role company-wide"),
                                ],
                                max_length=20,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("ALL", "All must agree"),
                                    ("ANY", "Any one may agree"),
                                    ("IN_ORDER", "One after another"),
                                    ("REVIEW", "Departments review, one concludes"),
                                ],
                                default="ANY",
                                max_length=8,
                                verbose_name="mode",
                            ),
                        ),
                        ("amount_from", core.money.AmountField(blank=True, null=True, verbose_name="amount from")),
                        ("amount_below", core.money.AmountField(blank=True, null=True, verbose_name="amount below")),
                        ("category_codes", models.JSONField(blank=True, default=list, verbose_name="categories")),
                        (
                            "needs_flag",
                            models.CharField(
                                blank=True,
                                help_text="such as over_budget or escalated",
                                max_length=40,
                                verbose_name="only when flagged",
                            ),
                        ),
                        (
                            "days_allowed",
                            models.PositiveSmallIntegerField(default=2, verbose_name="working days allowed"),
                        ),
                        (
                            "reviews",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="each with its own question",
                                verbose_name="departments that review",
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
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.role",
                            ),
                        ),
                        (
                            "route",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="approvals.route"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("route", "position"),
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("route", "position"),
                                name="approvals_routestep_position",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("who__in", ["ROLE_IN_DEPARTMENT", "ROLE_IN_COMPANY"]), ("role__isnull", False)
                                    ),
                                    models.Q(("who", "PERSON"), ("person__isnull", False)),
                                    ("who__in", ["MANAGER", "MANAGER_ABOVE", "OTHER_MANAGERS"]),
                                    _connector="OR",
                                ),
                                name="approvals_routestep_says_who",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("mode", "REVIEW"), models.Q(("reviews", []), _negated=True)),
                                    models.Q(models.Q(("mode", "REVIEW"), _negated=True), ("reviews", [])),
                                    _connector="OR",
                                ),
                                name="approvals_routestep_reviews",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_from__isnull", True),
                                    ("amount_below__isnull", True),
                                    ("amount_below__gt", models.F("amount_from")),
                                    _connector="OR",
                                ),
                                name="approvals_routestep_amounts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("number", models.PositiveSmallIntegerField()),
                        ("position", models.PositiveSmallIntegerField()),
                        ("code", models.CharField(max_length=40)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("ALL", "All must agree"),
                                    ("ANY", "Any one may agree"),
                                    ("IN_ORDER", "One after another"),
                                    ("REVIEW", "Departments review, one concludes"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("AHEAD", "Ahead"),
                                    ("CURRENT", "Current"),
                                    ("STUCK", "Nobody can decide"),
                                    ("PASSED", "Passed"),
                                    ("SKIPPED", "Not needed"),
                                    ("ENDED", "Ended"),
                                    ("AGAIN", "Asked again"),
                                    ("TAKEN", "Taken back"),
                                ],
                                default="AHEAD",
                                max_length=8,
                            ),
                        ),
                        ("who", models.JSONField(default=dict)),
                        ("note", models.CharField(blank=True, max_length=200)),
                        (
                            "added",
                            models.CharField(
                                blank=True, choices=[("BEFORE", "Before me"), ("AFTER", "After me")], max_length=6
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("days_allowed", models.PositiveSmallIntegerField(default=2)),
                        ("reviews", models.JSONField(blank=True, default=list)),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="approvals.case"
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="approvals.step",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("case", "position"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "PASSED")),
                                fields=["-ended_at"],
                                name="approvals_step_passed",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("case", "position"),
                                name="approvals_step_position",
                            ),
                            models.UniqueConstraint(fields=("case", "number"), name="approvals_step_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["CURRENT", "STUCK"])),
                                fields=("case",),
                                name="approvals_step_one_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("added", ""), ("added_by__isnull", True)),
                                    models.Q(
                                        models.Q(("added", ""), _negated=True),
                                        ("added_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="approvals_step_added_says_who_and_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="approvals.case",
                            ),
                        ),
                        (
                            "comment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.comment"
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="approvals.step",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("asked_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "Waiting"),
                                    ("AHEAD", "Ahead"),
                                    ("PAUSED", "Waits for an added approver"),
                                    ("DECIDED", "Decided"),
                                    ("RELEASED", "No longer needed"),
                                    ("CARRIED", "Decided in the step before"),
                                    ("HANDED", "Handed over"),
                                ],
                                default="WAITING",
                                max_length=8,
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("ROUTE", "By the route"),
                                    ("LEAVER", "From somebody who left"),
                                    ("HANDED", "Handed over"),
                                    ("OVERDUE", "Passed up after the time allowed"),
                                ],
                                default="ROUTE",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("question", models.TextField(blank=True)),
                        ("due_date", models.DateField(blank=True, null=True)),
                        ("waiting_since", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="approvals.case"
                            ),
                        ),
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
                        (
                            "handed_from",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_to",
                                to="approvals.task",
                            ),
                        ),
                        (
                            "on_behalf_of",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval_tasks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="approvals.step"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("step", "position", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "WAITING")),
                                fields=["person", "due_date"],
                                name="approvals_task_inbox",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["WAITING", "AHEAD", "PAUSED"])),
                                fields=("step", "person", "department"),
                                name="approvals_task_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("department__isnull", True), ("question", "")),
                                    models.Q(("department__isnull", False), models.Q(("question", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="approvals_task_review_asks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handed_from__isnull", True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="approvals_task_handed_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("on_behalf_of__isnull", True),
                                    models.Q(("on_behalf_of", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="approvals_task_stands_in_for_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("APPROVE", "Approved"),
                                    ("RETURN", "Returned"),
                                    ("REJECT", "Rejected"),
                                    ("BACK", "Returned to an earlier step"),
                                    ("AGREE", "Agrees"),
                                    ("REMARKS", "Agrees with remarks"),
                                    ("OBJECT", "Objects"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("decided_at", models.DateTimeField()),
                        ("document_version", models.PositiveIntegerField()),
                        ("sequence", models.PositiveIntegerField()),
                        ("previous_hash", models.CharField(blank=True, max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="approvals.case",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "on_behalf_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="approvals.step",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="approvals.task",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("case", "sequence"),
                        "indexes": [models.Index(fields=["-decided_at", "-id"], name="approvals_decision_latest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "sequence"), name="approvals_decision_sequence"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict__in", ["APPROVE", "AGREE"]),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="approvals_decision_refusal_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("BEFORE", "Reminded before the date"),
                                    ("AFTER", "Reminded after the date"),
                                    ("NOBODY", "Nobody above"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("due_date", models.DateField()),
                        ("on_date", models.DateField()),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="approvals.task",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("task", "what", "due_date"), name="approvals_taskreminder_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until (not included)")),
                        (
                            "document_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                            ),
                        ),
                        ("amount_cap", core.money.AmountField(blank=True, null=True, verbose_name="up to")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("created_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delegator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
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
                        "ordering": ("-start_date", "-pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["delegator", "end_date"],
                                name="approvals_delegation_by",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["delegate", "end_date"],
                                name="approvals_delegation_to",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("delegate", models.F("delegator")), _negated=True),
                                name="approvals_delegation_never_to_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gt", models.F("start_date"))),
                                name="approvals_delegation_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_cap__isnull", True), ("amount_cap__gt", 0), _connector="OR"
                                ),
                                name="approvals_delegation_cap",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Asked",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answer",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.comment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="asked",
                                to="approvals.question",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("question", "pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at__isnull", True)),
                                fields=["person"],
                                name="approvals_asked_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("question", "person"), name="approvals_asked_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer__isnull", True), ("answered_at__isnull", True)),
                                    models.Q(("answer__isnull", False), ("answered_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="approvals_asked_answer_has_time",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="decision",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="d7bfbe13cfe8daf3c42d7e2f56ce0935c59438c8",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_cd8c6",
                        table="approvals_decision",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="b5d28fb834ab179140603530fd720512303a8ec1",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_d38f4",
                        table="approvals_decision",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
    ]
