"""What delivery notes and returns are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from parts_sales.models import DeliveryNote, DeliveryNoteLine, SalesReturn


def register() -> None:
    """Let them be found."""
    search_index.register(Source(DeliveryNote.kind, note_words, note_hits))
    search_index.register(Source(SalesReturn.kind, return_words, return_hits))


def note_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, order, customer, contact, tracking number and carrier, parts."""
    lines: dict[int, list[str]] = defaultdict(list)
    for line in DeliveryNoteLine.objects.filter(note__in=ids):
        lines[line.note_id] += [line.part_number, line.name_zh, line.name_en]
    for note in DeliveryNote.objects.filter(pk__in=ids).select_related("order", "customer"):
        of = note.customer
        texts = (
            note.order.number or "", of.name_zh, of.name_en, note.contact, note.tracking_number, note.carrier_name,
            *lines[note.pk],
        )  # fmt: skip
        yield Words(
            document_id=note.pk,
            number=note.number or "",
            title=of.name_zh or of.name_en,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=note.created_at,
            references=frozenset({("person", note.created_by_id), ("department", note.department_id)}),
        )


def note_hits(notes: QuerySet[DeliveryNote]) -> dict[int, Hit]:
    """Notes as lines: number and customer, order, where it stands."""
    return {
        row.pk: Hit(
            label=f"{row.number} {row.customer.name}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.order.number} · {row.get_state_display()}",
            icon="truck",
        )
        for row in notes.select_related("customer", "order")
    }


def return_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, note, order, customer, reason, complaint."""
    for made in SalesReturn.objects.filter(pk__in=ids).select_related("note__order", "customer"):
        of = made.customer
        texts = (
            made.note.number or "", made.note.order.number or "", of.name_zh, of.name_en, made.reason, made.complaint,
        )  # fmt: skip
        yield Words(
            document_id=made.pk,
            number=made.number or "",
            title=of.name_zh or of.name_en,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=made.created_at,
            references=frozenset({("person", made.created_by_id), ("department", made.department_id)}),
        )


def return_hits(returns: QuerySet[SalesReturn]) -> dict[int, Hit]:
    """Returns as lines: number and customer, note, where it stands."""
    return {
        row.pk: Hit(
            label=f"{row.number} {row.customer.name}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.note.number} · {row.get_state_display()}",
            icon="receipt-refund",
        )
        for row in returns.select_related("customer", "note")
    }
