"""The figures of guarantees that finance sets (PSL-23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core import thresholds
from core.thresholds import AMOUNT, COUNT, Figure, Group, Threshold
from parts_sales import policies_guarantee
from parts_sales.rules.guarantees import Limits

CODE = "guarantee"
USUAL = Limits()


def limits_on(day: date) -> Limits:
    """How much may be guaranteed, as in force on a day."""
    standing = thresholds.in_force(CODE, on=day).of(CODE)
    return Limits(each=standing.figure("each"), warning=standing.figure("warning"))


def grace_on(day: date) -> int:
    """Days after the last to pay until a deduction is proposed."""
    return int(thresholds.in_force(CODE, on=day).of(CODE).figure("grace"))


def group() -> Group:
    """How much, and how long until a deduction is proposed."""
    cent = Decimal("0.01")
    return Group(
        "guarantees",
        _("Guarantees of colleagues"),
        (
            Threshold(
                CODE,
                _("Goods first on a colleague's word"),
                _("The largest order, and the most one guarantor answers for with one customer; beyond it is refused."),
                (
                    Figure("each", _("At most per order and customer"), AMOUNT, USUAL.each, least=cent),
                    Figure("warning", _("All of a guarantor's: warning over"), AMOUNT, USUAL.warning, least=cent),
                    Figure("grace", _("Days of grace until a deduction"), COUNT, Decimal(7), most=Decimal(90)),
                ),
                can_switch=False,
            ),
        ),
        sees=policies_guarantee.can_open_guarantees,
        icon="shield-check",
    )
