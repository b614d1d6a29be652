from typing import Any

from django.db import migrations

RIGHTS = {
    "department_manager": ("market.answer",),
    "deputy_manager": ("market.answer",),
    "division_manager": ("market.answer",),
    "information_manager": ("market.review", "market.screen"),
    "vice_general_manager": ("market.decide",),
    "customer_service": ("surveys.manage",),
}
GRANTS = "organization.grant_roles"


def give(apps: Any, _editor: Any) -> None:
    """Who deals with market information and surveys (MKT-01 to MKT-04, CMP-20); whoever grants roles never gets a right
    to make or decide on anything (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.filter(code__in=RIGHTS):
        if GRANTS not in role.permissions:
            role.permissions = sorted({*role.permissions, *RIGHTS[role.code]})
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for code in sorted({code for codes in RIGHTS.values() for code in codes}):
            first, second = sorted((code, GRANTS))
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("organization", "0036_agreements_permissions")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
