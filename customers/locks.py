"""How customers are locked: by id, so that two merges never wait for each other in a ring."""

from __future__ import annotations

from collections.abc import Iterable

from customers.models import Customer


def lock_customer(customer_id: int) -> Customer:
    """Lock a customer until the transaction ends; freshly read. Raises Customer.DoesNotExist."""
    return Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer_id)


def lock_customers(customer_ids: Iterable[int]) -> dict[int, Customer]:
    """Lock several in order of id; by id."""
    rows = Customer.objects.filter(pk__in=set(customer_ids)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
