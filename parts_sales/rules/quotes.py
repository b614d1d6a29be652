"""What a quote comes to, who may grant its prices, and when freight has to be confirmed (PSL-03, PSL-12, PSL-15). Pure.

docs/rules/parts_sales.md has the worked tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO, net_of, rounded
from parts_sales.rules.prices import discount_of

FREELY, MANAGER, APPLICATION = "FREELY", "MANAGER", "APPLICATION"
"""Who grants a price: whoever quotes, the department's manager (or a deputy within theirs), a written application."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What lines come to, tax included, and of it tax and net: each line's tax is rounded by itself (GEN-02)."""

    gross: Decimal
    tax: Decimal

    @property
    def net(self) -> Decimal:
        """Without tax."""
        return self.gross - self.tax


def amount(*, quantity: Decimal, unit_price: Decimal, currency: str) -> Decimal:
    """What a line comes to, tax included, rounded once."""
    return rounded(quantity * unit_price, currency)


def total(lines: Iterable[tuple[Decimal, Decimal]]) -> Sum:
    """The sum of lines given as amount and tax rate."""
    gross = tax = ZERO
    for one, rate in lines:
        gross += one
        tax += one - net_of(one, rate)
    return Sum(gross, tax)


def granted_by(
    *, unit_price: Decimal, list_price: Decimal | None, unit_base: Decimal, floor: Decimal | None, own_discount: Decimal
) -> str:
    """Who has to grant a unit price (PSL-03): at list less one's own discount or above it is granted freely, from the
    floor on by the manager, below it upon an application.

    `unit_base` is the price in the base currency, as the floor is; a part without list price has none to grant from,
    so its price is the manager's; one whose cost is unknown too has no floor, so any price is applied for.
    """
    if has_no_floor(list_price=list_price, floor=floor) or (floor is not None and unit_base < floor):
        return APPLICATION
    if list_price is None or unit_price < rounded(list_price * (1 - own_discount)):
        return MANAGER
    return FREELY


def has_no_floor(*, list_price: Decimal | None, floor: Decimal | None) -> bool:
    """Whether nobody can say how low a part may go: neither list price nor cost is known (PSL-03, decision 0200)."""
    return list_price is None and floor is None


def within(*, unit_price: Decimal, list_price: Decimal | None, discount: Decimal) -> bool:
    """Whether somebody who grants this discount alone may grant the price (ORG-08)."""
    return list_price is None or unit_price >= rounded(list_price * (1 - discount))


@dataclass(frozen=True, slots=True)
class Grant:
    """What an approved application grants for a part: this price or a higher one, for as many as were applied for."""

    price: Decimal
    quantity: Decimal


def asked_for(lines: Iterable[tuple[int, Decimal, Decimal]]) -> dict[int, Grant]:
    """Lines given as part, unit price and quantity, by part: the lowest price, and how many in all."""
    found: dict[int, Grant] = {}
    for part_id, price, quantity in lines:
        before = found.get(part_id, Grant(price, Decimal(0)))
        found[part_id] = Grant(min(price, before.price), before.quantity + quantity)
    return found


def covers(granted: Mapping[int, Grant], part_id: int, asked: Grant) -> bool:
    """Whether an approved application holds for what is asked of a part (PSL-03, PSL-41): at what was granted or more,
    and no more pieces, for each costs what the grant gives away.
    """
    one = granted.get(part_id)
    return one is not None and asked.price >= one.price and asked.quantity <= one.quantity


def largest_discount(lines: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal:
    """The largest discount among lines given as unit price and list price."""
    found = [discount_of(price=listed, unit_price=unit) for unit, listed in lines if listed is not None]
    return max([*found, Decimal(0)])


def freight_to_confirm(*, buyer_bears: bool, expected: Decimal | None, least: Decimal) -> bool:
    """Whether the customer has to agree to the freight before the order: they bear it, and it is expected to come to
    the least amount or more; both in the base currency (PSL-15).
    """
    return buyer_bears and expected is not None and expected >= least
