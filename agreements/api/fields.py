"""What agreements, amendments and reviews have in common in the API (GEN-17)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from agreements.models import AgreementLine, AgreementVersion
from agreements.services.inputs import LineInput, RequirementInput, SignatureInput, VersionInput
from agreements.services.versions import MOST_LINES
from core.api import AmountSerializerField, Input, VersionedInput
from core.api.fields import DayField, LinesField, PlainDecimalField, RateSerializerField, TaxRateSerializerField


class AgreementLineOut(serializers.Serializer[AgreementLine]):
    """One thing agreed on."""

    product = serializers.CharField(read_only=True)
    technical = serializers.CharField(read_only=True)
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, read_only=True)
    unit = serializers.CharField(read_only=True)
    unit_price = AmountSerializerField(read_only=True)
    tax_rate = RateSerializerField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    due_date = serializers.DateField(read_only=True, allow_null=True)


class AgreementVersionOut(serializers.Serializer[AgreementVersion]):
    """What an agreement says between two days, both included; without a number it is proposed."""

    id = serializers.IntegerField(read_only=True)
    number = serializers.IntegerField(read_only=True, allow_null=True)
    subject = serializers.CharField(read_only=True)
    start_date = serializers.DateField(read_only=True)
    end_date = serializers.DateField(read_only=True)
    amount = AmountSerializerField(read_only=True)
    base_amount = AmountSerializerField(read_only=True)
    terms = serializers.CharField(read_only=True)
    special_technical = serializers.CharField(read_only=True)
    special_contract = serializers.CharField(read_only=True)
    signed_on = serializers.DateField(read_only=True, allow_null=True)
    signed_for_us = serializers.CharField(read_only=True)
    signed_for_customer = serializers.CharField(read_only=True)
    lines = AgreementLineOut(many=True, read_only=True)


class AgreementLineIn(Input):
    """One thing agreed on, at a tax-inclusive unit price."""

    product = serializers.CharField(max_length=160)
    technical = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    quantity = PlainDecimalField(max_digits=12, decimal_places=3, min_value=Decimal("0.001"))
    unit = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    unit_price = AmountSerializerField()
    tax_rate = TaxRateSerializerField()
    due_date = DayField(required=False, allow_null=True, default=None)


class SaysIn(VersionedInput):
    """What a version says."""

    subject = serializers.CharField(max_length=200)
    start_date = DayField()
    end_date = DayField()
    terms = serializers.CharField(max_length=6000, required=False, allow_blank=True, default="")
    special_technical = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    special_contract = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    lines = LinesField(child=AgreementLineIn(), max_length=MOST_LINES, allow_empty=True)


class RequirementIn(VersionedInput):
    """The requirement form."""

    product = serializers.CharField(max_length=300)
    quantities = serializers.CharField(max_length=300)
    dates = serializers.CharField(max_length=300)
    technical_requirements = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    special_terms = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class SignatureIn(VersionedInput):
    """Signatures of both sides."""

    signed_on = DayField()
    signed_for_us = serializers.CharField(max_length=80)
    signed_for_customer = serializers.CharField(max_length=80)


def says(data: dict[str, Any]) -> VersionInput:
    """What was sent, as services take it."""
    return VersionInput(
        data["subject"], data["start_date"], data["end_date"], [LineInput(**one) for one in data["lines"]],
        data["terms"], data["special_technical"], data["special_contract"],
    )  # fmt: skip


def requirement(data: dict[str, Any]) -> RequirementInput:
    """The requirement form, as services take it."""
    return RequirementInput(
        data["product"], data["quantities"], data["dates"], data["technical_requirements"], data["special_terms"]
    )


def signature(data: dict[str, Any]) -> SignatureInput:
    """Signatures, as services take them."""
    return SignatureInput(data["signed_on"], data["signed_for_us"], data["signed_for_customer"])
