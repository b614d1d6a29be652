"""`role-assignments`: who holds which role where (ORG-03)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, Input, LabelField, ReasonIn, Router, move
from core.api.fields import IdField
from core.api.filters import IdFilter, KnownFilter
from organization import policies, selectors, services
from organization.api.checks import existing
from organization.choices import ScopeKind
from organization.models import Department, Person, Role, RoleAssignment, Warehouse


class AssignmentOut(serializers.Serializer[Any]):
    """A role in somebody's hands; `end_date` is the first day without it."""

    id = serializers.IntegerField(read_only=True)
    person = serializers.IntegerField(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    role = serializers.CharField(source="role.code", read_only=True)
    role_name = serializers.CharField(source="role.name", read_only=True)
    scope_kind = serializers.CharField(read_only=True)
    scope_kind_label = LabelField(source="get_scope_kind_display")
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    warehouse = serializers.IntegerField(source="warehouse_id", read_only=True, allow_null=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True, allow_null=True)
    granted_by = serializers.IntegerField(source="granted_by_id", read_only=True, allow_null=True)
    granted_at = serializers.DateTimeField(read_only=True)
    reason = serializers.CharField(read_only=True)


class GrantIn(Input):
    """A role for a person, from today where no day is named."""

    person = IdField()
    role = serializers.SlugField(max_length=40)
    scope_kind = serializers.ChoiceField(choices=ScopeKind.choices)
    department = IdField(required=False, allow_null=True, default=None)
    warehouse = IdField(required=False, allow_null=True, default=None)
    start_date = serializers.DateField(required=False, allow_null=True, default=None)
    end_date = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=1000)


class EndIn(ReasonIn):
    """The first day without the role; today where none is named."""

    end_date = serializers.DateField(required=False, allow_null=True, default=None)


class AssignmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By person, role and department."""

    person = IdFilter(field_name="person_id")
    role = KnownFilter(selectors.is_role, field_name="role__code")
    department = IdFilter(field_name="department_id")


class AssignmentResource(Creates[RoleAssignment]):
    """One's own roles; those of the people one sees for who may see the organization."""

    serializer_class = AssignmentOut
    input_serializers = {"create": GrantIn}
    filterset_class = AssignmentFilter
    permissions = {"create": policies.GRANT_ROLES, "end": policies.GRANT_ROLES}
    ordering_fields = {"start_date": "start_date", "end_date": "end_date"}
    ordering = "-pk"
    search_fields = ("person__name_zh", "person__name_en", "person__username", "role__code", "role__name_zh")

    def visible(self, actor: Actor) -> QuerySet[RoleAssignment]:
        rows = RoleAssignment.objects.all()
        if policies.can_view(actor):
            return rows.filter(person__in=selectors.people_visible_to(actor))
        return rows.filter(person_id=actor.person_id or 0)

    def for_list(self, rows: QuerySet[RoleAssignment]) -> QuerySet[RoleAssignment]:
        return rows.select_related("person", "role")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> RoleAssignment:
        existing(Person, person=data["person"])
        existing(Department, department=data["department"])
        existing(Warehouse, warehouse=data["warehouse"])
        if not Role.objects.filter(code=data["role"]).exists():
            existing(Role, role=0)
        return services.grant_role(
            person_id=data["person"],
            role_code=data["role"],
            scope_kind=data["scope_kind"],
            department_id=data["department"],
            warehouse_id=data["warehouse"],
            start_date=data["start_date"],
            end_date=data["end_date"],
            reason=data["reason"],
            actor=actor,
            at=at,
        )

    @move(input=EndIn)
    def end(self, assignment: RoleAssignment, *, data: dict[str, Any], actor: Actor, at: datetime) -> RoleAssignment:
        """Take the role away; needs a reason."""
        return services.end_assignment(
            assignment_id=assignment.pk, end_date=data["end_date"], reason=data["reason"], actor=actor, at=at
        )


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("role-assignments", AssignmentResource, basename="role-assignments")
