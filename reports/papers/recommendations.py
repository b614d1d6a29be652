"""Recommendations: what the figures suggest should be done, computed from them and nothing else (RPT-40)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from core import formats
from core.money import ZERO
from expenses.models import SpendRequest
from reports.papers.findings import TOP, Finding, is_near_the_end, movers
from reports.selectors.overview import KeyFigures, Overview
from reports.selectors.variance import Node, Table

MATTERS = Decimal("0.05")
"""So far over its plan a category calls for a measure: by the year's budget for money from elsewhere, by the plan of
the months for a closer look.
"""
LATE = 9
"""From this month on money that is left is worth a decision."""
MUCH = Decimal("0.4")
"""This share of a year's budget still available late in the year is much."""


def recommendations(
    *, shown: Overview, table: Table, held: Iterable[tuple[SpendRequest, Decimal]], month: int
) -> list[Finding]:
    """What to do, the most urgent first; one sentence where nothing calls for a measure. `month` is the last one of the
    report.
    """
    if table.is_plan_only:
        return [("", _("There is nothing to recommend before the first expense."))]
    found = [
        *_outlook(shown.figures),
        *_overspent(table),
        *_over_plan(table),
        *_near_the_end(table, month),
        *_left_over(table, month),
        *_held(held),
    ]
    return found or [("fav", _("Nothing calls for a measure: go on as planned."))]


def _outlook(figures: KeyFigures) -> Iterator[Finding]:
    """The year is heading above its budget: the contingency, or spending that waits."""
    gap = figures.forecast_gap
    if gap is None or gap <= 0:
        return
    told = {"size": formats.amount(gap), "contingency": formats.amount(figures.contingency)}
    if figures.contingency >= gap:
        words = _("The year is heading for %(size)s above its budget: release the contingency, %(contingency)s.")
        yield "warn", words % told
    else:
        words = _(
            "The year is heading for %(size)s above its budget, the contingency holds %(contingency)s: decide which "
            "spending waits."
        )
        yield "unf", words % told


def _overspent(table: Table) -> Iterator[Finding]:
    """What is far over its plan: moved from where as much is available, or asked for."""
    over = [pair for pair in movers(table) if _is_far_over(pair[1])]
    for department, category in over[:TOP]:
        need = category.figures.variance
        told = {"where": f"{department.label} · {category.label}", "size": formats.amount(need)}
        source = _source(department, need)
        if source is None:
            words = _(
                "%(where)s: ask for a supplement of %(size)s, or stop; the department has nothing of that size left."
            )
        else:
            words = _("%(where)s: transfer %(size)s from %(source)s, which has %(left)s available.")
            told |= {"source": source.label, "left": formats.amount(source.figures.available)}
        yield "unf", words % told


def _is_far_over(category: Node) -> bool:
    """Whether a category is over its plan by more than what the rest of its year can make up for."""
    return category.figures.variance > max(category.figures.year * MATTERS, ZERO)


def _is_over_plan(category: Node) -> bool:
    """Whether a category is over the plan of these months by more than a little."""
    return category.figures.variance > max(category.figures.to_date * MATTERS, ZERO)


def _over_plan(table: Table) -> Iterator[Finding]:
    """What the findings name as over the plan of these months, though not yet by much of its year: found out why and
    slowed down while there is time.
    """
    over = [(where, what) for where, what in movers(table) if _is_over_plan(what) and not _is_far_over(what)]
    for department, category in over[:TOP]:
        figures = category.figures
        words = _(
            "%(where)s: find out why it is %(size)s over the plan of these months, and spend less until it is back on "
            "plan; %(left)s of the year is available."
        )
        yield (
            "warn",
            words
            % {
                "where": f"{department.label} · {category.label}",
                "size": formats.amount(figures.variance),
                "left": formats.amount(figures.available),
            },
        )


def _near_the_end(table: Table, month: int) -> Iterator[Finding]:
    """Nearly used up while months are to come, and not named above: nothing new without money for it."""
    if month == 12:
        return
    for department in table.rows:
        for category in department.below:
            figures = category.figures
            if is_near_the_end(figures) and not _is_over_plan(category):
                words = _("%(where)s: commit nothing more before a transfer or a supplement, %(left)s is left.")
                yield (
                    "warn",
                    words
                    % {
                        "where": f"{department.label} · {category.label}",
                        "left": formats.amount(figures.available),
                    },
                )


def _source(department: Node, need: Decimal) -> Node | None:
    """The category of a department that is below its plan and has most available, if that is enough."""
    saved = [one for one in department.below if one.figures.variance < 0 and one.figures.available >= need]
    return max(saved, key=lambda one: (one.figures.available, one.label), default=None)


def _left_over(table: Table, month: int) -> Iterator[Finding]:
    """Late in the year: much of a budget is left."""
    if month < LATE:
        return
    saved = [(where, what) for where, what in movers(table) if what.figures.variance < 0]
    much = [pair for pair in saved if pair[1].figures.available > pair[1].figures.year * MUCH]
    for department, category in much[:TOP]:
        yield (
            "",
            _("%(where)s: %(left)s is still available; cut it, move it, or say what carries over.")
            % {
                "where": f"{department.label} · {category.label}",
                "left": formats.amount(category.figures.available),
            },
        )


def _held(held: Iterable[tuple[SpendRequest, Decimal]]) -> Iterator[Finding]:
    amount = sum((holds for _request, holds in held), ZERO)
    if amount:
        words = _("Ask who has held money for more than sixty days whether they need it: %(amount)s could be released.")
        yield "warn", words % {"amount": formats.amount(amount)}
