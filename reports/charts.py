"""Charts as data: what the browser draws, in full figures; a table with the same stands beside each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import formats
from core.formats import TEN_THOUSAND
from reports.choices import Unit


def months_chart(
    *,
    budget: Sequence[Decimal],
    actual: Sequence[Decimal | None],
    last_year: Sequence[Decimal] | None = None,
    unit: str = Unit.WAN,
    reached: int = 12,
    run_rate: Decimal | None = None,
) -> dict[str, Any]:
    """Plan as a step line, actual as bars with the part above plan apart, last year dotted.

    `reached` is the last month with actuals; `run_rate`, actual ÷ budget so far, estimates the months after it.
    Figures are in the unit shown.
    """

    def scaled(value: Decimal | None) -> float | None:
        if value is None:
            return None
        return round(float(value / TEN_THOUSAND if unit == Unit.WAN else value), 2)

    within = [min(a or Decimal(0), b) for a, b in zip(actual, budget, strict=True)]
    over = [max((a or Decimal(0)) - b, Decimal(0)) for a, b in zip(actual, budget, strict=True)]
    return {
        "months": [formats.month_name(month) for month in range(1, 13)],
        "budget": [scaled(value) for value in budget],
        "within": [scaled(value) if month <= reached else None for month, value in enumerate(within, start=1)],
        "over": [scaled(value) if month <= reached else None for month, value in enumerate(over, start=1)],
        "last_year": [scaled(value) for value in last_year] if last_year is not None else None,
        "forecast": [
            scaled(value * run_rate) if month > reached else None for month, value in enumerate(budget, start=1)
        ]
        if run_rate is not None and reached < 12
        else None,
        "words": {
            "budget": _("Budget"),
            "within": _("Actual"),
            "over": _("Above budget"),
            "last_year": _("Last year"),
            "forecast": _("At this rate"),
        },
    }
