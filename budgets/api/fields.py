"""Shapes that the resources of budgets share."""

from __future__ import annotations

from rest_framework import serializers

from core.api import Input


class ReasonAlone(Input):
    """Why (GEN-06)."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
