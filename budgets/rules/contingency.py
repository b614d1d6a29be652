"""The reserve for the unforeseen: a share of the other cost lines, within bounds, both ends allowed (BUD-16)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LEAST_SHARE = Decimal("0.1000")
MOST_SHARE = Decimal("0.1500")

Verdict = Literal["within", "below", "above", "none"]


@dataclass(frozen=True, slots=True)
class Contingency:
    """The reserve of a budget judged against its bounds. `share` is None while there are no other costs."""

    amount: Decimal
    other_costs: Decimal
    least: Decimal
    most: Decimal

    @property
    def share(self) -> Decimal | None:
        """The reserve as a fraction of the other cost lines."""
        return self.amount / self.other_costs if self.other_costs else None

    @property
    def verdict(self) -> Verdict:
        """Within, below or above the bounds; none when there is no cost. Compared as amounts: no rounding decides."""
        if not self.other_costs:
            return "above" if self.amount else "none"
        if self.amount < self.least * self.other_costs:
            return "below"
        return "above" if self.amount > self.most * self.other_costs else "within"

    @property
    def is_out_of_bounds(self) -> bool:
        """Outside the bounds a reason is needed and every approver sees a flag."""
        return self.verdict in {"below", "above"}

    @property
    def least_amount(self) -> Decimal:
        """The smallest reserve within bounds."""
        return self.least * self.other_costs

    @property
    def most_amount(self) -> Decimal:
        """The largest reserve within bounds."""
        return self.most * self.other_costs


def judge(
    *, amount: Decimal, other_costs: Decimal, least: Decimal = LEAST_SHARE, most: Decimal = MOST_SHARE
) -> Contingency:
    """A budget's reserve against the bounds of its year (BUD-16)."""
    return Contingency(amount=amount, other_costs=other_costs, least=least, most=most)


def bounds_problem(least: Decimal, most: Decimal) -> str:
    """What is wrong with a pair of bounds: "order", "range", or nothing."""
    if not (0 <= least <= 1 and 0 <= most <= 1):
        return "range"
    return "order" if least > most else ""
