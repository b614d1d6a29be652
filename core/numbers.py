"""Gap-free numbers per kind and year (GEN-03)."""

from __future__ import annotations

from django.db import connection


def take(prefix: str, year: int) -> str:
    """The next number of a series, such as `BUD-2026-0007`. Must run in the transaction that first submits the
    document.

    The series row stays locked until that transaction ends, so a rollback gives the number back and no number is
    missing. Taken last among a transaction's locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO core_numberseries (prefix, year, last) VALUES (%s, %s, 1)
               ON CONFLICT (prefix, year) DO UPDATE SET last = core_numberseries.last + 1 RETURNING last""",
            [prefix, year],
        )
        (last,) = cursor.fetchone()
    return f"{prefix}-{year}-{last:04d}"
