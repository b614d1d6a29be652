"""How cases are locked: always after the document, before anything else (document → case → period → keys).

Delegations are locked before any document: people → the table of delegations → documents → cases.
"""

from __future__ import annotations

from django.db import connection

from approvals.choices import CaseState
from approvals.models import Case, Delegation


def lock_case(case_id: int) -> Case:
    """Lock one case until the transaction ends; returned freshly read.

    Its tasks and steps change under this lock alone.
    """
    return Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case_id)


def lock_running(*, kind: str, document_id: int) -> Case | None:
    """Lock the running case of a document whose row is locked already; None without one."""
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .filter(subject_kind=kind, subject_id=document_id, state=CaseState.RUNNING)
        .first()
    )


def lock_last(*, kind: str, document_id: int) -> Case | None:
    """Lock the latest round of a document whose row is locked already, running or over; None before the first."""
    return (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .filter(subject_kind=kind, subject_id=document_id)
        .order_by("-round")
        .first()
    )


def lock_delegations() -> None:
    """Let nobody else begin or end a delegation until the transaction ends: a new one is checked against all (APR-07b).

    Whoever decides only reads them and is not held up.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Delegation._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")  # noqa: SLF001
