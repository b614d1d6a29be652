"""What customers owe by age, and what was done to collect it (PSL-25). Amounts in the base currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Greatest

from core.actors import Actor
from core.money import ZERO
from core.ordering import ordered_rows
from customers.models import Customer
from parts_sales.models import CreditTerm, DunningEntry, OrderInvoice
from parts_sales.rules import credit as rules
from parts_sales.rules.credit import Debt
from parts_sales.selectors import credit as reads
from parts_sales.selectors.orders import orders_visible_to

OVERDUE, SILENT = "overdue", "silent"
SORTS = {
    "customer": attrgetter("customer.name_zh"),
    "unbilled": attrgetter("unbilled"),
    "overdue": attrgetter("overdue"),
    "total": attrgetter("total"),
    "dunned": attrgetter("dunned_on"),
}


@dataclass(frozen=True, slots=True)
class DebtRow:
    """What one customer owes: not due, up to 30 days late, 60, 90, more; shipped and not invoiced; dunned last. What
    was paid and credited beyond its orders is the customer's: `to_pay_back`."""

    customer: Customer
    ages: tuple[Decimal, ...]
    unbilled: Decimal
    last: DunningEntry | None
    to_pay_back: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """All that is invoiced and unpaid."""
        return sum(self.ages, ZERO)

    @property
    def overdue(self) -> Decimal:
        """What should have been paid before today."""
        return sum(self.ages[1:], ZERO)

    @property
    def dunned_on(self) -> date | None:
        """When something was done last."""
        return self.last.day if self.last is not None else None


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice with what is unpaid of it; the money of its order goes to the oldest first."""

    invoice: OrderInvoice
    left: Decimal
    days_late: int


@dataclass(frozen=True, slots=True)
class DebtPage:
    """One customer's unpaid invoices and what was done to collect them."""

    row: DebtRow
    invoices: Sequence[OpenInvoice]
    entries: Sequence[DunningEntry]
    term: CreditTerm | None


def debts(actor: Actor, *, on: date, words: str = "", only: str = "", sort: str = "") -> list[DebtRow]:
    """Customers that owe something, the most overdue first, in four statements."""
    customers = debtors_visible_to(actor)
    for word in words.split()[:6]:
        customers = customers.filter(name_zh__icontains=word) | customers.filter(name_en__icontains=word)
    rows = [row for row in debt_rows(list(customers), actor, on=on) if _fits(row, only)]
    rows.sort(key=lambda row: (-row.overdue, -row.total, row.customer.pk))
    return ordered_rows(rows, sort, SORTS)


def debtors_visible_to(actor: Actor) -> QuerySet[Customer]:
    """Customers that owe something invoiced, have goods that were not, or money to be paid back, on orders one sees
    (GEN-10)."""
    orders = orders_visible_to(actor).exclude(state__in=reads.NOT_COUNTED)
    owing = Q(base_total__gt=reads.SETTLED, billed_base__gt=0) | Q(billed_base__lt=F("shipped_base")) | reads.PAID_OVER
    return Customer.objects.filter(pk__in=orders.filter(owing).order_by().values("customer"))


def debt_rows(customers: Sequence[Customer], actor: Actor, *, on: date) -> list[DebtRow]:
    """What each of these customers owes, in three statements."""
    ids = {one.pk for one in customers}
    orders = orders_visible_to(actor).exclude(state__in=reads.NOT_COUNTED)
    rows = (
        orders.filter(Q(billed_base__lt=F("shipped_base")) | reads.PAID_OVER, customer__in=ids)
        .values_list("customer")
        .annotate(
            left=Sum(Greatest(F("shipped_base") - F("billed_base"), ZERO)),
            back=Sum(Greatest(reads.SETTLED - F("base_total"), ZERO)),
        )
        .order_by()
    )
    beside = {customer: (left, back) for customer, left, back in rows}
    found, last = reads.debts_of(ids), latest_entries(ids)
    return [
        DebtRow(one, rules.ages(found.get(one.pk, []), on=on), left, last.get(one.pk), back)
        for one, (left, back) in ((one, beside.get(one.pk, (ZERO, ZERO))) for one in customers)
    ]


def _fits(row: DebtRow, only: str) -> bool:
    if only == OVERDUE:
        return row.overdue > 0
    if only == SILENT:
        return row.overdue > 0 and row.last is None
    return bool(row.total or row.unbilled or row.to_pay_back)


def total_row(rows: Sequence[DebtRow]) -> DebtRow:
    """The sums under the columns (GEN-13)."""
    ages = tuple(sum((row.ages[place] for row in rows), ZERO) for place in range(len(rules.BOUNDS) + 1))
    back = sum((row.to_pay_back for row in rows), ZERO)
    return DebtRow(Customer(), ages, sum((row.unbilled for row in rows), ZERO), None, back)


def latest_entries(customer_ids: set[int]) -> dict[int, DunningEntry]:
    """What was done last for each of these customers."""
    rows = DunningEntry.objects.filter(customer__in=customer_ids).order_by("customer_id", "-day", "-pk")
    return {one.customer_id: one for one in rows.distinct("customer_id").select_related("by")}


def debt_page(*, customer: Customer, on: date) -> DebtPage:
    """Everything on one page."""
    invoices = open_invoices(customer.pk, on=on)
    entries = list(DunningEntry.objects.filter(customer=customer).select_related("by"))
    as_debts = [Debt(one.invoice.due_date, one.left) for one in invoices]
    row = DebtRow(
        customer,
        rules.ages(as_debts, on=on),
        reads.exposure(customer.pk).unbilled,
        entries[0] if entries else None,
        reads.to_pay_back(customer.pk),
    )
    return DebtPage(row, invoices, entries, reads.live_terms_of(customer.pk))


def open_invoices(customer_id: int, *, on: date) -> list[OpenInvoice]:
    """The unpaid invoices of a customer, the longest due first."""
    rows = OrderInvoice.objects.filter(order__customer=customer_id, cancelled_at__isnull=True)
    rows = rows.filter(order__base_total__gt=reads.SETTLED_OF_ORDER).select_related("order")
    by_order: dict[int, list[OrderInvoice]] = defaultdict(list)
    for one in rows.order_by("due_date", "pk"):
        by_order[one.order_id].append(one)
    found = []
    for invoices in by_order.values():
        paid = invoices[0].order.settled_base
        for one in invoices:
            covered = min(paid, one.base_amount)
            paid -= covered
            if one.base_amount > covered:
                found.append(OpenInvoice(one, one.base_amount - covered, (on - one.due_date).days))
    return sorted(found, key=lambda one: (one.invoice.due_date, one.invoice.pk))


def customers_owing_visible_to(actor: Actor) -> QuerySet[Customer]:
    """Customers of whose orders one sees some (GEN-10)."""
    return Customer.objects.filter(pk__in=orders_visible_to(actor).order_by().values("customer"))
