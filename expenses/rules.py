"""Arithmetic and thresholds of spending: pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.money import CENT, LARGEST, UNIT, ZERO, base_currency, rounded, split_amount

REMIND_DAYS = 7
"""How many days before its end an unused request is brought to mind (EXP-01)."""

MOST_LINES = 200

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Days of documents lie between these: anything else is a slip of the keyboard, and no calendar file holds it."""

UNCOMPARED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"})
"""Kinds of characters that tell no two invoices apart: blanks, dashes, what shows nothing."""

SEVERITY = ("WITHIN", "RECORD", "WARN", "ESCALATE", "STOP")
"""Outcomes of the budget check, mildest first (LED-05)."""


def is_valid_amount(amount: Decimal) -> bool:
    """More than nothing, within what fits, with at most two decimals; never NaN or infinity."""
    return amount.is_finite() and ZERO < amount <= LARGEST and rounded(amount) == amount


def is_valid_change(amount: Decimal) -> bool:
    """A raise or cut: as an amount, of either sign, or nothing."""
    return amount == 0 or is_valid_amount(abs(amount))


class Tolerance(NamedTuple):
    """By how much claims may exceed their request without a further decision (EXP-02, decision 0037)."""

    share: Decimal
    amount: Decimal

    def of(self, requested: Decimal) -> Decimal:
        """The larger of share and amount."""
        return max(rounded(requested * self.share), self.amount)


def is_above(*, requested: Decimal, claimed: Decimal, tolerance: Tolerance) -> bool:
    """Whether claims exceed their request by more than the tolerance (EXP-02)."""
    return claimed - requested > tolerance.of(requested)


def base_amounts(amounts: Sequence[Decimal], *, currency: str, rate: Decimal) -> list[Decimal]:
    """Amounts of a document in the base currency at its rate; they add up to the converted total (GEN-01, GEN-02b)."""
    if currency == base_currency():
        return list(amounts)
    if not any(amounts):
        return [ZERO for _amount in amounts]
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
    is_cut: bool = False,
    is_flagged: bool = False,
    is_unexplained: bool = False,
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
    if is_cut:
        flags.add("granted_less")
    if is_flagged:
        flags.add("checked")
    if is_unexplained:
        flags.add("unexplained")
    return frozenset(flags)


class InvoiceKey(NamedTuple):
    """An invoice as it is compared, however it was typed (EXP-05)."""

    code: str
    number: str
    supplier: str = ""

    def is_same(self, other: InvoiceKey) -> bool:
        """Whether both are one invoice: same number and same code; where one of them was entered without its code,
        same number and same supplier.
        """
        if not self.number or self.number != other.number:
            return False
        if self.code == other.code:
            return True
        return not (self.code and other.code) and bool(self.supplier) and self.supplier == other.supplier


def plain(text: str) -> str:
    """A text as it is compared: full-width letters as plain ones, in capitals, without blanks, dashes and what shows
    nothing: ＡＢ－７７ is AB77.
    """
    wide = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in wide if char != "\u2212" and unicodedata.category(char) not in UNCOMPARED)


def invoice_key(code: str, number: str, supplier: str = "") -> InvoiceKey:
    """Code, number and supplier as they are compared (EXP-05)."""
    return InvoiceKey(numeral(plain(code)), numeral(plain(number)), plain(supplier))


def numeral(text: str) -> str:
    """Digits without the zeros before them: a sheet that takes 00123456 for a number keeps 123456 of it, and people
    leave them out.
    """
    return text.lstrip("0") or text if text.isascii() and text.isdigit() else text


def supplier_key(supplier: str) -> str:
    """A supplier as it is compared."""
    return plain(supplier)[:120]


def is_to_remind(*, end_date: date, today: date) -> bool:
    """Whether a request ends soon enough to be brought to mind, and has not ended yet (EXP-01)."""
    return today <= end_date and (end_date - today).days <= REMIND_DAYS


def has_ended(*, end_date: date, today: date) -> bool:
    """A request may be used on its last day; the day after, its rest is released (EXP-01)."""
    return today > end_date


def account_number(typed: str) -> str:
    """A bank account's number as banks take it: without blanks and dashes, in capitals."""
    return plain(typed)


def is_account_number(number: str) -> bool:
    """Whether a bank could take it: 6 to 34 digits and letters, a Chinese account or an IBAN."""
    return 6 <= len(number) <= 34 and number.isascii() and number.isalnum()


def masked(number: str) -> str:
    """An account number for those who may not see it: its last four digits."""
    return f"···{number[-4:]}" if number else ""


AGES = (30, 60, 90)
"""The last day of each age of a debt; what is older stands in the last column (EXP-07)."""


def age_of(*, since: date, today: date) -> int:
    """Which column a debt stands in: 0 for up to 30 days, 1, 2, 3 for more than 90."""
    days = (today - since).days
    return next((place for place, last in enumerate(AGES) if days <= last), len(AGES))
