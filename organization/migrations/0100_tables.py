import core.migrating
import core.money
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("organization", "0001_initial"),
        ("organization", "0002_department_moved_by_system"),
        ("organization", "0003_value_history"),
        ("organization", "0004_sign_in"),
        ("organization", "0005_drop_unused_account_tables"),
        ("organization", "0006_temporary_passwords"),
        ("organization", "0030_position_in_english"),
        ("organization", "0031_break_glass"),
        ("organization", "0032_keepers_of_break_glass"),
        ("organization", "0033_staff_imports"),
        ("organization", "0034_people_by_name"),
        ("organization", "0035_complaints_permissions"),
        ("organization", "0036_agreements_permissions"),
        ("organization", "0037_feedback_permissions"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[
                migrations.CreateModel(
                    name="RoleAssignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scope_kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DEPARTMENT", "Department and below"),
                                    ("WAREHOUSE", "Warehouse"),
                                ],
                                max_length=12,
                                verbose_name="scope",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(blank=True, null=True, verbose_name="until (not included)")),
                        ("granted_at", models.DateTimeField()),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("person", "role", "start_date"),
                    },
                ),
                migrations.CreateModel(
                    name="RoleAssignmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "scope_kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DEPARTMENT", "Department and below"),
                                    ("WAREHOUSE", "Warehouse"),
                                ],
                                max_length=12,
                                verbose_name="scope",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(blank=True, null=True, verbose_name="until (not included)")),
                        ("granted_at", models.DateTimeField()),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RoleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="code")),
                        (
                            "permissions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "approve_limit",
                            core.money.AmountField(blank=True, null=True, verbose_name="approves alone up to"),
                        ),
                        (
                            "discount_limit_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=5,
                                null=True,
                                verbose_name="discount granted alone",
                            ),
                        ),
                        (
                            "requires_second_factor",
                            models.BooleanField(db_default=False, default=False, verbose_name="needs a second factor"),
                        ),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SecondFactor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("secret", models.CharField(max_length=400)),
                        ("last_step", models.BigIntegerField(default=0)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("locked_until", models.DateTimeField(blank=True, null=True)),
                        ("set_up_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SignedInSession",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        ("handle", models.CharField(blank=True, db_index=True, max_length=32)),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[("PASSWORD", "Password"), ("OIDC", "Company account")],
                                max_length=8,
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True)),
                        ("agent", models.CharField(blank=True, max_length=200)),
                        ("signed_in_at", models.DateTimeField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SignIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("IN", "Signed in"),
                                    ("WRONG", "Wrong password"),
                                    ("WRONG_CODE", "Wrong code"),
                                    ("LOCKED", "Refused: locked"),
                                    ("EXPIRED", "Refused: temporary password at its end"),
                                    ("RESET", "Password set by somebody else"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[("PASSWORD", "Password"), ("OIDC", "Company account")],
                                max_length=8,
                                verbose_name="method",
                            ),
                        ),
                        ("with_second_factor", models.BooleanField(default=False)),
                        ("address", models.GenericIPAddressField(null=True)),
                        ("agent", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-at", "-pk"),
                    },
                ),
                migrations.CreateModel(
                    name="StaffColumns",
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
                                choices=[("DEPARTMENTS", "Departments"), ("PEOPLE", "People")],
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("columns", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="StaffImport",
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
                                choices=[("DEPARTMENTS", "Departments"), ("PEOPLE", "People")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("CHECKING", "Being checked"),
                                    ("CHECKED", "Checked"),
                                    ("APPLYING", "Being brought in"),
                                    ("APPLIED", "Brought in"),
                                    ("DISCARDED", "Let go"),
                                ],
                                default="CHECKING",
                                max_length=10,
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("sha256", models.CharField(max_length=64)),
                        ("sheets", models.JSONField(default=dict)),
                        ("reading", models.JSONField(default=dict)),
                        ("rows", models.JSONField(default=list)),
                        ("counts", models.JSONField(default=dict)),
                        ("problem", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                        ("applied_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [models.Index(fields=["kind", "sha256"], name="organization_import_same_file")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "APPLIED"), _negated=True),
                                    ("applied_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="organization_staffimport_applied_at",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Warehouse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                    ],
                    options={
                        "ordering": ("code",),
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("username", models.CharField(max_length=60, unique=True, verbose_name="user name")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("sort_key", models.CharField(blank=True, editable=False, max_length=200)),
                        ("initials", models.CharField(blank=True, editable=False, max_length=60)),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                        (
                            "position_en",
                            models.CharField(blank=True, max_length=80, verbose_name="position in English"),
                        ),
                        ("joined_date", models.DateField(blank=True, null=True, verbose_name="joined on")),
                        ("left_date", models.DateField(blank=True, null=True, verbose_name="left on")),
                        ("is_active", models.BooleanField(default=True)),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                        (
                            "theme",
                            models.CharField(
                                choices=[("SYSTEM", "As the device"), ("LIGHT", "Light"), ("DARK", "Dark")],
                                default="SYSTEM",
                                max_length=8,
                                verbose_name="theme",
                            ),
                        ),
                        ("single_keys", models.BooleanField(default=True, verbose_name="single-letter keys")),
                        (
                            "show_in_wan",
                            models.BooleanField(default=True, verbose_name="large amounts in ten thousands"),
                        ),
                        ("password_until", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("sort_key", "username"),
                        "indexes": [models.Index(fields=["sort_key"], name="organization_person_sort")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_date__isnull", True),
                                    ("joined_date__isnull", True),
                                    ("left_date__gte", models.F("joined_date")),
                                    _connector="OR",
                                ),
                                name="organization_person_leaves_after_joining",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("label", models.CharField(max_length=80, verbose_name="label")),
                        ("prefix", models.CharField(max_length=8)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8), default=list, size=None
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-created_at",),
                    },
                ),
                migrations.CreateModel(
                    name="BreakGlass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "permissions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("crosses", models.JSONField(default=list)),
                        (
                            "scope_kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DEPARTMENT", "Department and below"),
                                    ("WAREHOUSE", "Warehouse"),
                                ],
                                max_length=12,
                                verbose_name="scope",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until (not included)")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("granted_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                        ("review_due_date", models.DateField(blank=True, null=True, verbose_name="to be reviewed by")),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("JUSTIFIED", "Justified"), ("NOT_JUSTIFIED", "Not justified")],
                                max_length=14,
                                verbose_name="verdict",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, verbose_name="finding")),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="emergencies",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-granted_at", "-pk"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["person", "end_date"],
                                name="organization_breakglass_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_date__gt", models.F("start_date"))),
                                name="organization_breakglass_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("granted_by", models.F("person")), _negated=True),
                                name="organization_breakglass_never_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(
                                        models.Q(("reviewed_by", models.F("person")), _negated=True),
                                        models.Q(("reviewed_by", models.F("granted_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="organization_breakglass_reviewed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("reviewed_at__isnull", True), ("reviewed_by__isnull", True), ("verdict", "")
                                    ),
                                    models.Q(
                                        ("reviewed_at__isnull", False),
                                        ("reviewed_by__isnull", False),
                                        models.Q(("verdict", ""), _negated=True),
                                        models.Q(("finding", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="organization_breakglass_review_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreakGlassUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.auditevent"
                            ),
                        ),
                        (
                            "right",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="organization.breakglass",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("event",),
                        "constraints": [
                            models.UniqueConstraint(fields=("right", "event"), name="organization_breakglassuse_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DIVISION", "Division"),
                                    ("DEPARTMENT", "Department"),
                                    ("TEAM", "Team"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="cost-centre code")),
                        (
                            "status",
                            models.CharField(
                                choices=[("ACTIVE", "Active"), ("CLOSED", "Closed")],
                                default="ACTIVE",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "deputy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deputises",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="manages",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("position", "code"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "COMPANY")),
                                fields=("kind",),
                                name="organization_department_one_company",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "COMPANY"), ("parent__isnull", True)),
                                    models.Q(models.Q(("kind", "COMPANY"), _negated=True), ("parent__isnull", False)),
                                    _connector="OR",
                                ),
                                name="organization_department_has_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="organization_department_not_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DepartmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DIVISION", "Division"),
                                    ("DEPARTMENT", "Department"),
                                    ("TEAM", "Team"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, verbose_name="cost-centre code")),
                        (
                            "status",
                            models.CharField(
                                choices=[("ACTIVE", "Active"), ("CLOSED", "Closed")],
                                default="ACTIVE",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        (
                            "deputy",
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
                            "manager",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
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
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DepartmentMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moved_at", models.DateTimeField()),
                        ("reason", models.TextField()),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="organization.department",
                            ),
                        ),
                        (
                            "moved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "new_parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "old_parent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organization.department",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-moved_at",),
                    },
                ),
                migrations.CreateModel(
                    name="ExternalIdentity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("issuer", models.CharField(max_length=200)),
                        ("subject", models.CharField(max_length=255)),
                        ("linked_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="identities",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issuer", "subject"), name="organization_externalidentity_once"
                            ),
                            models.UniqueConstraint(
                                fields=("person", "issuer"), name="organization_externalidentity_one_account"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncompatiblePair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.CharField(max_length=60)),
                        ("second", models.CharField(max_length=60)),
                        ("is_shipped", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ("first", "second"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("first", "second"), name="organization_incompatiblepair_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="organization_incompatiblepair_ordered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("username", models.CharField(max_length=60, verbose_name="user name")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("position", models.CharField(blank=True, max_length=80, verbose_name="position")),
                        (
                            "position_en",
                            models.CharField(blank=True, max_length=80, verbose_name="position in English"),
                        ),
                        ("joined_date", models.DateField(blank=True, null=True, verbose_name="joined on")),
                        ("left_date", models.DateField(blank=True, null=True, verbose_name="left on")),
                        ("is_active", models.BooleanField(default=True)),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                        (
                            "theme",
                            models.CharField(
                                choices=[("SYSTEM", "As the device"), ("LIGHT", "Light"), ("DARK", "Dark")],
                                default="SYSTEM",
                                max_length=8,
                                verbose_name="theme",
                            ),
                        ),
                        ("single_keys", models.BooleanField(default=True, verbose_name="single-letter keys")),
                        (
                            "show_in_wan",
                            models.BooleanField(default=True, verbose_name="large amounts in ten thousands"),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
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
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "digest"), name="organization_recoverycode_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Role",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(blank=True, max_length=80, verbose_name="English name")),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "permissions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                            ),
                        ),
                        (
                            "approve_limit",
                            core.money.AmountField(blank=True, null=True, verbose_name="approves alone up to"),
                        ),
                        (
                            "discount_limit_share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=5,
                                null=True,
                                verbose_name="discount granted alone",
                            ),
                        ),
                        (
                            "requires_second_factor",
                            models.BooleanField(db_default=False, default=False, verbose_name="needs a second factor"),
                        ),
                        ("is_shipped", models.BooleanField(default=False)),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("position", "code"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approve_limit__isnull", True), ("approve_limit__gte", 0), _connector="OR"
                                ),
                                name="organization_role_limit_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("discount_limit_share__isnull", True),
                                    models.Q(("discount_limit_share__gte", 0), ("discount_limit_share__lte", 1)),
                                    _connector="OR",
                                ),
                                name="organization_role_discount_is_a_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreakGlassEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.CharField(max_length=20, verbose_name="number")),
                        (
                            "permissions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("crosses", models.JSONField(default=list)),
                        (
                            "scope_kind",
                            models.CharField(
                                choices=[
                                    ("COMPANY", "Company"),
                                    ("DEPARTMENT", "Department and below"),
                                    ("WAREHOUSE", "Warehouse"),
                                ],
                                max_length=12,
                                verbose_name="scope",
                            ),
                        ),
                        ("start_date", models.DateField(verbose_name="from")),
                        ("end_date", models.DateField(verbose_name="until (not included)")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("granted_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("end_reason", models.TextField(blank=True)),
                        ("review_due_date", models.DateField(blank=True, null=True, verbose_name="to be reviewed by")),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("JUSTIFIED", "Justified"), ("NOT_JUSTIFIED", "Not justified")],
                                max_length=14,
                                verbose_name="verdict",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, verbose_name="finding")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="past_values",
                                related_query_name="past_values",
                                to="organization.breakglass",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.department",
                            ),
                        ),
                        (
                            "role",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organization.role",
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
            model_name="breakglass",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.department",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="organization.department",
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organization.role"
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.department",
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="granted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="role",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="organization.role"
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="department",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organization.department",
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="ended_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="granted_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="past_values",
                related_query_name="past_values",
                to="organization.roleassignment",
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="role",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organization.role",
            ),
        ),
        migrations.AddField(
            model_name="roleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="past_values",
                related_query_name="past_values",
                to="organization.role",
            ),
        ),
        migrations.AddField(
            model_name="secondfactor",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="second_factor", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signedinsession",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signin",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sign_ins", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="staffimport",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roleassignmentevent",
            name="warehouse",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organization.warehouse",
            ),
        ),
        migrations.AddField(
            model_name="roleassignment",
            name="warehouse",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.warehouse",
            ),
        ),
        migrations.AddField(
            model_name="breakglassevent",
            name="warehouse",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organization.warehouse",
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="warehouse",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organization.warehouse",
            ),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(fields=["person", "-at"], name="organization_signin_person"),
        ),
        migrations.AddIndex(
            model_name="roleassignment",
            index=models.Index(fields=["role", "start_date"], name="organization_assignment_role"),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end_date__isnull", True), ("end_date__gte", models.F("start_date")), _connector="OR"
                ),
                name="organization_roleassignment_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("department__isnull", True), ("scope_kind", "COMPANY"), ("warehouse__isnull", True)),
                    models.Q(("department__isnull", False), ("scope_kind", "DEPARTMENT"), ("warehouse__isnull", True)),
                    models.Q(("department__isnull", True), ("scope_kind", "WAREHOUSE"), ("warehouse__isnull", False)),
                    _connector="OR",
                ),
                name="organization_roleassignment_scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_by__isnull", True),
                    models.Q(("granted_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="organization_roleassignment_never_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("department__isnull", True), ("scope_kind", "COMPANY"), ("warehouse__isnull", True)),
                    models.Q(("department__isnull", False), ("scope_kind", "DEPARTMENT"), ("warehouse__isnull", True)),
                    models.Q(("department__isnull", True), ("scope_kind", "WAREHOUSE"), ("warehouse__isnull", False)),
                    _connector="OR",
                ),
                name="organization_breakglass_scope",
            ),
        ),
        core.migrating.AddTriggers(
            model_name="role",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."approve_limit" IS DISTINCT FROM (NEW."approve_limit") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."discount_limit_share" IS DISTINCT FROM (NEW."discount_limit_share") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_shipped" IS DISTINCT FROM (NEW."is_shipped") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."permissions" IS DISTINCT FROM (NEW."permissions") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."requires_second_factor" IS DISTINCT FROM (NEW."requires_second_factor"))',
                        func='INSERT INTO "organization_roleevent" ("approve_limit", "code", "discount_limit_share", "id", "is_shipped", "name_en", "name_zh", "permissions", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "requires_second_factor") VALUES (OLD."approve_limit", OLD."code", OLD."discount_limit_share", OLD."id", OLD."is_shipped", OLD."name_en", OLD."name_zh", OLD."permissions", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."requires_second_factor"); RETURN NULL;',
                        hash="3a68c9d0d900cea37d7805390593e86162271168",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_f36ba",
                        table="organization_role",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "organization_roleevent" ("approve_limit", "code", "discount_limit_share", "id", "is_shipped", "name_en", "name_zh", "permissions", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "requires_second_factor") VALUES (OLD."approve_limit", OLD."code", OLD."discount_limit_share", OLD."id", OLD."is_shipped", OLD."name_en", OLD."name_zh", OLD."permissions", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."requires_second_factor"); RETURN NULL;',
                        hash="fa7eed94d4d516bb9b8f2b8356004f7e57dbc5a1",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_eaa62",
                        table="organization_role",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="breakglassuse",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="c268418e90c517f0ca576443fe8d4985991054fd",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_3c516",
                        table="organization_breakglassuse",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="32fd33fc6b34a66cfd8e90a59497aa6f179153d3",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_9232e",
                        table="organization_breakglassuse",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="department",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."manager_id" IS DISTINCT FROM (NEW."manager_id") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                        func='INSERT INTO "organization_departmentevent" ("code", "deputy_id", "id", "kind", "manager_id", "name_en", "name_zh", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "status") VALUES (OLD."code", OLD."deputy_id", OLD."id", OLD."kind", OLD."manager_id", OLD."name_en", OLD."name_zh", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."status"); RETURN NULL;',
                        hash="a317e8d0d93e7c56ae328fae160202c91bd0308c",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_48b35",
                        table="organization_department",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "organization_departmentevent" ("code", "deputy_id", "id", "kind", "manager_id", "name_en", "name_zh", "parent_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "status") VALUES (OLD."code", OLD."deputy_id", OLD."id", OLD."kind", OLD."manager_id", OLD."name_en", OLD."name_zh", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."status"); RETURN NULL;',
                        hash="1408a6d1d7ed7222d61c83ecd67a5f50f9b329d4",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_54dd8",
                        table="organization_department",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="person",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_date" IS DISTINCT FROM (NEW."joined_date") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."left_date" IS DISTINCT FROM (NEW."left_date") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_zh" IS DISTINCT FROM (NEW."name_zh") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."position_en" IS DISTINCT FROM (NEW."position_en") OR OLD."show_in_wan" IS DISTINCT FROM (NEW."show_in_wan") OR OLD."single_keys" IS DISTINCT FROM (NEW."single_keys") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                        func='INSERT INTO "organization_personevent" ("department_id", "email", "id", "is_active", "is_superuser", "joined_date", "language", "left_date", "name_en", "name_zh", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "position_en", "show_in_wan", "single_keys", "theme", "username") VALUES (OLD."department_id", OLD."email", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_date", OLD."language", OLD."left_date", OLD."name_en", OLD."name_zh", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."position", OLD."position_en", OLD."show_in_wan", OLD."single_keys", OLD."theme", OLD."username"); RETURN NULL;',
                        hash="9d46a0bf09bc0e552df7b03a8bb376bf8a6e69a4",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_115d9",
                        table="organization_person",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "organization_personevent" ("department_id", "email", "id", "is_active", "is_superuser", "joined_date", "language", "left_date", "name_en", "name_zh", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "position_en", "show_in_wan", "single_keys", "theme", "username") VALUES (OLD."department_id", OLD."email", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_date", OLD."language", OLD."left_date", OLD."name_en", OLD."name_zh", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."position_en", OLD."show_in_wan", OLD."single_keys", OLD."theme", OLD."username"); RETURN NULL;',
                        hash="2710495ef2e2c00cde116a49145817c7b4f98ace",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_0589a",
                        table="organization_person",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="departmentevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="91f9d337d3c8ccd57ae5643c95a0d0260d9269f5",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_829c0",
                        table="organization_departmentevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="personevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="6fea9cfaf867d37954cf1245f302f6556b3bcfae",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_b507f",
                        table="organization_personevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="roleevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="3d0855f3f5d09beeb300be167c8d6e549982e129",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_eb675",
                        table="organization_roleevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="signin",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="10c9fb767d5dc22eb4526cc958403948c747d609",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_e5ceb",
                        table="organization_signin",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="2343ccd8ad9ce33cc0cf8c6d764b899f72a62d81",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_ebaa1",
                        table="organization_signin",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="roleassignmentevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a3807aa95fea91813ad1645c6899809e101fb651",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_8dbd8",
                        table="organization_roleassignmentevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="roleassignment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "organization_roleassignmentevent" ("department_id", "end_date", "end_reason", "ended_at", "ended_by_id", "granted_at", "granted_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role_id", "scope_kind", "start_date", "warehouse_id") VALUES (OLD."department_id", OLD."end_date", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."granted_at", OLD."granted_by_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason", OLD."role_id", OLD."scope_kind", OLD."start_date", OLD."warehouse_id"); RETURN NULL;',
                        hash="53a3f3506a24a2ca3d05b4d6ba7d367830aa73c8",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_d827d",
                        table="organization_roleassignment",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "organization_roleassignmentevent" ("department_id", "end_date", "end_reason", "ended_at", "ended_by_id", "granted_at", "granted_by_id", "id", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role_id", "scope_kind", "start_date", "warehouse_id") VALUES (OLD."department_id", OLD."end_date", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."granted_at", OLD."granted_by_id", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."role_id", OLD."scope_kind", OLD."start_date", OLD."warehouse_id"); RETURN NULL;',
                        hash="0e883693a88b1736ed42ac2cdd0da8823e1691e2",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_b4089",
                        table="organization_roleassignment",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="breakglassevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="de13db22495767b049631f6128d712cb901da820",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_3ce78",
                        table="organization_breakglassevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="breakglass",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."crosses" IS DISTINCT FROM (NEW."crosses") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."end_date" IS DISTINCT FROM (NEW."end_date") OR OLD."end_reason" IS DISTINCT FROM (NEW."end_reason") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."finding" IS DISTINCT FROM (NEW."finding") OR OLD."granted_at" IS DISTINCT FROM (NEW."granted_at") OR OLD."granted_by_id" IS DISTINCT FROM (NEW."granted_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."permissions" IS DISTINCT FROM (NEW."permissions") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."review_due_date" IS DISTINCT FROM (NEW."review_due_date") OR OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."role_id" IS DISTINCT FROM (NEW."role_id") OR OLD."scope_kind" IS DISTINCT FROM (NEW."scope_kind") OR OLD."start_date" IS DISTINCT FROM (NEW."start_date") OR OLD."verdict" IS DISTINCT FROM (NEW."verdict") OR OLD."warehouse_id" IS DISTINCT FROM (NEW."warehouse_id"))',
                        func='INSERT INTO "organization_breakglassevent" ("crosses", "department_id", "end_date", "end_reason", "ended_at", "ended_by_id", "finding", "granted_at", "granted_by_id", "id", "number", "permissions", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due_date", "reviewed_at", "reviewed_by_id", "role_id", "scope_kind", "start_date", "verdict", "warehouse_id") VALUES (OLD."crosses", OLD."department_id", OLD."end_date", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."finding", OLD."granted_at", OLD."granted_by_id", OLD."id", OLD."number", OLD."permissions", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."reason", OLD."review_due_date", OLD."reviewed_at", OLD."reviewed_by_id", OLD."role_id", OLD."scope_kind", OLD."start_date", OLD."verdict", OLD."warehouse_id"); RETURN NULL;',
                        hash="1ff1e568c33dff34f05988620d76dce634af8b18",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_837d2",
                        table="organization_breakglass",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "organization_breakglassevent" ("crosses", "department_id", "end_date", "end_reason", "ended_at", "ended_by_id", "finding", "granted_at", "granted_by_id", "id", "number", "permissions", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_due_date", "reviewed_at", "reviewed_by_id", "role_id", "scope_kind", "start_date", "verdict", "warehouse_id") VALUES (OLD."crosses", OLD."department_id", OLD."end_date", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."finding", OLD."granted_at", OLD."granted_by_id", OLD."id", OLD."number", OLD."permissions", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."reason", OLD."review_due_date", OLD."reviewed_at", OLD."reviewed_by_id", OLD."role_id", OLD."scope_kind", OLD."start_date", OLD."verdict", OLD."warehouse_id"); RETURN NULL;',
                        hash="ec0b90dc24dbef7192aae845964c228cdeb01ae5",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_756e9",
                        table="organization_breakglass",
                        when="AFTER",
                    ),
                ),
            ],
        ),
    ]
