"""`projects`: projects and product lines that lines and spending can name (BUD-10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from budgets import policies
from budgets.models import Project
from budgets.selectors import categories as selectors
from budgets.services import projects
from core.actors import Actor
from core.api import Changes, Creates, Input, Resource, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter
from organization.api.checks import existing
from organization.models import Department


class ProjectChange(VersionedInput):
    """Its names, and the department it serves; without one it serves all."""

    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    department = IdField(required=False, allow_null=True, default=None)


class ProjectIn(Input):
    """A project with its code."""

    code = serializers.CharField(max_length=20)
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    department = IdField(required=False, allow_null=True, default=None)


class ProjectOut(serializers.Serializer[Project]):
    """A project or product line; without a department it serves all."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By code and department; whether it is out of use."""

    code = django_filters.CharFilter(lookup_expr="iexact")
    department = IdFilter(field_name="department_id")
    is_retired = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)


class ProjectResource(Creates[Project], Changes[Project], Resource[Project]):
    """Everybody reads them, for documents name them; finance keeps them."""

    serializer_class = ProjectOut
    input_serializers = {"create": ProjectIn, "partial_update": ProjectChange}
    permissions = dict.fromkeys(("create", "partial_update", "retire", "restore"), policies.EDIT_CATEGORIES)
    filterset_class = ProjectFilter
    ordering_fields = {"code": "code"}
    ordering = "code"
    search_fields = ("code", "name_zh", "name_en")

    def visible(self, actor: Actor) -> QuerySet[Project]:
        return selectors.projects_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Project:
        existing(Department, department=data["department"])
        department_id = data.pop("department")
        return projects.create_project(**data, department_id=department_id, actor=actor, at=at)

    def change(self, document: Project, *, data: dict[str, Any], actor: Actor, at: datetime) -> Project:
        existing(Department, department=data.get("department"))
        return projects.change_project(
            project_id=document.pk,
            name_zh=data.get("name_zh", document.name_zh),
            name_en=data.get("name_en", document.name_en),
            department_id=data.get("department", document.department_id),
            version=data.get("version"),
            actor=actor,
            at=at,
        )

    @move(input=VersionedInput)
    def retire(self, document: Project, *, data: dict[str, Any], actor: Actor, at: datetime) -> Project:
        """Nothing new names it."""
        return projects.retire_project(project_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=VersionedInput)
    def restore(self, document: Project, *, data: dict[str, Any], actor: Actor, at: datetime) -> Project:
        """It can be named again."""
        return projects.restore_project(project_id=document.pk, version=data.get("version"), actor=actor, at=at)
