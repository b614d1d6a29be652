"""List price, floor, authority: all tax-inclusive, each rounded once to the cent (PSL-02, PSL-03). Pure.

docs/rules/parts_sales.md has the worked table.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from core.money import CENT, UNIT, rounded

ONE = Decimal(1)
BY_COST, BY_DISCOUNT = "COST", "DISCOUNT"


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest unit price the service department's manager grants alone, and what it comes from."""

    amount: Decimal
    by: str


def list_price(*, cost: Decimal, margin_share: Decimal, currency: str | None = None) -> Decimal:
    """What a part is listed at: its cost and the margin standard on it (PSL-02)."""
    return rounded(cost * (ONE + margin_share), currency)


def least_price(currency: str) -> Decimal:
    """The smallest list price there is in a currency: its unit, since nothing is listed for nothing."""
    return UNIT.get(currency, CENT)


def floor(*, cost: Decimal | None, price: Decimal, minimum_margin: Decimal, manager_discount: Decimal) -> Floor:
    """The higher of cost with the minimum margin and the list price less the manager's largest discount (PSL-03).

    A part without a known cost has the floor of its list price alone.
    """
    by_discount = rounded(price * (ONE - manager_discount))
    by_cost = rounded(cost * (ONE + minimum_margin)) if cost is not None else None
    if by_cost is not None and by_cost > by_discount:
        return Floor(by_cost, BY_COST)
    return Floor(by_discount, BY_DISCOUNT)


def lowest_alone(*, price: Decimal, floor: Decimal, discount: Decimal) -> Decimal:
    """The lowest unit price a role grants alone: list less its discount, never below the floor (PSL-03)."""
    return max(rounded(price * (ONE - discount)), floor)


def discount_of(*, price: Decimal, unit_price: Decimal) -> Decimal:
    """The discount a unit price means, as a share of the list price, to a hundredth of a percent for showing: upwards,
    so that the smallest discount shows as one, and one beyond a limit never as the limit (PSL-03).
    """
    if price == 0:
        return Decimal(0)
    return ((price - unit_price) / price).quantize(Decimal("0.0001"), rounding=ROUND_UP)


def margin_of(*, cost: Decimal, unit_price: Decimal) -> Decimal | None:
    """What of a unit price is margin, as a share of it; None for a price of nothing."""
    return None if unit_price == 0 else ((unit_price - cost) / unit_price).quantize(Decimal("0.0001"))
