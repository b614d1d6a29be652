"""`break-glass-rights`: what an emergency let somebody do, and its review (ORG-06b)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, Input, LabelField, ReasonIn, Router, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter, KnownFilter
from organization import policies, selectors, services
from organization.api.checks import existing
from organization.choices import GlassVerdict, ScopeKind
from organization.models import BreakGlass, Department, Person, Role, Warehouse


class CrossingOut(serializers.Serializer[Any]):
    """A pair it goes past: what the holder has anyway, by which role, and what the right gives."""

    own = serializers.CharField()
    own_role = serializers.CharField()
    given = serializers.CharField()


class BreakGlassOut(serializers.Serializer[Any]):
    """A break-glass right; `end_date` is the first day without it, `state` how it stands today."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True)
    person = serializers.IntegerField(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    role = serializers.CharField(source="role.code", read_only=True)
    role_name = serializers.CharField(source="role.name", read_only=True)
    permissions = serializers.ListField(child=serializers.CharField(), read_only=True)
    crosses = CrossingOut(many=True, read_only=True)
    scope_kind = serializers.CharField(read_only=True)
    scope_kind_label = LabelField(source="get_scope_kind_display")
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    warehouse = serializers.IntegerField(source="warehouse_id", read_only=True, allow_null=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    reason = serializers.CharField(read_only=True)
    granted_by = serializers.IntegerField(source="granted_by_id", read_only=True)
    granted_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    end_reason = serializers.CharField(read_only=True)
    state = serializers.SerializerMethodField()
    times_used = serializers.IntegerField(read_only=True)
    review_due_date = serializers.DateField(read_only=True, allow_null=True)
    reviewed_by = serializers.IntegerField(source="reviewed_by_id", read_only=True, allow_null=True)
    reviewed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    verdict = serializers.CharField(read_only=True)
    finding = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_state(self, right: BreakGlass) -> str:
        return str(right.state_on(timezone.localdate()))


class BreakGlassIn(Input):
    """A role for a person for a few days, from today where no day is named."""

    person = IdField()
    role = serializers.SlugField(max_length=40)
    scope_kind = serializers.ChoiceField(choices=ScopeKind.choices)
    department = IdField(required=False, allow_null=True, default=None)
    warehouse = IdField(required=False, allow_null=True, default=None)
    start_date = serializers.DateField(required=False, allow_null=True, default=None)
    end_date = serializers.DateField()
    reason = serializers.CharField(max_length=1000)


class ReviewIn(VersionedInput):
    """Whether it was justified, and what was found."""

    verdict = serializers.ChoiceField(choices=GlassVerdict.choices)
    finding = serializers.CharField(max_length=1000)


class BreakGlassFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By person, role and verdict."""

    person = IdFilter(field_name="person_id")
    role = KnownFilter(selectors.is_role, field_name="role__code")
    verdict = django_filters.ChoiceFilter(choices=GlassVerdict.choices)


class BreakGlassResource(Creates[BreakGlass]):
    """One's own; all for who watches over them."""

    serializer_class = BreakGlassOut
    input_serializers = {"create": BreakGlassIn}
    filterset_class = BreakGlassFilter
    permissions = {"create": policies.BREAK_GLASS, "review": policies.REVIEW_BREAK_GLASS}
    ordering_fields = {"start_date": "start_date", "end_date": "end_date", "review_due_date": "review_due_date"}
    ordering = "-pk"
    search_fields = ("number", "person__name_zh", "person__name_en", "role__name_zh", "role__name_en", "reason")

    def visible(self, actor: Actor) -> QuerySet[BreakGlass]:
        return selectors.break_glass_visible_to(actor)

    def for_list(self, rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
        return selectors.with_uses(rows.select_related("person", "role"))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> BreakGlass:
        existing(Person, person=data["person"])
        existing(Department, department=data["department"])
        existing(Warehouse, warehouse=data["warehouse"])
        if not Role.objects.filter(code=data["role"]).exists():
            existing(Role, role=0)
        named = {f"{name}_id": data.pop(name) for name in ("person", "department", "warehouse")}
        return services.grant_break_glass(**named, role_code=data.pop("role"), **data, actor=actor, at=at)

    @move(input=ReasonIn)
    def end(self, right: BreakGlass, *, data: dict[str, Any], actor: Actor, at: datetime) -> BreakGlass:
        """End it at once; needs a reason."""
        return services.end_break_glass(right_id=right.pk, reason=data["reason"], actor=actor, at=at)

    @move(input=ReviewIn)
    def review(self, right: BreakGlass, *, data: dict[str, Any], actor: Actor, at: datetime) -> BreakGlass:
        """Say what was found: somebody who neither had it nor granted it, once it has ended."""
        return services.review_break_glass(
            right_id=right.pk,
            verdict=data["verdict"],
            finding=data["finding"],
            version=data.get("version"),
            actor=actor,
            at=at,
        )


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("break-glass-rights", BreakGlassResource, basename="break-glass-rights")
