"""What an uploaded workbook would bring into a draft: rows, problems, totals (BUD-22, GEN-16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgets.choices import ImportState
from budgets.models import BudgetImport, Category
from budgets.rules import sheet_blocks, sheet_guess, sheet_rows
from budgets.rules.sheet_blocks import Around, Block
from budgets.rules.sheet_layout import Layout, without_numbering
from budgets.rules.sheet_names import KnownCategory, Names
from budgets.rules.sheet_rows import BAD, LINE, Row
from core.money import ZERO
from core.sheets.headings import squeezed
from core.sheets.problems import Problem


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows of a sheet as they were checked. `left_out` are row numbers the user leaves out."""

    rows: tuple[Row, ...]
    left_out: frozenset[int]
    years: tuple[int, ...]

    @property
    def good(self) -> list[Row]:
        """What would become lines."""
        return [row for row in self.rows if row.kind == LINE and row.number not in self.left_out]

    @property
    def bad(self) -> list[Row]:
        """What cannot be brought in and is not left out."""
        return [row for row in self.rows if row.kind == BAD and row.number not in self.left_out]

    @property
    def total(self) -> Decimal:
        """What the good rows add up to."""
        return sum((row.total for row in self.good), ZERO)


def likeliest_sheet(sheets: Mapping[str, Sequence[Sequence[str]]], around: Around) -> str:
    """The sheet that looks most like this year's budget: months or quarters, a name that says so, the most of them."""

    def score(name: str) -> tuple[bool, tuple[int, int], int, int]:
        layout = sheet_guess.guess(sheets[name])
        heading = sheets[name][layout.header_row] if sheets[name] else []
        periods = sheet_guess.periods_headed(heading)
        return (periods >= 4, sheet_blocks.fit_of_name(name, around), periods, len(sheets[name]))

    return max(sheets, key=score)


def around_of(found: BudgetImport, sheet: str = "") -> Around:
    """What is known beside the cells of a sheet, the chosen one unless said."""
    year = found.budget.fiscal_year
    merged = found.sheets.get("merged", {}).get(sheet or found.sheet)
    return Around(year.year, year.start_date.month, None if merged is None else [tuple(own) for own in merged])


def blocks_of(found: BudgetImport) -> list[Block]:
    """The columns of amounts of the chosen sheet, more than one where it has them more than once."""
    return sheet_blocks.blocks_of(found.sheets["rows"][found.sheet], found.mapping["header_row"], around_of(found))


def names() -> Names:
    """The categories a workbook can name: those in use, with their groups, and what they were called before."""
    rows = list(Category.objects.filter(retired_at__isnull=True))
    groups = {row.parent_id for row in rows}
    return Names(
        (
            KnownCategory(
                id=row.pk,
                code=row.code,
                name_zh=row.name_zh,
                name_en=row.name_en,
                parent_id=row.parent_id,
                is_leaf=row.pk not in groups,
                kind=row.kind,
            )
            for row in rows
        ),
        learned(),
    )


def learned() -> dict[str, int]:
    """The categories people chose for names that meant none, in imports that were applied; the latest choice counts."""
    found: dict[str, int] = {}
    applied = BudgetImport.objects.filter(state=ImportState.APPLIED, mapping__has_key="learned").order_by("applied_at")
    for words in applied.values_list("mapping__learned", flat=True):
        found.update(words)
    return found


def words_chosen(found: BudgetImport) -> dict[str, int]:
    """What an import taught: the names of rows whose category was chosen by hand."""
    fixes = found.mapping.get("fixes", {})
    chosen = {row.number: squeezed(without_numbering(row.name)) for row in preview_of(found).good}
    return {chosen[int(row)]: pk for row, pk in fixes.items() if chosen.get(int(row))}


def layout_of(found: BudgetImport) -> Layout:
    """How the file is read now."""
    mapping = found.mapping
    return Layout(
        header_row=mapping["header_row"],
        columns={int(column): role for column, role in mapping["columns"].items()},
        factor=mapping["factor"],
    )


def checked(found: BudgetImport) -> dict[str, Any]:
    """Read the chosen sheet and keep what came of it as plain values."""
    rows = found.sheets["rows"][found.sheet]
    layout = layout_of(found)
    fixes = {int(row): int(category) for row, category in found.mapping["fixes"].items()}
    flaws = {(row, column): text for row, column, text in found.sheets.get("flaws", {}).get(found.sheet, [])}
    known = around_of(found)
    result = sheet_rows.read(rows, layout, names(), fixes=fixes, flaws=flaws, merged=known.merged)
    return {
        "rows": [_plain(row) for row in result],
        "years": sorted(sheet_guess.years_named(rows, layout, known)),
    }


def preview_of(found: BudgetImport) -> Preview:
    """What was checked, as values again."""
    return Preview(
        rows=tuple(_row(plain) for plain in found.preview["rows"]),
        left_out=frozenset(found.mapping.get("left_out", ())),
        years=tuple(found.preview.get("years", ())),
    )


def _plain(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.kind,
        "name": row.name,
        "category": row.category_id,
        "description": row.description,
        "project": row.project,
        "rationale": row.rationale,
        "months": [str(month) for month in row.months],
        "problems": [[problem.code, dict(problem.params)] for problem in row.problems],
        "notes": [[note.code, dict(note.params)] for note in row.notes],
        "suggestions": list(row.suggestions),
        "line": row.line_id,
    }


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(
        number=plain["number"],
        kind=plain["kind"],
        name=plain["name"],
        category_id=plain["category"],
        description=plain["description"],
        project=plain["project"],
        rationale=plain["rationale"],
        months=tuple(Decimal(month) for month in plain["months"]),
        problems=tuple(Problem(code, params) for code, params in plain["problems"]),
        notes=tuple(Problem(code, params) for code, params in plain["notes"]),
        suggestions=tuple(plain["suggestions"]),
        line_id=plain.get("line"),
    )
