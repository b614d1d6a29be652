"""The figures carriers are chosen by, as finance sets them (PSL-33)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.thresholds import AMOUNT, FACTOR, Figure, Group, Threshold
from parts_sales import policies_delivery as policies

CARRIER = "parts_carrier"


def group() -> Group:
    """What is heavy, large, valuable."""
    return Group(
        "parts_delivery",
        _("Delivery of parts"),
        (
            Threshold(
                CARRIER,
                _("Express or freight forwarder"),
                _("Heavier or longer goods go by freight forwarder; from the value on they count as valuable."),
                (
                    Figure("weight", _("Express up to (kg)"), FACTOR, Decimal(30), most=Decimal(10_000)),
                    Figure("longest", _("Express up to (mm, longest side)"), FACTOR, Decimal(1200)),
                    Figure("value", _("Valuable from"), AMOUNT, Decimal(20_000), most=Decimal(100_000_000)),
                ),
                can_switch=False,
            ),
        ),
        sees=policies.can_open_notes,
        icon="truck",
    )
