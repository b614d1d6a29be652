"""`market-research` (CUS-02, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from agreements.choices import ResearchState
from agreements.models import ResearchReport
from agreements.policies import SELL
from agreements.selectors.research import research_visible_to
from agreements.services import research
from agreements.services.inputs import ResearchInput
from core.actors import Actor
from core.api import Changes, Creates, DocumentOut, ReasonIn, Resource, VersionedInput, move
from core.api.fields import DayField, IdField
from core.api.filters import IdFilter


class ResearchRow(DocumentOut):
    """A market research report in a list."""

    title = serializers.CharField(read_only=True)
    market = serializers.CharField(read_only=True)
    since = serializers.DateField(read_only=True)
    until = serializers.DateField(read_only=True)
    method = serializers.CharField(read_only=True)
    lead = serializers.IntegerField(source="lead_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)


class ResearchOut(ResearchRow):
    """One market research report."""

    demand = serializers.CharField(read_only=True)
    rivals = serializers.CharField(read_only=True)
    advice = serializers.CharField(read_only=True)


class ResearchIn(VersionedInput):
    """What was found out about a market. The department left out is yours."""

    title = serializers.CharField(max_length=160)
    market = serializers.CharField(max_length=200)
    since = DayField()
    until = DayField()
    method = serializers.CharField(max_length=500)
    demand = serializers.CharField(max_length=6000)
    rivals = serializers.CharField(max_length=6000, required=False, allow_blank=True, default="")
    advice = serializers.CharField(max_length=6000)
    lead = IdField(required=False, allow_null=True, default=None)
    department = IdField(required=False, allow_null=True, default=None)


class ResearchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, lead, department."""

    state = django_filters.ChoiceFilter(choices=ResearchState.choices)
    lead = IdFilter(field_name="lead_id")
    department = IdFilter(field_name="department_id")


class ResearchResource(Creates[ResearchReport], Changes[ResearchReport], Resource[ResearchReport]):
    """Market research reports: written, issued, taken back."""

    serializer_class = ResearchOut
    list_serializer_class = ResearchRow
    input_serializers = {"create": ResearchIn, "partial_update": ResearchIn}
    permissions = dict.fromkeys(("create", "partial_update", "issue", "withdraw"), SELL)
    filterset_class = ResearchFilter
    ordering_fields = {"number": "number", "until": "until", "created_at": "created_at"}
    search_kind = ResearchReport.kind

    def visible(self, actor: Actor) -> QuerySet[ResearchReport]:
        return research_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> ResearchReport:
        return research.draft(report=_report(data), actor=actor, at=at)

    def change(self, document: ResearchReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> ResearchReport:
        kept: dict[str, Any] = {name: getattr(document, name) for name in (*research.TEXTS, "since", "until")}
        kept |= {"lead": document.lead_id, "department": document.department_id}
        return research.change(
            report_id=document.pk, report=_report(kept | data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=VersionedInput)
    def issue(self, document: ResearchReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Issue a draft; it takes its number."""
        research.issue(report_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def withdraw(self, document: ResearchReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take it back; it stays readable."""
        research.withdraw(report_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version"))


def _report(data: dict[str, Any]) -> ResearchInput:
    return ResearchInput(
        title=data["title"], market=data["market"], since=data["since"], until=data["until"], method=data["method"],
        demand=data["demand"], rivals=data["rivals"], advice=data["advice"], lead_id=data["lead"],
        department_id=data["department"],
    )  # fmt: skip
