"""Posting a checked file and taking it back, each as one job and one transaction (EXP-09, GEN-14).

A worker killed in the middle leaves nothing: entries, rows, balances and the job's end are committed together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from budgets.choices import PeriodState
from budgets.models import Period
from budgets.selectors import years
from budgets.services import bulk
from budgets.services.ledger import Source
from core import documents, jobs, numbers, progress
from core.actors import SYSTEM, Actor
from core.errors import DomainError
from expenses import locks
from expenses.choices import ImportRowState, ImportState
from expenses.errors import NothingPosted, PostedMeanwhile
from expenses.models import ExpenseImport, ImportRow, ImportStop
from expenses.services.import_checking import Stopped, count, subject, watched
from expenses.services.import_lines import ImportLines, PostedLines
from organization.selectors import actor_for

POST, REVERSE = "expenses.post_import", "expenses.reverse_import"
PREFIX = "IMP"
ONCE = "expenses_importrow_posted_once"


@jobs.handler(POST)
def post(*, import_id: int, person_id: int, at: datetime) -> None:
    """Post the good rows of an import; what the budget does not take stays behind, listed. Safe to run late or twice:
    only an import that waits for its posting is posted.
    """
    found = _waiting(import_id, ImportState.POSTING)
    if found is None:
        return
    actor = actor_for(person_id=person_id, on=timezone.localdate(at))
    try:
        with transaction.atomic():
            facts = _post(found, actor=actor, at=at)
    except (DomainError, Stopped) as error:
        _ended(import_id, error, at=at)
    else:
        documents.perform(found, "post", actor=actor, at=at, facts=facts)
    _over(import_id)


def _post(found: ExpenseImport, *, actor: Actor, at: datetime) -> dict[str, Any]:
    documents.require(found, "post", actor=actor)
    lines = ImportLines(found)
    total = lines.rows().count()
    watch = watched(found.pk, "post", total)
    watch(0)

    def source() -> Source:
        if found.number is None:
            found.number = numbers.take(PREFIX, timezone.localdate(at).year)
        return source_of(found)

    result = bulk.post(source=source, lines=lines, occasion="post", actor=actor, at=at, watch=watch)
    if not result.posted and not found.posted_at:
        raise NothingPosted(count=result.refused)
    try:
        with transaction.atomic():
            lines.rows().update(state=ImportRowState.POSTED)
    except IntegrityError as error:
        raise _meant(error) from error
    watch(total)
    found.posted_total += result.total
    found.beyond = result.beyond
    found.problem = {}
    count(found)
    return {"rows": result.posted, "spent": str(result.total), "over": result.refused}


@jobs.handler(REVERSE)
def reverse(*, import_id: int, person_id: int, reason: str, at: datetime) -> None:
    """Take every posted row of an import back; safe to run late or twice."""
    found = _waiting(import_id, ImportState.REVERSING)
    if found is None:
        return
    actor = actor_for(person_id=person_id, on=timezone.localdate(at))
    try:
        with transaction.atomic():
            facts = _reverse(found, actor=actor, at=at, reason=reason)
    except (DomainError, Stopped) as error:
        _ended(import_id, error, at=at)
    else:
        documents.perform(found, "reverse", actor=actor, at=at, reason=reason, facts=facts)
    _over(import_id)


def _reverse(found: ExpenseImport, *, actor: Actor, at: datetime, reason: str) -> dict[str, Any]:
    documents.require(found, "reverse", actor=actor)
    lines = PostedLines(found, _open_months(found, at=at))
    total = lines.rows().count()
    watch = watched(found.pk, "reverse", total)
    watch(0)
    result = bulk.post(
        source=lambda: source_of(found),
        lines=lines,
        occasion="reverse",
        actor=actor,
        at=at,
        reason=reason,
        watch=watch,
        whole=True,
    )
    lines.rows().update(state=ImportRowState.REVERSED)
    found.problem = {}
    count(found)
    return {"rows": result.posted, "amount": str(-result.total)}


def _open_months(found: ExpenseImport, *, at: datetime) -> dict[int, int]:
    """Where the rows of months that have closed since are taken back."""
    used = ImportRow.objects.filter(document=found, state=ImportRowState.POSTED).values("period")
    closed = Period.objects.filter(pk__in=used).exclude(state=PeriodState.OPEN).select_related("fiscal_year")
    today = timezone.localdate(at)
    return {period.pk: years.releasing_period(period, on=today).pk for period in closed}


def source_of(found: ExpenseImport) -> Source:
    """The import as the ledger names it."""
    return Source(kind=found.kind, document_id=found.pk, label=f"{found.number} {found.source} {found.file_name}")


def _waiting(import_id: int, state: str) -> ExpenseImport | None:
    found = ExpenseImport.objects.filter(pk=import_id).first()
    if found is None:
        return None
    found = locks.lock_import(import_id, wait=True)
    return found if found.state == state else None


def _ended(import_id: int, error: DomainError | Stopped, *, at: datetime) -> None:
    """Nothing was posted or taken back: the import is as before, with why."""
    found = locks.lock_import(import_id, wait=True)
    found.problem = (
        {"code": error.code, **error.api_params()} if isinstance(error, DomainError) else {"code": "stopped"}
    )
    move = "stay_posted" if found.posted_at else "end_posting"
    documents.perform(found, move, actor=SYSTEM, at=at)


def _over(import_id: int) -> None:
    ImportStop.objects.filter(document=import_id).delete()
    transaction.on_commit(lambda: progress.forget(subject(import_id)))


def _meant(error: IntegrityError) -> Exception:
    diagnosis = getattr(error.__cause__, "diag", None)
    return PostedMeanwhile() if getattr(diagnosis, "constraint_name", "") == ONCE else error
