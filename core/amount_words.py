"""An amount in English words, as contracts and invoices abroad carry it beside the figures (PSL-40)."""

from __future__ import annotations

from decimal import Decimal

from core.money import LARGEST, UNIT, rounded

SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
GROUPS = ("", "thousand", "million", "billion", "trillion")


def in_words(amount: Decimal, currency: str) -> str:
    """The amount in capitals: 90,000.00 of USD is SAY USD NINETY THOUSAND ONLY, 91,999.99 … AND CENTS NINETY-NINE ONLY.

    Raises ValueError for less than nothing and for what no document carries.
    """
    exact = rounded(amount, currency)
    if not 0 <= exact <= LARGEST:
        raise ValueError("no amount of a document")
    whole = int(exact)
    cents = 0 if currency in UNIT else int((exact - whole) * 100)
    text = f"say {currency} {_whole(whole)}"
    if cents:
        text += f" and cents {_below_hundred(cents)}"
    return f"{text} only".upper()


def _whole(number: int) -> str:
    groups = []
    for place in range(len(GROUPS)):
        number, group = divmod(number, 1000)
        if group:
            groups.append(f"{_below_thousand(group)} {GROUPS[place]}".strip())
    return " ".join(reversed(groups)) or SMALL[0]


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    return f"{SMALL[hundreds]} hundred" + (f" and {_below_hundred(rest)}" if rest else "")


def _below_hundred(number: int) -> str:
    if number < len(SMALL):
        return SMALL[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{SMALL[ones]}" if ones else "")
