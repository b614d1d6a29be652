"""`variance`: budget against actual, a tree of rows with their money (RPT-02, GEN-05b)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets.choices import CategoryKind
from budgets.models import Category, FiscalYear
from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.api.fields import CurrencyField, IdField, MomentField, PlainDecimalField
from core.errors import InvalidInput, NotAllowed
from core.variance import Variance
from reports import policies
from reports.choices import Rows, Span
from reports.selectors import variance
from reports.selectors.variance import Node, Question


class VarianceIn(Input):
    """A year, the months that end with `month`, the order of rows; costs, or `income`; as of a moment or now."""

    fiscal_year = IdField()
    span = serializers.ChoiceField(choices=Span.choices, default=Span.YEAR_TO_DATE)
    month = serializers.IntegerField(min_value=1, max_value=12)
    rows = serializers.ChoiceField(choices=Rows.choices, default=Rows.DEPARTMENT)
    income = serializers.BooleanField(default=False)
    department = IdField(required=False, allow_null=True, default=None)
    category = IdField(required=False, allow_null=True, default=None)
    project = IdField(required=False, allow_null=True, default=None)
    as_of = MomentField(required=False, allow_null=True, default=None)


class FiguresOut(serializers.Serializer[Any]):
    """Money of one row: `budget` and `committed` of the whole year, `budget_to_date` and `actual` of the months asked
    for, `spent` the whole year's actual. `share` is null of a budget of zero (n/a).
    """

    budget = AmountSerializerField(source="year", signed=True, read_only=True)
    budget_to_date = AmountSerializerField(source="to_date", signed=True, read_only=True)
    committed = AmountSerializerField(source="held", signed=True, read_only=True)
    actual = AmountSerializerField(signed=True, read_only=True)
    spent = AmountSerializerField(signed=True, read_only=True)
    available = AmountSerializerField(signed=True, read_only=True)
    last_year = AmountSerializerField(signed=True, read_only=True)
    variance = AmountSerializerField(signed=True, read_only=True)
    share = PlainDecimalField(max_digits=24, decimal_places=4, read_only=True, allow_null=True)
    forecast = AmountSerializerField(signed=True, read_only=True, allow_null=True)


class VarianceRowOut(serializers.Serializer[Any]):
    """A row; `ids` say what it is about. `outcome` is favourable, unfavourable or even."""

    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    level = serializers.IntegerField(read_only=True)
    ids = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    outcome = serializers.CharField(read_only=True)
    figures = FiguresOut(read_only=True)


class VarianceOut(serializers.Serializer[Any]):
    """The table as far as the caller sees it; the contingency is not among its costs."""

    currency = CurrencyField()
    rows = VarianceRowOut(many=True, read_only=True)
    total = FiguresOut(read_only=True)
    contingency = AmountSerializerField(signed=True, read_only=True)


class VarianceResource(Resource[FiscalYear]):
    """Budget against actual: there is one call, and neither a list nor an id."""

    serializer_class = VarianceOut
    filter_backends = ()  # type: ignore[assignment]
    pagination_class = None  # type: ignore[assignment]

    @move(on_list=True, input=VarianceIn, output=VarianceOut, writes=False)
    def ask(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
        """Set actuals against the budget; nothing is written."""
        if not policies.can_view(actor):
            raise NotAllowed(document=_("Variance"))
        year = FiscalYear.objects.filter(pk=data["fiscal_year"]).first()
        if year is None:
            raise InvalidInput(problem=_("There is no such fiscal year."))
        category = Category.objects.filter(pk=data["category"]).first() if data["category"] is not None else None
        if data["category"] is not None and category is None:
            raise InvalidInput(problem=_("This category does not exist."))
        question = Question(
            year=year,
            span=data["span"],
            month=data["month"],
            rows=data["rows"],
            as_of=data["as_of"],
            income=data["income"] or (category is not None and category.kind == CategoryKind.REVENUE),
            department_id=data["department"],
            category_id=data["category"],
            project_id=data["project"],
        )
        table = variance.variance_table(question=question, scope=policies.sight(actor))
        rows = list(_rows(table.rows, income=question.income))
        return {"rows": rows, "total": table.total, "contingency": table.contingency}


def _rows(nodes: Iterable[Node], *, income: bool, level: int = 0) -> Iterator[dict[str, Any]]:
    for node in nodes:
        gap = Variance(value=node.figures.variance, income=income)
        outcome = "even" if gap.is_zero else "unfavourable" if gap.is_unfavourable else "favourable"
        yield {
            "key": node.key,
            "label": node.label,
            "level": level,
            "ids": node.ids,
            "outcome": outcome,
            "figures": node.figures,
        }
        yield from _rows(node.below, income=income, level=level + 1)


variance_table = VarianceResource.as_view({"post": "ask"}, basename="variance")
