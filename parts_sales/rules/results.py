"""What shipped goods bring and cost the department: a line's share of each note, margin (PSL-51, PSL-52). Pure.

docs/rules/parts_sales.md has the worked tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO, rounded

LOSS, COVERED, MARGIN = "LOSS", "COVERED", "MARGIN"


@dataclass(frozen=True, slots=True)
class Result:
    """Revenue and cost of the same goods, both tax-inclusive, in the base currency."""

    revenue: Decimal = ZERO
    cost: Decimal = ZERO

    def __add__(self, other: Result) -> Result:
        return Result(self.revenue + other.revenue, self.cost + other.cost)

    @property
    def margin(self) -> Decimal:
        """What is left."""
        return self.revenue - self.cost

    @property
    def share(self) -> Decimal | None:
        """The margin as a share of the revenue, to a hundredth of a percent; None without revenue."""
        return None if self.revenue == 0 else (self.margin / self.revenue).quantize(Decimal("0.0001"))

    def against(self, standard: Decimal) -> str:
        """Where it stands against “cover cost, small margin”: a loss, cost covered, or at least the standard."""
        if self.margin < 0:
            return LOSS
        return MARGIN if self.share is not None and self.share >= standard else COVERED


def total(results: Iterable[Result]) -> Result:
    """All of them together."""
    return sum(results, Result())


def share_of(amount: Decimal, *, quantity: Decimal, gone: Decimal, standing: Decimal = ZERO) -> Decimal:
    """What of a line's amount belongs to the goods that leave now, `gone` of `quantity` with them, where `standing` of
    the amount was counted for those before.

    What is counted altogether is rounded, not each share, so that all shares add up to the amount to the cent, in
    whatever parts and however often it is delivered and taken back. Raises ValueError for more than was ordered.
    """
    if not ZERO <= gone <= quantity:
        raise ValueError("more than was ordered")
    return rounded(amount * gone / quantity) - standing
