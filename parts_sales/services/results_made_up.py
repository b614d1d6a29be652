"""Results of goods that left, or came back credited, before results were counted: made up by the daily run (PSL-52,
decision 0192).

A note counts on the day its goods left. What later notes have counted already, since a share is all that left less what
stands, is not counted again.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from core.actors import SYSTEM
from parts_sales.choices_delivery import NoteState, ReturnState
from parts_sales.choices_results import Occasion
from parts_sales.locks_money import lock_order
from parts_sales.models import DeliveryNote, DeliveryNoteLine, ResultPosting, SalesReturn
from parts_sales.services import results

AT_ONCE = 2000


def make_up(*, at: datetime, most: int = AT_ONCE) -> int:
    """Count what is missing, order by order, each in a transaction of its own; how many orders. Safe to repeat."""
    orders = list(dict.fromkeys(notes_without().order_by("order_id").values_list("order", flat=True)[:most]))
    credited = returns_without().order_by("note__order_id").values_list("note__order", flat=True)[:most]
    found = list(dict.fromkeys([*orders, *credited]))
    for order_id in found:
        _make_up_order(order_id, at=at)
    return len(found)


def notes_without() -> QuerySet[DeliveryNote]:
    """Notes whose goods left and were never counted; what was taken back counts for nothing either way."""
    counted = ResultPosting.objects.filter(note=OuterRef("pk"), occasion=Occasion.ISSUE)
    rows = DeliveryNote.objects.filter(issued_at__isnull=False).exclude(state=NoteState.CANCELLED)
    return rows.filter(~Exists(counted))


def returns_without() -> QuerySet[SalesReturn]:
    """Credited returns that were never counted."""
    counted = ResultPosting.objects.filter(sales_return=OuterRef("pk"), occasion=Occasion.CREDIT)
    return SalesReturn.objects.filter(~Exists(counted), state=ReturnState.CREDITED, lines__received__gt=0).distinct()


@transaction.atomic
def _make_up_order(order_id: int, *, at: datetime) -> None:
    order = lock_order(order_id)
    notes = list(notes_without().filter(order=order).order_by("issued_at", "pk").select_for_update(no_key=True))
    for place, note in enumerate(notes):
        note.order = order
        later = _left_with([one.pk for one in notes[place + 1 :] if not one.is_free])
        day = timezone.localdate(note.issued_at or at)
        results.count_issued(note, actor=SYSTEM, at=at, day=day, later=later)
    for sales_return in returns_without().filter(note__order=order).order_by("settled_at", "pk"):
        day = timezone.localdate(sales_return.settled_at or at)
        results.count_credited(sales_return, actor=SYSTEM, at=at, day=day)


def _left_with(note_ids: list[int]) -> dict[int, Decimal]:
    """How much of each line of the order left with these notes."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    rows = DeliveryNoteLine.objects.filter(note__in=note_ids).values_list("order_line").annotate(sum=Sum("quantity"))
    found.update(dict(rows.order_by()))
    return found
