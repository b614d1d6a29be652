from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

QUOTES, ABROAD, FOREIGN = "parts.make_quote", "parts.quote_abroad", "FOREIGN"
HOME_CLERK, FOREIGN_CLERK = "service_clerk", "foreign_service_clerk"
A_YEAR = timedelta(days=365)


def part(apps: Any, _editor: Any) -> None:
    """Offers to customers abroad are the foreign clerks' (PSL-40): their role and those an installation made itself keep
    the right. Domestic clerks who quoted abroad in the last year get the foreign clerks' role for the days left of
    their own.
    """
    roles = apps.get_model("organization", "Role").objects
    quoting = roles.filter(permissions__contains=[QUOTES]).exclude(permissions__contains=[ABROAD])
    for role in quoting.exclude(code=HOME_CLERK, is_shipped=True):
        role.permissions = sorted({*role.permissions, ABROAD})
        role.version += 1
        role.save(update_fields=("permissions", "version"))
    foreign = roles.filter(code=FOREIGN_CLERK, permissions__contains=[ABROAD]).first()
    if foreign is not None:
        _grant(apps, foreign)


def _grant(apps: Any, foreign: Any) -> None:
    now, today = timezone.now(), timezone.localdate()
    quotes = apps.get_model("parts_sales", "Quote").objects.filter(region=FOREIGN)
    quotes = quotes.filter(created_at__gte=now - A_YEAR)
    assignments = apps.get_model("organization", "RoleAssignment").objects
    standing = assignments.filter(Q(end_date__isnull=True) | Q(end_date__gt=today))
    held = set(standing.filter(role=foreign).values_list("person_id", flat=True))
    makers = quotes.exclude(created_by__in=held).values("created_by")
    for one in standing.filter(role__code=HOME_CLERK, role__is_shipped=True, person__in=makers):
        assignments.create(
            person_id=one.person_id,
            role=foreign,
            scope_kind=one.scope_kind,
            department_id=one.department_id,
            start_date=max(one.start_date, today),
            end_date=one.end_date,
            granted_at=now,
            reason="一年内做过国外报价，沿用原有权限 / quoted abroad within the year: goes on as before",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("parts_sales", "0103_bank_details"),
        ("organization", "0102_costs_are_the_sellers"),
    ]

    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
