"""Advances: asked for, approved, paid, set against claims, the rest given back (EXP-02b)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.services import cases
from core import audit, changes, documents, numbers
from core.actors import Actor
from core.errors import NotAllowed, require_reason
from core.money import ZERO
from core.rows import save_rows
from expenses import locks, policies, rules
from expenses.advance_errors import AdvanceAmount, AdvanceUsed, DueInPast, ReturnsTooMuch
from expenses.models import Advance, AdvanceReturn, AdvanceUse, Payable, PaymentLine
from expenses.payment_errors import PayDateInFuture, PaysOneself, ReturnTooEarly
from expenses.services import checks
from expenses.services.inputs import AdvanceInput, PaidInput
from organization.models import Department

PREFIX = "ADV"


@transaction.atomic
def ask_for_advance(*, draft: AdvanceInput, actor: Actor, at: datetime) -> Advance:
    """Ask for money before spending it; it goes to its deciders at once. Budget is held by the claims, not by it.

    Raises NotAllowed, DepartmentNotUsable, AdvanceAmount, DueInPast, InvalidInput, NoRoute.
    """
    if actor.person_id is None:
        raise NotAllowed(document=draft.title)
    advance = Advance(created_by_id=actor.person_id, created_at=at, submitted_at=at)
    _write(advance, draft, actor=actor, at=at)
    advance.number = numbers.take(PREFIX, timezone.localdate(at).year)
    advance.save()
    audit.record(
        kind=advance.kind, document_id=advance.pk, label=str(advance), code="advance.create",
        actor=actor, at=at, after=advance.state, facts={"amount": str(advance.amount)},
    )  # fmt: skip
    cases.start(kind=advance.kind, document_id=advance.pk, actor=actor, at=at)
    return advance


@transaction.atomic
def resubmit_advance(
    *, advance_id: int, draft: AdvanceInput, actor: Actor, at: datetime, version: int | None = None
) -> Advance:
    """Change a returned advance and send it again. Raises what asking for it raises, StaleDocument, WrongState."""
    advance = locks.lock_advance(advance_id)
    documents.require_version(advance, version)
    documents.require(advance, "submit", actor=actor)
    before = _picture(advance)
    _write(advance, draft, actor=actor, at=at)
    facts = {"amount": str(advance.amount), "changes": changes.between(before, _picture(advance))}
    documents.perform(advance, "submit", actor=actor, at=at, facts=facts)
    cases.start(kind=advance.kind, document_id=advance.pk, actor=actor, at=at)
    return advance


@transaction.atomic
def cancel_advance(*, advance_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Advance:
    """Its maker gives it up before anybody decided, or after it came back. Raises ReasonMissing, StaleDocument,
    WrongState, NotAllowed, AlreadyDecided.
    """
    reason = require_reason(reason)
    advance = locks.lock_advance(advance_id)
    documents.require_version(advance, version)
    documents.require(advance, "cancel", actor=actor)
    if advance.state == "IN_REVIEW":
        cases.withdraw(kind=advance.kind, document_id=advance.pk, actor=actor, at=at)
    documents.perform(advance, "cancel", actor=actor, at=at, reason=reason)
    return advance


@transaction.atomic
def record_return(
    *, advance_id: int, amount: Decimal, paid: PaidInput, actor: Actor, at: datetime, version: int | None = None
) -> Advance:
    """The person gave back what they did not spend. Raises StaleDocument, WrongState, NotAllowed, PaysOneself,
    AdvanceAmount, ReturnsTooMuch, PayDateInFuture, ReturnTooEarly, InvalidInput.
    """
    advance = locks.lock_advance(advance_id)
    documents.require_version(advance, version)
    documents.require(advance, "give_back", actor=actor)
    if actor.person_id is None or actor.person_id == advance.created_by_id:
        raise PaysOneself(document=str(advance))
    if not rules.is_valid_amount(amount):
        raise AdvanceAmount
    if amount > advance.outstanding:
        raise ReturnsTooMuch(advance=str(advance), outstanding=advance.outstanding, asked=amount)
    checks.require_day(paid.pay_date, what=_("The day of the return"))
    if paid.pay_date > timezone.localdate(at):
        raise PayDateInFuture(day=paid.pay_date)
    paid_out = _paid_out_on(advance)
    if paid_out is not None and paid.pay_date < paid_out:
        raise ReturnTooEarly(advance=str(advance), since=paid_out, day=paid.pay_date)
    made = AdvanceReturn.objects.create(
        advance=advance,
        amount=amount,
        return_date=paid.pay_date,
        account=checks.require_text(paid.account, most=80, what=_("The account")),
        reference=checks.optional_text(paid.reference, most=80, what=_("The bank's reference")),
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )
    advance.returned_amount += amount
    facts = {"amount": str(amount), "account": made.account, "reference": made.reference}
    documents.perform(advance, "give_back", actor=actor, at=at, facts=facts)
    return advance


# --- What approvals, payments and claims do to it ---------------------------------------------------------------------


@transaction.atomic
def approved(*, advance_id: int, actor: Actor, at: datetime) -> None:
    """Approved: it is owed to the person until it is paid."""
    advance = locks.lock_advance(advance_id)
    documents.perform(advance, "approve", actor=actor, at=at, facts={"amount": str(advance.amount)})
    Payable.objects.create(
        advance=advance, person_id=advance.created_by_id, amount=advance.amount, since=timezone.localdate(at)
    )


@transaction.atomic
def ended(*, advance_id: int, move: str, actor: Actor, at: datetime, reason: str) -> None:
    """Sent back or refused."""
    documents.perform(locks.lock_advance(advance_id), move, actor=actor, at=at, reason=reason)


def paid(amounts: dict[int, Decimal], *, at: datetime) -> None:
    """What payments paid of advances (or, below zero, took back). Raises AdvanceUsed."""
    for advance in locks.lock_advances(amounts):
        advance.paid_amount += amounts[advance.pk]
        used = advance.offset_amount + advance.returned_amount
        if advance.paid_amount < used:
            raise AdvanceUsed(advance=str(advance), used=used)
        advance.paid_date = advance.paid_date or timezone.localdate(at)
        advance.save(update_fields=("paid_amount", "paid_date"))


def offset(payable: Payable, *, actor: Actor, at: datetime) -> None:
    """Set what a claim owes its maker against the advances they hold, the oldest first: only the rest is paid."""
    if payable.person_id is None or payable.claim is None:
        return
    for advance in locks.lock_open_advances(payable.person_id):
        part = min(advance.outstanding, payable.outstanding)
        if part <= 0:
            return
        advance.offset_amount += part
        payable.offset += part
        advance.save(update_fields=("offset_amount",))
        payable.save(update_fields=("offset",))
        AdvanceUse.objects.create(advance=advance, payable=payable, amount=part)
        for document, facts in (
            (payable.claim, {"advance": str(advance), "amount": str(part)}),
            (advance, {"claim": str(payable.claim), "amount": str(part)}),
        ):
            audit.record(
                kind=document.kind, document_id=document.pk, label=str(document), code=f"{document.kind}.offset",
                actor=actor, at=at, before=document.state, after=document.state, facts=facts,
            )  # fmt: skip


def give_offset_back(payable: Payable, amount: Decimal) -> None:
    """A claim set against advances is reversed: so much of them is owed by the person again, the last used first."""
    uses = list(payable.uses.order_by("-pk"))
    advances = {one.pk: one for one in locks.lock_advances({use.advance_id for use in uses})}
    for use in uses:
        part = min(amount, Decimal(use.amount))
        use.amount -= part
        advances[use.advance_id].offset_amount -= part
        amount -= part
    save_rows(uses, ("amount",))
    save_rows(list(advances.values()), ("offset_amount",))


def _picture(advance: Advance) -> dict[str, Any]:
    """What was asked for, to tell what a resubmission changed (APR-05)."""
    return {
        "title": advance.title,
        "purpose": advance.purpose,
        "amount": str(advance.amount),
        "due_date": advance.due_date.isoformat(),
        "department": audit.in_both(attrgetter("name"), Department.objects.get(pk=advance.department_id)),
    }


def _write(advance: Advance, draft: AdvanceInput, *, actor: Actor, at: datetime) -> None:
    checks.require_department(draft.department_id, permission=policies.CLAIM, actor=actor)
    advance.department_id = draft.department_id
    advance.title = checks.require_text(draft.title, most=120, what=_("The title"))
    advance.purpose = checks.require_text(draft.purpose, most=2000, what=_("The purpose"))
    if not rules.is_valid_amount(draft.amount) or draft.amount <= ZERO:
        raise AdvanceAmount
    checks.require_day(draft.due_date, what=_("The day"))
    if draft.due_date < timezone.localdate(at):
        raise DueInPast
    advance.amount, advance.due_date = draft.amount, draft.due_date


def _paid_out_on(advance: Advance) -> date | None:
    """The first day on which any of it was paid out; None while nothing was."""
    lines = PaymentLine.objects.filter(payable__advance=advance, payment__pay_date__isnull=False)
    first: date | None = lines.aggregate(first=Min("payment__pay_date"))["first"]
    return first
