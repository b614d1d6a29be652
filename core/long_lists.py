"""Lists that may be very long: counted so far and no further, so that a page costs the same at a million rows
(QLT-05).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OrderBy, OuterRef, QuerySet
from django.db.models.sql.where import WhereNode
from django.utils.functional import cached_property

MOST_COUNTED = 10_000
"""Beyond so many rows neither their number nor their sum is told: a list of them is filtered before it is read."""


def countable(rows: QuerySet[Any, Any], *fields: str) -> QuerySet[Any, Any]:
    """As many of the rows as are counted and one more, with the fields that are added up; in no order."""
    return rows.order_by().values("pk", *fields)[: MOST_COUNTED + 1]


class LongPaginator(Paginator[Any]):
    """Pages of a list up to `MOST_COUNTED` rows; `is_cut` says that there are more. `counted` is the number of rows as
    `countable` found it, where it is known already.
    """

    def __init__(self, rows: QuerySet[Any, Any], per_page: int, *, counted: int | None = None) -> None:
        super().__init__(rows, per_page)
        self._counted = counted

    @cached_property
    def counted(self) -> int:
        """The rows there are, up to one more than are told."""
        return countable(self.object_list).count() if self._counted is None else self._counted  # type: ignore[arg-type]

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self.counted > MOST_COUNTED


class RowsLater(LongPaginator):
    """The same, where rows join others: the page's keys are found first and only their rows are joined.

    `few` are foreign keys to which very many rows refer alike, such as their maker. A sort by what stands there takes
    one of them after the other, so that no more rows are sorted than are shown (QLT-05).
    """

    def __init__(
        self, rows: QuerySet[Any, Any], per_page: int, *, counted: int | None = None, few: Collection[str] = ()
    ) -> None:
        super().__init__(rows, per_page, counted=counted)
        self._few = few

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = self._keys(start, min(start + self.per_page, self.count))
        found = {row.pk: row for row in _without_filters(rows).filter(pk__in=keys)}
        return Page([found[key] for key in keys if key in found], number, self)

    def _keys(self, start: int, stop: int) -> list[Any]:
        rows: Any = self.object_list
        first, *rest = rows.query.order_by or ("",)
        if isinstance(first, OrderBy) and isinstance(first.expression, F):
            name, _, column = str(getattr(first.expression, "name", "")).partition("__")
            if column and name in self._few:
                return self._one_after_the_other(name, column, first.descending, rest, stop)[start:]
        return list(rows.values_list("pk", flat=True)[start:stop])

    def _one_after_the_other(
        self, name: str, column: str, descending: bool, rest: Sequence[Any], stop: int
    ) -> list[Any]:
        rows: Any = self.object_list
        others = rows.model._meta.get_field(name).related_model._default_manager  # noqa: SLF001 - Django's documented way
        having = Exists(rows.order_by().filter(**{name: OuterRef("pk")}))
        keys: list[Any] = []
        for other in others.filter(having).order_by(f"{'-' if descending else ''}{column}", "pk").values_list("pk"):
            one = rows.filter(**{name: other[0]}).order_by(*rest)
            keys += one.values_list("pk", flat=True)[: stop - len(keys)]
            if len(keys) >= stop:
                break
        return keys


def _without_filters(rows: Any) -> Any:
    """The same columns and joins of any row: the keys have passed the filters already."""
    bare = rows.order_by()
    bare.query.where = WhereNode()
    return bare
