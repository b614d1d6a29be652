"""The figures of agreements that finance sets (CUS-10, CUS-11, CUS-30)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from agreements import policies
from core import thresholds
from core.thresholds import AMOUNT, COUNT, SHARE, Figure, Group, Threshold

LARGE, MARGIN, ENDING = "agreement_large", "agreement_margin", "agreement_ending"


def group() -> Group:
    """From which amount an agreement is reviewed, which margin it needs, when its owner is reminded of its end."""
    one = Decimal(1)
    return Group(
        "agreements",
        _("Agreements"),
        (
            Threshold(
                LARGE,
                _("Large agreements are reviewed"),
                _("From this amount on, in the base currency with tax, an agreement is reviewed before it is signed."),
                (Figure("amount", _("Amount"), AMOUNT, Decimal(500_000), least=one, most=Decimal(10**12)),),
            ),
            Threshold(
                MARGIN,
                _("Margin required"),
                _("Below it finance says yes only with conditions."),
                (Figure("share", _("Share of the net price"), SHARE, Decimal("0.08"), most=one),),
                can_switch=False,
            ),
            Threshold(
                ENDING,
                _("Agreements that end"),
                _("So many days before an agreement ends its owner is reminded, and once more."),
                (
                    Figure("first", _("Days before: first"), COUNT, Decimal(60), least=one, most=Decimal(365)),
                    Figure("last", _("Days before: again"), COUNT, Decimal(15), least=one, most=Decimal(365)),
                ),
                can_switch=False,
            ),
        ),
        sees=policies.can_open,
        icon="file-text",
    )  # fmt: skip


def large_from(on: date) -> Decimal | None:
    """From which base amount an agreement is reviewed; None where the amount alone asks for no review."""
    standing = thresholds.in_force(LARGE, on=on).of(LARGE)
    return standing.figure("amount") if standing.is_on else None


def required_margin(on: date) -> Decimal:
    """The margin an agreement needs, as a share of its net price."""
    return thresholds.in_force(MARGIN, on=on).of(MARGIN).figure("share")


def reminders(on: date) -> tuple[int, int]:
    """How many days before its end an owner is reminded: first, and again."""
    standing = thresholds.in_force(ENDING, on=on).of(ENDING)
    return int(standing.figure("first")), int(standing.figure("last"))
