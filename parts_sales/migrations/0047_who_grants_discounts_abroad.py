from typing import Any

from django.db import migrations

EXPORT = {
    "name_zh": "外贸销售经理",
    "name_en": "Export sales manager",
    "permissions": ["customers.edit", "customers.view_all", "parts.approve_price", "parts.view", "parts.view_costs"],
    "is_shipped": True,
}  # fmt: skip
STEPS: dict[str, tuple[dict[str, Any], ...]] = {
    "quote": (
        {
            "name_zh": "部门副经理确认型号与单价", "name_en": "Deputy manager confirms model and price",
            "who": "ROLE_IN_DEPARTMENT", "role": "deputy_manager", "needs_flag": "abroad", "days_allowed": 1,
        },
    ),
    "price_application": (
        {
            "name_zh": "部门经理审批（国外折扣）", "name_en": "Department manager (discount abroad)", "who": "MANAGER",
            "needs_flag": "within_table",
        },
        {
            "name_zh": "外贸销售经理审批", "name_en": "Export sales manager", "who": "ROLE_IN_COMPANY",
            "role": "export_sales_manager", "needs_flag": "beyond_table", "days_allowed": 3,
        },
        {
            "name_zh": "总经理批准", "name_en": "General manager", "who": "ROLE_IN_COMPANY", "role": "general_manager",
            "needs_flag": "beyond_table", "days_allowed": 3,
        },
    ),
}  # fmt: skip


def give(apps: Any, _editor: Any) -> None:
    """An installation's shipped routes ask the deputy about quotes for abroad, and by the table about discounts there
    (PSL-40, PSL-41); routes finance has made stay as they are."""
    role, route = apps.get_model("organization", "Role"), apps.get_model("approvals", "Route")
    if not role.objects.exists():
        return  # a new installation starts with all of it
    employee = role.objects.filter(code="employee").first()
    own = set(EXPORT["permissions"]) | set(employee.permissions if employee else ())
    last = role.objects.order_by("-position").first()
    position = last.position + 1 if last else 1
    role.objects.get_or_create(
        code="export_sales_manager", defaults={**EXPORT, "permissions": sorted(own), "position": position}
    )
    roles = {one.code: one for one in role.objects.all()}
    for kind, steps in STEPS.items():
        found = route.objects.filter(
            document_kind=kind, department__isnull=True, is_shipped=True, retired_at__isnull=True
        ).first()
        if found is None or found.steps.count() != 1 or any(code not in roles for code in _named(steps)):
            continue
        found.steps.filter(needs_flag="").update(needs_flag="at_home")
        for place, step in enumerate(steps, start=2):
            given = {**step, "role": roles[step["role"]] if "role" in step else None}
            found.steps.create(position=place, **given)


def _named(steps: tuple[dict[str, Any], ...]) -> list[str]:
    return [step["role"] for step in steps if "role" in step]


class Migration(migrations.Migration):
    dependencies = [
        ("parts_sales", "0046_discounts_and_price_lists"),
        ("approvals", "0026_decided_cases"),
        ("organization", "0034_people_by_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
