"""Days as people and programs write them (GEN-16)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_PARTS = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T].*)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
EXCEL_ZERO = date(1899, 12, 30)


class DayProblem(ValueError):
    """What was written is no day."""


def read(text: str) -> date | None:
    """The day in “2026-03-05”, “2026/3/5”, “2026.3.5”, “20260305”, “2026年3月5日”, or Excel's count of days; None for a
    blank. A time behind it does not matter. Raises DayProblem.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if match := _PARTS.fullmatch(plain) or _TOGETHER.fullmatch(plain):
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            raise DayProblem(text) from None
    if match := _SERIAL.fullmatch(plain):
        return EXCEL_ZERO + timedelta(days=int(match[1]))
    raise DayProblem(text)
