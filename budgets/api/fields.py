"""Shapes that the resources of budgets share."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from core.api import Input

BIGGEST_ID = 2**63 - 1


def id_field(**options: Any) -> serializers.IntegerField:
    """The id of another row."""
    return serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, **options)


class ReasonAlone(Input):
    """Why (GEN-06)."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
