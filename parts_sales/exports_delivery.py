"""Delivery notes and returns as Excel (GEN-13)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.list_workbooks import MOST_ROWS, Sheet, Uncounted
from parts_sales.choices_delivery import NoteState
from parts_sales.models import DeliveryNote, SalesReturn

AT_ONCE = 1000


def notes_sheet(rows: QuerySet[DeliveryNote]) -> Sheet:
    """The notes of a list, with how they were sent; cancelled and free ones are not added up, as on the page."""
    heads = [
        (_("Number"), 16), (_("Sales order"), 16), (_("Customer"), 28), (_("Kind"), 14), (_("Warehouse"), 16),
        (_("State"), 18), (_("Since"), 18), (_("Goods"), 14), (_("Issued"), 18), (_("Dispatched"), 18),
        (_("Carrier"), 16), (_("Tracking number"), 20), (_("Expected arrival"), 14), (_("Arrived"), 14),
    ]  # fmt: skip
    return Sheet(_("Delivery notes"), heads, _cells(rows), sums=(7,))


def _cells(rows: QuerySet[DeliveryNote]) -> Iterator[list[Any]]:
    for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield [
            one.number, str(one.order), one.customer.name, one.get_note_kind_display(), one.warehouse.name,
            one.get_state_display(), timezone.localtime(one.since), _counted(one),
            _local(one.issued_at), _local(one.shipped_at), one.carrier_name, one.tracking_number,
            one.expected_date, one.arrived_date,
        ]  # fmt: skip


def _counted(one: DeliveryNote) -> Decimal:
    is_out = one.state == NoteState.CANCELLED or one.is_free
    return Uncounted(one.goods_base) if is_out else one.goods_base


def _local(at: Any) -> Any:
    return timezone.localtime(at) if at is not None else None


def returns_sheet(rows: QuerySet[SalesReturn]) -> Sheet:
    """The returns of a list, with what was credited."""
    heads = [
        (_("Number"), 16), (_("Delivery note"), 16), (_("Sales order"), 16), (_("Customer"), 28), (_("Wanted"), 14),
        (_("State"), 18), (_("Reason"), 40), (_("Complaint"), 16), (_("Finding"), 40), (_("Credited"), 14),
        (_("Asked for at"), 18), (_("Settled"), 18),
    ]  # fmt: skip
    return Sheet(_("Returns"), heads, _return_cells(rows), sums=(9,))


def _return_cells(rows: QuerySet[SalesReturn]) -> Iterator[list[Any]]:
    for one in rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield [
            one.number, str(one.note), str(one.note.order), one.customer.name, one.get_remedy_display(),
            one.get_state_display(), one.reason, one.complaint, one.finding, one.credit_base,
            _local(one.created_at), _local(one.settled_at),
        ]  # fmt: skip
