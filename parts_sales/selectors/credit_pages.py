"""Credit terms as lists and pages show them; how customers paid (PSL-22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from approvals import selectors as approvals
from core import search
from core.actors import Actor, Scope
from core.documents import may
from core.ordering import ordered
from parts_sales import policies_money
from parts_sales.choices_delivery import ReturnState
from parts_sales.choices_money import TermState
from parts_sales.models import CreditReview, CreditTerm, OrderInvoice, ReceiptMatch, SalesReturn
from parts_sales.rules import credit as rules
from parts_sales.rules.credit import Conduct, Debt, Exposure
from parts_sales.selectors import credit as reads
from parts_sales.selectors.holders import holders

SORTS = {
    "number": "number", "customer": "customer__name_zh", "limit": "limit_amount", "days": "days",
    "state": "state", "due": "review_due", "created": "created_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Data:
    """How a customer paid from one day to another."""

    start: date
    conduct: Conduct


@dataclass(frozen=True, slots=True)
class TermPage:
    """Terms with what stands against them, how the customer paid, and what the reader may do."""

    exposure: Exposure
    left: Decimal
    overdue: Decimal
    data: Data
    reviews: Sequence[CreditReview]
    can_change: bool
    can_give_up: bool
    can_suspend: bool
    can_end: bool
    can_evaluate: bool
    is_due: bool


def terms_visible_to(actor: Actor) -> QuerySet[CreditTerm]:
    """One's own, those of the departments whose business one sees, those one has or had to decide on (GEN-10)."""
    scope = policies_money.sight_of_sales(actor) if policies_money.can_open_receipts(actor) else Scope()
    if scope.company:
        return CreditTerm.objects.all()
    if actor.person_id is None:
        return CreditTerm.objects.none()
    acted = approvals.acted_on(actor=actor, kind=CreditTerm.kind)
    return CreditTerm.objects.filter(Q(department__in=scope.departments) | Q(created_by=actor.person_id) | acted)


def terms_found(actor: Actor, *, words: str = "", state: str = "", sort: str = "") -> QuerySet[CreditTerm]:
    """The list of terms, the newest first unless sorted otherwise."""
    rows = terms_visible_to(actor).select_related("customer", "department", "created_by")
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = search.fitting(rows, CreditTerm.kind, words)
    return ordered(rows, sort, SORTS, usual=("-created_at", "-pk"))


def conduct_of(term: CreditTerm, *, on: date) -> Data:
    """How the customer paid since the terms were evaluated last, or granted; before that, over half a year."""
    latest = term.reviews.order_by("-at").first()
    granted = timezone.localdate(term.approved_at) if term.approved_at is not None else None
    start = latest.end_date if latest is not None else granted or rules.add_months(on, -6)
    invoices = OrderInvoice.objects.filter(
        order__customer=term.customer_id, cancelled_at__isnull=True, invoice_date__gte=start, invoice_date__lte=on
    )
    by_order: dict[int, list[Debt]] = defaultdict(list)
    for order, due, amount in invoices.values_list("order", "due_date", "base_amount"):
        by_order[order].append(Debt(due, amount))
    paid: dict[int, list[Debt]] = defaultdict(list)
    matches = ReceiptMatch.objects.filter(order__in=by_order, undone_at__isnull=True)
    for order, day, amount in matches.values_list("order", "receipt__received_date", "base_amount"):
        paid[order].append(Debt(day, amount))
    returns = SalesReturn.objects.filter(note__order__in=by_order, state=ReturnState.CREDITED)
    for order, settled_at, amount in returns.values_list("note__order", "settled_at", "credit_base"):
        paid[order].append(Debt(timezone.localdate(settled_at), amount))
    found = [one for order, debts in by_order.items() for one in rules.settled(debts, paid[order])]
    return Data(start, rules.conduct(found, on=on))


def who_minds(term: CreditTerm) -> set[int]:
    """Whoever may evaluate these terms: those who set credit over their department, without who applied (PSL-22)."""
    return holders(policies_money.SET_CREDIT, department_id=term.department_id) - {term.created_by_id}


def term_page(*, term: CreditTerm, actor: Actor, on: date) -> TermPage:
    """Everything on one page."""
    exposed = reads.exposure(term.customer_id)
    return TermPage(
        exposure=exposed,
        left=Decimal(term.limit_amount) - exposed.total,
        overdue=reads.overdue_of(term.customer_id, on=on),
        data=conduct_of(term, on=on),
        reviews=list(term.reviews.select_related("by")),
        can_change=may(term, "submit", actor),
        can_give_up=may(term, "cancel", actor),
        can_suspend=may(term, "suspend", actor),
        can_end=may(term, "end", actor),
        can_evaluate=term.is_live and policies_money.can_evaluate(term, actor),
        is_due=term.state == TermState.IN_FORCE and term.review_due is not None and term.review_due < on,
    )
