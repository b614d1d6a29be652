"""The list of adjustments as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from budgets.models import Adjustment
from core.list_workbooks import MOST_ROWS, list_workbook


def adjustments_workbook(rows: QuerySet[Adjustment]) -> bytes:
    """The adjustments of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 14), (_("Maker"), 14), (_("Department"), 20),
        (_("Fiscal year"), 10), (_("Date"), 12), (_("State"), 12), (_("Purpose"), 40),
        (_("Budget changed by"), 18), (_("Moved within the budget"), 18),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.get_adjustment_kind_display(), row.created_by.name,
                row.department.name, str(row.fiscal_year.year), row.created_at, row.get_state_display(), row.purpose,
                row.effect, row.total if row.effect is None else None,
            )  # fmt: skip

    return list_workbook(_("Budget adjustments"), heads, cells(), sums=(9, 10), total=_("Total"))
