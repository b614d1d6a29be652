"""The customer's answer to an order that was prepared: its confirmation is the quote's (PSL-14)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import documents
from core.actors import Actor
from core.errors import WrongState
from parts_sales import locks, locks_money
from parts_sales.choices import OrderState
from parts_sales.models import SalesOrder
from parts_sales.services import quote_answers


@transaction.atomic
def confirm_order(
    *,
    order_id: int,
    way: str,
    name: str,
    proof: str,
    confirmed_at: datetime,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> SalesOrder:
    """The customer confirms what was prepared: when, how, who, with what proof. The quote is confirmed with it, and the
    order opens. Raises StaleDocument, WrongState, and what confirming the quote refuses."""
    quote_id = SalesOrder.objects.values_list("quote", flat=True).get(pk=order_id)
    locks.lock_quote(quote_id)
    order = locks_money.lock_order(order_id)
    documents.require_version(order, version)
    if order.state != OrderState.PREPARED:
        raise WrongState(document=str(order), state=order.get_state_display())
    return quote_answers.confirm(
        quote_id=quote_id, way=way, name=name, proof=proof, confirmed_at=confirmed_at, actor=actor, at=at
    )
