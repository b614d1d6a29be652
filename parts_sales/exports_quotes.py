"""The list of quotes as a sheet (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet
from core.money import base_currency
from parts_sales.models import Inquiry, Quote, Violation


def quotes_sheet(rows: QuerySet[Quote]) -> Sheet:
    """The quotes of a list, all pages of it."""
    heads = [
        (_("Number"), 20), (_("Customer"), 32), (_("Machine"), 20), (_("Maker"), 14), (_("Department"), 20),
        (_("Date"), 12), (_("Valid until"), 12), (_("State"), 16), (_("Currency"), 10), (_("Amount"), 16),
        (_("Amount in %(base)s") % {"base": base_currency()}, 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number or "", row.customer.name, row.machine, row.created_by.name, row.department.name,
                row.created_at, row.valid_until, row.get_state_display(), row.currency, row.total, row.base_total,
            )  # fmt: skip

    return Sheet(_("Quotes"), heads, cells(), sums=(10,))


def inquiries_sheet(rows: QuerySet[Inquiry]) -> Sheet:
    """The inquiries of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Customer"), 32), (_("Machine"), 20), (_("Parts and quantities"), 50), (_("Came by"), 14),
        (_("Received at"), 18), (_("Handed over at"), 18), (_("Taken by"), 14), (_("Handed over to"), 14),
        (_("State"), 16),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number, row.asker, row.machine, row.wanted, row.get_way_display(), row.received_at,
                row.handed_over_at, row.created_by.name, row.handed_to.name, row.get_state_display(),
            )  # fmt: skip

    return Sheet(_("Inquiries"), heads, cells())


def violations_sheet(rows: QuerySet[Violation]) -> Sheet:
    """The violations of a list, all pages of it."""
    heads = [
        (_("Number"), 18), (_("Person concerned"), 16), (_("Happened on"), 12), (_("Facts"), 50),
        (_("The manager's proposal"), 40), (_("Management's decision"), 40), (_("State"), 14),
    ]  # fmt: skip

    def cells() -> Iterator[Sequence[Any]]:
        for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
            yield (
                row.number, row.person.name, row.happened_on, row.facts, row.proposal, row.decision,
                row.get_state_display(),
            )  # fmt: skip

    return Sheet(_("Violations"), heads, cells())
