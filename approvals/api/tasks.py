"""`approval-tasks`: what waits for the caller, the verdicts on it and the other moves (api.md, APR-05)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals import registry, selectors, services
from approvals.choices import OPINIONS, Added, CaseState, StepMode, TaskState, Verdict
from approvals.errors import GivenBack
from approvals.models import Task
from approvals.registry import Impact
from core import comments
from core.actors import Actor
from core.api import DECIDE, AmountSerializerField, LabelField, ReasonIn, Resource, Router, VersionedInput, move
from core.api.fields import CurrencyField
from core.api.filters import KindFilter


class TaskImpactOut(serializers.Serializer[Any]):
    """What the document does to one control key: spent, held, this document, what is left of it and what is short."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    currency = CurrencyField()
    appropriated = AmountSerializerField(read_only=True)
    spent = AmountSerializerField(read_only=True)
    held = AmountSerializerField(read_only=True)
    this = AmountSerializerField(read_only=True)
    left = AmountSerializerField(read_only=True)
    short = AmountSerializerField(read_only=True)
    note = serializers.CharField(read_only=True)
    leave = serializers.ListField(child=serializers.CharField(), read_only=True)


class TaskOut(serializers.Serializer[Any]):
    """One call to decide, with the document as its round copied it."""

    id = serializers.IntegerField(read_only=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    case = serializers.IntegerField(source="case_id", read_only=True)
    document_kind = serializers.CharField(source="case.subject_kind", read_only=True)
    document = serializers.IntegerField(source="case.subject_id", read_only=True)
    number = serializers.CharField(source="case.number", read_only=True)
    title = serializers.CharField(source="case.title", read_only=True)
    amount = AmountSerializerField(source="case.amount", read_only=True, allow_null=True)
    currency = serializers.CharField(source="case.currency", read_only=True)
    version = serializers.IntegerField(source="case.document_version", read_only=True)
    round = serializers.IntegerField(source="case.round", read_only=True)
    department = serializers.IntegerField(source="case.department_id", read_only=True)
    author = serializers.IntegerField(source="case.author_id", read_only=True)
    author_name = serializers.CharField(source="case.author.name", read_only=True)
    step = serializers.CharField(source="step.name", read_only=True)
    step_id = serializers.IntegerField(read_only=True)
    on_behalf_of = serializers.IntegerField(source="on_behalf_of_id", read_only=True, allow_null=True)
    on_behalf_of_name = serializers.CharField(source="on_behalf_of.name", read_only=True, allow_null=True, default=None)
    department_asked = serializers.IntegerField(source="department_id", read_only=True, allow_null=True)
    question = serializers.CharField(read_only=True)
    handed_over_by = serializers.IntegerField(
        source="handed_from.person_id", read_only=True, allow_null=True, default=None
    )
    added_by = serializers.IntegerField(source="step.added_by_id", read_only=True, allow_null=True)
    flags = serializers.SerializerMethodField()
    due_date = serializers.DateField(read_only=True, allow_null=True)
    waiting_since = serializers.DateTimeField(read_only=True, allow_null=True)

    flag_words = serializers.SerializerMethodField()
    impacts = serializers.SerializerMethodField()
    summary = serializers.JSONField(source="case.facts.summary", read_only=True, default=dict)

    def get_flags(self, task: Task) -> list[str]:
        return list(task.case.facts.get("flags", ()))

    def get_flag_words(self, task: Task) -> list[str]:
        return [registry.flag_word(flag) for flag in registry.loud_flags(task.case.facts.get("flags", ()))]

    @extend_schema_field(TaskImpactOut(many=True))
    def get_impacts(self, task: Task) -> Any:
        return [TaskImpactOut(one).data for one in self.context["view"].impacts_of(task)]


class ErrandOut(serializers.Serializer[Any]):
    """One step the caller has to take that no round of approval asks for: what to do on which document, by when."""

    document_kind = serializers.CharField(source="kind", read_only=True)
    document_kind_label = serializers.CharField(source="kind_label", read_only=True)
    document = serializers.IntegerField(source="document_id", read_only=True)
    number = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    since = serializers.DateTimeField(read_only=True, allow_null=True)
    due_date = serializers.DateField(read_only=True, allow_null=True)


class ErrandsOut(serializers.Serializer[Any]):
    """What the caller has to do besides deciding, the most urgent first."""

    count = serializers.IntegerField(read_only=True)
    errands = ErrandOut(many=True, read_only=True)


class ReturnStepOut(serializers.Serializer[Any]):
    """An earlier step of the round that returning can name."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)


class TaskWholeOut(TaskOut):
    """One call to decide with what approving does and where returning can lead."""

    consequence = serializers.SerializerMethodField()
    return_steps = serializers.SerializerMethodField()

    def get_consequence(self, task: Task) -> str:
        return registry.get(task.case.subject_kind).consequence(task.case.subject_id) if _waits(task) else ""

    @extend_schema_field(ReturnStepOut(many=True))
    def get_return_steps(self, task: Task) -> Any:
        return [ReturnStepOut(step).data for step in selectors.steps_to_return_to(task.step)] if _waits(task) else []


LARGEST_ID = 2**63 - 1


class ReturnIn(ReasonIn):
    """Why it is returned; `step` is the id of an earlier step of the round, without it the author gets it back."""

    step = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=LARGEST_ID)


class HandOverIn(ReasonIn):
    """Who decides instead, and why."""

    person = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class AddApproverIn(ReasonIn):
    """Who decides too, before or after the caller, all of them or any one, and why."""

    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=20
    )
    where = serializers.ChoiceField(choices=Added.choices)
    mode = serializers.ChoiceField(
        choices=[choice for choice in StepMode.choices if choice[0] in {StepMode.ALL, StepMode.ANY}],
        default=StepMode.ALL,
    )


class AskIn(VersionedInput):
    """Who is asked what."""

    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=20
    )
    text = serializers.CharField(max_length=comments.LONGEST)


class OpinionIn(VersionedInput):
    """What the caller's department thinks; remarks and objections say which."""

    opinion = serializers.ChoiceField(choices=[(each.value, each.label) for each in OPINIONS])
    text = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class TaskFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By kind of document and by due date."""

    document_kind = KindFilter(field_name="case__subject_kind")
    due_before = django_filters.DateFilter(field_name="due_date", lookup_expr="lt")


class ApprovalTaskResource(Resource[Task]):
    """The list is what waits for the caller; a task decided already can still be read.

    Others' tasks are not to be seen.
    """

    serializer_class = TaskWholeOut
    list_serializer_class = TaskOut
    filterset_class = TaskFilter
    ordering_fields = {"due_date": "due_date", "waiting_since": "waiting_since"}
    ordering = "pk"
    search_fields = ("case__number", "case__title", "case__author__name_zh")

    def visible(self, actor: Actor) -> QuerySet[Task]:
        return selectors.tasks_of(actor)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of tasks; budgets are asked for once per kind of document, not once per task."""
        rows = super().paginate_queryset(queryset)
        self._impacts = {item.task_id: item.impacts for item in selectors.items_of(rows or (), on=timezone.localdate())}
        return rows

    def impacts_of(self, task: Task) -> Sequence[Impact]:
        """The budgets a document draws on, as they stand now; none once it is decided."""
        if not _waits(task):
            return ()
        known: dict[int, tuple[Impact, ...]] = getattr(self, "_impacts", {})
        if task.pk in known:
            return known[task.pk]
        subject = task.case.subject_id
        return registry.get(task.case.subject_kind).impacts([subject]).get(subject, [])

    def one(self, joined: Callable[[QuerySet[Task]], QuerySet[Task]] | None = None) -> Task:
        """The task; who had it in another's place before is told who decides now (409) instead of 404."""
        try:
            return super().one(joined)
        except Http404:
            task = selectors.task_given_back(self.actor, int(self.kwargs["pk"]))
            if task is None:
                raise
            raise GivenBack(document=task.case.number, who=task.person.name) from None

    def for_list(self, rows: QuerySet[Task]) -> QuerySet[Task]:
        mine = self.for_one(rows).filter(person=self.actor.person_id or 0)
        return mine.filter(state=TaskState.WAITING, case__state=CaseState.RUNNING)

    def for_one(self, rows: QuerySet[Task]) -> QuerySet[Task]:
        return rows.select_related(
            "case__author", "case__department", "step__added_by", "handed_from__person", "on_behalf_of", "department"
        )

    @move(on_list=True, output=ErrandsOut, writes=False)
    def errands(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """What else waits for the caller: steps of documents that no round of approval asks for."""
        found = selectors.errands_of(actor, on=timezone.localdate(at))
        return {"count": len(found), "errands": found}

    @move(scope=DECIDE, input=ReasonIn)
    def approve(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Approve; the last approval does what the document is for."""
        _decide(task, Verdict.APPROVE, data, actor, at)

    @move(scope=DECIDE, input=ReasonIn)
    def reject(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Reject, with a reason; final for this round."""
        _decide(task, Verdict.REJECT, data, actor, at)

    @move(scope=DECIDE, input=OpinionIn)
    def review(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Give the opinion the caller's department is asked for; whoever owns the step decides afterwards."""
        _decide(task, Verdict(data["opinion"]), {**data, "reason": data["text"]}, actor, at)

    @move(scope=DECIDE, input=HandOverIn)
    def hand_over(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Give the task to somebody else, with a reason; they decide in the caller's place."""
        services.hand_over(
            task_id=task.pk,
            person_id=data["person"],
            reason=data["reason"],
            actor=actor,
            at=at,
            document_version=data.get("version"),
        )

    @move(scope=DECIDE, input=AddApproverIn)
    def add_approver(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Add a step before the caller's, which then waits for it, or after it, with a reason."""
        services.add_approver(
            task_id=task.pk,
            person_ids=data["people"],
            where=data["where"],
            mode=data["mode"],
            reason=data["reason"],
            actor=actor,
            at=at,
            document_version=data.get("version"),
        )

    @move(scope=DECIDE, input=AskIn)
    def ask(self, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Ask people who may see the document; the task goes on waiting for the caller, who can decide at any time."""
        services.ask(
            task_id=task.pk,
            person_ids=data["people"],
            text=data["text"],
            actor=actor,
            at=at,
            document_version=data.get("version"),
        )


def _return(self: ApprovalTaskResource, task: Task, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    """Return to the author, or to an earlier step of the round, with a reason."""
    _decide(task, Verdict.RETURN, data, actor, at)


# `return` is a word of the language, so the move of this name is put on the class afterwards.
_return.__name__ = "return"
setattr(ApprovalTaskResource, "return", move(scope=DECIDE, input=ReturnIn)(_return))


def _waits(task: Task) -> bool:
    return bool(task.state == TaskState.WAITING and task.case.state == CaseState.RUNNING)


def _decide(task: Task, verdict: Verdict, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    services.decide(
        task_id=task.pk,
        verdict=verdict,
        reason=data["reason"],
        actor=actor,
        at=at,
        document_version=data.get("version"),
        return_to=data.get("step"),
    )


def register(router: Router) -> None:
    """Give the resource its address."""
    router.register("approval-tasks", ApprovalTaskResource, basename="approval-tasks")
