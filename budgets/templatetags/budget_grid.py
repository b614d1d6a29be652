"""The rows of the budget grid as HTML, written in one go: 500 lines of 21 cells are too many for template tags.

Cells stand in a fixed order that `static/js/grid/cells.js` knows: name, two comparisons, three months and their quarter
four times, the year, the change. A cell that can be edited holds its input; scripts show one input at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgets.choices import CategoryKind
from budgets.rules.figures import change_share, with_quarters
from budgets.selectors.grid import LAST_VERSION, Grid, GridGroup, GridRow, GridSum
from core import formats

register = template.Library()

ROWS_TOGETHER = 15
"""Rows per row group: groups outside of the window cost the browser nothing."""

WIDTHS = (9, 10, 11, 13)
"""The most figures each but the widest width of columns has room for; the same in static/js/grid/cells.js."""


WHOLE_SHARE, LARGEST_SHARE = Decimal(10), Decimal(100)
"""From which change on it is told without decimals, and beyond which only that it is larger; as in money.js."""


def cell_text(amount: Decimal | None) -> str:
    """An amount as a cell shows it: cents only where there are some.

    The same as `format` in static/js/grid/money.js.
    """
    if amount is None:
        return ""
    places = 0 if amount == amount.to_integral_value() else 2
    return formats.number(amount, places=places)


def share_text(share: Decimal | None) -> str:
    """A change as +6.9% or −2.1%, whole from a thousand per cent; nothing where there is nothing to compare with.

    The same as `change` in static/js/grid/money.js.
    """
    if share is None:
        return ""
    if abs(share) >= LARGEST_SHARE:
        return f"{'<' if share < 0 else '>'}{formats.percent(LARGEST_SHARE.copy_sign(share), places=0, sign=True)}"
    return formats.percent(share, places=1 if abs(share) < WHOLE_SHARE else 0, sign=True)


@register.simple_tag
def grid_width(grid: Grid) -> str:
    """Which width the columns need for the largest figure, sh-grid-w1 to sh-grid-w5; as `widen` in cells.js."""
    sums = [grid.costs, grid.revenue]
    longest = max(len(cell_text(figure)) for row in sums for figure in with_quarters(row.months)[:-1])
    longest = max(longest, *(_wide(_loss_text(figure)) for figure in with_quarters(grid.result.months)[:-1]))
    for row in grid.rows:
        longest = max(longest, *(len(cell_text(amount)) for amount in row.line.amounts))
    return f"sh-grid-w{1 + sum(longest > most for most in WIDTHS)}"


def _wide(text: str) -> int:
    """The room a text takes in figures: a Chinese character and a minus take two. As `wide` in cells.js."""
    return sum(2 if letter == "−" or ord(letter) > 0x2E80 else 1 for letter in text)


def _loss_text(figure: Decimal) -> str:
    return f"{_('loss')}{cell_text(figure)}" if figure < 0 else cell_text(figure)


@register.simple_tag
def grid_keys_help() -> SafeString:
    """The grid's keys for the page's list of keys; `static/js/grid/keys.js` obeys them."""
    keys = {
        "↑ ↓ ← →": _("Move; with Shift select"),
        "Tab": _("To the right; with Shift to the left"),
        "Enter": _("Down; with Shift up"),
        "F2": _("Change the value in the cell"),
        "Esc": _("Put the former value back"),
        "Delete": _("Set to 0"),
        "Ctrl+C": _("Copy, also to Excel; X cuts, V pastes"),
        "Ctrl+R": _("Fill right"),
        "Ctrl+D": _("Fill down"),
        "Ctrl+Z": _("Undo; Y redoes"),
        "Ctrl+A": _("Select the line, again all of them"),
        "Ctrl+M": _("Remarks on the line"),
        "Alt+↓": _("Former values of the cell"),
        "Alt+Enter": _("The line by itself"),
        "Alt+←": _("Fold the group; → unfolds it"),
        "F6": _("To the next part of the page"),
    }
    return format_html('<span hidden data-keys-help="{}"></span>', json.dumps(keys, ensure_ascii=False))


@register.simple_tag
def grid_body(grid: Grid, editable: bool = False) -> SafeString:
    """All row groups of the grid's body."""
    writer = _Writer(grid, editable)
    return mark_safe("".join(part for group in grid.groups for part in writer.group(group)))  # noqa: S308 - escaped below


@register.simple_tag
def grid_foot(grid: Grid) -> SafeString:
    """Costs, revenue and result at the foot."""
    writer = _Writer(grid, editable=False)
    return mark_safe("".join(writer.sum(row) for row in (grid.costs, grid.revenue, grid.result)))  # noqa: S308


@register.filter
def grid_text(amount: Decimal | None) -> str:
    """An amount as the grid shows it."""
    return cell_text(amount)


@register.filter
def grid_whole(amount: Decimal | None) -> str:
    """Another year's figure as the grid shows it."""
    return _whole(amount)


@register.filter
def grid_share(share: Decimal | None) -> str:
    """A change as the grid shows it."""
    return share_text(share)


class _Writer:
    def __init__(self, grid: Grid, editable: bool) -> None:
        self.grid, self.editable = grid, editable
        self.icons = static("vendor/icons.svg")
        pattern = "budgets:line_edit" if editable else "budgets:line_detail"
        self.line_url = reverse(pattern, args=[grid.budget.pk, 0]).replace("/0/", "/{}/", 1)

    def group(self, group: GridGroup) -> Iterator[str]:
        yield f'<tbody role="rowgroup" data-group="{group.key}" data-kind="{group.kind}">'
        if group.has_heading:
            yield self._heading(group)
        for index, row in enumerate(group.rows, 1):
            yield self._row(row, group)
            if index % ROWS_TOGETHER == 0 and index < len(group.rows):
                yield f'</tbody><tbody role="rowgroup" data-group="{group.key}" data-kind="{group.kind}">'
        yield "</tbody>"

    def sum(self, row: GridSum) -> str:
        head = escape(self._sum_label(row))
        body = "".join(self._sum_cell(row, figure) for figure in with_quarters(row.months))
        share = row.share
        if row.code == "result":
            income = self.grid.revenue.total
            share_cell = formats.percent(row.total / income) if income else ""
        else:
            share_cell = share_text(share)
        return (
            f'<tr role="row" class="sh-grid-sum sh-grid-{row.code}" data-sum="{row.code}"{self._second(row.second)}>'
            f'<th scope="row" role="rowheader" title="{head}"><span>{head}</span></th>'
            f"{self._beside(row.first, row.second, row.total)}"
            f"{body}<td>{share_cell}</td></tr>"
        )

    def _sum_cell(self, row: GridSum, figure: Decimal) -> str:
        if row.code == "result" and figure < 0:
            return f"<td data-below><b>{_('loss')}</b>{cell_text(figure)}</td>"
        return f"<td>{cell_text(figure)}</td>"

    def _sum_label(self, row: GridSum) -> str:
        if row.code == "costs":
            return _("Total costs")
        if row.code == "revenue":
            return ngettext("Revenue (%(count)s line)", "Revenue (%(count)s lines)", row.lines) % {"count": row.lines}
        return _("Result (to cover cost, with a small margin)")

    def _heading(self, group: GridGroup) -> str:
        figures = "".join(f"<td>{cell_text(figure)}</td>" for figure in with_quarters(group.months))
        toggle = (
            f'<button type="button" class="sh-grid-fold" aria-expanded="true" tabindex="-1"'
            f' title="{escape(group.label)}">'
            f"{self._icon('chevron-down')}<span>{escape(group.label)}</span></button>"
        )
        return (
            f'<tr role="row" class="sh-grid-head" data-head="{group.key}"{self._second(group.second)}>'
            f'<th scope="row" role="rowheader">{toggle}</th>{self._beside(group.first, group.second, group.total)}'
            f"{figures}<td>{share_text(group.share)}</td></tr>"
        )

    def _row(self, row: GridRow, group: GridGroup) -> str:
        line = row.line
        months = [self._month(row, index) for index in range(12)]
        figures = with_quarters(line.amounts)
        cells: list[str] = []
        for quarter in range(4):
            cells += months[quarter * 3 : quarter * 3 + 3]
            cells.append(f"<td>{cell_text(figures[quarter * 4 + 3])}</td>")
        below = " sh-grid-under" if group.has_heading else ""
        return (
            f'<tr role="row" class="sh-grid-line{below}" data-line="{line.pk}" data-kind="{row.kind}"'
            f'{self._second(row.second)}><th scope="row" role="rowheader" id="l{line.pk}">{self._name(row)}</th>'
            f"{self._beside(row.first, row.second, line.total)}{''.join(cells)}"
            f"<td>{cell_text(line.total)}</td><td>{share_text(row.share)}</td></tr>"
        )

    def _month(self, row: GridRow, index: int) -> str:
        text = cell_text(row.line.amounts[index])
        changed = " data-changed" if index + 1 in row.changed else ""
        zero = " data-z" if not row.line.amounts[index] else ""
        if not self.editable:
            return f"<td{changed}{zero}>{text}</td>"
        name = f"c-{row.line.pk}-{index + 1}"
        return (
            f'<td class="e"{changed}{zero} data-v="{text}"><input name="{name}" value="{text}" tabindex="-1"'
            f' aria-labelledby="l{row.line.pk} m{index + 1}"></td>'
        )

    def _name(self, row: GridRow) -> str:
        note = f" <small>{escape(row.note)}</small>" if row.note else ""
        marks = ""
        if row.questions:
            marks += self._icon("message-question", "sh-grid-asked") + _hidden(_("a question waits for an answer"))
        if row.remarks:
            marks += self._icon("message", "sh-grid-said-of") + _hidden(_("has comments"))
        if row.kind == CategoryKind.CONTINGENCY:
            marks += self._icon("shield")
        href = self.line_url.format(row.line.pk)
        title = escape(row.label if not row.note else f"{row.label} · {row.note}")
        return f'<a href="{href}" tabindex="-1" title="{title}">{escape(row.label)}{note}</a>{marks}'

    def _beside(self, first: Decimal | None, second: Decimal | None, total: Decimal) -> str:
        if self.grid.compare == LAST_VERSION:
            difference = total - (first or 0)
            shown = formats.number(difference, places=_places(difference), sign=True) if difference else ""
            return f"<td>{cell_text(first)}</td><td>{shown}</td>"
        return f"<td>{_whole(first)}</td><td>{_whole(second)}</td>"

    def _second(self, second: Decimal | None) -> str:
        return "" if second is None else f' data-second="{int(second * 100)}"'

    def _icon(self, name: str, css: str = "") -> str:
        return (
            f'<svg class="sh-icon {css}" width="14" height="14" aria-hidden="true" focusable="false">'
            f'<use href="{self.icons}#{name}"/></svg>'
        )


def _whole(amount: Decimal | None) -> str:
    """Another year's figure beside the months: to compare with, so without cents."""
    return "" if amount is None else formats.number(amount, places=0)


def _places(amount: Decimal) -> int:
    return 0 if amount == amount.to_integral_value() else 2


def _hidden(text: str) -> str:
    return f'<span class="visually-hidden">{escape(text)}</span>'


# --- The strip above the grid -----------------------------------------------------------------------------------------


@register.filter
def cents(amount: Decimal) -> int:
    """An amount as whole cents, for scripts."""
    return int(amount * 100)


@register.filter
def change_from(now: Decimal, before: Decimal | None) -> Decimal | None:
    """By which fraction a figure is above another."""
    return change_share(now, before)


@register.simple_tag
def gauge_part(now: Decimal, before: Decimal | None) -> str:
    """How far the bar of the total reaches, of 100: last year's budget stands at 80."""
    return f"{min(max(now / before * 80, Decimal(0)), Decimal(100)):.2f}" if before else "0"


@register.simple_tag
def gauge_x(share: Decimal | None) -> str:
    """Where a share of the contingency stands on the gauge, which ends at 25 %."""
    return f"{min(max((share or Decimal(0)) * 400, Decimal(0)), Decimal(99)):.2f}"


@register.simple_tag
def gauge_width(least: Decimal, most: Decimal) -> str:
    """The width of the allowed zone on the gauge."""
    return f"{min((most - least) * 400, Decimal(100)):.2f}"


@register.filter
def quarters(months: tuple[Decimal, ...]) -> list[Decimal]:
    """The four quarters of twelve months."""
    return with_quarters(months)[3:16:4]


@register.filter
def signed(amount: Decimal) -> str:
    """A difference with its sign: +1,200.00 or −300.00."""
    return formats.number(amount, sign=True)


@register.simple_tag
def calendar_month(grid: Grid, position: int) -> int:
    """The calendar month at a position (1–12) of the fiscal year."""
    return grid.calendar[position - 1]
