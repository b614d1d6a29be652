"""The shapes of what a complaint cost (CMP-08, GEN-17)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.api import AmountSerializerField
from core.api.fields import CurrencyField


class CostPaperOut(serializers.Serializer[Any]):
    """One paper: posted, held of the budget, waiting for the ledger, in the base currency."""

    kind = serializers.CharField(read_only=True)
    number = serializers.CharField(read_only=True)
    state = serializers.CharField(source="state_of.state", read_only=True)
    posted = AmountSerializerField(signed=True, read_only=True)
    held = AmountSerializerField(signed=True, read_only=True)
    waiting = AmountSerializerField(signed=True, read_only=True)


class ComplaintCardOut(serializers.Serializer[Any]):
    """All papers of a complaint and what they come to."""

    currency = CurrencyField()
    posted = AmountSerializerField(signed=True, read_only=True)
    held = AmountSerializerField(signed=True, read_only=True)
    waiting = AmountSerializerField(signed=True, read_only=True)
    papers = CostPaperOut(many=True, read_only=True)
