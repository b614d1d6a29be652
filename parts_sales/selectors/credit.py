"""What customers owe, and what stands against their limits (PSL-22, PSL-25). Amounts in the base currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from core.money import ZERO, rounded
from parts_sales.choices import OrderState
from parts_sales.choices_money import LIVE_TERMS, ReceiptState, TermState
from parts_sales.models import CreditTerm, OrderInvoice, Receipt, SalesOrder
from parts_sales.rules import credit as rules
from parts_sales.rules.credit import Debt, Exposure, Standing

COUNTED = (OrderState.OPEN, OrderState.ON_HOLD, OrderState.SHIPPED)
"""Orders that can owe something: what is closed is paid, what is cancelled or not confirmed owes nothing."""

NOT_COUNTED = (OrderState.CANCELLED, OrderState.PREPARED)
"""Orders whose money and goods count for nothing."""

SETTLED = F("paid_base") + F("credited_base")
PAID_OVER = Q(base_total__lt=SETTLED)
"""Orders of which more is paid and credited than they come to."""
SETTLED_AMOUNT = F("paid_amount") + F("credited_amount")
SETTLED_OF_ORDER = F("order__paid_base") + F("order__credited_base")
"""What is paid or credited of an order: in the base currency, in its own, and of an invoice's order."""


def exposure(customer_id: int, *, but_not: int | None = None) -> Exposure:
    """What stands against a customer's limit besides the order asked about, in two statements. Judged under the lock of
    the terms (`locks_money.lock_terms_of`); read without, it may be a moment old."""
    return exposures([customer_id], but_not=but_not)[customer_id]


def exposures(customer_ids: Collection[int], *, but_not: int | None = None) -> dict[int, Exposure]:
    """The same of several customers, in the same two statements."""
    orders = SalesOrder.objects.filter(customer__in=customer_ids, state__in=COUNTED).exclude(pk=but_not or 0)
    standing: dict[int, list[Standing]] = defaultdict(list)
    columns = ("customer", "base_total", "shipped_base", "billed_base", "state")
    for customer, total, shipped, billed, state, settled in orders.values_list(*columns, SETTLED):
        standing[customer].append(Standing(total, shipped, billed, settled, waits=state == OrderState.ON_HOLD))
    free = unmatched_of(customer_ids)
    return {one: rules.exposure(standing[one], unmatched=free.get(one, ZERO)) for one in customer_ids}


def unmatched_of(customer_ids: Collection[int]) -> dict[int, Decimal]:
    """Money that came from these customers and stands against no order yet, at the rate of its day."""
    rows = Receipt.objects.filter(
        customer__in=customer_ids, state=ReceiptState.RECORDED, matched_amount__lt=F("amount")
    )
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for customer, amount, matched, base in rows.values_list("customer", "amount", "matched_amount", "base_amount"):
        if customer is not None:
            found[customer] += rounded(base * (amount - matched) / amount)
    return dict(found)


def to_pay_back(customer_id: int) -> Decimal:
    """What was paid and credited beyond the orders of a customer: it is the customer's (PSL-53)."""
    rows = SalesOrder.objects.filter(PAID_OVER, customer=customer_id).exclude(state__in=NOT_COUNTED)
    sums: dict[str, Decimal] = rows.aggregate(sum=Sum(SETTLED - F("base_total"), default=ZERO))
    return sums["sum"]


def debts_of(customer_ids: Collection[int]) -> dict[int, list[Debt]]:
    """The unpaid invoices of these customers; an order's money goes to its oldest invoice first."""
    rows = OrderInvoice.objects.filter(order__customer__in=customer_ids, cancelled_at__isnull=True)
    rows = rows.filter(order__base_total__gt=SETTLED_OF_ORDER)
    by_order: dict[tuple[int, int, Decimal], list[Debt]] = defaultdict(list)
    columns = ("order__customer", "order", "due_date", "base_amount")
    for customer, order, due, amount, paid in rows.values_list(*columns, SETTLED_OF_ORDER):
        by_order[customer, order, paid].append(Debt(due, amount))
    found: dict[int, list[Debt]] = defaultdict(list)
    for (customer, _order, paid), invoices in by_order.items():
        found[customer] += rules.still_owed(invoices, paid=paid)
    return dict(found)


def overdue_of(customer_id: int, *, on: date) -> Decimal:
    """What a customer should have paid before this day."""
    return rules.overdue(debts_of([customer_id]).get(customer_id, []), on=on)


def live_terms_of(customer_id: int) -> CreditTerm | None:
    """The terms a customer has, in force or suspended."""
    return CreditTerm.objects.filter(customer=customer_id, state__in=LIVE_TERMS).first()


def last_terms_of(customer_id: int) -> CreditTerm | None:
    """The terms a customer had last, ended by now."""
    rows = CreditTerm.objects.filter(customer=customer_id, state=TermState.ENDED)
    return rows.order_by("-ended_at", "-pk").first()


def has_room(term: CreditTerm, *, on: date) -> bool:
    """Whether what a customer has of ours lies within its terms as it stands, with nothing overdue."""
    exposed = exposure(term.customer_id)
    return rules.fits(exposed, this=ZERO, limit=term.limit_amount) and not overdue_of(term.customer_id, on=on)


def terms_in_force() -> QuerySet[CreditTerm]:
    """All terms under which is delivered today."""
    return CreditTerm.objects.filter(state=TermState.IN_FORCE)
