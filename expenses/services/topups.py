"""Raising and cutting an approved request (EXP-01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from approvals.services import cases
from core import documents
from core.actors import Actor
from core.errors import NotAllowed, require_reason
from core.money import LARGEST, ZERO
from expenses import locks, rules
from expenses.choices import ChangeState, Outcome
from expenses.errors import AmountOutOfRange, ChangeElsewhere, CutTooDeep, NothingToChange
from expenses.models import RequestChange, SpendRequest
from expenses.selectors import tolerances
from expenses.services.holding import Book, save_holds


@transaction.atomic
def change_amounts(
    *,
    request_id: int,
    amounts: Mapping[int, Decimal],
    reason: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> SpendRequest:
    """Raise (above zero) or cut (below zero) lines of an approved request, by line id; the hold follows at once.

    As long as the request stays within the tolerance above what was approved, the change stands; a larger raise, or one
    over budget
    that must be escalated, sends the request to its deciders again, and a refusal leaves it as it was. Raises
    ReasonMissing,
    NothingToChange, CutTooDeep, InsufficientBudget, WrongState, NotAllowed, StaleDocument; then nothing has changed.
    """
    reason = require_reason(reason)
    request = locks.lock_request(request_id)
    documents.require_version(request, version)
    documents.require(request, "adjust", actor=actor)
    if actor.person_id is None:
        raise NotAllowed(document=str(request))
    lines = locks.request_lines(request.pk)
    wanted = {line_id: amount for line_id, amount in amounts.items() if amount != 0}
    if not wanted:
        raise NothingToChange
    book = Book(request, f"change:{request.version}", actor, at, reason)
    made: list[RequestChange] = []
    for line_id, amount in wanted.items():
        line = lines.get(line_id)
        if line is None:
            raise ChangeElsewhere(line=line_id, request=str(request))
        if not rules.is_valid_change(amount) or line.amount + amount > LARGEST:
            raise AmountOutOfRange(line=line.position + 1, most=LARGEST)
        if -amount > line.held:
            raise CutTooDeep(line=line.description, held=line.held, asked=-amount)
        line.amount += amount
        if amount > 0:
            book.hold_estimate(request, line, amount)
        else:
            book.release_estimate(request, line, -amount)
        made.append(
            RequestChange(
                request=request, line=line, amount=amount, reason=reason, changed_by_id=actor.person_id, changed_at=at
            )
        )
    request.total = sum((line.amount for line in lines.values()), ZERO)
    outcome = book.post()
    save_holds(lines.values())
    if any(amount > 0 for amount in wanted.values()):
        request.outcome = outcome
    is_decided_anew = outcome == Outcome.ESCALATE or rules.is_above(
        requested=request.approved_total,
        claimed=request.total,
        tolerance=tolerances.above_request(on=timezone.localdate(at)),
    )
    facts = {"by": str(sum(wanted.values(), ZERO)), "total": str(request.total)}
    for change in made:
        if is_decided_anew and change.amount > 0:
            change.state = ChangeState.PENDING
        change.save()
    documents.perform(
        request, "top_up" if is_decided_anew else "adjust", actor=actor, at=at, reason=reason, facts=facts
    )
    if is_decided_anew:
        cases.start(kind=request.kind, document_id=request.pk, actor=actor, at=at)
    return request
