"""What a customer's page shows of orders and money, and what a merge takes along (CUS-01)."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.services import cases
from core import documents
from core.actors import SYSTEM, Actor
from customers.models import Customer
from customers.panels import Panel, Shown
from customers.referrers import Referrer, of_field
from parts_sales import locks_money, policies_money
from parts_sales.choices_money import LIVE_TERMS
from parts_sales.models import CreditTerm, DunningEntry, Receipt, SalesOrder, Statement
from parts_sales.selectors import credit, order_pages

LATEST = 8


def panels() -> tuple[Panel, ...]:
    """The cards of a customer's page."""
    return (
        Panel("orders", _("Orders"), 20, orders_panel),
        Panel("owed", _("Money owed and credit"), 30, money_panel),
    )


def referrers() -> tuple[Referrer, ...]:
    """Rows that name a customer. Quotes are moved before orders: an order is made under its quote's lock."""
    return (
        of_field("sales_order", _("Orders"), SalesOrder),
        of_field("receipt", _("Money received"), Receipt),
        Referrer("credit_term", _("Credit terms"), _count_terms, _move_terms),
        of_field("dunning", _("Dunning"), DunningEntry),
        Referrer("statement", _("Statements"), _count_statements, _move_statements),
    )


def orders_panel(customer: Customer, actor: Actor) -> Shown | None:
    """The customer's latest orders, for who sees orders."""
    if not policies_money.can_open_orders(actor):
        return None
    rows = order_pages.orders_of_customer(customer.pk, actor)
    context = {"orders": list(rows[:LATEST]), "customer": customer}
    return Shown("parts_sales/parts/customer_orders.html", context, rows.count())


def money_panel(customer: Customer, actor: Actor) -> Shown | None:
    """What the customer owes, and its credit, for who deals with money."""
    if not policies_money.can_open_receipts(actor):
        return None
    exposed, term = credit.exposure(customer.pk), credit.live_terms_of(customer.pk)
    context = {
        "exposure": exposed,
        "to_pay_back": credit.to_pay_back(customer.pk),
        "overdue": credit.overdue_of(customer.pk, on=timezone.localdate()),
        "term": term,
        "left": term.limit_amount - exposed.total if term is not None else None,
        "customer": customer,
        "can_apply": policies_money.can_apply_for_credit(actor),
    }
    return Shown("parts_sales/parts/customer_money.html", context)


def _count_terms(customer_id: int) -> int:
    return CreditTerm.objects.filter(customer=customer_id).count()


def _move_terms(merged: int, survivor: int) -> list[int]:
    """Terms go along; where both have some in force, the merged one's end: a customer has one limit."""
    if CreditTerm.objects.filter(customer=survivor, state__in=LIVE_TERMS).exists():
        own = locks_money.lock_terms_of(merged)
        if own is not None:
            documents.perform(own, "end", actor=SYSTEM, at=timezone.now())
    for term in CreditTerm.objects.filter(customer=merged, state__in=("IN_REVIEW", "RETURNED")):
        if CreditTerm.objects.filter(customer=survivor, state__in=("IN_REVIEW", "RETURNED")).exists():
            _close_application(term)
    return of_field("credit_term", "", CreditTerm).move(merged, survivor)


def _close_application(term: CreditTerm) -> None:
    """Two applications for one customer: the merged one's is refused."""
    at = timezone.now()
    if term.state == "IN_REVIEW":
        cases.withdraw(kind=term.kind, document_id=term.pk, actor=SYSTEM, at=at)
    documents.perform(locks_money.lock_term(term.pk), "reject", actor=SYSTEM, at=at)


def _count_statements(customer_id: int) -> int:
    return Statement.objects.filter(customer=customer_id).count()


def _move_statements(merged: int, survivor: int) -> list[int]:
    """Statements stay with the name they were sent under where the survivor has one of the same month."""
    taken = Statement.objects.filter(customer=survivor).values("month")
    rows = Statement.objects.filter(customer=merged).exclude(month__in=taken)
    ids = sorted(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    Statement.objects.filter(pk__in=ids).update(customer=survivor)
    return ids
