"""Payments: prepared for the bank, recorded as paid, reversed; never edited, never more than is owed (EXP-07)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import selectors as approvals
from core import audit, documents, formats, jobs, notifications, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.money import ZERO
from core.rows import save_rows
from expenses import locks, policies, rules
from expenses.choices import PaymentState
from expenses.models import Advance, Claim, Payable, PayeeAccount, Payment, PaymentLine
from expenses.payment_errors import (
    AccountMissing,
    DecidedOnIt,
    LineGivenBack,
    MoreThanOwed,
    NothingToPay,
    PayableUnknown,
    PayDateInFuture,
    PayDateTooEarly,
    PaysOneself,
    TooManyPayments,
)
from expenses.services import advances, checks
from expenses.services.inputs import PaidInput, PaymentLineInput

PREFIX = "PAY"
MOST_LINES = 500


@transaction.atomic
def prepare_payment(*, lines: Sequence[PaymentLineInput], actor: Actor, at: datetime) -> Payment:
    """Put debts together for the bank: they count as paid from now on, so that nobody else pays them too.

    Raises NotAllowed, NothingToPay, TooManyPayments, PayableUnknown, MoreThanOwed, PaysOneself, DecidedOnIt,
    InvalidInput; then nothing has changed.
    """
    if actor.person_id is None or not policies.can_record_payments(actor):
        raise NotAllowed(document=_("Payments"))
    wanted = _wanted(lines)
    rows = locks.lock_payables(wanted)
    _require_payable(rows, wanted, actor=actor)
    for row in rows.values():
        row.paid += wanted[row.pk]
    save_rows(list(rows.values()), ("paid",))
    payment = Payment.objects.create(
        number=numbers.take(PREFIX, timezone.localdate(at).year),
        created_by_id=actor.person_id,
        created_at=at,
        submitted_at=at,
        total=sum(wanted.values(), ZERO),
    )
    accounts = _accounts(rows.values())
    PaymentLine.objects.bulk_create(
        _with_account(PaymentLine(payment=payment, payable=row, amount=wanted[row.pk]), accounts)
        for row in sorted(rows.values(), key=lambda one: one.pk)
    )
    audit.record(
        kind=payment.kind, document_id=payment.pk, label=str(payment), code="payment.prepare",
        actor=actor, at=at, after=payment.state, facts={"amount": str(payment.total), "lines": len(rows)},
    )  # fmt: skip
    return payment


@transaction.atomic
def pay(*, lines: Sequence[PaymentLineInput], paid: PaidInput, actor: Actor, at: datetime) -> Payment:
    """Record at once what was paid already. Raises what preparing and recording raise."""
    payment = prepare_payment(lines=lines, actor=actor, at=at)
    return record_paid(payment_id=payment.pk, paid=paid, actor=actor, at=at)


@transaction.atomic
def record_paid(*, payment_id: int, paid: PaidInput, actor: Actor, at: datetime, version: int | None = None) -> Payment:
    """The bank has paid it: day, own account, reference. Whoever is paid is told.

    Raises StaleDocument, WrongState, NotAllowed, PaysOneself, DecidedOnIt, PayDateInFuture, PayDateTooEarly,
    InvalidInput.
    """
    payment, lines = _locked(payment_id, version)
    documents.require(payment, "record", actor=actor)
    _require_payer([line.payable for line in lines], actor=actor)
    checks.require_day(paid.pay_date, what=_("The day of the payment"))
    if paid.pay_date > timezone.localdate(at):
        raise PayDateInFuture(day=paid.pay_date)
    latest = max((line.payable for line in lines), key=attrgetter("since"))
    if paid.pay_date < latest.since:
        raise PayDateTooEarly(day=paid.pay_date, since=latest.since, document=str(latest.document))
    payment.pay_date, payment.paid_by_id = paid.pay_date, actor.person_id
    payment.account = checks.require_text(paid.account, most=80, what=_("The account paid from"))
    payment.reference = checks.optional_text(paid.reference, most=80, what=_("The bank's reference"))
    facts = {
        "amount": str(payment.total),
        "pay_date": payment.pay_date.isoformat(),
        "account": payment.account,
        "reference": payment.reference,
    }
    documents.perform(payment, "record", actor=actor, at=at, facts=facts)
    advances.paid(_of_advances(lines), at=at)
    _tell_claims(payment, lines, "paid", actor=actor, at=at)
    jobs.after_commit("expenses.tell_paid", key=f"paid:{payment.pk}", payment_id=payment.pk)
    return payment


@transaction.atomic
def cancel_payment(*, payment_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Payment:
    """Give up a prepared payment: its lines are owed again. Raises ReasonMissing, StaleDocument, WrongState,
    NotAllowed.
    """
    reason = require_reason(reason)
    payment, lines = _locked(payment_id, version)
    documents.require(payment, "cancel", actor=actor)
    _require_departments([line.payable for line in lines], actor=actor)
    _give_back(lines, at=at)
    documents.perform(payment, "cancel", actor=actor, at=at, reason=reason, facts={"released": str(payment.total)})
    return payment


@transaction.atomic
def reverse_payment(
    *,
    payment_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
    line_ids: Collection[int] = (),
    version: int | None = None,
) -> Payment:
    """Take a payment back, whole or (`line_ids`) the lines the bank returned: what they paid is owed again. The
    payment itself stays as it was recorded (EXP-07, GEN-14).

    Raises ReasonMissing, StaleDocument, WrongState, NotAllowed, PaysOneself, LineGivenBack.
    """
    reason = require_reason(reason)
    payment, lines = _locked(payment_id, version)
    documents.require(payment, "reverse", actor=actor)
    standing = [line for line in lines if line.given_back_at is None]
    chosen = [line for line in standing if line.pk in set(line_ids)] if line_ids else standing
    if line_ids and len(chosen) != len(set(line_ids)):
        raise LineGivenBack(payment=str(payment))
    _require_payer([line.payable for line in chosen], actor=actor)
    _give_back(chosen, at=at)
    advances.paid({pk: -amount for pk, amount in _of_advances(chosen).items()}, at=at)
    move = "reverse" if len(chosen) == len(standing) else "reverse_lines"
    facts = {"reversed": str(sum((line.amount for line in chosen), ZERO)), "lines": len(chosen)}
    documents.perform(payment, move, actor=actor, at=at, reason=reason, facts=facts)
    _tell_claims(payment, chosen, "unpaid", actor=actor, at=at, reason=reason)
    return payment


@transaction.atomic
def mark_exported(*, payment_id: int, actor: Actor, at: datetime) -> list[PaymentLine]:
    """The lines for the bank's file, each with its payee's account; notes that the file was made, by whom and when.

    Raises NotAllowed, WrongState, AccountMissing.
    """
    payment, lines = _locked(payment_id, None)
    documents.require(payment, "record", actor=actor)
    _require_payer([line.payable for line in lines], actor=actor)
    accounts = _accounts([line.payable for line in lines])
    filled = [_with_account(line, accounts) for line in lines]
    if missing := list(dict.fromkeys(line.payable.payee for line in filled if not line.account_number)):
        raise AccountMissing(payees="、".join(missing[:5]) if formats.is_chinese() else ", ".join(missing[:5]))
    save_rows(filled, ("holder", "account_number", "bank"))
    payment.exported_at = at
    documents.touch(payment, fields=("exported_at",))
    audit.record(
        kind=payment.kind, document_id=payment.pk, label=str(payment), code="payment.export", actor=actor, at=at,
        before=payment.state, after=payment.state, facts={"amount": str(payment.total), "lines": len(filled)},
    )  # fmt: skip
    return filled


@jobs.handler("expenses.tell_paid")
def tell_paid(*, payment_id: int, at: datetime) -> None:
    """Tell the makers of the claims that they were paid. Safe to run late and twice: a notice has its key."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.state != PaymentState.PAID or payment.pay_date is None:
        return
    for line in payment.lines.filter(given_back_at=None).select_related("payable__claim", "payable__advance"):
        claim = line.payable.document
        notifications.notify(
            [claim.created_by_id],
            code="expenses.paid",
            kind=claim.kind,
            document_id=claim.pk,
            label=f"{claim.number} {claim.title}",
            key=f"paid:{line.pk}",
            at=at,
            facts={"amount": formats.amount(line.amount), "day": payment.pay_date.isoformat()},
        )


# --- Parts -----------------------------------------------------------------------------------------------------------


def _wanted(lines: Sequence[PaymentLineInput]) -> dict[int, Decimal]:
    if not lines:
        raise NothingToPay
    if len(lines) > MOST_LINES:
        raise TooManyPayments(most=MOST_LINES)
    wanted: dict[int, Decimal] = {}
    for line in lines:
        if not rules.is_valid_amount(line.amount) or line.payable_id in wanted:
            raise InvalidInput(problem=_("Each amount is named once, above zero, with at most two decimals."))
        wanted[line.payable_id] = line.amount
    return wanted


def _locked(payment_id: int, version: int | None) -> tuple[Payment, list[PaymentLine]]:
    payment = locks.lock_payment(payment_id)
    documents.require_version(payment, version)
    lines = payment.lines.select_related("payable__claim", "payable__advance", "payable__person").order_by("pk")
    return payment, list(lines)


def _require_payable(rows: dict[int, Payable], wanted: dict[int, Decimal], *, actor: Actor) -> None:
    if rows.keys() != wanted.keys():
        raise PayableUnknown
    _require_payer(rows.values(), actor=actor)
    for row in rows.values():
        if wanted[row.pk] > row.outstanding:
            raise MoreThanOwed(document=str(row.document), payee=row.payee, owed=row.outstanding, asked=wanted[row.pk])


def _require_departments(rows: Collection[Payable], *, actor: Actor) -> None:
    for row in rows:
        if not actor.can(policies.PAY, row.document.department_id):
            raise NotAllowed(document=str(row.document))


def _require_payer(rows: Collection[Payable], *, actor: Actor) -> None:
    """Who claims, who approves and who pays are three people (ORG-05): asked document by document."""
    _require_departments(rows, actor=actor)
    for row in rows:
        if actor.person_id in {row.document.created_by_id, row.person_id}:
            raise PaysOneself(document=str(row.document))
    for kind in (Claim.kind, Advance.kind):
        ids = {row.document.pk: row.document for row in rows if row.document.kind == kind}
        decided = approvals.documents_decided_by(actor, kind=kind, document_ids=ids)
        if decided:
            raise DecidedOnIt(document=str(ids[min(decided)]))


def _accounts(rows: Collection[Payable]) -> dict[tuple[int | None, str], PayeeAccount]:
    """The bank accounts of these payees, in two statements."""
    people = {row.person_id for row in rows if row.person_id is not None}
    suppliers = {row.supplier_key for row in rows if row.supplier_key}
    known = [
        *PayeeAccount.objects.filter(person__in=people),
        *PayeeAccount.objects.filter(supplier_key__in=suppliers),
    ]
    return {(account.person_id, account.supplier_key): account for account in known}


def _with_account(line: PaymentLine, accounts: dict[tuple[int | None, str], PayeeAccount]) -> PaymentLine:
    account = accounts.get((line.payable.person_id, line.payable.supplier_key))
    if account is not None:
        line.holder, line.account_number, line.bank = account.holder, account.account_number, account.bank
    return line


def _of_advances(lines: Sequence[PaymentLine]) -> dict[int, Decimal]:
    """What these lines pay of advances, by advance."""
    return {line.payable.advance_id: line.amount for line in lines if line.payable.advance_id is not None}


def _give_back(lines: Sequence[PaymentLine], *, at: datetime) -> None:
    rows = locks.lock_payables([line.payable_id for line in lines])
    for line in lines:
        rows[line.payable_id].paid -= line.amount
        line.given_back_at = at
    save_rows(list(rows.values()), ("paid",))
    save_rows(list(lines), ("given_back_at",))


def _tell_claims(
    payment: Payment, lines: Sequence[PaymentLine], code: str, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Note on each claim's own timeline what was paid of it or taken back (GEN-05)."""
    for line in lines:
        claim = line.payable.document
        audit.record(
            kind=claim.kind, document_id=claim.pk, label=str(claim), code=f"{claim.kind}.{code}", actor=actor, at=at,
            before=claim.state, after=claim.state, reason=reason,
            facts={"payment": str(payment), "payee": line.payable.payee, "amount": str(line.amount)},
        )  # fmt: skip
