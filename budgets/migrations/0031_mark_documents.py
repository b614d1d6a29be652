"""Documents made before the search knew them: the worker makes their entries."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("budgets", "0030_search")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO core_searchmark (subject_kind, subject_id) SELECT 'budget', id FROM budgets_budget ORDER BY id",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "INSERT INTO core_searchmark (subject_kind, subject_id) SELECT 'budget_adjustment', id FROM budgets_adjustment ORDER BY id",
            migrations.RunSQL.noop,
        ),
    ]
