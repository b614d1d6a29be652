"""Orders as lists, pages and other modules find them (PSL-14, PSL-21)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from core.actors import Actor
from core.money import ZERO, rounded
from parts_sales import policies_guarantee, policies_money, release_grounds
from parts_sales.choices import OrderState
from parts_sales.choices_money import HoldKind
from parts_sales.models import Guarantee, SalesOrder
from parts_sales.release_grounds import Ground
from parts_sales.selectors import credit

GOING = (OrderState.OPEN, OrderState.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Release:
    """Whether goods of an order may leave. `value` is up to what value, in the base currency and counted from the
    order's beginning; `why` says on what ground, or what is missing."""

    allowed: bool
    value: Decimal
    why: str
    ground: str = ""

    def covers(self, value: Decimal) -> bool:
        """Whether goods of this value, all that left before included, may leave."""
        return self.allowed and value <= self.value


def orders_visible_to(actor: Actor) -> QuerySet[SalesOrder]:
    """One's own, those of the departments whose business one sees, those one guarantees for (GEN-10)."""
    rows = SalesOrder.objects.all()
    if not policies_money.can_open_orders(actor):
        return rows.filter(created_by=actor.person_id or 0)
    scope = policies_money.sight_of_sales(actor)
    if scope.company:
        return rows
    seen = Q(department__in=scope.departments) | Q(created_by=actor.person_id)
    if policies_guarantee.can_guarantee(actor):
        seen |= Q(pk__in=Guarantee.objects.filter(guarantor=actor.person_id).values("order"))
    return rows.filter(seen)


def may_ship(order: SalesOrder) -> Release:
    """Whether goods of this order may leave, and up to what value (PSL-21 to PSL-24). Paid in full is the rule; credit
    terms, a guarantee, or the manager's agreement to deliver what is paid are the exceptions. Ask it with the order
    locked."""
    if order.state not in GOING or order.hold_kind == HoldKind.PERSON:
        return Release(allowed=False, value=ZERO, why=_not_going(order))
    found = [(value, ground) for ground in release_grounds.registered() if (value := ground.grants(order)) is not None]
    best = max(found, key=lambda pair: pair[0], default=None)
    if best is None or (best[0] <= order.shipped_base and best[0] < order.base_total):
        return Release(allowed=False, value=best[0] if best else ZERO, why=_unpaid(order))
    value, ground = best
    return Release(allowed=True, value=value, why=str(ground.label), ground=ground.code)


def _not_going(order: SalesOrder) -> str:
    if order.state == OrderState.ON_HOLD:
        return _("The order is on hold: %(why)s") % {"why": order.why_held}
    return _("The order is “%(state)s”.") % {"state": order.get_state_display()}


def _unpaid(order: SalesOrder) -> str:
    text = _("%(owed)s of %(total)s is still to be paid.") % {
        "owed": formats.amount(order.owed),
        "total": f"{order.currency} {formats.amount(order.total)}",
    }
    return f"{text} {order.why_held}".strip() if order.hold_kind else text


def paid_in_full(order: SalesOrder) -> Decimal | None:
    """PSL-21: paid before delivery is the rule."""
    return order.base_total if order.is_paid else None


def on_credit(order: SalesOrder) -> Decimal | None:
    """PSL-22: within terms that still hold; one that waits is not delivered on credit. Under terms that took the place
    of those it was found within, as long as all that is owed, itself included, lies within the new ones.
    """
    if order.state != OrderState.OPEN or order.credit_term_id is None:
        return None
    today, term = timezone.localdate(), credit.live_terms_of(order.customer_id)
    if term is None or not term.holds(on=today):
        return None
    reaches = term.pk == order.credit_term_id or credit.has_room(term, on=today)
    return Decimal(order.base_total) if reaches else None


def part_agreed(order: SalesOrder) -> Decimal | None:
    """PSL-21: the manager agreed to deliver as much as is paid."""
    return order.paid_base if order.part_delivery_at is not None and order.paid_base else None


def left_to_bill(order: SalesOrder) -> Decimal:
    """What is shipped and not invoiced, in the order's currency."""
    if order.shipped_base >= order.base_total:
        invoices = order.invoices.filter(cancelled_at__isnull=True)
        return Decimal(order.total) - sum((one.amount for one in invoices), Decimal(0))
    return rounded(order.unbilled_base / order.rate, order.currency)


def register_grounds() -> None:
    """The grounds this app's own modules know; called in the app's `ready`."""
    release_grounds.register(Ground("paid", gettext_lazy("Paid in full"), 10, paid_in_full))
    release_grounds.register(Ground("credit", gettext_lazy("Within the credit terms"), 20, on_credit))
    release_grounds.register(
        Ground("part_delivery", gettext_lazy("Delivery of what is paid, agreed by the manager"), 40, part_agreed)
    )
