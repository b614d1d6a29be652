"""Refusals of price lists (PSL-02)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import formats
from core.errors import DomainError


class NoCostKnown(DomainError):
    """A price list is computed from costs."""

    code = "no_cost_known"
    text = _("No part of this group has a known cost on that day. Enter costs first.")


class PriceRateMissing(DomainError):
    """Finance keeps no rate of the list's currency."""

    code = "price_rate_missing"
    text = _("No exchange rate of %(currency)s is kept. Enter it under exchange rates first.")


class ListPriceTaken(DomainError):
    """On one day one price of a part begins."""

    code = "list_price_taken"
    text = _("A price of %(part)s begins on %(day)s already. Choose another day.")

    def shown_params(self) -> dict[str, Any]:
        return {**self.params, "day": formats.day(self.params["day"])}
