"""`payables` and `payments`: what is owed, and payments with their moves (api.md, EXP-07)."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Creates, DocumentOut, Input, ReasonIn, Resource, VersionedInput, move
from core.api.fields import CurrencyField, IdField, LinesField
from core.api.filters import IdFilter
from core.files import XLSX
from core.money import CENT
from expenses import bank_files, policies
from expenses.choices import PaymentState
from expenses.models import Payable, Payment, PaymentLine
from expenses.selectors import payments as selectors
from expenses.services import payments
from expenses.services.inputs import PaidInput, PaymentLineInput


class PayableOut(serializers.Serializer[Any]):
    """What is owed to one payee for one claim, in the base currency."""

    id = serializers.IntegerField(read_only=True)
    claim = serializers.IntegerField(source="claim_id", read_only=True, allow_null=True)
    advance = serializers.IntegerField(source="advance_id", read_only=True, allow_null=True)
    document_number = serializers.CharField(source="document.number", read_only=True)
    department = serializers.IntegerField(source="document.department_id", read_only=True)
    person = serializers.IntegerField(source="person_id", read_only=True, allow_null=True)
    supplier = serializers.CharField(read_only=True)
    payee = serializers.CharField(read_only=True)
    since = serializers.DateField(read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    offset = AmountSerializerField(read_only=True)
    paid = AmountSerializerField(read_only=True)
    outstanding = AmountSerializerField(read_only=True)


class PayableFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By claim, person, and whether something is still to be paid."""

    claim = IdFilter(field_name="claim_id")
    person = IdFilter(field_name="person_id")
    open = django_filters.BooleanFilter(method="still_open")

    def still_open(self, rows: QuerySet[Payable], _name: str, value: bool) -> QuerySet[Payable]:
        """Those not paid yet, or those that are."""
        return rows.filter(paid__lt=F("amount") - F("offset")) if value else rows.filter(paid=F("amount") - F("offset"))


class PayableResource(Resource[Payable]):
    """What approved claims are owed, payee by payee."""

    serializer_class = PayableOut
    filterset_class = PayableFilter
    ordering_fields = {"since": "since", "amount": "amount"}

    def visible(self, actor: Actor) -> QuerySet[Payable]:
        return selectors.payables_visible_to(actor)

    def search(self, rows: QuerySet[Payable], words: str) -> QuerySet[Payable]:
        return selectors.saying(rows, words)

    def for_list(self, rows: QuerySet[Payable]) -> QuerySet[Payable]:
        return rows.select_related("claim", "advance", "person")


class PayLineIn(Input):
    """How much of one debt is paid."""

    payable = IdField()
    amount = AmountSerializerField(min_value=CENT)


class PaidIn(VersionedInput):
    """Day, own account and the bank's reference."""

    pay_date = serializers.DateField()
    account = serializers.CharField(max_length=80)
    reference = serializers.CharField(max_length=80, allow_blank=True, default="")


class PaymentIn(Input):
    """Debts to pay: prepared for the bank, to be recorded once it has paid."""

    lines = LinesField(child=PayLineIn(), allow_empty=False, max_length=payments.MOST_LINES)


class ReverseIn(ReasonIn):
    """Which lines the bank returned (all, where none is named), and why."""

    lines = serializers.ListField(child=IdField(), max_length=payments.MOST_LINES, default=list)


class PaymentLineOut(serializers.Serializer[Any]):
    """What a payment pays of one debt. Bank accounts stay with the pages of those who pay."""

    id = serializers.IntegerField(read_only=True)
    payable = serializers.IntegerField(source="payable_id", read_only=True)
    claim = serializers.IntegerField(source="payable.claim_id", read_only=True, allow_null=True)
    advance = serializers.IntegerField(source="payable.advance_id", read_only=True, allow_null=True)
    document_number = serializers.CharField(source="payable.document.number", read_only=True)
    payee = serializers.CharField(source="payable.payee", read_only=True)
    currency = CurrencyField()
    amount = AmountSerializerField(read_only=True)
    given_back_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PaymentRow(DocumentOut):
    """A payment in a list."""

    total = AmountSerializerField(read_only=True)
    pay_date = serializers.DateField(read_only=True, allow_null=True)
    account = serializers.CharField(read_only=True)
    reference = serializers.CharField(read_only=True)
    exported_at = serializers.DateTimeField(read_only=True, allow_null=True)


class PaymentOut(PaymentRow):
    """A payment with its lines."""

    lines = PaymentLineOut(many=True, read_only=True)


class BankFileIn(Input):
    """As what the bank takes it."""

    format = serializers.ChoiceField(choices=("csv", "xlsx"), default="xlsx")


class BankFileOut(serializers.Serializer[Any]):
    """A file: its name, its kind and its bytes in base64."""

    name = serializers.CharField(read_only=True)
    content_type = serializers.CharField(read_only=True)
    content = serializers.CharField(read_only=True)


class PaymentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By state, who prepared it, and day."""

    state = django_filters.ChoiceFilter(choices=PaymentState.choices)
    created_by = IdFilter(field_name="created_by_id")
    paid_from = django_filters.DateFilter(field_name="pay_date", lookup_expr="gte")
    paid_until = django_filters.DateFilter(field_name="pay_date", lookup_expr="lte")


class PaymentResource(Creates[Payment], Resource[Payment]):
    """Payments of approved claims: prepared, recorded as paid, reversed; never edited."""

    serializer_class = PaymentOut
    list_serializer_class = PaymentRow
    input_serializers = {"create": PaymentIn}
    permissions = {"create": policies.PAY}
    filterset_class = PaymentFilter
    ordering_fields = {"number": "number", "pay_date": "pay_date", "total": "total"}
    search_fields = ("number", "reference")

    def visible(self, actor: Actor) -> QuerySet[Payment]:
        return selectors.payments_visible_to(actor)

    def for_one(self, rows: QuerySet[Payment]) -> QuerySet[Payment]:
        lines = PaymentLine.objects.select_related("payable__claim", "payable__advance", "payable__person").order_by(
            "pk"
        )
        return rows.prefetch_related(Prefetch("lines", lines))

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> Payment:
        lines = [PaymentLineInput(payable_id=line["payable"], amount=line["amount"]) for line in data["lines"]]
        return payments.prepare_payment(lines=lines, actor=actor, at=at)

    @move(input=PaidIn)
    def record(self, document: Payment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Payment:
        """The bank has paid it."""
        paid = PaidInput(pay_date=data["pay_date"], account=data["account"], reference=data["reference"])
        return payments.record_paid(payment_id=document.pk, paid=paid, actor=actor, at=at, version=data.get("version"))

    @move(input=BankFileIn, output=BankFileOut)
    def bank_file(self, document: Payment, *, data: dict[str, Any], actor: Actor, at: datetime) -> dict[str, str]:
        """The bank's file of a prepared payment; that it was made is kept."""
        lines = payments.mark_exported(payment_id=document.pk, actor=actor, at=at)
        is_csv = data["format"] == "csv"
        content = bank_files.as_csv(lines) if is_csv else bank_files.as_workbook(lines)
        return {
            "name": f"{document.number}-{_('bank')}.{data['format']}",
            "content_type": "text/csv; charset=gb18030" if is_csv else XLSX.content_type,
            "content": base64.b64encode(content).decode("ascii"),
        }

    @move(input=ReasonIn)
    def cancel(self, document: Payment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Payment:
        """Give a prepared payment up; its amounts are owed again."""
        return payments.cancel_payment(
            payment_id=document.pk, reason=data["reason"], actor=actor, at=at, version=data.get("version")
        )

    @move(input=ReverseIn)
    def reverse(self, document: Payment, *, data: dict[str, Any], actor: Actor, at: datetime) -> Payment:
        """Take back what was paid, whole or the named lines; it is owed again."""
        return payments.reverse_payment(
            payment_id=document.pk,
            line_ids=data["lines"],
            reason=data["reason"],
            actor=actor,
            at=at,
            version=data.get("version"),
        )
