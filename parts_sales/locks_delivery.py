"""How delivery notes and returns are locked: order → delivery note → return → stock (docs/architecture)."""

from __future__ import annotations

from parts_sales.locks_money import lock_order
from parts_sales.models import DeliveryNote, SalesOrder, SalesReturn


def lock_note(note_id: int) -> DeliveryNote:
    """Lock a delivery note until the transaction ends; freshly read. Raises DeliveryNote.DoesNotExist."""
    rows = DeliveryNote.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("warehouse").get(pk=note_id)


def lock_order_and_note(note_id: int) -> tuple[SalesOrder, DeliveryNote]:
    """Lock a note's order, then the note. Raises DeliveryNote.DoesNotExist."""
    order = lock_order(DeliveryNote.objects.values_list("order", flat=True).get(pk=note_id))
    return order, lock_note(note_id)


def lock_order_note_return(return_id: int) -> tuple[SalesOrder, DeliveryNote, SalesReturn]:
    """Lock the order and the note of a return, then the return. Raises SalesReturn.DoesNotExist."""
    order, note = lock_order_and_note(SalesReturn.objects.values_list("note", flat=True).get(pk=return_id))
    return order, note, lock_return(return_id)


def lock_return(return_id: int) -> SalesReturn:
    """Lock a return until the transaction ends; freshly read. Raises SalesReturn.DoesNotExist."""
    return SalesReturn.objects.select_for_update(of=("self",), no_key=True).get(pk=return_id)
