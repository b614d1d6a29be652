"""Key findings: sentences computed from the figures, each with what it is read from and nothing else (RPT-40)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from core.money import ZERO
from expenses.models import SpendRequest
from reports.rules import Figures
from reports.selectors.overview import KeyFigures, Overview
from reports.selectors.variance import Node, Table

Finding = tuple[str, str]
TOP = 5
NEAR = Decimal("0.95")
LATER = Decimal("0.02")
"""A forecast this far from the budget is worth a sentence."""


def movers(table: Table) -> list[tuple[Node, Node]]:
    """Departments' categories with a difference, the largest first."""
    if table.is_plan_only:
        return []
    found = [
        (department, category)
        for department in table.rows
        for category in department.below
        if category.figures.variance
    ]
    return sorted(found, key=lambda pair: (-abs(pair[1].figures.variance), pair[1].key))


def findings(
    *, shown: Overview, table: Table, held: Iterable[tuple[SpendRequest, Decimal]], at: datetime
) -> list[Finding]:
    """What somebody who reads one page should know."""
    if table.is_plan_only:
        return [("", _("Nothing has been posted in these months: there is only the plan."))]
    return [
        _whole(table.total),
        *_movers(table),
        *_outlook(shown.figures),
        *_contingency(shown.figures),
        *_near_the_end(table),
        *_held(held, at),
    ]


def _whole(total: Figures) -> Finding:
    size, share = formats.amount(abs(total.variance)), _share(total)
    if not total.variance:
        return "", _("Spending is exactly as planned.")
    if total.variance > 0:
        return "unf", _("Spending is %(size)s (%(share)s) above the plan of these months.") % _sized(size, share)
    return "fav", _("Spending is %(size)s (%(share)s) below the plan of these months.") % _sized(size, share)


def _movers(table: Table) -> Iterator[Finding]:
    found = movers(table)
    over = [pair for pair in found if pair[1].figures.variance > 0][:TOP]
    saved = [pair for pair in found if pair[1].figures.variance < 0][:TOP]
    for department, category in over:
        yield "unf", _("%(where)s: %(size)s over the plan (%(share)s).") % _told(department, category)
    for department, category in saved:
        yield "fav", _("%(where)s: %(size)s below the plan (%(share)s).") % _told(department, category)


def _told(department: Node, category: Node) -> dict[str, str]:
    figures = category.figures
    where = f"{department.label} · {category.label}"
    return {"where": where, **_sized(formats.amount(abs(figures.variance)), _share(figures))}


def _outlook(figures: KeyFigures) -> Iterator[Finding]:
    gap = figures.forecast_gap
    if gap is None or not figures.cost or abs(gap) < figures.cost * LATER:
        return
    told = {"forecast": formats.amount(figures.forecast), "size": formats.amount(abs(gap))}
    if gap > 0:
        yield "warn", _("At this rate the year ends at %(forecast)s, %(size)s above its budget.") % told
    else:
        yield "fav", _("At this rate the year ends at %(forecast)s, %(size)s below its budget.") % told


def _contingency(figures: KeyFigures) -> Iterator[Finding]:
    if figures.contingency > 0:
        yield "", _("The contingency still holds %(amount)s.") % {"amount": formats.amount(figures.contingency)}


def _near_the_end(table: Table) -> Iterator[Finding]:
    """Categories whose budget of the year is nearly used up."""
    for department in table.rows:
        for category in department.below:
            figures = category.figures
            used = figures.spent + figures.held
            if is_near_the_end(figures):
                yield (
                    "warn",
                    _("%(where)s: %(share)s of the year's budget is spent or held, %(left)s is left.")
                    % {
                        "where": f"{department.label} · {category.label}",
                        "share": formats.percent(used / figures.year),
                        "left": formats.amount(figures.available),
                    },
                )


def is_near_the_end(figures: Figures) -> bool:
    """Whether nearly all of a year's budget is spent or held."""
    return figures.year > 0 and figures.spent + figures.held >= figures.year * NEAR


def _held(held: Iterable[tuple[SpendRequest, Decimal]], at: datetime) -> Iterator[Finding]:
    rows = list(held)
    if rows:
        amount = sum((holds for _request, holds in rows), ZERO)
        yield (
            "warn",
            ngettext(
                "%(count)s request has held %(amount)s for more than sixty days; the table below names it.",
                "%(count)s requests have held %(amount)s for more than sixty days; the table below names them.",
                len(rows),
            )
            % {"count": len(rows), "amount": formats.amount(amount)},
        )


def _share(figures: Figures) -> str:
    return formats.percent(abs(figures.share)) if figures.share is not None else formats.NOT_APPLICABLE


def _sized(size: str, share: str) -> dict[str, str]:
    return {"size": size, "share": share}
