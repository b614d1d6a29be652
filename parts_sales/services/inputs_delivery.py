"""What services about dispatch and returns are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DispatchInput:
    """How goods are sent (PSL-33, PSL-34). `reason` where another way than the rule's is taken; `address` is where the
    customer is told by e-mail, empty where they are told otherwise.
    """

    carrier: str
    carrier_name: str = ""
    tracking_number: str = ""
    expected_date: date | None = None
    packages: int = 1
    weight_kg: Decimal | None = None
    packaging: str = ""
    reason: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """How the customer is told (PSL-34): by e-mail to `address`, written from here, or otherwise: `name` says whom."""

    way: str
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """What comes back of a note (PSL-53): quantities by line of the note."""

    reason: str
    remedy: str
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    complaint: str = ""
