"""`roles` with their permissions and limits, and `incompatible-pairs` (ORG-04, ORG-05, ORG-08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Changes, Creates, Input, Resource, Router, VersionedInput
from core.api.fields import CurrencyField, RateSerializerField
from core.money import ZERO
from organization import policies, services
from organization.models import IncompatiblePair, Role

MOST_PERMISSIONS = 500


class RoleFields(VersionedInput):
    """What a role allows; `approve_limit` null is any amount. Other permissions or limits need a reason."""

    name_zh = serializers.CharField(max_length=80)
    name_en = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    permissions = serializers.ListField(child=serializers.CharField(max_length=60), max_length=MOST_PERMISSIONS)
    approve_limit = AmountSerializerField(required=False, allow_null=True, default=ZERO)
    discount_limit_share = RateSerializerField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class RoleIn(RoleFields):
    """A role of the installation's own."""

    code = serializers.RegexField(r"^[a-z][a-z0-9_]{1,39}$", max_length=40)


class RoleOut(serializers.Serializer[Any]):
    """A role; its amounts are in the base currency."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    name_zh = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    permissions = serializers.ListField(child=serializers.CharField(), read_only=True)
    currency = CurrencyField()
    approve_limit = AmountSerializerField(read_only=True, allow_null=True)
    discount_limit_share = RateSerializerField(read_only=True, allow_null=True)
    requires_second_factor = serializers.BooleanField(read_only=True)
    is_shipped = serializers.BooleanField(read_only=True)
    version = serializers.IntegerField(read_only=True)


class RoleResource(Creates[Role], Changes[Role], Resource[Role]):
    """Roles, for those who see the organization; the finance supervisor makes and changes them."""

    serializer_class = RoleOut
    input_serializers = {"create": RoleIn, "partial_update": RoleFields}
    permissions = {"create": policies.EDIT_ROLES}
    ordering_fields = {"code": "code", "position": "position"}
    search_fields = ("code", "name_zh", "name_en")

    def visible(self, actor: Actor) -> QuerySet[Role]:
        rows = Role.objects.all()
        return rows if policies.can_view(actor) else rows.none()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Role:
        return services.create_role(
            code=data["code"],
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            permissions=data["permissions"],
            approve_limit=data["approve_limit"],
            discount_limit_share=data["discount_limit_share"],
            actor=actor,
            at=at,
        )

    def change(self, document: Role, *, data: dict[str, Any], actor: Actor, at: datetime) -> Role:
        return services.change_role(
            role_id=document.pk,
            name_zh=data.get("name_zh", document.name_zh),
            name_en=data.get("name_en", document.name_en),
            permissions=data.get("permissions", document.permissions),
            approve_limit=data.get("approve_limit", document.approve_limit),
            discount_limit_share=data.get("discount_limit_share", document.discount_limit_share),
            reason=data.get("reason", ""),
            version=data.get("version"),
            actor=actor,
            at=at,
        )


class PairIn(Input):
    """Two permissions nobody may hold together, and why."""

    first = serializers.CharField(max_length=60)
    second = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=1000)


class PairOut(serializers.Serializer[Any]):
    """Two permissions one person never holds together."""

    id = serializers.IntegerField(read_only=True)
    first = serializers.CharField(read_only=True)
    second = serializers.CharField(read_only=True)
    is_shipped = serializers.BooleanField(read_only=True)


class PairResource(Creates[IncompatiblePair], Resource[IncompatiblePair]):
    """Incompatible pairs; one is never taken out again (ORG-06b)."""

    serializer_class = PairOut
    input_serializers = {"create": PairIn}
    permissions = {"create": policies.EDIT_ROLES}
    search_fields = ("first", "second")

    def visible(self, actor: Actor) -> QuerySet[IncompatiblePair]:
        rows = IncompatiblePair.objects.all()
        return rows if policies.can_view(actor) else rows.none()

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> IncompatiblePair:
        return services.add_pair(first=data["first"], second=data["second"], reason=data["reason"], actor=actor, at=at)


def register(router: Router) -> None:
    """Give the resources their addresses."""
    router.register("roles", RoleResource, basename="roles")
    router.register("incompatible-pairs", PairResource, basename="incompatible-pairs")
