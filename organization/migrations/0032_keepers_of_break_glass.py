from typing import Any

from django.db import migrations

RIGHTS = {
    "general_manager": "organization.break_glass",
    "auditor": "organization.review_break_glass",
    "finance_manager": "organization.review_break_glass",
}


def give(apps: Any, _editor: Any) -> None:
    """The shipped roles that break the glass or review it get the right on installations that have them already."""
    for role in apps.get_model("organization", "Role").objects.filter(code__in=RIGHTS):
        if RIGHTS[role.code] not in role.permissions:
            role.permissions = sorted([*role.permissions, RIGHTS[role.code]])
            role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("organization", "0031_break_glass")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
