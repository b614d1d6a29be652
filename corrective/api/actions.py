"""`corrective-actions` and `effect-reports`: cause, measures, checks and verdicts (CMP-05, CMP-06, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import IdField, LinesField
from core.api.filters import IdFilter, KindFilter
from core.errors import InvalidInput
from corrective.choices import ActionState, Branch, CauseMethod, MeasureKind, ReportState
from corrective.models import Cause, Check, CorrectiveAction, EffectReport, Measure, Round
from corrective.policies import HANDLE, PLAN, VERIFY
from corrective.rules.plans import MOST_CAUSES, MOST_MEASURES
from corrective.selectors.actions import actions_visible_to, late, reports_visible_to
from corrective.services import actions, following, plans, verifying
from corrective.services.inputs import ActionInput, CauseInput, CheckInput, EffectInput, MeasureInput, PlanInput


class CauseOut(serializers.Serializer[Cause]):
    """One why, or one cause on a branch."""

    branch = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)


class MeasureOut(serializers.Serializer[Measure]):
    """One measure."""

    id = serializers.IntegerField(read_only=True)
    measure_kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    owner = serializers.IntegerField(source="owner_id", read_only=True)
    due_date = serializers.DateField(read_only=True)
    done_at = serializers.DateTimeField(read_only=True, allow_null=True)
    result = serializers.CharField(read_only=True)


class MeasureCheckOut(serializers.Serializer[Check]):
    """One check."""

    measure = serializers.IntegerField(source="measure_id", read_only=True, allow_null=True)
    check_kind = serializers.CharField(read_only=True)
    finding = serializers.CharField(read_only=True)
    in_order = serializers.BooleanField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True)
    at = serializers.DateTimeField(read_only=True)


class RoundOut(serializers.Serializer[Round]):
    """One round."""

    number = serializers.IntegerField(read_only=True)
    method = serializers.CharField(read_only=True)
    root_cause = serializers.CharField(read_only=True)
    effect_measure = serializers.CharField(read_only=True)
    causes = CauseOut(many=True, read_only=True)
    measures = MeasureOut(many=True, read_only=True)
    checks = MeasureCheckOut(many=True, read_only=True)


class ActionRow(DocumentOut):
    """A corrective action in a list."""

    title = serializers.CharField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    subject_kind = serializers.CharField(read_only=True)
    subject_id = serializers.IntegerField(read_only=True, allow_null=True)
    subject_label = serializers.CharField(read_only=True)
    problem = serializers.CharField(read_only=True)
    round_number = serializers.IntegerField(read_only=True)
    plan_due = serializers.DateField(read_only=True)
    next_check = serializers.DateField(read_only=True, allow_null=True)
    keep_until = serializers.DateField(read_only=True, allow_null=True)
    closed_at = serializers.DateTimeField(read_only=True, allow_null=True)


class ActionOut(ActionRow):
    """One corrective action with its rounds."""

    rounds = RoundOut(many=True, read_only=True)


class ActionIn(Input):
    """A department asked for measures; `plan_due` left out is the usual number of working days."""

    department = IdField()
    title = serializers.CharField(max_length=120)
    problem = serializers.CharField(max_length=4000)
    plan_due = serializers.DateField(required=False, allow_null=True, default=None)


class CauseIn(Input):
    """One why (no branch), or one cause on a branch of a fishbone."""

    text = serializers.CharField(max_length=500)
    branch = serializers.ChoiceField(choices=Branch.choices, required=False, allow_blank=True, default="")


class MeasureIn(Input):
    """One measure."""

    measure_kind = serializers.ChoiceField(choices=MeasureKind.choices)
    text = serializers.CharField(max_length=1000)
    owner = IdField()
    due_date = serializers.DateField()


class MeasurePlanIn(VersionedInput):
    """Cause and measures of the round, as a whole."""

    method = serializers.ChoiceField(choices=CauseMethod.choices)
    root_cause = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    effect_measure = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")
    causes = LinesField(child=CauseIn(), max_length=MOST_CAUSES, allow_empty=True)
    measures = LinesField(child=MeasureIn(), max_length=MOST_MEASURES, allow_empty=True)


class FinishIn(VersionedInput):
    """A measure carried out."""

    measure = IdField()
    result = serializers.CharField(max_length=2000)


class MeasureCheckIn(VersionedInput):
    """What a check saw; without a measure it is about all."""

    finding = serializers.CharField(max_length=2000)
    in_order = serializers.BooleanField()
    measure = IdField(required=False, allow_null=True, default=None)


class EffectIn(VersionedInput):
    """The verdict and what it rests on."""

    is_effective = serializers.BooleanField()
    finding = serializers.CharField(max_length=4000)
    figures = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ReportIn(EffectIn):
    """A report on the effect of an action's present round; `version` is the action's."""

    corrective_action = IdField()


class ActionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, department, what it is about, and whether something is late."""

    state = django_filters.ChoiceFilter(choices=ActionState.choices)
    department = IdFilter(field_name="department_id")
    subject_kind = KindFilter(field_name="subject_kind")
    subject_id = IdFilter(field_name="subject_id")
    late = django_filters.BooleanFilter(method="only_late")

    def only_late(self, rows: QuerySet[CorrectiveAction], _name: str, value: bool) -> QuerySet[CorrectiveAction]:
        """With something past its day, or without."""
        overdue = late(timezone.localdate())
        return rows.filter(overdue) if value else rows.exclude(overdue)


class CorrectiveActionResource(Creates[CorrectiveAction], Resource[CorrectiveAction]):
    """Customer service asks, the department plans, experts decide through the approval tasks."""

    serializer_class = ActionOut
    list_serializer_class = ActionRow
    input_serializers = {"create": ActionIn}
    permissions = {
        "create": HANDLE, "save_plan": PLAN, "submit_plan": PLAN, "withdraw_plan": PLAN, "check": HANDLE,
        "implement": HANDLE, "cancel": HANDLE, "reopen": HANDLE,
    }  # fmt: skip
    filterset_class = ActionFilter
    ordering_fields = {"number": "number", "plan_due": "plan_due", "created_at": "created_at"}
    search_kind = CorrectiveAction.kind

    def visible(self, actor: Actor) -> QuerySet[CorrectiveAction]:
        return actions_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> CorrectiveAction:
        draft = ActionInput(data["department"], data["title"], data["problem"], data["plan_due"])
        return actions.ask(draft=draft, actor=actor, at=at)

    @move(input=MeasurePlanIn)
    def save_plan(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Keep cause and measures, whole or not; nothing is sent."""
        return plans.save_plan(action_id=document.pk, plan=_plan(data), actor=actor, at=at, version=data.get("version"))

    @move(input=MeasurePlanIn)
    def submit_plan(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Keep cause and measures and send them to the experts."""
        return plans.submit_plan(
            action_id=document.pk, plan=_plan(data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=VersionedInput)
    def withdraw_plan(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Take the plan back before anybody decided."""
        return plans.withdraw_plan(action_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=FinishIn)
    def finish_measure(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Say that a measure is carried out."""
        following.finish_measure(
            action_id=document.pk, measure_id=data["measure"], result=data["result"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=MeasureCheckIn)
    def check(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record a check."""
        seen = CheckInput(data["finding"], data["in_order"], data["measure"])
        following.record_check(action_id=document.pk, check=seen, actor=actor, at=at, version=data.get("version"))

    @move(input=VersionedInput)
    def implement(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """All is carried out: the panel verifies the effect."""
        return following.finish_round(action_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def reopen(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Verify the effect again."""
        return actions.reopen(
            action_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def cancel(self, document: CorrectiveAction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Take back what was asked for by mistake."""
        return actions.cancel(
            action_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


class EffectRow(DocumentOut):
    """A report on an effect."""

    corrective_action = serializers.IntegerField(source="round.action_id", read_only=True)
    round_number = serializers.IntegerField(source="round.number", read_only=True)
    is_effective = serializers.BooleanField(read_only=True)
    finding = serializers.CharField(read_only=True)
    figures = serializers.CharField(read_only=True)
    confirmed_at = serializers.DateTimeField(read_only=True, allow_null=True)


class EffectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, verdict and action."""

    state = django_filters.ChoiceFilter(choices=ReportState.choices)
    is_effective = django_filters.BooleanFilter()
    corrective_action = IdFilter(field_name="round__action_id")


class EffectReportResource(Creates[EffectReport], Resource[EffectReport]):
    """One of the panel writes it, others confirm it through the approval tasks."""

    serializer_class = EffectRow
    list_serializer_class = EffectRow
    input_serializers = {"create": ReportIn}
    permissions = dict.fromkeys(("create", "resubmit", "withdraw"), VERIFY)
    filterset_class = EffectFilter
    ordering_fields = {"number": "number", "created_at": "created_at"}
    search_kind = EffectReport.kind

    def visible(self, actor: Actor) -> QuerySet[EffectReport]:
        return reports_visible_to(actor)

    def for_list(self, rows: QuerySet[EffectReport]) -> QuerySet[EffectReport]:
        return rows.select_related("round")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> EffectReport:
        action_id = data["corrective_action"]
        if not actions_visible_to(actor).filter(pk=action_id).exists():
            raise InvalidInput(problem=_("There is no such corrective action."))
        return verifying.report_effect(
            action_id=action_id, effect=_effect(data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=EffectIn)
    def resubmit(self, document: EffectReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Change a returned report and send it again."""
        return verifying.resubmit(
            report_id=document.pk, effect=_effect(data), actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReasonIn)
    def withdraw(self, document: EffectReport, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Take a report back."""
        return verifying.withdraw(
            report_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


def _plan(data: dict[str, Any]) -> PlanInput:
    causes = [CauseInput(one["text"], one["branch"]) for one in data["causes"]]
    measures = [
        MeasureInput(one["measure_kind"], one["text"], one["owner"], one["due_date"]) for one in data["measures"]
    ]
    return PlanInput(data["method"], data["root_cause"], data["effect_measure"], causes, measures)


def _effect(data: dict[str, Any]) -> EffectInput:
    return EffectInput(data["is_effective"], data["finding"], data["figures"])
