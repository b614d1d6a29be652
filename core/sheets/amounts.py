"""Amounts as people and spreadsheets write them, read exactly (BUD-11, GEN-16)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

_WORTH = {"亿": 100_000_000, "百万": 1_000_000, "万": 10_000, "千": 1_000}
_NOTHING = {"", "-", "--", "—", "——", "/", "n/a", "无", "nil"}
_CURRENCY = re.compile(r"(人民币|rmb|cny|¥|\$)", re.IGNORECASE)
_OWN_UNIT = re.compile(r"(?P<worth>亿|百万|万|千)?(?:元整|元正|元|圆整|圆|圓整|圓)?$")
_NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")

Kind = Literal["not_a_number", "negative", "too_large", "too_exact"]


class AmountProblem(ValueError):
    """What was written is no amount that can be taken; `kind` says why."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(kind, text)
        self.kind: Kind = kind
        self.text = text


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it was written; `names_unit`: it says itself what it counts (元, 千元, 万, 万元, 百万, 亿)."""

    value: Decimal
    names_unit: bool = False

    def times(self, factor: Decimal | int) -> Decimal:
        """In yuan, on a sheet that counts in `factor`: a number that names its own unit counts by that one."""
        return self.value if self.names_unit else self.value * factor


def read(text: str) -> Written | None:
    """The exact number in “1,234.50”, “１，２３４”, “1.2万”, “1,234.50元”, “(5)” (−5); None for a blank or a dash.

    Not rounded. A currency sign alone is no unit. Raises AmountProblem("not_a_number").
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("−", "-").strip()
    if plain.lower() in _NOTHING:
        return None
    plain = re.sub(r"[\s'_]", "", _CURRENCY.sub("", plain))
    negative, plain = _without_brackets(plain)
    unit = _OWN_UNIT.search(plain)
    names_unit = bool(unit and unit[0])
    factor = Decimal(1)
    if unit and unit[0]:
        plain, factor = plain[: unit.start()], Decimal(_WORTH.get(unit["worth"], 1))
        bracketed, plain = _without_brackets(plain)
        negative = negative or bracketed
    if plain[:1] in {"-", "+"}:
        negative, plain = negative != (plain[0] == "-"), plain[1:]
    elif plain.endswith("-"):
        negative, plain = not negative, plain[:-1]
    if "," in plain:
        if not _GROUPED.fullmatch(plain):
            raise AmountProblem("not_a_number", text)
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise AmountProblem("not_a_number", text)
    try:
        value = Decimal(plain) * factor
    except InvalidOperation:
        raise AmountProblem("not_a_number", text) from None
    return Written(-value if negative else value, names_unit)


def _without_brackets(plain: str) -> tuple[bool, str]:
    """Accountants put what is below zero in brackets."""
    if plain.startswith("(") and plain.endswith(")"):
        return True, plain[1:-1]
    return False, plain


def parse(text: str) -> Decimal | None:
    """The exact number that was written (see `read`), where nothing else says a unit."""
    written = read(text)
    return None if written is None else written.value
