"""What the rule of carriers says of a note (PSL-33)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core import thresholds
from parts_sales.figures_delivery import CARRIER
from parts_sales.models import DeliveryNote, DeliveryNoteLine
from parts_sales.rules.carriers import Advice, Bounds, Load, advise


def advice_for(
    note: DeliveryNote, lines: Sequence[DeliveryNoteLine], *, on: date, weight: Decimal | None = None
) -> Advice:
    """The rule's choice for a note and its lines (joined with their parts); `weight` where it was weighed."""
    standing = thresholds.in_force(CARRIER, on=on).of(CARRIER)
    bounds = Bounds(*(standing.figure(name) for name in ("weight", "longest", "value")))
    sides = [(line.part.length_mm, line.part.width_mm, line.part.height_mm) for line in lines]
    known = [max(given) for side in sides if (given := [one for one in side if one is not None])]
    load = Load(
        weight=weight if weight is not None else note.weight_kg,
        longest=max(known) if len(known) == len(sides) else _beyond(known, bounds),
        value=note.goods_base,
        is_valuable=any(line.part.is_valuable for line in lines),
        is_fragile=any(line.part.is_fragile for line in lines),
    )
    return advise(load, bounds)


def _beyond(known: Sequence[int], bounds: Bounds) -> int | None:
    """One side that is too long decides, whatever is not known of the others."""
    return next((side for side in known if side > bounds.longest), None)
