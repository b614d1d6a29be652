"""`control-policies` and `control-overrides`: departments' own control, and leave to exceed a key (LED-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets import policies
from budgets.api.categories import ControlIn, ControlOut
from budgets.api.fields import ReasonAlone
from budgets.models import Category, ControlOverride, ControlPolicy
from budgets.selectors import categories as selectors
from budgets.selectors import keys
from budgets.services import policies as controls
from core.actors import Actor
from core.api import AmountSerializerField, Creates, Input, Resource, move
from core.api.fields import CurrencyField, IdField, MomentField
from core.api.filters import IdFilter
from core.money import CENT
from organization.api.checks import existing
from organization.models import Department


class PolicyIn(ControlIn):
    """A department's own control of a category, in place of the category's; sent again, it is changed."""

    version = None  # type: ignore[assignment]  # what stands is replaced, whatever it is
    department = IdField()
    category = IdField()


class PolicyOut(ControlOut):
    """What a department controls its own way, and why."""

    id = serializers.IntegerField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    category_name = serializers.CharField(source="category.name", read_only=True)
    reason = serializers.CharField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class PolicyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By department and category."""

    department = IdFilter(field_name="department_id")
    category = IdFilter(field_name="category_id")


class ControlPolicyResource(Creates[ControlPolicy], Resource[ControlPolicy]):
    """For who sees how budgets are controlled; set and ended by finance, with a reason, in force at once."""

    serializer_class = PolicyOut
    input_serializers = {"create": PolicyIn}
    permissions = {
        **dict.fromkeys(("list", "retrieve"), policies.VIEW),
        **dict.fromkeys(("create", "end"), policies.EDIT_CATEGORIES),
    }
    filterset_class = PolicyFilter
    search_fields = ("department__name_zh", "department__name_en", "category__name_zh", "category__name_en", "reason")
    ordering = "pk"

    def visible(self, actor: Actor) -> QuerySet[ControlPolicy]:
        return selectors.department_policies()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ControlPolicy:
        department_id, category_id, reason = data.pop("department"), data.pop("category"), data.pop("reason")
        existing(Department, department=department_id)
        existing(Category, category=category_id)
        return controls.set_department_policy(
            category_id=category_id,
            department_id=department_id,
            to=controls.Control(**data),
            reason=reason,
            actor=actor,
            at=at,
        )

    @move(input=ReasonAlone)
    def end(self, document: ControlPolicy, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """The category's control holds for the department again; needs a reason. Answers with what held."""
        controls.remove_department_policy(policy_id=document.pk, reason=data["reason"], actor=actor, at=at)


class OverrideIn(Input):
    """By how much a balance may be exceeded, in the control window of a month, until when, and why."""

    balance = IdField()
    month = serializers.IntegerField(min_value=1, max_value=12)
    amount = AmountSerializerField(min_value=CENT)
    expires_at = MomentField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class OverrideOut(serializers.Serializer[ControlOverride]):
    """Leave to exceed a balance; everybody who approves what uses it reads the reason."""

    id = serializers.IntegerField(read_only=True)
    balance = serializers.IntegerField(source="key_id", read_only=True)
    department = serializers.IntegerField(source="key.department_id", read_only=True)
    category = serializers.IntegerField(source="key.category_id", read_only=True)
    year = serializers.IntegerField(source="key.fiscal_year.year", read_only=True)
    month = serializers.IntegerField(read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    reason = serializers.CharField(read_only=True)
    granted_by = serializers.IntegerField(source="granted_by_id", read_only=True)
    granted_by_name = serializers.CharField(source="granted_by.name", read_only=True)
    granted_at = serializers.DateTimeField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)


class OverrideFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By balance, department and category; those ended before their time."""

    balance = IdFilter(field_name="key_id")
    department = IdFilter(field_name="key__department_id")
    category = IdFilter(field_name="key__category_id")
    is_ended = django_filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", exclude=True)


class ControlOverrideResource(Creates[ControlOverride], Resource[ControlOverride]):
    """Overrides of the balances one sees; granted with a reason and an end."""

    serializer_class = OverrideOut
    input_serializers = {"create": OverrideIn}
    permissions = {"create": policies.GRANT_OVERRIDE}
    filterset_class = OverrideFilter
    search_fields = ("key__department__name_zh", "key__category__name_zh", "key__category__name_en", "reason")
    ordering_fields = {"expires_at": "expires_at", "granted_at": "granted_at"}

    def visible(self, actor: Actor) -> QuerySet[ControlOverride]:
        return keys.overrides_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ControlOverride:
        if not keys.keys_visible_to(actor).filter(pk=data["balance"]).exists():
            raise serializers.ValidationError({"balance": [_("There is no such thing.")]})
        return controls.grant_override(key_id=data.pop("balance"), **data, actor=actor, at=at)

    @move(input=ReasonAlone)
    def end(self, document: ControlOverride, *, data: dict[str, Any], actor: Actor, at: datetime) -> ControlOverride:
        """It ends before its time, with a reason; what was spent under it stays."""
        return controls.end_override(override_id=document.pk, reason=data["reason"], actor=actor, at=at)
