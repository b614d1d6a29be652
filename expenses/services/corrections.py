"""Corrections of posted claims and imported rows: asked for, approved by finance, posted in one step (EXP-08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals.services import cases
from budgets.choices import ControlAction, EntryKind
from budgets.models import Period, Project
from budgets.selectors import years
from budgets.services import ledger, refusals
from core import audit, changes, documents, formats, numbers
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO
from core.rows import save_rows
from expenses import locks, policies, rules
from expenses.choices import ClaimState, CorrectionKind, ImportRowState, ImportState
from expenses.correction_errors import MoreThanStands, MovesNowhere, NothingToCorrect
from expenses.errors import ProjectNotUsable
from expenses.models import Claim, ClaimLine, Correction, CorrectionLine, ImportRow
from expenses.selectors.corrections import Standing, standing_of_subject
from expenses.services import checks, import_posting, payables
from expenses.services.changes import line_text
from organization.choices import DepartmentStatus
from organization.models import Department

PREFIX = "COR"
AIMS = ("to_department", "to_category", "to_project", "to_period")
"""Where a reclassification moves to."""


@dataclass(frozen=True, slots=True)
class CorrectionInput:
    """A correction as typed: `amounts` by the key of what stands (`Standing.key`), in the base currency. What a
    reclassification leaves None stays as it is.
    """

    correction_kind: str
    amounts: dict[str, Decimal]
    reason: str
    department_id: int | None = None
    category_id: int | None = None
    project_id: int | None = None
    period_id: int | None = None


@transaction.atomic
def correct_claim(*, claim_id: int, draft: CorrectionInput, actor: Actor, at: datetime) -> Correction:
    """Ask finance to put a posted claim right. The budget is checked now and again when it is posted.

    Raises ReasonMissing, WrongState, NotAllowed, NothingToCorrect, MoreThanStands, MovesNowhere, CategoryNotUsable,
    InsufficientBudget, PeriodClosed, NoRoute …; then nothing has changed.
    """
    claim = locks.lock_claim(claim_id)
    if claim.state != ClaimState.APPROVED:
        raise WrongState(document=str(claim), state=claim.get_state_display())
    if actor.person_id is None or not policies.can_correct(claim, actor):
        raise NotAllowed(document=str(claim))
    correction = Correction(claim=claim, department_id=claim.department_id)
    return _ask(correction, draft, actor=actor, at=at)


@transaction.atomic
def correct_row(*, row_id: int, draft: CorrectionInput, actor: Actor, at: datetime) -> Correction:
    """Ask finance to put one posted row of an import right. Raises what `correct_claim` raises, and ImportBusy while a
    job is at work on its import.
    """
    row = _held_row(row_id)
    if actor.person_id is None or not policies.can_correct_row(row, actor):
        raise NotAllowed(document=row.label)
    correction = Correction(import_row=row, department_id=row.department_id or 0)
    return _ask(correction, draft, actor=actor, at=at)


def _held_row(row_id: int) -> ImportRow:
    """A row that is posted, held with its import, so that nobody begins to take the whole import back meanwhile."""
    found = locks.lock_import(ImportRow.objects.values_list("document", flat=True).get(pk=row_id))
    row = locks.lock_import_row(row_id)
    if row.state != ImportRowState.POSTED or found.state not in {ImportState.POSTED, ImportState.POSTING}:
        raise WrongState(document=row.label, state=row.get_state_display())
    return row


def _ask(correction: Correction, draft: CorrectionInput, *, actor: Actor, at: datetime) -> Correction:
    correction.created_by_id, correction.created_at, correction.submitted_at = actor.person_id or 0, at, at
    lines = _write(correction, draft, actor=actor, at=at)
    correction.number = numbers.take(PREFIX, timezone.localdate(at).year)
    correction.save()
    CorrectionLine.objects.bulk_create(lines)
    audit.record(
        kind=correction.kind, document_id=correction.pk, label=str(correction), code="expense_correction.create",
        actor=actor, at=at, after=correction.state, reason=correction.reason, facts=_facts(correction),
    )  # fmt: skip
    _tell_subject(correction, "correction_asked", actor=actor, at=at)
    cases.start(kind=correction.kind, document_id=correction.pk, actor=actor, at=at)
    return correction


@transaction.atomic
def resubmit_correction(
    *, correction_id: int, draft: CorrectionInput, actor: Actor, at: datetime, version: int | None = None
) -> Correction:
    """Write a returned correction anew and send it again. Raises what asking for it raises, and StaleDocument."""
    correction = locks.lock_correction(correction_id)
    documents.require_version(correction, version)
    documents.require(correction, "submit", actor=actor)
    if correction.import_row_id is not None:
        correction.import_row = _held_row(correction.import_row_id)
    before = _picture(correction, list(correction.lines.select_related("category", "period")))
    correction.lines.all().delete()
    lines = _write(correction, draft, actor=actor, at=at)
    CorrectionLine.objects.bulk_create(lines)
    facts = _facts(correction) | {"changes": changes.between(before, _picture(correction, lines))}
    documents.perform(correction, "submit", actor=actor, at=at, reason=correction.reason, facts=facts)
    cases.start(kind=correction.kind, document_id=correction.pk, actor=actor, at=at)
    return correction


@transaction.atomic
def cancel_correction(
    *, correction_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Correction:
    """Its maker gives it up before anybody decided, or after it came back. Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed, AlreadyDecided.
    """
    reason = require_reason(reason)
    correction = locks.lock_correction(correction_id)
    documents.require_version(correction, version)
    documents.require(correction, "cancel", actor=actor)
    if correction.state == "IN_REVIEW":
        cases.withdraw(kind=correction.kind, document_id=correction.pk, actor=actor, at=at)
    documents.perform(correction, "cancel", actor=actor, at=at, reason=reason)
    return correction


# --- What the end of an approval does --------------------------------------------------------------------------------


@transaction.atomic
def approved(*, correction_id: int, actor: Actor, at: datetime) -> None:
    """Final approval: both sides are posted in one call, so that only the net of a key is checked; what was reversed is
    owed to nobody any more. Raises InsufficientBudget, PeriodClosed, PaidAlready: then the decision is not kept.
    """
    correction = locks.lock_correction(correction_id)
    lines = list(_joined(correction))
    if correction.is_reversal and correction.claim is not None:
        _owe_less(correction.claim, lines)
    places = {line.pk: _places(line, at=at) for line in lines}
    ledger.post(
        source=_source(correction),
        postings=[posting for line in lines for posting in _postings(line, *places[line.pk])],
        occasion=f"correction:{correction.pk}",
        actor=actor,
        at=at,
        reason=correction.reason,
    )
    for line in lines:
        line.posted_period = places[line.pk][1]
    save_rows(lines, ("posted_period",))
    if correction.import_row is not None:
        _note_on_row(correction, correction.import_row, lines)
    else:
        _note_on_lines(correction, lines)
    documents.perform(correction, "approve", actor=actor, at=at, facts=_facts(correction))
    _tell_subject(correction, "corrected", actor=actor, at=at)


@transaction.atomic
def ended(*, correction_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back or refused: nothing is posted."""
    correction = locks.lock_correction(correction_id)
    documents.perform(correction, move, actor=actor, at=at, reason=reason)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _write(correction: Correction, draft: CorrectionInput, *, actor: Actor, at: datetime) -> list[CorrectionLine]:
    """Put what was typed on a correction and check it as posting would; its lines, not yet stored."""
    correction.reason = require_reason(draft.reason)
    correction.correction_kind = CorrectionKind(draft.correction_kind)
    _aim(correction, draft)
    standing = {one.key: one for one in standing_of_subject(correction)}
    wanted = {key: amount for key, amount in draft.amounts.items() if amount}
    if not wanted:
        raise NothingToCorrect
    lines = [_line(correction, standing.get(key), amount) for key, amount in wanted.items()]
    correction.total = sum(wanted.values(), ZERO)
    postings = []
    for line in lines:
        reversed_in, counted_in = _places(line, at=at)
        is_same = (line.department_id, line.category_id, line.project_id, reversed_in.pk) == (
            line.target_department_id, line.target_category_id, line.target_project_id, counted_in.pk,
        )  # fmt: skip
        if not correction.is_reversal and is_same:
            raise MovesNowhere
        postings += _postings(line, reversed_in, counted_in)
    outcomes = ledger.check(postings=postings, actor=actor, at=at)
    if refused := [one for one in outcomes if one.outcome == ControlAction.STOP]:
        raise refusals.of_check(refused, actor=actor)
    correction.outcome = rules.worst(one.outcome for one in outcomes)
    return lines


def _aim(correction: Correction, draft: CorrectionInput) -> None:
    """Where a reclassification moves to. Raises CategoryNotUsable, ProjectNotUsable, MovesNowhere."""
    is_move = correction.correction_kind == CorrectionKind.RECLASSIFICATION
    correction.to_department_id = draft.department_id if is_move else None
    correction.to_category_id = draft.category_id if is_move else None
    correction.to_project_id = draft.project_id if is_move else None
    correction.to_period_id = draft.period_id if is_move else None
    if not is_move:
        return
    if draft.category_id is not None:
        checks.usable_categories([draft.category_id])
    if draft.department_id is not None:
        open_ones = Department.objects.filter(status=DepartmentStatus.ACTIVE)
        if not open_ones.filter(pk=draft.department_id).exists():
            raise MovesNowhere
    if draft.period_id is not None and not Period.objects.filter(pk=draft.period_id).exists():
        raise MovesNowhere
    if draft.project_id is not None:
        project = Project.objects.filter(pk=draft.project_id, retired_at=None).first()
        if project is None:
            raise MovesNowhere
        if project.department_id not in {None, draft.department_id or correction.department_id}:
            raise ProjectNotUsable(project=project.name)


def _line(correction: Correction, standing: Standing | None, amount: Decimal) -> CorrectionLine:
    if standing is None or not rules.is_valid_amount(amount) or amount > standing.amount:
        raise MoreThanStands(line=standing.what if standing else "", stands=standing.amount if standing else ZERO)
    return CorrectionLine(
        correction=correction,
        claim_line=standing.claim_line,
        of_line=standing.of_line,
        department=standing.department,
        category=standing.category,
        project=standing.project,
        period=standing.period,
        amount=amount,
    )


def _places(line: CorrectionLine, *, at: datetime) -> tuple[Period, Period]:
    """In which month it is taken away, and in which it counts then: its own month while that is open, else a later one
    of the same year (LED-04); a reclassification may name the month it belongs to.
    """
    reversed_in = years.releasing_period(line.period, on=timezone.localdate(at))
    return reversed_in, line.correction.to_period or reversed_in


def _postings(line: CorrectionLine, reversed_in: Period, counted_in: Period) -> list[ledger.Posting]:
    """Both sides of one line. What is taken away goes in the name of the document that posted it, so that what each
    document has in a month stays right (decision 0047).
    """
    amount = line.signed_amount
    away = ledger.Posting(
        department_id=line.department_id,
        category_id=line.category_id,
        project_id=line.project_id,
        period_id=reversed_in.pk,
        kind=EntryKind.ACTUAL_REVERSAL if amount > 0 else EntryKind.ACTUAL,
        amount=-amount,
        line_id=line.of_line_id or line.claim_line_id or line.correction.import_row_id or 0,
        source=_posted_by(line),
    )
    if line.correction.is_reversal:
        return [away]
    there = ledger.Posting(
        department_id=line.target_department_id,
        category_id=line.target_category_id,
        project_id=line.target_project_id,
        period_id=counted_in.pk,
        kind=EntryKind.ACTUAL if amount > 0 else EntryKind.ACTUAL_REVERSAL,
        amount=amount,
        line_id=line.pk or 0,
        source=None if line.pk else ledger.Source(line.correction.kind, 0, f"{line.claim_line_id}/{line.of_line_id}"),
    )
    return [away, there]


def _posted_by(line: CorrectionLine) -> ledger.Source:
    """Who posted what a line takes away: an earlier correction, the claim, or the import."""
    if line.of_line is not None:
        return _source(line.of_line.correction)
    correction = line.correction
    if correction.claim is not None:
        return _source(correction.claim)
    return import_posting.source_of(correction.row.document)


def _source(document: Claim | Correction) -> ledger.Source:
    return ledger.Source(document.kind, document.pk or 0, f"{document.number} {document.title}"[:200])


def _joined(correction: Correction) -> Sequence[CorrectionLine]:
    lines = correction.lines.select_related(
        "claim_line__claim", "of_line__correction__claim", "of_line__correction__import_row__document", "project",
        "period__fiscal_year", "correction__claim", "correction__import_row__document__source",
        "correction__to_period",
    )  # fmt: skip
    return list(lines.order_by("pk"))


def _owe_less(claim: Claim, lines: Sequence[CorrectionLine]) -> None:
    amounts: defaultdict[payables.Payee, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.claim_line is not None:
            amounts[payables.payee_of(claim, line.claim_line)] += line.amount
    payables.owe_less(claim, amounts)


def _note_on_lines(correction: Correction, lines: Sequence[CorrectionLine]) -> None:
    """Keep on the claim's lines what left its place and what was reversed; a line may stand in several corrections."""
    stored = {line.pk: line for line in ClaimLine.objects.filter(pk__in={line.claim_line_id for line in lines})}
    for line in lines:
        root = stored[line.claim_line_id or 0]
        if line.of_line_id is None:
            root.away_amount += line.amount
        if correction.is_reversal:
            root.reversed_amount += line.amount
    save_rows(list(stored.values()), ("away_amount", "reversed_amount"))


def _note_on_row(correction: Correction, row: ImportRow, lines: Sequence[CorrectionLine]) -> None:
    """The same on the row of an import."""
    row.away_amount += sum((line.signed_amount for line in lines if line.of_line_id is None), ZERO)
    if correction.is_reversal:
        row.reversed_amount += sum((line.signed_amount for line in lines), ZERO)
    row.save(update_fields=("away_amount", "reversed_amount"))


def _facts(correction: Correction) -> dict[str, str]:
    what = "claim" if correction.claim_id is not None else "row"
    return {what: correction.subject_number, "amount": str(correction.total)}


def _picture(correction: Correction, lines: Sequence[CorrectionLine]) -> dict[str, Any]:
    """What was asked for, to tell what a resubmission changed (APR-05)."""
    return {
        "correction_kind": str(correction.correction_kind),
        "reason": correction.reason,
        "total": str(correction.total),
        **{name: audit.in_both(_named, getattr(correction, name)) for name in AIMS},
        **{f"line {number}": audit.in_both(_line_words, line) for number, line in enumerate(lines, start=1)},
    }


def _named(target: Any) -> str:
    return "" if target is None else str(getattr(target, "name", target))


def _line_words(line: CorrectionLine) -> str:
    return line_text(line.category.name, line.period, formats.amount(line.amount))


def _tell_subject(correction: Correction, what: str, *, actor: Actor, at: datetime) -> None:
    """Note on the timeline of the claim or import what happens to it (GEN-05)."""
    row = correction.import_row
    document = correction.claim if row is None else row.document
    if document is None:
        return
    facts = {"correction": str(correction), "amount": str(correction.total)}
    audit.record(
        kind=document.kind, document_id=document.pk, label=str(document), code=f"{document.kind}.{what}", actor=actor,
        at=at, before=document.state, after=document.state, reason=correction.reason,
        facts=facts if row is None else {"row": row.label, **facts},
    )  # fmt: skip
