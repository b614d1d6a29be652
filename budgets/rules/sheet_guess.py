"""Finding one's way in a workbook nobody made for us: heading row, what each column is, the unit (BUD-22)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgets.rules.sheet_blocks import Around, blocks_of, chosen_block, heads_of, is_amount, own_heading
from budgets.rules.sheet_layout import (
    CATEGORY,
    CODE,
    DESCRIPTION,
    IGNORE,
    PROJECT,
    QUARTERS,
    RATIONALE,
    TOTAL,
    Layout,
    role_of,
)
from core.sheets.headings import heading_row, squeezed

_UNITS = (
    (re.compile(r"百万元"), 1_000_000),
    (re.compile(r"万元"), 10_000),
    (re.compile(r"千元"), 1_000),
)
FACTORS = (1, 1_000, 10_000, 1_000_000)
"""What one unit of an amount may be worth on a sheet."""


def guess(rows: Sequence[Sequence[str]], around: Around | None = None) -> Layout:
    """The likeliest layout of a sheet: the row with most headings among the first thirty, its columns, the unit."""
    best = heading_row(rows, _heading_score)
    columns = guess_columns(rows, best, around)
    return Layout(header_row=best, columns=columns, factor=guess_factor(rows[: best + 1]))


def guess_columns(
    rows: Sequence[Sequence[str]], header_row: int, around: Around | None = None, *, block: int | None = None
) -> dict[int, str]:
    """What each column is, by its heading; a heading split over two rows is read from both.

    Where amounts stand more than once, those of the draft's budget are taken, or the block that begins with column
    `block`; none of them where two read alike.
    """
    if header_row >= len(rows):
        return {}
    known = (around or Around()).near(header_row)
    chosen = chosen_block(blocks_of(rows, header_row, known), block)
    width = len(rows[header_row])
    columns: dict[int, str] = dict.fromkeys(range(width), IGNORE)
    columns |= dict(chosen.columns) if chosen else {}
    taken: set[str] = set()
    for index in range(width):
        role = role_of(own_heading(rows, header_row, index, known))
        if is_amount(role) or role == IGNORE:
            continue
        if role in taken:
            role = DESCRIPTION if role == CATEGORY and DESCRIPTION not in taken else IGNORE
        columns[index] = role
        taken.add(role)
    if CATEGORY not in taken and CODE not in taken and DESCRIPTION in taken:
        columns = {index: CATEGORY if role == DESCRIPTION else role for index, role in columns.items()}
    return columns


def years_named(rows: Sequence[Sequence[str]], layout: Layout, around: Around) -> set[int]:
    """The fiscal years the headings of the columns name that are read, or of all columns of amounts if none is."""
    heads = heads_of(rows, layout.header_row, around)
    read = [head for column, head in heads.items() if is_amount(layout.columns.get(column, IGNORE))]
    return {head.year for head in read or heads.values() if head.year}


def guess_factor(rows: Sequence[Sequence[str]]) -> int:
    """What “单位：万元” above the table says that one unit is worth; 1 where nothing does."""
    for row in rows:
        for text in row:
            plain = squeezed(text)
            for pattern, worth in _UNITS:
                if plain and pattern.search(plain):
                    return worth
    return 1


def periods_headed(row: Sequence[str]) -> int:
    """How many months and quarters a row has among its headings."""
    return len({role for text in row if (role := role_of(text)).startswith("m") or role in QUARTERS})


def _heading_score(row: Sequence[str]) -> float:
    roles = {role_of(text) for text in row if text}
    known = len(roles & {CATEGORY, CODE, DESCRIPTION, TOTAL, RATIONALE, PROJECT})
    return periods_headed(row) + 0.5 * known
