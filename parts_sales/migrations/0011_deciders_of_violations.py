from typing import Any

from django.db import migrations

ROLES = ("executive", "vice_general_manager", "general_manager")


def give(apps: Any, _editor: Any) -> None:
    """The company's management decides on violations in parts sales (PSL-10); finance can change it."""
    for role in apps.get_model("organization", "Role").objects.filter(code__in=ROLES):
        if "parts.decide_violation" not in role.permissions:
            role.permissions = sorted({*role.permissions, "parts.decide_violation"})
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0010_quotes_sent_and_applied_for"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
