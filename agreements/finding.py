"""What agreements, reviews, amendments and leads are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from agreements.models import Agreement, AgreementReview, Amendment, Lead, ResearchReport
from core import kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words


def register() -> None:
    """Let them be found."""
    search_index.register(Source(Agreement.kind, agreement_words, agreement_hits))
    search_index.register(Source(AgreementReview.kind, review_words, review_hits))
    search_index.register(Source(Amendment.kind, amendment_words, amendment_hits))
    search_index.register(Source(Lead.kind, lead_words, lead_hits))
    search_index.register(Source(ResearchReport.kind, research_words, research_hits))


def agreement_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, subject, terms, products; the customer and the owner."""
    rows = Agreement.objects.filter(pk__in=ids).prefetch_related("versions__lines")
    for row in rows:
        texts = [text for one in row.versions.all() for text in _texts(one)]
        yield _words(
            row, row.subject, texts, ("customer", row.customer_id), ("person", row.owner_id),
            ("person", row.created_by_id), ("department", row.department_id),
        )  # fmt: skip


def review_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, product, requirements, what was concluded."""
    for row in AgreementReview.objects.filter(pk__in=ids).select_related("agreement", "of"):
        texts = [row.product, row.technical_requirements, row.special_terms, row.conclusion, row.agreement.number or ""]
        yield _words(
            row, row.of.subject, texts, ("customer", row.agreement.customer_id), ("person", row.created_by_id),
            ("department", row.agreement.department_id),
        )  # fmt: skip


def amendment_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, reason, the change wanted."""
    for row in Amendment.objects.filter(pk__in=ids).select_related("agreement"):
        texts = [row.change, row.reason, row.refusal, row.agreement.number or ""]
        yield _words(
            row, row.agreement.subject, texts, ("customer", row.agreement.customer_id), ("person", row.created_by_id),
            ("department", row.agreement.department_id),
        )  # fmt: skip


def lead_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, prospect, need, product."""
    for row in Lead.objects.filter(pk__in=ids):
        known = [("customer", row.customer_id)] if row.customer_id else []
        texts = [row.contact, row.phone, row.need, row.product]
        yield _words(row, row.name, texts, *known, ("person", row.owner_id), ("department", row.department_id))


def research_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, market and everything it says; the prospect it was made for."""
    for row in ResearchReport.objects.filter(pk__in=ids).select_related("lead"):
        texts = [row.market, row.method, row.demand, row.rivals, row.advice]
        texts += [row.lead.number or "", row.lead.name] if row.lead is not None else []
        yield _words(row, row.title, texts, ("person", row.created_by_id), ("department", row.department_id))


def agreement_hits(rows: QuerySet[Agreement]) -> dict[int, Hit]:
    """Number and subject, the customer and the state."""
    found = rows.select_related("customer")
    return {row.pk: _hit(row, row.subject, row.customer.name, "file-text") for row in found}


def review_hits(rows: QuerySet[AgreementReview]) -> dict[int, Hit]:
    """Number and subject, the customer and the state."""
    found = rows.select_related("agreement__customer", "of")
    return {row.pk: _hit(row, row.of.subject, row.agreement.customer.name, "clipboard-check") for row in found}


def amendment_hits(rows: QuerySet[Amendment]) -> dict[int, Hit]:
    """Number and the agreement, the customer and the state."""
    found = rows.select_related("agreement__customer")
    return {row.pk: _hit(row, row.agreement.subject, row.agreement.customer.name, "versions") for row in found}


def lead_hits(rows: QuerySet[Lead]) -> dict[int, Hit]:
    """Number and prospect, the stage."""
    return {row.pk: _hit(row, row.name, row.product, "users") for row in rows}


def research_hits(rows: QuerySet[ResearchReport]) -> dict[int, Hit]:
    """Number and title, the market and the state."""
    return {row.pk: _hit(row, row.title, row.market, "report-analytics") for row in rows}


def _texts(version: Any) -> Iterator[str]:
    yield from (version.terms, version.special_technical, version.special_contract)
    yield from (line.product for line in version.lines.all())


def _words(row: Any, title: str, texts: list[str], *references: tuple[str, int]) -> Words:
    return Words(
        document_id=row.pk, number=row.number or "", title=title, texts=tuple(text for text in texts if text),
        at=row.created_at, references=frozenset(references),
    )  # fmt: skip


def _hit(row: Any, title: str, note: str, icon: str) -> Hit:
    return Hit(
        label=f"{row.number or ''} {title}".strip(), url=kinds.get(row.kind).url_of(row.pk),
        note=" · ".join(filter(None, (str(row.get_state_display()), note))), icon=icon,
    )  # fmt: skip
