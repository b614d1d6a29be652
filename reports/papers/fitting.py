"""How wide the columns of a table are on paper: in proportion, unless figures need more (RPT-44)."""

from __future__ import annotations

from collections.abc import Sequence

from reports.papers.content import Table

UPRIGHT, LYING = 180.0, 273.0
"""Millimetres between the margins of an A4 page."""
LEAST_WORDS = 15.0
"""Millimetres that a column of words keeps."""
MILLIMETRES = 0.3528
"""A point."""
SIZES = {"small": 6.4, "dense": 7.6, "": 8.5}
"""Points of the letters in a table, as paper.css has them; the voucher's are a little smaller."""
DIGIT, STOP, OTHER = 0.585, 0.3, 1.0
"""How wide a bold digit or sign, a comma or point, and anything else is, by the height of its line."""


def fitted(table: Table, longest: Sequence[str], *, is_wide: bool) -> tuple[list[float], float]:
    """The widths of the columns in millimetres, and the points of the letters where they have to be smaller than the
    table's own; 0 where they do not. `longest` is by column the longest figure.

    Figures stand on one line: a column too narrow for its longest takes from those with room, words first give way.
    """
    room = LYING if is_wide else UPRIGHT
    kind = "small" if table.small else "dense" if len(table.columns) > 7 else ""
    size, padding = SIZES[kind], 1.3 if table.small else 2.6
    whole = sum(column.width for column in table.columns) or 1
    plain = [room * column.width / whole for column in table.columns]
    letters = [_breadth(text) * size * MILLIMETRES for text in longest]
    if all(wide + padding <= own for wide, own in zip(letters, plain, strict=True) if wide):
        return plain, 0.0
    words = [
        not text and column.kind not in {"day", "moment"} for text, column in zip(longest, table.columns, strict=True)
    ]
    fixed = [0.0 if is_words or wide else own for is_words, wide, own in zip(words, letters, plain, strict=True)]
    free = room - sum(fixed) - padding * sum(1 for wide in letters if wide) - LEAST_WORDS * sum(words)
    shrunk = min(free / sum(letters), 1.0)
    needed = [
        wide * shrunk + padding if wide else LEAST_WORDS if is_words else own
        for wide, is_words, own in zip(letters, words, fixed, strict=True)
    ]
    return _with_rest(needed, plain, room - sum(needed)), size * shrunk if shrunk < 1 else 0.0


def _with_rest(needed: Sequence[float], plain: Sequence[float], rest: float) -> list[float]:
    """What is needed and of the rest as much as would make each column as wide as it was meant."""
    wanted = [max(own - least, 0.0) for own, least in zip(plain, needed, strict=True)]
    share = max(rest, 0.0) / (sum(wanted) or 1)
    return [least + more * share for least, more in zip(needed, wanted, strict=True)]


def _breadth(text: str) -> float:
    return sum(DIGIT if char.isdigit() or char in "\u2212+-" else STOP if char in ",. " else OTHER for char in text)
