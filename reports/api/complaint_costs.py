"""`complaint-costs`: what complaints cost each budget (CMP-08, GEN-17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets.models import FiscalYear
from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.api.fields import CurrencyField, IdField, PlainDecimalField
from core.errors import InvalidInput, NotAllowed
from reports import policies
from reports.choices import Span
from reports.selectors.complaint_costs import complaint_costs as costs_of
from reports.selectors.variance import Question


class ComplaintCostIn(Input):
    """A year, the months that end with `month`, of one department with those below it, or of one category."""

    fiscal_year = IdField()
    span = serializers.ChoiceField(choices=Span.choices, default=Span.YEAR_TO_DATE)
    month = serializers.IntegerField(min_value=1, max_value=12)
    department = IdField(required=False, allow_null=True, default=None)
    category = IdField(required=False, allow_null=True, default=None)


class BudgetCostOut(serializers.Serializer[Any]):
    """What complaints cost one budget; `spent` is all that was spent there, null for income that was taken back."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    complaints = serializers.IntegerField(read_only=True)
    posted = AmountSerializerField(signed=True, read_only=True)
    held = AmountSerializerField(signed=True, read_only=True)
    spent = AmountSerializerField(signed=True, read_only=True, allow_null=True)
    share = PlainDecimalField(max_digits=24, decimal_places=4, read_only=True, allow_null=True)


class PaperCostOut(serializers.Serializer[Any]):
    """What one paper of a complaint did to one budget in a month; both by their numbers."""

    complaint = serializers.CharField(read_only=True)
    document = serializers.CharField(source="number", read_only=True)
    month = serializers.IntegerField(read_only=True)
    department = serializers.CharField(read_only=True)
    category = serializers.CharField(read_only=True)
    posted = AmountSerializerField(signed=True, read_only=True)
    held = AmountSerializerField(signed=True, read_only=True)


class ComplaintCostOut(serializers.Serializer[Any]):
    """The costs as far as the caller sees the budgets."""

    currency = CurrencyField()
    posted = AmountSerializerField(signed=True, read_only=True)
    held = AmountSerializerField(signed=True, read_only=True)
    complaints = serializers.IntegerField(read_only=True)
    budgets = BudgetCostOut(many=True, read_only=True)
    papers = PaperCostOut(many=True, read_only=True)


class ComplaintCostResource(Resource[FiscalYear]):
    """There is one call, and neither a list nor an id."""

    serializer_class = ComplaintCostOut
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    @move(on_list=True, input=ComplaintCostIn, output=ComplaintCostOut, writes=False)
    def ask(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
        """What complaints cost; nothing is written."""
        if not policies.can_view(actor):
            raise NotAllowed(document=_("Cost of complaints"))
        year = FiscalYear.objects.filter(pk=data["fiscal_year"]).first()
        if year is None:
            raise InvalidInput(problem=_("There is no such fiscal year."))
        question = Question(
            year=year, span=data["span"], month=data["month"], department_id=data["department"],
            category_id=data["category"],
        )  # fmt: skip
        return costs_of(question, actor=actor, scope=policies.sight(actor))


complaint_costs = ComplaintCostResource.as_view({"post": "ask"}, basename="complaint-costs")
