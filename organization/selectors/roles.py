"""Reads of roles, who holds them, and the pairs nobody may hold together (ORG-03 to ORG-05)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from organization.models import IncompatiblePair, Role, RoleAssignment, Warehouse
from organization.rules import Pair


def incompatible_pairs() -> list[Pair]:
    """All pairs of permissions one person never holds together."""
    return list(IncompatiblePair.objects.values_list("first", "second"))


def assignments_of(*, person_id: int, since: date | None = None) -> QuerySet[RoleAssignment]:
    """A person's roles with their scopes, newest first; `since` leaves out what had ended by that day."""
    rows = RoleAssignment.objects.filter(person_id=person_id)
    if since is not None:
        rows = rows.filter(Q(end_date__isnull=True) | Q(end_date__gt=since))
    return rows.select_related("person", "role", "department", "warehouse", "granted_by", "ended_by").order_by(
        "-start_date", "-pk"
    )


def is_role(code: str) -> bool:
    """Whether there is a role with this code."""
    return Role.objects.filter(code=code).exists()


def is_warehouse(code: str) -> bool:
    """Whether there is a warehouse with this code."""
    return Warehouse.objects.filter(code=code).exists()


def holders_of(*, role_id: int, since: date) -> QuerySet[RoleAssignment]:
    """Who holds a role on a day or will later."""
    return (
        RoleAssignment.objects.filter(Q(end_date__isnull=True) | Q(end_date__gt=since), role_id=role_id)
        .select_related("person", "role", "department", "warehouse", "granted_by")
        .order_by("person__sort_key", "start_date")
    )


def roles_with_counts(*, on: date) -> QuerySet[Role]:
    """All roles in their order, each with `holders`: how many people hold it on a day."""
    in_force = Q(assignments__start_date__lte=on, assignments__person__is_active=True) & (
        Q(assignments__end_date__isnull=True) | Q(assignments__end_date__gt=on)
    )
    return Role.objects.annotate(holders=Count("assignments__person", filter=in_force, distinct=True)).order_by(
        "position", "code"
    )
