from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """Whoever keeps categories on an installation keeps its exchange rates too."""
    for role in apps.get_model("organization", "Role").objects.all():
        if "budgets.edit_categories" in role.permissions and "budgets.keep_rates" not in role.permissions:
            role.permissions = sorted([*role.permissions, "budgets.keep_rates"])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("budgets", "0007_exchange_rates"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
