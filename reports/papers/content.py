"""What stands on a paper, told once: PDF and Excel are drawn from the same content, so that their figures are the same
(RPT-40)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["text", "money", "whole", "percent", "day", "moment", "count"]
Role = Literal["", "group", "sum", "total"]
FIGURES = frozenset({"money", "whole", "percent", "count"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what its cells are, and how wide it is, in characters of Excel; paper keeps the proportions.

    `adds` are the columns whose sum it is: a formula in Excel.
    """

    label: str
    kind: Kind = "text"
    width: float = 12
    adds: tuple[int, int] | None = None

    @property
    def is_figure(self) -> bool:
        """Whether its cells stand at the right."""
        return self.kind in FIGURES


@dataclass(frozen=True, slots=True)
class Row:
    """A row: text, Decimal, date, time or None by column. `group` heads the rows below it, `sum` and `total` add up.

    `sums` are the places of the rows it adds up, counted within its table: a formula in Excel.
    """

    cells: Sequence[Any]
    role: Role = ""
    level: int = 0
    sums: Sequence[int] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `sheet` begins a sheet of that name in Excel; without, it follows the one before.

    `count` is how many rows there will be, where they come one by one and are not to be held in memory.
    """

    columns: Sequence[Column]
    rows: Iterable[Row]
    title: str = ""
    note: str = ""
    sheet: str = ""
    empty: str = ""
    count: int | None = None
    small: bool = False
    landscape: bool = False
    template: str = "papers/table.html"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a word and what it is; `lead` are shown large."""

    pairs: Sequence[tuple[str, Any]]
    title: str = ""
    lead: Sequence[tuple[str, Any]] = ()
    template: str = "papers/facts.html"


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and findings. A finding is a sentence with a tone: fav, unf, warn or none."""

    title: str = ""
    paragraphs: Sequence[str] = ()
    findings: Sequence[tuple[str, str]] = ()
    template: str = "papers/prose.html"


@dataclass(frozen=True, slots=True)
class Series:
    """A row of figures of a chart; `style` is how it is drawn: bars, step, dots."""

    name: str
    values: Sequence[Decimal | None]
    style: Literal["bars", "step", "dots"] = "bars"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of figures over labels; `says` is what it shows in a sentence, for who does not see it.

    In Excel its figures stand below it as a table and the chart is Excel's own.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    says: str
    unit: str = ""
    across: bool = False
    """Bars lie on their side, one label a line, to the right for what is above nought."""
    income: bool = False
    sheet: str = ""
    template: str = "papers/chart.html"


@dataclass(frozen=True, slots=True)
class Box:
    """A place to sign: who signs here, and whose decision in the application stands for the ink."""

    label: str
    name: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """The row of places to sign at the foot."""

    boxes: Sequence[Box]
    title: str = ""
    template: str = "papers/signatures.html"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened."""

    when: str
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a document, oldest first (GEN-05)."""

    title: str
    entries: Sequence[Entry]
    template: str = "papers/history.html"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a new chapter begins: a page of its own, a line in the contents, in Excel nothing."""

    title: str
    anchor: str
    template: str = "papers/chapter.html"


Section = Table | Facts | Prose | Chart | Signatures | History | Chapter


@dataclass(frozen=True, slots=True)
class Content:
    """A whole paper. `state_of` is the moment of the data, not of the printing: the same data, the same file (RPT-41).

    `template` is the page it is drawn on; `more` goes to it.
    """

    title: str
    sections: Sequence[Section]
    subtitle: str = ""
    number: str = ""
    state: str = ""
    state_of: datetime | None = None
    landscape: bool = False
    has_cover: bool = False
    template: str = "papers/paper.html"
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def chapters(self) -> list[Chapter]:
        """What the contents list."""
        return [section for section in self.sections if isinstance(section, Chapter)]
