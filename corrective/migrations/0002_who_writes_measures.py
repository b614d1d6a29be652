from typing import Any

from django.db import migrations

WRITERS = ("department_manager", "deputy_manager", "division_manager")
READERS = ("executive", "vice_general_manager", "general_manager", "finance_manager", "finance_supervisor", "auditor")


def give(apps: Any, _editor: Any) -> None:
    """Managers write measures for their departments, management reads corrective actions (CMP-05); whoever grants roles
    never gets a right to make anything (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.filter(code__in=(*WRITERS, *READERS)):
        held = set(role.permissions)
        if role.code in WRITERS and "organization.grant_roles" not in held:
            held.add("complaints.plan_measures")
        if role.code in READERS:
            held.add("complaints.view")
        role.permissions = sorted(held)
        role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("corrective", "0001_corrective_actions"), ("organization", "0034_people_by_name")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
