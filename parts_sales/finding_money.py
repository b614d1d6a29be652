"""What orders, receipts and credit terms are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from core import formats, kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from customers.models import Customer
from parts_sales.models import CreditTerm, Receipt, SalesOrder, Statement


def register() -> None:
    """Let them be found."""
    search_index.register(Source(SalesOrder.kind, order_words, order_hits))
    search_index.register(Source(Receipt.kind, receipt_words, receipt_hits))
    search_index.register(Source(Statement.kind, statement_words, statement_hits))
    search_index.register(Source(CreditTerm.kind, term_words, term_hits))


def order_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, customer, quote, machine, contact, its parts."""
    rows = SalesOrder.objects.filter(pk__in=ids).select_related("customer", "quote").prefetch_related("lines")
    for row in rows:
        parts = [text for line in row.lines.all() for text in (line.part_number, line.name_zh, line.name_en)]
        texts = (*_names(row.customer), row.quote.number or "", row.machine, row.contact, *parts)
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.customer.name_zh or row.customer.name_en,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=row.created_at,
            references=frozenset({("person", row.created_by_id), ("department", row.department_id)}),
        )


def receipt_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, payer, customer, account, the bank's reference, the orders it stands against."""
    rows = Receipt.objects.filter(pk__in=ids).select_related("customer").prefetch_related("matches__order")
    for row in rows:
        texts = (
            *_names(row.customer), row.account, row.reference, row.handed_by, row.invoice_number,
            *(one.order.number or "" for one in row.matches.all() if one.undone_at is None),
        )  # fmt: skip
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.payer,
            texts=tuple(dict.fromkeys(text for text in texts if text)),
            at=row.created_at,
            references=frozenset({("person", row.created_by_id)}),
        )


def term_words(ids: Collection[int]) -> Iterator[Words]:
    """Number and customer."""
    for row in CreditTerm.objects.filter(pk__in=ids).select_related("customer"):
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.customer.name_zh or row.customer.name_en,
            texts=tuple(_names(row.customer)),
            at=row.created_at,
            references=frozenset({("person", row.created_by_id), ("department", row.department_id)}),
        )


def statement_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, customer, month."""
    for row in Statement.objects.filter(pk__in=ids).select_related("customer"):
        yield Words(
            document_id=row.pk,
            number=row.number or "",
            title=row.customer.name_zh or row.customer.name_en,
            texts=(*_names(row.customer), f"{row.month:%Y-%m}"),
            at=row.created_at,
            references=frozenset({("department", row.department_id)}),
        )


def statement_hits(rows: QuerySet[Statement]) -> dict[int, Hit]:
    """Statements as lines: number and customer, state and what is owed."""
    found = rows.select_related("customer")
    return {row.pk: _hit(row, f"{row.customer.name} {row.month:%Y-%m}", formats.amount(row.closing)) for row in found}


def order_hits(rows: QuerySet[SalesOrder]) -> dict[int, Hit]:
    """Orders as lines: number and customer, state and value."""
    found = rows.select_related("customer")
    return {row.pk: _hit(row, row.customer.name, f"{row.currency} {formats.amount(row.total)}") for row in found}


def receipt_hits(rows: QuerySet[Receipt]) -> dict[int, Hit]:
    """Receipts as lines: number and payer, state and amount."""
    return {row.pk: _hit(row, row.payer, f"{row.currency} {formats.amount(row.amount)}") for row in rows}


def term_hits(rows: QuerySet[CreditTerm]) -> dict[int, Hit]:
    """Credit terms as lines: number and customer, state and limit."""
    found = rows.select_related("customer")
    return {row.pk: _hit(row, row.customer.name, formats.amount(row.limit_amount)) for row in found}


ICONS = {SalesOrder.kind: "package", Receipt.kind: "cash", CreditTerm.kind: "credit-card", Statement.kind: "file-text"}


def _hit(row: SalesOrder | Receipt | CreditTerm | Statement, title: str, amount: str) -> Hit:
    return Hit(
        label=f"{row.number} {title}",
        url=kinds.get(row.kind).url_of(row.pk),
        note=f"{row.get_state_display()} · {amount}",
        icon=ICONS[row.kind],
    )


def _names(customer: Customer | None) -> list[str]:
    return [] if customer is None else [text for text in (customer.name_zh, customer.name_en, customer.number) if text]
