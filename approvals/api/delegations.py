"""`delegations`: who decides in whose place (api.md, APR-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from approvals import selectors, services
from approvals.models import Delegation
from core.actors import Actor
from core.api import AmountSerializerField, Creates, Input, Router, move
from core.api.filters import IdFilter

LARGEST_ID = 2**63 - 1


class DelegationIn(Input):
    """Who decides in the caller's place, from which day until before which, on what. No kinds: every kind."""

    delegate = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    document_kinds = serializers.ListField(child=serializers.CharField(max_length=40), max_length=40, required=False)
    amount_cap = AmountSerializerField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500)


class EndDelegationIn(Input):
    """Why it ends before its day."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DelegationOut(serializers.Serializer[Any]):
    """A delegation; `state` is COMING, HOLDS or ENDED today."""

    id = serializers.IntegerField(read_only=True)
    delegator = serializers.IntegerField(source="delegator_id", read_only=True)
    delegator_name = serializers.CharField(source="delegator.name", read_only=True)
    delegate = serializers.IntegerField(source="delegate_id", read_only=True)
    delegate_name = serializers.CharField(source="delegate.name", read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    document_kinds = serializers.ListField(child=serializers.CharField(), read_only=True)
    amount_cap = AmountSerializerField(read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)
    state = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    end_reason = serializers.CharField(read_only=True)

    def get_state(self, row: Delegation) -> str:
        return row.state_on(timezone.localdate())


class DelegationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By the two people."""

    delegator = IdFilter(field_name="delegator_id")
    delegate = IdFilter(field_name="delegate_id")


class DelegationResource(Creates[Delegation]):
    """One's own, given or got; all for who sees how everything is approved."""

    serializer_class = DelegationOut
    input_serializers = {"create": DelegationIn}
    filterset_class = DelegationFilter
    ordering_fields = {"start_date": "start_date", "end_date": "end_date"}

    def visible(self, actor: Actor) -> QuerySet[Delegation]:
        return selectors.delegations_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Delegation:
        """Have somebody decide in the caller's place for a time."""
        return services.delegate(
            delegate_id=data["delegate"],
            start_date=data["start_date"],
            end_date=data["end_date"],
            document_kinds=data.get("document_kinds") or (),
            amount_cap=data.get("amount_cap"),
            reason=data["reason"],
            actor=actor,
            at=at,
        )

    @move(input=EndDelegationIn)
    def end(self, row: Delegation, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """End it before its day; what is not decided goes back at once."""
        services.end_delegation(delegation_id=row.pk, actor=actor, at=at, reason=data["reason"])


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("delegations", DelegationResource, basename="delegations")
