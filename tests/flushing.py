"""Taking back what a test committed: its rows are deleted, the tables' files stay.

Django empties tables by TRUNCATE, which gives each of two hundred tables and of their thousand indexes a new file: more than a
second after each test that commits. Most of them wrote a few hundred rows.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.management import create_contenttypes
from django.core.management.commands import flush
from django.db import connection
from django.db.models.signals import post_migrate

NEVER_WRITTEN = frozenset({"django_content_type", "auth_permission"})
"""Made with the tables, the same for all tests, and nothing writes there."""
MUCH = 4 * 1024 * 1024
"""Bytes of a table from which on its pages are given back, or later tests would read through them."""

_emit = flush.emit_post_migrate_signal


def install() -> None:
    """Have the tests' databases emptied this way, where the account may. What is shipped is put back by each app, as
    after any flush.
    """
    if not _may_delete_anything():
        return
    flush.sql_flush = _statements
    flush.emit_post_migrate_signal = _put_back
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


def _statements(*_given: Any, **_options: Any) -> list[str]:
    """What deletes all rows. The lock waits for whoever still works, as TRUNCATE does; triggers and references guard
    work, not its undoing.
    """
    tables = [connection.ops.quote_name(table) for table in _tables()]
    return [
        f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE",
        "SET LOCAL session_replication_role = replica",
        "; ".join(f"DELETE FROM {table}" for table in tables),
    ]


def _put_back(*given: Any, **options: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM unnest(%s::text[]) AS name WHERE pg_table_size(quote_ident(name)::regclass) > %s",
            [_tables(), MUCH],
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    _emit(*given, **options)


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*names} - NEVER_WRITTEN)


def _may_delete_anything() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may,) = cursor.fetchone()
    return bool(may)
