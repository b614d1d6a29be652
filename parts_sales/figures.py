"""The figures of parts sales that finance keeps with their days (PSL-12, PSL-15; decision 0091)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import thresholds
from core.thresholds import AMOUNT, COUNT, Figure, Group, Threshold
from parts_sales import policies

FREIGHT, VALIDITY = "parts_freight", "parts_quote_validity"


def register() -> None:
    """Make the figures of quotes known; each part of sales registers a group of its own."""
    thresholds.register(
        Group(
            "parts_quotes",
            _("Parts quotes"),
            (
                Threshold(
                    FREIGHT,
                    _("Freight to be agreed"),
                    _("Freight the customer bears is agreed with them before the order from this amount on."),
                    (Figure("least", _("From"), AMOUNT, Decimal(300)),),
                    can_switch=False,
                ),
                Threshold(
                    VALIDITY,
                    _("Validity of quotes"),
                    _("How long a quote is valid where nothing else is said."),
                    (Figure("days", _("Days"), COUNT, Decimal(30), Decimal(1), Decimal(365)),),
                    can_switch=False,
                ),
            ),
            sees=policies.can_see_parts,
            icon="engine",
        )
    )


def freight_from(*, on: date) -> Decimal:
    """From which freight on, in the base currency, a customer who bears it agrees before the order (PSL-15)."""
    return thresholds.in_force(FREIGHT, on=on).of(FREIGHT).figure("least")


def usual_validity(*, on: date) -> date:
    """Until when a quote of this day is valid where nothing else is said (PSL-12)."""
    return on + timedelta(days=int(thresholds.in_force(VALIDITY, on=on).of(VALIDITY).figure("days")))
