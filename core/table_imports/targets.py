"""What files of master data can be: registered by the apps that own the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.actors import Actor
from core.sheets import amounts
from core.sheets.headings import heading_row, squeezed

Text = str | Promise
NEW, CHANGED, SAME, BAD = "NEW", "CHANGED", "SAME", "BAD"
IGNORE = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column can be: its role, its name on the page and in the template, and how headings call it."""

    role: str
    label: Text
    words: tuple[str, ...] = ()
    is_needed: bool = False
    example: str = ""

    def is_called(self, heading: str) -> bool:
        """Whether a heading means this column."""
        asked = squeezed(heading).rstrip("*:：")
        return asked in {squeezed(word) for word in (self.role, str(self.label), *self.words)}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number as the sheet counts, its texts by role."""

    number: int
    cells: Mapping[str, str]

    def text(self, role: str) -> str:
        """What stands there, without blanks around it; empty for a column the file has not."""
        return self.cells.get(role, "").strip()

    def has(self, role: str) -> bool:
        """Whether the file has this column at all."""
        return role in self.cells


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row would do: NEW, CHANGED, SAME or BAD, what it is about, and what changes or is wrong, in words."""

    number: int
    state: str
    label: str
    notes: tuple[str, ...] = field(default_factory=tuple)


class Target(Protocol):
    """What rows of a file become."""

    @property
    def code(self) -> str:
        """Its name in addresses."""

    @property
    def label(self) -> Text:
        """What the rows are."""

    @property
    def back(self) -> str:
        """The URL name of the list they belong to."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What a column can be."""

    def can(self, actor: Actor) -> bool:
        """Whether the actor brings such files in."""

    def check(self, rows: Sequence[Row], *, actor: Actor) -> list[Verdict]:
        """One verdict for each row, in order; nothing is written."""

    def apply(self, rows: Sequence[Row], *, actor: Actor, at: datetime) -> None:
        """Write rows that were found good."""


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Let a kind of master data come from files; called in the owning app's `ready`."""
    _targets[target.code] = target


def known() -> Mapping[str, Target]:
    """Every target by its name."""
    return _targets


def get_or_404(code: str, actor: Actor) -> Target:
    """The target, if the actor brings such files in; Http404 otherwise."""
    target = _targets.get(code)
    if target is None or not target.can(actor):
        raise Http404
    return target


def guess(target: Target, rows: Sequence[Sequence[str]]) -> tuple[int, dict[int, str]]:
    """The heading row and what each column is, as its words say."""
    header = heading_row(rows, lambda row: sum(_role(target, text) != IGNORE for text in row))
    return header, columns_of(target, rows[header] if rows else ())


def columns_of(target: Target, heading: Iterable[str]) -> dict[int, str]:
    """What each column is; the first of two alike counts."""
    found: dict[int, str] = {}
    for place, text in enumerate(heading):
        role = _role(target, text)
        found[place] = IGNORE if role in found.values() else role
    return found


def missing(target: Target, columns: Mapping[int, str]) -> list[str]:
    """The names of columns without which no row can be read."""
    return [str(one.label) for one in target.columns if one.is_needed and one.role not in columns.values()]


def rows_of(rows: Sequence[Sequence[str]], header: int, columns: Mapping[int, str]) -> list[Row]:
    """The rows below the headings that hold something in a known column, by role."""
    found = []
    for place, cells in enumerate(rows[header + 1 :], start=header + 2):
        texts = {role: cells[at] if at < len(cells) else "" for at, role in columns.items() if role}
        if any(text.strip() for text in texts.values()):
            found.append(Row(place, texts))
    return found


def _role(target: Target, text: str) -> str:
    return next((one.role for one in target.columns if text.strip() and one.is_called(text)), IGNORE)


# --- What targets read the same way


def number(
    row: Row, role: str, problems: list[str], *, least: Decimal | None = None, places: int = 2
) -> Decimal | None:
    """A number in a cell; None for a blank. What is none, too small or too exact is added to the problems."""
    text = row.text(role)
    try:
        value = amounts.parse(text)
    except amounts.AmountProblem:
        problems.append(_("“%(text)s” is no number.") % {"text": text[:40]})
        return None
    if value is None:
        return None
    if least is not None and value < least:
        problems.append(_("“%(text)s” is too small.") % {"text": text[:40]})
        return None
    if abs(value) >= 10**9 or value != value.quantize(Decimal(1).scaleb(-places)):
        problems.append(_("“%(text)s” has too many digits.") % {"text": text[:40]})
        return None
    return value


def flag(text: str) -> bool:
    """Whether a cell says yes."""
    return squeezed(text) in {"是", "y", "yes", "true", "1", "√", "✓", "x"}


def too_long(row: Row, role: str, most: int, problems: list[str]) -> str:
    """A text of at most so many characters; a longer one is added to the problems."""
    text = row.text(role)
    if len(text) > most:
        problems.append(_("“%(text)s” is longer than %(most)s characters.") % {"text": f"{text[:20]}…", "most": most})
    return text
