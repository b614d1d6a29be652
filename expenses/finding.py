"""What requests and claims are found by, and how they are shown when found (GEN-12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from core import formats, kinds, search_index
from core.navigation import Hit
from core.search_index import Source, Words
from expenses.models import (
    Advance,
    Claim,
    ClaimLine,
    Correction,
    ExpenseImport,
    Payment,
    PaymentLine,
    SpendRequest,
    SpendRequestLine,
)


def register() -> None:
    """Let every kind be found."""
    search_index.register(Source(SpendRequest.kind, request_words, request_hits))
    search_index.register(Source(Claim.kind, claim_words, claim_hits))
    search_index.register(Source(Payment.kind, payment_words, payment_hits))
    search_index.register(Source(ExpenseImport.kind, import_words, import_hits))
    search_index.register(Source(Correction.kind, correction_words, correction_hits))
    search_index.register(Source(Advance.kind, advance_words, advance_hits))


def claim_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, purpose, lines with supplier and invoice, the request, maker, department and categories."""
    lines: dict[int, list[ClaimLine]] = defaultdict(list)
    for line in ClaimLine.objects.filter(claim__in=ids):
        lines[line.claim_id].append(line)
    for claim in Claim.objects.filter(pk__in=ids).select_related("request"):
        own = lines[claim.pk]
        texts = [claim.purpose, claim.complaint, *(text for line in own for text in _of_line(line))]
        if claim.request is not None and claim.request.number:
            texts.append(claim.request.number)
        yield _words(claim, texts, [line.category_id for line in own])


def request_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, purpose, supplier, estimates, maker, department and categories."""
    lines: dict[int, list[SpendRequestLine]] = defaultdict(list)
    for line in SpendRequestLine.objects.filter(request__in=ids):
        lines[line.request_id].append(line)
    for request in SpendRequest.objects.filter(pk__in=ids):
        own = lines[request.pk]
        texts = [request.purpose, request.supplier, request.complaint, *(line.description for line in own)]
        yield _words(request, texts, [line.category_id for line in own])


def claim_hits(claims: QuerySet[Claim]) -> dict[int, Hit]:
    """Claims as lines: number and title, amount, state, maker."""
    return {
        row.pk: _hit(row, formats.amount(row.base_total), "receipt-yen") for row in claims.select_related("created_by")
    }


def request_hits(requests: QuerySet[SpendRequest]) -> dict[int, Hit]:
    """Requests as lines: number and title, amount, state, maker."""
    return {row.pk: _hit(row, formats.amount(row.total), "file-text") for row in requests.select_related("created_by")}


def payment_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, account, the bank's reference, what was paid and to whom, and who prepared it."""
    lines: dict[int, list[PaymentLine]] = defaultdict(list)
    joined = PaymentLine.objects.select_related("payable__claim", "payable__advance", "payable__person")
    for line in joined.filter(payment__in=ids):
        lines[line.payment_id].append(line)
    for payment in Payment.objects.filter(pk__in=ids):
        said = (text for line in lines[payment.pk] for text in (line.payable.document.number or "", line.payable.payee))
        yield Words(
            document_id=payment.pk,
            number=payment.number or "",
            title=payment.reference or payment.number or "",
            texts=tuple(dict.fromkeys(text for text in (payment.account, *said) if text)),
            at=payment.created_at,
            references=frozenset({("person", payment.created_by_id)}),
        )


def correction_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, reason, the claim or imported row it corrects, maker and department."""
    for correction in Correction.objects.filter(pk__in=ids).select_related("claim", "import_row__document"):
        texts = [correction.reason, correction.subject_number, correction.subject_title]
        yield Words(
            document_id=correction.pk,
            number=correction.number or "",
            title=correction.subject_title,
            texts=tuple(text for text in texts if text),
            at=correction.created_at,
            references=frozenset({("person", correction.created_by_id), ("department", correction.department_id)}),
        )


def advance_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, title, purpose, person and department."""
    for advance in Advance.objects.filter(pk__in=ids):
        yield _words(advance, [advance.purpose], [])


def import_words(ids: Collection[int]) -> Iterator[Words]:
    """Number, the file's name, the accounting system it is from, who brought it in."""
    for found in ExpenseImport.objects.filter(pk__in=ids).select_related("source"):
        yield Words(
            document_id=found.pk,
            number=found.number or "",
            title=found.file_name,
            texts=(found.source.name,),
            at=found.created_at,
            references=frozenset({("person", found.created_by_id)}),
        )


def import_hits(imports: QuerySet[ExpenseImport]) -> dict[int, Hit]:
    """Imports as lines: number and file, what was posted, state, who brought it in."""
    return {
        row.pk: Hit(
            label=f"{row.number or ''} {row.file_name}".strip(),
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.created_by.name} · {formats.amount(row.posted_total)} · {row.get_state_display()}",
            icon="file-import",
        )
        for row in imports.select_related("created_by")
    }


def payment_hits(payments: QuerySet[Payment]) -> dict[int, Hit]:
    """Payments as lines: number, amount, state, who prepared it."""
    return {
        row.pk: Hit(
            label=row.number or "",
            url=kinds.get(row.kind).url_of(row.pk),
            note=f"{row.created_by.name} · {formats.amount(row.total)} · {row.get_state_display()}",
            icon="cash",
        )
        for row in payments.select_related("created_by")
    }


def correction_hits(corrections: QuerySet[Correction]) -> dict[int, Hit]:
    """Corrections as lines: number and what they correct, amount, state, maker."""
    rows = corrections.select_related("created_by", "claim", "import_row__document")
    return {row.pk: _hit(row, formats.amount(row.total), "receipt-refund") for row in rows}


def advance_hits(advances: QuerySet[Advance]) -> dict[int, Hit]:
    """Advances as lines: number and title, amount, state, person."""
    return {row.pk: _hit(row, formats.amount(row.amount), "wallet") for row in advances.select_related("created_by")}


def _of_line(line: ClaimLine) -> tuple[str, ...]:
    return line.description, line.supplier, line.invoice_code, line.invoice_number


def _words(document: Any, texts: list[str], categories: list[int]) -> Words:
    return Words(
        document_id=document.pk,
        number=document.number or "",
        title=document.title,
        texts=tuple(dict.fromkeys(text for text in texts if text)),
        at=document.created_at,
        references=frozenset(
            {
                ("person", document.created_by_id),
                ("department", document.department_id),
                *(("category", pk) for pk in categories),
            }
        ),
    )


def _hit(row: Any, amount: str, icon: str) -> Hit:
    return Hit(
        label=f"{row.number or ''} {row.title}".strip(),
        url=kinds.get(row.kind).url_of(row.pk),
        note=f"{row.created_by.name} · {amount} · {row.get_state_display()}",
        icon=icon,
    )
