"""Which carrier goods go by, and whether their packaging has to be noted (PSL-33). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parts_sales.choices_delivery import Carrier


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent: weight in kg and longest side in mm, as far as they are known, the goods' value, what they are."""

    weight: Decimal | None
    longest: int | None
    value: Decimal
    is_valuable: bool = False
    is_fragile: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which weight and side on goods are heavy or large, from which value on valuable; at the bound they are not
    yet heavy or large, and already valuable.
    """

    weight: Decimal
    longest: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Advice:
    """The rule's choice. `is_sure` is False where weight or size is not known."""

    carrier: str
    is_heavy: bool
    is_large: bool
    is_valuable: bool
    needs_packaging: bool
    is_sure: bool


def advise(load: Load, bounds: Bounds) -> Advice:
    """Heavy or large goods go by freight forwarder, whatever they are worth; small or valuable ones by express.
    Valuable and fragile goods need their packaging noted.
    """
    is_heavy = load.weight is not None and load.weight > bounds.weight
    is_large = load.longest is not None and load.longest > bounds.longest
    is_valuable = load.is_valuable or load.value >= bounds.value
    return Advice(
        carrier=Carrier.FREIGHT if is_heavy or is_large else Carrier.EXPRESS,
        is_heavy=is_heavy,
        is_large=is_large,
        is_valuable=is_valuable,
        needs_packaging=is_valuable or load.is_fragile,
        is_sure=load.weight is not None and load.longest is not None,
    )
