"""`surveys` and their figures (CMP-20, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import DayField, IdField, PlainDecimalField
from core.api.filters import IdFilter
from core.calendar import twelve_months
from core.errors import InvalidInput
from feedback.choices import Score, SurveyKind, SurveyState
from feedback.forms_surveys import LONGEST
from feedback.models import Survey
from feedback.policies import SURVEYS
from feedback.selectors.surveys import FiguresQuestion, figures_of, surveys_visible_to
from feedback.services import asking
from feedback.services import surveys as services
from feedback.services.inputs import AnswerInput, SurveyInput


class SurveyOut(DocumentOut):
    """A survey with its answer."""

    customer = serializers.IntegerField(source="customer_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    division = serializers.IntegerField(source="division_id", read_only=True)
    survey_kind = serializers.CharField(read_only=True)
    about = serializers.CharField(read_only=True)
    contact = serializers.CharField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    way = serializers.CharField(read_only=True)
    score = serializers.IntegerField(read_only=True, allow_null=True)
    recommend = serializers.IntegerField(read_only=True, allow_null=True)
    comment = serializers.CharField(read_only=True)
    by_clock = serializers.SerializerMethodField()
    follow_owner = serializers.IntegerField(source="follow_owner_id", read_only=True, allow_null=True)
    follow_due = serializers.DateField(read_only=True, allow_null=True)
    followed_at = serializers.DateTimeField(read_only=True, allow_null=True)
    follow_note = serializers.CharField(read_only=True)

    def get_by_clock(self, survey: Survey) -> bool:
        """Whether the application sent it by itself."""
        return survey.occasion is not None


class SurveyIn(Input):
    """A customer to be asked; with an address the link is mailed there."""

    customer = IdField()
    survey_kind = serializers.ChoiceField(choices=SurveyKind.choices)
    about = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    contact = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    address = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")


class SurveyAnswerIn(VersionedInput):
    """What the customer said on the telephone."""

    score = serializers.ChoiceField(choices=Score.choices)
    recommend = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True, default=None)
    comment = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class SurveyLinkIn(VersionedInput):
    """Where the new link is sent, if anywhere."""

    address = serializers.EmailField(max_length=160, required=False, allow_blank=True, default="")


class SurveyLinkOut(serializers.Serializer[Any]):
    """The address the customer opens."""

    link = serializers.CharField(read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)


class SurveyCallIn(VersionedInput):
    """What calling back led to."""

    note = serializers.CharField(max_length=2000)


class SurveyWishIn(Input):
    """A customer the clock leaves out, or asks again."""

    customer = IdField()
    left_out = serializers.BooleanField()
    reason = serializers.CharField(max_length=300)


class SurveyWishOut(serializers.Serializer[Any]):
    """How it stands now."""

    customer = serializers.IntegerField(source="customer_id", read_only=True)
    left_out = serializers.BooleanField(source="is_left_out", read_only=True)
    reason = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)


class SatisfactionIn(Input):
    """Which answers count; the last twelve months where no days are named."""

    since = DayField(required=False, allow_null=True, default=None)
    until = DayField(required=False, allow_null=True, default=None)
    division = IdField(required=False, allow_null=True, default=None)
    survey_kind = serializers.ChoiceField(choices=SurveyKind.choices, required=False, allow_blank=True, default="")


class SatisfactionFigures(serializers.Serializer[Any]):
    """Figures of some answers; null where nobody answered that question."""

    answers = serializers.IntegerField(read_only=True)
    csat = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True, allow_null=True)
    nps = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True, allow_null=True)
    average = PlainDecimalField(max_digits=5, decimal_places=1, read_only=True, allow_null=True)
    recommending = serializers.IntegerField(read_only=True)


class SatisfactionRow(serializers.Serializer[Any]):
    """The figures of one month, division or kind."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    figures = SatisfactionFigures(read_only=True)


class SatisfactionOut(serializers.Serializer[Any]):
    """CSAT and NPS in all, by month, division and kind."""

    whole = SatisfactionFigures(read_only=True)
    months = SatisfactionRow(many=True, read_only=True)
    divisions = SatisfactionRow(many=True, read_only=True)
    kinds = SatisfactionRow(many=True, read_only=True)
    sent = serializers.IntegerField(read_only=True)


class SurveyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, customer, division, and whether somebody has to call back."""

    state = django_filters.ChoiceFilter(choices=SurveyState.choices)
    survey_kind = django_filters.ChoiceFilter(choices=SurveyKind.choices)
    customer = IdFilter(field_name="customer_id")
    division = IdFilter(field_name="division_id")
    follow_up = django_filters.BooleanFilter(method="only_open")

    def only_open(self, rows: QuerySet[Survey], _name: str, value: bool) -> QuerySet[Survey]:
        """With a follow-up still to be made, or without."""
        waiting = {"follow_owner__isnull": False, "followed_at__isnull": True}
        return rows.filter(**waiting) if value else rows.exclude(**waiting)


class SurveyResource(Creates[Survey], Resource[Survey]):
    """Customer service asks, enters answers and calls back."""

    serializer_class = SurveyOut
    input_serializers = {"create": SurveyIn}
    permissions = dict.fromkeys(("create", "enter", "renew", "cancel", "wish"), SURVEYS)
    filterset_class = SurveyFilter
    ordering_fields = {"answered_at": "answered_at", "created_at": "created_at"}
    search_kind = Survey.kind

    def visible(self, actor: Actor) -> QuerySet[Survey]:
        return surveys_visible_to(actor)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Survey:
        draft = SurveyInput(data["customer"], data["survey_kind"], data["about"], data["contact"], data["address"])
        return services.send(draft=draft, actor=actor, at=at)

    @move(input=SurveyAnswerIn)
    def enter(self, document: Survey, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Enter an answer given on the telephone."""
        given = AnswerInput(int(data["score"]), data["recommend"], data["comment"])
        return services.enter(survey_id=document.pk, given=given, actor=actor, at=at, version=data.get("version"))

    @move(input=SurveyLinkIn, output=SurveyLinkOut)
    def renew(self, document: Survey, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """Make a new link; the one before is useless."""
        survey = services.renew(
            survey_id=document.pk, address=data["address"], actor=actor, at=at, version=data.get("version")
        )
        return {"link": services.link_of(survey), "expires_at": survey.expires_at}

    @move(input=ReasonIn)
    def cancel(self, document: Survey, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Sent by mistake."""
        return services.cancel(
            survey_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=SurveyCallIn)
    def follow_up(self, document: Survey, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Say what calling back led to."""
        return services.follow_up(
            survey_id=document.pk, note=data["note"], actor=actor, at=at, version=data.get("version")
        )

    @move(on_list=True, input=SurveyWishIn, output=SurveyWishOut)
    def wish(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """Leave a customer out of the surveys the clock sends, or have it asked again."""
        return asking.wish(
            customer_id=data["customer"], left_out=data["left_out"], reason=data["reason"], actor=actor, at=at
        )

    @move(on_list=True, input=SatisfactionIn, output=SatisfactionOut, writes=False)
    def figures(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """CSAT and NPS of the answers the caller sees."""
        first, last = twelve_months(timezone.localdate(at))
        since, until = data["since"] or first, data["until"] or last
        if since > until or (until - since).days > LONGEST:
            raise InvalidInput(problem="since must not lie after until, nor more than five years before it")
        return figures_of(actor, FiguresQuestion(since, until, data["division"], data["survey_kind"]))
