"""How values are written on paper: in full, since a file outlives its day (GEN-11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core import formats
from reports.papers.content import Column


def moment(value: datetime | None) -> str:
    """A time with its year: 2026-09-21 08:42, in English 21 Sep 2026 08:42."""
    if value is None:
        return formats.NOTHING
    local = timezone.localtime(value)
    return f"{formats.day(local)} {local:%H:%M}"


def shown(value: Any, column: Column) -> str:
    """A cell as text; nothing for None, n/a for a share of nothing."""
    if value is None:
        return formats.NOT_APPLICABLE if column.kind == "percent" else ""
    write = _WRITERS.get(column.kind)
    if write is not None and not isinstance(value, str):
        return write(value)
    if isinstance(value, datetime):
        return moment(value)
    return formats.day(value) if isinstance(value, date) else str(value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    "money": formats.amount,
    "whole": formats.amount0,
    "percent": formats.percent,
    "count": lambda value: formats.number(value, places=0),
    "moment": moment,
}
