"""Sorting as lists are asked to: by a known column, upwards or downwards (GEN-13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import F, QuerySet

Row = TypeVar("Row")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def ordered(rows: Rows, sort: str, known: Mapping[str, str], *, usual: Sequence[Any]) -> Rows:
    """Sorted by one of the known columns (`amount`, `-amount`), rows without a value last; as usual where nothing that
    is known was asked for.
    """
    column = known.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by(*usual)
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, *(one for one in usual if one not in {column, f"-{column}"}), "pk")


def ordered_rows(rows: Sequence[Row], sort: str, known: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The same for rows that are no queryset; None sorts last. Rows of equal value stay as they are."""
    value = known.get(sort.removeprefix("-"))
    if value is None:
        return list(rows)
    having = [row for row in rows if value(row) is not None]
    having.sort(key=value, reverse=sort.startswith("-"))
    return [*having, *(row for row in rows if value(row) is None)]
