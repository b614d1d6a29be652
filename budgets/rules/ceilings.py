"""How far a budget is from the ceilings it was given (BUD-23)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from budgets.rules.tree import Parents, line_up
from core.money import ZERO


@dataclass(frozen=True, slots=True)
class Distance:
    """One ceiling and what the budget plans under it. `category_id` None: all costs."""

    category_id: int | None
    label: str
    ceiling: Decimal
    planned: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be planned; below zero when the ceiling is passed."""
        return self.ceiling - self.planned

    @property
    def over(self) -> Decimal:
        """By how much the budget is above the ceiling; zero at or below it."""
        return max(-self.left, ZERO)

    @property
    def is_above(self) -> bool:
        """Whether submitting needs a reason: the ceiling itself is still allowed."""
        return self.left < 0


def planned_below(category_id: int | None, costs: Iterable[tuple[int, Decimal]], parents: Parents) -> Decimal:
    """The costs a ceiling is over: `costs` are (category, amount); without a category all of them."""
    return sum((amount for own, amount in costs if category_id is None or category_id in line_up(own, parents)), ZERO)
