"""`debts`: what customers owe by age, and what was done to collect it (PSL-25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from core.actors import Actor
from core.api import AmountSerializerField, Input, Resource, move
from core.money import CENT
from customers.models import Customer
from parts_sales import policies_money
from parts_sales.choices import ConfirmedBy
from parts_sales.selectors import debts
from parts_sales.services import dunning
from parts_sales.services.inputs_money import DunningInput


class DunIn(Input):
    """What was done, how, and what the customer promised."""

    day = serializers.DateField()
    way = serializers.ChoiceField(choices=ConfirmedBy.choices)
    said = serializers.CharField(max_length=1000)
    spoke_with = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    promised_date = serializers.DateField(required=False, allow_null=True, default=None)
    promised_amount = AmountSerializerField(required=False, allow_null=True, default=None, min_value=CENT)


class DunningOut(serializers.Serializer[Any]):
    """One thing that was done; `owed` is what was overdue then."""

    day = serializers.DateField(read_only=True)
    way = serializers.CharField(read_only=True)
    spoke_with = serializers.CharField(read_only=True)
    said = serializers.CharField(read_only=True)
    promised_date = serializers.DateField(read_only=True, allow_null=True)
    promised_amount = AmountSerializerField(read_only=True, allow_null=True)
    owed = AmountSerializerField(read_only=True)
    by = serializers.IntegerField(source="by_id", read_only=True)


class OpenInvoiceOut(serializers.Serializer[Any]):
    """An unpaid invoice, with what is left of it."""

    number = serializers.CharField(source="invoice.number", read_only=True)
    order = serializers.IntegerField(source="invoice.order_id", read_only=True)
    invoice_date = serializers.DateField(source="invoice.invoice_date", read_only=True)
    due_date = serializers.DateField(source="invoice.due_date", read_only=True)
    amount = AmountSerializerField(source="invoice.base_amount", read_only=True)
    left = AmountSerializerField(read_only=True)
    days_late = serializers.IntegerField(read_only=True)


class DebtOut(serializers.Serializer[Any]):
    """What one customer owes in the base currency. `ages`: not due, 1–30, 31–60, 61–90 and more days late; the id is
    the customer's.
    """

    id = serializers.IntegerField(source="customer.pk", read_only=True)
    number = serializers.CharField(source="customer.number", read_only=True)
    name_zh = serializers.CharField(source="customer.name_zh", read_only=True)
    name_en = serializers.CharField(source="customer.name_en", read_only=True)
    ages = serializers.ListField(child=AmountSerializerField(), read_only=True)
    overdue = AmountSerializerField(read_only=True)
    total = AmountSerializerField(read_only=True)
    unbilled = AmountSerializerField(read_only=True)
    to_pay_back = AmountSerializerField(read_only=True)
    last = DunningOut(read_only=True, allow_null=True)


class DebtPageOut(serializers.Serializer[Any]):
    """The same with the unpaid invoices and all that was done."""

    debt = DebtOut(source="row", read_only=True)
    invoices = OpenInvoiceOut(many=True, read_only=True)
    entries = DunningOut(many=True, read_only=True)


class DebtResource(Resource[Customer]):
    """Customers that owe something invoiced, or have goods that were not invoiced yet."""

    serializer_class = DebtPageOut
    list_serializer_class = DebtOut
    permissions = {}
    search_fields = ("name_zh", "name_en", "number")

    def visible(self, actor: Actor) -> QuerySet[Customer]:
        if not policies_money.can_open_receipts(actor):
            return Customer.objects.none()
        return debts.debtors_visible_to(actor)

    def paginate_queryset(self, queryset: Any) -> Any:
        found: Sequence[Customer] = super().paginate_queryset(queryset) or []
        return debts.debt_rows(found, self.actor, on=timezone.localdate())

    def shown(self, document: Any, output: Any = None, *, many: bool = False) -> Any:
        if isinstance(document, Customer):
            document = debts.debt_page(customer=document, on=timezone.localdate())
        return super().shown(document, output, many=many)

    @move(input=DunIn)
    def dun(self, document: Customer, *, data: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Record what was done to collect it; never edited."""
        dunning.record_dunning(customer_id=document.pk, draft=DunningInput(**data), actor=actor, at=at)
