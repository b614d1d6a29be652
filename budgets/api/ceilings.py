"""`ceilings`: the most a department's budget of a year may cost by finance's word (BUD-23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets import policies
from budgets.models import Ceiling, FiscalYear
from budgets.selectors.ceilings import ceilings_visible_to
from budgets.services import ceilings
from budgets.services.ceilings import CeilingInput
from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.api.fields import CurrencyField, IdField, LinesField
from core.api.filters import IdFilter, YearNumberFilter
from core.errors import InvalidInput

MOST = 2_000


class CeilingIn(Input):
    """One ceiling: `category` null is over all costs, `amount` null takes it away, `was` is the amount that was read
    (null: there was none).
    """

    department = IdField()
    category = IdField(required=False, allow_null=True, default=None)
    amount = AmountSerializerField(allow_null=True)
    was = AmountSerializerField(allow_null=True, required=False, default=None)


class CeilingsIn(Input):
    """Ceilings of one fiscal year, set, changed and taken away together: all or none."""

    fiscal_year = IdField()
    ceilings = LinesField(child=CeilingIn(), allow_empty=False, max_length=MOST)


class ChangedOut(serializers.Serializer[Any]):
    """How many ceilings changed."""

    changed = serializers.IntegerField(read_only=True)


class CeilingOut(serializers.Serializer[Ceiling]):
    """A ceiling of a department; `category` null is over all costs."""

    id = serializers.IntegerField(read_only=True)
    fiscal_year = serializers.IntegerField(source="fiscal_year_id", read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True, allow_null=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    set_by = serializers.IntegerField(source="set_by_id", read_only=True, allow_null=True)
    set_at = serializers.DateTimeField(read_only=True)


class CeilingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By year, department and category."""

    fiscal_year = IdFilter(field_name="fiscal_year_id")
    year = YearNumberFilter(field_name="fiscal_year__year")
    department = IdFilter(field_name="department_id")
    category = IdFilter(field_name="category_id")


class CeilingResource(Resource[Ceiling]):
    """Ceilings of the departments one plans or sees; finance sets them."""

    serializer_class = CeilingOut
    filterset_class = CeilingFilter
    permissions = {"give": policies.SET_CEILINGS}
    ordering_fields = {"amount": "amount"}

    def visible(self, actor: Actor) -> QuerySet[Ceiling]:
        return ceilings_visible_to(actor)

    @move(input=CeilingsIn, output=ChangedOut, on_list=True)
    def give(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, int]:
        """Set, change and take away ceilings of a year."""
        if not FiscalYear.objects.filter(pk=data["fiscal_year"]).exists():
            raise InvalidInput(problem=_("There is no such department or fiscal year."))
        wanted = [
            CeilingInput(one["department"], one["category"], one["amount"], one["was"]) for one in data["ceilings"]
        ]
        count = ceilings.set_ceilings(fiscal_year_id=data["fiscal_year"], wanted=wanted, actor=actor, at=at)
        return {"changed": count}
