"""Money received as lists and pages show it (PSL-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from core import search
from core.actors import Actor
from core.documents import may
from core.money import ZERO, rounded
from core.ordering import ordered
from customers.models import Customer
from parts_sales import policies_money
from parts_sales.choices_money import ReceiptState
from parts_sales.models import Receipt, ReceiptMatch, SalesOrder
from parts_sales.selectors.credit import SETTLED_AMOUNT
from parts_sales.selectors.order_pages import GOING
from parts_sales.selectors.orders import orders_visible_to

SORTS = {
    "number": "number", "day": "received_date", "payer": "payer", "account": "account", "amount": "base_amount",
    "left": "left",
}  # fmt: skip
MOST_OFFERED = 40
UNMATCHED = "unmatched"


@dataclass(frozen=True, slots=True)
class ReceiptQuestion:
    """What a list of receipts is asked for."""

    words: str = ""
    state: str = ""
    way: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTotals:
    """Under the list, in the base currency; what was reversed counts with nothing."""

    count: int
    total: Decimal
    unmatched: Decimal


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt with what it stands against, and what the reader may do."""

    matches: Sequence[ReceiptMatch]
    standing: Sequence[ReceiptMatch]
    can_match: bool
    can_unmatch: bool
    can_reverse: bool


def receipts_visible_to(actor: Actor) -> QuerySet[Receipt]:
    """All, for who records money or sees the company's business; else those matched to orders one sees, and money
    that stands unmatched, so that whoever sells can say what it is for (GEN-10, PSL-20)."""
    if not policies_money.can_open_receipts(actor):
        return Receipt.objects.none()
    scope = policies_money.sight_of_sales(actor)
    if scope.company:
        return Receipt.objects.all()
    matched = ReceiptMatch.objects.filter(receipt=OuterRef("pk"), order__in=orders_visible_to(actor))
    return Receipt.objects.filter(Exists(matched) | Q(state=ReceiptState.RECORDED, matched_amount__lt=F("amount")))


def receipts_found(actor: Actor, asked: ReceiptQuestion) -> QuerySet[Receipt]:
    """The receipts of a question, the newest first unless sorted otherwise."""
    rows = receipts_visible_to(actor).select_related("customer", "created_by")
    rows = rows.annotate(left=F("amount") - F("matched_amount"))
    if asked.words:
        rows = search.fitting(rows, Receipt.kind, asked.words)
    if asked.state == UNMATCHED:
        rows = rows.filter(state=ReceiptState.RECORDED, matched_amount__lt=F("amount"))
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.way:
        rows = rows.filter(way=asked.way)
    if asked.since is not None:
        rows = rows.filter(received_date__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(received_date__lte=asked.until)
    return ordered(rows, asked.sort, SORTS, usual=("-received_date", "-pk"))


def totals_of(rows: QuerySet[Receipt]) -> ReceiptTotals:
    """The sums under the list."""
    standing = rows.filter(state=ReceiptState.RECORDED).order_by()
    sums = standing.aggregate(
        total=Sum("base_amount", default=ZERO),
        free=Sum(F("base_amount") * (F("amount") - F("matched_amount")) / F("amount"), default=ZERO),
    )
    return ReceiptTotals(rows.count(), sums["total"], rounded(sums["free"]))


def receipt_page(*, receipt: Receipt, actor: Actor) -> ReceiptPage:
    """What the page shows beside the receipt."""
    matches = list(receipt.matches.select_related("order__customer", "matched_by", "undone_by").order_by("pk"))
    standing = [one for one in matches if one.undone_at is None]
    return ReceiptPage(
        matches=matches,
        standing=standing,
        can_match=may(receipt, "match", actor) and receipt.unmatched > 0,
        can_unmatch=may(receipt, "unmatch", actor) and bool(standing),
        can_reverse=may(receipt, "reverse", actor),
    )


def payers_of(receipt: Receipt) -> set[int]:
    """Whose money it is: the customer finance named, else those of exactly the payer's name; empty where nobody knows
    (PSL-20).
    """
    if receipt.customer_id is not None:
        return {receipt.customer_id}
    named = Q(name_zh=receipt.payer) | Q(name_en=receipt.payer)
    return set(Customer.objects.filter(named, merged_into__isnull=True).values_list("pk", flat=True))


def orders_offered(receipt: Receipt, actor: Actor, words: str) -> list[SalesOrder]:
    """The unpaid orders a receipt may be for: those found by words, else the customer's, else those that owe exactly
    this, the oldest first."""
    rows = orders_visible_to(actor).filter(state__in=GOING, currency=receipt.currency, total__gt=SETTLED_AMOUNT)
    if words:
        rows = search.fitting(rows, SalesOrder.kind, words)
    elif receipt.customer_id is not None:
        rows = rows.filter(customer=receipt.customer_id)
    else:
        rows = rows.filter(total=SETTLED_AMOUNT + receipt.unmatched)
    return list(rows.select_related("customer").order_by("order_date", "pk")[:MOST_OFFERED])


def last_account(actor: Actor) -> str:
    """The account the actor recorded money on last, to begin the form with."""
    last = Receipt.objects.filter(created_by=actor.person_id or 0).order_by("-pk").first()
    return last.account if last is not None else ""
