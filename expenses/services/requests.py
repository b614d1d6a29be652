"""Spend requests from the first line to their end (EXP-01): each function is one action and one transaction."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import locks as approval_locks
from approvals.services import cases
from core import audit, documents, formats, numbers, origins
from core.actors import Actor
from core.errors import NotAllowed, WrongState, require_reason
from core.money import ZERO
from core.once import reading_once
from expenses import locks, policies, rules
from expenses.choices import LIVE_CLAIMS, RequestState
from expenses.errors import DatesReversed, LineElsewhere, LineHasClaims, RequestHasClaims, TopUpWaits
from expenses.models import ClaimLine, SpendRequest, SpendRequestLine
from expenses.selectors import flags as flag_rows
from expenses.selectors import live_claims
from expenses.services import changes, checks, facts, flags
from expenses.services.holding import Book, save_holds
from expenses.services.inputs import RequestInput

PREFIX = "REQ"


@transaction.atomic
def create_request(*, draft: RequestInput, actor: Actor, at: datetime) -> SpendRequest:
    """Begin a request as a draft: nothing is held yet (LED-05b). Raises DepartmentNotUsable, OriginUnknown and what
    `change_request` raises.
    """
    checks.require_department(draft.department_id, permission=policies.REQUEST, actor=actor)
    if actor.person_id is None:
        raise NotAllowed(document=draft.title)
    request = SpendRequest(
        department_id=draft.department_id,
        created_by_id=actor.person_id,
        created_at=at,
        version=1,
        **_header(draft),
    )
    request.save()
    flags.keep_for_request(request, _write_lines(request, draft), at=at)
    request.save(update_fields=("total",))
    audit.record(
        kind=request.kind, document_id=request.pk, label=request.title, code="spend_request.create",
        actor=actor, at=at, after=request.state,
    )  # fmt: skip
    return request


@transaction.atomic
def change_request(
    *, request_id: int, draft: RequestInput, version: int | None, actor: Actor, at: datetime
) -> SpendRequest:
    """Rewrite a draft, a returned request, or one still in review: then only the net increase is held and the round
    begins anew
    where something that matters changed (LED-05b, APR-10).

    Raises StaleDocument, NotAllowed, WrongState, TopUpWaits, and what is wrong with the lines; then nothing has
    changed.
    """
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    if not policies.is_owner(request, actor):
        raise NotAllowed(document=str(request))
    in_review = request.state == RequestState.IN_REVIEW
    if not in_review and not request.is_editable:
        raise WrongState(document=str(request), state=request.get_state_display())
    if in_review and request.approved_total:
        raise TopUpWaits(request=str(request))
    if in_review:
        approval_locks.lock_running(kind=request.kind, document_id=request.pk)
    before, header = _picture(request), _header(draft, stands=request.complaint)
    book = Book(request, f"amend:{request.version}", actor, at)
    if in_review:
        for line in request.lines.select_related("held_period"):
            book.release_estimate(request, line, line.held)
    if draft.department_id != request.department_id:
        _change_department(request, draft, actor=actor)
    for name, value in header.items():
        setattr(request, name, value)
    written = _write_lines(request, draft)
    if not in_review:
        flags.keep_for_request(request, written, at=at)
        documents.touch(request, fields=("department", "total", *header))
        _record_change(request, before, actor=actor, at=at)
        return request
    lines = _ready(request, at=at)
    for line in lines:
        line.held = ZERO
        book.hold_estimate(request, line, line.amount)
    request.outcome = book.post()
    save_holds(lines)
    hints = flags.keep_for_request(request, lines, at=at)
    told = {**changes.between(before, _picture(request)), "hints": hints}
    documents.perform(request, "amend", actor=actor, at=at, facts=told)
    cases.lapse(kind=request.kind, document_id=request.pk, actor=actor, at=at)
    return request


@transaction.atomic
@reading_once()
def submit_request(*, request_id: int, actor: Actor, at: datetime, version: int | None = None) -> SpendRequest:
    """Send a request to its deciders and hold its estimates (EXP-01, LED-05b).

    Raises WrongState, NotAllowed, StaleDocument, NoLines, InsufficientBudget, PeriodClosed, NoRoute …; then nothing has
    changed.
    """
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    documents.require(request, "submit", actor=actor)
    lines = _ready(request, at=at)
    book = Book(request, f"submit:{request.version}", actor, at)
    for line in lines:
        book.hold_estimate(request, line, line.amount)
    request.outcome = book.judge()
    hints = flags.keep_for_request(request, lines, at=at)
    ahead = _look_ahead(request, lines, book, hints, at=at)
    if request.number is None:
        request.number = numbers.take(PREFIX, timezone.localdate(at).year)
    book.write()
    save_holds(lines)
    told = {"held": str(request.total), "outcome": request.outcome, "hints": hints}
    documents.perform(request, "submit", actor=actor, at=at, facts=told)
    if ahead is None:
        cases.start(kind=request.kind, document_id=request.pk, actor=actor, at=at)
    else:
        cases.begin(ahead, number=request.number, version=request.version, actor=actor, at=at)
    return request


def _look_ahead(
    request: SpendRequest, lines: list[SpendRequestLine], book: Book, hints: dict[str, str] | None, *, at: datetime
) -> cases.Ahead | None:
    """The round of a request about to be submitted. None where leave to exceed may have let it through: that is asked
    of what is written (LED-05).
    """
    if not book.is_covered:
        return None
    checked = flag_rows.counts_of(request) if hints else flag_rows.Counts()
    known = facts.of_request(request, lines, checked=checked, by_override=False)
    return cases.look_ahead(kind=request.kind, document_id=request.pk, facts=known, at=at)


@transaction.atomic
def withdraw_request(*, request_id: int, actor: Actor, at: datetime, version: int | None = None) -> SpendRequest:
    """Take a request back before anybody decided; its hold is released. A waiting top-up is taken back alone (APR-09).

    Raises StaleDocument, WrongState, NotAllowed, AlreadyDecided; then nothing has changed.
    """
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    documents.require(request, "withdraw", actor=actor)
    cases.withdraw(kind=request.kind, document_id=request.pk, actor=actor, at=at)
    _undo(request, "withdraw", actor=actor, at=at)
    return request


@transaction.atomic
def cancel_request(
    *, request_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> SpendRequest:
    """Give a request up: a draft, a returned one, or an approved one nobody has claimed on; what it holds is released
    (GEN-14).

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, RequestHasClaims.
    """
    reason = require_reason(reason)
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    documents.require(request, "cancel", actor=actor)
    claim = live_claims(request).first()
    if claim is not None:
        raise RequestHasClaims(request=str(request), claim=str(claim))
    release_rest(request, "cancel", actor=actor, at=at, reason=reason)
    return request


@transaction.atomic
def close_request(
    *, request_id: int, actor: Actor, at: datetime, reason: str = "", version: int | None = None
) -> SpendRequest:
    """Close an approved request: what claims have not taken is released. Finance gives a reason (EXP-01).

    Raises WrongState, NotAllowed, ReasonMissing, StaleDocument.
    """
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    documents.require(request, "close", actor=actor)
    if not policies.is_owner(request, actor):
        reason = require_reason(reason)
    release_rest(request, "close", actor=actor, at=at, reason=reason.strip())
    return request


def release_rest(request: SpendRequest, move: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """End a locked request by this move and release all it still holds."""
    lines = list(request.lines.select_related("held_period"))
    rest = sum((line.held for line in lines), ZERO)
    book = Book(request, f"{move}:{request.version}", actor, at, reason)
    for line in lines:
        book.release_estimate(request, line, line.held)
    book.post()
    save_holds(lines)
    documents.perform(request, move, actor=actor, at=at, reason=reason, facts={"released": str(rest)})


# --- What the end of an approval does (called by the handler, inside the decision's transaction) ---------------------


@transaction.atomic
def approved(*, request_id: int, actor: Actor, at: datetime) -> None:
    """The last decider agreed: the hold stays, claims may use it; a top-up stands (EXP-01)."""
    request = locks.lock_request(request_id)
    documents.perform(request, "approve", actor=actor, at=at, facts={"total": str(request.total)})
    changes.settle(request, granted=True)


@transaction.atomic
def returned(*, request_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back: the hold is released. A top-up that is sent back leaves the request as it was approved (LED-05b)."""
    _undo(locks.lock_request(request_id), "send_back", actor=actor, at=at, reason=reason)


@transaction.atomic
def rejected(*, request_id: int, actor: Actor, at: datetime, reason: str) -> None:
    """Refused: the hold is released. A refused top-up leaves the request as it was approved (LED-05b)."""
    _undo(locks.lock_request(request_id), "reject", actor=actor, at=at, reason=reason)


def _undo(request: SpendRequest, move: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
    if not request.approved_total:
        release_rest(request, move, actor=actor, at=at, reason=reason)
        return
    lines = locks.request_lines(request.pk)
    book = Book(request, f"keep:{request.version}", actor, at, reason)
    for change in changes.settle(request, granted=False):
        line = lines[change.line_id]
        line.amount -= change.amount
        book.release_estimate(request, line, change.amount)
    book.post()
    save_holds(lines.values())
    request.total = sum((line.amount for line in lines.values()), ZERO)
    documents.perform(
        request, "keep", actor=actor, at=at, reason=reason, facts={"total": str(request.total), "move": move}
    )


# --- Parts -----------------------------------------------------------------------------------------------------------


def check_days(draft: RequestInput) -> None:
    """The days of a request, in their order. Raises DayOutOfRange, DatesReversed."""
    checks.require_day(draft.expected_date, what=_("The expected day"))
    checks.require_day(draft.end_date, what=_("The last day"))
    if draft.end_date < draft.expected_date:
        raise DatesReversed


def require_usable(end_date: date, *, at: datetime) -> None:
    """A request is submitted while it can still be used. Raises DatesReversed."""
    if end_date < timezone.localdate(at):
        raise DatesReversed


def _header(draft: RequestInput, *, stands: str = "") -> dict[str, Any]:
    check_days(draft)
    supplier = checks.optional_text(draft.supplier, most=120, what=_("The supplier"))
    return {
        "title": checks.require_text(draft.title, most=120, what=_("The title")),
        "purpose": checks.optional_text(draft.purpose, most=2000, what=_("The purpose")),
        "supplier": supplier,
        "supplier_key": rules.supplier_key(supplier),
        "expected_date": draft.expected_date,
        "end_date": draft.end_date,
        "single_use": draft.single_use,
        "complaint": origins.named(origins.COMPLAINT, draft.complaint, stands=stands),
    }


def _change_department(request: SpendRequest, draft: RequestInput, *, actor: Actor) -> None:
    request.department = checks.require_department(draft.department_id, permission=policies.REQUEST, actor=actor)


def _write_lines(request: SpendRequest, draft: RequestInput) -> list[SpendRequestLine]:
    """Make the stored lines those of the draft: changed in place by id, added, taken away; the lines."""
    checks.check_lines(draft.lines, department_id=request.department_id, currency=request.currency)
    stored = locks.request_lines(request.pk)
    kept: list[SpendRequestLine] = []
    for position, typed in enumerate(draft.lines):
        if typed.line_id is not None and typed.line_id not in stored:
            raise LineElsewhere(line=position + 1)
        line = stored.pop(typed.line_id, None) if typed.line_id is not None else None
        line = line or SpendRequestLine(request=request)
        line.category_id, line.project_id = typed.category_id, typed.project_id
        line.description = checks.require_text(typed.description, most=200, what=_("The description"))
        line.amount, line.position = typed.amount, position
        kept.append(line)
    _let_go(list(stored.values()))
    for line in kept:
        line.save()
    request.total = sum((line.amount for line in kept), ZERO)
    return kept


def _let_go(lines: list[SpendRequestLine]) -> None:
    """Take lines away; drafts and claims that came to nothing no longer name them. Raises LineHasClaims."""
    named = ClaimLine.objects.filter(request_line__in=lines)
    live = named.filter(claim__state__in=LIVE_CLAIMS).select_related("claim", "request_line").order_by("pk").first()
    if live is not None and live.request_line is not None:
        raise LineHasClaims(claim=str(live.claim), line=live.request_line.description)
    named.update(request_line=None)
    SpendRequestLine.objects.filter(pk__in=[line.pk for line in lines]).delete()


def _ready(request: SpendRequest, *, at: datetime) -> list[SpendRequestLine]:
    """The lines of a request that may be submitted."""
    lines = list(request.lines.select_related("category", "held_period"))
    checks.require_lines(lines)
    checks.check_lines(lines, department_id=request.department_id, currency=request.currency)
    require_usable(request.end_date, at=at)
    return lines


def _picture(request: SpendRequest) -> dict[str, Any]:
    """All its author writes, to tell what an edit changed (GEN-05)."""
    lines = request.lines.select_related("category", "project")
    return {
        "department": audit.in_both(attrgetter("name"), request.department),
        "title": request.title,
        "purpose": request.purpose,
        "supplier": request.supplier,
        "expected_date": str(request.expected_date),
        "end_date": str(request.end_date),
        "single_use": request.single_use,
        "complaint": request.complaint,
        "total": str(request.total),
        **{f"line {line.position + 1}": audit.in_both(_line_words, line) for line in lines},
    }


def _line_words(line: SpendRequestLine) -> str:
    return changes.line_text(
        line.category.name,
        line.description,
        formats.amount(line.amount),
        line.project.name if line.project is not None else "",
    )


def _record_change(request: SpendRequest, before: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    changed = changes.between(before, _picture(request))
    if request.number is not None and changed["changes"]:
        audit.record(
            kind=request.kind, document_id=request.pk, label=str(request), code="spend_request.change",
            actor=actor, at=at, before=request.state, after=request.state, facts=changed,
        )  # fmt: skip
