"""Margins and waiting results as Excel (GEN-13, PSL-51, PSL-52)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.list_workbooks import MOST_ROWS, Sheet
from parts_sales.forms_results import STANDS, WAYS
from parts_sales.models import ResultLine, ResultPosting
from parts_sales.selectors.results import MarginRow

AT_ONCE = 1000


def margin_sheet(rows: Iterable[MarginRow], by: str) -> Sheet:
    """What each order, customer, part or month brought and cost."""
    heads = [
        (str(WAYS[by]), 24), (_("Name"), 32), (_("Quantity"), 12), (_("Revenue"), 16), (_("Cost"), 16),
        (pgettext("amount", "Margin"), 16), (_("Margin, %"), 10), (_("Against the standard"), 20),
        (_("All costs known"), 14),
    ]  # fmt: skip
    cells = (
        (
            row.label or _("Work and freight"), row.sub, row.quantity, row.result.revenue, row.result.cost,
            row.result.margin, _percent(row.result.share), str(STANDS[row.stands]),
            _("yes") if row.is_costed else _("no"),
        )
        for row in rows
    )  # fmt: skip
    return Sheet(_("Margins"), heads, cells, sums=(3, 4, 5))


def lines_sheet(rows: QuerySet[ResultLine]) -> Sheet:
    """The single lines with their documents."""
    heads = [
        (_("Date"), 12), (_("Document"), 16), (_("Sales order"), 16), (_("Customer"), 28), (_("Part"), 16),
        (_("Name"), 28), (_("Quantity"), 12), (_("Revenue"), 16), (_("Cost"), 16), (pgettext("amount", "Margin"), 16),
        (_("Occasion"), 18), (_("In the ledger"), 14),
    ]  # fmt: skip
    return Sheet(_("Margins"), heads, _line_cells(rows), sums=(7, 8, 9))


def _line_cells(rows: QuerySet[ResultLine]) -> Iterator[Sequence[Any]]:
    for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield (
            one.day, str(one.posting), str(one.order), one.customer.name, one.order_line.part_number,
            one.order_line.name, one.quantity, one.revenue, one.cost if one.is_costed else None, one.margin,
            one.posting.get_occasion_display(), one.posting.get_state_display(),
        )  # fmt: skip


def waiting_sheet(rows: QuerySet[ResultPosting]) -> Sheet:
    """What is not in the ledger yet, and why."""
    heads = [
        (_("Date"), 12), (_("Document"), 16), (_("Sales order"), 16), (_("Customer"), 28), (_("Occasion"), 18),
        (_("Why it waits"), 32), (_("Revenue"), 16), (_("Cost"), 16),
    ]  # fmt: skip
    cells = (
        (
            one.day, str(one), str(one.order), one.customer.name, one.get_occasion_display(), one.get_why_display(),
            one.revenue, one.cost,
        )
        for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    )  # fmt: skip
    return Sheet(_("Not posted yet"), heads, cells, sums=(6, 7))


def _percent(share: Any) -> Any:
    return None if share is None else share * 100
