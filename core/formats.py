"""How figures, dates and times are written for people: one place, both languages (GEN-11).

Nothing here rounds money for keeping (`core.money` does); fewer places are rounded half up for the eye alone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUS = "\u2212"
NOTHING = "—"
NOT_APPLICABLE = "n/a"
TEN_THOUSAND = Decimal(10_000)
_PLACES = [Decimal(1).scaleb(-places) for places in range(10)]

_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_chinese() -> bool:
    """Whether the active language is Chinese; every other one reads the English forms."""
    return (get_language() or "zh-hans").startswith("zh")


def as_decimal(value: Any) -> Decimal | None:
    """The value as an exact number; None for what is empty or not a number. Floats go through their shortest text."""
    if isinstance(value, Decimal):
        return value
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def number(value: Any, *, places: int = 2, sign: bool = False) -> str:
    """A figure with thousands separators and U+2212 for minus; “—” for nothing.

    `sign` writes + before what is above zero.
    """
    exact = as_decimal(value)
    if exact is None:
        return NOTHING
    shown = exact.quantize(_PLACES[places], ROUND_HALF_UP)
    text = f"{shown.copy_abs():,}"
    if not shown:
        return text
    return f"{MINUS}{text}" if shown.is_signed() else f"+{text}" if sign else text


def plain(value: Decimal) -> str:
    """A quantity without needless zeros or separators, as a field or a sentence takes it: 2.5, 1200."""
    return f"{value.normalize():f}"


def amount(value: Any) -> str:
    """An amount to the cent: 9,860.00."""
    return number(getattr(value, "amount", value))


def amount0(value: Any) -> str:
    """An amount in whole units, as the budget grid shows it: 21,078,000."""
    return number(getattr(value, "amount", value), places=0)


def wan(value: Any, *, sign: bool = False) -> str:
    """An amount in ten thousands with one decimal: 1,346.2. The unit stands in the heading."""
    exact = as_decimal(getattr(value, "amount", value))
    return NOTHING if exact is None else number(exact / TEN_THOUSAND, places=1, sign=sign)


def percent(value: Any, *, places: int = 1, sign: bool = False) -> str:
    """A share (0.904) as a percentage: 90.4%. Nothing, as of a zero budget, is n/a (GEN-05b)."""
    exact = as_decimal(value)
    return NOT_APPLICABLE if exact is None else f"{number(exact * 100, places=places, sign=sign)}%"


def rate(value: Any) -> str:
    """A tax rate (0.13) without needless zeros: 13%, 8.5%."""
    exact = as_decimal(value)
    if exact is None:
        return NOTHING
    text = f"{exact * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def day(value: date | datetime | None) -> str:
    """A date: 2026-10-21, in English 21 Oct 2026."""
    local = _local_date(value)
    if local is None:
        return NOTHING
    return local.isoformat() if is_chinese() else f"{local.day} {_MONTHS_EN[local.month - 1]} {local.year}"


def short_day(value: date | datetime | None, *, today: date | None = None) -> str:
    """A date of this year without the year: 9-21, in English 21 Sep; other years in full."""
    local = _local_date(value)
    if local is None:
        return NOTHING
    if local.year != (today or timezone.localdate()).year:
        return day(local)
    return f"{local.month}-{local.day}" if is_chinese() else f"{local.day} {_MONTHS_EN[local.month - 1]}"


def moment(value: datetime | None, *, today: date | None = None) -> str:
    """A time in the installation's zone: 9-21 08:42, in English 21 Sep 08:42; the year only when it is another."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{short_day(local.date(), today=today)} {local:%H:%M}"


def stamp(value: datetime | None) -> str:
    """A time to the second, as files and lists of events show it: 2026-09-21 08:42:05."""
    if value is None:
        return NOTHING
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M:%S}"


def day_range(start: date | None, end: date | None) -> str:
    """From the first to the last day: 9 月 14–18 日, in English 14–18 Sep."""
    if start is None or end is None or start == end:
        return _spoken_day(start or end)
    if (start.year, start.month) == (end.year, end.month):
        if is_chinese():
            return f"{start.month} 月 {start.day}–{end.day} 日"
        return f"{start.day}–{end.day} {_MONTHS_EN[start.month - 1]}"
    return f"{_spoken_day(start)} – {_spoken_day(end)}"


def day_span(since: date | None, until: date | None) -> str:
    """What a list was asked for, with the years: 2026-01-01 – 2026-03-31, 2026-01-01 起, 截至 2026-03-31."""
    if since is not None and until is not None:
        return f"{day(since)} – {day(until)}" if since != until else day(since)
    if since is not None:
        return _("from %(day)s on") % {"day": day(since)}
    return _("up to %(day)s") % {"day": day(until)} if until is not None else NOTHING


def month_name(value: int | date | None) -> str:
    """A month: 9 月, in English Sep."""
    if value is None:
        return NOTHING
    month = value if isinstance(value, int) else value.month
    return f"{month} 月" if is_chinese() else _MONTHS_EN[month - 1]


def initials(name: str) -> str:
    """What stands in the round face of a person: the family name of a Chinese one, else two initials."""
    stripped = name.strip()
    if not stripped:
        return "?"
    if not stripped.isascii():
        return stripped[0]
    words = stripped.replace("_", " ").split()
    return "".join(word[0] for word in words[:2]).upper()


def _spoken_day(value: date | None) -> str:
    if value is None:
        return NOTHING
    if is_chinese():
        return f"{value.month} 月 {value.day} 日"
    return f"{value.day} {_MONTHS_EN[value.month - 1]}"


def _local_date(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
