"""An approver grants less than claimed, by line and with a reason; the rest is released at once (EXP-02b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from approvals.services import cases, turns
from core import documents, formats, notifications
from core.actors import Actor
from core.errors import WrongState, require_reason
from core.money import ZERO, fits_unit
from expenses import locks, rules
from expenses.choices import ClaimState
from expenses.errors import AmountOutOfRange, AmountTooFine, GrantsMore, GrantsNothing, LineElsewhere
from expenses.models import Claim, ClaimLine
from expenses.services import claim_drafts
from expenses.services.holding import Book, save_holds
from organization.models import Person


@dataclass(frozen=True, slots=True)
class Grant:
    """What is granted of a line, in the claim's currency, and why not more."""

    amount: Decimal
    reason: str


@transaction.atomic
def grant_less(
    *,
    claim_id: int,
    task_id: int,
    grants: Mapping[int, Grant],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Claim:
    """Cut lines of a claim while it is the actor's turn to decide; deciding itself comes after. The maker is told.

    Decisions made before stand: they agreed to more (APR-10). Raises what `turns.take` raises, WrongState,
    ReasonMissing, GrantsMore, GrantsNothing, LineElsewhere, AmountOutOfRange, AmountTooFine; then nothing has changed.
    """
    claim, _request = locks.lock_claim_with_request(claim_id)
    turn = turns.take(task_id=task_id, actor=actor, at=at, document_version=version)
    if (turn.case.subject_kind, turn.case.subject_id) != (claim.kind, claim.pk) or claim.state != ClaimState.IN_REVIEW:
        raise WrongState(document=str(claim), state=claim.get_state_display())
    lines = list(claim.lines.select_related("period").prefetch_related("uses"))
    if missing := set(grants) - {line.pk for line in lines}:
        raise LineElsewhere(line=min(missing))
    told = [_cut(line, number, grants[line.pk], claim) for number, line in enumerate(lines, 1) if line.pk in grants]
    if not told:
        raise GrantsMore(line=1, granted=lines[0].amount, claimed=lines[0].asked_amount)
    _release(claim, lines, actor=actor, at=at)
    facts = {"changes": dict(told), "amount": str(claim.base_total)}
    documents.perform(claim, "grant_less", actor=actor, at=at, facts=facts, reason=_reasons(lines, grants))
    cases.lapse(kind=claim.kind, document_id=claim.pk, actor=actor, at=at)
    _tell(claim, lines, grants, actor=actor, at=at)
    return claim


def _cut(line: ClaimLine, number: int, grant: Grant, claim: Claim) -> tuple[str, list[str]]:
    """Write the grant on a line; what the timeline tells of it."""
    reason = require_reason(grant.reason)[:500]
    if not grant.amount.is_finite() or grant.amount < 0 or (grant.amount and not rules.is_valid_amount(grant.amount)):
        raise AmountOutOfRange(line=number, most=line.amount)
    if not fits_unit(grant.amount, claim.currency):
        raise AmountTooFine(line=number, currency=claim.currency)
    if grant.amount >= line.amount:
        raise GrantsMore(line=number, granted=grant.amount, claimed=line.amount)
    before = Decimal(line.amount)
    line.claimed_amount = line.asked_amount
    line.amount, line.cut_reason = grant.amount, reason
    return f"line {number}", [str(before), f"{grant.amount} · {reason}"]


def _release(claim: Claim, lines: list[ClaimLine], *, actor: Actor, at: datetime) -> None:
    """Convert anew and post what is released; base amounts that a cent of rounding would raise stay as they are."""
    if not any(line.amount for line in lines):
        raise GrantsNothing(document=str(claim))
    request = claim.request
    estimates = locks.request_lines(request.pk) if request is not None else {}
    stood = {line.pk: (Decimal(line.base_amount), Decimal(line.held)) for line in lines}
    claim_drafts.convert(claim, lines)
    granted = {line.pk: Decimal(line.base_amount) for line in lines}
    book = Book(claim, f"claim:{claim.pk}:{claim.version}", actor, at)
    for line in lines:
        line.base_amount, line.held = stood[line.pk]
        book.cut_expense(claim, line, min(granted[line.pk], line.base_amount), request, estimates)
    claim.base_total = sum((Decimal(line.base_amount) for line in lines), ZERO)
    for line in lines:
        line.save(update_fields=("amount", "claimed_amount", "cut_reason", "base_amount", "held", "from_request"))
    book.post()
    save_holds((*lines, *estimates.values()))
    claim.is_above_request = request is not None and claim_drafts.is_above_request(claim, request, at=at)


def _reasons(lines: list[ClaimLine], grants: Mapping[int, Grant]) -> str:
    """The reasons of the cut lines, each once."""
    return "\n".join(dict.fromkeys(line.cut_reason for line in lines if line.pk in grants))


def _tell(claim: Claim, lines: list[ClaimLine], grants: Mapping[int, Grant], *, actor: Actor, at: datetime) -> None:
    less = sum((line.asked_amount - line.amount for line in lines if line.pk in grants), ZERO)
    who = Person.objects.get(pk=actor.known_id)
    notifications.notify(
        [claim.created_by_id],
        code="expenses.granted_less",
        kind=claim.kind,
        document_id=claim.pk,
        label=f"{claim.number} {claim.title}",
        key=f"granted_less:{claim.pk}:{claim.version}",
        at=at,
        facts={
            "who": who.name_zh,
            "who_en": who.name_en,
            "less": formats.amount(less),
            "reason": _reasons(lines, grants)[:300],
        },
    )
