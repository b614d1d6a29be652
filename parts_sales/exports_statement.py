"""Monthly statements as Excel (PSL-25, GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet
from parts_sales.models import Statement

AT_ONCE = 2000


def statements_sheet(rows: QuerySet[Statement]) -> Sheet:
    """Statements with what was invoiced, received and credited."""
    heads = [
        (_("Number"), 16), (_("Customer"), 32), (_("Month"), 12), (_("State"), 20), (_("Owed before"), 16),
        (_("Invoiced"), 16), (_("Received"), 16), (_("Credited"), 16), (_("Owed after"), 16), (_("Overdue"), 16),
        (_("What is disputed"), 40),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.customer.name, row.month, row.get_state_display(), row.opening, row.charged,
                row.received, row.credited, row.closing, row.overdue, row.dispute,
            )  # fmt: skip

    return Sheet(_("Statements"), heads, cells(), sums=(4, 5, 6, 7, 8, 9))


def statement_sheet(statement: Statement) -> Sheet:
    """The lines of one statement, with the balance after each."""
    heads = [
        (_("Date"), 12), (_("Entry"), 24), (_("Number"), 24), (_("Sales order"), 16), (_("Invoiced"), 16),
        (_("Received or credited"), 18), (_("Balance"), 16),
    ]  # fmt: skip
    first = (statement.month, _("Owed before"), "", "", None, None, statement.opening)
    rows = [
        (
            line.day, line.get_entry_display(), line.number, line.order.number if line.order else "",
            line.amount if line.amount > 0 else None, -line.amount if line.amount < 0 else None, line.balance,
        )
        for line in statement.lines.select_related("order")
    ]  # fmt: skip
    return Sheet(f"{statement.month:%Y-%m}", heads, [first, *rows], sums=(4, 5))
