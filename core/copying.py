"""Many rows into a table at once: COPY, in the caller's transaction (QLT-07)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
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
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPED)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str).translate(_ESCAPED)
