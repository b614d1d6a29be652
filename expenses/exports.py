"""The lists of claims and spend requests as sheets (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet
from core.money import base_currency
from expenses.models import Claim, SpendRequest


def claims_sheet(rows: QuerySet[Claim]) -> Sheet:
    """The claims of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Kind"), 12), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Spend request"), 18), (_("State"), 12), (_("Currency"), 10), (_("Amount"), 16),
        (_("Amount in %(base)s") % {"base": base_currency()}, 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.get_claim_kind_display(), row.created_by.name, row.department.name,
                row.created_at, row.request.number if row.request else "", row.get_state_display(), row.currency,
                row.total, row.base_total,
            )  # fmt: skip

    return Sheet(_("Claims"), heads, cells(), sums=(10,))


def requests_sheet(rows: QuerySet[SpendRequest]) -> Sheet:
    """The spend requests of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Title"), 36), (_("Maker"), 14), (_("Department"), 20), (_("Date"), 12),
        (_("Expected on"), 12), (_("To be used by"), 12), (_("State"), 12), (_("Amount"), 16), (_("Still held"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.title, row.created_by.name, row.department.name, row.created_at,
                row.expected_date, row.end_date, row.get_state_display(), row.total,
                getattr(row, "held", Decimal(0)),
            )  # fmt: skip

    return Sheet(_("Spend requests"), heads, cells(), sums=(8, 9))
