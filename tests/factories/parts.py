"""The smallest valid parts, and who keeps, prices and counts them."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.actors import SYSTEM
from organization.models import Person, Warehouse
from parts_sales.models import Part, PartCost, PartPrice
from parts_sales.services import parts, stock
from parts_sales.services.inputs import PartInput, StockLine
from tests.factories.organization import actor_of

_counter = itertools.count(1)
SINCE = date(2026, 1, 1)


def part(maker: Person, number: str = "", name_zh: str = "主轴轴承组", **fields: Any) -> Part:
    """A part on sale."""
    draft = PartInput(number=number or f"T-{next(_counter):05}", name_zh=name_zh, **fields)
    return parts.create_part(draft=draft, actor=actor_of(maker), at=timezone.now())


def cost(of: Part, amount: str, since: date = SINCE) -> PartCost:
    """What a part costs, past the rule that nothing is entered for days gone by."""
    return PartCost.objects.create(part=of, amount=Decimal(amount), start_date=since, entered_at=timezone.now())


def price(of: Part, amount: str, since: date = SINCE, until: date | None = None, currency: str = "CNY") -> PartPrice:
    """What a part is listed at, past the same rule."""
    return PartPrice.objects.create(
        part=of, amount=Decimal(amount), start_date=since, end_date=until, currency=currency, entered_at=timezone.now()
    )


def line(of: Part, quantity: str, source: str = "", warehouse: Warehouse | None = None) -> StockLine:
    """So much of a part where it lies."""
    return StockLine(of.pk, warehouse.pk if warehouse else of.warehouse_id, Decimal(quantity), source)


def receive(of: Part, quantity: str, at: datetime | None = None) -> None:
    """Have some in stock."""
    stock.receive([line(of, quantity)], reason="入库", actor=SYSTEM, at=at or timezone.now())
