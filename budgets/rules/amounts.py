"""Amounts of a budget cell, read to the cent (BUD-11, GEN-16)."""

from __future__ import annotations

from decimal import Decimal

from core.money import rounded
from core.sheets.amounts import AmountProblem, Written, parse, read

__all__ = ["LARGEST_CELL", "AmountProblem", "Written", "cell_amount", "checked", "parse", "read"]

LARGEST_CELL = Decimal("9999999999.99")
"""The largest amount of one cell: 500 lines of 12 such months still add up exactly as integer cents in a browser."""


def cell_amount(text: str, *, factor: Decimal = Decimal(1)) -> Decimal:
    """The amount of a budget cell; a blank is nothing. A text that names its own unit takes no factor.

    Budgets have no negative amounts (decision 0031). Raises AmountProblem.
    """
    written = read(text)
    if written is None:
        return Decimal("0.00")
    return to_the_cent(written.times(factor), text=text)


def to_the_cent(exact: Decimal, *, text: str = "") -> Decimal:
    """A number somebody typed as a cell's amount: what has more than two decimals is refused and not rounded unseen
    (decision 0205). Raises AmountProblem.
    """
    amount = checked(exact, text=text)
    if amount != exact:
        raise AmountProblem("too_exact", text or str(exact))
    return amount


def checked(exact: Decimal, *, text: str = "") -> Decimal:
    """A number as a cell's amount: rounded, not negative, not too large. Raises AmountProblem."""
    if not exact.is_finite() or abs(exact) > LARGEST_CELL * 10:
        raise AmountProblem("too_large", text or str(exact))
    amount = rounded(exact)
    if amount < 0:
        raise AmountProblem("negative", text or str(exact))
    if amount > LARGEST_CELL:
        raise AmountProblem("too_large", text or str(exact))
    return amount + Decimal(0)
