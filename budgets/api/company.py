"""`company-budget`: the departments' budgets added up, by category, department and month (BUD-25)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets import policies
from budgets.models import FiscalYear
from budgets.selectors import consolidation
from budgets.selectors.consolidation import ALL, BY_CATEGORY, BY_DEPARTMENT, IN_FORCE, SENT, Node, Question
from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.api.fields import CurrencyField, IdField
from core.errors import InvalidInput, NotAllowed


class CompanyIn(Input):
    """Which year, in which order of rows, and whether drafts, what was submitted, or only what is in force counts."""

    fiscal_year = IdField()
    by = serializers.ChoiceField(choices=(BY_CATEGORY, BY_DEPARTMENT), default=BY_CATEGORY)
    states = serializers.ChoiceField(choices=(ALL, SENT, IN_FORCE), default=ALL)


class CompanyRowOut(serializers.Serializer[Any]):
    """A row: what it is of, its twelve months, the year, last year's budget; `level` says how deep it stands."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    level = serializers.IntegerField(read_only=True)
    department = serializers.IntegerField(read_only=True, allow_null=True)
    category = serializers.IntegerField(read_only=True, allow_null=True)
    amounts = serializers.ListField(child=AmountSerializerField(signed=True, read_only=True), read_only=True)
    total = AmountSerializerField(signed=True, read_only=True)
    last_year = AmountSerializerField(signed=True, read_only=True)


class CompanyOut(serializers.Serializer[Any]):
    """The company budget as far as the caller sees it; `budgets` are those added up."""

    currency = CurrencyField()
    budgets = serializers.ListField(child=serializers.IntegerField(), read_only=True)
    costs = CompanyRowOut(many=True, read_only=True)
    revenue = CompanyRowOut(many=True, read_only=True)
    cost_total = AmountSerializerField(signed=True, read_only=True)
    revenue_total = AmountSerializerField(signed=True, read_only=True)
    result = serializers.ListField(child=AmountSerializerField(signed=True, read_only=True), read_only=True)
    result_total = AmountSerializerField(signed=True, read_only=True)


class CompanyBudgetResource(Resource[FiscalYear]):
    """The company budget: there is one call, and neither a list nor an id. Its lines are those of `budgets`."""

    serializer_class = CompanyOut
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    @move(on_list=True, input=CompanyIn, output=CompanyOut, writes=False)
    def ask(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """Add up the budgets of a year; nothing is written."""
        if not policies.can_open_budgets(actor):
            raise NotAllowed(document=_("Company budget"))
        year = FiscalYear.objects.filter(pk=data["fiscal_year"]).first()
        if year is None:
            raise InvalidInput(problem=_("There is no such department or fiscal year."))
        table = consolidation.consolidated(
            question=Question(year=year, by=data["by"], states=data["states"]), actor=actor
        )
        return {
            "budgets": [budget.pk for budget in table.budgets],
            "costs": _rows(table.costs),
            "revenue": _rows(table.revenue),
            "cost_total": table.costs.total,
            "revenue_total": table.revenue.total,
            "result": table.result,
            "result_total": table.result_total,
        }


def _rows(root: Node) -> list[dict[str, Any]]:
    return [
        {
            "label": row.node.label,
            "level": row.level,
            "department": row.node.ids.get("department"),
            "category": row.node.ids.get("category"),
            "amounts": row.node.months,
            "total": row.node.total,
            "last_year": row.node.last,
        }
        for row in consolidation.rows_of(root)
    ]


company_budget = CompanyBudgetResource.as_view({"post": "ask"}, basename="company-budget")
