"""`public-complaints`: what came by the public form (CMP-01, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from complaints.api.complaints import ComplaintIn, ComplaintOut, input_of
from complaints.choices import IntakeState
from complaints.models import PublicIntake
from complaints.policies import HANDLE
from complaints.selectors.complaints import intakes_visible_to
from complaints.services import intakes
from core.actors import Actor
from core.api import Input, Resource, move


class IntakeOut(serializers.Serializer[PublicIntake]):
    """What somebody typed."""

    id = serializers.IntegerField(read_only=True)
    company = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    email = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    machine = serializers.CharField(read_only=True)
    order_number = serializers.CharField(read_only=True)
    happened = serializers.CharField(read_only=True)
    wish = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    received_at = serializers.DateTimeField(read_only=True)
    complaint = serializers.IntegerField(source="complaint_id", read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)


class SetAsideIn(Input):
    """Why it is no complaint."""

    reason = serializers.CharField(max_length=500)


class IntakeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By what became of it."""

    state = django_filters.ChoiceFilter(choices=IntakeState.choices)


class PublicIntakeResource(Resource[PublicIntake]):
    """Customer service looks at it, records a complaint of it or sets it aside."""

    serializer_class = IntakeOut
    permissions = dict.fromkeys(("list", "retrieve", "take_in", "set_aside"), HANDLE)
    filterset_class = IntakeFilter
    ordering_fields = {"received_at": "received_at"}
    search_fields = ("company", "name", "happened")

    def visible(self, actor: Actor) -> QuerySet[PublicIntake]:
        return intakes_visible_to(actor)

    @move(input=ComplaintIn, output=ComplaintOut)
    def take_in(self, document: PublicIntake, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Record a complaint of it."""
        return intakes.take_in(intake_id=document.pk, draft=input_of(data), actor=actor, at=at)

    @move(input=SetAsideIn)
    def set_aside(self, document: PublicIntake, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Not a complaint, or sent twice."""
        return intakes.set_aside(intake_id=document.pk, reason=data["reason"], actor=actor, at=at)
