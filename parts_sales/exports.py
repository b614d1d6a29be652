"""The catalogue as Excel (GEN-13); costs and floors only for who sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actors import Actor
from core.list_workbooks import MOST_ROWS, Sheet
from parts_sales import policies
from parts_sales.models import Part
from parts_sales.selectors import prices

AT_ONCE = 1000


def parts_sheet(rows: QuerySet[Part], *, actor: Actor, on: date) -> Sheet:
    """Parts with stock and prices of the day; can be brought in again."""
    heads = [
        (_("Part number"), 16), (_("Chinese name"), 28), (_("English name"), 28), (_("Kind"), 12),
        (_("Product group"), 14), (_("Fits"), 20), (_("Warehouse"), 16), (_("Unit"), 8), (_("Weight in kg"), 12),
        (_("Length in mm"), 12), (_("Width in mm"), 12), (_("Height in mm"), 12), (_("Valuable"), 8), (_("Fragile"), 8),
        (_("HS code"), 14), (_("Country of origin"), 14), (_("Successor"), 16), (_("On hand"), 10), (_("Reserved"), 10),
        (_("Free"), 10), (_("List price"), 14),
    ]  # fmt: skip
    sees_costs, sees_floors = policies.sees_costs(actor), policies.sees_floors(actor)
    heads += [(_("Floor"), 14)] if sees_floors else []
    heads += [(_("Standard cost"), 14)] if sees_costs else []
    return Sheet(_("Parts catalogue"), heads, _cells(rows, on, sees_costs=sees_costs, sees_floors=sees_floors))


def _cells(rows: QuerySet[Part], on: date, *, sees_costs: bool, sees_floors: bool) -> Iterator[list[Any]]:
    source = rows[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
    while batch := list(islice(source, AT_ONCE)):
        ids = [one.pk for one in batch]
        costs = prices.costs_on(ids, on=on) if sees_costs else {}
        floors = prices.floors_on(ids, on=on) if sees_floors else {}
        for one in batch:
            cells = _cells_of(one)
            if sees_floors:
                floor = floors.get(one.pk)
                cells.append(floor.amount if floor else None)
            if sees_costs:
                cells.append(costs.get(one.pk))
            yield cells


def _cells_of(one: Any) -> list[Any]:
    yes = _("yes")
    return [
        one.number, one.name_zh, one.name_en, one.get_part_kind_display(), one.category, ", ".join(one.fits),
        one.warehouse.name, one.unit, float(one.weight_kg) if one.weight_kg is not None else None, one.length_mm,
        one.width_mm, one.height_mm, yes if one.is_valuable else "", yes if one.is_fragile else "", one.hs_code,
        one.origin, one.successor.number if one.successor else "", float(one.on_hand_total),
        float(one.reserved_total), float(one.free_total), one.list_price,
    ]  # fmt: skip
