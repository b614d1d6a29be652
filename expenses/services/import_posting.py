"""Posting a checked file and taking it back, each as one job and one transaction (EXP-09, GEN-14).

A worker killed in the middle leaves nothing: entries, rows, balances and the job's end are committed together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from budgets.choices import EntryKind, PeriodState
from budgets.locks import Place
from budgets.models import Period
from budgets.selectors import years
from budgets.services import bulk, ledger
from budgets.services.ledger import Source
from core import documents, jobs, numbers, progress
from core.actors import SYSTEM, Actor
from core.errors import DomainError
from core.money import ZERO
from expenses import locks
from expenses.choices import ImportRowState, ImportState
from expenses.errors import NothingPosted, PostedMeanwhile
from expenses.models import CorrectionLine, ExpenseImport, ImportRow
from expenses.selectors import corrections
from expenses.services import import_comparing
from expenses.services.import_checking import count, subject
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
    except (DomainError, progress.Stopped) as error:
        _ended(import_id, error, at=at)
    else:
        documents.perform(found, "post", actor=actor, at=at, facts=facts)
    progress.over(subject(import_id))


def _post(found: ExpenseImport, *, actor: Actor, at: datetime) -> dict[str, Any]:
    documents.require(found, "post", actor=actor)
    lines = ImportLines(found)
    late = import_comparing.compare_again(found)
    total = lines.rows().count()
    watch = progress.watched(subject(found.pk), step="post", total=total)
    watch(0)

    def source() -> Source:
        if found.number is None:
            found.number = numbers.take(PREFIX, timezone.localdate(at).year)
        return source_of(found)

    result = bulk.post(source=source, lines=lines, occasion="post", actor=actor, at=at, watch=watch)
    if not result.posted and not found.posted_at:
        raise NothingPosted(count=result.refused + late)
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
    facts = {"rows": result.posted, "spent": str(result.total), "over": result.refused}
    return {**facts, "bad": late} if late else facts


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
    except (DomainError, progress.Stopped) as error:
        _ended(import_id, error, at=at)
    else:
        documents.perform(found, "reverse", actor=actor, at=at, reason=reason, facts=facts)
    progress.over(subject(import_id))


def _reverse(found: ExpenseImport, *, actor: Actor, at: datetime, reason: str) -> dict[str, Any]:
    documents.require(found, "reverse", actor=actor)
    moved = corrections.moved_of_import(found)
    months = _open_months(found, moved, at=at)
    lines = PostedLines(found, months)
    total = lines.standing().count()
    watch = progress.watched(subject(found.pk), step="reverse", total=total)
    watch(0)
    back = [_back(line, months, found) for line in moved]
    ledger.hold({*lines.sums(), *(Place(one.department_id, one.category_id, one.period_id) for one in back)})
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
    ledger.post(
        source=source_of(found), postings=back, occasion=f"import:{found.pk}", actor=actor, at=at, reason=reason
    )
    lines.rows().update(state=ImportRowState.REVERSED)
    found.problem = {}
    count(found)
    amount = -result.total - sum((one.amount for one in back), ZERO)
    return {"rows": result.posted, "amount": str(amount), **({"moved": len(back)} if back else {})}


def _back(line: CorrectionLine, months: Mapping[int, int], found: ExpenseImport) -> ledger.Posting:
    """What a correction moved elsewhere is taken back there, in the correction's name (decision 0070)."""
    correction, amount = line.correction, -line.left * line.sign
    period_id = line.posted_period_id or 0
    return ledger.Posting(
        department_id=line.target_department_id,
        category_id=line.target_category_id,
        project_id=line.target_project_id,
        period_id=months.get(period_id, period_id),
        kind=EntryKind.ACTUAL if amount > 0 else EntryKind.ACTUAL_REVERSAL,
        amount=amount,
        line_id=line.pk,
        source=Source(correction.kind, correction.pk, f"{correction.number} {correction.title}"[:200]),
    )


def _open_months(found: ExpenseImport, moved: Sequence[CorrectionLine], *, at: datetime) -> dict[int, int]:
    """Where what counts in months that have closed since is taken back."""
    used = ImportRow.objects.filter(document=found, state=ImportRowState.POSTED).values("period")
    elsewhere = {line.posted_period_id for line in moved}
    closed = (
        Period.objects.filter(Q(pk__in=used) | Q(pk__in=elsewhere))
        .exclude(state=PeriodState.OPEN)
        .select_related("fiscal_year")
    )
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


def _ended(import_id: int, error: DomainError | progress.Stopped, *, at: datetime) -> None:
    """Nothing was posted or taken back: the import is as before, with why."""
    found = locks.lock_import(import_id, wait=True)
    found.problem = (
        {"code": error.code, **error.api_params()} if isinstance(error, DomainError) else {"code": "stopped"}
    )
    move = "stay_posted" if found.posted_at else "end_posting"
    documents.perform(found, move, actor=SYSTEM, at=at)


def _meant(error: IntegrityError) -> Exception:
    diagnosis = getattr(error.__cause__, "diag", None)
    return PostedMeanwhile() if getattr(diagnosis, "constraint_name", "") == ONCE else error
