"""`budgets`: reading, drafting with lines, submit, withdraw, cancel (api.md, BUD-10, BUD-30)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from budgets import policies
from budgets.choices import BudgetState, Scenario
from budgets.models import Budget, BudgetLine, ControlMethod, LineQuestion
from budgets.rules.ceilings import Distance
from budgets.selectors import ceilings
from budgets.selectors.budgets import budgets_visible_to, totals_of
from budgets.services import budgets, drafting, methods, questions, starts
from budgets.services.drafting import LineInput
from core.actors import Actor
from core.api import (
    AmountSerializerField,
    Changes,
    Creates,
    Input,
    LabelField,
    ReasonIn,
    Resource,
    VersionedInput,
    move,
)
from core.api.fields import CurrencyField, IdField, LinesField, PlainDecimalField
from core.api.filters import IdFilter, YearNumberFilter
from core.errors import InvalidInput, StaleDocument
from core.money import ZERO

MONTHS = 12


class ChangeField(PlainDecimalField):
    """A change as a fraction, from -1 (nothing left) to 10 (eleven times as much)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=7, decimal_places=4, min_value=Decimal(-1), max_value=Decimal(10), **kwargs)


class LineIn(Input):
    """A line: its category and twelve months, the fiscal year's first one first."""

    id = IdField(required=False)
    category = IdField()
    project = IdField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    rationale = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")
    amounts = serializers.ListField(child=AmountSerializerField(), min_length=MONTHS, max_length=MONTHS)


class MethodIn(Input):
    """The control method of one expense (BUD-04)."""

    category = IdField()
    who_may_spend = serializers.CharField(max_length=200)
    limit = AmountSerializerField(required=False, allow_null=True, default=None)
    proof = serializers.CharField(max_length=300)
    method = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")


class StartChange(Input):
    """By how much one category changes, as a fraction, instead of `change`."""

    category = IdField()
    change = ChangeField()


class StartIn(Input):
    """Where a draft begins: empty, from last year's budget or from its actuals, each line changed by a fraction (0.05
    raises it), its year spread as the months fell, by the seasons of some years, or evenly (BUD-22, BUD-14).
    """

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=(starts.EMPTY, starts.FROM_BUDGET, starts.FROM_ACTUALS)
    )
    change = ChangeField(default=ZERO)
    changes = LinesField(child=StartChange(), required=False, max_length=500)
    spread = serializers.ChoiceField(
        choices=(starts.AS_THEY_FELL, starts.BY_SEASONS, starts.EVENLY), default=starts.AS_THEY_FELL
    )
    season_years = serializers.ListField(
        child=serializers.IntegerField(min_value=1990, max_value=2100), required=False, max_length=10
    )


class BudgetIn(Input):
    """A draft to begin. Without `start` and lines it begins with the categories alone; `lines` replace what `start`
    gives.
    """

    start = StartIn(required=False)

    department = IdField()
    fiscal_year = IdField()
    scenario = serializers.ChoiceField(choices=Scenario.choices, default=Scenario.BASELINE)
    scenario_name = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")
    lines = LinesField(child=LineIn(), required=False, max_length=2_000)
    control_methods = LinesField(child=MethodIn(), required=False, max_length=500)


class BudgetChange(VersionedInput):
    """What of a draft can be changed. Lines and methods are sent as a whole, lines that stay with their `id`."""

    note = serializers.CharField(allow_blank=True, max_length=4_000)
    contingency_reason = serializers.CharField(allow_blank=True, max_length=2_000)
    ceiling_reason = serializers.CharField(allow_blank=True, max_length=2_000)
    lines = LinesField(child=LineIn(), max_length=2_000)
    control_methods = LinesField(child=MethodIn(), required=False, max_length=500)


class MethodOut(serializers.Serializer[ControlMethod]):
    """How one expense is controlled."""

    category = serializers.IntegerField(source="category_id", read_only=True)
    who_may_spend = serializers.CharField(read_only=True)
    limit = AmountSerializerField(read_only=True, allow_null=True)
    proof = serializers.CharField(read_only=True)
    method = serializers.CharField(read_only=True)


class LineOut(serializers.Serializer[BudgetLine]):
    """A line of a budget."""

    id = serializers.IntegerField(read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    category_name = serializers.CharField(source="category.name", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    description = serializers.CharField(read_only=True)
    rationale = serializers.CharField(read_only=True)
    currency = CurrencyField()
    amounts = serializers.ListField(child=AmountSerializerField(read_only=True), read_only=True)
    total = AmountSerializerField(read_only=True)


class LineQuestionOut(serializers.Serializer[LineQuestion]):
    """A reviewer's question on a line, and its answer (BUD-30)."""

    id = serializers.IntegerField(read_only=True)
    line = serializers.IntegerField(source="line_id", read_only=True)
    line_label = serializers.CharField(read_only=True)
    version_number = serializers.IntegerField(read_only=True)
    question = serializers.CharField(read_only=True)
    asked_by = serializers.IntegerField(source="asked_by_id", read_only=True)
    asked_at = serializers.DateTimeField(read_only=True)
    answer = serializers.CharField(read_only=True)
    answered_by = serializers.IntegerField(source="answered_by_id", read_only=True, allow_null=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)


class LineAskIn(Input):
    """A question on one line."""

    line = IdField()
    question = serializers.CharField(max_length=2_000)


class LineAnswerIn(Input):
    """The answer to one question."""

    question = IdField()
    answer = serializers.CharField(max_length=2_000)


class DistanceOut(serializers.Serializer[Distance]):
    """A ceiling finance gave, what is planned under it and what is left; `category` null: all costs (BUD-23)."""

    category = serializers.IntegerField(source="category_id", read_only=True, allow_null=True)
    ceiling = AmountSerializerField(read_only=True)
    planned = AmountSerializerField(read_only=True)
    left = AmountSerializerField(read_only=True)


class BudgetRowOut(serializers.Serializer[Budget]):
    """A budget in the list. `version` rises with every change, cells included."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.CharField(read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    fiscal_year = serializers.IntegerField(source="fiscal_year_id", read_only=True)
    year = serializers.IntegerField(source="fiscal_year.year", read_only=True)
    scenario = serializers.CharField(read_only=True)
    scenario_name = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    state_label = LabelField(source="get_state_display")
    version_number = serializers.IntegerField(read_only=True)
    version = serializers.IntegerField(source="reading", read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    submitted_at = serializers.DateTimeField(read_only=True, allow_null=True)
    in_force_at = serializers.DateTimeField(read_only=True, allow_null=True)


class BudgetOut(BudgetRowOut):
    """One budget with its lines and sums."""

    note = serializers.CharField(read_only=True)
    contingency_reason = serializers.CharField(read_only=True)
    ceiling_reason = serializers.CharField(read_only=True)
    ceilings = serializers.SerializerMethodField()
    currency = CurrencyField()
    totals = serializers.SerializerMethodField()
    lines = LineOut(many=True, read_only=True)
    control_methods = MethodOut(many=True, read_only=True)
    questions = LineQuestionOut(many=True, read_only=True)

    @extend_schema_field(DistanceOut(many=True))
    def get_ceilings(self, budget: Budget) -> Any:
        return [DistanceOut(own).data for own in ceilings.distances_of(budget)]

    def get_totals(self, budget: Budget) -> dict[str, str]:
        totals = totals_of([budget.pk])[budget.pk]
        return {
            "costs": f"{totals.costs:.2f}",
            "contingency": f"{totals.contingency:.2f}",
            "revenue": f"{totals.revenue:.2f}",
            "result": f"{totals.result:.2f}",
        }


class BudgetFilter(django_filters.FilterSet):  # type: ignore[misc]
    """What the list can be narrowed to."""

    department = IdFilter(field_name="department_id")
    fiscal_year = IdFilter(field_name="fiscal_year_id")
    year = YearNumberFilter(field_name="fiscal_year__year")
    state = django_filters.ChoiceFilter(choices=BudgetState.choices)
    scenario = django_filters.ChoiceFilter(choices=Scenario.choices)


class BudgetResource(Creates[Budget], Changes[Budget], Resource[Budget]):
    """Annual budgets of departments. Drafts are written with their lines; approval puts them in force."""

    serializer_class = BudgetOut
    list_serializer_class = BudgetRowOut
    input_serializers = {"create": BudgetIn, "partial_update": BudgetChange}
    permissions = {"create": policies.MAKE}  # a change asks its service, once the document is seen
    filterset_class = BudgetFilter
    ordering_fields = {"number": "number", "created_at": "created_at", "year": "fiscal_year__year"}
    search_kind = Budget.kind

    def visible(self, actor: Actor) -> QuerySet[Budget]:
        return budgets_visible_to(actor)

    def for_one(self, rows: QuerySet[Budget]) -> QuerySet[Budget]:
        lines = BudgetLine.objects.select_related("category").order_by("position", "pk")
        return rows.prefetch_related(Prefetch("lines", lines), "control_methods", "questions")

    @transaction.atomic
    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Budget:
        budget = starts.start_budget(
            department_id=data["department"],
            fiscal_year_id=data["fiscal_year"],
            scenario=data["scenario"],
            scenario_name=data["scenario_name"],
            start=_start(data["start"]) if "start" in data else starts.Start(),
            actor=actor,
            at=at,
        )
        if "lines" in data:
            wanted = [_line(line) for line in data["lines"]]
            drafting.replace_lines(budget_id=budget.pk, wanted=wanted, actor=actor, at=at)
        if "control_methods" in data:
            _set_methods(budget, data, actor=actor, at=at)
        return Budget.objects.get(pk=budget.pk)

    @transaction.atomic
    def change(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> Budget:
        reading = data.get("version")
        if "lines" in data:
            wanted = [_line(line) for line in data["lines"]]
            drafting.replace_lines(budget_id=document.pk, wanted=wanted, actor=actor, at=at, reading=reading)
        elif reading not in {None, document.reading}:
            raise StaleDocument(document=str(document))
        version = document.version
        if "control_methods" in data:
            version = _set_methods(document, data, actor=actor, at=at).version
        return budgets.change_budget(
            budget_id=document.pk,
            note=data.get("note"),
            contingency_reason=data.get("contingency_reason"),
            ceiling_reason=data.get("ceiling_reason"),
            version=version if reading is not None else None,
            actor=actor,
            at=at,
        )

    @move(input=ReasonIn)
    def submit(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> Budget:
        """Send the draft to its reviewers."""
        return budgets.submit_budget(budget_id=document.pk, reading=data.get("version"), actor=actor, at=at)

    @move(input=ReasonIn)
    def withdraw(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> Budget:
        """Take it back until the first decision."""
        return budgets.withdraw_budget(budget_id=document.pk, actor=actor, at=at, version=data.get("version"))

    @move(input=ReasonIn)
    def cancel(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> Budget:
        """Give a draft up, with a reason."""
        return budgets.cancel_budget(
            budget_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=LineAskIn)
    def ask(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Mark a line with a question while the budget is in review."""
        questions.ask(budget_id=document.pk, line_id=data["line"], question=data["question"], actor=actor, at=at)

    @move(input=LineAnswerIn)
    def answer(self, document: Budget, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Answer a question on a line, once."""
        asked = document.questions.filter(pk=data["question"]).first()
        if asked is None:
            raise InvalidInput(problem=_("There is no such question."))
        questions.answer(question_id=asked.pk, text=data["answer"], actor=actor, at=at)


def _start(data: dict[str, Any]) -> starts.Start:
    return starts.Start(
        source=data["source"],
        change=data["change"],
        changes={one["category"]: one["change"] for one in data.get("changes", ())},
        spread=data["spread"],
        season_years=tuple(data.get("season_years", ())),
    )


def _set_methods(budget: Budget, data: dict[str, Any], *, actor: Actor, at: datetime) -> Budget:
    wanted = [
        methods.Method(own["category"], own["who_may_spend"], own["limit"], own["proof"], own["method"])
        for own in data["control_methods"]
    ]
    return methods.set_control_methods(budget_id=budget.pk, methods=wanted, actor=actor, at=at)


def _line(data: dict[str, Any]) -> LineInput:
    return LineInput(
        line_id=data.get("id"),
        category_id=data["category"],
        project_id=data.get("project"),
        description=data["description"],
        rationale=data["rationale"],
        amounts=tuple(data["amounts"]),
    )
