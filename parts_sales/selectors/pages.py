"""What a part's page shows; costs and floors only to who sees them (PSL-01, PSL-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.actors import Actor
from core.attachments import attachments_of
from core.files import GIF, JPEG, PNG, WEBP
from core.models import Attachment
from core.money import base_currency
from parts_sales import policies
from parts_sales.models import Part, PartCost, PartPrice, StockBalance, StockMovement
from parts_sales.rules import prices as rules
from parts_sales.rules.prices import Floor
from parts_sales.selectors import prices, stock

DRAWN = tuple(kind.content_type for kind in (PNG, JPEG, WEBP, GIF))
PAST = 12


@dataclass(frozen=True, slots=True)
class PartPage:
    """A part with its prices, costs and stock. `cost`, `costs` and `margin` are empty for who does not see costs."""

    price: Decimal | None
    cost: Decimal | None
    floor: Floor | None
    margin: Decimal | None
    prices: Sequence[PartPrice]
    costs: Sequence[PartCost]
    balances: Sequence[StockBalance]
    movements: Sequence[StockMovement]
    predecessors: Sequence[Part]
    counts: frozenset[int]
    picture: Attachment | None
    currency: str
    sees_costs: bool
    sees_floors: bool
    can_edit: bool
    can_keep: bool
    can_set_prices: bool


def part_page(*, part: Part, actor: Actor, on: date) -> PartPage:
    """Everything on one page, in a fixed number of statements."""
    sees_costs, sees_floors = policies.sees_costs(actor), policies.sees_floors(actor)
    cost = prices.costs_on([part.pk], on=on).get(part.pk) if sees_costs else None
    price = prices.prices_on([part.pk], on=on).get(part.pk)
    floor = prices.floors_on([part.pk], on=on).get(part.pk) if sees_floors else None
    return PartPage(
        price=price,
        cost=cost,
        floor=floor,
        margin=rules.margin_of(cost=cost, unit_price=price) if cost is not None and price is not None else None,
        prices=list(PartPrice.objects.filter(part=part).select_related("entered_by")[:PAST]),
        costs=list(PartCost.objects.filter(part=part).select_related("entered_by")[:PAST]) if sees_costs else [],
        balances=list(stock.balances_of(part.pk)),
        movements=list(stock.movements_of(part.pk)),
        predecessors=list(Part.objects.filter(successor=part)),
        counts=stock.warehouses_kept_by(actor),
        picture=picture_of(part),
        currency=base_currency(),
        sees_costs=sees_costs,
        sees_floors=sees_floors,
        can_edit=policies.can_edit(part, actor),
        can_keep=policies.can_edit_parts(actor),
        can_set_prices=policies.can_set_prices(actor),
    )


def picture_of(part: Part) -> Attachment | None:
    """The first picture among a part's files."""
    return attachments_of(kind=part.kind, document_id=part.pk).filter(content_type__in=DRAWN).first()
