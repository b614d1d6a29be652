"""Content as a page of HTML for the press: every cell a ready string, so that the template only joins them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import formats
from reports.papers import fitting, svg, words
from reports.papers.content import Chart, Column, Content, Facts, Row, Section, Table

ROWS = "".join
NOTHING = SafeString()
MOST_ROWS = 4000
"""More lines than these are for Excel: a hundred pages nobody reads on paper."""


class TooLong(Exception):
    """The table is too long for paper."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with what was made of it."""

    section: Section
    head: SafeString = NOTHING
    body: SafeString = NOTHING
    size: str = ""
    """The class of smaller letters, where its figures need more room than the paper has: of 6 points, t60."""

    @property
    def template(self) -> str:
        return self.section.template


def page(content: Content) -> str:
    """The whole page. Raises TooLong."""
    stylesheet = (settings.PAPER_FOLDER / "paper.css").read_text(encoding="utf-8")
    return render_to_string(
        content.template,
        {
            "content": content,
            "sections": [_shown(section, is_wide=content.landscape) for section in content.sections],
            "stylesheet": mark_safe(stylesheet),  # noqa: S308 - our own file
            "state_of": words.moment(content.state_of) if content.state_of else "",
            "language": "zh-Hans" if (get_language() or "").startswith("zh") else "en",
            **content.more,
        },
    )


def _shown(section: Section, *, is_wide: bool) -> Shown:
    if isinstance(section, Chart):
        return Shown(section, body=svg.drawn(section))
    if isinstance(section, Facts):
        return Shown(replace(section, lead=_written(section.lead), pairs=_written(section.pairs)))
    if isinstance(section, Table):
        body, longest = _body(section)
        widths, size = fitting.fitted(section, longest, is_wide=is_wide or section.landscape)
        smaller = f"t{int(max(size, 3) * 2) * 5}" if size else ""
        return Shown(section, head=_head(section, widths), body=body, size=smaller)
    return Shown(section)


def _written(pairs: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Amounts as they are written for people; the workbook keeps them as numbers."""
    return [(label, formats.amount(value) if isinstance(value, Decimal) else value) for label, value in pairs]


def _head(table: Table, widths: Sequence[float]) -> SafeString:
    whole = sum(widths) or 1
    columns = ROWS(f'<col style="width:{width * 100 / whole:.2f}%">' for width in widths)
    heads = ROWS(
        f'<th scope="col"{_css("n" if column.is_figure else "")}>{escape(column.label)}</th>'
        for column in table.columns
    )
    return mark_safe(f"<colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>")  # noqa: S308 - escaped above


def _body(table: Table) -> tuple[SafeString, list[str]]:
    """The rows, and of each column of figures the longest text, so that no figure runs into its neighbour."""
    longest = [""] * len(table.columns)
    return mark_safe(ROWS(_rows(table, longest))), longest  # noqa: S308 - every cell is escaped


def _rows(table: Table, longest: list[str]) -> Iterator[str]:
    for number, row in enumerate(table.rows, start=1):
        if number > MOST_ROWS:
            raise TooLong
        yield _row(table, row, longest)


def _row(table: Table, row: Row, longest: list[str]) -> str:
    css = " ".join(filter(None, (f"r-{row.role}" if row.role else "", f"l{row.level}" if row.level else "")))
    if row.role == "group":
        return f'<tr{_css(css)}><th colspan="{len(table.columns)}" scope="colgroup">{escape(row.cells[0])}</th></tr>'
    cells = []
    for place, (column, value) in enumerate(zip(table.columns, row.cells, strict=True)):
        text, looks = words.shown(value, column), _looks(column, value)
        if looks == "n" and len(text) > len(longest[place]):
            longest[place] = text
        cells.append(f"<td{_css(looks)}>{escape(text)}</td>")
    return f"<tr{_css(css)}>{ROWS(cells)}</tr>"


def _looks(column: Column, value: object) -> str:
    """Figures stand at the right, days and times on one line; words in a column of figures as words do."""
    if column.kind in {"day", "moment"}:
        return "d"
    is_word = isinstance(value, str) and value not in {formats.NOTHING, formats.NOT_APPLICABLE}
    return "n" if column.is_figure and not is_word else ""


def _css(name: str) -> str:
    return f' class="{name}"' if name else ""
