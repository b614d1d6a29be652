"""The variance table's rows as ready strings: the template only joins them, and is rendered once for rows that differ
in nothing but their strings (QLT-02, decision 0111).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core import formats
from core.variance import Variance
from reports.choices import Compare, Unit
from reports.forms import Asked
from reports.rules import Figures
from reports.selectors.variance import Node, Table


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to be shown. `bar_start` and `bar_width` are per cent of the F–U axis, whose middle is 50."""

    key: str
    parent: str
    label: str
    level: int
    has_below: bool
    is_open: bool
    is_hidden: bool
    is_selected: bool
    is_marked: bool
    year: str
    to_date: str
    held: str
    actual: str
    available: str
    is_over: bool
    variance: str
    tone: str
    judgement: str
    share: str
    bar_start: str
    bar_width: str
    compared: str


def shown_in(unit: str) -> Callable[[Decimal | None], str]:
    """How amounts are written in a unit."""
    return formats.wan if unit == Unit.WAN else formats.amount


def rows_of(*, table: Table, asked: Asked, selected: Node | None = None) -> Iterator[Row]:
    """All rows from top to bottom; below the first level folded, unless near the selected one."""
    opened = _opened(table, selected)

    def walk(node: Node, level: int, parent: str, visible: bool) -> Iterator[Row]:
        below = node.below
        is_open = node.key in opened
        yield _row(
            node=node,
            level=level,
            parent=parent,
            has_below=bool(below),
            is_open=is_open,
            is_hidden=not visible,
            selected=selected,
            table=table,
            asked=asked,
        )
        for child in below:
            yield from walk(child, level + 1, node.key, visible and is_open)

    for node in table.rows:
        yield from walk(node, 0, "", True)


def total_row(*, table: Table, asked: Asked) -> Row:
    """The foot of the table."""
    return single_row(node=Node(key="", label="", ids={}, figures=table.total), table=table, asked=asked)


def single_row(*, node: Node, table: Table, asked: Asked) -> Row:
    """One row by itself: for the panel and the foot."""
    return _row(
        node=node,
        level=0,
        parent="",
        has_below=False,
        is_open=False,
        is_hidden=False,
        selected=None,
        table=table,
        asked=asked,
    )


TEXTS = (
    "key", "parent", "label", "year", "to_date", "held", "actual", "available", "variance", "judgement", "share",
    "bar_start", "bar_width", "compared",
)  # fmt: skip
"""What of a row is only put into its place."""
_ESCAPED = re.compile("[&<>\"']")
"""What `escape` looks for; nearly all that is put in is figures."""
_PLACE = re.compile("\ue000([a-z_]+)\ue001")
_PLACES: dict[str, Any] = {name: f"\ue000{name}\ue001" for name in TEXTS}
Template = Callable[[Row], str]


def joined(rows: Iterable[Row], template: Template) -> SafeString:
    """All rows as HTML. `template` renders one; rows of the same shape are its text with other strings put in."""
    shapes: dict[tuple[object, ...], tuple[list[str], Callable[[Row], tuple[str, ...]]]] = {}
    parts: list[str] = []
    for row in rows:
        shape = (
            row.level, row.has_below, row.is_open, row.is_hidden, row.is_selected, row.is_marked, row.is_over, row.tone,
            bool(row.judgement),
        )  # fmt: skip
        known = shapes.get(shape)
        if known is None:
            places = _PLACES if row.judgement else {**_PLACES, "judgement": ""}
            pattern = _PLACE.split(template(replace(row, **places)))
            known = shapes[shape] = pattern[::2], attrgetter(*pattern[1::2])
        between, strings_of = known
        parts.append(between[0])
        for text, after in zip(strings_of(row), between[1:], strict=True):
            parts.append(escape(text) if _ESCAPED.search(text) else text)
            parts.append(after)
    return mark_safe("".join(parts))  # noqa: S308 - the template escapes what is its own, `escape` what is put in


def _opened(table: Table, selected: Node | None) -> set[str]:
    if selected is not None:
        parts = selected.key.split(".")
        return {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
    first = max(table.rows, key=lambda node: abs(node.figures.variance), default=None)
    return {first.key} if first else set()


def _row(
    *,
    node: Node,
    level: int,
    parent: str,
    has_below: bool,
    is_open: bool,
    is_hidden: bool,
    selected: Node | None,
    table: Table,
    asked: Asked,
) -> Row:
    figures = node.figures
    show = shown_in(asked.unit)
    variance = Variance(value=figures.variance, income=table.question.income, unit=_unit_code(asked.unit))
    start, width = _bar(figures, table)
    row = Row(
        key=node.key,
        parent=parent,
        label=node.label,
        level=level,
        has_below=has_below,
        is_open=is_open,
        is_hidden=is_hidden,
        is_selected=selected is not None and selected.key == node.key,
        is_marked=is_marked(figures, asked),
        year=show(figures.year),
        to_date=show(figures.to_date),
        held=show(figures.held),
        actual=show(figures.actual),
        available=show(figures.available),
        is_over=figures.available < 0 and not table.question.income,
        variance=variance.phrase,
        tone="none" if variance.is_zero else variance.tone,
        judgement="" if variance.is_zero else variance.judgement,
        share=formats.percent(abs(figures.share)) if figures.share is not None else formats.NOT_APPLICABLE,
        bar_start=f"{start:.1f}",
        bar_width=f"{width:.1f}",
        compared=show(figures.last_year if asked.compare == Compare.LAST_YEAR else figures.forecast),
    )
    return _plan_alone(row) if table.is_plan_only else row


def _plan_alone(row: Row) -> Row:
    """A row of which only the plan is known: no difference from what nobody posted (RPT-02)."""
    none = formats.NOTHING
    return replace(
        row, held=none, actual=none, available=none, variance=none, share=none, compared=none,
        tone="none", judgement="", is_marked=False, bar_width="0.0",
    )  # fmt: skip


def is_marked(figures: Figures, asked: Asked) -> bool:
    """Whether the variance is beyond both thresholds: share and amount."""
    return (
        figures.share is not None
        and abs(figures.share) >= asked.mark_share
        and abs(figures.variance) >= asked.mark_amount
    )


def _unit_code(unit: str) -> str:
    return "wan" if unit == Unit.WAN else "amount"


def _bar(figures: Figures, table: Table) -> tuple[Decimal, Decimal]:
    if not table.widest or not figures.variance:
        return Decimal(50), Decimal(0)
    width = min(abs(figures.variance) / table.widest, Decimal(1)) * 50
    over = figures.variance > 0
    unfavourable = over != table.question.income
    return (Decimal(50) if unfavourable else 50 - width), width
