"""`payee-accounts`: where suppliers, and oneself, are paid (EXP-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from core.actors import Actor
from core.api import Creates, Resource, VersionedInput, move
from expenses import policies, rules
from expenses.models import PayeeAccount
from expenses.services import payees
from expenses.services.inputs import AccountInput


class AccountIn(VersionedInput):
    """A bank account."""

    holder = serializers.CharField(max_length=80)
    account_number = serializers.CharField(max_length=60)
    bank = serializers.CharField(max_length=120)


class SupplierAccountIn(AccountIn):
    """A supplier's bank account; entered again for the same name, it is corrected."""

    supplier = serializers.CharField(max_length=120)


class AccountOut(serializers.Serializer[PayeeAccount]):
    """A bank account; in full for its person and for who pays, else all but the last digits hidden."""

    id = serializers.IntegerField(read_only=True)
    person = serializers.IntegerField(source="person_id", read_only=True, allow_null=True)
    supplier = serializers.CharField(read_only=True)
    holder = serializers.CharField(read_only=True)
    account_number = serializers.SerializerMethodField()
    bank = serializers.CharField(read_only=True)
    changed_by = serializers.IntegerField(source="changed_by_id", read_only=True)
    changed_at = serializers.DateTimeField(read_only=True)
    version = serializers.IntegerField(read_only=True)

    def get_account_number(self, kept: PayeeAccount) -> str:
        actor: Actor = self.context["request"].actor
        in_full = policies.can_record_payments(actor) or kept.person_id == actor.person_id
        return kept.account_number if in_full else rules.masked(kept.account_number)


class PayeeAccountResource(Creates[PayeeAccount], Resource[PayeeAccount]):
    """One's own account, and the suppliers' for who opens payments. People's own are entered by themselves alone."""

    serializer_class = AccountOut
    input_serializers = {"create": SupplierAccountIn}
    permissions = {"create": policies.PAY}
    ordering_fields = {"supplier": "supplier"}
    search_fields = ("supplier", "bank")

    def visible(self, actor: Actor) -> QuerySet[PayeeAccount]:
        own = Q(person_id=actor.person_id or 0)
        return PayeeAccount.objects.filter(own | Q(person=None) if policies.can_open_payments(actor) else own)

    def make(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PayeeAccount:
        return payees.keep_supplier_account(supplier=data["supplier"], account=_account(data), actor=actor, at=at)

    @move(input=AccountIn, output=AccountOut, on_list=True)
    def mine(self, *, data: dict[str, Any], actor: Actor, at: datetime) -> PayeeAccount:
        """Keep one's own account."""
        return payees.keep_own_account(account=_account(data), actor=actor, at=at)


def _account(data: dict[str, Any]) -> AccountInput:
    return AccountInput(
        holder=data["holder"], account_number=data["account_number"], bank=data["bank"], version=data.get("version")
    )
