"""What quotes and what belongs to them are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from core import formats, kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from parts_sales.models import Inquiry, PriceApplication, Quote, QuoteLine, Violation


def register() -> None:
    """Let every kind be found."""
    search_index.register(Source(Quote.kind, quote_words, quote_hits))
    search_index.register(Source(PriceApplication.kind, application_words, application_hits))
    search_index.register(Source(Inquiry.kind, inquiry_words, inquiry_hits))
    search_index.register(Source(Violation.kind, violation_words, violation_hits))


def quote_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, customer, machine, contact, its parts, maker and department."""
    lines: dict[int, list[str]] = defaultdict(list)
    for line in QuoteLine.objects.filter(quote__in=ids):
        lines[line.quote_id] += [line.part_number, line.name_zh, line.name_en]
    for quote in Quote.objects.filter(pk__in=ids).select_related("customer"):
        texts = [quote.customer.name_en, quote.customer.number, quote.machine, quote.contact, *lines[quote.pk]]
        yield _words(quote, quote.customer.name_zh or quote.customer.name_en, texts)


def application_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, reason, the quote with its customer, maker and department."""
    for one in PriceApplication.objects.filter(pk__in=ids).select_related("quote__customer"):
        customer = one.quote.customer
        yield _words(one, customer.name_zh or customer.name_en, [one.reason, one.quote.number or ""])


def inquiry_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, who asks, machine, what is wanted, who took it."""
    for one in Inquiry.objects.filter(pk__in=ids).select_related("customer"):
        yield _words(one, one.asker, [one.machine, one.wanted, one.caller])


def violation_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, person concerned, facts, proposal, decision."""
    for one in Violation.objects.filter(pk__in=ids).select_related("person"):
        yield _words(one, one.person.name_zh, [one.facts, one.proposal, one.decision])


def quote_hits(rows: QuerySet[Quote]) -> dict[int, Hit]:
    """Quotes as lines: number and customer, amount, state, maker."""
    found = rows.select_related("customer", "created_by")
    return {
        row.pk: _hit(row, row.customer.name, f"{formats.amount(row.total)} {row.currency}", "file-invoice")
        for row in found
    }


def application_hits(rows: QuerySet[PriceApplication]) -> dict[int, Hit]:
    """Applications as lines: number and customer, the quote, state, maker; how far below the floor is told only where
    floors are (decision 0109).
    """
    found = rows.select_related("quote__customer", "created_by")
    return {row.pk: _hit(row, row.quote.customer.name, row.quote.number or "", "percentage") for row in found}


def inquiry_hits(rows: QuerySet[Inquiry]) -> dict[int, Hit]:
    """Inquiries as lines: number and who asks, state, who took it."""
    return {row.pk: _hit(row, row.asker, row.machine, "phone") for row in rows.select_related("customer", "created_by")}


def violation_hits(rows: QuerySet[Violation]) -> dict[int, Hit]:
    """Violations as lines: number and person, day, state, who reported it."""
    found = rows.select_related("person", "created_by")
    return {row.pk: _hit(row, row.person.name, formats.day(row.happened_on), "gavel") for row in found}


def _words(document: Any, title: str, texts: list[str]) -> Words:
    return Words(
        document_id=document.pk,
        number=document.number or "",
        title=title,
        texts=tuple(dict.fromkeys(text for text in texts if text)),
        at=document.created_at,
        references=frozenset({("person", document.created_by_id), ("department", document.department_id)}),
    )


def _hit(row: Any, title: str, note: str, icon: str) -> Hit:
    return Hit(
        label=f"{row.number or ''} {title}".strip(),
        url=kinds.get(row.kind).url_of(row.pk),
        note=" · ".join(filter(None, (row.created_by.name, note, str(row.get_state_display())))),
        icon=icon,
    )
