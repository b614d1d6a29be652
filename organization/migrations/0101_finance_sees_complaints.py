from typing import Any

from django.db import migrations

RIGHT = "complaints.view"


def give(apps: Any, _editor: Any) -> None:
    """Finance sees all documents, complaints and measures too (GEN-10, CMP-08); new installations begin with it."""
    for role in apps.get_model("organization", "Role").objects.filter(code="finance", is_shipped=True):
        role.permissions = sorted({*role.permissions, RIGHT})
        role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("organization", "0100_tables")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
