from typing import Any

from django.db import migrations

CODES = {"finance", "finance_manager"}


def give(apps: Any, _editor: Any) -> None:
    """The shipped roles of finance get the right on installations that have them already."""
    for role in apps.get_model("organization", "Role").objects.filter(code__in=CODES):
        if "core.keep_thresholds" not in role.permissions:
            role.permissions = sorted([*role.permissions, "core.keep_thresholds"])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("core", "0040_thresholds"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
