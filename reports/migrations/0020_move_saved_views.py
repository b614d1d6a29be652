"""Views of the variance table become views of lists like all others."""

from django.db import migrations


def move(apps, _schema_editor):
    """Each keeps its owner, name and question; shared ones stay shared with everybody who opens the table."""
    old, new = apps.get_model("reports", "SavedView"), apps.get_model("core", "SavedView")
    new.objects.bulk_create(
        [
            new(
                owner_id=view.owner_id, list_name="reports:variance", name=view.name, query=view.query,
                audience="EVERYBODY" if view.is_shared else "OWN", created_at=view.created_at,
            )
            for view in old.objects.order_by("pk")
        ],
        batch_size=500,
        ignore_conflicts=True,
    )  # fmt: skip


def move_back(apps, _schema_editor):
    old, new = apps.get_model("reports", "SavedView"), apps.get_model("core", "SavedView")
    views = new.objects.filter(list_name="reports:variance", deleted_at__isnull=True)
    old.objects.bulk_create(
        [
            old(
                owner_id=view.owner_id, name=view.name, query=view.query[:500],
                is_shared=view.audience != "OWN", created_at=view.created_at,
            )
            for view in views.order_by("pk")
        ],
        batch_size=500,
        ignore_conflicts=True,
    )  # fmt: skip
    views.delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_report_runs"), ("core", "0030_saved_views")]
    operations = [migrations.RunPython(move, move_back)]
