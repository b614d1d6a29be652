"""Sorting as lists are asked to: by a known column, upwards or downwards (GEN-13)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet

Row = TypeVar("Row")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def ordered(
    rows: Rows, sort: str, known: Mapping[str, str], *, usual: Sequence[Any], filled: Collection[str] = ()
) -> Rows:
    """Sorted by one of the known columns (`amount`, `-amount`), rows without a value last; as usual where nothing that
    is known was asked for. `filled` are columns that always have a value though the model does not say so.
    """
    column = known.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by(*usual)
    last = True if column not in filled and _may_be_empty(rows, column) else None
    order = F(column).desc(nulls_last=last) if sort.startswith("-") else F(column).asc(nulls_last=last)
    return rows.order_by(order, *(one for one in usual if one not in {column, f"-{column}"}), "pk")


def _may_be_empty(rows: QuerySet[Any, Any], column: str) -> bool:
    """Whether rows may have no value there. A column that always has one, of the table's own or of what every row
    refers to, is sorted as its index is: PostgreSQL takes none for an order that says where the missing ones go
    (QLT-05).
    """
    model: Any = rows.model
    try:
        for name in column.split("__"):
            field = model._meta.get_field(name)  # noqa: SLF001 - Django's documented way to a model's fields
            if getattr(field, "null", True) or field.one_to_many or field.many_to_many:
                return True
            model = field.related_model
    except (AttributeError, FieldDoesNotExist):
        return True
    return False


def ordered_rows(rows: Sequence[Row], sort: str, known: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
    """The same for rows that are no queryset; None sorts last. Rows of equal value stay as they are."""
    value = known.get(sort.removeprefix("-"))
    if value is None:
        return list(rows)
    having = [row for row in rows if value(row) is not None]
    having.sort(key=value, reverse=sort.startswith("-"))
    return [*having, *(row for row in rows if value(row) is None)]
