from __future__ import annotations

import json

from django.db.backends.postgresql import base
from psycopg import sql

from core.context import who_and_what


class DatabaseWrapper(base.DatabaseWrapper):
    """Gives every transaction of a request or job its person and request, for the rows that triggers write (GEN-05).

    Set for the transaction alone, so that it is right behind PgBouncer too, and once at its beginning, where neither a
    savepoint nor a prepared statement minds.
    """

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # not in the stubs
        facts = who_and_what()
        if not autocommit and facts and self.connection is not None:
            # SET takes no snapshot, so the transaction may still choose its isolation level; a SELECT would forbid it.
            words = sql.Literal(json.dumps(facts))
            self.connection.execute(sql.SQL("SET LOCAL pghistory.context_metadata = {}").format(words)).close()
