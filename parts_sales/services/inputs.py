"""What services about parts are given."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class PartInput:
    """A part as somebody says it is. Without a warehouse it lies where its kind does."""

    number: str = ""
    name_zh: str = ""
    name_en: str = ""
    part_kind: str = "PURCHASED"
    category: str = ""
    fits: tuple[str, ...] = ()
    warehouse_id: int | None = None
    unit: str = "件"
    weight_kg: Decimal | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    is_valuable: bool = False
    is_fragile: bool = False
    hs_code: str = ""
    origin: str = ""
    successor_id: int | None = None
    note: str = ""

    def values(self) -> dict[str, Any]:
        """Its values, texts without blanks around them."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


@dataclass(frozen=True, slots=True)
class StockLine:
    """So much of a part in a warehouse. `source` names the document's line; one line moves the same way once."""

    part_id: int
    warehouse_id: int
    quantity: Decimal
    source: str = ""
