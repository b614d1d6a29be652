"""How a year's amount is spread over its months: by past seasons or evenly, always to the cent (BUD-14, GEN-01)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.money import ZERO, rounded, split_amount

MONTHS = 12
_FINE = Decimal("0.0000000001")  # shares are compared to ten places: exact arithmetic in `split_amount`, no drift


class NoSeasons(ValueError):
    """None of the chosen years has an amount to take shares from."""


def spread_evenly(total: Decimal) -> list[Decimal]:
    """Twelve months as equal as cents allow; the earlier ones carry the odd cents (BUD-14)."""
    return split_amount(total, [1] * MONTHS)


def spread_by_seasons(total: Decimal, years: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    """Twelve months by the mean share each had in the chosen past years, 淡旺季 (BUD-14).

    `years` are twelve amounts each. Every year weighs the same, however large it was; a month with a credit counts
    as nothing. Raises NoSeasons when no year has an amount.
    """
    return split_amount(total, month_shares(years))


def month_shares(years: Sequence[Sequence[Decimal]]) -> list[Decimal]:
    """The mean share of each month over the years that have amounts, as fractions of one. Raises NoSeasons."""
    shares: list[list[Decimal]] = []
    for year in years:
        months = [max(Decimal(amount), Decimal(0)) for amount in year]
        if len(months) != MONTHS:
            raise ValueError("a year has twelve months")
        whole = sum(months)
        if whole:
            shares.append([month / whole for month in months])
    if not shares:
        raise NoSeasons
    count = len(shares)
    return [(sum(month) / count).quantize(_FINE, ROUND_HALF_UP) for month in zip(*shares, strict=True)]


def scaled(amounts: Sequence[Decimal], factor: Decimal) -> list[Decimal]:
    """Twelve months raised or lowered by a factor: the total is rounded once, the months keep their shares (BUD-22)."""
    months = [Decimal(amount) for amount in amounts]
    total = rounded(sum(months, ZERO) * factor)
    if any(month < 0 for month in months):
        raise ValueError("only amounts that are not negative can be scaled")
    return split_amount(total, months)
