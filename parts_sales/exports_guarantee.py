"""Guarantees as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet
from parts_sales.models import Guarantee

AT_ONCE = 2000


def guarantees_sheet(rows: QuerySet[Guarantee]) -> Sheet:
    """Guarantees with what is still owed, in the base currency: that alone adds up, the amounts of ended ones stand
    for nothing (PSL-23).
    """
    heads = [
        (_("Number"), 16), (_("Customer"), 32), (_("Sales order"), 16), (_("Guarantor"), 14), (_("State"), 24),
        (_("Dispatched on"), 14), (_("Due"), 12), (_("Overdue"), 10), (_("Amount"), 16), (_("Still owed"), 16),
        (_("Reason"), 40),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.customer.name, row.order.number or "", row.guarantor.name,
                row.get_state_display(), row.dispatched_date, row.due_date, _("yes") if row.is_overdue else "",
                row.amount, row.owed, row.reason,
            )  # fmt: skip

    return Sheet(_("Guarantees"), heads, cells(), sums=(9,))
