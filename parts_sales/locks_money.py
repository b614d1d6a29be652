"""How orders, terms and receipts are locked: after the quote (locks.py) order → credit terms → receipts → stock."""

from __future__ import annotations

from collections.abc import Iterable

from parts_sales.choices_money import LIVE_TERMS
from parts_sales.models import CreditTerm, Receipt, SalesOrder


def lock_order(order_id: int) -> SalesOrder:
    """Lock an order until the transaction ends; freshly read. Raises SalesOrder.DoesNotExist."""
    return SalesOrder.objects.select_for_update(of=("self",), no_key=True).select_related("quote").get(pk=order_id)


def lock_orders(order_ids: Iterable[int]) -> dict[int, SalesOrder]:
    """Lock several in order of id; by id."""
    rows = SalesOrder.objects.filter(pk__in=set(order_ids)).order_by("pk").select_related("quote")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}


def lock_term(term_id: int) -> CreditTerm:
    """Lock credit terms until the transaction ends; freshly read. Raises CreditTerm.DoesNotExist."""
    return CreditTerm.objects.select_for_update(of=("self",), no_key=True).get(pk=term_id)


def lock_terms_of(customer_id: int) -> CreditTerm | None:
    """Lock the terms a customer has, in force or suspended: whoever judges its exposure waits here (PSL-22)."""
    rows = CreditTerm.objects.filter(customer=customer_id, state__in=LIVE_TERMS).order_by("pk")
    return rows.select_for_update(of=("self",), no_key=True).first()


def lock_receipt(receipt_id: int) -> Receipt:
    """Lock a receipt until the transaction ends; freshly read. Raises Receipt.DoesNotExist."""
    return Receipt.objects.select_for_update(of=("self",), no_key=True).get(pk=receipt_id)
