"""`departments`: the tree (ORG-01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Changes, Creates, Input, LabelField, ReasonIn, Router, VersionedInput
from core.api import move as posts
from core.api.fields import IdField
from core.api.filters import IdFilter
from organization import policies, services
from organization.api.checks import existing
from organization.choices import DepartmentKind, DepartmentStatus
from organization.models import Department, Person


class DepartmentOut(serializers.Serializer[Any]):
    """A department and who leads it."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    kind_label = LabelField(source="get_kind_display")
    parent = serializers.IntegerField(source="parent_id", read_only=True, allow_null=True)  # type: ignore[assignment]
    manager = serializers.IntegerField(source="manager_id", read_only=True, allow_null=True)
    deputy = serializers.IntegerField(source="deputy_id", read_only=True, allow_null=True)
    letterhead_zh = serializers.CharField(read_only=True)
    letterhead_en = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True)
    status_label = LabelField(source="get_status_display")
    version = serializers.IntegerField(read_only=True)


class DepartmentChange(VersionedInput):
    """What can be changed without moving it. The letterhead is the company's alone: what papers for customers say below
    its name.
    """

    code = serializers.CharField(max_length=20)
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    manager = IdField(required=False, allow_null=True, default=None)
    deputy = IdField(required=False, allow_null=True, default=None)
    letterhead_zh = serializers.CharField(max_length=300, required=False, allow_blank=True)
    letterhead_en = serializers.CharField(max_length=300, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DepartmentIn(Input):
    """A new one."""

    parent = IdField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=DepartmentKind.choices)
    code = serializers.CharField(max_length=20)
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    manager = IdField(required=False, allow_null=True, default=None)
    deputy = IdField(required=False, allow_null=True, default=None)


class DepartmentMoveIn(ReasonIn):
    """Where it belongs from now on."""

    parent = IdField()  # type: ignore[assignment]


class DepartmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By place, kind and status."""

    parent = IdFilter(field_name="parent_id")
    kind = django_filters.ChoiceFilter(choices=DepartmentKind.choices)
    status = django_filters.ChoiceFilter(choices=DepartmentStatus.choices)


class DepartmentResource(Creates[Department], Changes[Department]):
    """Everybody who is signed in reads the tree: documents name departments."""

    serializer_class = DepartmentOut
    input_serializers = {"create": DepartmentIn, "partial_update": DepartmentChange}
    filterset_class = DepartmentFilter
    permissions = {
        "create": policies.EDIT,
        "partial_update": policies.EDIT,
        "move": policies.EDIT,
        "close": policies.EDIT,
        "reopen": policies.EDIT,
    }
    ordering_fields = {"code": "code", "position": "position"}
    ordering = "pk"
    search_fields = ("code", "name_zh", "name_en")

    def visible(self, actor: Actor) -> QuerySet[Department]:
        return Department.objects.all()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Department:
        return services.create_department(**_ids(data), actor=actor, at=at)

    def change(self, document: Department, *, data: dict[str, Any], actor: Actor, at: datetime) -> Department:
        now = {
            "code": document.code,
            "name_zh": document.name_zh,
            "name_en": document.name_en,
            "manager": document.manager_id,
            "deputy": document.deputy_id,
        }
        sent = _ids({**now, **data})
        return services.change_department(department_id=document.pk, **sent, actor=actor, at=at)

    @posts(input=DepartmentMoveIn)
    def move(self, department: Department, *, data: dict[str, Any], actor: Actor, at: datetime) -> Department:
        """Put it, with all below, below another one; needs a reason."""
        existing(Department, parent=data["parent"])
        return services.move_department(
            department_id=department.pk,
            parent_id=data["parent"],
            reason=data["reason"],
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @posts(input=ReasonIn)
    def close(self, department: Department, *, data: dict[str, Any], actor: Actor, at: datetime) -> Department:
        """Nobody works there any more; needs a reason."""
        return services.close_department(department_id=department.pk, reason=data["reason"], actor=actor, at=at)

    @posts(input=ReasonIn)
    def reopen(self, department: Department, *, data: dict[str, Any], actor: Actor, at: datetime) -> Department:
        """In use again; needs a reason."""
        return services.reopen_department(department_id=department.pk, reason=data["reason"], actor=actor, at=at)


def _ids(data: dict[str, Any]) -> dict[str, Any]:
    """The API's names as the services spell them; ids of what does not exist are refused (400)."""
    existing(Person, manager=data.get("manager"), deputy=data.get("deputy"))
    existing(Department, parent=data.get("parent"))
    return {f"{key}_id" if key in {"parent", "manager", "deputy"} else key: value for key, value in data.items()}


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("departments", DepartmentResource, basename="departments")
