import core.migrating
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("core", "0051_letters_to_customers")]

    initial = True

    dependencies = [
        ("core", "0100_tables"),
        ("organization", "0100_tables"),
    ]

    operations = [
        core.migrating.CreateTables(
            tables=[],
        ),
        migrations.AddField(
            model_name="attachment",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarday",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="mentions",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="handledrequest",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("state", "QUEUED")), fields=["run_after"], name="core_job_waiting"),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "QUEUED"), ("finished_at__isnull", False), _connector="OR"),
                name="core_job_end_has_time",
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="mails", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="noticesettings",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="notice_settings", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notification",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mail",
            name="notification",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="core.notification"
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(fields=("prefix", "year"), name="core_numberseries_once"),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="list_views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(fields=["terms"], name="core_searchentry_terms"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["subject_kind", "-at"], name="core_searchentry_latest"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["number"], name="core_searchentry_number"),
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(fields=("subject_kind", "subject_id"), name="core_searchentry_once"),
        ),
        migrations.AddField(
            model_name="stopwish",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tableimport",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="thresholdvalue",
            name="entered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="thresholdvalueevent",
            name="entered_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="thresholdvalueevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="past_values",
                related_query_name="past_values",
                to="core.thresholdvalue",
            ),
        ),
        migrations.AddField(
            model_name="tourend",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="usualview",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="usualview",
            name="view",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.savedview"),
        ),
        migrations.AddField(
            model_name="webhook",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="webhook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="core.webhook"
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["subject_kind", "subject_id"], name="core_attachment_subject"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["subject_kind", "subject_id", "at"], name="core_auditevent_subject"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["subject_kind", "subject_id", "at"], name="core_comment_subject"),
        ),
        migrations.AddConstraint(
            model_name="handledrequest",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="core_handledrequest_once"),
        ),
        migrations.AddConstraint(
            model_name="noticesettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_digest", False), ("digested_until__isnull", False), _connector="OR"),
                name="core_noticesettings_digest_has_beginning",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["person", "-at"], name="core_notification_person"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["person"], name="core_notification_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="core_notification_once"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(condition=models.Q(("state", "WAITING")), fields=["due_at"], name="core_mail_waiting"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["state", "-created_at"], name="core_mail_list"),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "SENT")),
                    models.Q(models.Q(("state", "SENT"), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="core_mail_sent_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(fields=["list_name"], name="core_savedview_list"),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=("owner", "list_name", "name"),
                name="core_savedview_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "DEPARTMENT"), _negated=True),
                    ("department_id__isnull", False),
                    _connector="OR",
                ),
                name="core_savedview_department_named",
            ),
        ),
        migrations.AddIndex(
            model_name="tableimport",
            index=models.Index(fields=["target", "sha256"], name="core_tableimport_same_file"),
        ),
        migrations.AddConstraint(
            model_name="tableimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("applied_at__isnull", False), ("state", "APPLIED")),
                    models.Q(("state", "APPLIED"), _negated=True),
                    _connector="OR",
                ),
                name="core_tableimport_applied_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="thresholdvalue",
            constraint=models.UniqueConstraint(
                fields=("code", "subject", "since"), name="core_thresholdvalue_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="usualview",
            constraint=models.UniqueConstraint(fields=("person", "list_name"), name="core_usualview_once"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "WAITING")), fields=["due_at"], name="core_webhookdelivery_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["state", "-created_at"], name="core_webhookdelivery_list"),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(fields=["webhook", "-created_at"], name="core_webhookdelivery_of"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "SENT")),
                    models.Q(models.Q(("state", "SENT"), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="core_webhookdelivery_sent_has_time",
            ),
        ),
        core.migrating.AddTriggers(
            model_name="attachment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        INSERT INTO core_searchmark (subject_kind, subject_id) VALUES (NEW.subject_kind, NEW.subject_id);\n        RETURN NULL;\n    ",
                        hash="2bcc4e67e704187055ccafbfda2ce2597cd3d05f",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_marks_search_48190",
                        table="core_attachment",
                        when="AFTER",
                    ),
                )
            ],
        ),
        core.migrating.AddTriggers(
            model_name="auditevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="a9043e623706cd6457f6ad43abcff01319f851a7",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_6d6e0",
                        table="core_auditevent",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="f78f28cc2701d8f34ff27bd4bb36f4db91f47cd3",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_9b062",
                        table="core_auditevent",
                        when="BEFORE",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="comment",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="34a821acba7661b24a9f4aa9c84319edd44b85e4",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_464a6",
                        table="core_comment",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="no_truncate",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
                        hash="a817dea69408dc7a04064eaa4830a43775cb8716",
                        level="STATEMENT",
                        operation="TRUNCATE",
                        pgid="pgtrigger_no_truncate_625a5",
                        table="core_comment",
                        when="BEFORE",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="marks_search",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="\n        INSERT INTO core_searchmark (subject_kind, subject_id) VALUES (NEW.subject_kind, NEW.subject_id);\n        RETURN NULL;\n    ",
                        hash="b28364c30e11e47877b31882f7f40c977f5f94d0",
                        operation="INSERT OR UPDATE",
                        pgid="pgtrigger_marks_search_f6e07",
                        table="core_comment",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="thresholdvalue",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="change_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."figures" IS DISTINCT FROM (NEW."figures") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_on" IS DISTINCT FROM (NEW."is_on") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."subject" IS DISTINCT FROM (NEW."subject"))',
                        func='INSERT INTO "core_thresholdvalueevent" ("code", "entered_at", "entered_by_id", "figures", "id", "is_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "subject") VALUES (OLD."code", OLD."entered_at", OLD."entered_by_id", OLD."figures", OLD."id", OLD."is_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'change\', OLD."id", OLD."since", OLD."subject"); RETURN NULL;',
                        hash="983a2a43cbad7e9b1bdd208f5d7ed0f59d0ec114",
                        operation="UPDATE",
                        pgid="pgtrigger_change_update_dd943",
                        table="core_thresholdvalue",
                        when="AFTER",
                    ),
                ),
                pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "core_thresholdvalueevent" ("code", "entered_at", "entered_by_id", "figures", "id", "is_on", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "subject") VALUES (OLD."code", OLD."entered_at", OLD."entered_by_id", OLD."figures", OLD."id", OLD."is_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."since", OLD."subject"); RETURN NULL;',
                        hash="3672cc394fa0c5f7dccfb5901bb6c16bcbcf676e",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_e6047",
                        table="core_thresholdvalue",
                        when="AFTER",
                    ),
                ),
            ],
        ),
        core.migrating.AddTriggers(
            model_name="thresholdvalueevent",
            triggers=[
                pgtrigger.compiler.Trigger(
                    name="append_only",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                        hash="3d64e50566d5ce90b78bd788998ec5bf2a55db04",
                        operation="UPDATE OR DELETE",
                        pgid="pgtrigger_append_only_d1d35",
                        table="core_thresholdvalueevent",
                        when="BEFORE",
                    ),
                )
            ],
        ),
    ]
