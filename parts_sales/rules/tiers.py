"""What can be granted at most on a foreign order, by its value before discount in the base currency (PSL-41). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import CENT, rounded

MOST_TIERS = 6
"""As many tiers a table has at most."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Orders up to `upper` (None: without bound) pay at least `share` of list; `is_inclusive`: the bound itself too."""

    upper: Decimal | None
    is_inclusive: bool
    share: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether an order of this value lies at or below the tier's bound."""
        return self.upper is None or value < self.upper or (self.is_inclusive and value == self.upper)

    @property
    def first_above(self) -> Decimal | None:
        """The least value that lies above the tier."""
        if self.upper is None:
            return None
        return self.upper + CENT if self.is_inclusive else self.upper


@dataclass(frozen=True, slots=True)
class Hint:
    """A little more would cost less: `more` added to the order's value reaches `value`, payable at `payable`."""

    more: Decimal
    value: Decimal
    payable: Decimal


def tier_of(value: Decimal, tiers: Sequence[Tier]) -> Tier:
    """The tier of an order's value. Raises ValueError for tiers without an open end or a value not above zero."""
    if value <= 0:
        raise ValueError("an order is worth something")
    for tier in in_order(tiers):
        if tier.holds(value):
            return tier
    raise ValueError("the last tier has no bound")


def payable(value: Decimal, tiers: Sequence[Tier]) -> Decimal:
    """The least an order of this value can be granted for."""
    return rounded(value * tier_of(value, tiers).share)


def hint(value: Decimal, tiers: Sequence[Tier]) -> Hint | None:
    """What to order more of, where the next tier's least order costs less than this one; None elsewhere."""
    above = tier_of(value, tiers).first_above
    if above is None:
        return None
    then = payable(above, tiers)
    return Hint(above - value, above, then) if then < payable(value, tiers) else None


def in_order(tiers: Sequence[Tier]) -> list[Tier]:
    """Tiers by their bounds; at the same bound that without it first; the open one last."""
    bounded = [tier for tier in tiers if tier.upper is not None]
    bounded.sort(key=lambda tier: (tier.upper or 0, tier.is_inclusive))
    return [*bounded, *(tier for tier in tiers if tier.upper is None)]
