"""Invoices to customers for what was shipped (PSL-22): always possible, whatever credit says."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, documents
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState, require_reason
from core.money import CENT, LARGEST, fits_unit, rounded
from parts_sales import locks_money, policies_money
from parts_sales.choices import OrderState
from parts_sales.errors_money import InvoiceTwice, NothingToBill
from parts_sales.models import OrderInvoice, SalesOrder
from parts_sales.selectors.orders import left_to_bill
from parts_sales.services import orders
from parts_sales.services.inputs_money import InvoiceInput

WITHOUT = (OrderState.PREPARED, OrderState.CANCELLED)


@transaction.atomic
def record_invoice(
    *, order_id: int, draft: InvoiceInput, actor: Actor, at: datetime, version: int | None = None
) -> OrderInvoice:
    """Record the invoice for what was shipped of an order; on credit it is due after the days agreed, otherwise at
    once. No limit and no hold stands against it (PSL-22).

    Raises NotAllowed, OwnOrder, StaleDocument, WrongState, NothingToBill, InvoiceTwice, InvalidInput.
    """
    order = _locked(order_id, version, actor)
    if order.state in WITHOUT:
        raise WrongState(document=str(order), state=order.get_state_display())
    number = draft.number.strip()
    if not number or not CENT <= draft.amount <= LARGEST or not fits_unit(draft.amount, order.currency):
        raise InvalidInput(problem=_("An invoice has a number and an amount."))
    if not order.order_date <= draft.invoice_date <= timezone.localdate(at):
        raise InvalidInput(problem=_("The invoice's day lies between the order's and today."))
    left = left_to_bill(order)
    if draft.amount > left:
        raise NothingToBill(order=str(order), left=left, asked=draft.amount)
    base = order.unbilled_base if draft.amount == left else rounded(draft.amount * order.rate)
    days = order.credit_term.days if order.credit_term is not None else 0
    try:
        with transaction.atomic():
            made = OrderInvoice.objects.create(
                order=order, number=number, invoice_date=draft.invoice_date,
                due_date=draft.invoice_date + timedelta(days=days), amount=draft.amount,
                base_amount=min(base, order.unbilled_base), recorded_by_id=actor.known_id, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise InvoiceTwice(number=number) from error
    order.billed_base += made.base_amount
    facts = {"invoice": made.number, "amount": f"{made.amount:.2f}"}
    _keep(order, "bill", actor=actor, at=at, facts=facts)
    return made


@transaction.atomic
def cancel_invoice(*, invoice_id: int, reason: str, actor: Actor, at: datetime) -> OrderInvoice:
    """The invoice was taken back: what it was for can be invoiced again. One of a cancelled order goes back too.

    Raises ReasonMissing, NotAllowed, OwnOrder, WrongState."""
    reason = require_reason(reason)[:500]
    order_id = OrderInvoice.objects.values_list("order", flat=True).get(pk=invoice_id)
    order = _locked(order_id, None, actor)
    invoice = OrderInvoice.objects.get(pk=invoice_id)
    if invoice.cancelled_at is not None:
        raise WrongState(document=invoice.number, state=_("taken back"))
    invoice.cancelled_at, invoice.cancelled_by_id, invoice.reason = at, actor.person_id, reason
    invoice.save(update_fields=("cancelled_at", "cancelled_by", "reason"))
    order.billed_base -= invoice.base_amount
    facts = {"invoice": invoice.number, "amount": f"{invoice.amount:.2f}"}
    _keep(order, "unbill", actor=actor, at=at, reason=reason, facts=facts)
    return invoice


def _locked(order_id: int, version: int | None, actor: Actor) -> SalesOrder:
    order = locks_money.lock_order(order_id)
    documents.require_version(order, version)
    if actor.person_id is None or not policies_money.can_record_for(order, actor):
        raise NotAllowed(document=str(order))
    orders.require_no_maker(order, actor)
    return order


def _keep(order: SalesOrder, what: str, *, actor: Actor, at: datetime, facts: dict[str, str], reason: str = "") -> None:
    documents.touch(order, fields=("billed_base",))
    audit.record(
        kind=order.kind, document_id=order.pk, label=str(order), code=f"{order.kind}.{what}", actor=actor, at=at,
        before=order.state, after=order.state, reason=reason, facts=facts,
    )  # fmt: skip
    orders.settle(order, at=at)
