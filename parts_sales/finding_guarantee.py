"""What guarantees are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from core import formats, kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from parts_sales.models import Guarantee


def register() -> None:
    """Let them be found."""
    search_index.register(Source(Guarantee.kind, words, hits))


def words(ids: Collection[int]) -> Iterator[Words]:
    """Number, customer, order, guarantor."""
    for row in Guarantee.objects.filter(pk__in=ids).select_related("customer", "order", "guarantor"):
        who, of = row.guarantor, row.customer
        texts = (of.name_zh, of.name_en, of.number or "", row.order.number or "", who.name_zh, who.name_en)
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.customer.name_zh or row.customer.name_en,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=row.created_at,
            references=frozenset({("person", row.guarantor_id), ("department", row.department_id)}),
        )


def hits(rows: QuerySet[Guarantee]) -> dict[int, Hit]:
    """Guarantees as lines: number and customer, state, guarantor, amount."""
    found = rows.select_related("customer", "guarantor")
    return {
        row.pk: Hit(
            label=f"{row.number} {row.customer.name}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.get_state_display()} · {row.guarantor.name} · {formats.amount(row.amount)}",
            icon="shield-check",
        )
        for row in found
    }
