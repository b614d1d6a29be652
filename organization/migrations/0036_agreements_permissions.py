from typing import Any

from django.db import migrations

MAKES = ("agreements.make", "agreements.view", "leads.edit", "leads.view")
READS = ("agreements.view", "leads.view")
LEADS = (*READS, "leads.confirm_start")
WEIGHS = (*READS, "agreements.answer_finance", "leads.confirm_payment")
GIVEN: dict[str, tuple[str, ...]] = {
    "department_manager": (*LEADS, *MAKES, "agreements.answer_conditions"),
    "deputy_manager": (*LEADS, *MAKES),
    "division_manager": (*LEADS, "agreements.start_review"),
    "service_clerk": MAKES,
    "foreign_service_clerk": MAKES,
    "salesperson": MAKES,
    "foreign_salesperson": MAKES,
    "domestic_sales_manager": (*MAKES, "agreements.answer_conditions"),
    "export_sales_manager": (*MAKES, "agreements.answer_conditions"),
    "finance": WEIGHS,
    "finance_manager": WEIGHS,
    "finance_supervisor": READS,
    "executive": READS,
    "vice_general_manager": READS,
    "general_manager": (*READS, "agreements.overrule"),
    "planning_centre": ("agreements.answer_resources",),
    "rd_lead": ("agreements.answer_technical",),
    "auditor": (*READS, "agreements.answer_inspection"),
}
APART = (
    ("agreements.make", "agreements.answer_finance"),
    ("agreements.make", "agreements.overrule"),
    ("leads.edit", "leads.confirm_payment"),
)


def give(apps: Any, _editor: Any) -> None:
    """Who makes, reviews and reads leads and agreements (CUS-02, CUS-10). A role that was changed so that it would hold
    both sides of a pair, or that grants roles, gets nothing it could make or decide with (ORG-05).
    """
    for role in apps.get_model("organization", "Role").objects.filter(code__in=GIVEN):
        held = set(role.permissions)
        for permission in GIVEN[role.code]:
            if permission not in READS and "organization.grant_roles" in held:
                continue
            if any(permission in pair and held & set(pair) - {permission} for pair in APART):
                continue
            held.add(permission)
        role.permissions = sorted(held)
        role.save(update_fields=("permissions",))


class Migration(migrations.Migration):
    dependencies = [("organization", "0035_complaints_permissions")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
