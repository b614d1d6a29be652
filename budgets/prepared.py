"""Statements that are run over and over: planned once for each connection instead of each time (decision 0022)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import connection

MOST_PARAMETERS = 600
"""Statements with more are sent whole: rare, large, and not worth keeping a plan for."""


def run(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement on Django's connection, in its transaction, as a prepared one; its rows.

    Behind PgBouncer nothing is prepared, since the next transaction may meet another server session. Where statements
    are
    counted or logged, they go Django's way, so that tests see them.
    """
    if connection.queries_logged or connection.execute_wrappers or len(parameters) > MOST_PARAMETERS:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall()) if cursor.description else []
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    prepare = not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS", False)
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as bare:
        bare.execute(statement, parameters, prepare=prepare)
        return bare.fetchall() if bare.description else []


def rows_of(row: str, count: int) -> str:
    """So many rows of values: `rows_of("(%s, %s)", 2)` is "(%s, %s), (%s, %s)"."""
    return ", ".join([row] * count)


def flat(rows: Iterable[Iterable[Any]]) -> list[Any]:
    """The values of rows one after the other."""
    return [value for row in rows for value in row]
