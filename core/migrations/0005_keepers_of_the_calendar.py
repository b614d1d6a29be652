from typing import Any

from django.db import migrations

CODES = {"finance", "finance_manager", "information_manager"}


def give(apps: Any, _editor: Any) -> None:
    """The shipped roles that keep the calendar get the right on installations that have them already."""
    for role in apps.get_model("organization", "Role").objects.filter(code__in=CODES):
        if "core.keep_calendar" not in role.permissions:
            role.permissions = sorted([*role.permissions, "core.keep_calendar"])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("core", "0004_calendar_days"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
