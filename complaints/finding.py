"""What complaints and their reports are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from complaints.models import Complaint, LiabilityReport, NonConformanceReport
from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words


def register() -> None:
    """Let them be found."""
    search_index.register(Source(Complaint.kind, complaint_words, complaint_hits))
    search_index.register(Source(LiabilityReport.kind, liability_words, report_hits))
    search_index.register(Source(NonConformanceReport.kind, nonconformance_words, report_hits))


def complaint_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, what happened, who complains about which machine, order and part."""
    rows = Complaint.objects.filter(pk__in=ids).select_related("customer", "machine", "order", "part")
    for row in rows:
        texts = (
            row.happened, row.wish, row.contact, row.phone, row.cause, row.customer.name_zh, row.customer.name_en,
            str(row.machine or ""), str(row.order or ""), str(row.part.number if row.part else ""),
        )  # fmt: skip
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.title,
            texts=tuple(text for text in texts if text),
            at=row.created_at,
            references=frozenset(
                {
                    ("person", row.created_by_id), ("person", row.salesperson_id), ("customer", row.customer_id),
                    ("department", row.department_id),
                }
            ),
        )  # fmt: skip


def liability_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the complaint's number and title, cause and analysis."""
    for row in LiabilityReport.objects.filter(pk__in=ids).select_related("complaint"):
        yield _of_report(row, (row.cause, row.analysis, row.conclusion))


def nonconformance_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the complaint's number and title, what does not conform."""
    for row in NonConformanceReport.objects.filter(pk__in=ids).select_related("complaint"):
        yield _of_report(row, (row.item, row.required, row.found))


def complaint_hits(rows: QuerySet[Complaint]) -> dict[int, Hit]:
    """Complaints as lines: number and title, state and customer."""
    return {
        row.pk: Hit(
            label=f"{row.number} {row.title}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.get_state_display()} · {row.customer.name}",
            icon="message-report",
        )
        for row in rows.select_related("customer")
    }


def report_hits(rows: QuerySet[Any]) -> dict[int, Hit]:
    """Reports as lines: number and the complaint's title, state."""
    return {
        row.pk: Hit(
            label=f"{row.number} {row.complaint.title}",
            url=kinds.get(row.kind).url_of(row.pk),
            note=row.get_state_display(),
            icon="clipboard-check",
        )
        for row in rows.select_related("complaint")
    }


def _of_report(row: Any, texts: tuple[str, ...]) -> Words:
    return Words(
        document_id=row.pk,
        number=row.number or "",
        title=row.complaint.title,
        texts=tuple(text for text in (row.complaint.number or "", *texts) if text),
        at=row.created_at,
        references=frozenset({("person", row.created_by_id), ("department", row.complaint.department_id)}),
    )
