"""`categories`: the tree with its control (api.md, BUD-03, LED-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from budgets import policies
from budgets.choices import CategoryKind, ControlAction, ControlScope, CostNature
from budgets.models import Category
from budgets.selectors import categories as selectors
from budgets.services import categories
from budgets.services import policies as controls
from budgets.services.categories import CategoryFields
from core.actors import Actor
from core.api import AmountSerializerField, Changes, Creates, Input, LabelField, Resource, VersionedInput, move
from core.api.fields import CurrencyField, IdField, RateSerializerField
from core.api.filters import IdFilter
from core.money import ZERO
from organization.api.checks import existing


class CategoryChange(VersionedInput):
    """What is written about a category."""

    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    nature = serializers.ChoiceField(choices=CostNature.choices, default=CostNature.VARIABLE)
    default_tax_rate = RateSerializerField(default=ZERO)
    needs_request = serializers.BooleanField(default=False)


class CategoryIn(Input):
    """A category with its place in the tree; its control begins as year to date, stop."""

    code = serializers.CharField(max_length=20)
    kind = serializers.ChoiceField(choices=CategoryKind.choices, default=CategoryKind.COST)
    parent = IdField(required=False, allow_null=True, default=None)  # type: ignore[assignment]
    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    nature = serializers.ChoiceField(choices=CostNature.choices, default=CostNature.VARIABLE)
    default_tax_rate = RateSerializerField(default=ZERO)
    needs_request = serializers.BooleanField(default=False)


class ControlIn(VersionedInput):
    """How spending on it is controlled from now on, all of it, and why. As a change it names its version (GEN-04)."""

    version = serializers.IntegerField(min_value=1, max_value=2_147_483_647)
    scope = serializers.ChoiceField(choices=ControlScope.choices)
    action = serializers.ChoiceField(choices=ControlAction.choices)
    tolerance_amount = AmountSerializerField(default=ZERO)
    tolerance_share = RateSerializerField(default=ZERO)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ControlOut(serializers.Serializer[Any]):
    """Over which months spending is controlled, what happens beyond, and what is tolerated."""

    scope = serializers.CharField(read_only=True)
    scope_label = LabelField(source="get_scope_display")
    action = serializers.CharField(read_only=True)
    action_label = LabelField(source="get_action_display")
    currency = CurrencyField()
    tolerance_amount = AmountSerializerField(read_only=True)
    tolerance_share = RateSerializerField(read_only=True)


class ShownControl(ControlOut):
    """The control, for who sees how budgets are controlled; null for others."""

    def to_representation(self, instance: Category) -> Any:
        actor: Actor = self.context["view"].actor
        return super().to_representation(instance) if policies.can_see_control(actor) else None


class CategoryOut(serializers.Serializer[Category]):
    """A category in its place. Budgets and spending stand on those that are no group."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    parent = serializers.IntegerField(source="parent_id", read_only=True, allow_null=True)  # type: ignore[assignment]
    is_group = serializers.BooleanField(read_only=True)
    kind = serializers.CharField(read_only=True)
    kind_label = LabelField(source="get_kind_display")
    nature = serializers.CharField(read_only=True)
    nature_label = LabelField(source="get_nature_display")
    needs_request = serializers.BooleanField(read_only=True)
    default_tax_rate = RateSerializerField(read_only=True)
    position = serializers.IntegerField(read_only=True)
    control = ShownControl(source="*", read_only=True, allow_null=True)
    retired_at = serializers.DateTimeField(read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True)


class CategoryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By place, kind and nature; whether others stand below, whether it is out of use."""

    parent = IdFilter(field_name="parent_id")
    code = django_filters.CharFilter(lookup_expr="iexact")
    kind = django_filters.ChoiceFilter(choices=CategoryKind.choices)
    nature = django_filters.ChoiceFilter(choices=CostNature.choices)
    is_group = django_filters.BooleanFilter()
    is_retired = django_filters.BooleanFilter(field_name="retired_at", lookup_expr="isnull", exclude=True)


class CategoryResource(Creates[Category], Changes[Category], Resource[Category]):
    """Categories of costs and revenue. Everybody reads them, for documents name them; finance keeps them."""

    serializer_class = CategoryOut
    input_serializers = {"create": CategoryIn, "partial_update": CategoryChange}
    permissions = dict.fromkeys(("create", "partial_update", "retire", "restore", "control"), policies.EDIT_CATEGORIES)
    filterset_class = CategoryFilter
    ordering_fields = {"code": "code", "position": "position"}
    ordering = "code"
    search_fields = ("code", "name_zh", "name_en")

    def visible(self, actor: Actor) -> QuerySet[Category]:
        return selectors.categories_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Category:
        existing(Category, parent=data["parent"])
        code, kind, parent_id = data.pop("code"), data.pop("kind"), data.pop("parent")
        return categories.create_category(
            code=code, kind=kind, parent_id=parent_id, fields=CategoryFields(**data), actor=actor, at=at
        )

    def change(self, document: Category, *, data: dict[str, Any], actor: Actor, at: datetime) -> Category:
        version = data.pop("version", None)
        now = CategoryFields(
            name_zh=document.name_zh,
            name_en=document.name_en,
            nature=document.nature,
            needs_request=document.needs_request,
            default_tax_rate=document.default_tax_rate,
        )
        return categories.change_category(
            category_id=document.pk, fields=replace(now, **data), version=version, actor=actor, at=at
        )

    @move(input=VersionedInput)
    def retire(self, document: Category, *, data: dict[str, Any], actor: Actor, at: datetime) -> Category:
        """Nothing new stands on it, or on what is below it."""
        return categories.retire_category(category_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=VersionedInput)
    def restore(self, document: Category, *, data: dict[str, Any], actor: Actor, at: datetime) -> Category:
        """It can be used again, with the groups above it."""
        return categories.restore_category(category_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=ControlIn)
    def control(self, document: Category, *, data: dict[str, Any], actor: Actor, at: datetime) -> Category:
        """Change its control, at once and for every department without one of its own; needs a reason."""
        version, reason = data.pop("version", None), data.pop("reason")
        return controls.change_category_policy(
            category_id=document.pk, to=controls.Control(**data), reason=reason, version=version, actor=actor, at=at
        )
