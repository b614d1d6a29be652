from typing import Any

from django.db import migrations

PAIRS = (
    ("parts.make_delivery_note", "parts.sign_delivery_note"),
    ("organization.grant_roles", "parts.sign_delivery_note"),
)


def give(apps: Any, _editor: Any) -> None:
    """Department managers of an installation sign delivery notes (PSL-31); who makes them does not (ORG-05)."""
    for role in apps.get_model("organization", "Role").objects.filter(code="department_manager"):
        if "parts.make_delivery_note" not in role.permissions:
            role.permissions = sorted({*role.permissions, "parts.sign_delivery_note"})
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for first, second in PAIRS:
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0030_delivery_notes"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
