from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """Whoever keeps categories on an installation gives departments their ceilings too."""
    for role in apps.get_model("organization", "Role").objects.all():
        if "budgets.edit_categories" in role.permissions and "budgets.set_ceilings" not in role.permissions:
            role.permissions = sorted([*role.permissions, "budgets.set_ceilings"])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("budgets", "0009_ceilings"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
