"""The figures of credit that finance sets (PSL-22)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.thresholds import COUNT, Figure, Group, Threshold
from parts_sales import policies_money
from parts_sales.services.credit import REVIEW


def group() -> Group:
    """How often credit terms are evaluated, and how long before whoever evaluates is reminded."""
    one = Decimal(1)
    return Group(
        "credit",
        _("Credit terms"),
        (
            Threshold(
                REVIEW,
                _("Evaluation of credit terms"),
                _("Terms that are not evaluated again in time are suspended: nothing more is delivered on credit."),
                (
                    Figure("months", _("Months between evaluations"), COUNT, Decimal(6), least=one, most=Decimal(36)),
                    Figure("remind", _("Days before, to be reminded"), COUNT, Decimal(14), most=Decimal(90)),
                ),
                can_switch=False,
            ),
        ),
        sees=policies_money.can_open_receipts,
        icon="cash",
    )
