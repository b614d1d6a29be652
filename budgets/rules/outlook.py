"""What a running year will probably come to: the comparison beside next year's draft (BUD-11, BUD-22)."""

from __future__ import annotations

from decimal import Decimal


def month_outlook(*, is_closed: bool, appropriated: Decimal, committed: Decimal, actual: Decimal) -> Decimal:
    """A closed month is what was spent; an open one what is budgeted, or what is used already if that is more."""
    return actual if is_closed else max(appropriated, committed + actual)
