"""`statements`: what a customer owed when a month began and ended, sent and answered (PSL-25)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, Resource, VersionedInput, move
from core.api.fields import IdField
from core.api.filters import IdFilter
from core.paper import PAPER_LANGUAGES
from parts_sales.choices import ConfirmedBy
from parts_sales.choices_money import StatementState
from parts_sales.models import Statement
from parts_sales.selectors.statements import statements_visible_to
from parts_sales.services import statements


class StatementIn(Input):
    """Whose month is drawn up; any day of the month."""

    customer = IdField()
    month = serializers.DateField()


class StatementSendIn(VersionedInput):
    """How it goes to the customer; `to` is the address of an e-mail."""

    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    to = serializers.CharField(max_length=254, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=PAPER_LANGUAGES, default="zh-hans")


class StatementAnswerIn(VersionedInput):
    """Who answered for the customer, and how."""

    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    name = serializers.CharField(max_length=80)


class DisputeIn(StatementAnswerIn):
    """What is disputed."""

    what = serializers.CharField(max_length=1000)


class StatementLineOut(serializers.Serializer[Any]):
    """One entry; what lowers the debt is below zero."""

    day = serializers.DateField(read_only=True)
    entry = serializers.CharField(read_only=True)
    number = serializers.CharField(read_only=True)
    order = serializers.IntegerField(source="order_id", read_only=True, allow_null=True)
    amount = AmountSerializerField(read_only=True, signed=True)
    balance = AmountSerializerField(read_only=True, signed=True)


class StatementRow(DocumentOut):
    """A statement in a list; amounts in the base currency, below zero where more was paid than invoiced."""

    department = serializers.IntegerField(source="department_id", read_only=True)
    customer = serializers.IntegerField(source="customer_id", read_only=True)
    month = serializers.DateField(read_only=True)
    opening = AmountSerializerField(read_only=True, signed=True)
    charged = AmountSerializerField(read_only=True, signed=True)
    received = AmountSerializerField(read_only=True)
    credited = AmountSerializerField(read_only=True)
    closing = AmountSerializerField(read_only=True, signed=True)
    unbilled = AmountSerializerField(read_only=True)
    ages = serializers.ListField(child=AmountSerializerField(), read_only=True)
    sent_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answered_at = serializers.DateTimeField(read_only=True, allow_null=True)
    answered_name = serializers.CharField(read_only=True)
    dispute = serializers.CharField(read_only=True)


class StatementOut(StatementRow):
    """A statement with its lines."""

    lines = StatementLineOut(many=True, read_only=True)


class StatementFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, customer and month."""

    state = django_filters.ChoiceFilter(choices=StatementState.choices)
    customer = IdFilter(field_name="customer_id")
    month = django_filters.DateFilter(field_name="month")


class StatementResource(Creates[Statement], Resource[Statement]):
    """Drawn up by the clock on the first of each month, or by hand; sent, confirmed or disputed."""

    serializer_class = StatementOut
    list_serializer_class = StatementRow
    input_serializers = {"create": StatementIn}
    filterset_class = StatementFilter
    ordering_fields = {"number": "number", "month": "month", "closing": "closing"}
    search_kind = Statement.kind

    def visible(self, actor: Actor) -> QuerySet[Statement]:
        return statements_visible_to(actor)

    def for_one(self, rows: QuerySet[Statement]) -> QuerySet[Statement]:
        return rows.prefetch_related("lines")

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Statement:
        return statements.make_statement(customer_id=data["customer"], month=data["month"], actor=actor, at=at)

    @move(input=StatementSendIn)
    def send(self, document: Statement, *, data: dict[str, Any], actor: Actor, at: datetime) -> Statement:
        """It goes to the customer, by e-mail as PDF or marked as sent."""
        return statements.send(statement_id=document.pk, **data, actor=actor, at=at)

    @move(input=StatementAnswerIn)
    def confirm(self, document: Statement, *, data: dict[str, Any], actor: Actor, at: datetime) -> Statement:
        """The customer agrees."""
        return statements.confirm(statement_id=document.pk, **data, actor=actor, at=at)

    @move(input=DisputeIn)
    def contest(self, document: Statement, *, data: dict[str, Any], actor: Actor, at: datetime) -> Statement:
        """The customer disputes it."""
        return statements.contest(statement_id=document.pk, **data, actor=actor, at=at)

    @move(input=VersionedInput)
    def renew(self, document: Statement, *, data: dict[str, Any], actor: Actor, at: datetime) -> Statement:
        """Draw it up anew."""
        return statements.renew(statement_id=document.pk, version=data.get("version"), actor=actor, at=at)
