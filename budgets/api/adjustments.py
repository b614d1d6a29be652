"""`adjustments`: reading, writing drafts, moves, and the check without a move (api.md, BUD-32)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from budgets import policies
from budgets.choices import AdjustmentKind, AdjustmentState
from budgets.models import Adjustment, AdjustmentLine
from budgets.rules.adjustments import MOST_LINES
from budgets.selectors.adjustments import adjustments_visible_to
from budgets.services import adjustment_checks, adjustment_drafts, adjustments
from budgets.services.adjustment_drafts import AdjustmentInput, AdjustmentLineInput
from core.actors import Actor
from core.api import (
    AmountSerializerField,
    Changes,
    Creates,
    DocumentOut,
    Input,
    LabelField,
    ReasonIn,
    Resource,
    VersionedInput,
    move,
)
from core.api.fields import CurrencyField, IdField, LinesField
from core.api.filters import IdFilter


class AdjustmentLineIn(Input):
    """A line: where, in which month, by how much. Plus gives money, minus takes it.

    A line of a carry-over (BUD-35) takes its amount from `from_period`, a month of the year before; where it carries an
    open commitment, `carried_kind`, `carried` and `carried_line` name the document and line that hold it.
    """

    id = IdField(required=False)
    department = IdField(required=False)
    category = IdField()
    project = IdField(required=False, allow_null=True)
    period = IdField()
    from_period = IdField(required=False, allow_null=True)
    carried_kind = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")
    carried = IdField(required=False, allow_null=True)
    carried_line = IdField(required=False, allow_null=True)
    amount = AmountSerializerField(signed=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What is carried is named whole or not at all, and comes from somewhere."""
        named = [bool(attrs.get(name)) for name in ("carried_kind", "carried", "carried_line")]
        if any(named) and not (all(named) and attrs.get("from_period")):
            raise serializers.ValidationError({"carried": _("Name the kind, document, line and month it comes from.")})
        return attrs


class AdjustmentIn(Input):
    """An adjustment to begin. Lines without a department are of the one that asks."""

    department = IdField()
    adjustment_kind = serializers.ChoiceField(choices=AdjustmentKind.choices)
    title = serializers.CharField(max_length=120)
    purpose = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")
    criteria = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")
    risk = serializers.CharField(required=False, allow_blank=True, max_length=2_000, default="")
    lines = LinesField(child=AdjustmentLineIn(), required=False, max_length=MOST_LINES, default=list)


class AdjustmentChange(VersionedInput):
    """What of a draft can be changed; its department and kind stay. Lines are sent as a whole."""

    title = serializers.CharField(max_length=120)
    purpose = serializers.CharField(allow_blank=True, max_length=2_000)
    criteria = serializers.CharField(allow_blank=True, max_length=2_000)
    risk = serializers.CharField(allow_blank=True, max_length=2_000)
    lines = LinesField(child=AdjustmentLineIn(), max_length=MOST_LINES)


class AdjustmentLineOut(serializers.Serializer[AdjustmentLine]):
    """A line of an adjustment."""

    id = serializers.IntegerField(read_only=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_code = serializers.CharField(source="category.code", read_only=True)
    category_name = serializers.CharField(source="category.name", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    period = serializers.IntegerField(source="period_id", read_only=True)
    month = serializers.CharField(source="period", read_only=True)
    from_period = serializers.IntegerField(source="from_period_id", read_only=True, allow_null=True)
    carried_kind = serializers.CharField(read_only=True)
    carried = serializers.IntegerField(source="carried_id", read_only=True, allow_null=True)
    carried_line = serializers.IntegerField(read_only=True, allow_null=True)
    currency = CurrencyField()
    amount = AmountSerializerField(signed=True, read_only=True)
    note = serializers.CharField(read_only=True)


class AdjustmentRow(DocumentOut):
    """An adjustment in the list; `total` is what it moves."""

    title = serializers.CharField(read_only=True)
    adjustment_kind = serializers.CharField(read_only=True)
    adjustment_kind_label = LabelField(source="get_adjustment_kind_display")
    department = serializers.IntegerField(source="department_id", read_only=True)
    department_name = serializers.CharField(source="department.name", read_only=True)
    fiscal_year = serializers.IntegerField(source="fiscal_year_id", read_only=True)
    year = serializers.IntegerField(source="fiscal_year.year", read_only=True)
    total = AmountSerializerField(read_only=True)
    approved_at = serializers.DateTimeField(read_only=True, allow_null=True)


class AdjustmentOut(AdjustmentRow):
    """One adjustment with its lines."""

    purpose = serializers.CharField(read_only=True)
    criteria = serializers.CharField(read_only=True)
    risk = serializers.CharField(read_only=True)
    lines = AdjustmentLineOut(many=True, read_only=True)


class AdjustmentImpactOut(serializers.Serializer[Any]):
    """One control key: the year's budget and what is available, before and after; a department one does not see
    shows the change alone.
    """

    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    category_name = serializers.CharField(source="category", read_only=True)
    control = serializers.CharField(source="note", read_only=True)
    is_hidden = serializers.BooleanField(read_only=True)
    currency = CurrencyField()
    change = AmountSerializerField(signed=True, read_only=True)
    budget_before = AmountSerializerField(source="year_before", read_only=True)
    budget_after = AmountSerializerField(source="year_after", signed=True, read_only=True)
    available_before = AmountSerializerField(source="available", signed=True, read_only=True)
    available_after = AmountSerializerField(signed=True, read_only=True)
    short = AmountSerializerField(read_only=True)


class AdjustmentCheckOut(serializers.Serializer[Any]):
    """What an adjustment would make of the budgets, and what keeps it from being submitted; with `needs_papers` at
    least one attachment has to be there as well (BUD-32).
    """

    problem = serializers.CharField(read_only=True)
    why = serializers.CharField(read_only=True)
    needs_papers = serializers.BooleanField(read_only=True)
    currency = CurrencyField()
    gained = AmountSerializerField(read_only=True)
    taken = AmountSerializerField(read_only=True)
    impacts = AdjustmentImpactOut(many=True, read_only=True)


class AdjustmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, department that asks, year and maker."""

    state = django_filters.ChoiceFilter(choices=AdjustmentState.choices)
    adjustment_kind = django_filters.ChoiceFilter(choices=AdjustmentKind.choices)
    department = IdFilter(field_name="department_id")
    fiscal_year = IdFilter(field_name="fiscal_year_id")
    created_by = IdFilter(field_name="created_by_id")


class AdjustmentResource(Creates[Adjustment], Changes[Adjustment], Resource[Adjustment]):
    """Supplements, cuts, transfers and contingency releases. Final approval posts every line or none."""

    serializer_class = AdjustmentOut
    list_serializer_class = AdjustmentRow
    input_serializers = {"create": AdjustmentIn, "partial_update": AdjustmentChange}
    permissions = {"create": policies.MAKE, "check": policies.MAKE}
    filterset_class = AdjustmentFilter
    ordering_fields = {"number": "number", "total": "total", "created_at": "created_at"}
    search_kind = Adjustment.kind

    def visible(self, actor: Actor) -> QuerySet[Adjustment]:
        return adjustments_visible_to(actor)

    def for_one(self, rows: QuerySet[Adjustment]) -> QuerySet[Adjustment]:
        lines = AdjustmentLine.objects.select_related("category", "period").order_by("position", "pk")
        return rows.prefetch_related(Prefetch("lines", lines))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Adjustment:
        return adjustment_drafts.create_adjustment(draft=_input(data), actor=actor, at=at)

    def change(self, document: Adjustment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Adjustment:
        version = data.pop("version", None)
        draft = _input({**_stored(document, with_lines="lines" not in data), **data})
        return adjustment_drafts.change_adjustment(
            adjustment_id=document.pk, draft=draft, version=version, actor=actor, at=at
        )

    @move(input=ReasonIn)
    def submit(self, document: Adjustment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Adjustment:
        """Send it to its deciders. All but a carry-over need an attachment first (`attachments`)."""
        return adjustments.submit_adjustment(adjustment_id=document.pk, version=data.get("version"), actor=actor, at=at)

    @move(input=ReasonIn)
    def withdraw(self, document: Adjustment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Adjustment:
        """Take it back before anybody decided."""
        return adjustments.withdraw_adjustment(
            adjustment_id=document.pk, version=data.get("version"), actor=actor, at=at
        )

    @move(input=ReasonIn)
    def cancel(self, document: Adjustment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Adjustment:
        """Give it up, with a reason."""
        return adjustment_drafts.cancel_adjustment(
            adjustment_id=document.pk, reason=data["reason"], version=data.get("version"), actor=actor, at=at
        )

    @move(on_list=True, input=AdjustmentIn, output=AdjustmentCheckOut, writes=False)
    def check(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> adjustment_checks.AdjustmentCheck:
        """What such an adjustment would make of the budgets; nothing is kept."""
        return adjustment_checks.check_adjustment(draft=_input(data), actor=actor, at=at)


def _input(data: dict[str, Any]) -> AdjustmentInput:
    return AdjustmentInput(
        department_id=data["department"],
        adjustment_kind=data["adjustment_kind"],
        title=data["title"],
        purpose=data["purpose"],
        criteria=data["criteria"],
        risk=data["risk"],
        lines=tuple(
            AdjustmentLineInput(
                line_id=line.get("id"),
                department_id=line.get("department") or data["department"],
                category_id=line["category"],
                project_id=line.get("project"),
                period_id=line["period"],
                amount=line["amount"],
                note=line["note"],
                from_period_id=line.get("from_period"),
                carried_kind=line.get("carried_kind", ""),
                carried_id=line.get("carried"),
                carried_line=line.get("carried_line"),
            )
            for line in data["lines"]
        ),
    )


def _stored(document: Adjustment, *, with_lines: bool) -> dict[str, Any]:
    """The adjustment as if it were sent again: what a change leaves out stays."""
    lines = document.lines.all() if with_lines else ()
    return {
        "department": document.department_id,
        "adjustment_kind": document.adjustment_kind,
        "title": document.title,
        "purpose": document.purpose,
        "criteria": document.criteria,
        "risk": document.risk,
        "lines": [
            {
                "id": line.pk,
                "department": line.department_id,
                "category": line.category_id,
                "project": line.project_id,
                "period": line.period_id,
                "amount": line.amount,
                "note": line.note,
                "from_period": line.from_period_id,
                "carried_kind": line.carried_kind,
                "carried": line.carried_id,
                "carried_line": line.carried_line,
            }
            for line in lines
        ],
    }
