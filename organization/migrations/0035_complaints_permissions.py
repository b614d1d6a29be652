from typing import Any

from django.db import migrations

GRANT = "organization.grant_roles"
JUDGES = ("department_manager", "deputy_manager", "division_manager")
PANEL = ("expert", "planning_centre")
JUDGE, CONFIRM = "complaints.judge_liability", "complaints.confirm_liability"
PAIRS = ((JUDGE, CONFIRM), (GRANT, JUDGE), (GRANT, CONFIRM))


def give(apps: Any, _editor: Any) -> None:
    """Leads of divisions write reports on liability, the panel confirms them (CMP-02); nobody does both, and whoever
    grants roles does neither (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.filter(code__in=(*JUDGES, *PANEL)):
        held = set(role.permissions)
        wanted = CONFIRM if role.code in PANEL else JUDGE
        against = {other for pair in PAIRS if wanted in pair for other in pair} - {wanted}
        if not held & against:
            role.permissions = sorted(held | {wanted})
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for one in PAIRS:
            first, second = sorted(one)
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("organization", "0034_people_by_name")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
