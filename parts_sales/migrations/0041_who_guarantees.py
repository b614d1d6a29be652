from typing import Any

from django.db import migrations

ROLES = ("salesperson", "commissioning_engineer")
AGAINST = ("organization.grant_roles", "parts.approve_price", "parts.make_quote", "parts.record_receipt")


def give(apps: Any, _editor: Any) -> None:
    """Salespeople and commissioning engineers guarantee for customers (PSL-23); who quotes, approves, records money or
    grants roles never does (ORG-05)."""
    for role in apps.get_model("organization", "Role").objects.filter(code__in=ROLES):
        held = set(role.permissions)
        if not held & set(AGAINST):
            role.permissions = sorted(held | {"parts.guarantee"})
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for other in AGAINST:
            first, second = sorted((other, "parts.guarantee"))
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0040_guarantees")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
