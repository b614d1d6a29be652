"""What delivered parts bring and cost: by order, customer, part, month, down to the documents (PSL-51), and what is not
in the ledger yet (PSL-52). Amounts in the base currency, tax included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf, Round, TruncMonth

from core import search
from core.actors import Actor
from core.money import ZERO
from core.ordering import ordered
from customers.models import Customer
from parts_sales import policies
from parts_sales.choices import Figure
from parts_sales.choices_results import Bearing, PostingState
from parts_sales.models import Part, ResultLine, ResultPosting, SalesOrder
from parts_sales.rules.results import COVERED, LOSS, MARGIN, Result
from parts_sales.selectors.prices import figure_on

ORDER, CUSTOMER, PART, MONTH, DOCUMENTS = "order", "customer", "part", "month", "documents"
UNCOSTED = "uncosted"
PARTS, WORK, EVERYTHING = "parts", "work", "all"
KEYS = {ORDER: "order", CUSTOMER: "buyer", PART: "part"}
NAMES = {ORDER: "order__number", CUSTOMER: "buyer_name", PART: "part__number", MONTH: "month"}
SHARE = DecimalField(max_digits=9, decimal_places=4)
LINE_SORTS = {
    "name": "day", "quantity": "quantity", "revenue": "revenue", "cost": "cost", "margin": "margin_amount",
    "share": "share",
}  # fmt: skip
WAITING_SORTS = {
    "day": "day", "number": "note__number", "order": "order__number", "customer": "customer__number", "why": "why",
    "revenue": "revenue", "cost": "cost",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarginQuestion:
    """What of the margin page is asked for. `by` is what stands in a row; the ids narrow it to one order, customer or
    part; `only` shows losses, what covers its cost, what has the wanted margin, or what has parts without a known cost;
    `what` parts or work alone, whose costs come with the expense claims.
    """

    by: str = ORDER
    since: date | None = None
    until: date | None = None
    region: str = ""
    only: str = ""
    words: str = ""
    order: int | None = None
    customer: int | None = None
    part: int | None = None
    what: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class MarginRow:
    """One order, customer, part or month: what it brought and cost. `key` is its id, or the first day of the month;
    None for work and freight, which are no part. `stands` is against “cover cost, small margin”.
    """

    key: Any
    label: str
    sub: str
    quantity: Decimal
    result: Result
    is_costed: bool
    stands: str


def results_visible_to(actor: Actor) -> QuerySet[ResultLine]:
    """Lines of the departments whose costs one sees (GEN-10)."""
    return _of_scope(ResultLine.objects.all(), actor)


def postings_visible_to(actor: Actor) -> QuerySet[ResultPosting]:
    """Results of the departments whose costs one sees (GEN-10)."""
    return _of_scope(ResultPosting.objects.all(), actor)


def _of_scope(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    scope = actor.scope_of(policies.VIEW_COSTS)
    if scope.company or actor.is_system:
        return rows
    return rows.filter(department__in=scope.departments)


def lines_found(actor: Actor, asked: MarginQuestion) -> QuerySet[ResultLine]:
    """The lines that fit, but for `only`."""
    rows = results_visible_to(actor)
    for name, value in (("order", asked.order), ("part", asked.part)):
        if value is not None:
            rows = rows.filter(**{name: value})
    if asked.customer is not None:
        rows = rows.filter(customer__in=_one_company(asked.customer))
    if asked.since is not None:
        rows = rows.filter(day__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(day__lte=asked.until)
    if asked.region:
        rows = rows.filter(order__region=asked.region)
    if asked.what in {PARTS, WORK}:
        rows = rows.filter(bearing=Bearing.WORK) if asked.what == WORK else rows.exclude(bearing=Bearing.WORK)
    return rows.filter(_named(asked.words)) if asked.words else rows


def _one_company(customer_id: int) -> list[int]:
    """A customer with those that were merged into it: results are never changed, so they name the one of their day
    (CUS-01).
    """
    merged = Customer.objects.filter(merged_into=customer_id)
    return [customer_id, *merged.values_list("pk", flat=True)]


def _by_buyer(lines: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Lines with the customer they count for today, and its name."""
    found: QuerySet[Any, Any] = lines.annotate(
        buyer=Coalesce("customer__merged_into", "customer"),
        buyer_name=Coalesce("customer__merged_into__name_zh", "customer__name_zh"),
    )
    return found


def _named(words: str) -> Q:
    """Orders, customers and parts the words find."""
    found = Q(pk__in=())
    for name, kind in (("order", SalesOrder.kind), ("customer", Customer.kind), ("part", Part.kind)):
        found |= search.fits(kind, words, by=name)
    return found


def documents_found(actor: Actor, asked: MarginQuestion, *, standard: Decimal) -> QuerySet[ResultLine]:
    """The single lines behind the figures, with their documents, the newest first."""
    rows = lines_found(actor, asked).annotate(margin_amount=F("revenue") - F("cost"), share=_share("revenue", "cost"))
    rows = _only(rows, asked.only, standard, costed=Q(is_costed=True))
    rows = rows.select_related("posting__note", "posting__sales_return", "order", "order_line", "customer", "part")
    return ordered(rows, asked.sort, LINE_SORTS, usual=("-day", "-pk"))


def groups_found(actor: Actor, asked: MarginQuestion, *, standard: Decimal) -> QuerySet[Any, Any]:
    """Rows by order, customer, part or month, as dicts; `margin_rows` puts the names to a page of them."""
    lines: QuerySet[Any, Any] = lines_found(actor, asked).order_by()
    if asked.by == CUSTOMER:
        lines = _by_buyer(lines)
    groups: QuerySet[Any, Any]
    by_name = asked.sort.removeprefix("-") == "name"  # names are joined for no other sort: very many lines have few
    if asked.by == MONTH:
        groups = lines.annotate(month=TruncMonth("day")).values("month")
    else:
        groups = lines.values(KEYS[asked.by], NAMES[asked.by]) if by_name else lines.values(KEYS[asked.by])
    rows = groups.annotate(
        sum_quantity=Sum("quantity"),
        sum_revenue=Sum("revenue"),
        sum_cost=Sum("cost"),
        unknown=Count("pk", filter=Q(is_costed=False)),
    ).annotate(margin_amount=F("sum_revenue") - F("sum_cost"), share=_share("sum_revenue", "sum_cost"))
    rows = _only(rows, asked.only, standard, costed=Q(unknown=0))
    sorts = {
        "name": NAMES[asked.by], "quantity": "sum_quantity", "revenue": "sum_revenue", "cost": "sum_cost",
        "margin": "margin_amount", "share": "share",
    }  # fmt: skip
    column = sorts.get(asked.sort.removeprefix("-"))
    key = KEYS.get(asked.by, "month")
    if column is None:
        usual = F("month").desc() if asked.by == MONTH else F("sum_revenue").desc()
        return rows.order_by(usual, key)
    order = F(column).desc(nulls_last=True) if asked.sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, key)


def group_count(actor: Actor, asked: MarginQuestion, groups: QuerySet[Any, Any]) -> int:
    """How many rows there are; without adding up what nobody asked about."""
    if asked.only or asked.by not in KEYS:
        return int(groups.count())
    lines = lines_found(actor, asked).order_by()
    lines = _by_buyer(lines) if asked.by == CUSTOMER else lines
    return int(lines.values(KEYS[asked.by]).distinct().count())


def totals_asked(actor: Actor, asked: MarginQuestion, rows: QuerySet[Any, Any]) -> tuple[Result, bool]:
    """What a list of groups or documents comes to; groups that are all shown are their lines."""
    return total_of(rows if asked.only else lines_found(actor, asked))


def _share(revenue: str, cost: str) -> Any:
    margin = (F(revenue) - F(cost)) / NullIf(F(revenue), Value(0), output_field=SHARE)
    return Round(margin, precision=4, output_field=SHARE)


def _only(rows: QuerySet[Any, Any], only: str, standard: Decimal, *, costed: Q) -> QuerySet[Any, Any]:
    if only == LOSS:
        return rows.filter(margin_amount__lt=0)
    if only == UNCOSTED:
        return rows.exclude(costed)
    if only == COVERED:
        return rows.filter(margin_amount__gte=0).exclude(share__gte=standard)
    return rows.filter(margin_amount__gte=0, share__gte=standard) if only == MARGIN else rows


def margin_rows(found: Sequence[dict[str, Any]], by: str, *, standard: Decimal) -> list[MarginRow]:
    """A page of groups with their names, in two statements at most."""
    key = KEYS.get(by, "month")
    ids = [one[key] for one in found]
    named = _names(by, ids)
    rows = []
    for one in found:
        result = Result(one["sum_revenue"], one["sum_cost"])
        label, sub = named.get(one[key], ("", ""))
        if by == MONTH:
            label = f"{one['month']:%Y-%m}"
        quantity = one["sum_quantity"]
        rows.append(MarginRow(one[key], label, sub, quantity, result, not one["unknown"], result.against(standard)))
    return rows


def _names(by: str, ids: Sequence[Any]) -> dict[Any, tuple[str, str]]:
    if by == ORDER:
        orders = SalesOrder.objects.filter(pk__in=ids).select_related("customer")
        return {one.pk: (str(one), one.customer.name) for one in orders}
    if by == CUSTOMER:
        return {one.pk: (one.name, one.number or "") for one in Customer.objects.filter(pk__in=ids)}
    if by == PART:
        return {one.pk: (one.number, one.name) for one in Part.objects.filter(pk__in=[pk for pk in ids if pk])}
    return {}


def total_of(lines: QuerySet[Any, Any]) -> tuple[Result, bool]:
    """What lines, or groups of them, come to altogether, and whether every cost in them is known."""
    grouped = "sum_revenue" in lines.query.annotations
    plain = lines.order_by()
    if grouped:
        sums = plain.aggregate(r=Sum("sum_revenue"), c=Sum("sum_cost"), u=Sum("unknown"))
    else:
        sums = plain.aggregate(r=Sum("revenue"), c=Sum("cost"), u=Count("pk", filter=Q(is_costed=False)))
    return Result(sums["r"] or ZERO, sums["c"] or ZERO), not sums["u"]


def standard_margin(*, on: date) -> Decimal:
    """The small margin that is wanted: the minimum margin of the day (PSL-03, PSL-51)."""
    return figure_on(Figure.MINIMUM_MARGIN, on=on)


def waiting_found(
    actor: Actor,
    *,
    why: str = "",
    words: str = "",
    since: date | None = None,
    until: date | None = None,
    sort: str = "",
) -> QuerySet[ResultPosting]:
    """Results that are not in the ledger yet, the oldest first."""
    rows = postings_visible_to(actor).filter(state=PostingState.WAITING)
    if why:
        rows = rows.filter(why=why)
    if since is not None:
        rows = rows.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    if words:
        rows = search.fitting(rows, SalesOrder.kind, words, by="order")
    rows = rows.select_related("note", "sales_return", "order", "customer")
    return ordered(rows, sort, WAITING_SORTS, usual=("day", "pk"))


def waiting_count(actor: Actor) -> int:
    """How many results wait."""
    return postings_visible_to(actor).filter(state=PostingState.WAITING).count()


def sum_of(rows: QuerySet[ResultPosting]) -> Result:
    """What results come to altogether."""
    sums = rows.order_by().aggregate(r=Sum("revenue"), c=Sum("cost"))
    return Result(sums["r"] or ZERO, sums["c"] or ZERO)
