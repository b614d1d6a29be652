"""The days of corrective actions that finance sets (CMP-05, CMP-06)."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.thresholds import COUNT, Figure, Group, Threshold
from corrective import policies

PLAN, LATE, KEEP = "corrective_plan", "corrective_late", "corrective_keep"


def group() -> Group:
    """How long measures may take to write, when lateness is passed up, how long measures are seen to be kept up."""
    one = Decimal(1)
    return Group(
        "corrective",
        _("Corrective actions"),
        (
            Threshold(
                PLAN,
                _("Time to write measures"),
                _("So many working days the responsible department has for cause and measures."),
                (Figure("days", _("Working days"), COUNT, Decimal(5), least=one, most=Decimal(60)),),
                can_switch=False,
            ),
            Threshold(
                LATE,
                _("Late measures are passed up"),
                _("Whoever has to act is told on the first working day after the due one; working days are counted."),
                (
                    Figure("manager", _("Days late: the manager"), COUNT, Decimal(3), least=one, most=Decimal(60)),
                    Figure("above", _("Days late: the manager above"), COUNT, Decimal(6), least=one, most=Decimal(90)),
                ),
                can_switch=False,
            ),
            Threshold(
                KEEP,
                _("Measures are kept up"),
                _("After an effect was verified, somebody looks again whether the measures are kept up."),
                (
                    Figure("every", _("Days between checks"), COUNT, Decimal(30), least=one, most=Decimal(365)),
                    Figure("days", _("Days in all"), COUNT, Decimal(90), least=one, most=Decimal(1095)),
                ),
                can_switch=False,
            ),
        ),
        sees=policies.sees_all,
        icon="refresh",
    )  # fmt: skip
