"""The smallest valid quotes and orders, past the services: for tests that begin where an order stands already.

made = sales.order_of(clerk, [sales.Piece(part, "2", "540.00")], paid=True)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from customers.choices import Region
from customers.models import Customer
from organization.models import Department, Person
from parts_sales.choices import ConfirmedBy, LineKind, QuoteState
from parts_sales.models import Part, Quote, QuoteLine, SalesOrder, SalesOrderLine
from tests.factories import customers as serving

_counter = itertools.count(1)
SAME = (
    "kind", "part_id", "part_number", "name_zh", "name_en", "unit", "quantity", "list_price", "unit_price", "tax_rate",
    "amount", "cost", "floor", "note", "position",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """So much of a part at a price; `cost` of one, where it is known."""

    part: Part
    quantity: str = "1"
    unit_price: str = "100.00"
    cost: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Freight, travel or labour on a line of its own."""

    kind: str = LineKind.FREIGHT
    name: str = "运费"
    amount: str = "80.00"


def quote_of(
    clerk: Person,
    lines: Sequence[Piece | Work],
    *,
    customer: Customer | None = None,
    department: Department | None = None,
    state: str = QuoteState.CONFIRMED,
    **fields: Any,
) -> Quote:
    """A quote in any state, confirmed unless said otherwise; amounts as its lines come to."""
    now, number = timezone.now(), next(_counter)
    of = customer or serving.customer(clerk, region=fields.get("region", Region.DOMESTIC))
    rows = [_line(one, position) for position, one in enumerate(lines, start=1)]
    total = sum((row.amount for row in rows), Decimal(0))
    said: dict[str, Any] = {
        "confirmed_at": now, "confirmed_way": ConfirmedBy.EMAIL, "confirmed_name": "王经理",
    }  # fmt: skip
    quote = Quote.objects.create(
        **{
            "number": f"QUO-T-{number:05}", "department": department or clerk.department, "customer": of,
            "region": of.region, "state": state, "created_by": clerk, "created_at": now, "submitted_at": now,
            "quote_date": timezone.localdate(), "valid_until": timezone.localdate() + timedelta(days=30),
            "goods_total": sum((row.amount for row in rows if row.kind == LineKind.GOODS), Decimal(0)),
            "total": total, "base_total": total, "contact": "王经理", "machine": "YL-2600",
        }
        | (said if state == QuoteState.CONFIRMED else {})
        | fields
    )  # fmt: skip
    for row in rows:
        row.quote = quote
    QuoteLine.objects.bulk_create(rows)
    return quote


def order_of(
    clerk: Person,
    lines: Sequence[Piece | Work] = (),
    *,
    quote: Quote | None = None,
    paid: bool = False,
    customer: Customer | None = None,
    department: Department | None = None,
    **fields: Any,
) -> SalesOrder:
    """An open order of a confirmed quote, paid in full or not at all; nothing of it is reserved."""
    origin = quote or quote_of(clerk, lines, customer=customer, department=department)
    order = SalesOrder.objects.create(
        **{
            "number": f"SO-T-{next(_counter):05}", "department": origin.department, "customer": origin.customer,
            "quote": origin, "region": origin.region, "created_by": clerk, "created_at": timezone.now(),
            "order_date": timezone.localdate(), "contact": origin.contact, "machine": origin.machine,
            "ship_to": "江苏省苏州市工业园区星湖街 1 号", "currency": origin.currency, "rate": origin.rate,
            "total": origin.total, "base_total": origin.base_total,
            "paid_base": origin.base_total if paid else Decimal(0),
            "paid_amount": origin.total if paid else Decimal(0),
        }
        | fields
    )  # fmt: skip
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(
            order=order,
            warehouse=line.part.warehouse if line.part else None,
            **{name: getattr(line, name) for name in SAME},
        )
        for line in origin.lines.select_related("part__warehouse")
    )
    return order


def _line(of: Piece | Work, position: int) -> QuoteLine:
    if isinstance(of, Work):
        amount = Decimal(of.amount)
        return QuoteLine(
            kind=of.kind, name_zh=of.name, quantity=Decimal(1), unit_price=amount, amount=amount, position=position,
            tax_rate=Decimal("0.06"),
        )  # fmt: skip
    price, quantity = Decimal(of.unit_price), Decimal(of.quantity)
    return QuoteLine(
        kind=LineKind.GOODS, part=of.part, part_number=of.part.number, name_zh=of.part.name_zh,
        name_en=of.part.name_en, unit=of.part.unit, quantity=quantity, list_price=price, unit_price=price,
        tax_rate=Decimal("0.13"), amount=(price * quantity).quantize(Decimal("0.01")),
        cost=Decimal(of.cost) if of.cost else None, position=position,
    )  # fmt: skip
