from typing import Any

from django.db import migrations


def give(apps: Any, _editor: Any) -> None:
    """The department's manager applies for credit terms (PSL-22); a role that sells on credit never sets it (ORG-05)."""
    for role in apps.get_model("organization", "Role").objects.filter(code="department_manager"):
        held = set(role.permissions)
        if not held & {"credit.use", "organization.grant_roles"}:
            role.permissions = sorted(held | {"credit.set"})
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("parts_sales", "0020_orders_money_credit")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
