"""Many rows changed in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

MOST_ROWS = 500
"""Rows in one statement; more are written in several."""


def save_rows(rows: Sequence[Model], fields: Collection[str]) -> None:
    """Write these fields of stored rows of one model, each row its own values.

    As `bulk_update`, which spells the change as one CASE for each field and takes ten times as long to put together.
    Like it, this calls neither `save` nor signals; the caller holds the locks.
    """
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001 — Django's documented way to a model's fields
    key = meta.pk
    columns = [column for column in meta.concrete_fields if column.name in fields]
    casts = [key.rel_db_type(connection), *(column.db_type(connection) for column in columns)]
    row = f"({', '.join(f'%s::{cast}' for cast in casts)})"
    quote = connection.ops.quote_name
    names = [quote(column.column) for column in columns if column.column]
    assignments = ", ".join(f"{name} = v.{name}" for name in names)
    head = f"UPDATE {quote(meta.db_table)} AS t SET {assignments} FROM (VALUES "  # noqa: S608 — names of a model, never input
    tail = f") AS v(id, {', '.join(names)}) WHERE t.{quote(key.column or 'id')} = v.id"
    for start in range(0, len(rows), MOST_ROWS):
        batch = rows[start : start + MOST_ROWS]
        parameters: list[Any] = []
        for one in batch:
            parameters.append(one.pk)
            parameters += (column.get_db_prep_save(getattr(one, column.attname), connection) for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"{head}{', '.join([row] * len(batch))}{tail}", parameters)
