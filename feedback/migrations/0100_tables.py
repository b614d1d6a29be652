import core.migrating
import core.transitions
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("feedback", "0001_market_information_and_surveys")]

    initial = True

    dependencies = [
        ("customers", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="FeedbackSheet",
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
                        ("due_date", models.DateField(verbose_name="feedback by")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "Feedback to be given"),
                                    ("GIVEN", "Feedback given"),
                                    ("CANCELLED", "No longer needed"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="feedback")),
                        (
                            "measures",
                            models.TextField(blank=True, max_length=2000, verbose_name="what is done about it"),
                        ),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
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
                                verbose_name="department",
                            ),
                        ),
                        (
                            "given_by",
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
                        "ordering": ("due_date", "pk"),
                        "indexes": [
                            models.Index(fields=["department", "state", "due_date"], name="feedback_sheet_house"),
                            models.Index(fields=["state", "due_date"], name="feedback_sheet_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="feedback_sheet_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "GIVEN"), _negated=True),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("given_at__isnull", False),
                                        ("given_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_sheet_given_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MarketInfo",
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
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("content", models.TextField(max_length=4000, verbose_name="content")),
                        (
                            "info_kind",
                            models.CharField(
                                choices=[
                                    ("NEED", "Customer need"),
                                    ("INQUIRY", "Inquiry"),
                                    ("COMPLAINT", "Complaint"),
                                    ("SURVEY", "Survey"),
                                    ("COMPETITOR", "Competitor"),
                                    ("POLICY", "Policy and industry"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("OUTSIDE", "From outside"), ("INSIDE", "From inside")],
                                default="OUTSIDE",
                                max_length=8,
                                verbose_name="origin",
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "A – certain, with proof"),
                                    ("B", "B – very likely"),
                                    ("C", "C – likely"),
                                    ("D", "D – doubtful"),
                                    ("E", "E – cannot be judged"),
                                ],
                                max_length=1,
                                verbose_name="reliability",
                            ),
                        ),
                        (
                            "importance",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "Critical"), (2, "Important"), (3, "Ordinary")],
                                null=True,
                                verbose_name="importance",
                            ),
                        ),
                        ("complaint_number", models.CharField(blank=True, max_length=32, verbose_name="complaint")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("REPORTED", "To be screened"),
                                    ("KEPT", "Kept"),
                                    ("TRANSFERRED", "On a transfer slip"),
                                    ("ARCHIVED", "Archived"),
                                    ("SET_ASIDE", "Set aside"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="REPORTED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("screened_at", models.DateTimeField(blank=True, null=True)),
                        ("screen_note", models.CharField(blank=True, max_length=500, verbose_name="note on screening")),
                        (
                            "archive_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ACTED", "Acted on"),
                                    ("PLANNED", "Taken up for later"),
                                    ("KNOWN", "Noted"),
                                    ("REFUTED", "Proved wrong"),
                                ],
                                max_length=8,
                                verbose_name="sorted as",
                            ),
                        ),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                                verbose_name="reporter's department",
                            ),
                        ),
                        (
                            "screened_by",
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
                            models.Index(fields=["department", "-created_at"], name="feedback_info_house"),
                            models.Index(fields=["state", "-created_at", "-id"], name="feedback_info_state"),
                            models.Index(fields=["-created_at", "-id"], name="feedback_info_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="feedback_info_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["KEPT", "TRANSFERRED", "ARCHIVED"]), _negated=True),
                                    models.Q(("importance__isnull", False), ("screened_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_info_kept_is_graded",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ARCHIVED"), _negated=True),
                                    models.Q(
                                        models.Q(("archive_class", ""), _negated=True), ("archived_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_info_archived_is_sorted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MarketInfoEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("content", models.TextField(max_length=4000, verbose_name="content")),
                        (
                            "info_kind",
                            models.CharField(
                                choices=[
                                    ("NEED", "Customer need"),
                                    ("INQUIRY", "Inquiry"),
                                    ("COMPLAINT", "Complaint"),
                                    ("SURVEY", "Survey"),
                                    ("COMPETITOR", "Competitor"),
                                    ("POLICY", "Policy and industry"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("OUTSIDE", "From outside"), ("INSIDE", "From inside")],
                                default="OUTSIDE",
                                max_length=8,
                                verbose_name="origin",
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                        (
                            "reliability",
                            models.CharField(
                                choices=[
                                    ("A", "A – certain, with proof"),
                                    ("B", "B – very likely"),
                                    ("C", "C – likely"),
                                    ("D", "D – doubtful"),
                                    ("E", "E – cannot be judged"),
                                ],
                                max_length=1,
                                verbose_name="reliability",
                            ),
                        ),
                        (
                            "importance",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "Critical"), (2, "Important"), (3, "Ordinary")],
                                null=True,
                                verbose_name="importance",
                            ),
                        ),
                        ("complaint_number", models.CharField(blank=True, max_length=32, verbose_name="complaint")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("REPORTED", "To be screened"),
                                    ("KEPT", "Kept"),
                                    ("TRANSFERRED", "On a transfer slip"),
                                    ("ARCHIVED", "Archived"),
                                    ("SET_ASIDE", "Set aside"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="REPORTED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("screened_at", models.DateTimeField(blank=True, null=True)),
                        ("screen_note", models.CharField(blank=True, max_length=500, verbose_name="note on screening")),
                        (
                            "archive_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ACTED", "Acted on"),
                                    ("PLANNED", "Taken up for later"),
                                    ("KNOWN", "Noted"),
                                    ("REFUTED", "Proved wrong"),
                                ],
                                max_length=8,
                                verbose_name="sorted as",
                            ),
                        ),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                                verbose_name="reporter's department",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="feedback.marketinfo",
                            ),
                        ),
                        (
                            "screened_by",
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
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Reward",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("reason", models.CharField(max_length=500)),
                        ("decided_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "information",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reward",
                                to="feedback.marketinfo",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="feedback_reward_above_nought"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("decided_by")), _negated=True),
                                name="feedback_reward_by_others",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
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
                            "survey_kind",
                            models.CharField(
                                choices=[
                                    ("SERVICE", "After a service visit"),
                                    ("PARTS", "After a delivery of parts"),
                                    ("COMPLAINT", "After a complaint"),
                                    ("PERIODIC", "At intervals"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=200, verbose_name="about")),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("address", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "Waiting for an answer"),
                                    ("ANSWERED", "Answered"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("link_key", models.CharField(blank=True, max_length=32)),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="link valid until")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[("LINK", "By link"), ("PHONE", "By telephone")],
                                max_length=5,
                                verbose_name="answered",
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (5, "5 – very satisfied"),
                                    (4, "4 – satisfied"),
                                    (3, "3 – neither nor"),
                                    (2, "2 – dissatisfied"),
                                    (1, "1 – very dissatisfied"),
                                ],
                                null=True,
                                verbose_name="satisfaction",
                            ),
                        ),
                        (
                            "recommend",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="would recommend us"),
                        ),
                        ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                        ("follow_due", models.DateField(blank=True, null=True, verbose_name="follow-up by")),
                        ("followed_at", models.DateTimeField(blank=True, null=True)),
                        ("follow_note", models.TextField(blank=True, max_length=2000, verbose_name="what was agreed")),
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
                                verbose_name="served by",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                                verbose_name="division",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "follow_owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="followed up by",
                            ),
                        ),
                        (
                            "followed_by",
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
                            models.Index(fields=["customer", "-created_at"], name="feedback_survey_customer"),
                            models.Index(fields=["-created_at", "-id"], name="feedback_survey_newest"),
                            models.Index(fields=["answered_at", "division"], name="feedback_survey_answered"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ANSWERED"), _negated=True),
                                    models.Q(
                                        ("score__isnull", False),
                                        ("answered_at__isnull", False),
                                        models.Q(("way", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_survey_answered_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__isnull", True), ("score__range", (1, 5)), _connector="OR"),
                                name="feedback_survey_score_1_to_5",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recommend__isnull", True), ("recommend__range", (0, 10)), _connector="OR"
                                ),
                                name="feedback_survey_recommend_0_to_10",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("follow_due__isnull", True), ("follow_owner__isnull", True)),
                                    models.Q(("follow_due__isnull", False), ("follow_owner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_survey_follow_up_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("followed_at__isnull", True),
                                    models.Q(
                                        ("follow_owner__isnull", False), models.Q(("follow_note", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_survey_followed_has_note",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SurveyEvent",
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
                            "survey_kind",
                            models.CharField(
                                choices=[
                                    ("SERVICE", "After a service visit"),
                                    ("PARTS", "After a delivery of parts"),
                                    ("COMPLAINT", "After a complaint"),
                                    ("PERIODIC", "At intervals"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=200, verbose_name="about")),
                        ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                        ("address", models.EmailField(blank=True, max_length=160, verbose_name="e-mail")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("OPEN", "Waiting for an answer"),
                                    ("ANSWERED", "Answered"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="OPEN",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="link valid until")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[("LINK", "By link"), ("PHONE", "By telephone")],
                                max_length=5,
                                verbose_name="answered",
                            ),
                        ),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (5, "5 – very satisfied"),
                                    (4, "4 – satisfied"),
                                    (3, "3 – neither nor"),
                                    (2, "2 – dissatisfied"),
                                    (1, "1 – very dissatisfied"),
                                ],
                                null=True,
                                verbose_name="satisfaction",
                            ),
                        ),
                        (
                            "recommend",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="would recommend us"),
                        ),
                        ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
                        ("follow_due", models.DateField(blank=True, null=True, verbose_name="follow-up by")),
                        ("followed_at", models.DateTimeField(blank=True, null=True)),
                        ("follow_note", models.TextField(blank=True, max_length=2000, verbose_name="what was agreed")),
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
                                verbose_name="served by",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                                verbose_name="division",
                            ),
                        ),
                        (
                            "entered_by",
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
                            "follow_owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="followed up by",
                            ),
                        ),
                        (
                            "followed_by",
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
                                to="feedback.survey",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TransferSlip",
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
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A – certain, with proof"),
                                    ("B", "B – very likely"),
                                    ("C", "C – likely"),
                                    ("D", "D – doubtful"),
                                    ("E", "E – cannot be judged"),
                                ],
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        (
                            "importance",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Critical"), (2, "Important"), (3, "Ordinary")], verbose_name="importance"
                            ),
                        ),
                        ("summary", models.TextField(max_length=4000, verbose_name="what it says")),
                        ("request", models.TextField(max_length=2000, verbose_name="what is asked of the departments")),
                        ("answer_days", models.PositiveSmallIntegerField(verbose_name="working days for feedback")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "Being reviewed"),
                                    ("RETURNED", "Returned"),
                                    ("DISPATCHED", "Dispatched"),
                                    ("ARCHIVED", "Archived"),
                                    ("REJECTED", "Refused"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("dispatched_at", models.DateTimeField(blank=True, null=True)),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="feedback by")),
                        ("is_publishable", models.BooleanField(default=False, verbose_name="for publication")),
                        ("conclusion", models.TextField(blank=True, max_length=2000, verbose_name="conclusion")),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "information",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="slips",
                                to="feedback.marketinfo",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["state", "-created_at", "-id"], name="feedback_slip_state"),
                            models.Index(fields=["-created_at", "-id"], name="feedback_slip_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__isnull", False), ("submitted_at__isnull", False)),
                                name="feedback_slip_has_number",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["IN_REVIEW", "RETURNED", "DISPATCHED"])),
                                fields=("information",),
                                name="feedback_slip_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["DISPATCHED", "ARCHIVED"]), _negated=True),
                                    models.Q(("dispatched_at__isnull", False), ("due_date__isnull", False)),
                                    _connector="OR",
                                ),
                                name="feedback_slip_dispatched_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlipDepartment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "slip",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="addressees",
                                to="feedback.transferslip",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("department__position", "department__code"),
                        "constraints": [
                            models.UniqueConstraint(fields=("slip", "department"), name="feedback_addressee_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackSheetEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=32, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("due_date", models.DateField(verbose_name="feedback by")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("ASKED", "Feedback to be given"),
                                    ("GIVEN", "Feedback given"),
                                    ("CANCELLED", "No longer needed"),
                                ],
                                default="ASKED",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="feedback")),
                        (
                            "measures",
                            models.TextField(blank=True, max_length=2000, verbose_name="what is done about it"),
                        ),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
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
                                verbose_name="department",
                            ),
                        ),
                        (
                            "given_by",
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
                                to="feedback.feedbacksheet",
                            ),
                        ),
                        (
                            "slip",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="feedback.transferslip",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TransferSlipEvent",
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
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A – certain, with proof"),
                                    ("B", "B – very likely"),
                                    ("C", "C – likely"),
                                    ("D", "D – doubtful"),
                                    ("E", "E – cannot be judged"),
                                ],
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        (
                            "importance",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Critical"), (2, "Important"), (3, "Ordinary")], verbose_name="importance"
                            ),
                        ),
                        ("summary", models.TextField(max_length=4000, verbose_name="what it says")),
                        ("request", models.TextField(max_length=2000, verbose_name="what is asked of the departments")),
                        ("answer_days", models.PositiveSmallIntegerField(verbose_name="working days for feedback")),
                        (
                            "state",
                            core.transitions.StateField(
                                choices=[
                                    ("IN_REVIEW", "Being reviewed"),
                                    ("RETURNED", "Returned"),
                                    ("DISPATCHED", "Dispatched"),
                                    ("ARCHIVED", "Archived"),
                                    ("REJECTED", "Refused"),
                                    ("WITHDRAWN", "Withdrawn"),
                                ],
                                default="IN_REVIEW",
                                max_length=50,
                                protected=True,
                            ),
                        ),
                        ("dispatched_at", models.DateTimeField(blank=True, null=True)),
                        ("due_date", models.DateField(blank=True, null=True, verbose_name="feedback by")),
                        ("is_publishable", models.BooleanField(default=False, verbose_name="for publication")),
                        ("conclusion", models.TextField(blank=True, max_length=2000, verbose_name="conclusion")),
                        ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                            "information",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="feedback.marketinfo",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="feedback.transferslip",
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
            model_name="feedbacksheet",
            name="slip",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="feedback.transferslip"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacksheet",
            constraint=models.UniqueConstraint(fields=("slip", "department"), name="feedback_sheet_once"),
        ),
        core.migrating.AddTriggers(
            model_name="marketinfo",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.title, OLD.content, OLD.source, OLD.screen_note, OLD.complaint_number, OLD.customer_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.title, NEW.content, NEW.source, NEW.screen_note, NEW.complaint_number, NEW.customer_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('market_information', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="c9119be700493deb683895e40011bddb828b71a0",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_5f0f2",
                        table="feedback_marketinfo",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."archive_class" IS DISTINCT FROM (NEW."archive_class") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."complaint_number" IS DISTINCT FROM (NEW."complaint_number") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."importance" IS DISTINCT FROM (NEW."importance") OR OLD."info_kind" IS DISTINCT FROM (NEW."info_kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."reliability" IS DISTINCT FROM (NEW."reliability") OR OLD."screen_note" IS DISTINCT FROM (NEW."screen_note") OR OLD."screened_at" IS DISTINCT FROM (NEW."screened_at") OR OLD."screened_by_id" IS DISTINCT FROM (NEW."screened_by_id") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                        func='INSERT INTO "feedback_marketinfoevent" ("archive_class", "archived_at", "complaint_number", "content", "created_at", "created_by_id", "customer_id", "department_id", "id", "importance", "info_kind", "number", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reliability", "screen_note", "screened_at", "screened_by_id", "source", "state", "submitted_at", "title") VALUES (OLD."archive_class", OLD."archived_at", OLD."complaint_number", OLD."content", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."id", OLD."importance", OLD."info_kind", OLD."number", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reliability", OLD."screen_note", OLD."screened_at", OLD."screened_by_id", OLD."source", OLD."state", OLD."submitted_at", OLD."title"); RETURN NULL;',
                        hash="2c412de1b6fa5f1c9f99c25d4c447f0e12d6c6ea",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_cd14e",
                        table="feedback_marketinfo",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "feedback_marketinfoevent" ("archive_class", "archived_at", "complaint_number", "content", "created_at", "created_by_id", "customer_id", "department_id", "id", "importance", "info_kind", "number", "origin", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reliability", "screen_note", "screened_at", "screened_by_id", "source", "state", "submitted_at", "title") VALUES (OLD."archive_class", OLD."archived_at", OLD."complaint_number", OLD."content", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."id", OLD."importance", OLD."info_kind", OLD."number", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reliability", OLD."screen_note", OLD."screened_at", OLD."screened_by_id", OLD."source", OLD."state", OLD."submitted_at", OLD."title"); RETURN NULL;',
                        hash="bf1fa7773b85e47d04c9ac4257d4755e4ac7970c",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_309ca",
                        table="feedback_marketinfo",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="marketinfoevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="aacacc9e0068b23559d51295085fe13a39a8b4ec",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_5b809",
                        table="feedback_marketinfoevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="survey",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.about, OLD.contact, OLD.comment, OLD.follow_note, OLD.customer_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.about, NEW.contact, NEW.comment, NEW.follow_note, NEW.customer_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('survey', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="c66a4b1474a3b4aad8ab6767aa1e7716319af09b",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_3b43b",
                        table="feedback_survey",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."comment" IS DISTINCT FROM (NEW."comment") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."division_id" IS DISTINCT FROM (NEW."division_id") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."follow_due" IS DISTINCT FROM (NEW."follow_due") OR OLD."follow_note" IS DISTINCT FROM (NEW."follow_note") OR OLD."follow_owner_id" IS DISTINCT FROM (NEW."follow_owner_id") OR OLD."followed_at" IS DISTINCT FROM (NEW."followed_at") OR OLD."followed_by_id" IS DISTINCT FROM (NEW."followed_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."recommend" IS DISTINCT FROM (NEW."recommend") OR OLD."score" IS DISTINCT FROM (NEW."score") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."survey_kind" IS DISTINCT FROM (NEW."survey_kind") OR OLD."way" IS DISTINCT FROM (NEW."way"))',
                        func='INSERT INTO "feedback_surveyevent" ("about", "address", "answered_at", "comment", "contact", "created_at", "created_by_id", "customer_id", "department_id", "division_id", "entered_by_id", "expires_at", "follow_due", "follow_note", "follow_owner_id", "followed_at", "followed_by_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommend", "score", "state", "submitted_at", "survey_kind", "way") VALUES (OLD."about", OLD."address", OLD."answered_at", OLD."comment", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."division_id", OLD."entered_by_id", OLD."expires_at", OLD."follow_due", OLD."follow_note", OLD."follow_owner_id", OLD."followed_at", OLD."followed_by_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."recommend", OLD."score", OLD."state", OLD."submitted_at", OLD."survey_kind", OLD."way"); RETURN NULL;',
                        hash="c9d3121e2d91a8a5d245e89e6f6924d4b1d9b566",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_ca48e",
                        table="feedback_survey",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "feedback_surveyevent" ("about", "address", "answered_at", "comment", "contact", "created_at", "created_by_id", "customer_id", "department_id", "division_id", "entered_by_id", "expires_at", "follow_due", "follow_note", "follow_owner_id", "followed_at", "followed_by_id", "id", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommend", "score", "state", "submitted_at", "survey_kind", "way") VALUES (OLD."about", OLD."address", OLD."answered_at", OLD."comment", OLD."contact", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."department_id", OLD."division_id", OLD."entered_by_id", OLD."expires_at", OLD."follow_due", OLD."follow_note", OLD."follow_owner_id", OLD."followed_at", OLD."followed_by_id", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."recommend", OLD."score", OLD."state", OLD."submitted_at", OLD."survey_kind", OLD."way"); RETURN NULL;',
                        hash="4b3d9d17b79b0c503b81bb6749b6d8ae33b7c234",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_82373",
                        table="feedback_survey",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="surveyevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="02b94b1c52c7d87bf228981f647790bac4ed5be3",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_302e0",
                        table="feedback_surveyevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="transferslip",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.summary, OLD.request, OLD.conclusion) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.summary, NEW.request, NEW.conclusion) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('transfer_slip', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="aa8de411f33946ce607fcf64eac86ad9b9874383",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_754e7",
                        table="feedback_transferslip",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."answer_days" IS DISTINCT FROM (NEW."answer_days") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."conclusion" IS DISTINCT FROM (NEW."conclusion") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."dispatched_at" IS DISTINCT FROM (NEW."dispatched_at") OR OLD."due_date" IS DISTINCT FROM (NEW."due_date") OR OLD."grade" IS DISTINCT FROM (NEW."grade") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."importance" IS DISTINCT FROM (NEW."importance") OR OLD."information_id" IS DISTINCT FROM (NEW."information_id") OR OLD."is_publishable" IS DISTINCT FROM (NEW."is_publishable") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."request" IS DISTINCT FROM (NEW."request") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."summary" IS DISTINCT FROM (NEW."summary"))',
                        func='INSERT INTO "feedback_transferslipevent" ("answer_days", "archived_at", "conclusion", "created_at", "created_by_id", "dispatched_at", "due_date", "grade", "id", "importance", "information_id", "is_publishable", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request", "state", "submitted_at", "summary") VALUES (OLD."answer_days", OLD."archived_at", OLD."conclusion", OLD."created_at", OLD."created_by_id", OLD."dispatched_at", OLD."due_date", OLD."grade", OLD."id", OLD."importance", OLD."information_id", OLD."is_publishable", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."request", OLD."state", OLD."submitted_at", OLD."summary"); RETURN NULL;',
                        hash="6f9a86fc60f2ac929924035de599e558de46234d",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_3590e",
                        table="feedback_transferslip",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "feedback_transferslipevent" ("answer_days", "archived_at", "conclusion", "created_at", "created_by_id", "dispatched_at", "due_date", "grade", "id", "importance", "information_id", "is_publishable", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "request", "state", "submitted_at", "summary") VALUES (OLD."answer_days", OLD."archived_at", OLD."conclusion", OLD."created_at", OLD."created_by_id", OLD."dispatched_at", OLD."due_date", OLD."grade", OLD."id", OLD."importance", OLD."information_id", OLD."is_publishable", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."request", OLD."state", OLD."submitted_at", OLD."summary"); RETURN NULL;',
                        hash="1a71aad668e4e07845b6e46c4307b982eb1617b4",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_1fe0d",
                        table="feedback_transferslip",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="feedbacksheetevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="f5a0fa5ddceb10ebddc352002ba9e271b1d74a27",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_0dc73",
                        table="feedback_feedbacksheetevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="feedbacksheet",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n            IF TG_OP = 'UPDATE' AND ROW(OLD.id, OLD.number, OLD.answer, OLD.measures, OLD.department_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.number, NEW.answer, NEW.measures, NEW.department_id) THEN RETURN NULL; END IF;\n            INSERT INTO core_searchmark (subject_kind, subject_id)\n                 VALUES ('market_feedback', CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);\n            RETURN NULL;\n        ",
                        hash="be2a4d8c3e69e2fef4829a998c4b8cb6443aff4c",
                        operation="INSERT OR UPDATE OR DELETE",
                        pgid="pgtrigger_marks_search_8e15e",
                        table="feedback_feedbacksheet",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."due_date" IS DISTINCT FROM (NEW."due_date") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."given_by_id" IS DISTINCT FROM (NEW."given_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."measures" IS DISTINCT FROM (NEW."measures") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."slip_id" IS DISTINCT FROM (NEW."slip_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at"))',
                        func='INSERT INTO "feedback_feedbacksheetevent" ("answer", "created_at", "created_by_id", "department_id", "due_date", "given_at", "given_by_id", "id", "measures", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slip_id", "state", "submitted_at") VALUES (OLD."answer", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."due_date", OLD."given_at", OLD."given_by_id", OLD."id", OLD."measures", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."slip_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="37b646e626f958bfe140a534ef00eeb5c9fcc872",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_ed7cd",
                        table="feedback_feedbacksheet",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "feedback_feedbacksheetevent" ("answer", "created_at", "created_by_id", "department_id", "due_date", "given_at", "given_by_id", "id", "measures", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slip_id", "state", "submitted_at") VALUES (OLD."answer", OLD."created_at", OLD."created_by_id", OLD."department_id", OLD."due_date", OLD."given_at", OLD."given_by_id", OLD."id", OLD."measures", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."slip_id", OLD."state", OLD."submitted_at"); RETURN NULL;',
                        hash="b2e307cba6a7c8c3ce0c83c1bd83b15e23062865",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_837dd",
                        table="feedback_feedbacksheet",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="transferslipevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="e43af98b19324c31e881fc645a164cbf3f81c98c",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d8e87",
                        table="feedback_transferslipevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
    ]
