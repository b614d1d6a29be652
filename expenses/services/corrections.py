"""Corrections of posted claims: asked for with a reason, approved by finance, posted in one step (EXP-08)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from approvals.services import cases
from budgets.choices import ControlAction, EntryKind
from budgets.models import Period, Project
from budgets.selectors import years
from budgets.services import ledger, refusals
from core import audit, documents, numbers
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO
from core.rows import save_rows
from expenses import locks, policies, rules
from expenses.choices import ClaimState, CorrectionKind
from expenses.correction_errors import MoreThanStands, MovesNowhere, NothingToCorrect
from expenses.errors import ProjectNotUsable
from expenses.models import Claim, ClaimLine, Correction, CorrectionLine
from expenses.selectors.corrections import Standing, standing_of
from expenses.services import checks, payables
from organization.choices import DepartmentStatus
from organization.models import Department

PREFIX = "COR"


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
    correction = Correction(
        claim=claim, department_id=claim.department_id, created_by_id=actor.person_id, created_at=at, submitted_at=at
    )
    lines = _write(correction, draft, actor=actor, at=at)
    correction.number = numbers.take(PREFIX, timezone.localdate(at).year)
    correction.save()
    CorrectionLine.objects.bulk_create(lines)
    audit.record(
        kind=correction.kind, document_id=correction.pk, label=str(correction), code="expense_correction.create",
        actor=actor, at=at, after=correction.state, reason=correction.reason, facts=_facts(correction),
    )  # fmt: skip
    _tell_claim(correction, "expense_claim.correction_asked", actor=actor, at=at)
    cases.start(kind=correction.kind, document_id=correction.pk, actor=actor, at=at)
    return correction


@transaction.atomic
def resubmit_correction(
    *, correction_id: int, draft: CorrectionInput, actor: Actor, at: datetime, version: int | None = None
) -> Correction:
    """Write a returned correction anew and send it again. Raises what asking for it raises, and StaleDocument."""
    correction, _claim = locks.lock_correction(correction_id)
    documents.require_version(correction, version)
    documents.require(correction, "submit", actor=actor)
    correction.lines.all().delete()
    lines = _write(correction, draft, actor=actor, at=at)
    CorrectionLine.objects.bulk_create(lines)
    documents.perform(correction, "submit", actor=actor, at=at, reason=correction.reason, facts=_facts(correction))
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
    correction, _claim = locks.lock_correction(correction_id)
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
    correction, claim = locks.lock_correction(correction_id)
    lines = list(_joined(correction))
    if correction.is_reversal:
        _owe_less(claim, lines)
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
    _note_on_lines(correction, lines)
    documents.perform(correction, "approve", actor=actor, at=at, facts=_facts(correction))
    _tell_claim(correction, "expense_claim.corrected", actor=actor, at=at)


@transaction.atomic
def ended(*, correction_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back or refused: nothing is posted."""
    correction, _claim = locks.lock_correction(correction_id)
    documents.perform(correction, move, actor=actor, at=at, reason=reason)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _write(correction: Correction, draft: CorrectionInput, *, actor: Actor, at: datetime) -> list[CorrectionLine]:
    """Put what was typed on a correction and check it as posting would; its lines, not yet stored."""
    correction.reason = require_reason(draft.reason)
    correction.correction_kind = CorrectionKind(draft.correction_kind)
    _aim(correction, draft)
    standing = {one.key: one for one in standing_of(correction.claim, without=correction.pk)}
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
        raise MoreThanStands(
            line=standing.claim_line.description if standing else "", stands=standing.amount if standing else ZERO
        )
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
    posted_by = line.of_line.correction if line.of_line is not None else line.correction.claim
    away = ledger.Posting(
        department_id=line.department_id,
        category_id=line.category_id,
        project_id=line.project_id,
        period_id=reversed_in.pk,
        kind=EntryKind.ACTUAL_REVERSAL,
        amount=-Decimal(line.amount),
        line_id=line.of_line_id or line.claim_line_id,
        source=_source(posted_by),
    )
    if line.correction.is_reversal:
        return [away]
    there = ledger.Posting(
        department_id=line.target_department_id,
        category_id=line.target_category_id,
        project_id=line.target_project_id,
        period_id=counted_in.pk,
        kind=EntryKind.ACTUAL,
        amount=Decimal(line.amount),
        line_id=line.pk or 0,
        source=None if line.pk else ledger.Source(line.correction.kind, 0, f"{line.claim_line_id}/{line.of_line_id}"),
    )
    return [away, there]


def _source(document: Claim | Correction) -> ledger.Source:
    return ledger.Source(document.kind, document.pk or 0, f"{document.number} {document.title}"[:200])


def _joined(correction: Correction) -> Sequence[CorrectionLine]:
    lines = correction.lines.select_related(
        "claim_line__claim", "of_line__correction__claim", "project", "period__fiscal_year", "correction__claim",
        "correction__to_period",
    )  # fmt: skip
    return list(lines.order_by("pk"))


def _owe_less(claim: Claim, lines: Sequence[CorrectionLine]) -> None:
    amounts: defaultdict[payables.Payee, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        amounts[payables.payee_of(claim, line.claim_line)] += line.amount
    payables.owe_less(claim, amounts)


def _note_on_lines(correction: Correction, lines: Sequence[CorrectionLine]) -> None:
    """Keep on the claim's lines what left its place and what was reversed; a line may stand in several corrections."""
    stored = {line.pk: line for line in ClaimLine.objects.filter(pk__in={line.claim_line_id for line in lines})}
    for line in lines:
        root = stored[line.claim_line_id]
        if line.of_line_id is None:
            root.away_amount += line.amount
        if correction.is_reversal:
            root.reversed_amount += line.amount
    save_rows(list(stored.values()), ("away_amount", "reversed_amount"))


def _facts(correction: Correction) -> dict[str, str]:
    return {"claim": str(correction.claim), "amount": str(correction.total)}


def _tell_claim(correction: Correction, code: str, *, actor: Actor, at: datetime) -> None:
    """Note on the claim's own timeline what happens to it (GEN-05)."""
    claim = correction.claim
    audit.record(
        kind=claim.kind, document_id=claim.pk, label=str(claim), code=code, actor=actor, at=at,
        before=claim.state, after=claim.state, reason=correction.reason,
        facts={"correction": str(correction), "amount": str(correction.total)},
    )  # fmt: skip
