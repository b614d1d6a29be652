from typing import Any

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

COSTS, SEES, QUOTES = "parts.view_costs", "parts.view", "parts.make_quote"
LEADERS = ("department_manager", "deputy_manager")
LEAD = {
    "code": "parts_lead",
    "name_zh": "备件业务负责人",
    "name_en": "Parts business lead",
    "permissions": [COSTS],
    "approve_limit": 0,
    "is_shipped": True,
}


def part(apps: Any, _editor: Any) -> None:
    """What parts cost is the matter of the department that sells them and of finance: managers and deputies of every
    department saw it. Those of departments that quote keep it by a role of their own; division managers open the sales of
    their division (GEN-10). New installations begin with it.
    """
    roles = apps.get_model("organization", "Role").objects
    for role in roles.filter(code="division_manager", is_shipped=True):
        _put(role, {*role.permissions, SEES})
    leaders = [role for role in roles.filter(code__in=LEADERS, is_shipped=True) if COSTS in role.permissions]
    if not leaders:
        return
    lead, _made = roles.get_or_create(
        code=LEAD["code"], defaults=LEAD | {"position": max(roles.values_list("position", flat=True)) + 1}
    )
    _grant(apps.get_model("organization", "RoleAssignment"), lead, leaders)
    for role in leaders:
        _put(role, set(role.permissions) - {COSTS})


def _grant(assignments: Any, lead: Any, leaders: list[Any]) -> None:
    """The new role to who leads a department somebody quotes for, for the days left of the old one's."""
    today = timezone.localdate()
    standing = assignments.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
    selling = standing.filter(role__permissions__contains=[QUOTES]).exclude(department=None).values("department")
    for one in standing.filter(role__in=leaders, department__in=selling):
        assignments.objects.create(
            person_id=one.person_id,
            role=lead,
            scope_kind=one.scope_kind,
            department_id=one.department_id,
            start_date=max(one.start_date, today),
            end_date=one.end_date,
            granted_at=timezone.now(),
            reason="部门销售备件，沿用原有的成本查看权 / the department sells parts: costs are seen as before",
        )


def _put(role: Any, permissions: set[str]) -> None:
    role.permissions = sorted(permissions)
    role.version += 1
    role.save(update_fields=("permissions", "version"))


class Migration(migrations.Migration):
    dependencies = [("organization", "0101_finance_sees_complaints")]

    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
