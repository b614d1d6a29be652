"""Months as headings write them: 1月, 一月, 2026-01, Jan (BUD-22)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CHINESE = {
    name: month
    for month, name in enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1)
}
_CHINESE |= {"正": 1, "元": 1}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_AROUND = re.compile(r"(预算数?|计划数?|金额|\(元\)|\(万元\)|budget|amount|plan)$")
_DIGITS = re.compile(r"(?:(?P<year>(?:19|20)\d\d|\d\d)年)?(?P<month>0?[1-9]|1[0-2])月份?")
_HAN = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>十[一二]?|[一二三四五六七八九正元])月份?")
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d)[-/.年]?(?P<month>0?[1-9]|1[0-2])(?:[-/.]0?1)?(?:[ T]?00:00(?::00)?)?")
_WORD = re.compile(r"(?P<word>[a-z]{3,9})\.?[-/' ]*(?P<year>(?:19|20)?\d\d)?")
_SHORT = re.compile(r"m(?P<month>0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class MonthHeading:
    """The calendar month a heading names, and the year if it does."""

    month: int
    year: int | None = None


def month_heading(text: str) -> MonthHeading | None:
    """The month a heading names; None when it names none. Words around it, as in “1月预算”, are let go."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    plain = re.sub(r"\s+", " ", plain)
    tight = re.sub(r"(预算数?|计划数?|金额|\(元\)|\(万元\)|budget|amount|plan)$", "", plain.replace(" ", "")).strip(
        "-_ "
    )
    for pattern in (_DIGITS, _HAN, _ISO, _SHORT):
        if found := pattern.fullmatch(tight):
            return MonthHeading(_number(found["month"]), _year(found.groupdict().get("year")))
    if found := _WORD.fullmatch(tight):
        word = found["word"]
        if word in _LONG or (word[:3] in _ENGLISH and len(word) <= 4):
            return MonthHeading(_ENGLISH.index(word[:3]) + 1, _year(found["year"]))
    return None


def _number(text: str) -> int:
    return _CHINESE[text] if text in _CHINESE else int(text)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)
