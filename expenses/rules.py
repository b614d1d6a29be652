"""Arithmetic and thresholds of spending: pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from core.money import CENT, LARGEST, UNIT, ZERO, base_currency, rounded, split_amount

REMIND_DAYS = 7
"""How many days before its end an unused request is brought to mind (EXP-01)."""

MOST_LINES = 200

SEVERITY = ("WITHIN", "RECORD", "WARN", "ESCALATE", "STOP")
"""Outcomes of the budget check, mildest first (LED-05)."""


def is_valid_amount(amount: Decimal) -> bool:
    """More than nothing, within what fits, with at most two decimals; never NaN or infinity."""
    return amount.is_finite() and ZERO < amount <= LARGEST and rounded(amount) == amount


def is_valid_change(amount: Decimal) -> bool:
    """A raise or cut: as an amount, of either sign, or nothing."""
    return amount == 0 or is_valid_amount(abs(amount))


def tolerance(*, requested: Decimal, share: Decimal, amount: Decimal) -> Decimal:
    """By how much claims may exceed their request without a further decision: the larger of share and
    amount (EXP-02).
    """
    return max(rounded(requested * share), amount)


def is_above(*, requested: Decimal, claimed: Decimal, share: Decimal, amount: Decimal) -> bool:
    """Whether claims exceed their request by more than the tolerance (EXP-02)."""
    return claimed - requested > tolerance(requested=requested, share=share, amount=amount)


def base_amounts(amounts: Sequence[Decimal], *, currency: str, rate: Decimal) -> list[Decimal]:
    """Amounts of a document in the base currency at its rate; they add up to the converted total (GEN-01, GEN-02b)."""
    if currency == base_currency():
        return list(amounts)
    if not amounts:
        return []
    total = rounded(sum(amounts, ZERO) * rate, base_currency())
    return split_amount(total, amounts, UNIT.get(base_currency(), CENT))


def rate_allowed(*, typed: Decimal, kept: Decimal, share: Decimal) -> bool:
    """Whether a typed exchange rate is near enough to the one finance keeps (GEN-02b)."""
    return typed.is_finite() and abs(typed - kept) <= kept * share


def worst(outcomes: Iterable[str]) -> str:
    """The gravest of several outcomes; WITHIN for none (LED-05)."""
    return max(outcomes, key=SEVERITY.index, default="WITHIN")


def flags_of(
    *,
    outcome: str,
    is_above_request: bool = False,
    is_prior_period: bool = False,
    is_foreign: bool = False,
    rate_differs: bool = False,
    by_override: bool = False,
) -> frozenset[str]:
    """What the route and the deciders are told about a document (EXP-04)."""
    flags = set()
    if outcome in {"WARN", "ESCALATE", "RECORD"}:
        flags.add("over_budget")
    if outcome == "ESCALATE":
        flags.add("escalated")
    if by_override:
        flags.add("by_override")
    if is_above_request:
        flags.add("above_request")
    if is_prior_period:
        flags.add("prior_period")
    if is_foreign:
        flags.add("foreign")
    if rate_differs:
        flags.add("rate_differs")
    return frozenset(flags)


def invoice_key(code: str, number: str) -> tuple[str, str]:
    """Code and number as they are compared: without blanks, in capitals."""
    return "".join(code.split()).upper(), "".join(number.split()).upper()


def is_to_remind(*, end_date: date, today: date) -> bool:
    """Whether a request ends soon enough to be brought to mind, and has not ended yet (EXP-01)."""
    return today <= end_date and (end_date - today).days <= REMIND_DAYS


def has_ended(*, end_date: date, today: date) -> bool:
    """A request may be used on its last day; the day after, its rest is released (EXP-01)."""
    return today > end_date
