"""Monthly statements as lists, pages and the service that makes them find them (PSL-25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from core import search
from core.actors import Actor
from core.calendar import midnight
from core.documents import may
from core.money import ZERO, rounded
from core.ordering import ordered
from customers.models import Customer
from parts_sales import policies_money
from parts_sales.choices_delivery import ReturnState
from parts_sales.choices_money import LIVE_TERMS, ReceiptState, StatementState, TermState
from parts_sales.models import OrderInvoice, Receipt, ReceiptMatch, SalesReturn, Statement, StatementLine
from parts_sales.rules import credit as credit_rules
from parts_sales.rules import statements as rules
from parts_sales.rules.credit import Debt
from parts_sales.rules.statements import Entry
from parts_sales.selectors.addresses import address_of
from parts_sales.selectors.debts import customers_owing_visible_to

SORTS = {
    "number": "number", "customer": "customer__name_zh", "month": "month", "state": "state", "charged": "charged",
    "received": "received", "closing": "closing", "sent": "sent_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementTotals:
    """The sums under the list."""

    charged: Decimal
    received: Decimal
    closing: Decimal


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement with its lines, and what the reader may do."""

    lines: Sequence[StatementLine]
    address: str
    can_send: bool
    can_confirm: bool
    can_contest: bool
    can_renew: bool


def month_after(month: date) -> date:
    """The first day of the next month."""
    return credit_rules.add_months(month.replace(day=1), 1)


def last_month(today: date) -> date:
    """The first day of the month that ended last."""
    return credit_rules.add_months(today.replace(day=1), -1)


def statements_visible_to(actor: Actor) -> QuerySet[Statement]:
    """Those of the departments whose business one sees, for who deals with money (GEN-10)."""
    if not policies_money.can_open_receipts(actor):
        return Statement.objects.none()
    scope = policies_money.sight_of_sales(actor)
    return Statement.objects.all() if scope.company else Statement.objects.filter(department__in=scope.departments)


def statements_found(
    actor: Actor, *, words: str = "", state: str = "", month: date | None = None, sort: str = ""
) -> QuerySet[Statement]:
    """The list, the newest month first unless sorted otherwise."""
    rows = statements_visible_to(actor).select_related("customer", "department")
    if state:
        rows = rows.filter(state=state)
    if month is not None:
        rows = rows.filter(month=month.replace(day=1))
    if words:
        rows = search.fitting(rows, Statement.kind, words)
    return ordered(rows, sort, SORTS, usual=("-month", "-pk"))


def totals_of(rows: QuerySet[Statement]) -> StatementTotals:
    """What the statements of a list come to."""
    names = ("charged", "received", "closing")
    return StatementTotals(**rows.order_by().aggregate(**{name: Sum(name, default=ZERO) for name in names}))


def statement_page(*, statement: Statement, actor: Actor) -> StatementPage:
    """Everything on one page."""
    return StatementPage(
        lines=list(statement.lines.select_related("order")),
        address=address_of(statement.customer),
        can_send=may(statement, "send", actor),
        can_confirm=may(statement, "confirm", actor),
        can_contest=may(statement, "contest", actor),
        can_renew=may(statement, "renew", actor) and not has_later(statement),
    )


def has_later(statement: Statement) -> bool:
    """Whether a later month goes on from it."""
    return Statement.objects.filter(customer=statement.customer_id, month__gt=statement.month).exists()


def customers_offered(actor: Actor) -> QuerySet[Customer]:
    """Customers a statement can be made for by hand: those of whose orders one sees some."""
    return customers_owing_visible_to(actor).filter(merged_into__isnull=True).order_by("name_zh", "pk")


def customers_without(month: date) -> QuerySet[Customer]:
    """Credit customers without a statement of a month: those with terms, those whose terms ended in the month or since,
    and those whose last statement left something to settle after they had ended.
    """
    live = Q(credit_terms__state__in=LIVE_TERMS)
    ended = Q(credit_terms__state=TermState.ENDED)
    last = Statement.objects.filter(customer=OuterRef("pk"), month__lt=month).order_by("-month")
    rows = Customer.objects.annotate(carried=Subquery(last.values("closing")[:1])).filter(
        live | ended & (Q(credit_terms__ended_at__gte=midnight(month)) | ~Q(carried=ZERO) & Q(carried__isnull=False)),
        merged_into__isnull=True,
    )
    return rows.exclude(pk__in=Statement.objects.filter(month=month).values("customer")).distinct()


def carried_to(customer_id: int, month: date) -> Decimal | None:
    """What the latest statement before a month closed with; None where there is none."""
    rows = Statement.objects.filter(customer=customer_id, month__lt=month).order_by("-month")
    return rows.values_list("closing", flat=True).first()


def entries_of(customer_id: int, *, until: date) -> list[Entry]:
    """All that changed what a customer owes before a day: invoices, money received, credited returns."""
    return [*_invoices(customer_id, until), *_receipts(customer_id, until), *_credits(customer_id, until)]


def _invoices(customer_id: int, until: date) -> Iterator[Entry]:
    rows = OrderInvoice.objects.filter(
        order__customer=customer_id, cancelled_at__isnull=True, invoice_date__lt=until
    ).order_by("invoice_date", "pk")
    for number, day, amount, order in rows.values_list("number", "invoice_date", "base_amount", "order"):
        yield Entry(day, rules.INVOICE, number, amount, order)


def _receipts(customer_id: int, until: date) -> Iterator[Entry]:
    """Each receipt once: what of it stands against the customer's orders at their rates, and what stands against none
    where it came from this customer."""
    standing: dict[int, Decimal] = defaultdict(lambda: ZERO)
    matches = ReceiptMatch.objects.filter(order__customer=customer_id, undone_at__isnull=True)
    for receipt, amount in matches.filter(receipt__received_date__lt=until).values_list("receipt", "base_amount"):
        standing[receipt] += amount
    rows = Receipt.objects.filter(
        Q(pk__in=standing) | Q(customer=customer_id), state=ReceiptState.RECORDED, received_date__lt=until
    )
    for one in rows.order_by("received_date", "pk"):
        free = ZERO
        if one.customer_id == customer_id and one.unmatched:
            free = rounded(one.base_amount * one.unmatched / one.amount)
        if amount := standing[one.pk] + free:
            yield Entry(one.received_date, rules.RECEIPT, one.number or "", -amount)


def _credits(customer_id: int, until: date) -> Iterator[Entry]:
    rows = SalesReturn.objects.filter(
        customer=customer_id, state=ReturnState.CREDITED, credit_base__gt=0, settled_at__lt=midnight(until)
    ).order_by("settled_at", "pk")
    for number, at, amount, order in rows.values_list("number", "settled_at", "credit_base", "note__order"):
        yield Entry(timezone.localdate(at), rules.CREDIT, number or "", -amount, order)


def ages_at(customer_id: int, *, end: date) -> tuple[Decimal, ...]:
    """The unpaid invoices by how late they were on the day before `end`; an order's money, and what was credited of it,
    goes to its oldest invoice first."""
    by_order: dict[int, list[Debt]] = defaultdict(list)
    invoices = OrderInvoice.objects.filter(order__customer=customer_id, cancelled_at__isnull=True)
    for order, due, amount in invoices.filter(invoice_date__lt=end).values_list("order", "due_date", "base_amount"):
        by_order[order].append(Debt(due, amount))
    settled: dict[int, Decimal] = defaultdict(lambda: ZERO)
    matches = ReceiptMatch.objects.filter(order__in=by_order, undone_at__isnull=True, receipt__received_date__lt=end)
    for order, amount in matches.values_list("order", "base_amount"):
        settled[order] += amount
    returns = SalesReturn.objects.filter(
        note__order__in=by_order, state=ReturnState.CREDITED, settled_at__lt=midnight(end)
    )
    for order, amount in returns.values_list("note__order", "credit_base"):
        settled[order] += amount
    debts = [one for order, rows in by_order.items() for one in credit_rules.still_owed(rows, paid=settled[order])]
    return credit_rules.ages(debts, on=end - timedelta(days=1))


def waiting(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Those that are to be sent, or disputed."""
    return rows.filter(state__in=(StatementState.MADE, StatementState.DISPUTED))
