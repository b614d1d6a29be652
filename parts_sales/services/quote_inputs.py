"""What services about quotes are given: the same from pages, API and seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class QuoteLineInput:
    """One line as typed: a part at a unit price, or freight, travel, labour with words. Without a unit price a part is
    offered at its list price.
    """

    quantity: Decimal
    unit_price: Decimal | None = None
    kind: str = "GOODS"
    part_id: int | None = None
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuoteInput:
    """A quote as typed (PSL-12). Without `valid_until` it is valid as long as is usual; without a currency it is in
    the customer's.
    """

    customer_id: int
    contact: str = ""
    machine: str = ""
    valid_until: date | None = None
    currency: str = ""
    shipping_method: str = ""
    freight_payer: str = "BUYER"
    expected_freight: Decimal | None = None
    incoterm: str = ""
    incoterm_place: str = ""
    bank_details: str = ""
    terms: str = ""
    parameters: str = ""
    inquiry_id: int | None = None
    lines: tuple[QuoteLineInput, ...] = ()
