"""What delivered parts bring and cost, counted with the goods and posted to the department's result (PSL-52, BUD-10,
decision 0138). The hooks of delivery notes and returns call this in their own transaction.

Parts bring 备件销售 and cost 备件及更换; travel and labour, counted once all goods of the order have left, bring
有偿服务 (what they cost comes with the expense claims); freight paid in advance is passed on at what it is and
brings no margin (decision 0223); replacements without charge cost 保修索赔与维修 alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from core.actors import Actor
from core.money import ZERO, rounded, split_amount
from parts_sales.choices import LineKind
from parts_sales.choices_results import Bearing, Occasion
from parts_sales.models import (
    DeliveryNote,
    DeliveryNoteLine,
    ResultLine,
    ResultPosting,
    SalesOrder,
    SalesOrderLine,
    SalesReturn,
)
from parts_sales.rules import results as rules
from parts_sales.services import result_postings
from parts_sales.services.issued_hooks import Hook


def count_issued(
    note: DeliveryNote,
    *,
    actor: Actor,
    at: datetime,
    day: date | None = None,
    later: Mapping[int, Decimal] | None = None,
) -> None:
    """Count what the goods of a note bring and cost, on a day other than today where it is made up. `later` is what
    left of the order's lines after this note and is not counted yet. The caller holds order and note.
    """
    lines = list(note.lines.select_related("order_line"))
    if note.is_free:
        found = list(_replaced(note, lines))
    else:
        standing = standing_revenue(note.order_id)
        base = base_amounts(note.order)
        later = later or {}
        found = [*_sold(lines, base, standing, later), *_work(note.order, base, standing, later)]
    _keep(note, Occasion.ISSUE, found, actor=actor, at=at, day=day)


def count_taken_back(note: DeliveryNote, *, actor: Actor, at: datetime) -> None:
    """Take back what the note counted when its goods left."""
    same = ("order_line_id", "part_id", "bearing", "is_costed")
    found = [
        ResultLine(
            **{name: getattr(line, name) for name in same},
            quantity=-line.quantity,
            revenue=-line.revenue,
            cost=-line.cost,
        )
        for line in ResultLine.objects.filter(posting__note=note, posting__occasion=Occasion.ISSUE)
    ]
    _keep(note, Occasion.TAKE_BACK, found, actor=actor, at=at)


def count_credited(sales_return: SalesReturn, *, actor: Actor, at: datetime, day: date | None = None) -> None:
    """Take back what credited goods brought, and what those cost that went back into stock."""
    lines = [line for line in sales_return.lines.select_related("note_line__order_line") if line.received]
    of = [line.note_line.order_line for line in lines]
    weights = [one.amount * line.received / one.quantity for one, line in zip(of, lines, strict=True)]
    credited = split_amount(Decimal(sales_return.credit_base), weights) if lines else []
    bearing = Bearing.FREE if sales_return.note.is_free else Bearing.GOODS
    found = [
        ResultLine(
            order_line=one,
            part_id=one.part_id,
            bearing=bearing,
            quantity=-line.received,
            revenue=-credit,
            cost=-_cost(one, line.good),
            is_costed=one.cost is not None,
        )
        for one, line, credit in zip(of, lines, credited, strict=True)
    ]
    _keep(sales_return, Occasion.CREDIT, found, actor=actor, at=at, day=day)


HOOK = Hook(issued=count_issued, taken_back=count_taken_back, credited=count_credited)


def base_amounts(order: SalesOrder) -> dict[int, Decimal]:
    """What each line of an order comes to in the base currency; together exactly the order's total there."""
    lines = list(order.lines.order_by("position", "pk"))
    shares = split_amount(Decimal(order.base_total), [line.amount for line in lines]) if lines else []
    return {line.pk: share for line, share in zip(lines, shares, strict=True)}


def standing_revenue(order_id: int) -> dict[int, Decimal]:
    """What was counted as revenue for each line of an order when goods left, without what was taken back."""
    rows: QuerySet[ResultLine] = ResultLine.objects.filter(order=order_id).exclude(posting__occasion=Occasion.CREDIT)
    return dict(rows.order_by().values_list("order_line").annotate(sum=Sum("revenue")))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _sold(
    lines: Iterable[DeliveryNoteLine],
    base: dict[int, Decimal],
    standing: dict[int, Decimal],
    later: Mapping[int, Decimal],
) -> Iterator[ResultLine]:
    for line in lines:
        of = line.order_line
        gone = of.issued - later.get(of.pk, ZERO)
        revenue = rules.share_of(base[of.pk], quantity=of.quantity, gone=gone, standing=standing.get(of.pk, ZERO))
        yield ResultLine(
            order_line=of,
            part_id=of.part_id,
            quantity=line.quantity,
            revenue=revenue,
            cost=_cost(of, line.quantity),
            is_costed=of.cost is not None,
        )


def _work(
    order: SalesOrder, base: dict[int, Decimal], standing: dict[int, Decimal], later: Mapping[int, Decimal]
) -> Iterator[ResultLine]:
    """Freight and work of an order, with the note that takes its last goods; once."""
    lines = list(order.lines.all())
    if any(line.is_goods and line.issued - later.get(line.pk, ZERO) < line.quantity for line in lines):
        return
    for line in lines:
        if not line.is_goods and not standing.get(line.pk):
            revenue = base[line.pk]
            cost = revenue if line.kind == LineKind.FREIGHT else ZERO
            yield ResultLine(order_line=line, bearing=Bearing.WORK, quantity=line.quantity, revenue=revenue, cost=cost)


def _replaced(note: DeliveryNote, lines: Iterable[DeliveryNoteLine]) -> Iterator[ResultLine]:
    """What a replacement costs: its goods, less those that came back whole and lie in stock again."""
    good = dict(note.free_of.lines.values_list("note_line__order_line", "good")) if note.free_of else {}
    for line in lines:
        of = line.order_line
        yield ResultLine(
            order_line=of,
            part_id=of.part_id,
            bearing=Bearing.FREE,
            quantity=line.quantity,
            cost=_cost(of, line.quantity) - _cost(of, good.get(of.pk, ZERO)),
            is_costed=of.cost is not None,
        )


def _cost(of: SalesOrderLine, quantity: Decimal) -> Decimal:
    """What so much of a line cost; nothing where nobody knows, which the margin page says."""
    return rounded(quantity * of.cost) if of.cost is not None else ZERO


def _keep(
    document: DeliveryNote | SalesReturn,
    occasion: Occasion,
    lines: Sequence[ResultLine],
    *,
    actor: Actor,
    at: datetime,
    day: date | None = None,
) -> None:
    """Write a document's result and post it, or leave it waiting where the ledger does not take it."""
    if not lines:
        return
    note, sales_return = (document, None) if isinstance(document, DeliveryNote) else (document.note, document)
    posting = ResultPosting.objects.create(
        note=note if sales_return is None else None,
        sales_return=sales_return,
        occasion=occasion,
        order_id=note.order_id,
        customer_id=document.customer_id,
        department_id=document.department_id,
        day=day or timezone.localdate(at),
        revenue=sum((line.revenue for line in lines), ZERO),
        cost=sum((line.cost for line in lines), ZERO),
        created_at=at,
    )
    for line in lines:
        line.posting, line.day = posting, posting.day
        line.order_id, line.customer_id = posting.order_id, posting.customer_id
        line.department_id = posting.department_id
    ResultLine.objects.bulk_create(lines)
    result_postings.try_post(posting, actor=actor, at=at)
