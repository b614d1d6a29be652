"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE (GEN-05, LED-01)."""

from __future__ import annotations

import pgtrigger

APPEND_ONLY: tuple[pgtrigger.Trigger, ...] = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
)
