"""Expense claims and supplier invoices from the first line to the posted actual (EXP-02, EXP-06)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from approvals import locks as approval_locks
from approvals.services import cases
from core import audit, documents, numbers
from core.actors import SYSTEM, Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO
from core.once import reading_once
from expenses import locks, policies
from expenses.choices import ClaimState, RequestState
from expenses.models import Claim, ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors import flags as flag_rows
from expenses.services import changes, checks, claim_drafts, facts, flags, payables
from expenses.services import requests as request_services
from expenses.services.holding import Book, save_holds
from expenses.services.inputs import ClaimInput

PREFIX = "EXP"


@transaction.atomic
def create_claim(*, draft: ClaimInput, actor: Actor, at: datetime) -> Claim:
    """Begin a claim as a draft: nothing is held yet (LED-05b). Raises what is wrong with department,
    request and lines.
    """
    checks.require_department(draft.department_id, permission=policies.CLAIM, actor=actor)
    if actor.person_id is None:
        raise NotAllowed(document=draft.title)
    claim = Claim(department_id=draft.department_id, created_by_id=actor.person_id, created_at=at, version=1)
    claim_drafts.write_header(claim, draft, actor=actor, at=at)
    claim.save()
    flags.keep_for_claim(claim, claim_drafts.write_lines(claim, draft), at=at)
    claim.save(update_fields=("total", "base_total"))
    audit.record(
        kind=claim.kind, document_id=claim.pk, label=claim.title, code="expense_claim.create",
        actor=actor, at=at, after=claim.state,
    )  # fmt: skip
    return claim


@transaction.atomic
def change_claim(*, claim_id: int, draft: ClaimInput, version: int | None, actor: Actor, at: datetime) -> Claim:
    """Rewrite a draft, a returned claim, or one still in review: then only the net increase is held, and the round
    begins anew
    where something that matters changed (LED-05b, APR-10).

    Raises StaleDocument, NotAllowed, WrongState, and what is wrong with request and lines; then nothing has changed.
    """
    claim, request = locks.lock_claim_with_request(claim_id)
    documents.require_version(claim, version)
    if not policies.is_owner(claim, actor):
        raise NotAllowed(document=str(claim))
    in_review = claim.state == ClaimState.IN_REVIEW
    if not in_review and not claim.is_editable:
        raise WrongState(document=str(claim), state=claim.get_state_display())
    if in_review and draft.request_id != claim.request_id:
        raise WrongState(document=str(claim), state=claim.get_state_display())
    if in_review:
        approval_locks.lock_running(kind=claim.kind, document_id=claim.pk)
    before = claim_drafts.picture(claim)
    book = Book(claim, f"claim:{claim.pk}:{claim.version}", actor, at)
    estimates = locks.request_lines(request.pk) if request is not None else {}
    if in_review:
        for line in claim.lines.select_related("period").prefetch_related("uses"):
            book.release_expense(claim, line, request, estimates)
    if draft.department_id != claim.department_id:
        claim.department = checks.require_department(draft.department_id, permission=policies.CLAIM, actor=actor)
    claim_drafts.write_header(claim, draft, actor=actor, at=at)
    written = claim_drafts.write_lines(claim, draft)
    if not in_review:
        flags.keep_for_claim(claim, written, at=at)
        documents.touch(claim, fields=claim_drafts.HEADER)
        _record_change(claim, before, actor=actor, at=at)
        return claim
    lines = _ready(claim, request, estimates, at=at)
    _hold(book, claim, lines, request, estimates, at=at)
    hints = flags.keep_for_claim(claim, lines, at=at)
    told = {**changes.between(before, claim_drafts.picture(claim)), "outcome": claim.outcome, "hints": hints}
    documents.perform(claim, "amend", actor=actor, at=at, facts=told)
    cases.lapse(kind=claim.kind, document_id=claim.pk, actor=actor, at=at)
    return claim


@transaction.atomic
@reading_once()
def submit_claim(*, claim_id: int, actor: Actor, at: datetime, version: int | None = None) -> Claim:
    """Send a claim to its deciders and hold its total; what its request held for it is released in the same step
    (EXP-02).

    Raises WrongState, NotAllowed, StaleDocument, NoLines, RequestNeeded, RequestNotOpen, RequestUsedUp,
    DuplicateInvoice,
    InsufficientBudget, PeriodClosed, NoRoute …; then nothing has changed.
    """
    claim, request = locks.lock_claim_with_request(claim_id)
    documents.require_version(claim, version)
    documents.require(claim, "submit", actor=actor)
    estimates = locks.request_lines(request.pk) if request is not None else {}
    lines = _ready(claim, request, estimates, at=at)
    book = Book(claim, f"claim:{claim.pk}:{claim.version}", actor, at)
    _note_holds(book, claim, lines, request, estimates)
    claim.outcome = book.judge()
    claim.is_above_request = request is not None and claim_drafts.is_above_request(claim, request, at=at)
    hints = flags.keep_for_claim(claim, lines, at=at)
    ahead = _look_ahead(claim, lines, book, hints, at=at)
    if claim.number is None:
        claim.number = numbers.take(PREFIX, timezone.localdate(at).year)
    book.write()
    save_holds((*lines, *estimates.values()))
    told = {
        "held": str(claim.base_total),
        "outcome": claim.outcome,
        "request": str(request) if request else "",
        "hints": hints,
    }
    documents.perform(claim, "submit", actor=actor, at=at, facts=told)
    if request is not None:
        taken = sum((line.from_request for line in lines), ZERO)
        _tell_request(request, "spend_request.claimed", claim, taken, actor=actor, at=at)
    if ahead is None:
        cases.start(kind=claim.kind, document_id=claim.pk, actor=actor, at=at)
    else:
        cases.begin(ahead, number=claim.number, version=claim.version, actor=actor, at=at)
    return claim


@transaction.atomic
def withdraw_claim(*, claim_id: int, actor: Actor, at: datetime, version: int | None = None) -> Claim:
    """Take a claim back before anybody decided; its hold is released or goes back to its request (APR-09, LED-05b).

    Raises StaleDocument, WrongState, NotAllowed, AlreadyDecided; then nothing has changed.
    """
    claim, request = locks.lock_claim_with_request(claim_id)
    documents.require_version(claim, version)
    documents.require(claim, "withdraw", actor=actor)
    cases.withdraw(kind=claim.kind, document_id=claim.pk, actor=actor, at=at)
    _give_back(claim, request, "withdraw", actor=actor, at=at)
    return claim


@transaction.atomic
def cancel_claim(*, claim_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Claim:
    """Give up a draft or returned claim; it stays readable (GEN-14). Raises ReasonMissing, StaleDocument, WrongState,
    NotAllowed.
    """
    reason = require_reason(reason)
    claim = locks.lock_claim(claim_id)
    documents.require_version(claim, version)
    documents.perform(claim, "cancel", actor=actor, at=at, reason=reason)
    return claim


# --- What the end of an approval does (called by the handler, inside the decision's transaction) ---------------------


@transaction.atomic
def approved(*, claim_id: int, actor: Actor, at: datetime) -> None:
    """Final approval: check, actual and release in one call, all or nothing; a request for one claim is closed with it
    (EXP-06).

    Raises InsufficientBudget, PeriodClosed: then the decision is not kept either.
    """
    claim, request = locks.lock_claim_with_request(claim_id)
    lines = list(claim.lines.select_related("period"))
    book = Book(claim, f"claim:{claim.pk}:{claim.version}", actor, at)
    for line in lines:
        book.spend(claim, line)
    book.post()
    save_holds(lines)
    documents.perform(claim, "approve", actor=actor, at=at, facts={"spent": str(claim.base_total)})
    payables.owe(claim, lines, actor=actor, at=at)
    if request is not None and request.single_use and request.state == RequestState.APPROVED:
        request_services.release_rest(request, "close", actor=SYSTEM, at=at, reason=str(claim))


@transaction.atomic
def returned(*, claim_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back to its maker: nothing stays held (LED-05b)."""
    claim, request = locks.lock_claim_with_request(claim_id)
    _give_back(claim, request, "send_back", actor=actor, at=at, reason=reason)


@transaction.atomic
def rejected(*, claim_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Refused: nothing stays held (LED-05b)."""
    claim, request = locks.lock_claim_with_request(claim_id)
    _give_back(claim, request, "reject", actor=actor, at=at, reason=reason)


def _give_back(
    claim: Claim, request: SpendRequest | None, move: str, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    lines = list(claim.lines.select_related("period").prefetch_related("uses"))
    estimates = locks.request_lines(request.pk) if request is not None else {}
    from_request = sum((line.from_request for line in lines), ZERO)
    book = Book(claim, f"claim:{claim.pk}:{claim.version}", actor, at, reason)
    for line in lines:
        book.release_expense(claim, line, request, estimates)
    book.post()
    save_holds((*lines, *estimates.values()))
    documents.perform(claim, move, actor=actor, at=at, reason=reason, facts={"released": str(claim.base_total)})
    if request is not None and request.is_live:
        _tell_request(request, "spend_request.given_back", claim, from_request, actor=actor, at=at)


def _look_ahead(
    claim: Claim, lines: list[ClaimLine], book: Book, hints: dict[str, str] | None, *, at: datetime
) -> cases.Ahead | None:
    """The round of a claim about to be submitted. None where leave to exceed may have let it through, or its request
    holds for it: what that means for the route is asked of what is written (LED-05).
    """
    if claim.request_id is not None or not book.is_covered:
        return None
    checked = flag_rows.counts_of(claim) if hints else flag_rows.Counts()
    known = facts.of_claim(claim, lines, checked=checked, by_override=False)
    return cases.look_ahead(kind=claim.kind, document_id=claim.pk, facts=known, at=at)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _ready(
    claim: Claim, request: SpendRequest | None, estimates: dict[int, SpendRequestLine], *, at: datetime
) -> list[ClaimLine]:
    """The lines of a claim that may be submitted, each with the estimate it uses."""
    lines = list(claim.lines.select_related("category"))
    checks.require_lines(lines)
    checks.check_lines(lines, department_id=claim.department_id, currency=claim.currency)
    claim_drafts.check_dates(lines, at=at)
    claim_drafts.freeze_rate(claim, lines, at=at)
    claim_drafts.require_new_invoices(claim, lines)
    if request is not None:
        claim_drafts.require_claimable(claim, request, at=at)
    claim_drafts.convert(claim, lines)
    claim_drafts.match_estimates(claim, lines, estimates)
    claim_drafts.require_request(lines)
    return lines


def _hold(
    book: Book,
    claim: Claim,
    lines: list[ClaimLine],
    request: SpendRequest | None,
    estimates: dict[int, SpendRequestLine],
    *,
    at: datetime,
) -> None:
    _note_holds(book, claim, lines, request, estimates)
    _post_holds(book, claim, lines, request, estimates, at=at)


def _note_holds(
    book: Book,
    claim: Claim,
    lines: list[ClaimLine],
    request: SpendRequest | None,
    estimates: dict[int, SpendRequestLine],
) -> None:
    """Freeze the base amounts at the claim's rate and note what every line holds (GEN-02b)."""
    claim_drafts.convert(claim, lines)
    for line in lines:
        book.hold_expense(claim, line, request, estimates)


def _post_holds(
    book: Book,
    claim: Claim,
    lines: list[ClaimLine],
    request: SpendRequest | None,
    estimates: dict[int, SpendRequestLine],
    *,
    at: datetime,
) -> None:
    claim.outcome = book.post()
    claim.is_above_request = request is not None and claim_drafts.is_above_request(claim, request, at=at)
    save_holds((*lines, *estimates.values()))


def _tell_request(
    request: SpendRequest, code: str, claim: Claim, amount: Decimal, *, actor: Actor, at: datetime
) -> None:
    """Note on the request's own timeline what a claim took or gave back (GEN-05)."""
    told = {"claim": str(claim), "amount": str(amount)}
    audit.record(
        kind=request.kind, document_id=request.pk, label=str(request), code=code,
        actor=actor, at=at, before=request.state, after=request.state, facts=told,
    )  # fmt: skip


def _record_change(claim: Claim, before: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    changed = changes.between(before, claim_drafts.picture(claim))
    if claim.number is not None and changed["changes"]:
        audit.record(
            kind=claim.kind, document_id=claim.pk, label=str(claim), code="expense_claim.change",
            actor=actor, at=at, before=claim.state, after=claim.state, facts=changed,
        )  # fmt: skip
