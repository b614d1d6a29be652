"""`expense-corrections`: reversals and reclassifications of posted claims and imported rows (api.md, EXP-08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import CurrencyField, IdField, LinesField
from core.api.filters import IdFilter
from core.errors import InvalidInput
from core.money import CENT
from expenses import rules, selectors
from expenses.choices import CorrectionKind, CorrectionState
from expenses.models import Correction
from expenses.selectors.corrections import corrections_visible_to
from expenses.services import corrections
from expenses.services.corrections import CorrectionInput


class CorrectionLineIn(Input):
    """How much of a claim's line is corrected; `of_line` names the line of an earlier correction that moved it. A row
    of an import has no lines: `claim_line` is left out.
    """

    claim_line = IdField(required=False, allow_null=True)
    of_line = IdField(required=False, allow_null=True)
    amount = AmountSerializerField(min_value=CENT)


class CorrectionFields(Input):
    """What is done, why, and where to. What a reclassification leaves out stays as it is."""

    correction_kind = serializers.ChoiceField(choices=CorrectionKind.choices)
    reason = serializers.CharField(max_length=2000)
    to_department = IdField(required=False, allow_null=True)
    to_category = IdField(required=False, allow_null=True)
    to_project = IdField(required=False, allow_null=True)
    to_period = IdField(required=False, allow_null=True)
    lines = LinesField(child=CorrectionLineIn(), allow_empty=False, max_length=rules.MOST_LINES)


class CorrectionIn(CorrectionFields):
    """A correction of a posted claim, or of one row of an import (`expense-imports/<id>/rows/`): one of the two."""

    claim = IdField(required=False, allow_null=True)
    import_row = IdField(required=False, allow_null=True)


class CorrectionAgain(CorrectionFields, VersionedInput):
    """A returned correction written anew."""


class CorrectionLineOut(serializers.Serializer[Any]):
    """What is corrected, and where it counted."""

    id = serializers.IntegerField(read_only=True)
    claim_line = serializers.IntegerField(source="claim_line_id", read_only=True, allow_null=True)
    of_line = serializers.IntegerField(source="of_line_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    category = serializers.IntegerField(source="category_id", read_only=True)
    project = serializers.IntegerField(source="project_id", read_only=True, allow_null=True)
    period = serializers.IntegerField(source="period_id", read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)


class CorrectionRow(DocumentOut):
    """A correction in a list."""

    correction_kind = serializers.CharField(read_only=True)
    claim = serializers.IntegerField(source="claim_id", read_only=True, allow_null=True)
    import_row = serializers.IntegerField(source="import_row_id", read_only=True, allow_null=True)
    department = serializers.IntegerField(source="department_id", read_only=True)
    reason = serializers.CharField(read_only=True)
    total = AmountSerializerField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    posted_at = serializers.DateTimeField(read_only=True, allow_null=True)


class CorrectionOut(CorrectionRow):
    """A correction with its lines."""

    to_department = serializers.IntegerField(source="to_department_id", read_only=True, allow_null=True)
    to_category = serializers.IntegerField(source="to_category_id", read_only=True, allow_null=True)
    to_project = serializers.IntegerField(source="to_project_id", read_only=True, allow_null=True)
    to_period = serializers.IntegerField(source="to_period_id", read_only=True, allow_null=True)
    lines = CorrectionLineOut(many=True, read_only=True)


class CorrectionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, kind, claim, and row or import."""

    state = django_filters.ChoiceFilter(choices=CorrectionState.choices)
    correction_kind = django_filters.ChoiceFilter(choices=CorrectionKind.choices)
    claim = IdFilter(field_name="claim_id")
    import_row = IdFilter(field_name="import_row_id")
    expense_import = IdFilter(field_name="import_row__document_id")


class CorrectionResource(Creates[Correction], Resource[Correction]):
    """Corrections of posted claims and imported rows: submitted when they are made, posted when finance approves."""

    serializer_class = CorrectionOut
    list_serializer_class = CorrectionRow
    input_serializers = {"create": CorrectionIn}
    filterset_class = CorrectionFilter
    ordering_fields = {"number": "number", "total": "total", "created_at": "created_at"}
    search_fields = ("number", "reason")

    def visible(self, actor: Actor) -> QuerySet[Correction]:
        return corrections_visible_to(actor)

    def for_one(self, rows: QuerySet[Correction]) -> QuerySet[Correction]:
        return rows.prefetch_related("lines")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Correction:
        if (data.get("claim") is None) == (data.get("import_row") is None):
            raise InvalidInput(problem=str(_("Say either which claim or which imported row is corrected.")))
        row_id = data.get("import_row")
        if row_id is not None:
            row = selectors.import_rows_seen_by(actor).filter(pk=row_id).first()
            if row is None:
                raise InvalidInput(problem=str(_("This imported row does not exist, or you do not see it.")))
            return corrections.correct_row(row_id=row.pk, draft=_draft(data, row_id=row.pk), actor=actor, at=at)
        claim = selectors.claims_visible_to(actor).filter(pk=data["claim"]).first()
        if claim is None:
            raise InvalidInput(problem=str(_("This claim does not exist, or you do not see it.")))
        return corrections.correct_claim(claim_id=claim.pk, draft=_draft(data), actor=actor, at=at)

    @move(input=CorrectionAgain)
    def submit(self, document: Correction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Correction:
        """Write a returned correction anew and send it again."""
        return corrections.resubmit_correction(
            correction_id=document.pk,
            draft=_draft(data, row_id=document.import_row_id),
            actor=actor,
            at=at,
            version=data.get("version"),
        )

    @move(input=ReasonIn)
    def cancel(self, document: Correction, *, data: dict[str, Any], actor: Actor, at: datetime) -> Correction:
        """Give it up before anybody decided, or after it came back."""
        return corrections.cancel_correction(
            correction_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )


def _draft(data: dict[str, Any], *, row_id: int | None = None) -> CorrectionInput:
    return CorrectionInput(
        correction_kind=data["correction_kind"],
        amounts={_key(line, row_id): line["amount"] for line in data["lines"]},
        reason=data["reason"],
        department_id=data.get("to_department"),
        category_id=data.get("to_category"),
        project_id=data.get("to_project"),
        period_id=data.get("to_period"),
    )


def _key(line: dict[str, Any], row_id: int | None) -> str:
    """The name of what stands, as the service knows it."""
    if line.get("of_line"):
        return f"m{line['of_line']}"
    if row_id is not None and not line.get("claim_line"):
        return f"r{row_id}"
    return f"c{line.get('claim_line') or 0}"
