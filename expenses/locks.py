"""How documents are locked: the document first, then what it stands on; see the lock order in docs/architecture."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from django.db import OperationalError, connection, transaction
from django.db.models import F

from core.sheets.errors import ImportBusy
from expenses.models import (
    Advance,
    Claim,
    Correction,
    ExpenseImport,
    ImportRow,
    Payable,
    Payment,
    SpendRequest,
    SpendRequestLine,
)

_CLAIMING, _IMPORTING = 4_720_001, 4_720_002
"""Advisory locks: held together by all who enter invoices on claims; held alone by the import that posts some."""


def lock_request(request_id: int) -> SpendRequest:
    """Lock a request until the transaction ends; freshly read. Raises SpendRequest.DoesNotExist."""
    return SpendRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request_id)


def lock_claim(claim_id: int) -> Claim:
    """Lock a claim until the transaction ends; freshly read. Raises Claim.DoesNotExist."""
    return Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim_id)


def lock_claim_with_request(claim_id: int) -> tuple[Claim, SpendRequest | None]:
    """Lock a claim and then the request it stands on: always in this order, so that two claims cannot wait for each
    other.
    """
    claim = lock_claim(claim_id)
    request = lock_request(claim.request_id) if claim.request_id is not None else None
    return claim, request


def request_lines(request_id: int) -> dict[int, SpendRequestLine]:
    """The lines of a locked request, freshly read, by id: the request's lock covers them."""
    lines = (
        SpendRequestLine.objects.filter(request_id=request_id).select_related("held_period").order_by("position", "pk")
    )
    return {line.pk: line for line in lines}


def lock_invoices(keys: Iterable[str]) -> None:
    """Let only one transaction at a time enter invoices of these numbers, as they are compared, so that two entering
    the same one see each other, with its code or without (EXP-05).
    """
    numbers = sorted(
        int.from_bytes(hashlib.sha256(number.encode()).digest()[:8], "big", signed=True) for number in set(keys)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(number)"
            " FROM unnest(%s::bigint[]) AS number",
            [_CLAIMING, numbers],
        )


def lock_imported_invoices() -> None:
    """Let one import at a time post rows with invoices, after all who are entering invoices at this moment have ended.
    Those who begin now are not kept waiting: they see that the import is being posted (EXP-05).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTING])
        cursor.execute("SELECT pg_advisory_lock(%s)", [_CLAIMING])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_CLAIMING])


def lock_import(import_id: int, *, wait: bool = False) -> ExpenseImport:
    """Lock an expense import until the transaction ends. Raises ExpenseImport.DoesNotExist, and unless it may `wait`
    ImportBusy while a job is at work on it: no page waits for the job's end.
    """
    rows = ExpenseImport.objects.select_for_update(of=("self",), no_key=True, nowait=not wait).select_related("source")
    try:
        with transaction.atomic():
            return rows.get(pk=import_id)
    except OperationalError as error:
        raise ImportBusy from error


def lock_import_row(row_id: int) -> ImportRow:
    """Lock a row of an import until the transaction ends; freshly read, with its import. Raises
    ImportRow.DoesNotExist.
    """
    rows = ImportRow.objects.select_for_update(of=("self",), no_key=True).select_related("document__source")
    return rows.get(pk=row_id)


def lock_payment(payment_id: int) -> Payment:
    """Lock a payment until the transaction ends; freshly read. Raises Payment.DoesNotExist."""
    return Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment_id)


def lock_payables(payable_ids: Collection[int]) -> dict[int, Payable]:
    """Lock debts in the order of their ids, after the document that pays or corrects them; freshly read, by id, with
    claim and person. What does not exist is missing from the answer.
    """
    rows = Payable.objects.filter(pk__in=set(payable_ids)).order_by("pk").select_related("claim", "advance", "person")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}


def lock_correction(correction_id: int) -> Correction:
    """Lock a correction and then the claim or row of an import it corrects, always in this order; freshly read."""
    correction = Correction.objects.select_for_update(of=("self",), no_key=True).get(pk=correction_id)
    if correction.claim_id is not None:
        correction.claim = lock_claim(correction.claim_id)
    elif correction.import_row_id is not None:
        correction.import_row = lock_import_row(correction.import_row_id)
    return correction


def lock_advance(advance_id: int) -> Advance:
    """Lock an advance until the transaction ends; freshly read. Raises Advance.DoesNotExist."""
    return Advance.objects.select_for_update(of=("self",), no_key=True).get(pk=advance_id)


def lock_advances(advance_ids: Collection[int]) -> list[Advance]:
    """Lock advances in the order of their ids, after the debts they belong to; freshly read."""
    rows = Advance.objects.filter(pk__in=set(advance_ids)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def lock_open_advances(person_id: int) -> list[Advance]:
    """Lock the advances of which a person still owes something, the oldest first."""
    owing = Advance.objects.filter(created_by=person_id, paid_amount__gt=F("offset_amount") + F("returned_amount"))
    return list(owing.order_by("pk").select_for_update(of=("self",), no_key=True))
