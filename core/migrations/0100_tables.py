import core.migrating
import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.core.validators
import pghistory.utils
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("core", "0001_initial"),
        ("core", "0002_initial"),
        ("core", "0003_job_begun"),
        ("core", "0004_calendar_days"),
        ("core", "0005_keepers_of_the_calendar"),
        ("core", "0010_mails"),
        ("core", "0011_webhooks"),
        ("core", "0012_keepers_of_webhooks"),
        ("core", "0030_saved_views"),
        ("core", "0031_search"),
        ("core", "0032_tour"),
        ("core", "0033_table_imports"),
        ("core", "0040_thresholds"),
        ("core", "0041_keepers_of_thresholds"),
        ("core", "0050_stop_wishes"),
    ]

    initial = True

    dependencies = []

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("file", models.FileField(max_length=200, upload_to="attachments/%Y/%m/")),
                        ("name", models.CharField(max_length=200)),
                        ("size", models.PositiveBigIntegerField()),
                        ("content_type", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        ("uploaded_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("uploaded_at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=80)),
                        ("actor_name", models.CharField(max_length=120)),
                        ("on_behalf_of_name", models.CharField(blank=True, max_length=120)),
                        ("subject_label", models.CharField(max_length=200)),
                        ("before", models.CharField(blank=True, max_length=40)),
                        ("after", models.CharField(blank=True, max_length=40)),
                        ("reason", models.TextField(blank=True)),
                        ("facts", models.JSONField(blank=True, default=dict)),
                        ("request_id", models.CharField(blank=True, max_length=64)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("is_working", models.BooleanField(verbose_name="worked")),
                        ("name", models.CharField(max_length=40, verbose_name="occasion")),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    ],
                    options={
                        "ordering": ("day",),
                    },
                ),
                migrations.CreateModel(
                    name="ClockRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("last_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("at", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="HandledRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80)),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(null=True)),
                        ("answer", models.JSONField(null=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("arguments", models.JSONField(default=dict)),
                        ("key", models.CharField(blank=True, max_length=160, null=True, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("QUEUED", "Queued"),
                                    ("DONE", "Done"),
                                    ("FAILED", "Failed"),
                                    ("CANCELLED", "Cancelled"),
                                ],
                                default="QUEUED",
                                max_length=12,
                            ),
                        ),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("begun", models.PositiveIntegerField(default=0)),
                        ("run_after", models.DateTimeField()),
                        ("created_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.TextField(blank=True)),
                        ("request_id", models.CharField(blank=True, max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "Waiting"),
                                    ("SENT", "Sent"),
                                    ("GIVEN_UP", "Given up"),
                                    ("SKIPPED", "No longer needed"),
                                ],
                                default="WAITING",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("begun", models.PositiveIntegerField(default=0)),
                        ("due_at", models.DateTimeField()),
                        ("created_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=400)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("NOTICE", "Notice"),
                                    ("DIGEST", "Daily e-mail"),
                                    ("ADDRESS", "New address"),
                                    ("OUTSIDE", "Letter to a customer"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("topic", models.CharField(blank=True, max_length=40)),
                        ("address", models.EmailField(max_length=254)),
                        ("facts", models.JSONField(default=dict)),
                        ("key", models.CharField(max_length=160, unique=True)),
                        ("subject", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("html", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NoticeSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ways", models.JSONField(default=dict)),
                        (
                            "digest_hour",
                            models.PositiveSmallIntegerField(
                                default=8, validators=[django.core.validators.MaxValueValidator(23)]
                            ),
                        ),
                        ("has_digest", models.BooleanField(default=False)),
                        ("digested_on", models.DateField(blank=True, null=True)),
                        ("digested_until", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Notification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=80)),
                        ("facts", models.JSONField(blank=True, default=dict)),
                        ("subject_label", models.CharField(max_length=200)),
                        ("key", models.CharField(max_length=160)),
                        ("at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("prefix", models.CharField(max_length=8)),
                        ("year", models.PositiveIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=100)),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("query", models.CharField(blank=True, max_length=1000)),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("OWN", "Only me"),
                                    ("DEPARTMENT", "My department"),
                                    ("EVERYBODY", "Everybody who opens this list"),
                                ],
                                default="OWN",
                                max_length=10,
                            ),
                        ),
                        ("department_id", models.BigIntegerField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("name", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("text", models.TextField(blank=True)),
                        ("terms", django.contrib.postgres.search.SearchVectorField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StopWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=80, unique=True)),
                        ("asked_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="TableImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("target", models.SlugField(max_length=40)),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("sha256", models.CharField(max_length=64)),
                        ("sheet", models.CharField(blank=True, max_length=120)),
                        ("rows", models.JSONField(default=list)),
                        ("header_row", models.PositiveIntegerField(default=0)),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("OPEN", "Checked, not brought in"),
                                    ("APPLIED", "Brought in"),
                                    ("DISCARDED", "Let go"),
                                ],
                                default="OPEN",
                                max_length=10,
                            ),
                        ),
                        ("counts", models.JSONField(default=dict)),
                        ("uploaded_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-uploaded_at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="ThresholdValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="threshold")),
                        ("subject", models.BigIntegerField(default=0)),
                        ("since", models.DateField(verbose_name="in force from")),
                        ("is_on", models.BooleanField(default=True, verbose_name="holds")),
                        ("figures", models.JSONField(default=dict, verbose_name="figures")),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("code", "subject", "since"),
                    },
                ),
                migrations.CreateModel(
                    name="ThresholdValueEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="threshold")),
                        ("subject", models.BigIntegerField(default=0)),
                        ("since", models.DateField(verbose_name="in force from")),
                        ("is_on", models.BooleanField(default=True, verbose_name="holds")),
                        ("figures", models.JSONField(default=dict, verbose_name="figures")),
                        ("entered_at", models.DateTimeField(verbose_name="entered at")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TourEnd",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("ended_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="UsualView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=100)),
                    ],
                ),
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=80)),
                        ("address", models.CharField(max_length=500)),
                        (
                            "events",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=80), size=None
                            ),
                        ),
                        ("secret", models.CharField(max_length=400)),
                        ("is_active", models.BooleanField(default=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("label", "pk"),
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=40)),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("WAITING", "Waiting"),
                                    ("SENT", "Sent"),
                                    ("GIVEN_UP", "Given up"),
                                    ("SKIPPED", "No longer needed"),
                                ],
                                default="WAITING",
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("begun", models.PositiveIntegerField(default=0)),
                        ("due_at", models.DateTimeField()),
                        ("created_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("error", models.CharField(blank=True, max_length=400)),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event", models.CharField(max_length=80)),
                        ("body", models.TextField()),
                        ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
