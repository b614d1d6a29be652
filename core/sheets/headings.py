"""Finding one's way on a sheet nobody made for us: what is compared, which row holds the headings (GEN-16)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

LOOK_AT_ROWS = 30
"""Headings stand among the first rows; titles, dates and units stand above them."""


def letter(column: int) -> str:
    """0 is A, 25 Z, 26 AA: as Excel heads its columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def squeezed(text: str) -> str:
    """A heading or name without blanks, width or case: what is compared."""
    return re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", text)).lower()


def heading_row(rows: Sequence[Sequence[str]], score: Callable[[Sequence[str]], float]) -> int:
    """The row (0-based) among the first thirty that looks most like headings; the first of equals."""
    best, best_score = 0, -1.0
    for index, row in enumerate(rows[:LOOK_AT_ROWS]):
        found = score(row)
        if found > best_score:
            best, best_score = index, found
    return best
