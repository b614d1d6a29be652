"""The tree of categories as ids: who stands above whom (BUD-03)."""

from __future__ import annotations

from collections.abc import Mapping

Parents = Mapping[int, int | None]
"""The id above each category; None at the top."""


def line_up(category_id: int, parents: Parents) -> list[int]:
    """A category's id and those above it, up to the top."""
    line = [category_id]
    while (above := parents.get(line[-1])) is not None:
        line.append(above)
    return line
