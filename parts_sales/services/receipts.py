"""Money that came in: recorded, matched to orders in parts, taken off them, reversed; never edited (PSL-20, PSL-24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from budgets.selectors import rates
from core import audit, documents, formats, notifications, numbers
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, require_reason
from core.money import CENT, CURRENCIES, LARGEST, ZERO, base_currency, fits_unit, rounded
from customers.models import Customer
from parts_sales import locks_money, policies_money
from parts_sales.choices import OrderState
from parts_sales.choices_money import CashPaper, ReceiptState, ReceiptWay
from parts_sales.errors_money import (
    MatchUndone,
    OrderNotPayable,
    OrderOverpaid,
    OtherCurrency,
    PayerDiffers,
    ReceiptShort,
    ReceiptTwice,
)
from parts_sales.models import Receipt, ReceiptMatch, SalesOrder
from parts_sales.selectors import receipts as reads
from parts_sales.services import orders
from parts_sales.services.inputs_money import MatchInput, ReceiptInput

PREFIX = "RCP"
MOST_MATCHES = 100
MOST_REASON = 300
OLDEST = date(2000, 1, 1)
PAYABLE = (OrderState.OPEN, OrderState.ON_HOLD, OrderState.SHIPPED)


@transaction.atomic
def record_receipt(*, draft: ReceiptInput, actor: Actor, at: datetime) -> Receipt:
    """Record money that came in; what it is for is said by matching (PSL-20). Cash says who brought it and what paper
    they got: delivery follows this receipt (PSL-24).

    Raises NotAllowed, InvalidInput, ReceiptTwice.
    """
    if draft.way == ReceiptWay.PAYROLL:
        raise InvalidInput(problem=_("What is deducted of a wage is recorded on the page of the guarantee."))
    return record_deducted(draft=draft, actor=actor, at=at)


@transaction.atomic
def record_deducted(*, draft: ReceiptInput, actor: Actor, at: datetime) -> Receipt:
    """The same for any way money comes: also what was deducted of a guarantor's wage (PSL-23). Raises NotAllowed,
    InvalidInput, ReceiptTwice."""
    if actor.person_id is None or not policies_money.can_record_receipts(actor):
        raise NotAllowed(document=_("Money received"))
    receipt = Receipt(created_by_id=actor.person_id, created_at=at, submitted_at=at)
    _fill(receipt, draft, at=at)
    _require_new(receipt)
    receipt.number = numbers.take(PREFIX, timezone.localdate(at).year)
    receipt.save()
    facts = {"amount": f"{receipt.amount:.2f}", "payer": receipt.payer, "account": receipt.account}
    _record(receipt, "record", actor=actor, at=at, facts=facts)
    return receipt


@transaction.atomic
def match_receipt(
    *,
    receipt_id: int,
    parts: Sequence[MatchInput],
    actor: Actor,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Receipt:
    """Say which orders money is for, in parts too; who made them is told at once (PSL-20). An order that waited for
    credit goes on once it is paid in full (PSL-22). Money of one customer is for another's order only with a `reason`.

    Raises NotAllowed, OwnOrder, WrongState, StaleDocument, OtherCurrency, OrderNotPayable, OrderOverpaid, PayerDiffers,
    ReceiptShort, InvalidInput; then nothing was matched.
    """
    _require_parts(parts)
    reason = reason.replace("\x00", "").strip()[:MOST_REASON]
    found = locks_money.lock_orders(part.order_id for part in parts)
    receipt = locks_money.lock_receipt(receipt_id)
    documents.require_version(receipt, version)
    documents.require(receipt, "match", actor=actor)
    asked = sum((part.amount for part in parts), ZERO)
    for part in parts:
        _require_matchable(receipt, found.get(part.order_id), part.amount, actor=actor)
    if asked > receipt.unmatched:
        raise ReceiptShort(receipt=str(receipt), left=receipt.unmatched, asked=asked)
    others = _of_others(receipt, [found[part.order_id] for part in parts], reason)
    for part in parts:
        because = reason if part.order_id in others else ""
        _match(receipt, found[part.order_id], part.amount, because, actor=actor, at=at)
    receipt.matched_amount += asked
    facts = {"amount": f"{asked:.2f}", "orders": ", ".join(str(found[part.order_id]) for part in parts)}
    documents.perform(receipt, "match", actor=actor, at=at, reason=reason if others else "", facts=facts)
    return receipt


@transaction.atomic
def unmatch(
    *, receipt_id: int, match_ids: Sequence[int], reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Receipt:
    """Take money off orders again: it stands unmatched, and the orders owe it.

    Raises ReasonMissing, NotAllowed, StaleDocument, WrongState, MatchUndone."""
    reason = require_reason(reason)[:500]
    rows = ReceiptMatch.objects.filter(receipt=receipt_id, pk__in=set(match_ids))
    found = locks_money.lock_orders(rows.values_list("order", flat=True))
    receipt = locks_money.lock_receipt(receipt_id)
    documents.require_version(receipt, version)
    documents.require(receipt, "unmatch", actor=actor)
    matches = list(rows.filter(undone_at__isnull=True).order_by("pk"))
    if not matches or len(matches) != len(set(match_ids)):
        raise MatchUndone(receipt=str(receipt))
    taken = _undo(receipt, matches, found, reason=reason, actor=actor, at=at)
    facts = {"amount": f"{taken:.2f}", "orders": ", ".join(str(found[one.order_id]) for one in matches)}
    documents.perform(receipt, "unmatch", actor=actor, at=at, reason=reason, facts=facts)
    return receipt


@transaction.atomic
def reverse_receipt(*, receipt_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Receipt:
    """The money did not come, or went back: all its matches are undone, the orders owe it again; the receipt stays as
    it was recorded (GEN-14). Raises ReasonMissing, NotAllowed, StaleDocument, WrongState."""
    reason = require_reason(reason)[:500]
    rows = ReceiptMatch.objects.filter(receipt=receipt_id, undone_at__isnull=True)
    found = locks_money.lock_orders(rows.values_list("order", flat=True))
    receipt = locks_money.lock_receipt(receipt_id)
    documents.require_version(receipt, version)
    documents.require(receipt, "reverse", actor=actor)
    matches = [one for one in rows.order_by("pk") if one.order_id in found]
    _undo(receipt, matches, found, reason=reason, actor=actor, at=at)
    facts = {"amount": f"{receipt.amount:.2f}"}
    documents.perform(receipt, "reverse", actor=actor, at=at, reason=reason, facts=facts)
    return receipt


# --- Parts ------------------------------------------------------------------------------------------------------------


def _fill(receipt: Receipt, draft: ReceiptInput, *, at: datetime) -> None:
    if draft.currency not in CURRENCIES or draft.way not in ReceiptWay.values:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if not CENT <= draft.amount <= LARGEST or not fits_unit(draft.amount, draft.currency):
        raise InvalidInput(problem=_("This amount is not possible here."))
    if draft.received_date < OLDEST:
        raise InvalidInput(
            problem=_("No money is recorded for a day before %(day)s: check the year.") % {"day": formats.day(OLDEST)},
            field="received_date",
        )
    if draft.received_date > timezone.localdate(at):
        raise InvalidInput(
            problem=_("Money is recorded when it has come: today or an earlier day."), field="received_date"
        )
    receipt.way, receipt.currency = draft.way, draft.currency
    receipt.amount, receipt.received_date = draft.amount, draft.received_date
    receipt.account, receipt.payer = draft.account.strip(), draft.payer.strip()
    receipt.reference, receipt.note = draft.reference.strip(), draft.note.strip()
    if not receipt.account or not receipt.payer:
        raise InvalidInput(problem=_("Say to which account the money came, and who paid."))
    _fill_cash(receipt, draft)
    if draft.customer_id is not None:
        receipt.customer = _customer(draft.customer_id)
    _fill_rate(receipt)


def _fill_cash(receipt: Receipt, draft: ReceiptInput) -> None:
    """Who brought cash, and the paper they got for it; nothing of it for a transfer (PSL-24)."""
    if receipt.way == ReceiptWay.BANK:
        return
    receipt.handed_by, receipt.paper = draft.handed_by.strip(), draft.paper
    receipt.invoice_number = draft.invoice_number.strip() if draft.paper == CashPaper.INVOICE else ""
    if not receipt.handed_by or receipt.paper not in CashPaper.values:
        field = "paper" if receipt.handed_by else "handed_by"
        raise InvalidInput(problem=_("For cash, say who brought it and which paper they got."), field=field)
    if receipt.paper == CashPaper.INVOICE and not receipt.invoice_number:
        raise InvalidInput(problem=_("Enter the number of the invoice."), field="invoice_number")


def _fill_rate(receipt: Receipt) -> None:
    """The base amount at finance's rate of the day it came (GEN-01)."""
    if receipt.currency == base_currency():
        receipt.rate, receipt.base_amount = Decimal(1), receipt.amount
        return
    kept = rates.rate_on(currency=receipt.currency, on=receipt.received_date)
    if kept is None:
        raise InvalidInput(
            problem=_("There is no rate for %(currency)s on this day. Finance enters it first.")
            % {"currency": receipt.currency}
        )
    receipt.rate, receipt.rate_date, receipt.rate_source = kept.rate, kept.day, kept.source
    receipt.base_amount = rounded(receipt.amount * kept.rate)


def _customer(customer_id: int) -> Customer:
    found = Customer.objects.filter(pk=customer_id, merged_into__isnull=True).first()
    if found is None:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    return found


def _require_new(receipt: Receipt) -> None:
    """One bank reference is one payment; the constraint is the last guard. Raises ReceiptTwice."""
    if not receipt.reference:
        return
    same = Receipt.objects.filter(
        account=receipt.account, reference=receipt.reference, state=ReceiptState.RECORDED
    ).first()
    if same is not None:
        raise ReceiptTwice(reference=receipt.reference, account=receipt.account, receipt=str(same))


def _require_parts(parts: Sequence[MatchInput]) -> None:
    ids = {part.order_id for part in parts}
    if not parts or len(ids) != len(parts) or len(parts) > MOST_MATCHES:
        raise InvalidInput(problem=_("Name each order once, with the amount that is for it."))
    if any(not CENT <= part.amount <= LARGEST for part in parts):
        raise InvalidInput(problem=_("This amount is not possible here."))


def _require_matchable(receipt: Receipt, order: SalesOrder | None, amount: Decimal, *, actor: Actor) -> None:
    if order is None:
        raise InvalidInput(problem=_("Choose one of the values offered."))
    if not policies_money.can_record_for(order, actor):
        raise NotAllowed(document=str(order))
    orders.require_no_maker(order, actor)
    if order.state not in PAYABLE:
        raise OrderNotPayable(order=str(order), state=order.get_state_display())
    if order.currency != receipt.currency:
        raise OtherCurrency(order=str(order), currency=order.currency, receipt=str(receipt), came=receipt.currency)
    if not fits_unit(amount, order.currency):
        raise InvalidInput(problem=_("This amount is not possible here."))
    if amount > order.owed:
        raise OrderOverpaid(order=str(order), owed=order.owed, asked=amount)


def _of_others(receipt: Receipt, found: Sequence[SalesOrder], reason: str) -> set[int]:
    """The orders of another customer than the money came from. Raises PayerDiffers where nobody says why."""
    payers = reads.payers_of(receipt)
    others = [order for order in found if payers and order.customer_id not in payers]
    if others and not reason:
        order = others[0]
        payer = receipt.customer.name if receipt.customer is not None else receipt.payer
        raise PayerDiffers(receipt=str(receipt), payer=payer, order=str(order), customer=order.customer.name)
    return {order.pk for order in others}


def _match(receipt: Receipt, order: SalesOrder, amount: Decimal, because: str, *, actor: Actor, at: datetime) -> None:
    before = order.paid_base
    order.paid_amount += amount
    order.paid_base = paid_in_base(order)
    order.version += 1
    order.save(update_fields=("paid_amount", "paid_base", "version"))
    ReceiptMatch.objects.create(
        receipt=receipt, order=order, amount=amount, base_amount=order.paid_base - before,
        matched_by_id=actor.known_id, matched_at=at, because=because,
    )  # fmt: skip
    _tell_order(order, "paid", amount, receipt, actor=actor, at=at, reason=because)
    orders.after_payment(order, at=at)


def _undo(
    receipt: Receipt,
    matches: Iterable[ReceiptMatch],
    found: dict[int, SalesOrder],
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Decimal:
    """Undo matches on locked orders; how much that was. Raises NotAllowed."""
    taken = ZERO
    for one in matches:
        order = found[one.order_id]
        if not policies_money.can_record_for(order, actor):
            raise NotAllowed(document=str(order))
        order.paid_amount -= one.amount
        order.paid_base = paid_in_base(order)
        order.version += 1
        order.save(update_fields=("paid_amount", "paid_base", "version"))
        one.undone_at, one.undone_by_id, one.reason = at, actor.person_id, reason
        one.save(update_fields=("undone_at", "undone_by", "reason"))
        receipt.matched_amount -= one.amount
        taken += one.amount
        _tell_order(order, "unpaid", one.amount, receipt, actor=actor, at=at, reason=reason)
        orders.after_payment(order, at=at)
    return taken


def paid_in_base(order: SalesOrder) -> Decimal:
    """What is paid, at the order's frozen rate: the whole of it only when all that was not credited is paid, however it
    rounds (GEN-01)."""
    whole, due = Decimal(order.base_total), Decimal(order.base_total) - Decimal(order.credited_base)
    if order.paid_amount == order.total:
        return whole
    if order.paid_amount == order.total - order.credited_amount:
        return due
    most = whole if order.paid_amount > order.total - order.credited_amount else due
    return min(rounded(order.paid_amount * order.rate), max(most - CENT, ZERO))


def _tell_order(
    order: SalesOrder, what: str, amount: Decimal, receipt: Receipt, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """An event on the order, a notice to the clerk at once (PSL-20)."""
    code, sum_of = f"{order.kind}.{what}", f"{order.currency} {formats.amount(amount)}"
    facts = {"receipt": str(receipt), "amount": f"{amount:.2f}", "owes": f"{order.owed:.2f}"}
    audit.record(
        kind=order.kind, document_id=order.pk, label=str(order), code=code, actor=actor, at=at,
        before=order.state, after=order.state, reason=reason, facts=facts,
    )  # fmt: skip
    rest = audit.in_both(_rest_of, order)
    notifications.notify(
        {order.created_by_id, order.quote.created_by_id}, code=code, kind=order.kind, document_id=order.pk,
        label=str(order), key=f"{what}:{order.pk}:{order.version}", at=at,
        facts={"amount": sum_of, "rest": rest["zh"], "rest_en": rest["en"], "reason": reason},
    )  # fmt: skip


def _rest_of(order: SalesOrder) -> str:
    if order.is_paid:
        return _("It is paid in full and may be delivered.")
    return _("%(owed)s is still owed.") % {"owed": formats.amount(order.owed)}


def _record(receipt: Receipt, what: str, *, actor: Actor, at: datetime, facts: dict[str, str]) -> None:
    audit.record(
        kind=receipt.kind, document_id=receipt.pk, label=str(receipt), code=f"{receipt.kind}.{what}", actor=actor,
        at=at, after=receipt.state, facts=facts,
    )  # fmt: skip
