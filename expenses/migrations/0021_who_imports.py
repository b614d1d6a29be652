from typing import Any

from django.db import migrations

PAIRS = (("expenses.claim", "expenses.import"), ("expenses.import", "expenses.pay"))


def give(apps: Any, _editor: Any) -> None:
    """Whoever approves spending and releases it for finance brings it in from accounting too; whoever reopens months
    takes an import back. Neither claims nor pays (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.all():
        held = set(role.permissions)
        if {"expenses.approve", "expenses.release"} <= held and not held & {"expenses.claim", "expenses.pay"}:
            held.add("expenses.import")
        if "budgets.reopen_periods" in held:
            held.add("expenses.reverse_import")
        if held != set(role.permissions):
            role.permissions = sorted(held)
            role.save(update_fields=("permissions",))
    pair = apps.get_model("organization", "IncompatiblePair")
    if pair.objects.exists():
        for first, second in (*PAIRS, ("expenses.import", "organization.grant_roles")):
            pair.objects.get_or_create(first=first, second=second, defaults={"is_shipped": True})


class Migration(migrations.Migration):
    dependencies = [("expenses", "0020_expense_imports"), ("organization", "0001_initial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
