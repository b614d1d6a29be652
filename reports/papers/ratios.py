"""The measures of the standard report, each computed from the same figures as its other chapters (RPT-40)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import formats
from core.variance import Variance
from reports.papers.content import Chapter, Column, Row, Section, Table
from reports.selectors.overview import KeyFigures


def ratios(figures: KeyFigures, *, month: str) -> Iterator[Section]:
    """What was reached and what was planned, from the year's first month to the last one reported on; of a year that
    has not begun the plan alone.
    """
    yield Chapter(_("KPIs"), "kpis")
    yield Table(
        note=_("From the year's first month to %(month)s, contingency left out.") % {"month": month},
        columns=[
            Column(pgettext("KPI", "Measure"), width=34),
            Column(pgettext("KPI", "Reached"), "percent", 12),
            Column(pgettext("KPI", "Planned"), "percent", 12),
            Column(_("Favourable or unfavourable"), width=20),
            Column(_("How it is computed"), width=46),
        ],
        rows=[
            _row(
                _("Spending of the plan"),
                (figures.actual, figures.expected),
                (figures.expected, figures.expected),
                figures,
                says=_("actual ÷ budget to date"),
            ),
            _row(
                _("Revenue of the plan"),
                (figures.revenue_actual, figures.revenue_budget),
                (figures.revenue_budget, figures.revenue_budget),
                figures,
                says=_("revenue ÷ planned revenue to date"),
                income=True,
            ),
            _row(
                _("Cost share of revenue"),
                (figures.actual, figures.revenue_actual),
                (figures.expected, figures.revenue_budget),
                figures,
                says=_("actual ÷ revenue; planned: budget to date ÷ planned revenue to date"),
            ),
            _row(
                _("Forecast of the budget"),
                (figures.forecast, figures.cost),
                (figures.cost, figures.cost),
                figures,
                says=_("forecast of the year at this rate ÷ budget of the year"),
            ),
        ],
    )


Fraction = tuple[Decimal | None, Decimal]


def _row(
    label: str, reached: Fraction, planned: Fraction, figures: KeyFigures, *, says: str, income: bool = False
) -> Row:
    """One measure. What has no base shows n/a and is not judged (GEN-05b)."""
    plan, found = _share(*planned), None if figures.is_ahead else _share(*reached)
    told = formats.NOTHING
    if found is not None and plan is not None:
        told = Variance(value=found - plan, unit="percent", income=income).judgement
    return Row((label, formats.NOTHING if figures.is_ahead else found, plan, told, says))


def _share(amount: Decimal | None, base: Decimal) -> Decimal | None:
    return amount / base if amount is not None and base > 0 else None
