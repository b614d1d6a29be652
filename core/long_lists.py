"""Lists that may be very long: counted so far and no further, so that a page costs the same at a million rows
(QLT-05).
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
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
