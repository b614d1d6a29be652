"""Documents made before the search knew them: the worker makes their entries."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("expenses", "0030_search")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO core_searchmark (subject_kind, subject_id) SELECT 'spend_request', id FROM expenses_spendrequest ORDER BY id",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "INSERT INTO core_searchmark (subject_kind, subject_id) SELECT 'expense_claim', id FROM expenses_claim ORDER BY id",
            migrations.RunSQL.noop,
        ),
    ]
