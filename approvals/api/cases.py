"""`approval-cases`: the rounds of the documents one sees, with steps and decisions (api.md, APR-02)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from approvals import policies, selectors, services
from approvals.choices import CaseState
from approvals.models import Case
from core import comments
from core.actors import Actor
from core.api import AmountSerializerField, Input, LabelField, Resource, Router, move
from core.api.filters import IdFilter, KindFilter
from core.errors import NotAllowed


class DecisionOut(serializers.Serializer[Any]):
    """What somebody decided; never changed."""

    sequence = serializers.IntegerField(read_only=True)
    verdict = serializers.CharField(read_only=True)
    verdict_label = LabelField(source="get_verdict_display")
    decided_by = serializers.IntegerField(source="decided_by_id", read_only=True)
    decided_by_name = serializers.CharField(source="decided_by.name", read_only=True)
    on_behalf_of = serializers.IntegerField(source="on_behalf_of_id", read_only=True, allow_null=True)
    on_behalf_of_name = serializers.CharField(source="on_behalf_of.name", read_only=True, allow_null=True, default=None)
    reason = serializers.CharField(read_only=True)
    decided_at = serializers.DateTimeField(read_only=True)
    document_version = serializers.IntegerField(read_only=True)
    hash = serializers.CharField(read_only=True)


class TaskInCaseOut(serializers.Serializer[Any]):
    """Who is or was asked."""

    person = serializers.IntegerField(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    on_behalf_of = serializers.IntegerField(source="on_behalf_of_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    question = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    handed_over_by = serializers.IntegerField(
        source="handed_from.person_id", read_only=True, allow_null=True, default=None
    )
    reason = serializers.CharField(read_only=True)
    due_date = serializers.DateField(read_only=True, allow_null=True)


class StepOut(serializers.Serializer[Any]):
    """A step of the round, in order."""

    id = serializers.IntegerField(read_only=True)
    position = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    mode = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    started_at = serializers.DateTimeField(read_only=True, allow_null=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    added = serializers.CharField(read_only=True)
    added_by = serializers.IntegerField(source="added_by_id", read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True)
    replaces = serializers.IntegerField(source="replaces_id", read_only=True, allow_null=True)
    tasks = TaskInCaseOut(many=True, read_only=True)
    decisions = DecisionOut(many=True, read_only=True)


class AskedOut(serializers.Serializer[Any]):
    """Somebody a question went to; without an answer they have not answered yet."""

    person = serializers.IntegerField(source="person_id", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True)
    answer = serializers.CharField(source="answer.text", read_only=True, allow_null=True, default=None)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)


class QuestionOut(serializers.Serializer[Any]):
    """What a decider asked before deciding."""

    id = serializers.IntegerField(read_only=True)
    step = serializers.IntegerField(source="step_id", read_only=True)
    asked_by = serializers.IntegerField(source="asked_by_id", read_only=True)
    asked_by_name = serializers.CharField(source="asked_by.name", read_only=True)
    text = serializers.CharField(source="comment.text", read_only=True)
    asked_at = serializers.DateTimeField(read_only=True)
    asked = AskedOut(many=True, read_only=True)


class AnswerIn(Input):
    """The answer to a question that was put to the caller."""

    question = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    text = serializers.CharField(max_length=comments.LONGEST)


class TakeBackIn(Input):
    """What the caller added to the round: the id of a step, or of a question."""

    step = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)
    question = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False, allow_null=True)


class CaseRow(serializers.Serializer[Any]):
    """A round as lists show it."""

    id = serializers.IntegerField(read_only=True)
    document_kind = serializers.CharField(source="subject_kind", read_only=True)
    document = serializers.IntegerField(source="subject_id", read_only=True)
    round = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    amount = AmountSerializerField(read_only=True, allow_null=True)
    currency = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    department = serializers.IntegerField(source="department_id", read_only=True)
    author = serializers.IntegerField(source="author_id", read_only=True)
    document_version = serializers.IntegerField(read_only=True)
    started_at = serializers.DateTimeField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)


class CaseOut(CaseRow):
    """A round with its steps and the questions asked in it."""

    steps = StepOut(many=True, read_only=True)
    questions = QuestionOut(many=True, read_only=True)


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By document, kind, state."""

    document_kind = KindFilter(field_name="subject_kind")
    document = IdFilter(field_name="subject_id")
    state = django_filters.ChoiceFilter(choices=CaseState.choices)


class ApprovalCaseResource(Resource[Case]):
    """A round begins and ends with its document; who sets routes can make a stuck one look for deciders again."""

    serializer_class = CaseOut
    list_serializer_class = CaseRow
    filterset_class = CaseFilter
    ordering_fields = {"started_at": "started_at"}
    search_fields = ("number", "title")

    def visible(self, actor: Actor) -> QuerySet[Case]:
        return selectors.cases_visible_to(actor)

    def for_one(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        return selectors.with_steps(rows)

    @move()
    def resume(self, case: Case, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Look again for somebody where nobody could decide (APR-11); the steps say whether somebody was found."""
        if not policies.can_edit_routes(actor):
            raise NotAllowed(document=case.number)
        services.resume(case_id=case.pk, at=at)

    @move(input=AnswerIn)
    def answer(self, case: Case, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Answer a question of this round that was put to the caller; whoever asked is told."""
        asked = selectors.asked_of(actor).filter(question=data["question"], question__case=case).first()
        if asked is None:
            raise NotAllowed(document=case.number)
        services.answer(asked_id=asked.pk, text=data["text"], actor=actor, at=at)

    @move(input=TakeBackIn)
    def take_back(self, case: Case, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Take back an approver or a question the caller added, while nobody has acted on it."""
        step, question = data.get("step"), data.get("question")
        if step is not None and case.steps.filter(pk=step).exists():
            services.take_back_step(step_id=step, actor=actor, at=at)
        elif question is not None and case.questions.filter(pk=question).exists():
            services.take_back_question(question_id=question, actor=actor, at=at)
        else:
            raise NotAllowed(document=case.number)


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("approval-cases", ApprovalCaseResource, basename="approval-cases")
