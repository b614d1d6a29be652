"""What market information, slips, feedback and surveys are found by, and how they are shown (GEN-12, MKT-04)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from feedback.models import FeedbackSheet, MarketInfo, Survey, TransferSlip


def register() -> None:
    """Let them be found."""
    search_index.register(Source(MarketInfo.kind, info_words, info_hits))
    search_index.register(Source(TransferSlip.kind, slip_words, slip_hits))
    search_index.register(Source(FeedbackSheet.kind, sheet_words, sheet_hits))
    search_index.register(Source(Survey.kind, survey_words, survey_hits))


def info_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, content, source, customer."""
    for row in MarketInfo.objects.filter(pk__in=ids).select_related("customer"):
        texts = (row.content, row.source, row.screen_note, row.complaint_number, *_names(row.customer))
        references = {("person", row.created_by_id), ("department", row.department_id)}
        if row.customer_id is not None:
            references.add(("customer", row.customer_id))
        yield _words(row, row.title, texts, references)


def slip_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the information's number and title, what is said, asked and concluded."""
    for row in TransferSlip.objects.filter(pk__in=ids).select_related("information"):
        info = row.information
        texts = (info.number or "", row.summary, row.request, row.conclusion)
        references = {("person", row.created_by_id), ("department", info.department_id)}
        yield _words(row, info.title, texts, references)


def sheet_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the slip's number, the information's title, the feedback itself."""
    for row in FeedbackSheet.objects.filter(pk__in=ids).select_related("slip__information"):
        texts = (row.slip.number or "", row.answer, row.measures)
        references = {("department", row.department_id)}
        if row.given_by_id is not None:
            references.add(("person", row.given_by_id))
        yield _words(row, row.slip.information.title, texts, references)


def survey_words(ids: Collection[int]) -> Iterator[Words]:
    """The customer, what it was about, what was said and agreed."""
    for row in Survey.objects.filter(pk__in=ids).select_related("customer"):
        texts = (row.about, row.contact, row.comment, row.follow_note, *_names(row.customer))
        references = {
            ("person", row.created_by_id), ("department", row.department_id), ("customer", row.customer_id),
        }  # fmt: skip
        yield _words(row, row.customer.name_zh or row.customer.name_en, texts, references)


def info_hits(rows: QuerySet[MarketInfo]) -> dict[int, Hit]:
    """Number and title; state and department."""
    found = rows.select_related("department")
    return {row.pk: _hit(row, f"{row.number} {row.title}", row.department.name, "message-circle") for row in found}


def slip_hits(rows: QuerySet[TransferSlip]) -> dict[int, Hit]:
    """Number and the information's title; state and importance."""
    found = rows.select_related("information")
    return {
        row.pk: _hit(row, f"{row.number} {row.information.title}", str(row.get_importance_display()), "send")
        for row in found
    }


def sheet_hits(rows: QuerySet[FeedbackSheet]) -> dict[int, Hit]:
    """Number and the information's title; state and department."""
    found = rows.select_related("slip__information", "department")
    return {
        row.pk: _hit(row, f"{row.number} {row.slip.information.title}", row.department.name, "clipboard-check")
        for row in found
    }


def survey_hits(rows: QuerySet[Survey]) -> dict[int, Hit]:
    """Customer and day; state and kind."""
    found = rows.select_related("customer")
    return {row.pk: _hit(row, str(row), str(row.get_survey_kind_display()), "star") for row in found}


def _words(row: Any, title: str, texts: Collection[str], references: Collection[tuple[str, int]]) -> Words:
    return Words(
        document_id=row.pk, number=row.number or "", title=title, texts=tuple(text for text in texts if text),
        at=row.created_at, references=frozenset(references),
    )  # fmt: skip


def _names(customer: Any) -> tuple[str, ...]:
    return (customer.name_zh, customer.name_en) if customer is not None else ()


def _hit(row: Any, label: str, note: str, icon: str) -> Hit:
    url = kinds.get(row.kind).url_of(row.pk)
    return Hit(label=label, url=url, note=f"{row.get_state_display()} · {note}", icon=icon)
