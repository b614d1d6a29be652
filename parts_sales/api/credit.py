"""`credit-terms`: customers delivered to before they pay, with what stands against their limits (PSL-22)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, ReasonIn, Resource, VersionedInput, move
from core.api.fields import CurrencyField, IdField
from core.api.filters import IdFilter
from core.money import CENT
from parts_sales import policies_money
from parts_sales.choices_money import ReviewOutcome, TermKind, TermState
from parts_sales.models import CreditTerm
from parts_sales.selectors.credit import exposure
from parts_sales.selectors.credit_pages import terms_visible_to
from parts_sales.services import credit
from parts_sales.services.inputs_money import CreditInput


class TermIn(VersionedInput):
    """An application for credit terms; the limit in the base currency."""

    customer = IdField()
    term_kind = serializers.ChoiceField(choices=TermKind.choices, default=TermKind.MONTHLY)
    limit_amount = AmountSerializerField(min_value=CENT)
    days = serializers.IntegerField(min_value=1, max_value=365)
    reason = serializers.CharField(max_length=2000)


class EvaluateIn(VersionedInput):
    """The finding of an evaluation; its figures are kept as they are now."""

    outcome = serializers.ChoiceField(choices=ReviewOutcome.choices)
    note = serializers.CharField(max_length=1000)


class ExposureOut(serializers.Serializer[Any]):
    """What stands against a limit, part by part."""

    currency = CurrencyField()
    unpaid = AmountSerializerField(read_only=True)
    unbilled = AmountSerializerField(read_only=True)
    open_orders = AmountSerializerField(read_only=True)
    prepaid = AmountSerializerField(read_only=True)
    total = AmountSerializerField(read_only=True, signed=True)


class TermRow(DocumentOut):
    """Credit terms in a list."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    term_kind = serializers.CharField(read_only=True)
    limit_amount = AmountSerializerField(read_only=True)
    days = serializers.IntegerField(read_only=True)
    reason = serializers.CharField(read_only=True)
    review_due = serializers.DateField(read_only=True, allow_null=True)


class TermOut(TermRow):
    """Credit terms with what stands against the limit now."""

    exposure = serializers.SerializerMethodField()

    def get_exposure(self, term: CreditTerm) -> dict[str, Any]:
        """Unpaid, shipped and not invoiced, open orders, less prepayments."""
        return dict(ExposureOut(exposure(term.customer_id)).data)


class TermFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, customer, and the day by which they are evaluated."""

    state = django_filters.ChoiceFilter(choices=TermState.choices)
    customer = IdFilter(field_name="customer_id")
    review_due_until = django_filters.DateFilter(field_name="review_due", lookup_expr="lte")


class CreditTermResource(Creates[CreditTerm], Resource[CreditTerm]):
    """Applied for by the department's manager, decided by the domestic sales manager through the approval tasks."""

    serializer_class = TermOut
    list_serializer_class = TermRow
    input_serializers = {"create": TermIn}
    permissions = dict.fromkeys(
        ("create", "resubmit", "give_up", "suspend", "evaluate", "end"), policies_money.SET_CREDIT
    )
    filterset_class = TermFilter
    ordering_fields = {"number": "number", "review_due": "review_due", "limit_amount": "limit_amount"}
    search_kind = CreditTerm.kind

    def visible(self, actor: Actor) -> QuerySet[CreditTerm]:
        return terms_visible_to(actor)

    def for_list(self, rows: QuerySet[CreditTerm]) -> QuerySet[CreditTerm]:
        return rows.select_related("customer")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> CreditTerm:
        return credit.apply_for_credit(draft=_draft(data), actor=actor, at=at)

    @move(input=TermIn)
    def resubmit(self, document: CreditTerm, *, data: dict[str, Any], actor: Actor, at: datetime) -> CreditTerm:
        """Change a returned application and send it again; its customer stays."""
        version = data.get("version")
        return credit.resubmit(term_id=document.pk, draft=_draft(data), actor=actor, at=at, version=version)

    @move(input=ReasonIn)
    def give_up(self, document: CreditTerm, *, data: dict[str, Any], actor: Actor, at: datetime) -> CreditTerm:
        """Take an application back."""
        return credit.give_up(term_id=document.pk, **_reasoned(data), actor=actor, at=at)

    @move(input=ReasonIn)
    def suspend(self, document: CreditTerm, *, data: dict[str, Any], actor: Actor, at: datetime) -> CreditTerm:
        """Deliver no more on credit until they are evaluated."""
        return credit.suspend(term_id=document.pk, **_reasoned(data), actor=actor, at=at)

    @move(input=EvaluateIn)
    def evaluate(self, document: CreditTerm, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Evaluate them: they go on, or end."""
        credit.evaluate(
            term_id=document.pk, outcome=data["outcome"], note=data["note"], actor=actor, at=at,
            version=data.get("version"),
        )  # fmt: skip

    @move(input=ReasonIn)
    def end(self, document: CreditTerm, *, data: dict[str, Any], actor: Actor, at: datetime) -> CreditTerm:
        """The customer pays before delivery again."""
        return credit.end_terms(term_id=document.pk, **_reasoned(data), actor=actor, at=at)


def _reasoned(data: dict[str, Any]) -> dict[str, Any]:
    return {"reason": data["reason"], "version": data.get("version")}


def _draft(data: dict[str, Any]) -> CreditInput:
    given = {name: value for name, value in data.items() if name not in {"version", "customer"}}
    return CreditInput(customer_id=data["customer"], **given)
