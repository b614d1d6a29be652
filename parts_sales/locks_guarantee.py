"""How guarantees are locked: person → order → delivery note → receipt → guarantee (docs/architecture)."""

from __future__ import annotations

from organization import locks as people
from parts_sales.choices_guarantee import STANDING, GuaranteeState
from parts_sales.locks_money import lock_order
from parts_sales.models import Guarantee, SalesOrder


def lock_guarantee(guarantee_id: int) -> Guarantee:
    """Lock a guarantee alone until the transaction ends; freshly read. Raises Guarantee.DoesNotExist."""
    rows = Guarantee.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("guarantor", "customer", "order").get(pk=guarantee_id)


def lock_with_order(guarantee_id: int) -> tuple[SalesOrder, Guarantee]:
    """Lock the order, then its guarantee. Raises Guarantee.DoesNotExist."""
    order = lock_order(Guarantee.objects.values_list("order", flat=True).get(pk=guarantee_id))
    return order, lock_guarantee(guarantee_id)


def lock_to_judge(guarantee_id: int) -> tuple[SalesOrder, Guarantee]:
    """Lock the guarantor, so that what they answer for is judged one after the other, then order and guarantee. Raises
    Guarantee.DoesNotExist."""
    people.lock_person(Guarantee.objects.values_list("guarantor", flat=True).get(pk=guarantee_id))
    return lock_with_order(guarantee_id)


def lock_of_order(order_id: int) -> Guarantee | None:
    """Lock the guarantee of a locked order, or of one whose note is locked: the one that stands, else the latest that
    ended with money."""
    rows = Guarantee.objects.filter(order=order_id).select_related("guarantor", "customer", "order")
    wanted = rows.filter(state__in=(*STANDING, GuaranteeState.SETTLED, GuaranteeState.COLLECTED)).order_by("pk")
    return wanted.select_for_update(of=("self",), no_key=True).last()
