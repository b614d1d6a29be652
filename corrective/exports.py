"""Corrective actions as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet
from corrective.models import CorrectiveAction

AT_ONCE = 2000


def actions_sheet(rows: QuerySet[CorrectiveAction]) -> Sheet:
    """Actions with where they stand."""
    heads = [
        (_("Number"), 16), (_("Title"), 36), (_("Responsible department"), 20), (_("Concerns"), 30), (_("State"), 18),
        (_("Round"), 8), (_("Measures to be written by"), 14), (_("Open measures"), 10), (_("Next check"), 12),
        (_("Asked for by"), 12), (_("Asked for on"), 12),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
            yield (
                row.number or "", row.title, row.department.name, row.subject_label, row.get_state_display(),
                row.round_number, row.plan_due, getattr(row, "open_measures", 0), row.next_check,
                row.created_by.name, row.created_at,
            )  # fmt: skip

    return Sheet(_("Corrective actions"), heads, cells())
