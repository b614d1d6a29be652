"""Many rows into a table at once: COPY, in the caller's transaction (QLT-07)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
PIECE = 64 * 1024


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows of texts, numbers, days, moments, lists (as JSON) and None; how many there were.

    Constraints and triggers of the table hold as for any insert. `table` and `columns` are our own names.
    """
    written = 0
    piece: list[str] = []
    size = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            line = "\t".join([field(value) for value in row]) + "\n"
            piece.append(line)
            size += len(line)
            written += 1
            if size > PIECE:
                copy.write("".join(piece))
                piece, size = [], 0
        copy.write("".join(piece))
    return written


def field(value: Any) -> str:
    """A value as COPY reads it."""
    told = _TOLD.get(type(value))
    return told(value) if told else _as_json(value)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED) if not text.isalnum() else text


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).translate(_ESCAPED)


_TOLD: dict[type, Callable[[Any], str]] = {
    type(None): lambda _none: "\\N",
    str: _escaped,
    bool: lambda truth: "t" if truth else "f",
    int: str,
    Decimal: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}
