"""Content as a workbook: real numbers and dates, formulas where something is added up, frozen heads, Excel's charts.

What people wrote is written as text, never as a formula (RPT-45). Rows are written as they come and not kept, so that
memory does not grow with them (RPT-41).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from core import formats
from core.list_workbooks import AMOUNT, FIRST_YEAR
from reports.papers import words
from reports.papers.content import (
    Chapter,
    Chart,
    Column,
    Content,
    Facts,
    History,
    Prose,
    Row,
    Section,
    Signatures,
    Table,
)

FORMATS = {"money": AMOUNT, "whole": "#,##0;\u2212#,##0", "percent": "0.0%", "count": "0"}
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
LOOK_EVERY = 1000
LONGEST_SUM = 60
"""Rows that do not follow one another are added up one by one; of more the figure alone is written."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class Unwanted(Exception):
    """Whoever asked wants it no longer."""


Told = Callable[[int, int], None]


def workbook(
    content: Content,
    target: Path,
    *,
    told: Told = lambda _done, _total: None,
    wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Write the workbook. `told` hears of rows written and their total; raises Unwanted when `wanted` says no."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        made = timezone.localtime(content.state_of or MADE).replace(tzinfo=None)
        book.set_properties({"title": content.title, "created": made})
        _Writer(book, content, told, wanted).write()


class _Writer:
    """Writes section after section, from top to bottom."""

    def __init__(self, book: Any, content: Content, told: Told, wanted: Callable[[], bool]) -> None:
        self.book, self.content, self.told, self.wanted = book, content, told, wanted
        self.sheet: Any = None
        self.names: set[str] = set()
        self.row = 0
        self.is_frozen = False
        self.styles: dict[tuple[Any, ...], Any] = {}

    def write(self) -> None:
        content = self.content
        self._begin(content.title)
        self._line(" ".join(filter(None, (content.title, content.number))), bold=True, font_size=14)
        for words_of in (content.subtitle, content.state):
            if words_of:
                self._line(words_of)
        if content.state_of:
            self._line(
                _("Data as of %(state_of)s") % {"state_of": words.moment(content.state_of)}, font_color="#5C6678"
            )
        for place, section in enumerate(content.sections):
            if isinstance(section, Chapter):
                self._begin(section.title, self._widths(place + 1))
            self._section(section)

    def _section(self, section: Section) -> None:
        match section:
            case Table():
                self._table(section)
            case Chart():
                self._chart(section)
            case Facts():
                self._heading(section.title)
                for label, value in (*section.lead, *section.pairs):
                    self._pair(label, value)
                self.row += 1
            case Prose():
                self._heading(section.title)
                for text in (*section.paragraphs, *(text for _tone, text in section.findings)):
                    self._line(text)
                self.row += 1
            case Signatures():
                self._heading(section.title)
                for box in section.boxes:
                    self._pair(box.label, " ".join(filter(None, (box.name, box.when))))
                self.row += 1
            case History():
                self._heading(section.title)
                for entry in section.entries:
                    texts = (entry.when, entry.who, entry.what, entry.detail)
                    for column, text in enumerate(texts):
                        self.sheet.write_string(self.row, column, text)
                    self.row += 1
                self.row += 1

    def _begin(self, name: str, columns: Sequence[Column] = ()) -> None:
        plain = _NOT_IN_NAMES.sub(" ", name).strip()[:28] or "1"
        number, taken = 1, plain
        while taken.casefold() in self.names:
            number += 1
            taken = f"{plain} {number}"
        self.names.add(taken.casefold())
        self.sheet, self.row, self.is_frozen = self.book.add_worksheet(taken), 0, False
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        if self.content.landscape or len(columns) > 8:
            self.sheet.set_landscape()
        for place, column in enumerate(columns or self._widths()):
            self.sheet.set_column(place, place, column.width)

    def _widths(self, begin: int = 0) -> Sequence[Column]:
        """The columns of the first table that stands on the sheet beginning with this section."""
        for section in self.content.sections[begin:]:
            if isinstance(section, Chapter):
                break
            if isinstance(section, Table) and not section.sheet:
                return section.columns
        return [Column("", width=26), Column("", width=26), Column("", width=40)]

    def _table(self, table: Table) -> None:
        if table.sheet:
            self._begin(table.sheet, table.columns)
        self._heading(table.title or table.sheet)
        if table.note:
            self._line(table.note, font_color="#5C6678")
        for place, column in enumerate(table.columns):
            style = self._style(bold=True, bottom=1, bg_color="#EBEEF2", text_wrap=True, align=_side(column))
            self.sheet.write_string(self.row, place, column.label, style)
        self.row += 1
        if not self.is_frozen:
            self.sheet.freeze_panes(self.row, 1)
            self.sheet.repeat_rows(self.row - 1)
            self.is_frozen = True
        begin, written = self.row, 0
        for row in table.rows:
            self._row(table, row, begin)
            written += 1
            if written % LOOK_EVERY == 0:
                if not self.wanted():
                    raise Unwanted
                self.told(written, table.count or 0)
        if not written and table.empty:
            self._line(table.empty)
        self.row += 1

    def _row(self, table: Table, row: Row, begin: int) -> None:
        is_loud = bool(row.role)
        look: dict[str, Any] = {"bold": True, "bg_color": "#F7F8FA"} if is_loud else {}
        if row.role == "total":
            look |= {"top": 1}
        for place, column in enumerate(table.columns):
            value = row.cells[place] if place < len(row.cells) else None
            indent = {"indent": row.level} if place == 0 and row.level else {}
            if isinstance(value, Decimal) and (formula := self._formula(column, place, row, begin)):
                style = self._style(num_format=FORMATS[column.kind], **look)
                self.sheet.write_formula(self.row, place, formula, style, float(value))
            else:
                self._cell(place, column, value, {**look, **indent})
        self.row += 1

    def _formula(self, column: Column, place: int, row: Row, begin: int) -> str:
        if column.kind not in {"money", "whole", "count"}:
            return ""
        if column.adds is not None:
            first, last = (xl_col_to_name(one) for one in column.adds)
            return f"=SUM({first}{self.row + 1}:{last}{self.row + 1})"
        if not row.sums:
            return ""
        rows = [begin + one + 1 for one in row.sums]
        name = xl_col_to_name(place)
        if rows == list(range(rows[0], rows[-1] + 1)):
            return f"=SUM({name}{rows[0]}:{name}{rows[-1]})"
        return f"={'+'.join(f'{name}{one}' for one in rows)}" if len(rows) <= LONGEST_SUM else ""

    def _cell(self, place: int, column: Column, value: Any, look: dict[str, Any]) -> None:
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            style = self._style(num_format=FORMATS.get(column.kind, FORMATS["count"]), **look)
            self.sheet.write_number(self.row, place, float(value), style)
        elif isinstance(value, date) and value.year >= FIRST_YEAR:
            local = timezone.localtime(value).replace(tzinfo=None) if isinstance(value, datetime) else value
            style = self._style(num_format=MOMENT if isinstance(value, datetime) else DAY, align="left", **look)
            self.sheet.write_datetime(self.row, place, local, style)
        elif value is None and column.kind != "percent":
            if look:
                self.sheet.write_blank(self.row, place, None, self._style(**look))
        else:
            text = formats.NOT_APPLICABLE if value is None else str(value)
            wrapped = {"text_wrap": True} if _breadth(text) > column.width else {}
            self.sheet.write_string(self.row, place, text, self._style(align=_side(column), **wrapped, **look))

    def _chart(self, chart: Chart) -> None:
        """The figures as a table, Excel's chart of them beside it."""
        columns = [Column(chart.title, width=26), *(Column(series.name, "money", 16) for series in chart.series)]
        rows = [
            Row((label, *(series.values[place] for series in chart.series))) for place, label in enumerate(chart.labels)
        ]
        begin = len(self.names)
        self._table(Table(columns=columns, rows=rows, title=chart.title, sheet=chart.sheet))
        first, last, name = self.row - 1 - len(rows), self.row - 2, self.sheet.get_name()
        drawn = self.book.add_chart({"type": "bar" if chart.across else "column"})
        lines = self.book.add_chart({"type": "line"})
        has_lines = False
        for place, series in enumerate(chart.series, start=1):
            given = {
                "name": [name, first - 1, place],
                "categories": [name, first, 0, last, 0],
                "values": [name, first, place, last, place],
            }
            if series.style == "bars" or chart.across:
                drawn.add_series({**given, "fill": {"color": "#414E66" if place == 1 else "#858F9F"}})
            else:
                look = (
                    {"color": "#2457C5", "width": 2}
                    if series.style == "step"
                    else {"color": "#5C6678", "dash_type": "round_dot"}
                )
                lines.add_series({**given, "line": look})
                has_lines = True
        if has_lines:
            drawn.combine(lines)
        drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
        drawn.set_size({"width": 640, "height": 320})
        if chart.across:
            drawn.set_y_axis({"reverse": True})
        self.sheet.insert_chart(first - 1, len(columns) + 1, drawn, {"description": chart.says})
        if len(self.names) == begin:  # below it on the same sheet nothing may lie under the picture
            self.row = max(self.row, first + 18)

    def _heading(self, title: str) -> None:
        if title:
            self._line(title, bold=True, font_size=11)

    def _pair(self, label: str, value: Any) -> None:
        self.sheet.write_string(self.row, 0, label, self._style(font_color="#5C6678"))
        if isinstance(value, Decimal):
            self.sheet.write_number(self.row, 1, float(value), self._style(num_format=AMOUNT, align="left", bold=True))
        else:
            self.sheet.write_string(self.row, 1, str(value))
        self.row += 1

    def _line(self, text: str, **look: Any) -> None:
        self.sheet.write_string(self.row, 0, text, self._style(**look))
        self.row += 1

    def _style(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format({"valign": "top", **look})
        return self.styles[key]


def _breadth(text: str) -> float:
    """How many of Excel's characters a text takes: Chinese ones count twice."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _side(column: Column) -> str:
    return "right" if column.is_figure else "left"
