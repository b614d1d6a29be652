"""Orders as the services make them, money for them, credit terms in force: for tests of what is owed."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from customers.models import Customer
from organization.models import Person
from parts_sales.choices import LineKind
from parts_sales.choices_money import TermState
from parts_sales.models import CreditTerm, OrderInvoice, Part, Receipt, SalesOrder
from parts_sales.services import orders, receipts
from parts_sales.services.inputs_money import MatchInput, ReceiptInput
from tests.factories import parts as stores
from tests.factories import sales
from tests.factories.organization import actor_of

_counter = itertools.count(1)


def order(
    clerk: Person, amount: str = "1000.00", *, customer: Customer | None = None, part: Part | None = None, **fields: Any
) -> SalesOrder:
    """An order of one piece at this price, made from its confirmed quote by the service."""
    piece = sales.Piece(part or stores.part(clerk), "1", amount)
    quote = sales.quote_of(clerk, [piece], customer=customer, **fields)
    return orders.order_from_quote(quote, actor=actor_of(clerk), at=timezone.now())


def again(one: SalesOrder) -> SalesOrder:
    """The order as it is now."""
    return SalesOrder.objects.get(pk=one.pk)


def receipt(finance: Person, amount: str = "1000.00", **fields: Any) -> Receipt:
    """Money on the company's account."""
    draft = ReceiptInput(
        **{
            "account": "工商银行 1234", "amount": Decimal(amount), "received_date": timezone.localdate(),
            "payer": "沈阳恒通机械有限公司", "reference": f"R{next(_counter):06}",
        }
        | fields
    )  # fmt: skip
    return receipts.record_receipt(draft=draft, actor=actor_of(finance), at=timezone.now())


def pay(finance: Person, one: SalesOrder, amount: str | None = None, on: date | None = None) -> Receipt:
    """Money that came in for an order and was matched to it."""
    wanted = Decimal(amount) if amount is not None else again(one).owed
    fields: dict[str, Any] = {"currency": one.currency, "payer": one.customer.name_zh or one.customer.name_en} | (
        {"received_date": on} if on else {}
    )
    came = receipt(finance, str(wanted), **fields)
    return receipts.match_receipt(
        receipt_id=came.pk, parts=[MatchInput(one.pk, wanted)], actor=actor_of(finance), at=timezone.now()
    )


def term(manager: Person, customer: Customer, limit: str = "10000.00", **fields: Any) -> CreditTerm:
    """Credit terms in force, past their approval."""
    now = timezone.now()
    return CreditTerm.objects.create(
        **{
            "number": f"CRT-T-{next(_counter):05}", "department": manager.department, "customer": customer,
            "state": TermState.IN_FORCE, "limit_amount": Decimal(limit), "days": 30, "reason": "重点客户",
            "created_by": manager, "created_at": now, "submitted_at": now, "approved_at": now,
            "review_due": timezone.localdate() + timedelta(days=180),
        }
        | fields
    )  # fmt: skip


def ship(one: SalesOrder) -> SalesOrder:
    """All goods of an order have left."""
    for line in one.lines.filter(kind=LineKind.GOODS):
        one.lines.filter(pk=line.pk).update(noted=line.quantity, issued=line.quantity)
    return orders.after_issue(order_id=one.pk, actor=actor_of(one.created_by), at=timezone.now())


def bill(
    finance: Person, one: SalesOrder, *, days_ago: int = 0, days: int = 0, amount: str | None = None
) -> OrderInvoice:
    """An invoice of some days ago, past the rule that it lies after the order."""
    day = timezone.localdate() - timedelta(days=days_ago)
    value = Decimal(amount) if amount is not None else Decimal(one.base_total)
    made = OrderInvoice.objects.create(
        order=one, number=f"INV-{next(_counter):06}", invoice_date=day, due_date=day + timedelta(days=days),
        amount=value, base_amount=value, recorded_by=finance, recorded_at=timezone.now(),
    )  # fmt: skip
    SalesOrder.objects.filter(pk=one.pk).update(billed_base=again(one).billed_base + value)
    return made
