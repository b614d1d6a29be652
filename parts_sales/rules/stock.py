"""What a movement does to a balance (PSL-01, PSL-32). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a movement changes what is on hand and what of it is reserved."""

    on_hand: Decimal
    reserved: Decimal


def change(kind: str, quantity: Decimal, *, from_reservation: bool = True) -> Change:
    """What a movement of this kind changes. Issuing takes what was reserved for it, unless it was not reserved."""
    return {
        "RECEIVE": Change(quantity, ZERO),
        "ISSUE": Change(-quantity, -quantity if from_reservation else ZERO),
        "RESERVE": Change(ZERO, quantity),
        "RELEASE": Change(ZERO, -quantity),
    }[kind]
