"""The ledger's partitions: one table of entries for each fiscal year, protected like the whole (LED-01)."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

PARENT = "budgets_ledgerentry"


def name_of(year: int) -> str:
    """The table that holds a year's entries."""
    return f"{PARENT}_{year:d}"


def one_at_a_time() -> None:
    """Wait until nobody else sets up a year: two at once would wait for each other's tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [PARENT])


def make_partition(year: int) -> None:
    """Make the table for a year's entries unless it stands, and give its constraints the names of the whole's with
    the year.

    Made beside the ledger and then attached, so that postings to other years need not wait for more than a moment.
    The refusal to TRUNCATE has to be set on each partition; those of UPDATE and DELETE are inherited.
    """
    parent, child = sql.Identifier(PARENT), sql.Identifier(name_of(year))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_inherits WHERE inhparent = %s::regclass AND inhrelid = to_regclass(%s)",
            [PARENT, name_of(year)],
        )
        if cursor.fetchone():
            return
        cursor.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(child, parent))
        cursor.execute(
            sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES IN ({})").format(parent, child, sql.Literal(year))
        )
        _name_constraints(year)
        _refuse_truncate(year)


def _name_constraints(year: int) -> None:
    """So that a violated constraint of a partition is recognised by the beginning of its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT own.conname, whole.conname
                 FROM pg_constraint own JOIN pg_constraint whole ON whole.oid = own.conparentid
                WHERE own.conrelid = %s::regclass AND own.contype = 'u'""",
            [name_of(year)],
        )
        for own, whole in cursor.fetchall():
            cursor.execute(
                sql.SQL("ALTER TABLE {} RENAME CONSTRAINT {} TO {}").format(
                    sql.Identifier(name_of(year)), sql.Identifier(own), sql.Identifier(f"{whole}_{year:d}")
                )
            )


def _refuse_truncate(year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tgname, tgfoid::regproc::text, tgenabled FROM pg_trigger
                WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_no_truncate%%'""",
            [PARENT],
        )
        for trigger, function, enabled in cursor.fetchall():
            table, name = sql.Identifier(name_of(year)), sql.Identifier(trigger)
            cursor.execute(
                sql.SQL("CREATE TRIGGER {} BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION {}()").format(
                    name, table, sql.SQL(function)
                )
            )
            if enabled == "D":  # where the whole may be emptied (a test's database), so may its part
                cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER {}").format(table, name))
