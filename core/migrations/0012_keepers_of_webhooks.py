from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """The shipped information manager gets the right on installations that have the role already."""
    for role in apps.get_model("organization", "Role").objects.filter(code="information_manager"):
        if "core.keep_webhooks" not in role.permissions:
            role.permissions = sorted([*role.permissions, "core.keep_webhooks"])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("core", "0011_webhooks"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
